/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-limits.h"
#include "od-store-clock-private.h"

/* ---- one row ---- */

OdClockRow *
od_clock_row_new (gint64 conversation_id, OdClockKind kind, gint64 anchor_message_id, gint64 anchor_us)
{
  OdClockRow *self = g_new0 (OdClockRow, 1);

  self->conversation_id = conversation_id;
  self->kind = kind;
  self->anchor_message_id = anchor_message_id;
  self->anchor_us = anchor_us;
  self->state = OD_CLOCK_RUNNING;
  self->pauses = g_array_new (FALSE, FALSE, sizeof (OdBizcalPause));
  return self;
}

void
od_clock_row_free (OdClockRow *self)
{
  g_array_unref (self->pauses);
  g_free (self);
}

/*
 * od_clock_row_is_open:
 *
 * Returns: whether it may still be kept
 */
gboolean
od_clock_row_is_open (const OdClockRow *self)
{
  return self->state == OD_CLOCK_RUNNING || self->state == OD_CLOCK_AWAITING;
}

/*
 * od_clock_row_get_next:
 *
 * Of a clock that was answered nobody is warned: there is nothing to be done.
 *
 * Returns: when something happens to it by itself; 0: never
 */
gint64
od_clock_row_get_next (const OdClockRow *self)
{
  gint64 next_us = self->due_us;

  if (!od_clock_row_is_open (self) || self->paused_at_us != 0)
    return 0;
  if (self->state != OD_CLOCK_RUNNING)
    return next_us;
  if (self->warn1_us != 0 && (self->warned & OD_CLOCK_WARNED_1) == 0)
    next_us = MIN (next_us, self->warn1_us);
  if (self->warn2_us != 0 && (self->warned & OD_CLOCK_WARNED_2) == 0)
    next_us = MIN (next_us, self->warn2_us);
  return next_us;
}

/*
 * od_clock_row_adopt:
 *
 * Takes the terms of @policy for its kind: it keeps them, whatever becomes of the policy (R12).
 */
void
od_clock_row_adopt (OdClockRow *self, const OdSlaPolicy *policy)
{
  const OdSlaTarget *target = &policy->targets[self->kind];

  self->policy_id = policy->id;
  self->policy_version = policy->version;
  self->warn_percent = target->warn_percent;
  self->warn_before_s = target->warn_before_s;
  if (self->kind == OD_CLOCK_PROMISE)
    return;
  self->target_s = target->target_s;
  self->calendar_id = target->is_working ? policy->calendar_id : 0;
  self->stands_still = od_sla_policy_pauses (policy, self->kind);
}

/* A warning that is still to come under the new times was not given. */
static void
set_times (OdClockRow *self, const OdSlaTimes *times)
{
  if (times->warn1_us != self->warn1_us)
    self->warned &= ~OD_CLOCK_WARNED_1;
  if (times->warn2_us != self->warn2_us)
    self->warned &= ~OD_CLOCK_WARNED_2;
  self->due_us = times->due_us;
  self->warn1_us = times->warn1_us;
  self->warn2_us = times->warn2_us;
  self->fell_back = times->fell_back;
}

/*
 * od_clock_row_compute:
 *
 * Due time and warnings from the anchor, the terms, the pauses and the calendar as it is now. A clock that stands still
 * keeps those it had.
 */
void
od_clock_row_compute (OdClockRow *self, const OdClockBook *book)
{
  OdBizcal *calendar = od_clock_book_find_calendar (book, self->calendar_id, &self->calendar_version);
  OdSlaPolicy terms = { .calendar_id = self->calendar_id };
  OdSlaTimes times;

  terms.targets[self->kind] = (OdSlaTarget){
    .target_s = self->target_s,
    .warn_before_s = self->warn_before_s,
    .warn_percent = self->warn_percent,
    .is_working = calendar != NULL,
  };
  if (self->kind == OD_CLOCK_PROMISE)
    od_sla_times_agreed (&terms, self->anchor_us, self->anchor_us + self->target_s * G_USEC_PER_SEC, &times);
  else if (!od_sla_times (&terms, calendar, self->kind, self->anchor_us,
                          (const OdBizcalPause *) (gpointer) self->pauses->data, self->pauses->len, &times))
    return;
  if (times.due_us != OD_BIZCAL_NEVER)
    set_times (self, &times);
}

/*
 * od_clock_row_add_pause:
 *
 * It did not count from @from_us until @until_us (exclusive; %OD_BIZCAL_NEVER: it does not count now).
 */
void
od_clock_row_add_pause (OdClockRow *self, gint64 from_us, gint64 until_us)
{
  OdBizcalPause pause = { from_us, until_us };

  if (until_us > from_us && self->pauses->len < OD_LIMIT_CALENDAR_PAUSES)
    g_array_append_val (self->pauses, pause);
}

/* It goes on with the pause that ended just now, if there is one. */
static gint64
take_last_pause (OdClockRow *self, const OdClockBook *book, gint64 now_us)
{
  guint n = self->pauses->len;
  OdBizcalPause last;

  if (n == 0 || g_array_index (self->pauses, OdBizcalPause, n - 1).until_us != now_us)
    return now_us;
  last = g_array_index (self->pauses, OdBizcalPause, n - 1);
  g_array_set_size (self->pauses, n - 1);
  od_clock_row_compute (self, book);
  return last.from_us;
}

/*
 * od_clock_row_pause:
 *
 * It stands still from now on.
 */
void
od_clock_row_pause (OdClockRow *self, const OdClockBook *book, gint64 now_us)
{
  OdBizcal *calendar = od_clock_book_find_calendar (book, self->fell_back ? 0 : self->calendar_id, NULL);
  gint64 from_us;

  if (self->pauses->len >= OD_LIMIT_CALENDAR_PAUSES)
    return;
  from_us = take_last_pause (self, book, now_us);
  self->left_s = MAX (0, calendar != NULL ? od_bizcal_open_seconds (calendar, from_us, self->due_us, NULL, 0)
                                          : (self->due_us - from_us) / G_USEC_PER_SEC);
  self->paused_at_us = from_us;
  od_clock_row_add_pause (self, from_us, OD_BIZCAL_NEVER);
}

void
od_clock_row_resume (OdClockRow *self, const OdClockBook *book, gint64 now_us)
{
  OdBizcalPause *last = &g_array_index (self->pauses, OdBizcalPause, self->pauses->len - 1);

  self->paused_at_us = self->left_s = 0;
  last->until_us = MAX (now_us, last->from_us);
  if (last->until_us == last->from_us)
    g_array_set_size (self->pauses, self->pauses->len - 1);
  od_clock_row_compute (self, book);
}

/*
 * od_clock_row_end:
 * @event: what ends it; one that can't happen to it changes nothing
 *
 * A breach stays one (R13): only nothing more is expected.
 */
void
od_clock_row_end (OdClockRow *self, OdClockEvent event, gint64 at_us)
{
  if (od_clock_state_next (self->state, event, &self->state))
    self->ended_at_us = at_us;
}

/* ---- the table ---- */

/*
 * od_clock_read_pauses:
 * @text: (nullable): as the column has it
 *
 * Returns: (transfer full) (element-type OdBizcalPause)
 */
GArray *
od_clock_read_pauses (const char *text)
{
  GArray *pauses = g_array_new (FALSE, FALSE, sizeof (OdBizcalPause));
  gint64 from_us = -1;

  while (text != NULL && *text != '\0')
    {
      char *end;
      gint64 at_us;

      text += strspn (text, "[], ");
      at_us = g_ascii_strtoll (text, &end, 10);
      if (end == text)
        break;
      text = end;
      if (from_us >= 0)
        {
          OdBizcalPause pause = { from_us, at_us };

          g_array_append_val (pauses, pause);
        }
      from_us = from_us >= 0 ? -1 : at_us;
    }
  if (from_us >= 0)
    {
      OdBizcalPause pause = { from_us, OD_BIZCAL_NEVER };

      g_array_append_val (pauses, pause);
    }
  return pauses;
}

static char *
write_pauses (const GArray *pauses)
{
  GString *text = g_string_new ("[");

  for (guint i = 0; i < pauses->len; i++)
    {
      const OdBizcalPause *pause = &g_array_index (pauses, OdBizcalPause, i);

      g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "", pause->from_us);
      if (pause->until_us != OD_BIZCAL_NEVER)
        g_string_append_printf (text, ",%" G_GINT64_FORMAT, pause->until_us);
    }
  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

#define COLUMNS                                                                                                        \
  "id, conversation_id, kind, anchor_message_id, anchor_us, policy_id, policy_version, calendar_id, calendar_version," \
  " target_s, warn_percent, warn_before_s, stands_still, due_us, warn1_us, warn2_us, warned, fell_back, state,"        \
  " composed_at_us, satisfied_at_us, breached_at_us, detected_at_us, ended_at_us, paused_at_us, left_s, pauses"

static OdClockRow *
read_row (OdStmt *stmt)
{
  OdClockRow *row = g_new0 (OdClockRow, 1);

  *row = (OdClockRow){
    .id = sqlite3_column_int64 (stmt, 0),
    .conversation_id = sqlite3_column_int64 (stmt, 1),
    .kind = (OdClockKind) sqlite3_column_int (stmt, 2),
    .anchor_message_id = sqlite3_column_int64 (stmt, 3),
    .anchor_us = sqlite3_column_int64 (stmt, 4),
    .policy_id = sqlite3_column_int64 (stmt, 5),
    .policy_version = sqlite3_column_int64 (stmt, 6),
    .calendar_id = sqlite3_column_int64 (stmt, 7),
    .calendar_version = sqlite3_column_int64 (stmt, 8),
    .target_s = sqlite3_column_int64 (stmt, 9),
    .warn_percent = (guint8) sqlite3_column_int (stmt, 10),
    .warn_before_s = sqlite3_column_int64 (stmt, 11),
    .stands_still = sqlite3_column_int (stmt, 12) != 0,
    .due_us = sqlite3_column_int64 (stmt, 13),
    .warn1_us = sqlite3_column_int64 (stmt, 14),
    .warn2_us = sqlite3_column_int64 (stmt, 15),
    .warned = (guint) sqlite3_column_int (stmt, 16),
    .fell_back = sqlite3_column_int (stmt, 17) != 0,
    .state = (OdClockState) sqlite3_column_int (stmt, 18),
    .composed_at_us = sqlite3_column_int64 (stmt, 19),
    .satisfied_at_us = sqlite3_column_int64 (stmt, 20),
    .breached_at_us = sqlite3_column_int64 (stmt, 21),
    .detected_at_us = sqlite3_column_int64 (stmt, 22),
    .ended_at_us = sqlite3_column_int64 (stmt, 23),
    .paused_at_us = sqlite3_column_int64 (stmt, 24),
    .left_s = sqlite3_column_int64 (stmt, 25),
    .pauses = od_clock_read_pauses ((const char *) sqlite3_column_text (stmt, 26)),
  };
  return row;
}

/* What a program of ours never wrote. */
static gboolean
is_known (OdStmt *stmt)
{
  int kind = sqlite3_column_int (stmt, 2), state = sqlite3_column_int (stmt, 18);

  return kind > 0 && kind < OD_N_CLOCK_KIND && state > 0 && state < OD_N_CLOCK_STATE;
}

/*
 * od_clock_load:
 * @where: a string constant with ?1, which is @id
 *
 * Returns: (transfer full) (nullable) (element-type OdClockRow): by id; %NULL with @error
 */
GPtrArray *
od_clock_load (sqlite3 *db, const char *where, gint64 id, GError **error)
{
  g_autofree char *sql = g_strconcat ("SELECT " COLUMNS " FROM clock WHERE ", where, " ORDER BY id", NULL);
  g_autoptr (OdStmt) stmt = od_stmt_bind (db, error, g_intern_string (sql), "i", id);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) od_clock_row_free);
  gboolean has_row = TRUE;

  if (stmt == NULL)
    return NULL;
  while (has_row)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return NULL;
      if (has_row && is_known (stmt))
        g_ptr_array_add (rows, read_row (stmt));
    }
  return g_steal_pointer (&rows);
}

#define UPSERT                                                                                                         \
  "INSERT INTO clock (" COLUMNS ", next_us) VALUES (nullif (?1, 0), ?2, ?3, nullif (?4, 0), ?5, nullif (?6, 0), ?7,"   \
  " nullif (?8, 0), ?9, ?10, ?11, ?12, ?13, ?14, nullif (?15, 0), nullif (?16, 0), ?17, ?18, ?19, nullif (?20, 0),"    \
  " nullif (?21, 0), nullif (?22, 0), nullif (?23, 0), nullif (?24, 0), nullif (?25, 0), ?26, ?27, nullif (?28, 0))"   \
  " ON CONFLICT (id) DO UPDATE SET policy_id = excluded.policy_id, policy_version = excluded.policy_version,"          \
  " calendar_id = excluded.calendar_id, calendar_version = excluded.calendar_version, target_s = excluded.target_s,"   \
  " warn_percent = excluded.warn_percent, warn_before_s = excluded.warn_before_s,"                                     \
  " stands_still = excluded.stands_still, due_us = excluded.due_us, warn1_us = excluded.warn1_us,"                     \
  " warn2_us = excluded.warn2_us, warned = excluded.warned, fell_back = excluded.fell_back, state = excluded.state,"   \
  " composed_at_us = excluded.composed_at_us, satisfied_at_us = excluded.satisfied_at_us,"                             \
  " breached_at_us = excluded.breached_at_us, detected_at_us = excluded.detected_at_us,"                               \
  " ended_at_us = excluded.ended_at_us, paused_at_us = excluded.paused_at_us, left_s = excluded.left_s,"               \
  " pauses = excluded.pauses, next_us = excluded.next_us"

/*
 * od_clock_save:
 *
 * Writes the row; a new one gets its id.
 */
gboolean
od_clock_save (sqlite3 *db, OdChangeSet *changes, OdClockRow *row, GError **error)
{
  g_autofree char *pauses = write_pauses (row->pauses);

  if (!od_stmt_run (db, error, UPSERT, "iiiiiiiiiiiiiiiiiiiiiiiiiiti", row->id, row->conversation_id,
                    (gint64) row->kind, row->anchor_message_id, row->anchor_us, row->policy_id, row->policy_version,
                    row->calendar_id, row->calendar_version, row->target_s, (gint64) row->warn_percent,
                    row->warn_before_s, (gint64) row->stands_still, row->due_us, row->warn1_us, row->warn2_us,
                    (gint64) row->warned, (gint64) row->fell_back, (gint64) row->state, row->composed_at_us,
                    row->satisfied_at_us, row->breached_at_us, row->detected_at_us, row->ended_at_us, row->paused_at_us,
                    row->left_s, pauses, od_clock_row_get_next (row)))
    return FALSE;
  if (row->id == 0)
    row->id = sqlite3_last_insert_rowid (db);
  od_change_set_add (changes, OD_CHANGE_CLOCK, row->id);
  return TRUE;
}

/*
 * od_clock_write_due:
 *
 * What the badge shows (R23): what broke and is still unanswered, the longest ago first; else what breaks next. Of what
 * was answered and stands still nothing is to be seen.
 */
gboolean
od_clock_write_due (sqlite3 *db, OdChangeSet *changes, gint64 conversation_id, GError **error)
{
  if (!od_stmt_run (
          db, error,
          "WITH d (us) AS (SELECT coalesce ("
          "  min (iif (state = 4, due_us, NULL)), min (iif (state = 1 AND paused_at_us IS NULL, due_us, NULL)))"
          "  FROM clock WHERE " OD_CLOCK_LIVE ")"
          " UPDATE conversation SET due_us = (SELECT us FROM d) WHERE id = ?1"
          " AND due_us IS NOT (SELECT us FROM d)",
          "i", conversation_id))
    return FALSE;
  if (sqlite3_changes (db) > 0)
    od_change_set_add (changes, OD_CHANGE_CONVERSATION, conversation_id);
  return TRUE;
}
