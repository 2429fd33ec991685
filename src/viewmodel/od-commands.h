/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What can be done by a key or by its name: the one table for keys, the shortcuts window, the palette and the
 * preferences. Nobody writes a key anywhere else. */

typedef enum {
  OD_COMMAND_CONVERSATION,
  OD_COMMAND_FIND,
  OD_COMMAND_CUSTOMER,
  OD_COMMAND_WRITE,
  OD_COMMAND_DESK,
} OdCommandGroup;
#define OD_N_COMMAND_GROUP (OD_COMMAND_DESK + 1)

/**
 * OdCommandFlags:
 * @OD_COMMAND_IN_TEXT: holds while the cursor is in the text of the composer
 * @OD_COMMAND_UNLESS_TEXT: a text that has a use for the key comes first
 * @OD_COMMAND_UNNAMED: the palette does not offer it: it stands there already, or makes no sense from there
 */
typedef enum {
  OD_COMMAND_IN_TEXT = 1 << 0,
  OD_COMMAND_UNLESS_TEXT = 1 << 1,
  OD_COMMAND_UNNAMED = 1 << 2,
} OdCommandFlags;

/**
 * OdCommand:
 * @id: what the preferences store; never changes
 * @title: in English: `_(command->title)` is for people
 * @keys: as gtk_accelerator_parse() takes them, with "|" between; "" for none
 * @action: name with its prefix; whoever has it, need not exist
 * @target: (nullable): a string
 */
typedef struct {
  const char *id;
  const char *title;
  OdCommandGroup group;
  const char *keys;
  const char *action;
  const char *target;
  OdCommandFlags flags;
} OdCommand;

/**
 * OdTypedSign: what the text of the composer understands without any command.
 * @keys: as GtkShortcutLabel:accelerator takes them
 */
typedef struct {
  const char *title;
  const char *keys;
} OdTypedSign;

const OdCommand *od_commands_get (guint *n);
const OdCommand *od_commands_find (const char *id);
const char *od_commands_get_other_words (const OdCommand *command);
const char *od_commands_get_group_icon (OdCommandGroup group);
const char *od_commands_get_group_title (OdCommandGroup group);
const OdTypedSign *od_commands_get_signs (guint *n);

G_END_DECLS
