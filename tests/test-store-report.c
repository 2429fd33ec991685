/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-report-reader.h"
#include "store-fixture.h"

/* Reports of a small store whose right answers are written by hand. */

#define MONDAY_S G_GINT64_CONSTANT (1772409600) /* 2026-03-02 00:00 UTC */
#define DAY_US (86400 * (gint64) G_USEC_PER_SEC)
#define MONDAY_US (MONDAY_S * G_USEC_PER_SEC)

static OdReport *
make (StoreFixture *f, const OdReportQuery *query)
{
  g_autoptr (OdReportPort) port = od_report_reader_new (f->db);
  g_autoptr (GError) error = NULL;
  StoreWait wait = { NULL };
  OdReport *report;

  od_report_port_make_async (port, query, NULL, store_wait_cb, &wait);
  report = od_report_port_make_finish (port, store_wait (&wait), &error);
  store_wait_clear (&wait);
  g_assert_no_error (error);
  return report;
}

/* `at (day, time)`: µs of that time of the week that begins on Monday, 2026-03-02. */
#define AT(day, hour, minute, second)                                                                                  \
  "((1772409600 + " #day " * 86400 + " #hour " * 3600 + " #minute " * 60 + " #second ") * 1000000)"

#define CONVERSATION(id, account, assignee, last)                                                                      \
  "INSERT INTO thread (id, account_id, remote_id) VALUES (" #id ", " #account ", 't" #id "');"                         \
  "INSERT INTO conversation (id, uid, account_id, thread_id, customer_id, status, assignee_id, created_at_us,"         \
  " last_at_us) VALUES (" #id ", 'k" #id "', " #account ", " #id ", 1, 1, " #assignee ", 0, " last ");"
#define CLOCK(id, chat, kind, state, anchor, due, warn, satisfied, calendar)                                           \
  "INSERT INTO clock (id, conversation_id, kind, state, anchor_us, target_s, due_us, warn1_us, satisfied_at_us,"       \
  " calendar_id) VALUES (" #id ", " #chat ", " #kind ", " #state ", " anchor ", 60, " due ", " warn ", " satisfied     \
  ", " #calendar ");"
#define MESSAGE(id, chat, kind, at, operator, bot, delivery)                                                           \
  "INSERT INTO timeline (id, conversation_id, at_us, kind) VALUES (" #id ", " #chat ", " at ", " #kind ");"            \
  "INSERT INTO message (timeline_id, account_id, uid, direction, delivery, operator_id, is_bot, sent_at_us)"           \
  " VALUES (" #id ", 1, 'm" #id "', " #kind ", " #delivery ", " #                                                      \
  operator", " #bot ", " at ");"
#define EVENT(id, chat, kind, at, what, operator)                                                                      \
  "INSERT INTO timeline (id, conversation_id, at_us, kind) VALUES (" #id ", " #chat ", " at ", " #kind ");"            \
  "INSERT INTO event (timeline_id, uid, what, operator_id, payload) VALUES (" #id ", 'e" #id "', '" what "', " #       \
  operator", '{\"answered\":1}');"

static const char people_sql[] =
    "DELETE FROM policy; DELETE FROM calendar; DELETE FROM operator;"
    "INSERT INTO operator (id, uid, name) VALUES (1, 'o1', 'Anna'), (2, 'o2', 'Boris');"
    "INSERT INTO account (id, channel, name, created_at_us) VALUES (1, 'telegram', 'Shop bot', 0), (2, 'email', 'Post', 0);"
    "INSERT INTO customer (id, uid, name, created_at_us) VALUES (1, 'c1', 'Maria', 0);"
    "INSERT INTO tag (id, name) VALUES (1, 'vip'), (2, 'order');"
    "INSERT INTO calendar (id, uid, name, body) VALUES (5, 'w', 'Office', '{\"zone\":\"UTC\",\"weekly\":{"
    "\"mon\":[[\"09:00\",\"18:00\"]],\"tue\":[[\"09:00\",\"18:00\"]],\"wed\":[[\"09:00\",\"18:00\"]]}}');";

static const char chats_sql[] = CONVERSATION (1, 1, 1, AT (2, 13, 0, 0)) CONVERSATION (2, 1, NULL, AT (2, 8, 1, 0))
    CONVERSATION (3, 2, 2, AT (2, 14, 30, 0)) CONVERSATION (4, 2, 1, AT (-1, 12, 0, 0)) CONVERSATION (
        5, 1, 1,
        AT (1, 9, 0, 0)) "INSERT INTO conversation_tag (conversation_id, tag_id) VALUES (1, 1), (3, 1), (3, 2);";

static const char clocks_sql[] =
    /* 1: warned at the very moment, answered by Boris */
    CLOCK (1, 1, 1, 3, AT (0, 9, 0, 0), AT (0, 9, 1, 0), AT (0, 9, 0, 30), AT (0, 9, 0, 30), NULL)
    /* 2: kept, 29.000001 s are 30 */
    CLOCK (2, 1, 2, 3, AT (0, 10, 0, 0), AT (0, 10, 1, 0), AT (0, 10, 0, 30), AT (0, 10, 0, 29) "+1", NULL)
    /* 3: broken, and answered after an hour and a half */
    CLOCK (3, 2, 1, 4, AT (0, 23, 30, 0), AT (1, 0, 0, 0), "NULL", AT (1, 1, 0, 0), NULL)
    /* 4: broken, never answered, nobody's */
    CLOCK (4, 2, 2, 4, AT (1, 2, 0, 0), AT (1, 2, 30, 0), "NULL", "NULL", NULL)
    /* 5: over night: 16 hours, of which one is open */
    CLOCK (5, 3, 1, 3, AT (1, 17, 30, 0), AT (2, 11, 30, 0), "NULL", AT (2, 9, 30, 0), 5)
    /* 6: no reply needed */
    CLOCK (6, 3, 2, 5, AT (2, 10, 0, 0), AT (2, 11, 0, 0), "NULL", "NULL", 5)
    /* 7: resolved in time, by Anna */
    CLOCK (7, 3, 3, 3, AT (1, 17, 30, 0), AT (2, 17, 0, 0), "NULL", AT (2, 12, 0, 0), 5)
    /* 8: what Anna promised */
    CLOCK (8, 1, 4, 3, AT (0, 12, 0, 0), AT (0, 12, 10, 0), AT (0, 12, 6, 0), AT (0, 12, 5, 0), NULL)
    /* 9: spam; 10: before the period */
    CLOCK (9, 5, 1, 6, AT (1, 9, 0, 0), AT (1, 9, 1, 0), "NULL", "NULL", NULL)
        CLOCK (10, 4, 1, 3, AT (-1, 12, 0, 0), AT (-1, 12, 1, 0), "NULL", AT (-1, 12, 0, 10), NULL)
    /* 11: due an hour ago, nobody noted it; 12: still runs */
    CLOCK (11, 1, 2, 1, AT (2, 13, 0, 0), AT (2, 14, 0, 0), "NULL", "NULL", NULL)
        CLOCK (12, 3, 2, 1, AT (2, 14, 30, 0), AT (2, 18, 0, 0), "NULL", "NULL", 5)
    /* 13: Boris phoned, after exactly a minute */
    CLOCK (13, 2, 2, 3, AT (2, 8, 0, 0), AT (2, 8, 30, 0), "NULL", AT (2, 8, 1, 0), NULL);

static const char messages_sql[] =
    MESSAGE (1, 1, 1, AT (0, 9, 0, 0), NULL, 0, 0) MESSAGE (2, 1, 2, AT (0, 9, 0, 2), NULL, 1, 3)
        MESSAGE (3, 1, 2, AT (0, 9, 0, 30), 2, 0, 3) MESSAGE (4, 1, 1, AT (0, 10, 0, 0), NULL, 0, 0)
            MESSAGE (5, 1, 2, AT (0, 10, 0, 29) "+1", 1, 0, 4) MESSAGE (6, 1, 2, AT (0, 12, 5, 0), 1, 0, 5)
                MESSAGE (7, 1, 2, AT (0, 12, 6, 0), 1, 0, 6) MESSAGE (8, 1, 3, AT (0, 12, 7, 0), 1, 0, 0)
                    MESSAGE (9, 1, 1, AT (2, 13, 0, 0), NULL, 0, 0) MESSAGE (10, 2, 1, AT (0, 23, 30, 0), NULL, 0, 0)
                        MESSAGE (11, 2, 2, AT (1, 1, 0, 0), 1, 0, 3) MESSAGE (12, 2, 1, AT (1, 2, 0, 0), NULL, 0, 0)
                            MESSAGE (13, 2, 1, AT (2, 8, 0, 0), NULL, 0, 0) EVENT (14, 2, 5, AT (2, 8, 1, 0), "call", 2)
                                MESSAGE (15, 3, 1, AT (1, 17, 30, 0), NULL, 0, 0)
                                    MESSAGE (16, 3, 2, AT (2, 9, 30, 0), 2, 0, 3)
                                        EVENT (17, 3, 4, AT (2, 12, 0, 0), "tagged", 2)
                                            EVENT (18, 3, 4, AT (2, 12, 0, 0), "status", 1)
                                                MESSAGE (19, 3, 1, AT (2, 14, 30, 0), NULL, 0, 0)
                                                    MESSAGE (20, 4, 1, AT (-1, 12, 0, 0), NULL, 0, 0);

static void
fill (StoreFixture *f)
{
  store_fixture_exec (f, people_sql);
  store_fixture_exec (f, chats_sql);
  store_fixture_exec (f, clocks_sql);
  store_fixture_exec (f, messages_sql);
}

static const OdReportQuery three_days = { .from_us = MONDAY_US,
                                          .to_us = MONDAY_US + 3 * DAY_US,
                                          .now_us = MONDAY_US + 2 * DAY_US + 15 * G_TIME_SPAN_HOUR };

/* "kept warned broken percent open waived | first: replies median p90 | next: likewise | messages replies" */
static char *
describe (const OdReportRow *row)
{
  static const OdReportMeasure measures[] = {
    OD_REPORT_KEPT,      OD_REPORT_WARNED,       OD_REPORT_BROKEN,        OD_REPORT_KEPT_PERCENT,
    OD_REPORT_OPEN,      OD_REPORT_WAIVED,       OD_REPORT_FIRST_REPLIES, OD_REPORT_FIRST_MEDIAN,
    OD_REPORT_FIRST_P90, OD_REPORT_NEXT_REPLIES, OD_REPORT_NEXT_MEDIAN,   OD_REPORT_NEXT_P90,
    OD_REPORT_MESSAGES,  OD_REPORT_REPLIES,
  };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (measures); i++)
    {
      g_string_append (text, i == 6 || i == 9 || i == 12 ? " | " : i > 0 ? " " : "");
      if (row->values[measures[i]] < 0)
        g_string_append_c (text, '-');
      else
        g_string_append_printf (text, "%" G_GINT64_FORMAT, row->values[measures[i]]);
    }
  return g_string_free (text, FALSE);
}

static void
test_every_row (StoreFixture *f, gconstpointer data)
{
  static const struct {
    OdReportGrouping grouping;
    gint64 key;
    const char *name, *figures;
  } cases[] = {
    { OD_REPORT_TOTAL, 0, "total", "5 1 3 67 1 1 | 3 5400 57600 | 2 30 60 | 8 5" },
    { OD_REPORT_BY_KIND, OD_CLOCK_FIRST, "first", "1 1 1 67 0 0 | 3 5400 57600 | 0 - - | 0 0" },
    { OD_REPORT_BY_KIND, OD_CLOCK_NEXT, "next", "2 0 2 50 1 1 | 0 - - | 2 30 60 | 0 0" },
    { OD_REPORT_BY_KIND, OD_CLOCK_RESOLUTION, "resolution", "1 0 0 100 0 0 | 0 - - | 0 - - | 0 0" },
    { OD_REPORT_BY_KIND, OD_CLOCK_PROMISE, "promise", "1 0 0 100 0 0 | 0 - - | 0 - - | 0 0" },
    { OD_REPORT_BY_CHANNEL, 1, "telegram", "3 1 3 57 0 0 | 2 30 5400 | 2 30 60 | 6 4" },
    { OD_REPORT_BY_CHANNEL, 2, "email", "2 0 0 100 1 1 | 1 57600 57600 | 0 - - | 2 1" },
    { OD_REPORT_BY_ACCOUNT, 1, "Shop bot", "3 1 3 57 0 0 | 2 30 5400 | 2 30 60 | 6 4" },
    { OD_REPORT_BY_ACCOUNT, 2, "Post", "2 0 0 100 1 1 | 1 57600 57600 | 0 - - | 2 1" },
    { OD_REPORT_BY_DAY, 20514, "2026-03-02", "2 1 1 75 0 0 | 2 30 5400 | 1 30 30 | 3 3" },
    { OD_REPORT_BY_DAY, 20515, "2026-03-03", "2 0 1 67 0 0 | 1 57600 57600 | 0 - - | 2 1" },
    { OD_REPORT_BY_DAY, 20516, "2026-03-04", "1 0 1 50 1 1 | 0 - - | 1 60 60 | 3 1" },
    { OD_REPORT_BY_HOUR, 0, "00:00", "0 0 0 - 0 0 | 0 - - | 0 - - | 0 0" },
    { OD_REPORT_BY_HOUR, 2, "02:00", "0 0 1 0 0 0 | 0 - - | 0 - - | 1 0" },
    { OD_REPORT_BY_HOUR, 8, "08:00", "1 0 0 100 0 0 | 0 - - | 1 60 60 | 1 0" },
    { OD_REPORT_BY_HOUR, 9, "09:00", "0 1 0 100 0 0 | 1 30 30 | 0 - - | 1 2" },
    { OD_REPORT_BY_HOUR, 17, "17:00", "2 0 0 100 0 0 | 1 57600 57600 | 0 - - | 1 0" },
    { OD_REPORT_BY_HOUR, 23, "23:00", "0 0 1 0 0 0 | 1 5400 5400 | 0 - - | 1 0" },
    { OD_REPORT_BY_WEEKDAY, 1, "mon", "2 1 1 75 0 0 | 2 30 5400 | 1 30 30 | 3 3" },
    { OD_REPORT_BY_WEEKDAY, 3, "wed", "1 0 1 50 1 1 | 0 - - | 1 60 60 | 3 1" },
    { OD_REPORT_BY_WEEKDAY, 7, "sun", "0 0 0 - 0 0 | 0 - - | 0 - - | 0 0" },
    { OD_REPORT_BY_OPERATOR, 1, "Anna", "3 0 2 60 0 0 | 1 5400 5400 | 1 30 30 | 3 3" },
    { OD_REPORT_BY_OPERATOR, 2, "Boris", "2 1 0 100 1 1 | 2 30 57600 | 1 60 60 | 2 2" },
    { OD_REPORT_BY_OPERATOR, 0, "", "0 0 1 0 0 0 | 0 - - | 0 - - | 3 0" },
    { OD_REPORT_BY_TAG, 1, "vip", "4 1 1 83 1 1 | 2 30 57600 | 1 30 30 | 5 4" },
    { OD_REPORT_BY_TAG, 2, "order", "2 0 0 100 1 1 | 1 57600 57600 | 0 - - | 2 1" },
    { OD_REPORT_BY_TAG, 0, "", "1 0 2 33 0 0 | 1 5400 5400 | 1 60 60 | 3 1" },
  };
  static const guint n_rows[] = { 1, 4, 2, 2, 3, 24, 7, 3, 3 };
  g_autoptr (OdReport) report = NULL;

  fill (f);
  report = make (f, &three_days);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const OdReportRow *row = od_report_find_row (report, cases[i].grouping, cases[i].key);
      g_autofree char *figures = NULL;

      g_test_message ("%s %" G_GINT64_FORMAT, od_report_grouping_get_name (cases[i].grouping), cases[i].key);
      g_assert_nonnull (row);
      figures = describe (row);
      g_assert_cmpstr (row->name, ==, cases[i].name);
      g_assert_cmpstr (figures, ==, cases[i].figures);
    }
  for (guint g = 0; g < OD_N_REPORT_GROUPING; g++)
    g_assert_cmpuint (od_report_get_rows (report, g)->len, ==, n_rows[g]);
}

static void
test_every_other_figure (StoreFixture *f, gconstpointer data)
{
  static const struct {
    OdReportMeasure measure;
    gint64 value;
  } cases[] = {
    { OD_REPORT_PROMISES, 9 },        { OD_REPORT_FIRST_OPEN_MEDIAN, 3600 }, { OD_REPORT_FIRST_OPEN_P90, 5400 },
    { OD_REPORT_FIRST_WITHIN_1M, 1 }, { OD_REPORT_FIRST_WITHIN_30M, 1 },     { OD_REPORT_FIRST_WITHIN_1H, 1 },
    { OD_REPORT_FIRST_WITHIN_3H, 2 }, { OD_REPORT_NEXT_OPEN_MEDIAN, 30 },    { OD_REPORT_NEXT_OPEN_P90, 60 },
    { OD_REPORT_NEXT_WITHIN_1M, 2 },  { OD_REPORT_NEXT_WITHIN_30M, 2 },      { OD_REPORT_NEXT_WITHIN_1H, 2 },
    { OD_REPORT_NEXT_WITHIN_3H, 2 },
  };
  g_autoptr (OdReport) report = NULL;

  fill (f);
  report = make (f, &three_days);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (od_report_find_row (report, OD_REPORT_TOTAL, 0)->values[cases[i].measure], ==, cases[i].value);
}

static void
test_filters (StoreFixture *f, gconstpointer data)
{
  static const struct {
    const char *channel, *tag;
    gint64 account_id, operator_id;
    const char *figures;
  } cases[] = {
    { NULL, NULL, 0, 0, "5 1 3 67 1 1 | 3 5400 57600 | 2 30 60 | 8 5" },
    { "email", NULL, 0, 0, "2 0 0 100 1 1 | 1 57600 57600 | 0 - - | 2 1" },
    { NULL, NULL, 1, 0, "3 1 3 57 0 0 | 2 30 5400 | 2 30 60 | 6 4" },
    { "email", NULL, 1, 0, "0 0 0 - 0 0 | 0 - - | 0 - - | 0 0" },
    { NULL, NULL, 0, 2, "2 1 0 100 1 1 | 2 30 57600 | 1 60 60 | 2 2" },
    { NULL, NULL, 0, -1, "0 0 1 0 0 0 | 0 - - | 0 - - | 3 0" },
    { NULL, "VIP", 0, 0, "4 1 1 83 1 1 | 2 30 57600 | 1 30 30 | 5 4" },
    { NULL, "vip", 2, 1, "1 0 0 100 0 0 | 0 - - | 0 - - | 0 0" },
    { NULL, "nothing", 0, 0, "0 0 0 - 0 0 | 0 - - | 0 - - | 0 0" },
  };

  fill (f);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OdReportQuery query = three_days;
      g_autoptr (OdReport) report = NULL;
      g_autofree char *figures = NULL;

      query.channel = cases[i].channel;
      query.tag = cases[i].tag;
      query.account_id = cases[i].account_id;
      query.operator_id = cases[i].operator_id;
      report = make (f, &query);
      figures = describe (od_report_find_row (report, OD_REPORT_TOTAL, 0));
      g_assert_cmpstr (figures, ==, cases[i].figures);
    }
}

/* The first moment is in the period, the last is not. */
static void
test_the_edges_of_a_period (StoreFixture *f, gconstpointer data)
{
  OdReportQuery query = three_days;
  g_autoptr (OdReport) with = NULL;
  g_autoptr (OdReport) without = NULL;

  fill (f);
  query.from_us = MONDAY_US + 9 * G_TIME_SPAN_HOUR;
  query.to_us = query.from_us + 1;
  with = make (f, &query);
  g_assert_cmpint (od_report_find_row (with, OD_REPORT_TOTAL, 0)->values[OD_REPORT_WARNED], ==, 1);
  g_assert_cmpint (od_report_find_row (with, OD_REPORT_TOTAL, 0)->values[OD_REPORT_MESSAGES], ==, 1);
  query.to_us = query.from_us;
  query.from_us = MONDAY_US;
  without = make (f, &query);
  g_assert_cmpint (od_report_find_row (without, OD_REPORT_TOTAL, 0)->values[OD_REPORT_PROMISES], ==, 0);
  g_assert_cmpint (od_report_find_row (without, OD_REPORT_TOTAL, 0)->values[OD_REPORT_MESSAGES], ==, 0);
}

/* What is put to the spam was nobody's work. */
static void
test_spam_is_no_load (StoreFixture *f, gconstpointer data)
{
  g_autoptr (OdReport) with = NULL, without = NULL;
  gint64 n;

  fill (f);
  with = make (f, &three_days);
  n = od_report_find_row (with, OD_REPORT_TOTAL, 0)->values[OD_REPORT_MESSAGES];
  g_assert_cmpint (n, >, 0);
  store_fixture_exec (f, "UPDATE conversation SET status = 4");
  without = make (f, &three_days);
  g_assert_cmpint (od_report_find_row (without, OD_REPORT_TOTAL, 0)->values[OD_REPORT_MESSAGES], ==, 0);
  g_assert_cmpint (od_report_find_row (without, OD_REPORT_TOTAL, 0)->values[OD_REPORT_REPLIES], ==, 0);
}

static void
test_what_is_behind_a_number (StoreFixture *f, gconstpointer data)
{
  static const struct {
    OdReportGrouping grouping;
    gint64 key;
    OdReportMeasure measure;
    const char *ids;
  } cases[] = {
    { OD_REPORT_TOTAL, 0, OD_REPORT_PROMISES, "1 2 3 " },    { OD_REPORT_TOTAL, 0, OD_REPORT_KEPT_PERCENT, "1 2 3 " },
    { OD_REPORT_TOTAL, 0, OD_REPORT_KEPT, "1 2 3 " },        { OD_REPORT_TOTAL, 0, OD_REPORT_WARNED, "1 " },
    { OD_REPORT_TOTAL, 0, OD_REPORT_BROKEN, "1 2 " },        { OD_REPORT_TOTAL, 0, OD_REPORT_OPEN, "3 " },
    { OD_REPORT_TOTAL, 0, OD_REPORT_WAIVED, "3 " },          { OD_REPORT_TOTAL, 0, OD_REPORT_FIRST_MEDIAN, "1 2 3 " },
    { OD_REPORT_TOTAL, 0, OD_REPORT_FIRST_P90, "3 " },       { OD_REPORT_TOTAL, 0, OD_REPORT_FIRST_OPEN_P90, "2 " },
    { OD_REPORT_TOTAL, 0, OD_REPORT_FIRST_WITHIN_1M, "1 " }, { OD_REPORT_TOTAL, 0, OD_REPORT_FIRST_WITHIN_3H, "1 2 " },
    { OD_REPORT_TOTAL, 0, OD_REPORT_NEXT_REPLIES, "1 2 " },  { OD_REPORT_TOTAL, 0, OD_REPORT_NEXT_P90, "2 " },
    { OD_REPORT_TOTAL, 0, OD_REPORT_REPLIES, "1 2 3 " },     { OD_REPORT_BY_CHANNEL, 2, OD_REPORT_MESSAGES, "3 " },
    { OD_REPORT_BY_HOUR, 17, OD_REPORT_KEPT, "3 " },         { OD_REPORT_BY_HOUR, 0, OD_REPORT_KEPT, "" },
    { OD_REPORT_BY_OPERATOR, 1, OD_REPORT_BROKEN, "1 2 " },  { OD_REPORT_BY_TAG, 2, OD_REPORT_KEPT, "3 " },
    { OD_REPORT_BY_TAG, 0, OD_REPORT_BROKEN, "2 " },         { OD_REPORT_BY_TAG, 77, OD_REPORT_BROKEN, "" },
  };
  g_autoptr (OdReport) report = NULL;

  fill (f);
  report = make (f, &three_days);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) ids = od_report_dup_ids (report, cases[i].grouping, cases[i].key, cases[i].measure);
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint n = 0; n < ids->len; n++)
        g_string_append_printf (text, "%" G_GINT64_FORMAT " ", g_array_index (ids, gint64, n));
      g_test_message ("%s", od_report_measure_get_name (cases[i].measure));
      g_assert_cmpstr (text->str, ==, cases[i].ids);
    }
}

static void
test_a_report_that_nobody_wants_ends (StoreFixture *f, gconstpointer data)
{
  g_autoptr (OdReportPort) port = od_report_reader_new (f->db);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  StoreWait wait = { NULL };

  fill (f);
  od_report_port_make_async (port, &three_days, cancellable, store_wait_cb, &wait);
  g_cancellable_cancel (cancellable);
  g_assert_null (od_report_port_make_finish (port, store_wait (&wait), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  store_wait_clear (&wait);
}

#define ADD(path, func)                                                                                                \
  g_test_add ("/store-report/" path, StoreFixture, NULL, store_fixture_set_up, func, store_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("rows", test_every_row);
  ADD ("figures", test_every_other_figure);
  ADD ("filters", test_filters);
  ADD ("edges", test_the_edges_of_a_period);
  ADD ("spam", test_spam_is_no_load);
  ADD ("behind", test_what_is_behind_a_number);
  ADD ("cancelled", test_a_report_that_nobody_wants_ends);
  return g_test_run ();
}
