/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-webchat-config.h"

#include <gio/gio.h>
#include <string.h>

#include "od-error.h"
#include "od-json.h"
#include "od-limits.h"
#include "od-random.h"
#include "od-text.h"
#include "od-webchat-origin.h"

#define MAX_GREETING_CHARS 500
#define MAX_PROXIES 16

static gboolean
fail (GError **error, const char *field, const char *wanted)
{
  g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "“%s” must be %s", field, wanted);
  return FALSE;
}

static gboolean
is_address (const char *text)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);

  return address != NULL;
}

static gboolean
is_widget_id (const char *text)
{
  gsize len = strlen (text);

  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("-_", *p) == NULL)
      return FALSE;
  return len > 0 && len <= OD_LIMIT_ID_BYTES;
}

static gboolean
read_proxies (OdWebchatConfig *self, const char *text, GError **error)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\r\n", -1);
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();
  guint n = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (*words[i] == '\0')
        continue;
      if (!is_address (words[i]) || ++n > MAX_PROXIES)
        return fail (error, "trusted_proxies", "IP addresses with spaces between");
      g_strv_builder_add (list, words[i]);
    }
  self->trusted_proxies = g_strv_builder_end (list);
  return TRUE;
}

static guint
read_number (JsonObject *settings, const char *name, gint64 fallback)
{
  gint64 value = fallback;

  od_json_get_int_opt (settings, name, 0, G_MAXINT32, &value, NULL);
  return (guint) value;
}

static const char *
read_text (JsonObject *settings, const char *name, const char *fallback)
{
  const char *text = NULL;

  od_json_get_string_opt (settings, name, 4096, &text, NULL);
  return text != NULL ? text : fallback;
}

/**
 * od_webchat_config_new:
 * @settings: an account's settings; what is missing has its default
 *
 * Returns: (transfer full): the same as a value, or %NULL with %OD_ERROR_USAGE, which names the field
 */
OdWebchatConfig *
od_webchat_config_new (JsonObject *settings, GError **error)
{
  g_autoptr (OdWebchatConfig) self = g_new0 (OdWebchatConfig, 1);

  self->bind = g_strdup (read_text (settings, "bind", "127.0.0.1"));
  self->widget = g_strdup (read_text (settings, "widget", ""));
  self->greeting = g_strdup (read_text (settings, "greeting", ""));
  self->port = read_number (settings, "port", 0);
  self->messages_per_minute = MAX (read_number (settings, "messages_per_minute", OD_LIMIT_MESSAGES_PER_MINUTE), 1);
  self->connects_per_minute = MAX (read_number (settings, "connects_per_minute", OD_LIMIT_CONNECTS_PER_MINUTE), 1);
  self->new_visitors_per_hour =
      MAX (read_number (settings, "new_visitors_per_hour", OD_LIMIT_NEW_VISITORS_PER_HOUR), 1);
  self->max_sockets = MAX (read_number (settings, "max_sockets", OD_LIMIT_SOCKETS), 1);
  od_json_get_bool_opt (settings, "limit_loopback", &self->limits_loopback, NULL);
  od_json_get_bool_opt (settings, "prechat", &self->asks_prechat, NULL);
  if (self->port > 65535)
    {
      fail (error, "port", "0 to 65535");
      return NULL;
    }
  if (!is_address (self->bind))
    {
      fail (error, "bind", "an IP address of this computer, such as 127.0.0.1");
      return NULL;
    }
  if (!is_widget_id (self->widget))
    {
      fail (error, "widget", "letters, digits, “-” and “_”, at most 64");
      return NULL;
    }
  if (od_text_count_code_points (self->greeting) > MAX_GREETING_CHARS)
    {
      fail (error, "greeting", "at most 500 characters");
      return NULL;
    }
  self->origins = od_webchat_origins_parse (read_text (settings, "origins", ""), error);
  if (self->origins == NULL || !read_proxies (self, read_text (settings, "trusted_proxies", ""), error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * od_webchat_config_check:
 * @settings: completed in place: a widget without an id gets one
 *
 * For the descriptor.
 *
 * Returns: %FALSE with %OD_ERROR_USAGE
 */
gboolean
od_webchat_config_check (JsonObject *settings, GError **error)
{
  g_autoptr (OdWebchatConfig) config = NULL;

  if (*read_text (settings, "widget", "") == '\0')
    {
      g_autofree char *hex = od_random_hex (8);
      g_autofree char *widget = g_strconcat ("w_", hex, NULL);

      json_object_set_string_member (settings, "widget", widget);
    }
  config = od_webchat_config_new (settings, error);
  return config != NULL;
}

void
od_webchat_config_free (OdWebchatConfig *self)
{
  g_free (self->bind);
  g_free (self->widget);
  g_free (self->greeting);
  g_strfreev (self->origins);
  g_strfreev (self->trusted_proxies);
  g_free (self);
}
