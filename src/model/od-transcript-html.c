/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-transcript.h"

#include <glib/gi18n.h>
#include <string.h>

#include "od-text.h"

static const char style_sheet[] =
    ":root { color-scheme: light dark; --paper: #ffffff; --ink: #1d1d20; --dim: #6a6a70; --in: #f0f0f2; --out: #dcebff;\n"
    "  --note: #fff3c4; --line: #d5d5da; }\n"
    "@media (prefers-color-scheme: dark) { :root { --paper: #1e1e22; --ink: #f2f2f4; --dim: #a5a5ad; --in: #2d2d33;\n"
    "  --out: #1c3d66; --note: #4a3f16; --line: #45454d; } }\n"
    "body { margin: 0 auto; max-width: 46rem; padding: 1.5rem 1rem; background: var(--paper); color: var(--ink);\n"
    "  font: 1rem/1.45 system-ui, sans-serif; }\n"
    "header p, time, .marks, .files, footer { color: var(--dim); font-size: 0.875rem; }\n"
    "h1 { font-size: 1.4rem; margin: 0; }\n"
    "h2 { border-top: 1px solid var(--line); margin: 2rem 0 0; padding-top: 1rem; font-size: 1rem; }\n"
    "h3 { margin: 1.25rem 0 0.5rem; font-size: 0.875rem; color: var(--dim); text-align: center; }\n"
    "article { margin: 0.5rem 15% 0.5rem 0; padding: 0.5rem 0.75rem; border-radius: 0.75rem; background: var(--in);\n"
    "  break-inside: avoid-page; overflow-wrap: anywhere; }\n"
    "article.out { margin: 0.5rem 0 0.5rem 15%; background: var(--out); }\n"
    "article.note { margin: 0.5rem 0 0.5rem 15%; background: var(--note); border: 1px dashed var(--dim); }\n"
    "article p { margin: 0.15rem 0 0; white-space: pre-wrap; }\n"
    "p.event { margin: 0.5rem 0; color: var(--dim); font-size: 0.875rem; text-align: center; }\n"
    "blockquote { margin: 0.25rem 0; padding-left: 0.6rem; border-left: 3px solid var(--dim); color: var(--dim); }\n"
    "ul { margin: 0.25rem 0 0; padding: 0; list-style: none; }\n"
    "img { display: block; max-width: 100%; max-height: 24rem; border-radius: 0.5rem; }\n"
    "a { color: inherit; }\n"
    "@media print { body { max-width: none; } article { border: 1px solid var(--line); } }\n";

static void
append_escaped (GString *out, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append (out, escaped);
}

/**
 * od_transcript_html_begin:
 * @out: what is added to
 *
 * A transcript as one file of HTML that fetches nothing and runs nothing: its own policy forbids both. It follows the reader's
 * light or dark and prints.
 */
void
od_transcript_html_begin (const OdTranscriptStyle *style, GString *out)
{
  g_autofree char *title = od_transcript_clean (style->title, TRUE);
  g_autofree char *made = od_transcript_dup_made (style);

  g_string_append (out, "<!DOCTYPE html>\n<html lang=\"");
  append_escaped (out, style->lang);
  g_string_append (out,
                   "\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self' file:; "
                   "style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                   "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
  append_escaped (out, title);
  g_string_append_printf (out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<header>\n<h1><bdi>", style_sheet);
  append_escaped (out, title);
  g_string_append (out, "</bdi></h1>\n<p>");
  append_escaped (out, made);
  g_string_append (out, "</p>\n</header>\n<main>\n");
}

static void
append_linked (GString *out, const char *text)
{
  g_autoptr (GArray) links = od_text_find_links (text);
  gsize from = 0;

  for (guint i = 0; i < links->len; i++)
    {
      const OdTextLink *link = &g_array_index (links, OdTextLink, i);
      g_autofree char *before = g_markup_escape_text (text + from, (gssize) (link->start_byte - from));
      g_autofree char *words =
          g_markup_escape_text (text + link->start_byte, (gssize) (link->end_byte - link->start_byte));
      g_autofree char *url = g_markup_escape_text (link->url, -1);

      g_string_append_printf (out, "%s<a href=\"%s\" rel=\"noreferrer noopener\">%s</a>", before, url, words);
      from = link->end_byte;
    }
  append_escaped (out, text + from);
}

static gboolean
is_picture (const OdTranscriptFile *file)
{
  static const char *const mimes[] = { "image/png", "image/jpeg", "image/gif", "image/webp", NULL };

  return g_strv_contains (mimes, file->mime);
}

static void
append_files (const OdTranscriptStyle *style, const GPtrArray *files, GString *out)
{
  g_string_append (out, "<ul class=\"files\">\n");
  for (guint i = 0; i < files->len; i++)
    {
      const OdTranscriptFile *file = g_ptr_array_index (files, i);

      g_string_append (out, "<li>");
      if (style->files_dir != NULL && file->path != NULL)
        {
          g_autofree char *place = g_build_filename (style->files_dir, file->saved_as, NULL);
          g_autofree char *url = g_uri_escape_string (place, "/", FALSE);

          g_string_append_printf (out, "<a href=\"%s\">", url);
          if (is_picture (file))
            g_string_append_printf (out, "<img src=\"%s\" alt=\"\" loading=\"lazy\">", url);
          append_escaped (out, file->words);
          g_string_append (out, "</a>");
        }
      else
        append_escaped (out, file->words);
      g_string_append (out, "</li>\n");
    }
  g_string_append (out, "</ul>\n");
}

static void
append_message (const OdTranscriptStyle *style, const OdTranscriptLine *line, GString *out)
{
  const char *class = line->kind == OD_TRANSCRIPT_IN ? "in" : line->kind == OD_TRANSCRIPT_NOTE ? "note" : "out";

  g_string_append_printf (out, "<article class=\"%s\">\n<strong><bdi>", class);
  append_escaped (out, line->author);
  g_string_append_printf (out, "</bdi></strong> <time>%s</time>", line->time);
  if (line->kind == OD_TRANSCRIPT_NOTE)
    g_string_append_printf (out, " <span class=\"marks\">%s</span>", _ ("Private note"));
  if (line->marks != NULL)
    g_string_append_printf (out, " <span class=\"marks\">%s</span>", line->marks);
  g_string_append_c (out, '\n');
  if (line->quote != NULL)
    {
      g_string_append (out, "<blockquote dir=\"auto\">");
      append_escaped (out, line->quote);
      g_string_append (out, "</blockquote>\n");
    }
  if (*line->text != '\0')
    {
      g_string_append (out, "<p dir=\"auto\">");
      append_linked (out, line->text);
      g_string_append (out, "</p>\n");
    }
  if (line->files != NULL)
    append_files (style, line->files, out);
  if (line->reactions != NULL)
    {
      g_string_append (out, "<p class=\"marks\">");
      append_escaped (out, line->reactions);
      g_string_append (out, "</p>\n");
    }
  g_string_append (out, "</article>\n");
}

static void
append_heading (const char *open, const char *text, const char *close, GString *out)
{
  g_string_append (out, open);
  append_escaped (out, text);
  g_string_append (out, close);
}

/**
 * od_transcript_html_line:
 * @line: the next one
 * @out: what is added to
 */
void
od_transcript_html_line (const OdTranscriptStyle *style, const OdTranscriptLine *line, GString *out)
{
  switch (line->kind)
    {
    case OD_TRANSCRIPT_DIVIDER:
      append_heading ("<h2>", line->text, "</h2>\n", out);
      break;
    case OD_TRANSCRIPT_DAY:
      append_heading ("<h3>", line->text, "</h3>\n", out);
      break;
    case OD_TRANSCRIPT_EVENT:
      g_string_append_printf (out, "<p class=\"event\"><time>%s</time> ", line->time);
      append_heading ("", line->text, "</p>\n", out);
      break;
    case OD_TRANSCRIPT_IN:
    case OD_TRANSCRIPT_OUT:
    case OD_TRANSCRIPT_NOTE:
    default:
      append_message (style, line, out);
      break;
    }
}

/**
 * od_transcript_html_end:
 * @out: what is added to
 */
void
od_transcript_html_end (const OdTranscriptStyle *style, GString *out)
{
  (void) style;
  g_string_append (out, "</main>\n</body>\n</html>\n");
}
