/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "od-error.h"
#include "od-fake-desk.h"
#include "od-temp-folder.h"
#include "od-transcript-file.h"

#define DAY_US (24 * 3600 * (gint64) G_USEC_PER_SEC)

static gint64
parse (const char *text)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

typedef struct {
  OdFakeDesk *fake;
  OdDesk *desk;
  gint64 conversation_id;
  GAsyncResult *result;
} Fixture;

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *f = user_data;

  f->result = g_object_ref (result);
}

static char *
write_range (Fixture *f, const OdTranscriptRange *range, OdTranscriptParts parts, guint *n_messages)
{
  g_autoptr (OdTranscriptSource) source = od_transcript_source_new (f->desk, f->conversation_id, "Maria", range, parts);
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;

  od_transcript_write_async (source, OD_TRANSCRIPT_TEXT, out, NULL, done_cb, f);
  while (f->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (od_transcript_write_finish (source, f->result, &error));
  g_assert_no_error (error);
  g_clear_object (&f->result);
  *n_messages = od_transcript_source_get_n_messages (source);
  g_output_stream_write_all (out, "", 1, NULL, NULL, NULL);
  g_output_stream_close (out, NULL, NULL);
  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (out));
}

/* A person with two conversations: @n messages of the first, every tenth one a note, then three of the second. */
static void
fixture_init (Fixture *f, guint n)
{
  g_autoptr (OdClock) clock = od_clock_new_fake (parse ("2026-03-10T12:00:00Z"));
  gint64 customer, account, second;

  *f = (Fixture){ .fake = od_fake_desk_new (clock) };
  customer = od_fake_desk_add_customer (f->fake, "Maria", "en", NULL);
  account = od_fake_desk_add_account (f->fake, "webchat", "Shop", NULL);
  f->conversation_id = od_fake_desk_add_conversation (f->fake, customer, account, "v1");
  second = od_fake_desk_add_conversation (f->fake, customer, account, "v2");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = g_strdup_printf ("message %05u", i);

      od_fake_desk_add_message (f->fake, f->conversation_id, i % 10 == 9 ? OD_TIMELINE_NOTE : OD_TIMELINE_IN, text,
                                parse ("2026-03-01T00:00:00Z") + i * (DAY_US / 100));
    }
  for (guint i = 0; i < 3; i++)
    od_fake_desk_add_message (f->fake, second, OD_TIMELINE_OUT, "of the other one", parse ("2026-02-01T00:00:00Z"));
  f->desk = od_fake_desk_make_desk (f->fake);
}

static void
fixture_clear (Fixture *f)
{
  od_desk_unref (f->desk);
  g_assert_finalize_object (f->fake);
}

static guint
count (const char *text, const char *what)
{
  guint n = 0;

  for (const char *p = strstr (text, what); p != NULL; p = strstr (p + 1, what))
    n++;
  return n;
}

static void
test_each_range_has_its_messages (void)
{
  const gint64 start_us = parse ("2026-03-01T00:00:00Z");
  const struct {
    const char *why;
    OdTranscriptRange range;
    OdTranscriptParts parts;
    guint n;
    const char *first, *last;
  } cases[] = {
    { "all", { OD_THREAD_CONVERSATION, OD_TRANSCRIPT_ALL, 0, 0, 0, 0 }, 0, 900, "message 00000", "message 00998" },
    { "and notes",
      { OD_THREAD_CONVERSATION, OD_TRANSCRIPT_ALL, 0, 0, 0, 0 },
      OD_TRANSCRIPT_NOTES,
      1000,
      "message 00000",
      "message 00999" },
    { "the person",
      { OD_THREAD_CUSTOMER, OD_TRANSCRIPT_ALL, 0, 0, 0, 0 },
      0,
      903,
      "of the other one",
      "message 00998" },
    { "last one", { OD_THREAD_CONVERSATION, OD_TRANSCRIPT_LAST, 0, 0, 0, 1 }, 0, 1, "message 00998", "message 00998" },
    { "last, notes do not count",
      { OD_THREAD_CONVERSATION, OD_TRANSCRIPT_LAST, 0, 0, 0, 10 },
      0,
      10,
      "message 00988",
      "message 00998" },
    { "last over pages",
      { OD_THREAD_CONVERSATION, OD_TRANSCRIPT_LAST, 0, 0, 0, 500 },
      OD_TRANSCRIPT_NOTES,
      500,
      "message 00500",
      "message 00999" },
    { "more than there are",
      { OD_THREAD_CONVERSATION, OD_TRANSCRIPT_LAST, 0, 0, 0, 5000 },
      0,
      900,
      "message 00000",
      "message 00998" },
    { "a day",
      { OD_THREAD_CONVERSATION, OD_TRANSCRIPT_DATES, start_us + DAY_US, start_us + 2 * DAY_US, 0, 0 },
      OD_TRANSCRIPT_NOTES,
      100,
      "message 00100",
      "message 00199" },
    { "no day", { OD_THREAD_CONVERSATION, OD_TRANSCRIPT_DATES, start_us - DAY_US, start_us, 0, 0 }, 0, 0, NULL, NULL },
  };
  Fixture f;

  fixture_init (&f, 1000);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint n = 0;
      g_autofree char *text = write_range (&f, &cases[i].range, cases[i].parts, &n);

      g_test_message ("%s", cases[i].why);
      g_assert_cmpuint (n, ==, cases[i].n);
      g_assert_cmpuint (count (text, "\n["), ==, cases[i].n);
      if (cases[i].n == 0)
        continue;
      g_assert_nonnull (strstr (text, cases[i].first));
      g_assert_true (strncmp (strstr (strstr (text, "\n["), ": ") + 2, cases[i].first, strlen (cases[i].first)) == 0);
      g_assert_true (g_str_has_suffix (g_strchomp (text), cases[i].last));
    }
  fixture_clear (&f);
}

static void
test_from_a_message_on (void)
{
  OdTranscriptRange range = { .scope = OD_THREAD_CONVERSATION, .kind = OD_TRANSCRIPT_FROM_MESSAGE };
  Fixture f;
  guint n;
  g_autofree char *text = NULL;
  OdMessageRow *from;

  fixture_init (&f, 100);
  from =
      od_fake_desk_add_message (f.fake, f.conversation_id, OD_TIMELINE_IN, "from here", parse ("2026-03-05T00:00:00Z"));
  range.message_id = from->id;
  for (guint i = 0; i < 450; i++)
    od_fake_desk_add_message (f.fake, f.conversation_id, OD_TIMELINE_IN, "later", parse ("2026-03-06T00:00:00Z"));
  text = write_range (&f, &range, 0, &n);
  g_assert_cmpuint (n, ==, 451);
  g_assert_cmpuint (count (text, "from here"), ==, 1);
  g_assert_cmpuint (count (text, "later"), ==, 450);
  g_assert_null (strstr (text, "message 000"));
  fixture_clear (&f);
}

/* ---- Into a file ------------------------------------------------------------- */

static gboolean
save (Fixture *f, const char *path, gboolean with_files, GCancellable *cancellable, guint *n_missing, GError **error)
{
  OdTranscriptRange range = { .scope = OD_THREAD_CONVERSATION };
  g_autoptr (OdTranscriptSource) source = od_transcript_source_new (f->desk, f->conversation_id, "Maria", &range, 0);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  gboolean saved;

  od_transcript_save_async (source, OD_TRANSCRIPT_HTML, file, with_files, cancellable, done_cb, f);
  while (f->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  saved = od_transcript_save_finish (source, f->result, n_missing, error);
  g_clear_object (&f->result);
  return saved;
}

static void
test_files_lie_beside_it (void)
{
  g_autoptr (OdTempFolder) folder = od_temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "Maria.html", NULL);
  g_autofree char *blob = g_build_filename (folder, "blob", NULL);
  g_autofree char *copy = NULL, *name = NULL, *html = NULL, *content = NULL;
  g_autoptr (GError) error = NULL;
  OdMessageRow *row;
  gint64 id;
  guint n_missing;
  Fixture f;

  fixture_init (&f, 10);
  g_assert_true (g_file_set_contents (blob, "receipt", -1, NULL));
  row = od_fake_desk_add_message (f.fake, f.conversation_id, OD_TIMELINE_IN, "", parse ("2026-03-09T00:00:00Z"));
  id = od_fake_desk_add_attachment (f.fake, row, "receipt.txt", "text/plain", 7, 0);
  od_fake_desk_set_file (f.fake, id, OD_FILE_HERE, blob);
  id = od_fake_desk_add_attachment (f.fake, row, "gone.txt", "text/plain", 7, 0);
  od_fake_desk_set_file (f.fake, id, OD_FILE_GONE, NULL);

  g_assert_true (save (&f, path, TRUE, NULL, &n_missing, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_missing, ==, 1);
  g_assert_true (g_file_get_contents (path, &html, NULL, NULL));
  name = g_strdup_printf ("Maria.html.files/%" G_GINT64_FORMAT "-receipt.txt", id - 1);
  g_assert_nonnull (strstr (html, name));
  copy = g_build_filename (folder, name, NULL);
  g_assert_true (g_file_get_contents (copy, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "receipt");
  g_assert_true (g_str_has_suffix (html, "</html>\n"));
  fixture_clear (&f);
}

static void
stop_cb (OdTranscriptSource *source, GParamSpec *pspec, GCancellable *cancellable)
{
  if (od_transcript_source_get_n_messages (source) >= 400)
    g_cancellable_cancel (cancellable);
}

static void
test_what_is_cancelled_leaves_the_old_file (void)
{
  OdTranscriptRange range = { .scope = OD_THREAD_CONVERSATION };
  g_autoptr (OdTempFolder) folder = od_temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "Maria.html", NULL);
  g_autofree char *content = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (OdTranscriptSource) source = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  Fixture f;

  fixture_init (&f, 2000);
  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  source = od_transcript_source_new (f.desk, f.conversation_id, "Maria", &range, 0);
  g_signal_connect (source, "notify::n-messages", G_CALLBACK (stop_cb), cancellable);
  od_transcript_save_async (source, OD_TRANSCRIPT_HTML, file, FALSE, cancellable, done_cb, &f);
  while (f.result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (od_transcript_save_finish (source, f.result, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&f.result);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "old");
  g_clear_object (&source);
  fixture_clear (&f);
}

static void
test_an_error_of_the_store_is_told (void)
{
  g_autoptr (OdTempFolder) folder = od_temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "Maria.html", NULL);
  g_autoptr (GError) error = NULL;
  Fixture f;

  fixture_init (&f, 10);
  od_fake_desk_fail_next (f.fake, OD_ERROR_STORE);
  g_assert_false (save (&f, path, FALSE, NULL, NULL, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_STORE);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  fixture_clear (&f);
}

/* A stream that only counts: nothing of a long transcript is kept. */
static void
test_ten_thousand_rows_need_a_page_of_memory (void)
{
  OdTranscriptRange range = { .scope = OD_THREAD_CONVERSATION };
  g_autoptr (OdTranscriptSource) source = NULL;
  Fixture f;
  guint n_pages = 0, n_max = 0;

  fixture_init (&f, 10000);
  source = od_transcript_source_new (f.desk, f.conversation_id, "Maria", &range, OD_TRANSCRIPT_NOTES);
  for (;;)
    {
      g_autoptr (GPtrArray) lines = NULL;

      od_transcript_source_next_async (source, NULL, done_cb, &f);
      while (f.result == NULL)
        g_main_context_iteration (NULL, TRUE);
      lines = od_transcript_source_next_finish (source, f.result, NULL);
      g_clear_object (&f.result);
      if (lines == NULL)
        break;
      n_pages++;
      n_max = MAX (n_max, lines->len);
    }
  g_assert_cmpuint (od_transcript_source_get_n_messages (source), ==, 10000);
  g_assert_cmpuint (n_pages, ==, 50);
  g_assert_cmpuint (n_max, <=, 210); /* a page of rows and its headings, never more */
  g_clear_object (&source);
  fixture_clear (&f);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transcript-source/ranges", test_each_range_has_its_messages);
  g_test_add_func ("/transcript-source/from-message", test_from_a_message_on);
  g_test_add_func ("/transcript-source/files", test_files_lie_beside_it);
  g_test_add_func ("/transcript-source/cancel", test_what_is_cancelled_leaves_the_old_file);
  g_test_add_func ("/transcript-source/error", test_an_error_of_the_store_is_told);
  g_test_add_func ("/transcript-source/memory", test_ten_thousand_rows_need_a_page_of_memory);
  return g_test_run ();
}
