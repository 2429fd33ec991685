/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-change-set.h"
#include "od-conversation-status.h"
#include "od-sla-policy.h"
#include "od-stmt.h"

G_BEGIN_DECLS

/* The clocks of conversations (rules R1 to R16). Each call is part of the caller's transaction, keeps
 * `conversation.due_us`, and returns FALSE with OD_ERROR_STORE if that is to be given up. */

/* ---- what other writes tell ---- */

gboolean od_clock_settle (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, gint64 now_us, GError **error);
gboolean od_clock_settle_as (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, OdStatus status, gint64 now_us,
                             GError **error);
gboolean od_clock_customer_wrote (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, OdStatus status,
                                  gint64 message_id, gint64 at_us, gint64 now_us, GError **error);
gboolean od_clock_waive (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, gint64 now_us, gboolean *is_any,
                         GError **error);
gboolean od_clock_cancel (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, gint64 now_us, GError **error);
gboolean od_clock_answer_removed (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, gint64 message_id,
                                  gint64 now_us, GError **error);
gboolean od_clock_term_is_near (const OdPromiseTerm *term, gint64 now_us);
gboolean od_clock_reply_left (sqlite3 *db, OdChangeSet *changes, gint64 message_id, gint64 now_us, GError **error);
gboolean od_clock_retime (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, gint64 now_us, GError **error);
char *od_clock_snapshot (sqlite3 *db, gint64 conversation_id, GError **error);
gboolean od_clock_restore (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, const char *snapshot,
                           gint64 done_at_us, gint64 now_us, GError **error);

/* ---- policies and calendars ---- */

/**
 * OdClockBook: the policies and calendars of the store, parsed. Belongs to one connection and its thread.
 */
typedef struct {
  GPtrArray *policies;   /* (owned) (element-type OdSlaPolicy): in their order */
  GHashTable *calendars; /* (owned) (element-type gint64 BookCalendar): by id */
  GPtrArray *texts;      /* (owned) (element-type utf8): what they were parsed from */
  gboolean is_online;
} OdClockBook;

OdClockBook *od_clock_book_get (sqlite3 *db, GError **error);
OdBizcal *od_clock_book_find_calendar (const OdClockBook *self, gint64 id, gint64 *version);
const OdSlaPolicy *od_clock_book_find_policy (const OdClockBook *self, gint64 id);
void od_clock_book_detach (sqlite3 *db);

/* ---- rows ---- */

#define OD_CLOCK_WARNED_1 (1u << 0)
#define OD_CLOCK_WARNED_2 (1u << 1)

/**
 * OdClockRow: a row of `clock`; 0 where the column is null. The terms (target, warnings, calendar, standing still) are
 * those it started with.
 * @pauses: (owned) (element-type OdBizcalPause): in their order; the last one may not be over
 * @ended_at_us: nothing more is expected of it
 */
typedef struct {
  gint64 id; /* 0: not stored yet */
  gint64 conversation_id;
  gint64 anchor_message_id, anchor_us;
  gint64 policy_id, policy_version;
  gint64 calendar_id, calendar_version;
  gint64 target_s, warn_before_s;
  gint64 due_us, warn1_us, warn2_us;
  gint64 composed_at_us, satisfied_at_us, breached_at_us, detected_at_us, ended_at_us;
  gint64 paused_at_us, left_s;
  GArray *pauses;
  OdClockKind kind;
  OdClockState state;
  guint warned;
  guint8 warn_percent;
  gboolean stands_still;
  gboolean fell_back;
} OdClockRow;

OdClockRow *od_clock_row_new (gint64 conversation_id, OdClockKind kind, gint64 anchor_message_id, gint64 anchor_us);
void od_clock_row_free (OdClockRow *self);
gboolean od_clock_row_is_open (const OdClockRow *self);
gint64 od_clock_row_get_next (const OdClockRow *self);
void od_clock_row_adopt (OdClockRow *self, const OdSlaPolicy *policy);
void od_clock_row_compute (OdClockRow *self, const OdClockBook *book);
void od_clock_row_pause (OdClockRow *self, const OdClockBook *book, gint64 now_us);
void od_clock_row_resume (OdClockRow *self, const OdClockBook *book, gint64 now_us);
void od_clock_row_add_pause (OdClockRow *self, gint64 from_us, gint64 until_us);
void od_clock_row_end (OdClockRow *self, OdClockEvent event, gint64 at_us);

GArray *od_clock_read_pauses (const char *text);
GPtrArray *od_clock_load (sqlite3 *db, const char *where, gint64 id, GError **error);
gboolean od_clock_save (sqlite3 *db, OdChangeSet *changes, OdClockRow *row, GError **error);
gboolean od_clock_write_due (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, GError **error);

#define OD_CLOCK_LIVE "conversation_id = ?1 AND ended_at_us IS NULL"

/* ---- starting ---- */

gboolean od_clock_choose (sqlite3 *db, OdClockBook *book, gint64 conversation_id, const OdSlaPolicy **policy,
                          GError **error);
gboolean od_clock_start (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, OdClockKind kind,
                         gint64 anchor_message_id, gint64 anchor_us, GError **error);
gboolean od_clock_is_unanswered (sqlite3 *db, gint64 conversation_id, gboolean *is_any, GError **error);
gboolean od_clock_follow (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, gint64 answer_id,
                          gboolean *is_started, GError **error);

/**
 * OdClockAnswer: what our side wrote after a clock's anchor.
 * @left_id: the first that the provider accepted; 0: none did; @left_at_us: when; @left_composed_us: written then
 * @pending_id: the first that is on its way; 0: none is; @pending_composed_us: written then
 */
typedef struct {
  gint64 left_id, left_at_us, left_composed_us;
  gint64 pending_id, pending_composed_us;
} OdClockAnswer;

gboolean od_clock_find_answer (sqlite3 *db, const OdClockRow *row, OdClockAnswer *answer, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdClockRow, od_clock_row_free)

G_END_DECLS
