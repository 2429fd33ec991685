/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-custom-field.h"

G_BEGIN_DECLS

const char *od_field_words_kind (OdCustomFieldKind kind);
char *od_field_words_value (const OdCustomField *field, const char *value);
const char *od_field_words_find_trouble (const OdCustomField *field, const char *typed, char **value);

G_END_DECLS
