/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-notice.h"
#include "od-notify-server.h"

G_BEGIN_DECLS

/* The half of OdNotifier that may block: libnotify, and the signals of the server, on a thread and in a main context of
 * their own. Nothing here touches an object of the main thread. */

typedef enum {
  OD_NOTIFY_SAYS_INVOKED, /* a button, or the notification itself, was pressed; or a reply was typed into it */
  OD_NOTIFY_SAYS_CLOSED,  /* by the operator */
  OD_NOTIFY_SAYS_SHOWN,   /* or not: @text says why */
  OD_NOTIFY_SAYS_SERVER,
} OdNotifySaying;

/**
 * OdNotifyWord: what goes home.
 * @id: of the notice
 * @seen_id: what it had on display: see #OdNotice
 * @action: (nullable)
 * @text: (nullable): what was typed
 * @token: (nullable): lets the window come to the front
 * @server: (nullable)
 */
typedef struct {
  OdNotifySaying saying;
  gint64 id;
  gint64 seen_id;
  char *action;
  char *text;
  char *token;
  OdNotifyServer *server;
} OdNotifyWord;

typedef void (*OdNotifySayFunc) (OdNotifyWord *word, gpointer user_data);

typedef struct _OdNotifyThread OdNotifyThread;

OdNotifyThread *od_notify_thread_new (const char *application_id, OdNotifySayFunc say, gpointer user_data);
void od_notify_thread_free (OdNotifyThread *self);
void od_notify_thread_push (OdNotifyThread *self, gint64 id, const OdNotice *notice);
void od_notify_thread_run (OdNotifyThread *self);
void od_notify_thread_quit (OdNotifyThread *self);

void od_notify_word_free (OdNotifyWord *word);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdNotifyWord, od_notify_word_free)

G_END_DECLS
