/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-notify-inline-reply"

#include "od-notify-inline-reply.h"

#include "od-limits.h"

/**
 * OdInlineReply:
 *
 * What is typed into a notification itself, where the desktop has a field for it: libnotify passes the action on, but
 * does not know the signal. The main context that is the thread's default where this is made hears it.
 */
struct _OdInlineReply {
  GDBusConnection *bus; /* (owned) */
  OdInlineReplyFunc func;
  gpointer user_data;
  guint subscription_id;
};

static void
replied_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *signal,
            GVariant *parameters, gpointer user_data)
{
  OdInlineReply *self = user_data;
  const char *text;
  guint server_id;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(us)")))
    return;
  g_variant_get (parameters, "(u&s)", &server_id, &text);
  if (*text != '\0' && g_utf8_strlen (text, -1) <= OD_LIMIT_BODY_CHARS)
    self->func (server_id, text, self->user_data);
}

/**
 * od_inline_reply_new:
 * @bus: of the session
 *
 * Returns: (transfer full): listens until it is freed, on this thread
 */
OdInlineReply *
od_inline_reply_new (GDBusConnection *bus, OdInlineReplyFunc func, gpointer user_data)
{
  OdInlineReply *self = g_new0 (OdInlineReply, 1);

  self->bus = g_object_ref (bus);
  self->func = func;
  self->user_data = user_data;
  /* By the well-known name: what somebody else on the bus says is no reply. */
  self->subscription_id = g_dbus_connection_signal_subscribe (
      bus, "org.freedesktop.Notifications", "org.freedesktop.Notifications", "NotificationReplied",
      "/org/freedesktop/Notifications", NULL, G_DBUS_SIGNAL_FLAGS_NONE, replied_cb, self, NULL);
  return self;
}

void
od_inline_reply_free (OdInlineReply *self)
{
  g_dbus_connection_signal_unsubscribe (self->bus, self->subscription_id);
  g_object_unref (self->bus);
  g_free (self);
}
