/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-rows.h"

G_BEGIN_DECLS

/**
 * OdRowWhen: the end of a row's first line.
 * @icon: (nullable)
 * @colour: a name of style.css
 */
typedef struct {
  char *text; /* (owned) */
  const char *icon;
  const char *colour;
} OdRowWhen;

OdRowWhen od_row_when_choose (const OdConversationRow *row, gint64 now_us);
void od_row_when_clear (OdRowWhen *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OdRowWhen, od_row_when_clear)

G_END_DECLS
