/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * OdWebchatConfig: an account's settings, checked.
 */
typedef struct {
  char *bind;
  char *widget;
  char *greeting;
  GStrv origins;
  GStrv trusted_proxies;
  guint port;
  guint messages_per_minute;
  guint connects_per_minute;
  guint new_visitors_per_hour;
  guint max_sockets;
  gboolean limits_loopback;
  gboolean asks_prechat;
} OdWebchatConfig;

OdWebchatConfig *od_webchat_config_new (JsonObject *settings, GError **error);
gboolean od_webchat_config_check (JsonObject *settings, GError **error);
void od_webchat_config_free (OdWebchatConfig *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdWebchatConfig, od_webchat_config_free)

G_END_DECLS
