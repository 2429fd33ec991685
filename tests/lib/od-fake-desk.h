/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-desk.h"

G_BEGIN_DECLS

/**
 * OdFakeCalls: what was asked so far.
 * @n_rows: rows asked for in all loads together
 * @n_saves: drafts that were to be kept
 * @n_replies: what was taken into the outbox, each with all its messages
 * @is_held_by_customer: of the last of them
 * @n_typing, @n_stopped: how often the customer was told so
 * @n_canned_uses: how often a canned reply was inserted
 * @read_id: up to where was read
 */
typedef struct {
  guint n_lists;
  guint n_loads;
  guint n_rows;
  guint n_counts;
  guint n_searches;
  guint n_trials;
  guint n_removed;
  guint n_probes;
  guint n_edits;
  guint n_pages;
  guint n_saves;
  guint n_replies;
  guint n_typing;
  guint n_stopped;
  guint n_reads;
  guint n_pictures;
  guint n_fetches;
  guint n_canned_uses;
  gint64 read_id;
  gboolean is_held_by_customer;
} OdFakeCalls;

/**
 * OdFakeDesk:
 *
 * All ports of the model in memory. Answers come from the main loop, never within the
 * call, in the order of the questions; od_fake_desk_hold() keeps them back.
 *
 * A picture is a coloured gradient, as large as its file's name says ("a-640x480.png", or
 * 1200 by 800), animated if that is a .gif; one whose name has "broken", "huge", "missing" or "busy" in it
 * fails for that. A file that is being fetched moves by od_fake_desk_step_file() only.
 */
#define OD_TYPE_FAKE_DESK (od_fake_desk_get_type ())
G_DECLARE_FINAL_TYPE (OdFakeDesk, od_fake_desk, OD, FAKE_DESK, GObject)

OdFakeDesk *od_fake_desk_new (OdClock *clock);
OdDesk *od_fake_desk_make_desk (OdFakeDesk *self);
const OdFakeCalls *od_fake_desk_get_calls (OdFakeDesk *self);

void od_fake_desk_hold (OdFakeDesk *self, gboolean is_held);
void od_fake_desk_fail_next (OdFakeDesk *self, int od_error);

gint64 od_fake_desk_add_customer (OdFakeDesk *self, const char *name, const char *lang, const char *time_zone);
OdCustomerCard *od_fake_desk_get_customer (OdFakeDesk *self, gint64 customer_id);
gint64 od_fake_desk_add_conversation (OdFakeDesk *self, gint64 customer_id, gint64 account_id, const char *address);
OdConversationRow *od_fake_desk_get_conversation (OdFakeDesk *self, gint64 conversation_id);
void od_fake_desk_remove_conversation (OdFakeDesk *self, gint64 conversation_id);
OdMessageRow *od_fake_desk_add_message (OdFakeDesk *self, gint64 conversation_id, OdTimelineKind kind, const char *text,
                                        gint64 at_us);
gint64 od_fake_desk_add_attachment (OdFakeDesk *self, OdMessageRow *message, const char *name, const char *mime,
                                    gint64 size_bytes, gint64 duration_ms);
void od_fake_desk_set_file (OdFakeDesk *self, gint64 attachment_id, OdFileState state, const char *path);
void od_fake_desk_step_file (OdFakeDesk *self, gint64 attachment_id, gint64 n_bytes);
void od_fake_desk_fail_file (OdFakeDesk *self, gint64 attachment_id, int od_error);
void od_fake_desk_set_sending (OdFakeDesk *self, gint64 message_id, gint64 done_bytes, gint64 total_bytes);
gint64 od_fake_desk_add_account (OdFakeDesk *self, const char *channel, const char *name, const char *url);
OdAccountRow *od_fake_desk_get_account (OdFakeDesk *self, gint64 account_id);
void od_fake_desk_set_live (OdFakeDesk *self, gint64 conversation_id, gboolean is_online, const char *typing);
gint64 od_fake_desk_receive (OdFakeDesk *self, gint64 conversation_id, const char *text);
void od_fake_desk_emit (OdFakeDesk *self, OdChangeKind kind, gint64 id);

void od_fake_desk_fill_week (OdFakeDesk *self);
void od_fake_desk_fill_many (OdFakeDesk *self, guint n_conversations);

G_END_DECLS
