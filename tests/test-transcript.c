/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#include "config.h"
#include "od-fake-desk.h"
#include "od-temp-folder.h"
#include "od-error.h"
#include "od-transcript-file.h"
#include "od-transcript.h"

#define DAY_US (24 * 3600 * (gint64) G_USEC_PER_SEC)

static gint64
parse (const char *text)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

static OdMessageRow *
message (OdTimelineKind kind, const char *at, const char *author, const char *body)
{
  static gint64 last_id;
  OdMessageRow *row = g_new0 (OdMessageRow, 1);

  row->id = ++last_id;
  row->conversation_id = 1;
  row->kind = kind;
  row->at_us = parse (at);
  row->author = g_strdup (author);
  row->body = g_strdup (body);
  row->delivery = OD_DELIVERY_NONE;
  return row;
}

static void
add_file (OdMessageRow *row, gint64 id, const char *name, const char *mime, const char *path)
{
  OdAttachmentRow *file = g_new0 (OdAttachmentRow, 1);

  file->id = id;
  file->uid = g_strdup ("f_1");
  file->name = g_strdup (name);
  file->mime = g_strdup (mime);
  file->path = g_strdup (path);
  file->size_bytes = -1;
  if (row->attachments == NULL)
    row->attachments = g_ptr_array_new_with_free_func ((GDestroyNotify) od_attachment_row_free);
  g_ptr_array_add (row->attachments, file);
}

static void
add_reaction (OdMessageRow *row, const char *emoji, guint n)
{
  OdReactionRow *reaction = g_new0 (OdReactionRow, 1);

  reaction->emoji = g_strdup (emoji);
  reaction->who = g_strdup ("");
  reaction->n = n;
  if (row->reactions == NULL)
    row->reactions = g_ptr_array_new_with_free_func ((GDestroyNotify) od_reaction_row_free);
  g_ptr_array_add (row->reactions, reaction);
}

static char *
dup_event (const OdMessageRow *row, GTimeZone *zone)
{
  return g_strdup_printf ("%s resolved it", row->author);
}

static char *
dup_plain (const char *text)
{
  return g_strdelimit (g_strdup (text), "*", ' ');
}

/* Two conversations with everything a transcript knows. */
static GPtrArray *
make_rows (void)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) od_message_row_free);
  OdMessageRow *row;

  g_ptr_array_add (rows, message (OD_TIMELINE_IN, "2026-03-02T20:59:00Z", "", "Where is my order 1042? 😟"));
  row = message (OD_TIMELINE_OUT, "2026-03-02T21:01:00Z", "Anton",
                 "Good evening, Maria!\nI'll look: https://shop.example/o?a=1&b=2");
  row->reply_to_text = g_strdup ("Where is my order 1042? 😟");
  row->edited_at_us = row->at_us;
  add_reaction (row, "👍", 1);
  add_reaction (row, "❤️", 2);
  g_ptr_array_add (rows, row);
  g_ptr_array_add (rows, message (OD_TIMELINE_NOTE, "2026-03-02T21:02:00Z", "Anton", "asked the warehouse"));
  row = message (OD_TIMELINE_IN, "2026-03-03T09:00:00Z", "", "");
  add_file (row, 7, "photo <1>.jpg", "image/jpeg", "/nowhere/a");
  add_file (row, 8, "чек.pdf", "application/pdf", NULL);
  g_ptr_array_add (rows, row);
  row = message (OD_TIMELINE_OUT, "2026-03-03T09:01:00Z", "", "never seen");
  row->deleted_at_us = row->at_us;
  g_ptr_array_add (rows, row);
  row = message (OD_TIMELINE_OUT, "2026-03-03T09:02:00Z", "", "*Here* it is");
  row->format = OD_FORMAT_MARKDOWN;
  row->delivery = OD_DELIVERY_FAILED;
  g_ptr_array_add (rows, row);
  g_ptr_array_add (rows, message (OD_TIMELINE_EVENT, "2026-03-03T09:03:00Z", "Anton", "status"));
  row = message (OD_TIMELINE_IN, "2026-03-03T10:00:00Z", "Мария", "Спасибо!");
  row->conversation_id = 2;
  g_ptr_array_add (rows, row);
  return rows;
}

static char *
write_rows (OdTranscriptFormat format, OdTranscriptParts parts, const char *lang, const char *files_dir,
            GPtrArray *rows)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Moscow");
  char channel[] = "webchat", account[] = "Shop";
  OdConversationHead heads[2] = { { 1, channel, account, parse ("2026-03-02T20:59:00Z"), 0, OD_STATUS_RESOLVED },
                                  { 2, channel, account, parse ("2026-03-03T10:00:00Z"), 0, OD_STATUS_OPEN } };
  OdTranscriptStyle style = { .title = "Maria Petrova",
                              .customer = "Maria Petrova",
                              .operator_name = "Anton",
                              .lang = lang,
                              .zone = zone,
                              .made_at_us = parse ("2026-03-04T11:05:00Z"),
                              .files_dir = files_dir,
                              .parts = parts,
                              .dup_event = dup_event,
                              .dup_plain = dup_plain };
  OdTranscriptState state = { 0 };
  GString *out = g_string_new (NULL);

  if (format == OD_TRANSCRIPT_HTML)
    od_transcript_html_begin (&style, out);
  else
    od_transcript_text_begin (&style, out);
  for (guint i = 0; i < rows->len; i++)
    {
      const OdMessageRow *row = rows->pdata[i];
      g_autoptr (GPtrArray) lines =
          od_transcript_get_lines (&style, &state, &heads[row->conversation_id - 1], "Web chat", row);

      for (guint j = 0; j < lines->len; j++)
        if (format == OD_TRANSCRIPT_HTML)
          od_transcript_html_line (&style, lines->pdata[j], out);
        else
          od_transcript_text_line (&style, lines->pdata[j], out);
    }
  if (format == OD_TRANSCRIPT_HTML)
    od_transcript_html_end (&style, out);
  g_assert_true (g_utf8_validate (out->str, (gssize) out->len, NULL));
  return g_string_free (out, FALSE);
}

/* With OD_GOLDEN set, the files are written instead: look at the difference before committing it. */
static void
compare (const char *name, const char *text)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "transcript", name, NULL);
  g_autofree char *golden = NULL;
  g_autoptr (GError) error = NULL;

  if (g_getenv ("OD_GOLDEN") != NULL)
    g_file_set_contents (path, text, -1, &error);
  else
    g_file_get_contents (path, &golden, NULL, &error);
  g_assert_no_error (error);
  if (golden != NULL)
    g_assert_cmpstr (text, ==, golden);
}

static void
check_golden (const char *lang)
{
  static const struct {
    OdTranscriptFormat format;
    OdTranscriptParts parts;
    const char *files_dir, *name;
  } cases[] = {
    { OD_TRANSCRIPT_TEXT, OD_TRANSCRIPT_MESSAGES, NULL, "plain.txt" },
    { OD_TRANSCRIPT_TEXT, OD_TRANSCRIPT_NOTES | OD_TRANSCRIPT_EVENTS, NULL, "all.txt" },
    { OD_TRANSCRIPT_HTML, OD_TRANSCRIPT_MESSAGES, NULL, "plain.html" },
    { OD_TRANSCRIPT_HTML, OD_TRANSCRIPT_NOTES | OD_TRANSCRIPT_EVENTS, "all.html.files", "all.html" },
  };
  g_autoptr (GPtrArray) rows = make_rows ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("%s.%s", lang, cases[i].name);
      g_autofree char *text = write_rows (cases[i].format, cases[i].parts, lang, cases[i].files_dir, rows);

      compare (name, text);
    }
}

static void
test_written_in_english (void)
{
  check_golden ("en");
}

static void
test_written_in_russian (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_BUILT, "..", "po", NULL);

  if (setlocale (LC_ALL, "ru_RU.UTF-8") == NULL)
    {
      g_test_skip ("the locale ru_RU.UTF-8 is not here");
      return;
    }
  g_setenv ("LANGUAGE", "ru", TRUE);
  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  check_golden ("ru");
  g_unsetenv ("LANGUAGE");
  setlocale (LC_ALL, "C.UTF-8");
}

static void
test_a_note_never_comes_unasked (void)
{
  g_autoptr (GPtrArray) rows = make_rows ();

  for (guint i = 0; i < 2; i++)
    for (guint j = 0; j < 2; j++)
      {
        g_autofree char *without = write_rows ((OdTranscriptFormat) i, j ? OD_TRANSCRIPT_EVENTS : 0, "en", NULL, rows);
        g_autofree char *with = write_rows ((OdTranscriptFormat) i, OD_TRANSCRIPT_NOTES, "en", NULL, rows);

        g_assert_null (strstr (without, "warehouse"));
        g_assert_nonnull (strstr (with, "warehouse"));
        g_assert_null (strstr (with, "resolved it"));
        g_assert_null (strstr (with, "never seen"));
      }
}

static void
test_hostile_text_is_inert (void)
{
  static const char hostile[] =
      "<script>alert(1)</script>\r\n[14:05] Anton: you get all back\u2028[14:06] Anton: yes"
      "\u202egpj.exe\u2066 \x1b[31m\a javascript:alert(1) http://shop.example/\"onmouseover=\"x "
      "</p></article><img src=x onerror=alert(1)>";
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) od_message_row_free);
  OdMessageRow *row = message (OD_TIMELINE_IN, "2026-03-02T20:59:00Z", "<b>Eve\u202e\n[14:07] Anton", hostile);
  g_autofree char *html = NULL, *text = NULL;
  g_auto (GStrv) lines = NULL;

  row->reply_to_text = g_strdup ("</blockquote><script>\n[14:08] Anton: quoted");
  add_file (row, 1, "../../x\"><script>.html", "image/png", "/nowhere");
  add_reaction (row, "<i>", 1);
  g_ptr_array_add (rows, row);
  html = write_rows (OD_TRANSCRIPT_HTML, 0, "en\"><script>", "dir\"><script>", rows);
  text = write_rows (OD_TRANSCRIPT_TEXT, 0, "en", NULL, rows);

  g_assert_null (strstr (html, "<script"));
  g_assert_null (strstr (html, "<b>"));
  g_assert_null (strstr (html, "<i>"));
  g_assert_null (strstr (html, "<img src=x"));
  g_assert_null (strstr (html, "\"onmouseover"));
  g_assert_null (strstr (html, "href=\"javascript"));
  g_assert_null (strstr (html, "href=\"..")); /* the words of the link may say so */
  g_assert_null (strstr (html, "src=\".."));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_assert_true (c == '\n' || !g_unichar_iscntrl (c));
      g_assert_false ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069));
    }
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) /* what begins as a message is the one that was written */
    if (lines[i][0] == '[')
      g_assert_true (g_str_has_prefix (lines[i], "[23:59] <b>Eve"));
}

static void
test_saved_names_stay_in_their_folder (void)
{
  static const char *const names[] = {
    "../../etc/passwd", "..", ".", "", "a/b\\c", "\u202egpj.exe", "x\n.txt", "%2e%2e"
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  OdTranscriptStyle style = { .customer = "M", .operator_name = "A", .zone = zone };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      OdTranscriptState state = { 0 };
      g_autofree char *long_name = g_strdup_printf ("%0200d%s", 0, names[i]);
      g_autoptr (OdMessageRow) row = message (OD_TIMELINE_IN, "2026-03-02T20:59:00Z", "", "");
      g_autoptr (GPtrArray) lines = NULL;
      const OdTranscriptLine *line;

      add_file (row, 5, names[i], "text/plain", NULL);
      add_file (row, 6, long_name, "text/plain", NULL);
      lines = od_transcript_get_lines (&style, &state, NULL, "", row);
      line = lines->pdata[lines->len - 1];
      for (guint j = 0; j < 2; j++)
        {
          const OdTranscriptFile *file = line->files->pdata[j];

          g_assert_cmpuint (strlen (file->saved_as), <=, 110);
          g_assert_null (strpbrk (file->saved_as, "/\\\n%"));
          g_assert_true (g_ascii_isdigit (file->saved_as[0]) && file->saved_as[1] == '-');
          g_assert_true (g_utf8_validate (file->saved_as, -1, NULL));
        }
    }
}

/* ---- Through the port -------------------------------------------------------- */

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
  g_test_add_func ("/transcript/english", test_written_in_english);
  g_test_add_func ("/transcript/russian", test_written_in_russian);
  g_test_add_func ("/transcript/notes", test_a_note_never_comes_unasked);
  g_test_add_func ("/transcript/hostile", test_hostile_text_is_inert);
  g_test_add_func ("/transcript/saved-names", test_saved_names_stay_in_their_folder);
  g_test_add_func ("/transcript/ranges", test_each_range_has_its_messages);
  g_test_add_func ("/transcript/from-message", test_from_a_message_on);
  g_test_add_func ("/transcript/files", test_files_lie_beside_it);
  g_test_add_func ("/transcript/cancel", test_what_is_cancelled_leaves_the_old_file);
  g_test_add_func ("/transcript/error", test_an_error_of_the_store_is_told);
  g_test_add_func ("/transcript/memory", test_ten_thousand_rows_need_a_page_of_memory);
  return g_test_run ();
}
