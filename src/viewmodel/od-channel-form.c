/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-channel-form"

#include "od-channel-form.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

#include "od-json.h"
#include "od-limits.h"

/**
 * OdChannelForm:
 *
 * What is typed into "connect a channel", and whether it can be right. It knows the fields
 * of one channel, not what they mean: whatever only the channel can judge comes back from
 * it as a refusal and is put beside the field that it names.
 */
struct _OdChannelForm {
  GObject parent_instance;

  GPtrArray *fields;  /* (owned) (element-type OdFormField), borrowed from the channel */
  GHashTable *values; /* (owned) key → text */
  GHashTable *errors; /* (owned) key → sentence, translated */
  GHashTable *typed;  /* (owned) keys that somebody has filled in: an untouched field is not blamed */
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

static gboolean
is_loopback (GUri *uri)
{
  const char *host = g_uri_get_host (uri);

  return g_str_equal (host, "localhost") || g_str_equal (host, "127.0.0.1") || g_str_equal (host, "::1");
}

static char *
check_integer (const OdFormField *field, const char *value)
{
  g_autofree char *min = g_strdup_printf ("%" G_GINT64_FORMAT, field->min);
  g_autofree char *max = g_strdup_printf ("%" G_GINT64_FORMAT, field->max);
  gint64 number;

  if (g_ascii_string_to_signed (value, 10, field->min, field->max, &number, NULL))
    return NULL;
  /* TRANSLATORS: the two numbers between which it must be: "from 0 to 65535" */
  return g_strdup_printf (_ ("A whole number from %1$s to %2$s is needed"), min, max);
}

static char *
check_url (const char *value)
{
  g_autoptr (GUri) uri = g_uri_parse (value, G_URI_FLAGS_NONE, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return g_strdup (_ ("An address that begins with https:// is needed"));
  if (g_str_equal (g_uri_get_scheme (uri), "https") ||
      (g_str_equal (g_uri_get_scheme (uri), "http") && is_loopback (uri)))
    return NULL;
  return g_strdup (_ ("An address that begins with https:// is needed"));
}

static char *
check_field (OdChannelForm *self, const OdFormField *field)
{
  const char *value = od_channel_form_get_value (self, field->key);

  if (*value == '\0' && field->default_value == NULL)
    return g_strdup (_ ("This is needed"));
  if (*value == '\0')
    return NULL;
  switch (field->kind)
    {
    case OD_FORM_INTEGER:
      return check_integer (field, value);
    case OD_FORM_URL:
      return check_url (value);
    case OD_FORM_TEXT:
    case OD_FORM_SECRET:
    case OD_FORM_BOOLEAN:
      return NULL;
    default:
      g_return_val_if_reached (NULL);
    }
}

static char *
check_name (OdChannelForm *self)
{
  const char *name = od_channel_form_get_value (self, OD_FORM_NAME);

  if (*name == '\0')
    return g_strdup (_ ("This is needed"));
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
  for (guint i = 0; i < self->fields->len; i++)
    {
      const OdFormField *field = self->fields->pdata[i];

      error = check_field (self, field);
      if (error != NULL)
        g_hash_table_insert (self->errors, g_strdup (field->key), error);
    }
}

static void
od_channel_form_finalize (GObject *object)
{
  OdChannelForm *self = OD_CHANNEL_FORM (object);

  g_clear_pointer (&self->fields, g_ptr_array_unref);
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

/**
 * od_channel_form_new:
 * @info: the channel; its fields are used as long as the form lives
 *
 * Returns: (transfer full): a form with the channel's defaults filled in
 */
OdChannelForm *
od_channel_form_new (const OdChannelInfo *info)
{
  OdChannelForm *self = g_object_new (OD_TYPE_CHANNEL_FORM, NULL);

  self->fields = g_ptr_array_ref (info->fields);
  g_hash_table_insert (self->values, g_strdup (OD_FORM_NAME), g_strdup (info->name));
  for (guint i = 0; i < self->fields->len; i++)
    {
      const OdFormField *field = self->fields->pdata[i];

      if (field->default_value != NULL)
        g_hash_table_insert (self->values, g_strdup (field->key), g_strdup (field->default_value));
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
 * od_channel_form_refuse:
 * @message: the channel's words; they name the field
 *
 * Puts a refusal beside its field, until that is changed.
 *
 * Returns: %FALSE if it names none of the fields: then it has to be shown elsewhere
 */
gboolean
od_channel_form_refuse (OdChannelForm *self, const char *message)
{
  const char *key = NULL;

  g_return_val_if_fail (OD_IS_CHANNEL_FORM (self), FALSE);

  for (guint i = 0; i < self->fields->len && key == NULL; i++)
    {
      const OdFormField *field = self->fields->pdata[i];
      const char *at = strstr (message, field->key);
      gsize length = strlen (field->key);

      if (at != NULL && (at == message || !g_ascii_isalnum (at[-1])) && !g_ascii_isalnum (at[length]))
        key = field->key;
    }
  if (key == NULL)
    return FALSE;
  g_hash_table_insert (self->errors, g_strdup (key), g_strdup (message));
  g_hash_table_add (self->typed, g_strdup (key));
  g_signal_emit (self, changed_signal, 0);
  return TRUE;
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
  for (guint i = 0; i < self->fields->len; i++)
    {
      const OdFormField *field = self->fields->pdata[i];
      const char *value = od_channel_form_get_value (self, field->key);

      if (*value == '\0' || field->kind == OD_FORM_SECRET)
        continue;
      if (field->kind == OD_FORM_INTEGER)
        json_object_set_int_member (object, field->key, g_ascii_strtoll (value, NULL, 10));
      else if (field->kind == OD_FORM_BOOLEAN)
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
 * Returns: (transfer full) (element-type utf8 utf8): secrets by field; wiped when it is freed
 */
GHashTable *
od_channel_form_dup_secrets (OdChannelForm *self)
{
  GHashTable *secrets;

  g_return_val_if_fail (OD_IS_CHANNEL_FORM (self), NULL);

  secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, wipe);
  for (guint i = 0; i < self->fields->len; i++)
    {
      const OdFormField *field = self->fields->pdata[i];
      const char *value = od_channel_form_get_value (self, field->key);

      if (field->kind == OD_FORM_SECRET && *value != '\0')
        g_hash_table_insert (secrets, g_strdup (field->key), g_strdup (value));
    }
  return secrets;
}
