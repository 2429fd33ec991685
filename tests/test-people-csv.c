/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "od-csv.h"
#include "od-error.h"
#include "od-export.h"
#include "od-people-csv.h"
#include "od-write-fixture.h"
#include "store-fixture.h"

/* ---- tables ---------------------------------------------------------------- */

/* Cells joined by "|", lines by "/"; a mistake in brackets. */
static char *
read_table (const char *text)
{
  g_autoptr (GPtrArray) rows = od_csv_parse (text, strlen (text), NULL);
  GString *out = g_string_new (NULL);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const OdCsvRow *row = rows->pdata[i];
      g_autofree char *cells = row->cells != NULL ? g_strjoinv ("|", row->cells) : NULL;

      g_string_append_printf (out, "%s%u:%s%s%s", i > 0 ? "/" : "", row->line, cells != NULL ? "" : "(",
                              cells != NULL ? cells : row->mistake, cells != NULL ? "" : ")");
    }
  return g_string_free (out, FALSE);
}

static void
test_tables (void)
{
  static const struct {
    const char *text;
    const char *read;
  } cases[] = {
    { "a,b\n1,2\n", "1:a|b/2:1|2" },
    { "a;b\r\n1;2", "1:a|b/2:1|2" },
    { "a\tb\n1,5\t2", "1:a|b/2:1,5|2" },
    { "\xef\xbb\xbf"
      "a,b\n",
      "1:a|b" },
    { "a;b,c;d\n", "1:a|b,c|d" },
    { "\"a,b\",c\n", "1:a,b|c" },
    { "\"he said \"\"no\"\"\",x\n", "1:he said \"no\"|x" },
    { "\"two\nlines\",x\ny,z\n", "1:two\nlines|x/3:y|z" },
    { "a,b\n\n,\nc,d\n", "1:a|b/4:c|d" },
    { "a,\n", "1:a|" },
    { "a,b\rc,d\r", "1:a|b/2:c|d" },
    { "a,b\"c\nd,e\n", "1:(a quote within a cell)/2:d|e" },
    { "\"a\"b,c\nd,e\n", "1:(something stands behind a quote)/2:d|e" },
    { "\"a,b\nc", "1:(a quote is not closed)" },
    { "", "" },
    { "\xc8\xec\xff;\xc3\xee\xf0\xee\xe4\n", "1:Имя|Город" }, /* windows-1251 */
    { "\x98;a\n", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *read = read_table (cases[i].text);

      g_assert_cmpstr (read, ==, cases[i].read);
    }
}

static void
test_no_formulas (void)
{
  static const char *const cells[] = { "=1+1", "@x", "+7 916", "-5", "-cmd|x", "+cmd", "a,b", "\"q\"", " x", "" };
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    od_csv_append (out, cells[i], i + 1 == G_N_ELEMENTS (cells));
  g_assert_cmpstr (out->str, ==, "\"'=1+1\",\"'@x\",+7 916,-5,\"'-cmd|x\",\"'+cmd\",\"a,b\",\"\"\"q\"\"\",\" x\",\r\n");
}

/* ---- customers ------------------------------------------------------------- */

static OdPeopleFileReport *
take (OdWriteFixture *fixture, const char *text, gboolean is_preview, GError **error)
{
  g_autoptr (OdPeopleCsvJob) job = g_new0 (OdPeopleCsvJob, 1);
  gboolean ok;

  job->path = g_build_filename (fixture->folder, "people.csv", NULL);
  job->operator_id = 1;
  job->now_us = fixture->now_us;
  g_assert_true (g_file_set_contents (job->path, text, -1, NULL));
  if (is_preview)
    do
      ok = od_db_read_sync (fixture->db, OD_DB_SEARCH, od_store_people_csv_preview, job, error);
    while (ok && job->next < job->rows->len);
  else
    {
      ok = od_db_read_sync (fixture->db, OD_DB_SEARCH, od_store_people_csv_read, job, error);
      while (ok && job->next < job->rows->len)
        ok = od_db_write_sync (fixture->db, od_store_people_csv_import, job, error);
    }
  return ok ? g_steal_pointer (&job->report) : NULL;
}

static const char table[] = "Имя;E-mail;Телефон;Метки;order;Примечание;Лишнее\r\n"
                            "Мария Петрова;Maria@Shop.Example;8 916 123-45-67;vip, b2b;1042;любит синий;x\r\n"
                            "Oleg;oleg@b.example;;;;;\r\n"
                            "Bad;no address;;;;;\r\n"
                            "Bad;;12;;;;\r\n"
                            ";;;vip;;;\r\n"
                            "Bad;x@b.example;;;;;;too;many\r\n";

static void
assert_counts (const OdPeopleFileReport *report, guint n_new, guint n_changed, guint n_same, guint n_refused)
{
  g_assert_cmpuint (report->n_new, ==, n_new);
  g_assert_cmpuint (report->n_changed, ==, n_changed);
  g_assert_cmpuint (report->n_same, ==, n_same);
  g_assert_cmpuint (report->n_refused, ==, n_refused);
}

static char *export(OdWriteFixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "out.csv", NULL);
  OdExportOptions options = { .format = OD_EXPORT_CSV, .output = path, .fd = -1 };
  g_autofree OdExportReport *report = NULL;
  StoreWait wait = { 0 };
  char *text;

  od_export_async (fixture->db, &options, NULL, store_wait_cb, &wait);
  report = od_export_finish (fixture->db, store_wait (&wait), NULL);
  g_assert_nonnull (report);
  store_wait_clear (&wait);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static void
test_import (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  g_autoptr (OdPeopleFileReport) preview = NULL, first = NULL, again = NULL, changed = NULL, back = NULL;
  g_autofree char *exported = NULL;
  const OdPeopleFileRemark *remark;

  od_write_fixture_run (fixture, "INSERT INTO field (key, label, kind) VALUES ('order', 'Order', 'number')");
  preview = take (fixture, table, TRUE, NULL);
  assert_counts (preview, 2, 0, 0, 4);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM customer"), ==, 0);
  g_assert_cmpstrv (preview->unknown, ((const char *const[]){ "Лишнее", NULL }));
  remark = preview->remarks->pdata[0];
  g_assert_cmpuint (remark->line, ==, 4);
  g_assert_cmpstr (remark->column, ==, "E-mail");

  first = take (fixture, table, FALSE, NULL);
  assert_counts (first, 2, 0, 0, 4);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM customer"), ==, 2);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM contact_point WHERE address IN"
                                                  " ('maria@shop.example', '+79161234567', 'oleg@b.example')"),
                   ==, 3);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT value FROM customer_field"), ==, 1042);
  again = take (fixture, table, FALSE, NULL);
  assert_counts (again, 0, 0, 2, 4);
  changed = take (fixture, "name,phone,order\nMaria P.,+7 916 1234567,77\n", FALSE, NULL); /* known by the phone */
  assert_counts (changed, 0, 1, 0, 0);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM customer WHERE name = 'Maria P.'"), ==, 1);

  exported = export(fixture);
  g_assert_nonnull (strstr (exported, "Maria P.,maria@shop.example,+7 916 123-45-67,b2b;vip") != NULL
                        ? exported
                        : strstr (exported, "\"b2b;vip\""));
  back = take (fixture, exported, FALSE, NULL);
  assert_counts (back, 0, 0, 2, 0);
  od_write_fixture_check (fixture);
}

static void
test_refused (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  g_autoptr (OdPeopleFileReport) two = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (take (fixture, "a,b\n1,2\n", TRUE, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_null (take (fixture, "", FALSE, &error));
  g_clear_error (&error);
  od_write_fixture_run (fixture,
                        "INSERT INTO customer (id, uid, created_at_us) VALUES (1, 'a', 1), (2, 'b', 1);"
                        "INSERT INTO contact_point (customer_id, channel, address, match_key) VALUES"
                        " (1, 'email', 'a@b.example', 'a@b.example'), (2, 'phone', '+79161234567', '+79161234567')");
  two = take (fixture, "name,email,phone\nX,a@b.example,+79161234567\n", FALSE, &error);
  g_assert_no_error (error);
  assert_counts (two, 0, 0, 0, 1); /* of two people */
}

/* What is wrong in a line is told by line and column, and all others are taken. */
static void
test_bad_values_stop_nothing (void)
{
  static const struct {
    const char *column;
    const char *reason;
  } expected[] = {
    { "tags", "a tag is too long" },
    { "tags", "too many tags" },
    { "name", "too long" },
    { "tags", "too many tags" },
  };
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  g_autoptr (GString) text = g_string_new ("name,email,tags\n");
  g_autofree char *long_tag = g_strnfill (51, 't'), *long_name = g_strnfill (201, 'n');
  g_autofree char *forty_nine = NULL, *tags = NULL;
  g_autoptr (GString) many = g_string_new ("x0");

  for (guint i = 1; i < 49; i++)
    g_string_append_printf (many, ";x%u", i);
  forty_nine = g_strdup (many->str);
  g_string_append_printf (text, "A,a@b.example,%s\n", forty_nine);
  g_string_append_printf (text, "B,b@b.example,\"good;%s\"\n", long_tag);
  g_string_append_printf (text, "C,c@b.example,%s;y1;y2\n", forty_nine);
  g_string_append_printf (text, "%s,d@b.example,\n", long_name);
  g_string_append (text, "Other,a@b.example,y1;y2\n"); /* of one who has 49 */
  g_string_append (text, "E,e@b.example,last\n");
  for (int is_preview = 1; is_preview >= 0; is_preview--)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (OdPeopleFileReport) report = take (fixture, text->str, is_preview, &error);

      g_assert_no_error (error);
      /* only who is stored already can have too many in all */
      assert_counts (report, is_preview ? 3 : 2, 0, 0, is_preview ? 3 : 4);
      for (guint i = 0; i < report->remarks->len; i++)
        {
          const OdPeopleFileRemark *remark = report->remarks->pdata[i];

          g_assert_cmpuint (remark->line, ==, i + 3);
          g_assert_cmpstr (remark->column, ==, expected[i].column);
          g_assert_cmpstr (remark->reason, ==, expected[i].reason);
        }
    }
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM customer"), ==, 2);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM customer WHERE name = 'Other'"), ==, 0);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM customer_tag"), ==, 50);
  g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT max(length(name)) FROM tag"), ==, 4);
  tags =
      od_write_fixture_ask_text (fixture, "SELECT group_concat(name) FROM tag WHERE name IN ('x48', 'last', 'good')");
  g_assert_cmpstr (tags, ==, "last,x48");
  od_write_fixture_check (fixture);
}

typedef struct {
  OdPeopleCsvJob *job;
  OdChangeSet *changes;
} Told;

static gboolean
import_told (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  Told *told = data;

  told->changes = od_change_set_ref (changes);
  return od_store_people_csv_import (db, changes, told->job, error);
}

static void
test_new_customers_are_told (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  g_autoptr (OdPeopleCsvJob) job = g_new0 (OdPeopleCsvJob, 1);
  g_autofree char *audit = NULL;
  Told told = { .job = job };

  job->path = g_build_filename (fixture->folder, "people.csv", NULL);
  job->operator_id = 1;
  job->now_us = fixture->now_us;
  g_assert_true (g_file_set_contents (job->path, "email,phone\nx@b.example,\n", -1, NULL));
  g_assert_true (od_db_read_sync (fixture->db, OD_DB_SEARCH, od_store_people_csv_read, job, NULL));
  g_assert_true (od_db_write_sync (fixture->db, import_told, &told, NULL));
  g_assert_true (
      od_change_set_has (told.changes, OD_CHANGE_CUSTOMER, od_write_fixture_ask (fixture, "SELECT id FROM customer")));
  od_change_set_unref (g_steal_pointer (&told.changes));
  g_assert_true (g_file_set_contents (job->path, "email,phone\nx@b.example,+79161234567\n", -1, NULL));
  g_clear_pointer (&job->rows, g_ptr_array_unref);
  g_assert_true (od_db_read_sync (fixture->db, OD_DB_SEARCH, od_store_people_csv_read, job, NULL));
  g_assert_true (od_db_write_sync (fixture->db, import_told, &told, NULL));
  g_assert_true (
      od_change_set_has (told.changes, OD_CHANGE_CUSTOMER, od_write_fixture_ask (fixture, "SELECT id FROM customer")));
  od_change_set_unref (told.changes);
  audit = od_write_fixture_ask_text (fixture, "SELECT group_concat(what) FROM audit WHERE subject = 'customer'");
  g_assert_cmpstr (audit, ==, "add,import");
}

typedef struct {
  OdWriteFixture *fixture;
  GCancellable *cancellable; /* (nullable): cancelled after the first slice */
  guint n_slices;
  guint n_answers; /* of questions that were asked while it ran */
  gboolean is_over;
} Export;

static gboolean
add_late (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  return sqlite3_exec (db, "INSERT INTO customer (uid, name, created_at_us) VALUES (hex (randomblob (8)), 'Late', 1)",
                       NULL, NULL, NULL) == SQLITE_OK;
}

static gboolean
ask_nothing (sqlite3 *db, gpointer data, GError **error)
{
  return TRUE;
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Export *export = user_data;

  od_db_finish (OD_DB (source), result, NULL);
  export->n_answers += !export->is_over;
}

static void
slice_cb (guint n_done, guint n_all, gpointer user_data)
{
  Export *export = user_data;

  export->n_slices++;
  g_assert_cmpuint (n_all, ==, 450);
  if (export->cancellable != NULL)
    g_cancellable_cancel (export->cancellable);
  od_db_write_async (export->fixture->db, add_late, export, NULL, answered_cb, export);
  od_db_read_async (export->fixture->db, OD_DB_SEARCH, ask_nothing, export, NULL, NULL, answered_cb, export);
}

/* It is one moment of the store, and others are served meanwhile; cut short it leaves no file. */
static void
test_export_in_slices (void)
{
  for (guint is_cancelled = 0; is_cancelled < 2; is_cancelled++)
    {
      g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
      g_autoptr (GCancellable) cancellable = is_cancelled ? g_cancellable_new () : NULL;
      g_autofree char *path = g_build_filename (fixture->folder, "out.csv", NULL), *text = NULL;
      g_autofree char *part = g_strconcat (path, ".part", NULL);
      g_autofree OdExportReport *report = NULL;
      g_autoptr (GError) error = NULL;
      StoreWait wait = { 0 };
      Export export = { .fixture = fixture, .cancellable = cancellable };
      OdExportOptions options = {
        .format = OD_EXPORT_CSV, .output = path, .fd = -1, .progress = slice_cb, .progress_data = &export
      };

      od_write_fixture_run (fixture,
                            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 450)"
                            " INSERT INTO customer (uid, name, created_at_us) SELECT 'u' || i, 'N' || i, i FROM n");
      od_export_async (fixture->db, &options, cancellable, store_wait_cb, &wait);
      report = od_export_finish (fixture->db, store_wait (&wait), &error);
      store_wait_clear (&wait);
      g_assert_cmpuint (export.n_slices, ==, is_cancelled ? 1 : 3);
      export.is_over = TRUE;
      if (is_cancelled)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, !is_cancelled);
      g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
      if (is_cancelled)
        continue;
      g_assert_cmpuint (report->n_lines, ==, 450);
      g_assert_cmpuint (export.n_answers, >=, 3);
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_null (strstr (text, "Late"));
      g_assert_cmpint (od_write_fixture_ask (fixture, "SELECT count(*) FROM customer WHERE name = 'Late'"), ==, 3);
    }
}

/* A file of a terabyte is refused by its size: nobody could read it first. */
static void
test_a_file_too_long (void)
{
  g_autoptr (OdWriteFixture) fixture = od_write_fixture_new (FALSE);
  g_autoptr (OdPeopleCsvJob) job = g_new0 (OdPeopleCsvJob, 1);
  g_autoptr (GError) error = NULL;

  job->path = g_build_filename (fixture->folder, "people.csv", NULL);
  g_assert_true (g_file_set_contents (job->path, "name\n", -1, NULL));
  g_assert_cmpint (truncate (job->path, G_GINT64_CONSTANT (1) << 40), ==, 0);
  g_assert_false (od_db_read_sync (fixture->db, OD_DB_SEARCH, od_store_people_csv_preview, job, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_free (job->path);
  job->path = g_strdup (fixture->folder);
  g_assert_false (od_db_read_sync (fixture->db, OD_DB_SEARCH, od_store_people_csv_preview, job, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/people-csv/tables", test_tables);
  g_test_add_func ("/people-csv/no-formulas", test_no_formulas);
  g_test_add_func ("/people-csv/import", test_import);
  g_test_add_func ("/people-csv/refused", test_refused);
  g_test_add_func ("/people-csv/bad-values-stop-nothing", test_bad_values_stop_nothing);
  g_test_add_func ("/people-csv/new-customers-are-told", test_new_customers_are_told);
  g_test_add_func ("/people-csv/export-in-slices", test_export_in_slices);
  g_test_add_func ("/people-csv/a-file-too-long", test_a_file_too_long);
  return g_test_run ();
}
