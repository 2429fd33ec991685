/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-transcript.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_FILE_NAME_BYTES 100

static void
file_free (OdTranscriptFile *file)
{
  g_free (file->words);
  g_free (file->saved_as);
  g_free (file->path);
  g_free (file->mime);
  g_free (file);
}

void
od_transcript_line_free (OdTranscriptLine *self)
{
  g_free (self->time);
  g_free (self->author);
  g_free (self->text);
  g_free (self->quote);
  g_free (self->marks);
  g_free (self->reactions);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_free (self);
}

static gboolean
is_line_end (gunichar c)
{
  return c == '\n' || c == '\r' || c == 0x0B || c == 0x0C || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/**
 * od_transcript_clean:
 * @text: any text from outside
 * @is_one_line: whether line ends become spaces
 *
 * Takes out what nobody can see or what turns the direction of the text behind it: control and format characters. The joiners
 * stay: Persian and emoji need them. Bytes that are not UTF-8 become U+FFFD, line ends of all kinds one "\n".
 *
 * Returns: (transfer full)
 */
char *
od_transcript_clean (const char *text, gboolean is_one_line)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *out = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      GUnicodeType type = c < 0x20 ? G_UNICODE_CONTROL : g_unichar_type (c);

      if (c == '\r' && p[1] == '\n')
        continue;
      if (is_line_end (c))
        g_string_append_c (out, is_one_line ? ' ' : '\n');
      else if (c == '\t')
        g_string_append_c (out, ' ');
      else if (c == 0x200C || c == 0x200D || (type != G_UNICODE_CONTROL && type != G_UNICODE_FORMAT))
        g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

static char *
format (gint64 at_us, GTimeZone *zone, const char *pattern)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) at = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;

  return at != NULL ? g_date_time_format (at, pattern) : g_strdup ("");
}

static gint64
day_of (gint64 at_us, GTimeZone *zone)
{
  gint64 at_s = at_us / G_USEC_PER_SEC;
  gint32 offset_s = g_time_zone_get_offset (zone, g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, at_s));
  gint64 local_s = at_s + offset_s;

  return local_s >= 0 ? local_s / 86400 : -((86399 - local_s) / 86400);
}

/**
 * od_transcript_dup_made:
 *
 * Returns: (transfer full): when and in whose time it was made: "Transcript of 3 March 2026, 14:05 (MSK)"
 */
char *
od_transcript_dup_made (const OdTranscriptStyle *style)
{
  /* TRANSLATORS: for g_date_time_format(): "3 March 2026, 14:05 (MSK)" */
  g_autofree char *at = format (style->made_at_us, style->zone, _ ("%-d %B %Y, %H:%M (%Z)"));

  /* TRANSLATORS: %s is a date and a time */
  return g_strdup_printf (_ ("Transcript of %s"), at);
}

/* A transcript with notes stays with us; one without them can be for the customer's eyes. */
static gboolean
is_internal (const OdTranscriptStyle *style)
{
  return (style->parts & OD_TRANSCRIPT_NOTES) != 0;
}

static gboolean
has_left (const OdMessageRow *row)
{
  return row->delivery == OD_DELIVERY_NONE || row->delivery == OD_DELIVERY_SENT ||
         row->delivery == OD_DELIVERY_DELIVERED || row->delivery == OD_DELIVERY_READ;
}

/**
 * od_transcript_wants:
 *
 * Returns: whether a row belongs into a transcript of this style. A note never does unless it is asked for, and a reply
 *   that did not leave for sure only where notes do.
 */
gboolean
od_transcript_wants (const OdTranscriptStyle *style, const OdMessageRow *row)
{
  switch (row->kind)
    {
    case OD_TIMELINE_NOTE:
      return (style->parts & OD_TRANSCRIPT_NOTES) != 0;
    case OD_TIMELINE_EVENT:
      return (style->parts & OD_TRANSCRIPT_EVENTS) != 0 && style->dup_event != NULL;
    case OD_TIMELINE_OUT:
      return is_internal (style) || has_left (row);
    case OD_TIMELINE_IN:
    case OD_TIMELINE_CALL:
    default:
      return TRUE;
    }
}

static OdTranscriptLine *
heading (OdTranscriptKind kind, char *text)
{
  OdTranscriptLine *line = g_new0 (OdTranscriptLine, 1);

  line->kind = kind;
  line->time = g_strdup ("");
  line->author = g_strdup ("");
  line->text = text;
  return line;
}

static char *
divider_text (const OdTranscriptStyle *style, const OdConversationHead *head, const char *channel_name)
{
  g_autofree char *account = od_transcript_clean (head->account_name, TRUE);
  g_autofree char *day = format (head->created_at_us, style->zone, _ ("%-d %B %Y"));

  if (*account == '\0' || g_str_equal (account, channel_name) || !is_internal (style)) /* we call it so, nobody else */
    return g_strjoin (" · ", channel_name, day, NULL);
  return g_strjoin (" · ", channel_name, account, day, NULL);
}

/* "7-photo.jpg": the row makes it unique, and whatever could be a folder or a hidden file is no part of it. */
static char *
saved_name (const OdAttachmentRow *row)
{
  g_autofree char *clean = od_transcript_clean (row->name, TRUE);
  g_autofree char *name = g_strdelimit (g_steal_pointer (&clean), "/\\:*?\"<>|%#&", '_');
  const char *end = name;
  gsize len = strlen (name);

  while (len > MAX_FILE_NAME_BYTES || (*end & 0xC0) == 0x80) /* the end says what kind of file it is */
    len--, end++;
  return g_strdup_printf ("%" G_GINT64_FORMAT "-%s", row->id, end);
}

static OdTranscriptFile *
file_new (const OdAttachmentRow *row)
{
  OdTranscriptFile *file = g_new0 (OdTranscriptFile, 1);
  g_autofree char *name = od_transcript_clean (row->name, TRUE);
  g_autofree char *size = row->size_bytes >= 0 ? g_format_size ((guint64) row->size_bytes) : NULL;

  file->words = size != NULL ? g_strdup_printf ("%s (%s)", name, size) : g_steal_pointer (&name);
  file->saved_as = saved_name (row);
  file->path = g_strdup (row->path);
  file->mime = g_strdup (row->mime);
  return file;
}

static char *
reactions_text (const GPtrArray *reactions)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < reactions->len; i++)
    {
      const OdReactionRow *reaction = g_ptr_array_index (reactions, i);
      g_autofree char *emoji = od_transcript_clean (reaction->emoji, TRUE);

      g_string_append_printf (out, "%s%s", i > 0 ? "  " : "", emoji);
      if (reaction->n > 1)
        g_string_append_printf (out, " %u", reaction->n);
    }
  return g_string_free (out, FALSE);
}

static const char *
marks_of (const OdMessageRow *row)
{
  if (row->kind == OD_TIMELINE_OUT && row->delivery == OD_DELIVERY_FAILED)
    return _ ("not sent");
  if (row->kind == OD_TIMELINE_OUT && row->delivery == OD_DELIVERY_UNCONFIRMED)
    return _ ("may have been sent");
  if (row->kind == OD_TIMELINE_OUT && (row->delivery == OD_DELIVERY_QUEUED || row->delivery == OD_DELIVERY_HELD))
    return _ ("not sent yet");
  /* TRANSLATORS: mark behind a message: it was changed after it was sent */
  return row->edited_at_us != 0 ? C_ ("message", "edited") : NULL;
}

static char *
author_of (const OdTranscriptStyle *style, const OdMessageRow *row)
{
  const char *author = row->author;

  if (*author == '\0')
    author = row->kind == OD_TIMELINE_IN ? style->customer : style->operator_name;
  return od_transcript_clean (author, TRUE);
}

static OdTranscriptKind
kind_of (OdTimelineKind kind)
{
  switch (kind)
    {
    case OD_TIMELINE_OUT:
      return OD_TRANSCRIPT_OUT;
    case OD_TIMELINE_NOTE:
      return OD_TRANSCRIPT_NOTE;
    case OD_TIMELINE_EVENT:
      return OD_TRANSCRIPT_EVENT;
    case OD_TIMELINE_IN:
    case OD_TIMELINE_CALL:
    default:
      return OD_TRANSCRIPT_IN;
    }
}

static void
fill_message (const OdTranscriptStyle *style, const OdMessageRow *row, OdTranscriptLine *line)
{
  g_autofree char *plain = NULL;

  if (row->deleted_at_us != 0)
    {
      line->text = g_strdup (_ ("Message deleted"));
      return;
    }
  if (row->format == OD_FORMAT_MARKDOWN && style->dup_plain != NULL)
    plain = style->dup_plain (row->body);
  line->text = g_strchomp (od_transcript_clean (plain != NULL ? plain : row->body, FALSE));
  line->marks = g_strdup (marks_of (row));
  if (row->reply_to_text != NULL)
    line->quote = od_transcript_clean (row->reply_to_text, TRUE);
  if (row->reactions != NULL && row->reactions->len > 0)
    line->reactions = reactions_text (row->reactions);
  if (row->attachments == NULL || row->attachments->len == 0)
    return;
  line->files = g_ptr_array_new_with_free_func ((GDestroyNotify) file_free);
  for (guint i = 0; i < row->attachments->len; i++)
    g_ptr_array_add (line->files, file_new (g_ptr_array_index (row->attachments, i)));
}

/**
 * od_transcript_get_lines:
 * @state: of the transcript, moved on
 * @head: (nullable): the row's conversation; NULL leaves dividers out
 * @channel_name: as people call its channel
 * @row: the next row, oldest first
 *
 * Returns: (transfer full) (element-type OdTranscriptLine): what is to be written for it, headings first; nothing if the row
 * doesn't belong here
 */
GPtrArray *
od_transcript_get_lines (const OdTranscriptStyle *style, OdTranscriptState *state, const OdConversationHead *head,
                         const char *channel_name, const OdMessageRow *row)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) od_transcript_line_free);
  OdTranscriptLine *line;
  gint64 day;

  g_return_val_if_fail (style != NULL && state != NULL && row != NULL, lines);

  if (!od_transcript_wants (style, row))
    return lines;
  day = day_of (row->at_us, style->zone);
  if (head != NULL && state->conversation_id != row->conversation_id)
    g_ptr_array_add (lines, heading (OD_TRANSCRIPT_DIVIDER, divider_text (style, head, channel_name)));
  if (state->conversation_id != row->conversation_id || state->day != day)
    g_ptr_array_add (lines, heading (OD_TRANSCRIPT_DAY, format (row->at_us, style->zone, _ ("%-d %B %Y"))));
  state->conversation_id = row->conversation_id;
  state->day = day;

  line = g_new0 (OdTranscriptLine, 1);
  line->kind = kind_of (row->kind);
  line->time = format (row->at_us, style->zone, _ ("%H:%M"));
  line->author = author_of (style, row);
  if (row->kind == OD_TIMELINE_EVENT)
    {
      g_autofree char *event = style->dup_event (row, style->zone);

      line->text = od_transcript_clean (event, TRUE);
    }
  else
    fill_message (style, row, line);
  g_ptr_array_add (lines, line);
  return lines;
}
