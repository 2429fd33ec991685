/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-channel.h"
#include "od-clock.h"
#include "od-worker.h"

G_BEGIN_DECLS

#define OK(result) "{\"ok\":true,\"result\":" result "}"
#define NO(code, words) "{\"ok\":false,\"error_code\":" #code ",\"description\":\"" words "\"}"
#define SENT OK ("{\"message_id\":42,\"date\":1780000060,\"chat\":{\"id\":5,\"type\":\"private\"}}")

#define wait_until(condition)                                                                                          \
  while (!(condition))                                                                                                 \
  g_main_context_iteration (NULL, TRUE)

/* One answer of the server; a body of %NULL: it hangs up when it has heard everything. */
typedef struct {
  guint status;
  const char *body;
  const char *retry_after; /* (nullable): the header */
} TelegramAnswer;

typedef struct _SoupServer SoupServer;

/**
 * TelegramFixture: a Telegram account that was not started, and a server that answers as it is told.
 */
typedef struct {
  SoupServer *server;
  OdClock *clock;
  OdWorker *worker;
  OdSecretsPort *secrets;
  OdChannel *channel;
  OdAccountRow account;
  OdChannelContext context;
  char *folder;
  GQueue *answers;  /* (element-type TelegramAnswer): of what is not getMe; then all is well */
  GPtrArray *asked; /* (element-type utf8): "method body" */
  TelegramAnswer me;
  const char *webhook; /* (nullable): who gets the updates instead */
  GString *told;       /* parts taken */
} TelegramFixture;

/**
 * TelegramDone: waits for one completion.
 */
typedef struct {
  GAsyncResult *result;
  guint n_done;
} TelegramDone;

void telegram_fixture_set_up (TelegramFixture *f, gconstpointer data);
void telegram_fixture_tear_down (TelegramFixture *f, gconstpointer data);
void telegram_fixture_answer (TelegramFixture *f, guint status, const char *body);
void telegram_fixture_answer_later (TelegramFixture *f, guint status, const char *body, const char *retry_after);
const char *telegram_fixture_get_asked (TelegramFixture *f, guint i);
gboolean telegram_fixture_start (TelegramFixture *f, GError **error);
void telegram_fixture_assert_silent (const GError *error);
void telegram_done_cb (GObject *source, GAsyncResult *result, gpointer done);
void telegram_done_wait (TelegramDone *done);

G_END_DECLS
