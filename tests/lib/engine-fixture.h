/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-clock.h"
#include "od-delivery.h"
#include "od-demo-channel.h"
#include "od-engine.h"
#include "od-profile-dir.h"
#include "od-reply-port.h"
#include "od-thread-port.h"

G_BEGIN_DECLS

#define ENGINE_NOW_US (1767261600 * (gint64) G_USEC_PER_SEC) /* 2026-01-01 10:00 UTC */

/**
 * EngineFixture: an engine on a profile in a temporary folder, with a clock that stands still, and the other side of
 * its demo accounts.
 *
 * Channels: `demo`; `demo-repeat`, which may send the same key twice; `demo-stream`, whose chats are streams;
 * `demo-paced`, which takes one message a second in a chat and three in all, keeps what we don't fetch for a day, and
 * takes a text and the files with it by one request each;
 * `demo-secret`, which needs a `token`; `webchat`, which has a port and an address.
 */
typedef struct {
  char *folder;
  OdProfileDir *profile;
  OdClock *clock;
  OdDemoControl *control;
  OdEngine *engine;
  gint64 account_id;
} EngineFixture;

/* Turns the main loop until it is so. The harness ends a test in which it never is. */
#define wait_until(condition)                                                                                          \
  while (!(condition))                                                                                                 \
  g_main_context_iteration (NULL, TRUE)

const OdChannelDescriptor *engine_fixture_find_channel (const char *id);
void engine_fixture_set_up (EngineFixture *f, gconstpointer channel);
void engine_fixture_open (EngineFixture *f);
void engine_fixture_close (EngineFixture *f);
void engine_fixture_crash (EngineFixture *f);
void engine_fixture_tear_down (EngineFixture *f, gconstpointer channel);
void engine_fixture_break_tables (EngineFixture *f, gboolean is_broken);
void engine_fixture_settle (EngineFixture *f);
void engine_fixture_advance_s (EngineFixture *f, gint64 seconds);
gint64 engine_fixture_add_account (EngineFixture *f, const char *channel, const char *name, const char *settings,
                                   GError **error);
OdAccountRow *engine_fixture_get_account (EngineFixture *f, gint64 account_id);
gint64 engine_fixture_receive (EngineFixture *f, const char *chat_id, const char *remote_id, const char *text);
OdReplyResult *engine_fixture_enqueue (EngineFixture *f, const OdReply *reply, GError **error);
gint64 engine_fixture_reply (EngineFixture *f, gint64 conversation_id, const char *text);
OdMessageRow *engine_fixture_get_message (EngineFixture *f, gint64 conversation_id, gint64 message_id);
OdDelivery engine_fixture_get_delivery (EngineFixture *f, gint64 conversation_id, gint64 message_id);
gboolean engine_fixture_decide (EngineFixture *f, gint64 message_id, OdReplyDecision decision, GError **error);
GPtrArray *engine_fixture_load_thread (EngineFixture *f, gint64 conversation_id);
void engine_fixture_store_result_cb (GObject *source, GAsyncResult *result, gpointer out);

G_END_DECLS
