/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OdCustomFieldKind: names, not numbers, are stored.
 */
typedef enum {
  OD_CUSTOM_FIELD_TEXT,
  OD_CUSTOM_FIELD_NUMBER,
  OD_CUSTOM_FIELD_DATE, /* stored as 2026-11-22 */
  OD_CUSTOM_FIELD_LIST,
  OD_CUSTOM_FIELD_CHECKBOX, /* stored as "1"; nothing is no */
  OD_CUSTOM_FIELD_LINK,
  OD_CUSTOM_FIELD_CURRENCY, /* stored as "12.50 EUR" */
} OdCustomFieldKind;
#define OD_N_CUSTOM_FIELD (OD_CUSTOM_FIELD_CURRENCY + 1)

/**
 * OdCustomField: a custom field of customers.
 * @key: for queries and variables: `order`; lower-case letters, digits, "_"; "" lets the store make one of the label
 * @options: (nullable): of OD_CUSTOM_FIELD_LIST: what can be chosen
 * @pattern: (nullable): of OD_CUSTOM_FIELD_TEXT: a regular expression that the whole value must match
 * @hint: (nullable): what to say of a value that does not fit @pattern
 */
typedef struct {
  gint64 id; /* 0: not stored yet */
  char *key;
  char *label;
  GStrv options;
  char *pattern;
  char *hint;
  OdCustomFieldKind kind;
} OdCustomField;

/**
 * OdFinding: something recognised in a message of the customer.
 * @kind: "order", "tracking", "phone" or "email"
 * @value: in one spelling (a phone: +79161234567)
 * @shown: as it is shown to people
 */
typedef struct {
  gint64 id;
  gint64 message_id;
  gint64 conversation_id;
  gint64 at_us;
  char *kind;
  char *value;
  char *shown;
} OdFinding;

const char *od_custom_field_kind_get_name (OdCustomFieldKind kind);
gboolean od_custom_field_kind_parse (const char *name, OdCustomFieldKind *kind);
gboolean od_custom_field_check (const OdCustomField *field, const char *typed, char **value, GError **error);
gboolean od_custom_field_is_pattern (const char *pattern);
OdCustomField *od_custom_field_copy (const OdCustomField *self);
void od_custom_field_free (OdCustomField *self);
void od_finding_free (OdFinding *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdCustomField, od_custom_field_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdFinding, od_finding_free)

G_END_DECLS
