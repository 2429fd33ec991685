/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  OD_FIELD_TEXT,
  OD_FIELD_SECRET, /* kept in the key ring, never in the database */
  OD_FIELD_URL,    /* https, or http for loopback */
  OD_FIELD_INTEGER,
  OD_FIELD_BOOLEAN,
} OdFieldType;

/**
 * OdFieldFlags:
 * @OD_FIELD_ADVANCED: shown only to who asks for more; its default is right for nearly everybody
 * @OD_FIELD_MULTILINE: a text of several lines
 */
typedef enum {
  OD_FIELD_PLAIN = 0,
  OD_FIELD_ADVANCED = 1 << 0,
  OD_FIELD_MULTILINE = 1 << 1,
} OdFieldFlags;

/* The member of an account's settings that no form has: whose the account is at the other side, by its id there. A
 * channel whose ids mean something only there sets it when it first starts ("settings-changed"), and refuses to start
 * for anybody else. The store keeps it when other settings are set, and when the account is removed and its history
 * taken over. */
#define OD_SETTING_IDENTITY "identity"

/**
 * OdChannelField: one line of the "add account" form and one member of an account's settings. The form is drawn
 * from these, and a value is checked with od_channel_field_check() while it is typed.
 * @label: N_()
 * @default_value: (nullable): as text; a field without one must be given
 * @min, @max: of integers
 * @placeholder: (nullable): an example, in the empty field; not translated
 * @hint: (nullable): N_(): what it is and where it is found, in a sentence or two
 * @is_good: (nullable): of a given value that fits @type: whether it can be right. Pure, any thread; does not
 *   keep the text, which may be a secret
 * @wanted: (nullable): N_(): what to write instead when @is_good says no; must be there if that is
 */
typedef struct {
  const char *key;
  const char *label;
  OdFieldType type;
  const char *default_value;
  gint64 min, max;
  OdFieldFlags flags;
  const char *placeholder;
  const char *hint;
  gboolean (*is_good) (const char *text);
  const char *wanted;
} OdChannelField;

/**
 * OdFieldFault: why a value can't be taken.
 */
typedef enum {
  OD_FIELD_FAULT_NONE,
  OD_FIELD_FAULT_MISSING,
  OD_FIELD_FAULT_TOO_LONG,   /* or no text at all: not UTF-8, control characters */
  OD_FIELD_FAULT_NO_INTEGER, /* or not from min to max */
  OD_FIELD_FAULT_NO_BOOLEAN, /* not "true" or "false" */
  OD_FIELD_FAULT_NO_URL,     /* or not https:// */
  OD_FIELD_FAULT_PATTERN,    /* see OdChannelField.wanted */
} OdFieldFault;

OdFieldFault od_channel_field_check (const OdChannelField *field, const char *text);
char *od_channel_field_describe (const OdChannelField *field, OdFieldFault fault);

G_END_DECLS
