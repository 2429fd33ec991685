/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-bizcal.h"
#include "od-report-reader.h"
#include "store-fixture.h"

/* Reports of random stores, which a second, simple calculator agrees with. */

#define MONDAY_US (G_GINT64_CONSTANT (1772409600) * G_USEC_PER_SEC) /* 2026-03-02 00:00 UTC */
#define DAY_US (86400 * (gint64) G_USEC_PER_SEC)

static const char people_sql[] =
    "DELETE FROM policy; DELETE FROM calendar; DELETE FROM operator;"
    "INSERT INTO operator (id, uid, name) VALUES (1, 'o1', 'Anna'), (2, 'o2', 'Boris');"
    "INSERT INTO account (id, channel, name, created_at_us) VALUES (1, 'telegram', 'Shop bot', 0), (2, 'email', 'Post', 0);"
    "INSERT INTO customer (id, uid, name, created_at_us) VALUES (1, 'c1', 'Maria', 0);"
    "INSERT INTO tag (id, name) VALUES (1, 'vip'), (2, 'order');";

#define N_CHATS 2500 /* more than two slices */

typedef struct {
  int chat, kind, state; /* kind 0: a message, 5: a reply */
  gint64 anchor_us, due_us, warn_us, satisfied_us;
  int operator_id;
} Thing;

typedef struct {
  int account, assignee, tag; /* 0: none */
} Chat;

typedef struct {
  Chat chats[N_CHATS + 1];
  GArray *things; /* (element-type Thing) */
} World;

static gint64
random_us (GRand *rand)
{
  return MONDAY_US + g_rand_int_range (rand, -2 * 86400, 9 * 86400) * (gint64) G_USEC_PER_SEC +
         g_rand_int_range (rand, 0, 3) * 400000;
}

static void
add_clock (GString *sql, World *world, GRand *rand, int chat, int kind, gint64 message_id)
{
  static const int states[] = { 1, 3, 3, 3, 4, 4, 5, 6 };
  Thing thing = {
    .chat = chat, .kind = kind, .state = states[g_rand_int_range (rand, 0, 8)], .anchor_us = random_us (rand)
  };
  gboolean is_answered = thing.state == 3 || (thing.state == 4 && g_rand_boolean (rand));

  thing.due_us = thing.anchor_us + g_rand_int_range (rand, 1, 20000) * (gint64) G_USEC_PER_SEC;
  thing.warn_us = g_rand_boolean (rand) ? thing.anchor_us + (thing.due_us - thing.anchor_us) / 2 : 0;
  thing.operator_id = world->chats[chat].assignee;
  if (is_answered)
    thing.satisfied_us =
        thing.state == 3
            ? thing.anchor_us +
                  g_rand_int_range (rand, 0, (gint32) ((thing.due_us - thing.anchor_us) / 1000000)) * (gint64) 1000000
            : thing.due_us + g_rand_int_range (rand, 1, 20000) * (gint64) 1000000;
  g_string_append_printf (
      sql,
      "INSERT INTO clock (conversation_id, kind, state, anchor_us, target_s, due_us, warn1_us, satisfied_at_us)"
      " VALUES (%d, %d, %d, %" G_GINT64_FORMAT ", 60, %" G_GINT64_FORMAT ", nullif (%" G_GINT64_FORMAT
      ", 0), nullif (%" G_GINT64_FORMAT ", 0));",
      chat, kind, thing.state, thing.anchor_us, thing.due_us, thing.warn_us, thing.satisfied_us);
  if (is_answered)
    {
      Thing reply = {
        .chat = chat, .kind = 5, .anchor_us = thing.satisfied_us, .operator_id = g_rand_int_range (rand, 1, 3)
      };

      if (kind != 3) /* an end is nobody's reply */
        thing.operator_id = reply.operator_id;
      g_array_append_val (world->things, reply);
      g_string_append_printf (
          sql,
          "INSERT INTO timeline (id, conversation_id, at_us, kind) VALUES (%" G_GINT64_FORMAT ", %d, %" G_GINT64_FORMAT
          ", 2);"
          "INSERT INTO message (timeline_id, account_id, uid, direction, delivery, operator_id, sent_at_us) VALUES"
          " (%" G_GINT64_FORMAT ", 1, 'm%" G_GINT64_FORMAT "', 2, 3, %d, %" G_GINT64_FORMAT ");"
          "UPDATE conversation SET last_at_us = max (last_at_us, %" G_GINT64_FORMAT ") WHERE id = %d;",
          message_id, chat, reply.anchor_us, message_id, message_id, reply.operator_id, reply.anchor_us,
          reply.anchor_us, chat);
    }
  g_array_append_val (world->things, thing);
}

static void
make_world (StoreFixture *f, World *world, GRand *rand)
{
  g_autoptr (GString) sql = g_string_new (people_sql);

  for (int chat = 1; chat <= N_CHATS; chat++)
    {
      Chat *one = &world->chats[chat];

      *one = (Chat){ g_rand_int_range (rand, 1, 3), g_rand_int_range (rand, 0, 3), g_rand_int_range (rand, 0, 3) };
      g_string_append_printf (
          sql,
          "INSERT INTO thread (id, account_id, remote_id) VALUES (%d, %d, 't%d');"
          "INSERT INTO conversation (id, uid, account_id, thread_id, customer_id, status, assignee_id,"
          " created_at_us, last_at_us) VALUES (%d, 'k%d', %d, %d, 1, 1, nullif (%d, 0), 0, 0);",
          chat, one->account, chat, chat, chat, one->account, chat, one->assignee);
      if (one->tag != 0)
        g_string_append_printf (sql, "INSERT INTO conversation_tag (conversation_id, tag_id) VALUES (%d, %d);", chat,
                                one->tag);
      for (int kind = 1; kind <= 3; kind += 2 - g_rand_int_range (rand, 0, 2))
        add_clock (sql, world, rand, chat, kind, chat * 10 + kind);
    }
  store_fixture_exec (f, sql->str);
}

/* The second calculator: a list, sorted, looked through for each row anew. */
static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

static gboolean
is_in_row (const World *world, const Thing *thing, OdReportGrouping grouping, gint64 key)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (thing->anchor_us / G_USEC_PER_SEC);
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/New_York");
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);

  switch ((int) grouping)
    {
    case OD_REPORT_BY_ACCOUNT:
      return world->chats[thing->chat].account == key;
    case OD_REPORT_BY_HOUR:
      return g_date_time_get_hour (local) == key;
    case OD_REPORT_BY_WEEKDAY:
      return g_date_time_get_day_of_week (local) == key;
    case OD_REPORT_BY_DAY:
      return od_bizcal_day_from_ymd ((guint) g_date_time_get_year (local), (guint) g_date_time_get_month (local),
                                     (guint) g_date_time_get_day_of_month (local)) == key;
    case OD_REPORT_BY_OPERATOR:
      return thing->operator_id == key;
    case OD_REPORT_BY_TAG:
      return world->chats[thing->chat].tag == key;
    case OD_REPORT_BY_KIND:
      return thing->kind == key;
    default:
      return TRUE;
    }
}

static void
check_row (const World *world, const OdReportQuery *query, OdReportGrouping grouping, const OdReportRow *row)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 n_kept = 0, n_warned = 0, n_broken = 0, n_open = 0, n_waived = 0, n_replies = 0, n_hour = 0;

  for (guint i = 0; i < world->things->len; i++)
    {
      const Thing *thing = &g_array_index (world->things, Thing, i);
      gint64 wall_s = (thing->satisfied_us - thing->anchor_us + 999999) / 1000000;

      if (thing->anchor_us < query->from_us || thing->anchor_us >= query->to_us || thing->state == 6 ||
          !is_in_row (world, thing, grouping, row->key))
        continue;
      if (thing->kind == 5)
        n_replies += grouping != OD_REPORT_BY_KIND;
      else if (thing->state == 5)
        n_waived++;
      else if (thing->state == 3)
        *(thing->warn_us != 0 && thing->satisfied_us >= thing->warn_us ? &n_warned : &n_kept) += 1;
      else
        *(thing->state == 4 || thing->due_us <= query->now_us ? &n_broken : &n_open) += 1;
      if (thing->kind == 1 && thing->satisfied_us != 0)
        {
          g_array_append_val (times, wall_s);
          n_hour += wall_s <= 3600;
        }
    }
  if (times->len > 0)
    g_array_sort (times, compare_times);
  g_assert_cmpint (row->values[OD_REPORT_KEPT], ==, n_kept);
  g_assert_cmpint (row->values[OD_REPORT_WARNED], ==, n_warned);
  g_assert_cmpint (row->values[OD_REPORT_BROKEN], ==, n_broken);
  g_assert_cmpint (row->values[OD_REPORT_OPEN], ==, n_open);
  g_assert_cmpint (row->values[OD_REPORT_WAIVED], ==, n_waived);
  g_assert_cmpint (row->values[OD_REPORT_REPLIES], ==, n_replies);
  g_assert_cmpint (row->values[OD_REPORT_FIRST_REPLIES], ==, times->len);
  g_assert_cmpint (row->values[OD_REPORT_FIRST_WITHIN_1H], ==, n_hour);
  if (times->len == 0)
    return;
  g_assert_cmpint (row->values[OD_REPORT_FIRST_MEDIAN], ==, g_array_index (times, gint64, (times->len + 1) / 2 - 1));
  g_assert_cmpint (row->values[OD_REPORT_FIRST_OPEN_MEDIAN], ==,
                   g_array_index (times, gint64, (times->len + 1) / 2 - 1));
  g_assert_cmpint (row->values[OD_REPORT_FIRST_P90], ==, g_array_index (times, gint64, (times->len * 9 + 9) / 10 - 1));
}

static void
test_a_second_calculator_agrees (StoreFixture *f, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261122);
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/New_York"); /* its clocks change on 2026-03-08 */
  World *world = g_new0 (World, 1);
  OdReportQuery query = {
    .from_us = MONDAY_US, .to_us = MONDAY_US + 7 * DAY_US, .now_us = MONDAY_US + 7 * DAY_US, .zone = zone
  };
  g_autoptr (OdReportPort) port = od_report_reader_new (f->db);
  g_autoptr (OdReport) report = NULL;
  g_autoptr (GError) error = NULL;
  StoreWait wait = { NULL };
  guint n = 0;

  world->things = g_array_new (FALSE, FALSE, sizeof (Thing));
  make_world (f, world, rand);
  od_report_port_make_async (port, &query, NULL, store_wait_cb, &wait);
  report = od_report_port_make_finish (port, store_wait (&wait), &error);
  store_wait_clear (&wait);
  g_assert_no_error (error);
  for (guint g = 0; g < OD_N_REPORT_GROUPING; g++)
    for (guint i = 0; g != OD_REPORT_BY_CHANNEL && i < od_report_get_rows (report, g)->len; i++, n++)
      check_row (world, &query, g, od_report_get_rows (report, g)->pdata[i]);
  g_assert_cmpuint (n, >, 40);
  g_array_unref (world->things);
  g_free (world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/store-report-random/second-calculator", StoreFixture, NULL, store_fixture_set_up,
              test_a_second_calculator_agrees, store_fixture_tear_down);
  return g_test_run ();
}
