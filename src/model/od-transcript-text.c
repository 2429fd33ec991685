/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-transcript.h"

#include <glib/gi18n.h>

/* A further line of a message never begins where a message does: nobody can write one that looks like another's. */
#define INDENT "        "

/**
 * od_transcript_text_begin:
 * @out: what is added to
 *
 * A transcript as plain text. There is nothing to write at its end.
 */
void
od_transcript_text_begin (const OdTranscriptStyle *style, GString *out)
{
  g_autofree char *title = od_transcript_clean (style->title, TRUE);
  g_autofree char *made = od_transcript_dup_made (style);

  g_string_append_printf (out, "%s\n%s\n", title, made);
}

static void
append_indented (GString *out, const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      g_string_append_c (out, *p);
      if (*p == '\n')
        g_string_append (out, INDENT);
    }
}

static void
append_who (const OdTranscriptLine *line, GString *out)
{
  g_string_append_printf (out, "[%s] ", line->time);
  if (line->kind == OD_TRANSCRIPT_EVENT)
    g_string_append (out, "* ");
  else if (line->kind == OD_TRANSCRIPT_NOTE)
    /* TRANSLATORS: who wrote a private note, in a transcript */
    g_string_append_printf (out, _ ("Note by %s"), line->author);
  else
    g_string_append (out, line->author);
  if (line->marks != NULL)
    g_string_append_printf (out, " (%s)", line->marks);
  if (line->kind != OD_TRANSCRIPT_EVENT)
    g_string_append (out, ": ");
}

static void
append_heading (const OdTranscriptLine *line, GString *out)
{
  if (line->kind == OD_TRANSCRIPT_DIVIDER)
    g_string_append_printf (out, "\n==== %s ====\n", line->text);
  else
    g_string_append_printf (out, "\n%s\n\n", line->text);
}

/**
 * od_transcript_text_line:
 * @line: the next one
 * @out: what is added to
 */
void
od_transcript_text_line (const OdTranscriptStyle *style, const OdTranscriptLine *line, GString *out)
{
  (void) style;
  if (line->kind == OD_TRANSCRIPT_DIVIDER || line->kind == OD_TRANSCRIPT_DAY)
    {
      append_heading (line, out);
      return;
    }
  append_who (line, out);
  if (line->quote != NULL)
    g_string_append_printf (out, "> %s\n" INDENT, line->quote);
  append_indented (out, line->text);
  for (guint i = 0; line->files != NULL && i < line->files->len; i++)
    {
      const OdTranscriptFile *file = g_ptr_array_index (line->files, i);

      if (i > 0 || *line->text != '\0')
        g_string_append (out, "\n" INDENT);
      /* TRANSLATORS: a file of a message in a transcript: "File: photo.jpg (120 kB)" */
      g_string_append_printf (out, _ ("File: %s"), file->words);
    }
  if (line->reactions != NULL)
    g_string_append_printf (out, "\n" INDENT "%s", line->reactions);
  g_string_append_c (out, '\n');
}
