/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <sqlite3.h>

#include "od-channels.h"
#include "od-profile-dir.h"
#include "od-showcase.h"
#include "od-temp-folder.h"

#define NOW_US (G_GINT64_CONSTANT (1767261600) * G_USEC_PER_SEC) /* 2026-01-01 10:00 UTC */

static void
test_times (void)
{
  static const struct {
    const char *text;
    gint64 ago_s; /* -1: it is none */
  } cases[] = {
    { "-40s", 40 },
    { "-5m", 300 },
    { "-2h", 7200 },
    { "-1d 09:00", 25 * 3600 },
    { "-0d 10:00", 0 },
    { "-6d 23:59", 5 * 86400 + 10 * 3600 + 60 },
    { "2026-01-01T10:00:00Z", -1 },
    { "-", -1 },
    { "-5", -1 },
    { "-5x", -1 },
    { "-m", -1 },
    { "-5m ", -1 },
    { "-99999999999s", -1 },
    { "-1d 24:00", -1 },
    { "-1d 10:00 ", -1 },
    { "-1d", -1 },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 at_us = 0;

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (od_showcase_read_time (cases[i].text, NOW_US, zone, &at_us), ==, cases[i].ago_s >= 0);
      if (cases[i].ago_s >= 0)
        g_assert_cmpint (NOW_US - at_us, ==, cases[i].ago_s * G_USEC_PER_SEC);
    }
}

static gint64
ask (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *stmt;
  gint64 n;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  n = sqlite3_column_int64 (stmt, 0);
  sqlite3_finalize (stmt);
  return n;
}

/* The file that comes with the program is sound, and what it makes is a desk with something to do. */
static void
test_the_week (void)
{
  static const struct {
    const char *sql;
    gint64 least;
  } cases[] = {
    { "SELECT count(DISTINCT channel) FROM account", 9 },
    { "SELECT count(*) FROM conversation WHERE status = 1 AND n_unanswered > 0", 6 },
    { "SELECT count(*) FROM clock WHERE satisfied_at_us IS NULL", 6 },
    { "SELECT count(*) FROM clock WHERE due_us < 1767261600000000", 1 }, /* a late one */
    /* Every report has something to tell. */
    { "SELECT count(*) FROM clock WHERE state = 3 AND satisfied_at_us < ifnull (warn1_us, warn2_us)", 30 },
    { "SELECT count(*) FROM clock WHERE state = 3 AND satisfied_at_us >= ifnull (warn1_us, warn2_us)", 5 },
    { "SELECT count(*) FROM clock WHERE state = 4 AND satisfied_at_us > due_us AND breached_at_us = due_us", 5 },
    { "SELECT count(*) FROM clock WHERE state = 5", 5 },
    { "SELECT count(DISTINCT kind) FROM clock WHERE satisfied_at_us > 0", 2 },
    { "SELECT count(DISTINCT anchor_us / 3600000000 % 24) FROM clock", 10 },
    { "SELECT count(DISTINCT anchor_us / 86400000000) FROM clock", 6 },
    { "SELECT count(DISTINCT operator_id) FROM clock k JOIN message m ON m.sent_at_us = k.satisfied_at_us", 3 },
    { "SELECT count(DISTINCT account_id) FROM clock k JOIN conversation c ON c.id = k.conversation_id", 7 },
    { "SELECT count(DISTINCT tag_id) FROM clock k JOIN conversation_tag t USING (conversation_id)", 5 },
    { "SELECT count(*) = 0 FROM clock k JOIN conversation c ON c.id = k.conversation_id WHERE c.status = 4", 1 },
    { "SELECT count(*) FROM attachment WHERE sha256 IS NOT NULL", 5 },
    { "SELECT count(*) FROM canned_reply", 4 },
    { "SELECT count(*) FROM account WHERE channel = 'webchat' AND is_enabled", 1 },
    { "SELECT count(*) = 0 FROM account WHERE channel <> 'webchat' AND is_enabled", 1 },
    { "SELECT count(*) = 0 FROM timeline WHERE at_us > 1767261600000000", 1 },
  };
  char *folder = od_temp_folder_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (OdProfileDir) profile = od_profile_dir_open (folder, &error);
  g_autofree char *source = g_test_build_filename (G_TEST_DIST, "..", "data", "showcase", NULL);
  sqlite3 *db;

  g_assert_no_error (error);
  g_assert_true (od_showcase_fill (profile, od_channels_find, source, NOW_US, &error));
  g_assert_no_error (error);
  g_assert_cmpint (sqlite3_open (od_profile_dir_get_store_path (profile), &db), ==, SQLITE_OK);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].sql);
      g_assert_cmpint (ask (db, cases[i].sql), >=, cases[i].least);
    }
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  od_showcase_remove (folder);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  g_free (folder);
}

/* A file that is wrong says where. */
static void
test_a_bad_week (void)
{
  static const char *const weeks[][2] = {
    { "{\"format\":\"omnidesk\",\"version\":1}\n{\"type\":\"customer\"}\n", "week.ndjson:2" },
    { "{\"format\":\"omnidesk\",\"version\":1}\n{oops\n", "week.ndjson:2" },
    { "{\"format\":\"omnidesk\",\"version\":1}\n{\"type\":\"live\",\"channel\":\"smoke\",\"account\":\"x\"}\n",
      "smoke" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (weeks); i++)
    {
      char *folder = od_temp_folder_new ();
      g_autofree char *home = g_build_filename (folder, "profile", NULL);
      g_autofree char *path = g_build_filename (folder, "week.ndjson", NULL);
      g_autofree char *files = g_build_filename (folder, "files", NULL);
      g_autoptr (OdProfileDir) profile = od_profile_dir_open (home, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (g_mkdir (files, 0700), ==, 0);
      g_assert_true (g_file_set_contents (path, weeks[i][0], -1, NULL));
      g_assert_false (od_showcase_fill (profile, od_channels_find, folder, NOW_US, &error));
      g_assert_nonnull (strstr (error->message, weeks[i][1]));
      od_showcase_remove (folder);
      g_free (folder);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/showcase/times", test_times);
  g_test_add_func ("/showcase/the-week", test_the_week);
  g_test_add_func ("/showcase/a-bad-week", test_a_bad_week);
  return g_test_run ();
}
