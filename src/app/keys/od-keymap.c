/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-keymap"

#include "od-keymap.h"

#include "od-limits.h"

#define SETTING "keys"

/**
 * OdKeymap:
 *
 * Which key is for which command: the table's, unless the operator chose another. Whoever needs to know makes one; the
 * settings keep them alike. Main thread.
 */
struct _OdKeymap {
  GObject parent_instance;

  GSettings *taste;   /* (owned) (nullable): without it a choice holds for this object */
  GHashTable *chosen; /* (owned) (element-type utf8 utf8): id of a command → keys, "" for none */
};

G_DEFINE_FINAL_TYPE (OdKeymap, od_keymap, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* Keys that are nonsense (the setting is open to anybody) are as if not chosen. */
static gboolean
is_sound (const char *keys)
{
  g_auto (GStrv) each = g_strsplit (keys, "|", -1);
  guint keyval;
  GdkModifierType modifiers;

  if (strlen (keys) > OD_LIMIT_KEYS_BYTES)
    return FALSE;
  for (guint i = 0; each[i] != NULL; i++)
    if (!od_key_press_parse (each[i], &keyval, &modifiers))
      return FALSE;
  return TRUE;
}

static void
read_settings (OdKeymap *self)
{
  g_autoptr (GVariant) value = g_settings_get_value (self->taste, SETTING);
  const char *id, *keys;
  GVariantIter iter;

  g_hash_table_remove_all (self->chosen);
  g_variant_iter_init (&iter, value);
  while (g_variant_iter_next (&iter, "{&s&s}", &id, &keys))
    if (od_commands_find (id) != NULL && is_sound (keys))
      g_hash_table_insert (self->chosen, g_strdup (id), g_strdup (keys));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
write_settings (OdKeymap *self)
{
  GVariantBuilder builder;
  GHashTableIter iter;
  gpointer id, keys;

  if (self->taste == NULL)
    {
      g_signal_emit (self, signals[CHANGED], 0);
      return;
    }
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_hash_table_iter_init (&iter, self->chosen);
  while (g_hash_table_iter_next (&iter, &id, &keys))
    g_variant_builder_add (&builder, "{ss}", id, keys);
  g_settings_set_value (self->taste, SETTING, g_variant_builder_end (&builder));
}

static void
od_keymap_finalize (GObject *object)
{
  OdKeymap *self = OD_KEYMAP (object);

  g_clear_object (&self->taste);
  g_clear_pointer (&self->chosen, g_hash_table_unref);
  G_OBJECT_CLASS (od_keymap_parent_class)->finalize (object);
}

static void
od_keymap_class_init (OdKeymapClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_keymap_finalize;

  /**
   * OdKeymap::changed:
   *
   * A command may have another key now.
   */
  signals[CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
od_keymap_init (OdKeymap *self)
{
  self->chosen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * od_keymap_new:
 * @taste: (nullable): where a choice is kept
 */
OdKeymap *
od_keymap_new (GSettings *taste)
{
  OdKeymap *self = g_object_new (OD_TYPE_KEYMAP, NULL);

  if (g_set_object (&self->taste, taste))
    {
      g_signal_connect_object (taste, "changed::" SETTING, G_CALLBACK (read_settings), self, G_CONNECT_SWAPPED);
      read_settings (self);
    }
  return self;
}

/**
 * od_keymap_get_keys:
 *
 * Returns: the keys of @command with "|" between; "" if it has none
 */
const char *
od_keymap_get_keys (OdKeymap *self, const OdCommand *command)
{
  const char *chosen;

  g_return_val_if_fail (OD_IS_KEYMAP (self), "");

  chosen = g_hash_table_lookup (self->chosen, command->id);
  return chosen != NULL ? chosen : command->keys;
}

/**
 * od_keymap_dup_label:
 *
 * Returns: (transfer full) (nullable): the first key of @command, for people: "Ctrl+K"; %NULL if it has none
 */
char *
od_keymap_dup_label (OdKeymap *self, const OdCommand *command)
{
  g_auto (GStrv) each = g_strsplit (od_keymap_get_keys (self, command), "|", 2);
  guint keyval;
  GdkModifierType modifiers;

  if (each[0] == NULL || !od_key_press_parse (each[0], &keyval, &modifiers))
    return NULL;
  return gtk_accelerator_get_label (keyval, modifiers);
}

/**
 * od_keymap_is_changed:
 *
 * Returns: whether the operator chose another key than the table's, or none
 */
gboolean
od_keymap_is_changed (OdKeymap *self, const OdCommand *command)
{
  g_return_val_if_fail (OD_IS_KEYMAP (self), FALSE);

  return g_hash_table_contains (self->chosen, command->id);
}

/**
 * od_keymap_has_key:
 *
 * Returns: whether @press is for @command
 */
gboolean
od_keymap_has_key (OdKeymap *self, const OdCommand *command, const OdKeyPress *press)
{
  g_auto (GStrv) each = g_strsplit (od_keymap_get_keys (self, command), "|", -1);
  guint keyval;
  GdkModifierType modifiers;

  for (guint i = 0; each[i] != NULL; i++)
    if (od_key_press_parse (each[i], &keyval, &modifiers) && od_key_press_is (press, keyval, modifiers))
      return TRUE;
  return FALSE;
}

static gboolean
names_key (const char *keys, guint keyval, GdkModifierType modifiers)
{
  g_auto (GStrv) each = g_strsplit (keys, "|", -1);
  guint other_keyval;
  GdkModifierType other_modifiers;

  for (guint i = 0; each[i] != NULL; i++)
    if (od_key_press_parse (each[i], &other_keyval, &other_modifiers) && other_keyval == keyval &&
        other_modifiers == modifiers)
      return TRUE;
  return FALSE;
}

/**
 * od_keymap_find:
 * @keys: one key
 * @except: (nullable): not this one
 *
 * Returns: (nullable): the command that has it
 */
const OdCommand *
od_keymap_find (OdKeymap *self, const char *keys, const OdCommand *except)
{
  guint n, keyval;
  GdkModifierType modifiers;
  const OdCommand *commands = od_commands_get (&n);

  g_return_val_if_fail (OD_IS_KEYMAP (self), NULL);

  if (!od_key_press_parse (keys, &keyval, &modifiers))
    return NULL;
  for (guint i = 0; i < n; i++)
    if (&commands[i] != except && names_key (od_keymap_get_keys (self, &commands[i]), keyval, modifiers))
      return &commands[i];
  return NULL;
}

/**
 * od_keymap_set:
 * @keys: (nullable): one key, "" for none, or %NULL for the table's; whoever had it loses it
 */
void
od_keymap_set (OdKeymap *self, const OdCommand *command, const char *keys)
{
  const OdCommand *rival;

  g_return_if_fail (OD_IS_KEYMAP (self));
  g_return_if_fail (keys == NULL || is_sound (keys));

  while ((rival = od_keymap_find (self, keys != NULL ? keys : command->keys, command)) != NULL)
    g_hash_table_insert (self->chosen, g_strdup (rival->id), g_strdup (""));
  if (keys == NULL || g_str_equal (keys, command->keys))
    g_hash_table_remove (self->chosen, command->id);
  else
    g_hash_table_insert (self->chosen, g_strdup (command->id), g_strdup (keys));
  write_settings (self);
}

/**
 * od_keymap_reset:
 *
 * All keys are the table's again.
 */
void
od_keymap_reset (OdKeymap *self)
{
  g_return_if_fail (OD_IS_KEYMAP (self));

  g_hash_table_remove_all (self->chosen);
  write_settings (self);
}
