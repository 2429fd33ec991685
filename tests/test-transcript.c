/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>

#include "config.h"
#include "od-transcript-file.h"
#include "od-transcript.h"

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
  OdConversationHead heads[2] = { { 1, 0, channel, account, parse ("2026-03-02T20:59:00Z"), 0, OD_STATUS_RESOLVED },
                                  { 2, 0, channel, account, parse ("2026-03-03T10:00:00Z"), 0, OD_STATUS_OPEN } };
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
test_the_customer_reads_what_was_sent (void)
{
  for (guint delivery = 0; delivery < OD_N_DELIVERY; delivery++)
    {
      g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) od_message_row_free);
      OdMessageRow *row = message (OD_TIMELINE_OUT, "2026-03-02T20:59:00Z", "Anton", "not to be read yet");
      gboolean has_left = delivery == OD_DELIVERY_NONE || delivery == OD_DELIVERY_SENT ||
                          delivery == OD_DELIVERY_DELIVERED || delivery == OD_DELIVERY_READ;
      g_autofree char *ours = NULL;

      row->delivery = (OdDelivery) delivery;
      g_ptr_array_add (rows, row);
      g_ptr_array_add (rows, message (OD_TIMELINE_IN, "2026-03-02T21:59:00Z", "", "question"));
      for (guint i = 0; i < 4; i++)
        {
          g_autofree char *text =
              write_rows ((OdTranscriptFormat) (i & 1), i & 2 ? OD_TRANSCRIPT_EVENTS : 0, "en", NULL, rows);

          g_test_message ("%s", od_delivery_get_name ((OdDelivery) delivery));
          g_assert_cmpint (strstr (text, "to be read") != NULL, ==, has_left);
          g_assert_null (strstr (text, "Shop")); /* the account's name is ours */
        }
      ours = write_rows (OD_TRANSCRIPT_TEXT, OD_TRANSCRIPT_NOTES, "en", NULL, rows);
      g_assert_nonnull (strstr (ours, "to be read"));
      g_assert_nonnull (strstr (ours, "Shop"));
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

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transcript/english", test_written_in_english);
  g_test_add_func ("/transcript/russian", test_written_in_russian);
  g_test_add_func ("/transcript/notes", test_a_note_never_comes_unasked);
  g_test_add_func ("/transcript/not-sent", test_the_customer_reads_what_was_sent);
  g_test_add_func ("/transcript/hostile", test_hostile_text_is_inert);
  g_test_add_func ("/transcript/saved-names", test_saved_names_stay_in_their_folder);
  return g_test_run ();
}
