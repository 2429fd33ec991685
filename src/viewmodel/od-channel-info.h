/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "od-channel-field.h"
#include "od-formatting.h"

G_BEGIN_DECLS

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
 * @summary, @needs, @help, @help_url: (owned) (nullable): translated: what it is in a sentence, what one must have for it,
 *   and where to get what the form asks for
 * @fields: (unowned): static; ends with a %NULL key
 * @retention_s: see #OdChannelDescriptor
 */
typedef struct {
  char *id; /* (owned) */
  char *name;
  char *icon_name; /* (owned): symbolic */
  char *summary, *needs;
  char *help, *help_url;
  const OdChannelField *fields;
  guint retention_s;
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
void od_channel_info_free (OdChannelInfo *self);
const OdChannelInfo *od_channel_info_find (GPtrArray *channels, const char *id);
const char *od_channel_info_get_icon (GPtrArray *channels, const char *id);
char *od_channel_info_dup_name (GPtrArray *channels, const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdChannelInfo, od_channel_info_free)

G_END_DECLS
