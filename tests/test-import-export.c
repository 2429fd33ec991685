/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "od-error.h"
#include "od-export.h"
#include "od-import.h"
#include "od-store-check.h"
#include "store-fixture.h"

#define NOW_US (G_GINT64_CONSTANT (1800000000) * G_USEC_PER_SEC)
#define HEADER "{\"format\":\"omnidesk\",\"version\":1}\n"

/* Written as export writes it: one form of everything. */
static const char canonical[] = HEADER
    "{\"type\":\"customer\",\"id\":\"c1\",\"name\":\"Мария\",\"contact_points\":[{\"channel\":\"telegram\",\"address\":\"700123\","
    "\"display\":\"@maria_p\"},{\"channel\":\"email\",\"address\":\"m@mail.example\",\"display\":\"\"}],"
    "\"fields\":{\"city\":\"Тверь\",\"order\":\"1042\"},\"tags\":[\"b2b\",\"vip\"],\"note\":\"пишет \\\"ночью\\\"\"}\n"
    "{\"type\":\"customer\",\"id\":\"c2\",\"name\":\"\",\"contact_points\":[],\"fields\":{},\"tags\":[],\"note\":\"\"}\n"
    "{\"type\":\"conversation\",\"id\":\"k1\",\"customer\":\"c1\",\"channel\":\"telegram\",\"account\":\"Shop bot\","
    "\"status\":\"open\",\"subject\":null,\"assignee\":\"Olga\",\"tags\":[\"refund\"],\"created_at\":\"2026-03-08T11:05:09Z\","
    "\"snoozed_until\":\"2026-03-09T11:05:09.5Z\"}\n"
    "{\"type\":\"conversation\",\"id\":\"k2\",\"customer\":\"c1\",\"channel\":\"telegram\",\"account\":\"Shop bot\","
    "\"status\":\"open\",\"subject\":\"Again\",\"assignee\":null,\"tags\":[],\"created_at\":\"2026-03-08T12:00:00Z\","
    "\"snoozed_until\":null}\n"
    "{\"type\":\"conversation\",\"id\":\"k3\",\"customer\":\"c2\",\"channel\":\"webchat\",\"account\":\"Site\","
    "\"status\":\"spam\",\"subject\":null,\"assignee\":null,\"tags\":[],\"created_at\":\"2026-03-08T12:00:00Z\","
    "\"snoozed_until\":null}\n"
    "{\"type\":\"message\",\"id\":\"m1\",\"conversation\":\"k1\",\"direction\":\"in\",\"author\":\"Мария\","
    "\"at\":\"2026-03-08T11:05:09.000001Z\",\"text\":\"Где заказ?\\n\\tЖду. 👩‍👧\",\"format\":\"plain\",\"reply_to\":null,"
    "\"reactions\":[{\"emoji\":\"🙂\",\"by\":\"Olga\"},{\"emoji\":\"👍\",\"by\":\"customer\"}],\"attachments\":[]}\n"
    "{\"type\":\"message\",\"id\":\"m2\",\"conversation\":\"k1\",\"direction\":\"out\",\"author\":\"Olga\","
    "\"at\":\"2026-03-08T11:06:00Z\",\"text\":\"**Едет**\",\"format\":\"markdown\",\"reply_to\":\"m1\","
    "\"delivery\":\"read\",\"reactions\":[],\"attachments\":[{\"name\":\"a.txt\",\"mime\":\"text/plain\",\"size\":5},"
    "{\"name\":\"b.bin\",\"mime\":\"application/octet-stream\",\"size\":-1}]}\n"
    "{\"type\":\"message\",\"id\":\"m3\",\"conversation\":\"k1\",\"direction\":\"note\",\"author\":\"Petr\","
    "\"at\":\"2026-03-08T11:07:00Z\",\"text\":\"<b>осторожно</b>\",\"format\":\"html\",\"reply_to\":null,"
    "\"reactions\":[],\"attachments\":[],\"payload\":{\"location\":{\"lat\":1.5,\"lon\":2}}}\n"
    "{\"type\":\"message\",\"id\":\"e1\",\"conversation\":\"k1\",\"direction\":\"event\",\"author\":\"Olga\","
    "\"at\":\"2026-03-08T11:08:00Z\",\"text\":\"assigned\",\"format\":\"plain\",\"reply_to\":null,\"payload\":{\"to\":\"Olga\"}}\n"
    "{\"type\":\"message\",\"id\":\"m4\",\"conversation\":\"k2\",\"direction\":\"out\",\"author\":\"\","
    "\"at\":\"2026-03-08T12:00:00Z\",\"text\":\"\",\"format\":\"plain\",\"reply_to\":null,\"delivery\":\"failed\","
    "\"reactions\":[],\"attachments\":[],\"payload\":{\"automatic\":[\"away\"]}}\n"
    "{\"type\":\"canned_reply\",\"id\":\"r1\",\"code\":\"hi\",\"folder\":\"Start\",\"title\":\"Hello\",\"text\":\"Hello, {name}\","
    "\"format\":\"plain\",\"channel\":\"\",\"lang\":\"en\",\"payload\":{\"buttons\":[\"Yes\"]}}\n"
    "{\"type\":\"article\",\"id\":\"a1\",\"title\":\"Доставка\",\"text\":\"# Как\",\"format\":\"markdown\",\"lang\":\"ru\",\"url\":\"https://shop.example/d\"}\n"
    "{\"type\":\"calendar\",\"id\":\"w1\",\"name\":\"Week\",\"zone\":\"Europe/Moscow\",\"weekly\":{\"mon\":[[\"09:00\",\"24:00\"]]},"
    "\"exceptions\":{\"2026-03-09\":[]}}\n"
    "{\"type\":\"policy\",\"id\":\"p1\",\"name\":\"First\",\"calendar\":\"w1\",\"position\":3,\"body\":{\"first\":{\"seconds\":900}}}\n"
    "{\"type\":\"view\",\"id\":\"v1\",\"name\":\"Mine\",\"icon\":\"\",\"query\":\"is:open\",\"order\":\"urgent\",\"position\":0}\n";

static char *
in_folder (StoreFixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static char *
write_file (StoreFixture *fixture, const char *name, const char *text)
{
  char *path = in_folder (fixture, name);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static OdImportReport *
import_file (StoreFixture *fixture, const char *path, GError **error)
{
  OdImportReport *report;
  StoreWait wait = { NULL };

  od_import_async (fixture->db, path, fixture->files_dir, NOW_US, NULL, store_wait_cb, &wait);
  report = od_import_finish (fixture->db, store_wait (&wait), error);
  store_wait_clear (&wait);
  return report;
}

static OdImportReport *
import_text (StoreFixture *fixture, const char *text)
{
  g_autofree char *path = write_file (fixture, "in.ndjson", text);
  g_autoptr (GError) error = NULL;
  OdImportReport *report = import_file (fixture, path, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < report->remarks->len; i++)
    {
      OdImportRemark *remark = g_ptr_array_index (report->remarks, i);

      g_test_message ("line %" G_GUINT64_FORMAT ": %s", remark->line, remark->reason);
    }
  return report;
}

static char *
export_text (StoreFixture *fixture, OdExportFormat format, gint64 conversation_id, OdExportReport *out)
{
  OdExportOptions options = { .format = format, .conversation_id = conversation_id, .files_dir = fixture->files_dir };
  g_autofree char *path = write_file (fixture, "out", "");
  g_autofree OdExportReport *report = NULL;
  g_autoptr (GError) error = NULL;
  StoreWait wait = { NULL };
  FILE *file = g_fopen (path, "we");
  char *text;

  options.fd = fileno (file);
  od_export_async (fixture->db, &options, NULL, store_wait_cb, &wait);
  report = od_export_finish (fixture->db, store_wait (&wait), &error);
  g_assert_no_error (error);
  store_wait_clear (&wait);
  fclose (file);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  if (out != NULL)
    *out = *report;
  return text;
}

static void
assert_sound (StoreFixture *fixture)
{
  g_autoptr (OdCheckJob) job = od_check_job_new (fixture->files_dir, TRUE);
  g_autoptr (GError) error = NULL;

  od_db_read_sync (fixture->db, OD_DB_SEARCH, od_store_check, job, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < job->problems->len; i++)
    g_test_message ("%s", (char *) g_ptr_array_index (job->problems, i));
  g_assert_cmpuint (job->n_problems, ==, 0);
}

static void
test_there_and_back (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (OdImportReport) first = import_text (fixture, canonical);
  OdExportReport exported;
  g_autofree char *text = export_text (fixture, OD_EXPORT_NDJSON, 0, &exported);
  g_autoptr (OdImportReport) second = NULL;
  g_autofree char *again = NULL;

  g_assert_cmpuint (first->n_lines, ==, 16);
  g_assert_cmpuint (first->n_stored, ==, 15);
  g_assert_cmpuint (first->n_skipped + first->n_known + first->n_warnings, ==, 0);
  g_assert_cmpstr (text, ==, canonical);
  g_assert_cmpuint (exported.n_lines, ==, 16);
  g_assert_cmpuint (exported.n_left_out, ==, 2);

  second = import_text (fixture, canonical);
  g_assert_cmpuint (second->n_known, ==, 15);
  g_assert_cmpuint (second->n_stored + second->n_skipped + second->n_warnings, ==, 0);
  again = export_text (fixture, OD_EXPORT_NDJSON, 0, NULL);
  g_assert_cmpstr (again, ==, canonical);
  assert_sound (fixture);
}

/* What an import must not do, and what it makes of accounts and conversations. */
static void
test_is_history (StoreFixture *fixture, gconstpointer data)
{
  static const struct {
    const char *sql;
    gint64 n;
  } cases[] = {
    { "SELECT count(*) FROM operation", 0 },
    { "SELECT count(*) FROM clock", 0 },
    { "SELECT sum(n_unread) FROM conversation", 0 },
    { "SELECT count(*) * 10 + sum(is_history_only AND NOT is_enabled) FROM account", 22 },
    { "SELECT count(*) FROM operator WHERE id = 1", 0 }, /* kept for whoever works here */
    { "SELECT count(*) FROM thread", 3 },                /* two open conversations cannot share one */
    { "SELECT count(*) FROM thread WHERE remote_id = '700123'", 1 },
    { "SELECT last_id = (SELECT timeline_id FROM message WHERE uid = 'm3') FROM conversation WHERE uid = 'k1'", 1 },
    { "SELECT last_public_id = (SELECT timeline_id FROM message WHERE uid = 'm2') FROM conversation WHERE uid = 'k1'",
      1 },
    { "SELECT waiting_since_us FROM conversation WHERE uid = 'k1'", 0 }, /* answered */
    { "SELECT count(*) FROM customer WHERE last_seen_at_us <> (SELECT max (last_in_at_us) FROM conversation WHERE"
      " customer_id = customer.id)",
      0 },
    { "SELECT count(*) FROM fts WHERE fts MATCH 'заказ OR тверь'", 2 },
    { "SELECT count(*) FROM fts WHERE fts MATCH 'maria_p'", 1 },
    { "SELECT sum(is_bot) + (SELECT is_bot FROM message WHERE uid = 'm4') FROM message", 2 },
  };
  g_autoptr (OdImportReport) report = import_text (fixture, canonical);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].sql);
      g_assert_cmpint (store_fixture_ask_int (fixture, cases[i].sql), ==, cases[i].n);
    }
}

/* What people may write differently is the same. */
static void
test_other_spelling (StoreFixture *fixture, gconstpointer data)
{
  static const char spelled[] =
      "\xEF\xBB\xBF" HEADER "\n"
      " { \"id\" : \"c1\", \"type\":\"customer\", \"tags\":[\"vip\",\"b2b\",\"vip\"], \"fields\":{\"order\":\"1\",\"city\":\"T\"} } \r\n"
      "{\"type\":\"conversation\",\"id\":\"k1\",\"customer\":\"c1\",\"channel\":\"x\",\"account\":\"y\","
      "\"created_at\":\"2026-03-08T14:05:09.500000+03:00\"}\n"
      "{\"type\":\"message\",\"id\":\"m1\",\"conversation\":\"k1\",\"direction\":\"in\",\"at\":\"2026-03-08T11:05:10-00:00\","
      "\"text\":\"\\u0451\",\"mood\":\"good\",\"delivery\":\"sent\"}"; /* no end of line */
  g_autoptr (OdImportReport) report = import_text (fixture, spelled);
  g_autofree char *text = export_text (fixture, OD_EXPORT_NDJSON, 0, NULL);
  g_autoptr (OdImportReport) again = import_text (fixture, spelled);

  g_assert_cmpuint (report->n_stored, ==, 3);
  g_assert_cmpuint (report->n_warnings, ==, 1); /* delivery of what came in */
  g_assert_cmpuint (again->n_known, ==, 3);
  g_assert_nonnull (strstr (text, "\"tags\":[\"b2b\",\"vip\"]"));
  g_assert_nonnull (strstr (text, "\"created_at\":\"2026-03-08T11:05:09.5Z\""));
  g_assert_nonnull (strstr (text, "\"text\":\"ё\""));
  g_assert_nonnull (strstr (text, "\"payload\":{\"mood\":\"good\"}"));
}

#define CUSTOMER "{\"type\":\"customer\",\"id\":\"c1\"}\n"
#define CONVERSATION                                                                                                   \
  "{\"type\":\"conversation\",\"id\":\"k1\",\"customer\":\"c1\",\"channel\":\"x\",\"account\":\"y\","                  \
  "\"created_at\":\"2026-03-08T14:05:09Z\"}\n"
#define MESSAGE(rest)                                                                                                     \
  "{\"type\":\"message\",\"id\":\"m1\",\"conversation\":\"k1\",\"direction\":\"in\",\"at\":\"2026-03-08T11:05:10Z\"" rest \
  "}\n"

static void
test_bad_lines (StoreFixture *fixture, gconstpointer data)
{
  static const struct {
    const char *line, *word; /* what the reason must name */
  } cases[] = {
    { "not json", "JSON" },
    { "[]", "object" },
    { "{}", "type" },
    { "{\"type\":\"robot\",\"id\":\"1\"}", "type" },
    { "{\"type\":7}", "type" },
    { HEADER, "format" },
    { "{\"type\":\"customer\"}", "id" },
    { "{\"type\":\"customer\",\"id\":\"\"}", "id" },
    { "{\"type\":\"customer\",\"id\":5}", "id" },
    { "{\"type\":\"customer\",\"id\":\"z\",\"name\":[]}", "name" },
    { "{\"type\":\"customer\",\"id\":\"z\",\"tags\":\"vip\"}", "tags" },
    { "{\"type\":\"customer\",\"id\":\"z\",\"tags\":[1]}", "tags" },
    { "{\"type\":\"customer\",\"id\":\"z\",\"fields\":{\"a\":1}}", "fields" },
    { "{\"type\":\"customer\",\"id\":\"z\",\"contact_points\":[{\"channel\":\"x\"}]}", "contact_points" },
    { "{\"type\":\"customer\",\"id\":\"z\",\"contact_points\":[5]}", "contact_points" },
    { "{\"type\":\"customer\",\"id\":\"c1\",\"name\":\"Other\"}", "other content" },
    { "{\"type\":\"customer\",\"id\":\"z\",\"id\":\"y\"}", "JSON" },
    { "{\"type\":\"conversation\",\"id\":\"z\",\"customer\":\"nobody\",\"channel\":\"x\",\"account\":\"y\","
      "\"created_at\":\"2026-03-08T14:05:09Z\"}",
      "customer" },
    { "{\"type\":\"conversation\",\"id\":\"z\",\"customer\":\"c1\",\"channel\":\"x\",\"account\":\"y\"}",
      "created_at" },
    { "{\"type\":\"conversation\",\"id\":\"z\",\"customer\":\"c1\",\"channel\":\"x\",\"account\":\"y\","
      "\"created_at\":\"yesterday\"}",
      "created_at" },
    { "{\"type\":\"conversation\",\"id\":\"z\",\"customer\":\"c1\",\"channel\":\"x\",\"account\":\"y\",\"status\":\"lost\","
      "\"created_at\":\"2026-03-08T14:05:09Z\"}",
      "status" },
    { "{\"type\":\"message\",\"id\":\"z\",\"conversation\":\"nothing\",\"direction\":\"in\",\"at\":\"2026-03-08T11:05:10Z\"}",
      "conversation" },
    { "{\"type\":\"message\",\"id\":\"z\",\"conversation\":\"k1\",\"direction\":\"up\",\"at\":\"2026-03-08T11:05:10Z\"}",
      "direction" },
    { "{\"type\":\"message\",\"id\":\"z\",\"conversation\":\"k1\",\"at\":\"2026-03-08T11:05:10Z\"}", "direction" },
    { "{\"type\":\"message\",\"id\":\"z\",\"conversation\":\"k1\",\"direction\":\"in\",\"at\":\"2026-03-08 11:05:10\"}",
      "at" },
    { "{\"type\":\"message\",\"id\":\"z\",\"conversation\":\"k1\",\"direction\":\"event\",\"at\":\"2026-03-08T11:05:10Z\"}",
      "text" },
    { MESSAGE (",\"format\":\"rtf\""), "format" },
    { MESSAGE (",\"delivery\":\"queued\""), "delivery" },
    { MESSAGE (",\"reactions\":[{\"emoji\":\"\",\"by\":\"customer\"}]"), "emoji" },
    { MESSAGE (",\"attachments\":[{\"path\":\"../secret\"}]"), "attachments: path" },
    { MESSAGE (",\"attachments\":[{\"path\":\"/etc/passwd\"}]"), "attachments: path" },
    { MESSAGE (",\"attachments\":[{\"path\":\"a/./b\"}]"), "attachments: path" },
    { MESSAGE (",\"attachments\":[{\"path\":\"\"}]"), "attachments: path" },
    { MESSAGE (",\"attachments\":[{\"mime\":\"nothing\"}]"), "attachments: mime" },
    { MESSAGE (",\"attachments\":[{\"size\":-7}]"), "attachments" },
    { MESSAGE (",\"payload\":[]"), "payload" },
    { "{\"type\":\"calendar\",\"id\":\"z\",\"zone\":\"UTC\",\"weekly\":{\"monday\":[]}}", "weekly" },
    { "{\"type\":\"calendar\",\"id\":\"z\",\"zone\":\"UTC\",\"weekly\":{\"mon\":[[\"9:00\",\"10:00\"]]}}", "weekly" },
    { "{\"type\":\"calendar\",\"id\":\"z\",\"zone\":\"UTC\",\"exceptions\":{\"2026-02-30\":[]}}", "exceptions" },
    { "{\"type\":\"calendar\",\"id\":\"z\"}", "zone" },
    { "{\"type\":\"policy\",\"id\":\"z\",\"calendar\":\"none\"}", "calendar" },
    { "{\"type\":\"canned_reply\",\"id\":\"z\"}", "code" },
    { "\xff\xfe", "" },
    { "{\"type\":\"customer\",\"id\":\"\xff\"}", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      StoreFixture one;
      g_autofree char *text = g_strconcat (HEADER CUSTOMER CONVERSATION, cases[i].line, "\n",
                                           "{\"type\":\"customer\",\"id\":\"after\"}\n", NULL);
      g_autoptr (OdImportReport) report = NULL;
      const OdImportRemark *remark;

      store_fixture_set_up (&one, NULL);
      report = import_text (&one, text);
      g_test_message ("case %u: %s", i, cases[i].word);
      g_assert_cmpuint (report->n_skipped, ==, 1);
      g_assert_cmpuint (report->n_stored, ==, 3); /* the others went on */
      remark = g_ptr_array_index (report->remarks, 0);
      g_assert_true (remark->is_skipped);
      g_assert_cmpuint (remark->line, ==, 4);
      g_assert_nonnull (strstr (remark->reason, cases[i].word));
      g_assert_cmpint (store_fixture_ask_int (&one, "SELECT count(*) FROM message"), ==, 0);
      store_fixture_tear_down (&one, NULL);
    }
}

static void
test_refused_files (StoreFixture *fixture, gconstpointer data)
{
  static const struct {
    const char *text;
    int code;
  } cases[] = {
    { "", OD_ERROR_MALFORMED },
    { "\n", OD_ERROR_MALFORMED },
    { CUSTOMER, OD_ERROR_MALFORMED },
    { "{\"format\":\"omnidesk\",\"version\":2}\n" CUSTOMER, OD_ERROR_MALFORMED },
    { "{\"format\":\"other\",\"version\":1}\n" CUSTOMER, OD_ERROR_MALFORMED },
    { NULL, OD_ERROR_NOT_FOUND },
  };
  g_autoptr (GError) folder_error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path =
          cases[i].text != NULL ? write_file (fixture, "in", cases[i].text) : in_folder (fixture, "none");
      g_autoptr (GError) error = NULL;

      g_assert_null (import_file (fixture, path, &error));
      g_assert_error (error, OD_ERROR, cases[i].code);
    }
  g_assert_null (import_file (fixture, fixture->folder, &folder_error));
  g_assert_error (folder_error, OD_ERROR, OD_ERROR_USAGE);
  g_assert_cmpint (store_fixture_ask_int (fixture, "SELECT count(*) FROM customer"), ==, 0);
}

static void
test_long_lines (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *longest = g_strnfill (3 * 1024 * 1024, 'x');
  g_autofree char *text = g_strconcat (HEADER, longest, "\n" CUSTOMER, longest, NULL);
  g_autoptr (OdImportReport) report = import_text (fixture, text);

  g_assert_cmpuint (report->n_lines, ==, 4);
  g_assert_cmpuint (report->n_skipped, ==, 2);
  g_assert_cmpuint (report->n_stored, ==, 1);
}

/* ---- attachments ---- */

#define WITH_PATH(path)                                                                                                \
  MESSAGE (                                                                                                            \
      ",\"text\":\"see\",\"attachments\":[{\"name\":\"a.txt\",\"mime\":\"text/plain\",\"size\":5,\"path\":\"" path     \
      "\"}]")

static void
test_attachments_travel (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *files = in_folder (fixture, "beside");
  g_autofree char *inside = write_file (fixture, "a.txt", "hello");
  g_autofree char *output = in_folder (fixture, "moved.ndjson");
  g_autofree char *blob = g_build_filename (fixture->files_dir, "2c",
                                            "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", NULL);
  g_autoptr (OdImportReport) report = import_text (fixture, HEADER CUSTOMER CONVERSATION WITH_PATH ("a.txt"));
  OdExportOptions options = { .files_dir = fixture->files_dir, .output = output, .fd = -1 };
  g_autofree OdExportReport *exported = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (OdImportReport) again = NULL;
  g_autoptr (GError) error = NULL;
  StoreWait wait = { NULL };
  StoreFixture other;
  struct stat info;

  g_assert_cmpuint (report->n_stored, ==, 3);
  g_assert_cmpuint (report->n_warnings, ==, 0);
  g_assert_true (g_file_test (blob, G_FILE_TEST_IS_REGULAR));

  od_export_async (fixture->db, &options, NULL, store_wait_cb, &wait);
  exported = od_export_finish (fixture->db, store_wait (&wait), &error);
  g_assert_no_error (error);
  store_wait_clear (&wait);
  g_assert_cmpuint (exported->n_files, ==, 1);
  g_assert_cmpuint (exported->n_left_out, ==, 0);
  g_assert_cmpint (g_stat (output, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);

  store_fixture_set_up (&other, NULL);
  again = import_file (&other, output, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->n_stored, ==, 3);
  g_assert_cmpuint (again->n_warnings, ==, 0);
  first = export_text (fixture, OD_EXPORT_NDJSON, 0, NULL);
  second = export_text (&other, OD_EXPORT_NDJSON, 0, NULL);
  g_assert_cmpstr (first, ==, second);
  assert_sound (&other);
  store_fixture_tear_down (&other, NULL);
}

static void
test_no_way_out (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *secret_dir = in_folder (fixture, "outside");
  g_autofree char *secret = g_build_filename (secret_dir, "secret.txt", NULL);
  g_autofree char *own = in_folder (fixture, "own");
  g_autofree char *link = g_build_filename (own, "link", NULL);
  g_autofree char *folder_link = g_build_filename (own, "dir", NULL);
  g_autofree char *pipe = g_build_filename (own, "pipe", NULL);
  static const char *const paths[] = { WITH_PATH ("link"), WITH_PATH ("dir/secret.txt"), WITH_PATH ("none"),
                                       WITH_PATH ("pipe"), WITH_PATH ("sub") };

  g_assert_cmpint (g_mkdir (secret_dir, 0700) + g_mkdir (own, 0700), ==, 0);
  g_assert_true (g_file_set_contents (secret, "hello", -1, NULL));
  g_assert_cmpint (symlink (secret, link) + symlink (secret_dir, folder_link) + mkfifo (pipe, 0600), ==, 0);

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      StoreFixture one;
      g_autofree char *file = g_build_filename (own, "in.ndjson", NULL);
      g_autofree char *text = g_strconcat (HEADER CUSTOMER CONVERSATION, paths[i], NULL);
      g_autoptr (OdImportReport) report = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (file, text, -1, NULL));
      store_fixture_set_up (&one, NULL);
      report = import_file (&one, file, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (report->n_stored, ==, 3); /* the message is taken, the file isn't */
      g_assert_cmpuint (report->n_warnings, ==, 1);
      g_assert_cmpint (store_fixture_ask_int (&one, "SELECT count(*) FROM attachment WHERE sha256 IS NULL"), ==, 1);
      store_fixture_tear_down (&one, NULL);
    }
}

/* ---- faults ---- */

typedef struct {
  guint n_left; /* instructions of SQLite until one fails */
  gboolean is_hit;
} Fault;

static int
progress_cb (gpointer data)
{
  Fault *fault = data;

  if (fault->n_left == 0 || --fault->n_left > 0)
    return 0;
  fault->is_hit = TRUE;
  return 1;
}

static gboolean
set_fault (sqlite3 *db, OdChangeSet *changes, gpointer fault, GError **error)
{
  sqlite3_progress_handler (db, fault != NULL, fault != NULL ? progress_cb : NULL, fault);
  return TRUE;
}

static gboolean
clear_fault (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  sqlite3_progress_handler (db, 0, NULL, NULL);
  return TRUE;
}

/* Whatever fails on the way, all of a batch is there or nothing, and the next try gets through. */
static void
test_torture (StoreFixture *fixture, gconstpointer data)
{
  static const char small[] = HEADER CUSTOMER CONVERSATION MESSAGE (
      ",\"text\":\"Где заказ?\",\"reactions\":[{\"emoji\":\"👍\",\"by\":\"Olga\"}],\"attachments\":[{\"name\":\"a\"}]");
  g_autofree char *path = write_file (fixture, "in.ndjson", small);
  g_autofree char *text = NULL;
  guint n_failed = 0;

  for (guint n = 1;; n++)
    {
      Fault fault = { 0, FALSE };
      g_autoptr (GError) error = NULL;
      g_autoptr (OdImportReport) report = NULL;

      g_assert_true (od_db_write_sync (fixture->db, set_fault, &fault, NULL));
      fault.n_left = n;
      report = import_file (fixture, path, &error);
      fault.n_left = 0;
      g_assert_true (od_db_write_sync (fixture->db, clear_fault, NULL, NULL));
      if (report != NULL)
        break;
      n_failed++;
      g_assert_true (fault.is_hit);
      g_assert_cmpint (store_fixture_ask_int (fixture,
                                              "SELECT (SELECT count(*) FROM customer) + (SELECT count(*) FROM account)"
                                              " + (SELECT count(*) FROM conversation) + (SELECT count(*) FROM timeline)"
                                              " + (SELECT count(*) FROM search_doc) + (SELECT count(*) FROM operator)"),
                       ==, 0);
    }
  g_test_message ("%u places", n_failed);
  g_assert_cmpuint (n_failed, >, 200);
  text = export_text (fixture, OD_EXPORT_NDJSON, 0, NULL);
  g_assert_nonnull (strstr (text, "Где заказ?"));
  assert_sound (fixture);
}

/* A file of many batches, as benchmarks use them: what comes out goes in and comes out the same. */
static void
test_generated (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *program = g_test_build_filename (G_TEST_BUILT, "lib", "gen-interchange", NULL);
  const char *argv[] = { program, "7", "300", "2500", NULL };
  g_autofree char *made = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (OdImportReport) report = NULL;
  g_autoptr (OdImportReport) again = NULL;
  g_autoptr (GError) error = NULL;
  StoreFixture other;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &made, NULL, NULL, &error);
  g_assert_no_error (error);
  report = import_text (fixture, made);
  g_assert_cmpuint (report->n_stored, ==, 200 + 300 + 2500);
  g_assert_cmpuint (report->n_skipped + report->n_warnings, ==, 0);
  first = export_text (fixture, OD_EXPORT_NDJSON, 0, NULL);

  store_fixture_set_up (&other, NULL);
  again = import_text (&other, first);
  g_assert_cmpuint (again->n_stored, ==, report->n_stored);
  second = export_text (&other, OD_EXPORT_NDJSON, 0, NULL);
  g_assert_true (g_str_equal (first, second));
  assert_sound (&other);
  store_fixture_tear_down (&other, NULL);
}

/* ---- one conversation, and for people ---- */

static void
test_one_conversation (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (OdImportReport) report = import_text (fixture, canonical);
  gint64 id = store_fixture_ask_int (fixture, "SELECT id FROM conversation WHERE uid = 'k2'");
  g_autofree char *text = export_text (fixture, OD_EXPORT_NDJSON, id, NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 5); /* and nothing behind the last end of line */
  g_assert_nonnull (strstr (lines[1], "\"id\":\"c1\""));
  g_assert_nonnull (strstr (lines[2], "\"id\":\"k2\""));
  g_assert_nonnull (strstr (lines[3], "\"id\":\"m4\""));
}

static void
test_text_for_people (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (OdImportReport) report = import_text (fixture, canonical);
  gint64 id = store_fixture_ask_int (fixture, "SELECT id FROM conversation WHERE uid = 'k1'");
  g_autofree char *text = export_text (fixture, OD_EXPORT_TXT, id, NULL);

  g_assert_cmpstr (
      text, ==,
      "# Мария · telegram · Shop bot\n\n"
      "[2026-03-08T11:05:09.000001Z] Мария: Где заказ?\n\tЖду. 👩‍👧\n"
      "[2026-03-08T11:06:00Z] Olga: **Едет**\n    a.txt (text/plain)\n    b.bin (application/octet-stream)\n"
      "[2026-03-08T11:07:00Z] (Petr: <b>осторожно</b>)\n"
      "[2026-03-08T11:08:00Z] * Olga: assigned\n");
}

static void
test_export_errors (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *nowhere = in_folder (fixture, "no/such/folder.ndjson");
  OdExportOptions cases[] = { { .conversation_id = 99, .files_dir = fixture->files_dir, .fd = -1 },
                              { .output = nowhere, .files_dir = fixture->files_dir, .fd = -1 } };
  static const int codes[] = { OD_ERROR_NOT_FOUND, OD_ERROR_USAGE };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      StoreWait wait = { NULL };

      od_export_async (fixture->db, &cases[i], NULL, store_wait_cb, &wait);
      g_assert_null (od_export_finish (fixture->db, store_wait (&wait), &error));
      g_assert_error (error, OD_ERROR, codes[i]);
      store_wait_clear (&wait);
    }
}

#define ADD(name, func) g_test_add (name, StoreFixture, NULL, store_fixture_set_up, func, store_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/import-export/there-and-back", test_there_and_back);
  ADD ("/import-export/is-history", test_is_history);
  ADD ("/import-export/other-spelling", test_other_spelling);
  ADD ("/import-export/bad-lines", test_bad_lines);
  ADD ("/import-export/refused-files", test_refused_files);
  ADD ("/import-export/long-lines", test_long_lines);
  ADD ("/import-export/attachments-travel", test_attachments_travel);
  ADD ("/import-export/no-way-out", test_no_way_out);
  ADD ("/import-export/torture", test_torture);
  ADD ("/import-export/generated", test_generated);
  ADD ("/import-export/one-conversation", test_one_conversation);
  ADD ("/import-export/text-for-people", test_text_for_people);
  ADD ("/import-export/export-errors", test_export_errors);

  return g_test_run ();
}
