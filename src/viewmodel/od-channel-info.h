/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "od-formatting.h"

G_BEGIN_DECLS

typedef enum {
  OD_FORM_TEXT,
  OD_FORM_SECRET,
  OD_FORM_URL, /* https, or http for loopback */
  OD_FORM_INTEGER,
  OD_FORM_BOOLEAN,
} OdFormFieldKind;

/**
 * OdFormField: one line of the "connect a channel" form.
 * @label: (owned): translated
 * @default_value: (owned) (nullable): as text; a field without one must be given
 * @min, @max: of integers
 */
typedef struct {
  char *key; /* (owned) */
  char *label;
  char *default_value;
  gint64 min, max;
  OdFormFieldKind kind;
} OdFormField;

/**
 * OdLongText: what becomes of a text that is longer than one message.
 * @OD_LONG_TEXT_ASKS: its author is asked whether it may go as several
 * @OD_LONG_TEXT_SPLITS: it goes as several by itself
 */
typedef enum {
  OD_LONG_TEXT_ASKS,
  OD_LONG_TEXT_SPLITS,
} OdLongText;

/**
 * OdChannelInfo: what the window knows of a channel. The composition root copies
 * it from the channel's descriptor, so that view models need not see channels.
 * @name: (owned): translated
 * @max_text: in one message, counted by @measure; 0: no limit
 * @max_files: in one message; 0: it takes none
 * @max_files_bytes: all files of a message together; 0: no limit
 * @fields: (owned) (element-type OdFormField)
 */
typedef struct {
  char *id; /* (owned) */
  char *name;
  char *icon_name; /* (owned): symbolic */
  GPtrArray *fields;
  gint64 max_file_bytes;
  gint64 max_files_bytes;
  guint max_text;
  OdTextMeasure measure;
  OdFormatting formatting;
  OdLongText long_text;
  guint max_files;
  gboolean can_edit;
  gboolean can_remove;
  gboolean can_react;
} OdChannelInfo;

OdChannelInfo *od_channel_info_new (const char *id, const char *name, const char *icon_name);
void od_channel_info_add_field (OdChannelInfo *self, const char *key, const char *label, OdFormFieldKind kind,
                                const char *default_value, gint64 min, gint64 max);
void od_channel_info_free (OdChannelInfo *self);
const OdChannelInfo *od_channel_info_find (GPtrArray *channels, const char *id);
const char *od_channel_info_get_icon (GPtrArray *channels, const char *id);
char *od_channel_info_dup_name (GPtrArray *channels, const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdChannelInfo, od_channel_info_free)

G_END_DECLS
