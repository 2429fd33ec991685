/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** Of a notification that only shows that it works. */
#define OD_NOTICE_TEST (-1)

/**
 * OdNotifyAnswer: what the desktop's notification server last said.
 * @OD_NOTIFY_ASKED: nothing yet: it was asked
 * @OD_NOTIFY_NO_SERVER: there is none; whatever is still to be told is shown once there is
 */
typedef enum {
  OD_NOTIFY_ASKED,
  OD_NOTIFY_READY,
  OD_NOTIFY_NO_SERVER,
} OdNotifyAnswer;

/**
 * OdNotifyServer: who shows notifications here.
 * @name, @vendor, @version: "" where it does not say
 * @capabilities: as it calls them
 * @is_portal: this program is in a sandbox; the portal passes on less
 */
typedef struct {
  char *name;
  char *vendor;
  char *version;
  GStrv capabilities;
  OdNotifyAnswer answer;
  gboolean is_portal;
  gboolean is_quiet;
} OdNotifyServer;

OdNotifyServer *od_notify_server_copy (const OdNotifyServer *self);
void od_notify_server_free (OdNotifyServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdNotifyServer, od_notify_server_free)

G_END_DECLS
