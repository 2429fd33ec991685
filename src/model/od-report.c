/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-report-private.h"

const gint64 od_report_lines_s[OD_N_REPORT_LINE] = { 60, 1800, 3600, 10800 };

/* ---- the question ------------------------------------------------------------- */

OdReportQuery *
od_report_query_copy (const OdReportQuery *self)
{
  OdReportQuery *copy = g_memdup2 (self, sizeof *self);

  copy->zone = self->zone != NULL ? g_time_zone_ref (self->zone) : g_time_zone_new_utc ();
  copy->channel = g_strdup (self->channel);
  copy->tag = g_strdup (self->tag);
  return copy;
}

void
od_report_query_free (OdReportQuery *self)
{
  g_time_zone_unref (self->zone);
  g_free ((char *) self->channel);
  g_free ((char *) self->tag);
  g_free (self);
}

/* ---- the object --------------------------------------------------------------- */

static void
row_free (gpointer data)
{
  g_free (((OdReportRow *) data)->name);
  g_free (data);
}

/**
 * od_report_new:
 * @query: copied
 *
 * Returns: (transfer full): to be filled and computed
 */
OdReport *
od_report_new (const OdReportQuery *query)
{
  OdReport *self = g_new0 (OdReport, 1);

  g_atomic_ref_count_init (&self->n_refs);
  self->query = od_report_query_copy (query);
  self->zone = g_time_zone_ref (self->query->zone);
  self->chats = g_array_new (FALSE, FALSE, sizeof (OdReportChat));
  self->tags = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->samples = g_array_new (FALSE, FALSE, sizeof (OdSample));
  self->accounts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->channels = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < OD_N_REPORT_GROUPING; i++)
    {
      self->names[i] = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
      self->rows[i] = g_ptr_array_new_with_free_func (row_free);
    }
  return self;
}

OdReport *
od_report_ref (OdReport *self)
{
  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

void
od_report_unref (OdReport *self)
{
  if (!g_atomic_ref_count_dec (&self->n_refs))
    return;
  od_report_query_free (self->query);
  g_time_zone_unref (self->zone);
  g_array_unref (self->chats);
  g_array_unref (self->tags);
  g_array_unref (self->samples);
  g_hash_table_unref (self->accounts);
  g_ptr_array_unref (self->channels);
  for (guint i = 0; i < OD_N_REPORT_GROUPING; i++)
    {
      g_hash_table_unref (self->names[i]);
      g_ptr_array_unref (self->rows[i]);
    }
  g_free (self);
}

/* ---- filling ------------------------------------------------------------------ */

/**
 * od_report_add_name:
 * @name: (nullable): what @key is called
 */
void
od_report_add_name (OdReport *self, OdReportGrouping grouping, gint64 key, const char *name)
{
  g_hash_table_replace (self->names[grouping], g_memdup2 (&key, sizeof key), g_strdup (name != NULL ? name : ""));
}

/**
 * od_report_add_account:
 * @channel: id of its channel
 *
 * Before any conversation of it.
 */
void
od_report_add_account (OdReport *self, gint64 id, const char *name, const char *channel)
{
  guint place;

  if (!g_ptr_array_find_with_equal_func (self->channels, channel, g_str_equal, &place))
    {
      place = self->channels->len;
      g_ptr_array_add (self->channels, g_strdup (channel));
      od_report_add_name (self, OD_REPORT_BY_CHANNEL, place + 1, channel);
    }
  g_hash_table_insert (self->accounts, g_memdup2 (&id, sizeof id), GINT_TO_POINTER ((gint) place + 1));
  od_report_add_name (self, OD_REPORT_BY_ACCOUNT, id, name);
}

/**
 * od_report_begin_conversation:
 * @id: higher than that of the one before
 * @assignee_id: 0: nobody
 * @tags: (array length=n_tags) (nullable)
 *
 * What is added next is of this conversation.
 */
void
od_report_begin_conversation (OdReport *self, gint64 id, gint64 account_id, gint64 assignee_id, const gint64 *tags,
                              guint n_tags)
{
  OdReportChat chat = { .id = id,
                        .account_id = account_id,
                        .assignee_id = assignee_id,
                        .channel = GPOINTER_TO_INT (g_hash_table_lookup (self->accounts, &account_id)),
                        .first_tag = self->tags->len,
                        .n_tags = n_tags };

  if (n_tags > 0)
    g_array_append_vals (self->tags, tags, n_tags);
  g_array_append_val (self->chats, chat);
}

/* Seconds since 1970 by the clock on the wall. */
static gint64
to_local_s (const OdReport *self, gint64 at_us)
{
  gint64 at_s = at_us / G_USEC_PER_SEC;
  int interval = g_time_zone_find_interval (self->zone, G_TIME_TYPE_UNIVERSAL, at_s);

  return at_s + (interval >= 0 ? g_time_zone_get_offset (self->zone, interval) : 0);
}

static gint32
to_day (gint64 local_s)
{
  return (gint32) (local_s >= 0 ? local_s / 86400 : -((86399 - local_s) / 86400));
}

/* The day of a moment, in the query's zone. */
gint32
od_report_get_day (const OdReport *self, gint64 at_us)
{
  return to_day (to_local_s (self, at_us));
}

static void
set_time (const OdReport *self, OdSample *sample, gint64 at_us)
{
  gint64 local_s = to_local_s (self, at_us);

  sample->day = to_day (local_s);
  sample->hour = (guint8) ((local_s - sample->day * G_GINT64_CONSTANT (86400)) / 3600);
  sample->weekday = (guint8) ((sample->day % 7 + 10) % 7 + 1); /* 1970-01-01 was a Thursday */
}

static gboolean
is_wanted (const OdReport *self, gint64 at_us, gint64 operator_id)
{
  const OdReportQuery *query = self->query;

  return at_us >= query->from_us && at_us < query->to_us &&
         (query->operator_id == 0 || MAX (query->operator_id, 0) == operator_id);
}

static OdSampleWhat
judge (const OdReport *self, const OdReportClock *clock)
{
  switch (clock->state)
    {
    case OD_CLOCK_MET:
      return clock->warn_us != 0 && clock->warn_us <= clock->satisfied_us ? OD_SAMPLE_WARNED : OD_SAMPLE_KEPT;
    case OD_CLOCK_BREACHED:
      return OD_SAMPLE_BROKEN;
    case OD_CLOCK_WAIVED:
      return OD_SAMPLE_WAIVED;
    case OD_CLOCK_RUNNING:
    case OD_CLOCK_AWAITING:
    case OD_CLOCK_CANCELLED:
    default:
      return clock->due_us != 0 && clock->due_us <= self->query->now_us ? OD_SAMPLE_BROKEN : OD_SAMPLE_OPEN;
    }
}

/**
 * od_report_add_clock:
 *
 * Does nothing if the query does not ask for it.
 */
void
od_report_add_clock (OdReport *self, const OdReportClock *clock)
{
  OdSample sample = { .operator_id = clock->operator_id,
                      .chat = self->chats->len - 1,
                      .kind = (guint8) clock->kind,
                      .wall_s = -1,
                      .open_s = -1 };

  g_return_if_fail (self->chats->len > 0);

  if (clock->state == OD_CLOCK_CANCELLED || !is_wanted (self, clock->anchor_us, clock->operator_id))
    return;
  sample.what = (guint8) judge (self, clock);
  set_time (self, &sample, clock->anchor_us);
  if (clock->satisfied_us != 0 && sample.what != OD_SAMPLE_WAIVED &&
      (clock->kind == OD_CLOCK_FIRST || clock->kind == OD_CLOCK_NEXT))
    {
      gint64 wall_us = MAX (clock->satisfied_us - clock->anchor_us, 0);

      sample.wall_s = (gint32) MIN ((wall_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC, G_MAXINT32);
      sample.open_s = (gint32) CLAMP (clock->open_s, 0, G_MAXINT32);
    }
  g_array_append_val (self->samples, sample);
}

/**
 * od_report_add_message:
 * @operator_id: who wrote the reply, 0 if that is not known; of a customer's message it is who has the conversation now
 *
 * Does nothing if the query does not ask for it.
 */
void
od_report_add_message (OdReport *self, gint64 at_us, gboolean is_reply, gint64 operator_id)
{
  OdSample sample = { .chat = self->chats->len - 1, .wall_s = -1, .open_s = -1 };

  g_return_if_fail (self->chats->len > 0);

  sample.operator_id =
      is_reply ? operator_id : g_array_index (self->chats, OdReportChat, self->chats->len - 1).assignee_id;
  sample.what = is_reply ? OD_SAMPLE_REPLY : OD_SAMPLE_MESSAGE;
  if (!is_wanted (self, at_us, sample.operator_id))
    return;
  set_time (self, &sample, at_us);
  g_array_append_val (self->samples, sample);
}

/* ---- reading ------------------------------------------------------------------ */

/*
 * od_report_get_keys:
 * @only: where a single key has room
 * @keys: (out) (array): in which rows the sample is
 *
 * Returns: how many; 0: in none
 */
guint
od_report_get_keys (const OdReport *self, const OdSample *sample, OdReportGrouping grouping, gint64 *only,
                    const gint64 **keys)
{
  const OdReportChat *chat = &g_array_index (self->chats, OdReportChat, sample->chat);

  *keys = only;
  switch (grouping)
    {
    case OD_REPORT_BY_KIND:
      *only = sample->kind;
      return sample->kind != 0;
    case OD_REPORT_BY_CHANNEL:
      *only = chat->channel;
      return 1;
    case OD_REPORT_BY_ACCOUNT:
      *only = chat->account_id;
      return 1;
    case OD_REPORT_BY_DAY:
      *only = sample->day;
      return 1;
    case OD_REPORT_BY_HOUR:
      *only = sample->hour;
      return 1;
    case OD_REPORT_BY_WEEKDAY:
      *only = sample->weekday;
      return 1;
    case OD_REPORT_BY_OPERATOR:
      *only = sample->operator_id;
      return 1;
    case OD_REPORT_BY_TAG:
      *only = 0;
      if (chat->n_tags == 0)
        return 1;
      *keys = &g_array_index (self->tags, gint64, chat->first_tag);
      return chat->n_tags;
    case OD_REPORT_TOTAL:
    default:
      *only = 0;
      return 1;
    }
}

const OdReportQuery *
od_report_get_query (const OdReport *self)
{
  return self->query;
}

/**
 * od_report_get_rows:
 *
 * Returns: (transfer none) (element-type OdReportRow): kinds, days, hours and weekdays in their order; the others by name, those
 *   without one last
 */
const GPtrArray *
od_report_get_rows (const OdReport *self, OdReportGrouping grouping)
{
  g_return_val_if_fail (grouping < OD_N_REPORT_GROUPING, NULL);

  return self->rows[grouping];
}

/**
 * od_report_find_row:
 *
 * Returns: (transfer none) (nullable)
 */
const OdReportRow *
od_report_find_row (const OdReport *self, OdReportGrouping grouping, gint64 key)
{
  const GPtrArray *rows = od_report_get_rows (self, grouping);

  for (guint i = 0; i < rows->len; i++)
    if (((const OdReportRow *) rows->pdata[i])->key == key)
      return rows->pdata[i];
  return NULL;
}

/**
 * od_report_get_name:
 *
 * Returns: (transfer none) (nullable): of an account, operator, tag or channel, also of one of which there is nothing
 */
const char *
od_report_get_name (const OdReport *self, OdReportGrouping grouping, gint64 key)
{
  return g_hash_table_lookup (self->names[grouping], &key);
}

static int
compare_names (gconstpointer a, gconstpointer b, gpointer names)
{
  return g_utf8_collate (g_hash_table_lookup (names, a), g_hash_table_lookup (names, b));
}

/**
 * od_report_dup_keys:
 *
 * Returns: (transfer full) (element-type gint64): all accounts, operators, tags or channels there are, by name
 */
GArray *
od_report_dup_keys (const OdReport *self, OdReportGrouping grouping)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->names[grouping]);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_array_append_vals (keys, key, 1);
  if (keys->len > 0)
    g_array_sort_with_data (keys, compare_names, self->names[grouping]);
  return keys;
}

static gboolean
has_key (const OdReport *self, const OdSample *sample, OdReportGrouping grouping, gint64 key)
{
  const gint64 *keys;
  gint64 only;
  guint n = od_report_get_keys (self, sample, grouping, &only, &keys);

  for (guint i = 0; i < n; i++)
    if (keys[i] == key)
      return TRUE;
  return FALSE;
}

/* Of replies: @measure is one of the eight behind @replies. */
static gboolean
is_behind_reply (const OdSample *sample, OdReportMeasure replies, OdReportMeasure measure, const gint64 *values)
{
  guint which = measure - replies;

  if (!od_sample_is_reply_of (sample, replies))
    return FALSE;
  switch (which)
    {
    case OD_REPORT_FIRST_P90 - OD_REPORT_FIRST_REPLIES:
      return sample->wall_s >= values[measure];
    case OD_REPORT_FIRST_OPEN_P90 - OD_REPORT_FIRST_REPLIES:
      return sample->open_s >= values[measure];
    case OD_REPORT_FIRST_REPLIES - OD_REPORT_FIRST_REPLIES:
    case OD_REPORT_FIRST_MEDIAN - OD_REPORT_FIRST_REPLIES:
    case OD_REPORT_FIRST_OPEN_MEDIAN - OD_REPORT_FIRST_REPLIES:
      return TRUE;
    default:
      return sample->wall_s <= od_report_lines_s[which - (OD_REPORT_FIRST_WITHIN_1M - OD_REPORT_FIRST_REPLIES)];
    }
}

static gboolean
is_behind (const OdSample *sample, OdReportMeasure measure, const gint64 *values)
{
  if (measure >= OD_REPORT_FIRST_REPLIES && measure < OD_REPORT_NEXT_REPLIES)
    return is_behind_reply (sample, OD_REPORT_FIRST_REPLIES, measure, values);
  if (measure >= OD_REPORT_NEXT_REPLIES && measure < OD_REPORT_MESSAGES)
    return is_behind_reply (sample, OD_REPORT_NEXT_REPLIES, measure, values);
  if (measure == OD_REPORT_PROMISES || measure == OD_REPORT_KEPT_PERCENT)
    return sample->what <= OD_SAMPLE_BROKEN;
  if (measure == OD_REPORT_MESSAGES || measure == OD_REPORT_REPLIES)
    return sample->what == (measure == OD_REPORT_MESSAGES ? OD_SAMPLE_MESSAGE : OD_SAMPLE_REPLY);
  return sample->what == (measure == OD_REPORT_KEPT     ? OD_SAMPLE_KEPT
                          : measure == OD_REPORT_WARNED ? OD_SAMPLE_WARNED
                          : measure == OD_REPORT_BROKEN ? OD_SAMPLE_BROKEN
                          : measure == OD_REPORT_OPEN   ? OD_SAMPLE_OPEN
                                                        : OD_SAMPLE_WAIVED);
}

/**
 * od_report_dup_ids:
 *
 * The conversations behind a number. Behind a percentage are all that it is of, behind a median all replies, behind a
 * 90th percentile those that took as long or longer.
 *
 * Returns: (transfer full) (element-type gint64): each once, ascending
 */
GArray *
od_report_dup_ids (const OdReport *self, OdReportGrouping grouping, gint64 key, OdReportMeasure measure)
{
  const OdReportRow *row = od_report_find_row (self, grouping, key);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint last = G_MAXUINT;

  for (guint i = 0; row != NULL && i < self->samples->len; i++)
    {
      const OdSample *sample = &g_array_index (self->samples, OdSample, i);

      if (sample->chat == last || !is_behind (sample, measure, row->values) || !has_key (self, sample, grouping, key))
        continue;
      last = sample->chat;
      g_array_append_val (ids, g_array_index (self->chats, OdReportChat, last).id);
    }
  return ids;
}
