/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "engine-desk.h"
#include "od-application.h"

G_BEGIN_DECLS

/* A desk at an engine whose clock stands still, and the desktop's notification server, which is another program. */
typedef struct {
  EngineFixture engine;
  OdDesk *desk;
  OdApplication *application;
  GDBusConnection *bus;
  GSubprocess *server; /* (nullable) */
  gint64 beat_us;      /* monotonic: when the main loop went round last */
  gint64 late_us;      /* how late it was at most */
  gint64 quit_us;      /* monotonic */
  void (*body) (gpointer desk);
} NotifyDesk;

void notify_desk_start_server (NotifyDesk *f, const char *capability);
void notify_desk_stop_server (NotifyDesk *f);
GVariant *notify_desk_call (NotifyDesk *f, const char *method, GVariant *parameters);
guint notify_desk_count (NotifyDesk *f, const char *what);
guint notify_desk_look (NotifyDesk *f, guint *id, char **summary, char **body);
void notify_desk_wait_shown (NotifyDesk *f, guint n);
void notify_desk_wait_log (NotifyDesk *f, guint n);
void notify_desk_invoke (NotifyDesk *f, guint id, const char *action);
gint64 notify_desk_receive (NotifyDesk *f, const char *chat_id, const char *remote_id, const char *text);
GtkWindow *notify_desk_find_window (NotifyDesk *f, GType type);
const char *notify_desk_get_arrived (NotifyDesk *f, guint i);
void notify_desk_wait_arrived (NotifyDesk *f, guint n);
void notify_desk_run (gconstpointer body);
void notify_desk_run_beside_hanging (gconstpointer body);

G_END_DECLS
