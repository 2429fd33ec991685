/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-rows.h"

G_BEGIN_DECLS

typedef enum {
  OD_TRANSCRIPT_MESSAGES = 0,    /* what the customer could read as well: always */
  OD_TRANSCRIPT_NOTES = 1 << 0,  /* private ones */
  OD_TRANSCRIPT_EVENTS = 1 << 1, /* assigned, resolved, … */
} OdTranscriptParts;

typedef enum {
  OD_TRANSCRIPT_DIVIDER, /* another conversation begins: `text` names it */
  OD_TRANSCRIPT_DAY,     /* `text` is its date */
  OD_TRANSCRIPT_IN,
  OD_TRANSCRIPT_OUT,
  OD_TRANSCRIPT_NOTE,
  OD_TRANSCRIPT_EVENT, /* `text` is a sentence */
} OdTranscriptKind;

/**
 * OdTranscriptFile:
 * @words: "photo.jpg (120 kB)"
 * @saved_as: what it is called beside a transcript: no folders, unique within it
 * @path: (nullable): absolute; NULL while it isn't here
 */
typedef struct {
  char *words;
  char *saved_as;
  char *path;
  char *mime;
} OdTranscriptFile;

/**
 * OdTranscriptLine: one thing to write. All text is for people, valid UTF-8 without control characters but line ends (and
 * those in @text only), and turns no direction; it is no markup.
 * @time: "14:05", "" of headings
 * @author: "" of headings
 * @quote: (nullable): what it answers, on one line
 * @marks: (nullable): "edited"
 * @reactions: (nullable): "👍 2"
 * @files: (nullable) (element-type OdTranscriptFile)
 */
typedef struct {
  OdTranscriptKind kind;
  char *time;
  char *author;
  char *text;
  char *quote;
  char *marks;
  char *reactions;
  GPtrArray *files;
} OdTranscriptLine;

/**
 * OdTranscriptStyle: how it is to be written. Nothing is owned; it outlives what uses it.
 * @title: whose: the customer's name
 * @customer: what to call the author of messages without one
 * @operator_name: the same for replies; "" if unknown
 * @lang: BCP 47 tag of the words
 * @zone: whose times
 * @made_at_us: now
 * @files_dir: (nullable): the folder beside the transcript in which its files lie, for links to them
 * @dup_event: (nullable): makes a sentence of an event; without it events are left out
 * @dup_plain: (nullable): takes formatting out of a %OD_FORMAT_MARKDOWN text
 */
typedef struct {
  const char *title;
  const char *customer;
  const char *operator_name;
  const char *lang;
  GTimeZone *zone;
  gint64 made_at_us;
  const char *files_dir;
  OdTranscriptParts parts;
  char *(*dup_event) (const OdMessageRow *row, GTimeZone *zone);
  char *(*dup_plain) (const char *text);
} OdTranscriptStyle;

/**
 * OdTranscriptState: where in a transcript one is, between two rows. Begins as zeroes.
 */
typedef struct {
  gint64 conversation_id;
  gint64 day; /* days since 1970 by the calendar of the zone */
} OdTranscriptState;

gboolean od_transcript_wants (const OdTranscriptStyle *style, const OdMessageRow *row);
GPtrArray *od_transcript_get_lines (const OdTranscriptStyle *style, OdTranscriptState *state,
                                    const OdConversationHead *head, const char *channel_name, const OdMessageRow *row);
char *od_transcript_dup_made (const OdTranscriptStyle *style);
char *od_transcript_clean (const char *text, gboolean is_one_line);
void od_transcript_line_free (OdTranscriptLine *self);

void od_transcript_text_begin (const OdTranscriptStyle *style, GString *out);
void od_transcript_text_line (const OdTranscriptStyle *style, const OdTranscriptLine *line, GString *out);

void od_transcript_html_begin (const OdTranscriptStyle *style, GString *out);
void od_transcript_html_line (const OdTranscriptStyle *style, const OdTranscriptLine *line, GString *out);
void od_transcript_html_end (const OdTranscriptStyle *style, GString *out);

G_END_DECLS
