/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-channel-form"

#include "od-channel-form.h"

#include <glib/gi18n.h>

#include "od-json.h"
#include "od-limits.h"

/**
 * OdChannelForm:
 *
 * What is typed into "connect a channel" or into the settings of an account, and whether it can be right. It knows the
 * fields of one channel, not what they mean: whatever only the channel can judge comes back from it as a refusal and is
 * put beside the field that it names.
 */
struct _OdChannelForm {
  GObject parent_instance;

  const OdChannelField *fields; /* (unowned): static */
  GHashTable *values;           /* (owned) key → text */
  GHashTable *errors;           /* (owned) key → sentence, translated */
  GHashTable *typed;            /* (owned) keys that somebody has filled in: an untouched field is not blamed */
  gboolean is_edit;             /* secrets that are not typed stay as they are */
};

G_DEFINE_FINAL_TYPE (OdChannelForm, od_channel_form, G_TYPE_OBJECT)

static guint changed_signal;

static void
wipe (gpointer data)
{
  char *text = data;

  explicit_bzero (text, strlen (text)); /* one of them may be a secret */
  g_free (text);
}

static char *
check_field (OdChannelForm *self, const OdChannelField *field)
{
  const char *value = od_channel_form_get_value (self, field->key);

  if (*value == '\0' && od_channel_form_get_is_kept (self, field->key))
    return NULL;
  return od_channel_field_describe (field, od_channel_field_check (field, value));
}

static char *
check_name (OdChannelForm *self)
{
  const char *name = od_channel_form_get_value (self, OD_FORM_NAME);

  if (*name == '\0')
    return g_strdup (_ ("This must be filled in."));
  if (g_utf8_strlen (name, -1) > OD_LIMIT_NAME_CHARS)
    return g_strdup (_ ("This is too long"));
  return NULL;
}

static void
check (OdChannelForm *self)
{
  char *error = check_name (self);

  g_hash_table_remove_all (self->errors);
  if (error != NULL)
    g_hash_table_insert (self->errors, g_strdup (OD_FORM_NAME), error);
  for (const OdChannelField *field = self->fields; field->key != NULL; field++)
    {
      error = check_field (self, field);
      if (error != NULL)
        g_hash_table_insert (self->errors, g_strdup (field->key), error);
    }
}

static void
od_channel_form_finalize (GObject *object)
{
  OdChannelForm *self = OD_CHANNEL_FORM (object);

  g_clear_pointer (&self->values, g_hash_table_unref);
  g_clear_pointer (&self->errors, g_hash_table_unref);
  g_clear_pointer (&self->typed, g_hash_table_unref);
  G_OBJECT_CLASS (od_channel_form_parent_class)->finalize (object);
}

static void
od_channel_form_class_init (OdChannelFormClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_channel_form_finalize;

  /**
   * OdChannelForm::changed:
   *
   * Errors, or whether it is valid, may be others now.
   */
  changed_signal =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
od_channel_form_init (OdChannelForm *self)
{
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, wipe);
  self->errors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->typed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
fill_defaults (OdChannelForm *self, const OdChannelInfo *info)
{
  self->fields = info->fields;
  for (const OdChannelField *field = self->fields; field->key != NULL; field++)
    if (field->default_value != NULL)
      g_hash_table_insert (self->values, g_strdup (field->key), g_strdup (field->default_value));
}

/**
 * od_channel_form_new:
 * @info: the channel
 *
 * Returns: (transfer full): a form with the channel's defaults filled in
 */
OdChannelForm *
od_channel_form_new (const OdChannelInfo *info)
{
  OdChannelForm *self = g_object_new (OD_TYPE_CHANNEL_FORM, NULL);

  fill_defaults (self, info);
  g_hash_table_insert (self->values, g_strdup (OD_FORM_NAME), g_strdup (info->name));
  check (self);
  return self;
}

static char *
dup_as_text (JsonNode *node)
{
  if (!JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  return g_strdup (json_node_get_boolean (node) ? "true" : "false");
}

/**
 * od_channel_form_new_for_account:
 * @info: the account's channel
 * @row: whose settings are filled in
 *
 * Returns: (transfer full): a form in which a secret that is left empty stays what it is
 */
OdChannelForm *
od_channel_form_new_for_account (const OdChannelInfo *info, const OdAccountRow *row)
{
  OdChannelForm *self = g_object_new (OD_TYPE_CHANNEL_FORM, NULL);
  g_autoptr (JsonNode) node = od_json_parse (row->settings, -1, NULL, NULL);

  self->is_edit = TRUE;
  fill_defaults (self, info);
  g_hash_table_insert (self->values, g_strdup (OD_FORM_NAME), g_strdup (row->name));
  for (const OdChannelField *field = self->fields; field->key != NULL; field++)
    {
      JsonObject *object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      char *text = object != NULL && json_object_has_member (object, field->key)
                       ? dup_as_text (json_object_get_member (object, field->key))
                       : NULL;

      if (text != NULL)
        g_hash_table_insert (self->values, g_strdup (field->key), text);
    }
  check (self);
  return self;
}

/**
 * od_channel_form_set_value:
 * @key: of a field, or %OD_FORM_NAME
 * @value: as typed; white space around it does not count
 */
void
od_channel_form_set_value (OdChannelForm *self, const char *key, const char *value)
{
  g_return_if_fail (OD_IS_CHANNEL_FORM (self));

  g_hash_table_insert (self->values, g_strdup (key), g_strstrip (g_strdup (value)));
  g_hash_table_add (self->typed, g_strdup (key));
  check (self);
  g_signal_emit (self, changed_signal, 0);
}

/**
 * od_channel_form_get_value:
 *
 * Returns: (transfer none): "" if nothing was typed and there is no default
 */
const char *
od_channel_form_get_value (OdChannelForm *self, const char *key)
{
  const char *value;

  g_return_val_if_fail (OD_IS_CHANNEL_FORM (self), NULL);

  value = g_hash_table_lookup (self->values, key);
  return value != NULL ? value : "";
}

/**
 * od_channel_form_get_error:
 *
 * Returns: (transfer none) (nullable): what is wrong with the field, translated; %NULL if nothing
 *   is, or if nobody has filled it in yet
 */
const char *
od_channel_form_get_error (OdChannelForm *self, const char *key)
{
  g_return_val_if_fail (OD_IS_CHANNEL_FORM (self), NULL);

  return g_hash_table_contains (self->typed, key) ? g_hash_table_lookup (self->errors, key) : NULL;
}

gboolean
od_channel_form_get_is_valid (OdChannelForm *self)
{
  g_return_val_if_fail (OD_IS_CHANNEL_FORM (self), FALSE);

  return g_hash_table_size (self->errors) == 0;
}

/**
 * od_channel_form_get_is_kept:
 *
 * Returns: whether a field that is left empty stays what it is: a secret of an account that has it
 */
gboolean
od_channel_form_get_is_kept (OdChannelForm *self, const char *key)
{
  g_return_val_if_fail (OD_IS_CHANNEL_FORM (self), FALSE);

  for (const OdChannelField *field = self->fields; self->is_edit && field->key != NULL; field++)
    if (g_str_equal (field->key, key))
      return field->type == OD_FIELD_SECRET;
  return FALSE;
}

/**
 * od_channel_form_blame:
 *
 * From now on every field is blamed, also those that nobody has filled in.
 *
 * Returns: (transfer none) (nullable): the first one that is wrong
 */
const char *
od_channel_form_blame (OdChannelForm *self)
{
  const char *first = NULL;

  g_return_val_if_fail (OD_IS_CHANNEL_FORM (self), NULL);

  g_hash_table_add (self->typed, g_strdup (OD_FORM_NAME));
  if (g_hash_table_contains (self->errors, OD_FORM_NAME))
    first = OD_FORM_NAME;
  for (const OdChannelField *field = self->fields; field->key != NULL; field++)
    {
      g_hash_table_add (self->typed, g_strdup (field->key));
      if (first == NULL && g_hash_table_contains (self->errors, field->key))
        first = field->key;
    }
  g_signal_emit (self, changed_signal, 0);
  return first;
}

/**
 * od_channel_form_refuse:
 * @message: the channel's words; they name the field
 *
 * Puts a refusal beside its field, until that is changed.
 *
 * Returns: (transfer none) (nullable): the field; %NULL if it names none: then it has to be shown elsewhere
 */
const char *
od_channel_form_refuse (OdChannelForm *self, const char *message)
{
  const char *key = NULL;

  g_return_val_if_fail (OD_IS_CHANNEL_FORM (self), NULL);

  for (const OdChannelField *field = self->fields; field->key != NULL && key == NULL; field++)
    {
      const char *at = strstr (message, field->key);
      gsize length = strlen (field->key);

      if (at != NULL && (at == message || !g_ascii_isalnum (at[-1])) && !g_ascii_isalnum (at[length]))
        key = field->key;
    }
  if (key == NULL && g_str_has_prefix (message, OD_FORM_NAME ":"))
    key = OD_FORM_NAME;
  if (key == NULL)
    return NULL;
  g_hash_table_insert (
      self->errors, g_strdup (key),
      g_strdup (g_str_equal (key, OD_FORM_NAME) ? _ ("There is an account of this name already") : message));
  g_hash_table_add (self->typed, g_strdup (key));
  g_signal_emit (self, changed_signal, 0);
  return key;
}

/**
 * od_channel_form_dup_settings:
 *
 * Returns: (transfer full): a JSON object of everything but name and secrets; what is empty is
 *   left out, so that the channel's default holds
 */
char *
od_channel_form_dup_settings (OdChannelForm *self)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;

  g_return_val_if_fail (OD_IS_CHANNEL_FORM (self), NULL);

  object = json_object_new ();
  for (const OdChannelField *field = self->fields; field->key != NULL; field++)
    {
      const char *value = od_channel_form_get_value (self, field->key);

      if (*value == '\0' || field->type == OD_FIELD_SECRET)
        continue;
      if (field->type == OD_FIELD_INTEGER)
        json_object_set_int_member (object, field->key, g_ascii_strtoll (value, NULL, 10));
      else if (field->type == OD_FIELD_BOOLEAN)
        json_object_set_boolean_member (object, field->key, g_str_equal (value, "true"));
      else
        json_object_set_string_member (object, field->key, value);
    }
  node = json_node_alloc ();
  json_node_init_object (node, object);
  json_object_unref (object);
  return od_json_to_string (node, NULL);
}

/**
 * od_channel_form_dup_secrets:
 *
 * Returns: (transfer full) (element-type utf8 utf8): secrets by field, as far as they were typed; wiped when it is freed
 */
GHashTable *
od_channel_form_dup_secrets (OdChannelForm *self)
{
  GHashTable *secrets;

  g_return_val_if_fail (OD_IS_CHANNEL_FORM (self), NULL);

  secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, wipe);
  for (const OdChannelField *field = self->fields; field->key != NULL; field++)
    {
      const char *value = od_channel_form_get_value (self, field->key);

      if (field->type == OD_FIELD_SECRET && *value != '\0')
        g_hash_table_insert (secrets, g_strdup (field->key), g_strdup (value));
    }
  return secrets;
}

/**
 * od_channel_form_dup_hint:
 *
 * Returns: (transfer full) (nullable): what stands below the field
 */
char *
od_channel_form_dup_hint (OdChannelForm *self, const OdChannelField *field)
{
  if (od_channel_form_get_is_kept (self, field->key))
    return g_strdup (_ ("It is in the key ring. Leave this empty to keep it."));
  if (field->hint != NULL && field->placeholder != NULL)
    /* TRANSLATORS: what a field is for, and what its value may look like */
    return g_strdup_printf (_ ("%1$s For example: %2$s"), _ (field->hint), field->placeholder);
  if (field->hint != NULL)
    return g_strdup (_ (field->hint));
  return field->placeholder != NULL ? g_strdup_printf (_ ("For example: %s"), field->placeholder) : NULL;
}
