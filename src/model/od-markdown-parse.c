/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <md4c.h>
#include <string.h>

#include "od-limits.h"
#include "od-markdown-private.h"
#include "od-text.h"

/* md4c says which words are formatted and how; what lies between two stretches of words is signs and white space. We
 * keep places in the source instead of building a new text: whatever is no formatting of ours (headings, quotes,
 * tables, pictures, blank lines) stays as it was typed. */

#define DIALECT (MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS | MD_FLAG_STRIKETHROUGH)

typedef struct {
  OdFormatting formatting; /* 0: of no interest, or taken as ordinary signs */
  gboolean is_end;
  gboolean is_fence;
  char *url; /* (owned) (nullable): of the end of a link */
} Event;

typedef struct {
  int type; /* of md4c: a span's, or BLOCK_TYPES and a block's */
  OdFormatting formatting;
  gboolean is_fence;
  char *url; /* (owned) (nullable) */
} Span;

#define BLOCK_TYPES 100

typedef struct {
  const char *text;
  gsize len;
  gsize done_byte; /* everything before it is in `parts` */
  GArray *parts;   /* (owned) */
  GArray *events;  /* (owned) (element-type Event): since then */
  GArray *spans;   /* (owned) (element-type Span): that are open, the outermost first */
  GArray *links;   /* (owned): bare addresses: nothing in them is a mark */
} Parse;

static void
part_clear (gpointer data)
{
  g_free (((OdMarkdownPart *) data)->url);
}

static void
event_clear (gpointer data)
{
  g_free (((Event *) data)->url);
}

static void
span_clear (gpointer data)
{
  g_free (((Span *) data)->url);
}

static void
add_part (Parse *parse, gsize end, OdFormatting formatting, gboolean is_mark, const char *url)
{
  OdMarkdownPart part = { parse->done_byte, end, NULL, formatting, is_mark };
  OdMarkdownPart *last =
      parse->parts->len > 0 ? &g_array_index (parse->parts, OdMarkdownPart, parse->parts->len - 1) : NULL;

  if (end <= parse->done_byte)
    return;
  parse->done_byte = end;
  if (last != NULL && !is_mark && !last->is_mark && last->formatting == formatting && g_strcmp0 (last->url, url) == 0)
    {
      last->end_byte = end;
      return;
    }
  part.url = g_strdup (url);
  g_array_append_val (parse->parts, part);
}

/* ---- What lies between two stretches of words --------------------------------- */

/* Something that begins and ends without a word is no formatting: its signs stay as they are. */
static void
drop_empty (Parse *parse)
{
  for (guint i = 0; i + 1 < parse->events->len;)
    {
      const Event *begin = &g_array_index (parse->events, Event, i);
      const Event *end = &g_array_index (parse->events, Event, i + 1);

      if (!begin->is_end && end->is_end && begin->formatting == end->formatting)
        {
          g_array_remove_range (parse->events, i, 2);
          i = i > 0 ? i - 1 : 0;
        }
      else
        i++;
    }
}

static OdFormatting
open_formatting (Parse *parse)
{
  OdFormatting all = OD_FORMATTING_NONE;

  for (guint i = 0; i < parse->spans->len; i++)
    all |= g_array_index (parse->spans, Span, i).formatting;
  return all;
}

static const char *
open_url (Parse *parse)
{
  const char *url = NULL;

  for (guint i = 0; i < parse->spans->len; i++)
    if (g_array_index (parse->spans, Span, i).url != NULL)
      url = g_array_index (parse->spans, Span, i).url;
  return url;
}

/* The marks before the words that begin at @end, from the last to the first; their places go to @marks. */
typedef struct {
  gsize start_byte, end_byte;
  OdFormatting formatting;
} Mark;

static gsize
find_beginnings (Parse *parse, gsize from, gsize end, GArray *marks)
{
  const char *text = parse->text;

  if (end > from && end < parse->len && text[end - 1] == '\\' && g_ascii_ispunct (text[end]))
    {
      Mark mark = { end - 1, end, OD_FORMATTING_NONE };

      g_array_append_val (marks, mark);
      end--;
    }
  for (guint i = parse->events->len; i > 0; i--)
    {
      const Event *event = &g_array_index (parse->events, Event, i - 1);
      gsize n = 0;

      if (event->is_end || event->formatting == OD_FORMATTING_NONE)
        continue;
      if (event->formatting == OD_FORMATTING_LIST)
        n = od_markdown_measure_bullet (text + from, text + end);
      else if (event->is_fence)
        n = od_markdown_measure_fence_beginning (text + from, text + end);
      else
        n = od_markdown_measure_beginning (text + from, text + end, event->formatting);
      if (n > 0)
        {
          Mark mark = { end - n, end, event->formatting };

          g_array_append_val (marks, mark);
          end -= n;
        }
    }
  return end;
}

static void
add_ends (Parse *parse, gsize end)
{
  for (guint i = 0; i < parse->events->len; i++)
    {
      const Event *event = &g_array_index (parse->events, Event, i);
      const char *start = parse->text + parse->done_byte;
      gsize n;

      if (!event->is_end || event->formatting == OD_FORMATTING_NONE || event->formatting == OD_FORMATTING_LIST)
        continue;
      n = event->is_fence ? od_markdown_measure_fence_end (start, parse->text + end)
                          : od_markdown_measure_end (start, parse->text + end, event->formatting);
      add_part (parse, parse->done_byte + n, event->formatting, TRUE, event->url);
    }
}

/* Everything up to @end, where the next words begin, or the text ends. */
static void
close_gap (Parse *parse, gsize end)
{
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (Mark));
  gsize plain_end;
  OdFormatting inside;

  drop_empty (parse);
  add_ends (parse, end);
  plain_end = find_beginnings (parse, parse->done_byte, end, marks);
  /* Between two words of the same look, a line break has that look too. */
  inside = parse->events->len == 0 ? open_formatting (parse) : OD_FORMATTING_NONE;
  add_part (parse, plain_end, inside, FALSE, parse->events->len == 0 ? open_url (parse) : NULL);
  for (guint i = marks->len; i > 0; i--)
    {
      const Mark *mark = &g_array_index (marks, Mark, i - 1);

      add_part (parse, mark->end_byte, mark->formatting, TRUE, NULL);
    }
  g_array_set_size (parse->events, 0);
}

/* ---- What md4c calls ----------------------------------------------------------- */

static void
push (Parse *parse, int type, OdFormatting formatting, const char *url)
{
  gboolean is_fence = type == BLOCK_TYPES + MD_BLOCK_CODE;
  Event event = { formatting, FALSE, is_fence, NULL };
  Span span = { type, formatting, is_fence, g_strdup (url) };

  g_array_append_val (parse->events, event);
  g_array_append_val (parse->spans, span);
}

/* md4c 0.4.8 lets "**a ~~b** c~~" cross, and may end what never began. */
static void
pop (Parse *parse, int type)
{
  for (guint i = parse->spans->len; i > 0; i--)
    {
      const Span *span = &g_array_index (parse->spans, Span, i - 1);

      if (span->type == type)
        {
          Event event = { span->formatting, TRUE, span->is_fence, g_strdup (span->url) };

          g_array_append_val (parse->events, event);
          g_array_remove_index (parse->spans, i - 1);
          return;
        }
    }
}

static gboolean
is_in_address (Parse *parse, gsize at)
{
  for (guint i = 0; i < parse->links->len; i++)
    {
      const OdTextLink *link = &g_array_index (parse->links, OdTextLink, i);

      if (at >= link->start_byte && at < link->end_byte)
        return TRUE;
    }
  return FALSE;
}

/* "2*3*4" and "https://shop.example/__init__" mean no formatting. */
static void
drop_accidents (Parse *parse, gsize words_at)
{
  guint first = parse->spans->len;

  for (guint i = parse->events->len; i > 0; i--)
    {
      Event *event = &g_array_index (parse->events, Event, i - 1);
      const char *before;

      if (event->is_end)
        break;
      if (first == 0)
        return;
      first--;
      if ((event->formatting & (OD_FORMATTING_BOLD | OD_FORMATTING_ITALIC | OD_FORMATTING_STRIKE)) == 0 ||
          words_at == 0)
        continue;
      before = parse->text + words_at;
      before -= od_markdown_count_back (parse->text, before, "*_~", G_MAXSIZE);
      before = before > parse->text ? g_utf8_prev_char (before) : NULL;
      if (is_in_address (parse, words_at - 1) || (event->formatting == OD_FORMATTING_ITALIC && before != NULL &&
                                                  g_unichar_isalnum (g_utf8_get_char (before)) &&
                                                  g_unichar_isalnum (g_utf8_get_char (parse->text + words_at))))
        {
          event->formatting = OD_FORMATTING_NONE;
          g_array_index (parse->spans, Span, first).formatting = OD_FORMATTING_NONE;
        }
    }
}

static int
enter_block_cb (MD_BLOCKTYPE type, void *detail, void *data)
{
  if (type == MD_BLOCK_LI)
    push (data, BLOCK_TYPES + MD_BLOCK_LI, OD_FORMATTING_LIST, NULL);
  else if (type == MD_BLOCK_CODE)
    push (data, BLOCK_TYPES + MD_BLOCK_CODE, OD_FORMATTING_CODE, NULL);
  return 0;
}

static int
leave_block_cb (MD_BLOCKTYPE type, void *detail, void *data)
{
  pop (data, BLOCK_TYPES + (int) type);
  return 0;
}

/* Where @href leads, if that is a place of ours. */
static char *
check_url (const MD_ATTRIBUTE *href)
{
  g_autofree char *url = NULL;
  g_autoptr (GArray) links = NULL;

  if (href->size == 0 || href->size > OD_LIMIT_URL_BYTES || !g_utf8_validate (href->text, (gssize) href->size, NULL))
    return NULL;
  url = g_strndup (href->text, href->size);
  if (g_str_has_prefix (url, "omnidesk:"))
    return strspn (url, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS ":/?=&_-.") == strlen (url) ? g_steal_pointer (&url)
                                                                                            : NULL;
  links = od_text_find_links (url);
  if (links->len == 1 && g_array_index (links, OdTextLink, 0).start_byte == 0 &&
      g_array_index (links, OdTextLink, 0).end_byte == strlen (url))
    return g_strdup (g_array_index (links, OdTextLink, 0).url);
  return NULL;
}

static int
enter_span_cb (MD_SPANTYPE type, void *detail, void *data)
{
  g_autofree char *url = type == MD_SPAN_A ? check_url (&((MD_SPAN_A_DETAIL *) detail)->href) : NULL;
  OdFormatting formatting = type == MD_SPAN_STRONG ? OD_FORMATTING_BOLD
                            : type == MD_SPAN_EM   ? OD_FORMATTING_ITALIC
                            : type == MD_SPAN_DEL  ? OD_FORMATTING_STRIKE
                            : type == MD_SPAN_CODE ? OD_FORMATTING_CODE
                            : url != NULL          ? OD_FORMATTING_LINK
                                                   : OD_FORMATTING_NONE;

  push (data, (int) type, formatting, url);
  return 0;
}

static int
leave_span_cb (MD_SPANTYPE type, void *detail, void *data)
{
  pop (data, (int) type);
  return 0;
}

static int
text_cb (MD_TEXTTYPE type, const MD_CHAR *words, MD_SIZE size, void *data)
{
  Parse *parse = data;
  gsize start, end;

  /* Line breaks and the like are md4c's own; what was typed there lies in the gap. */
  if (words < parse->text || words + size > parse->text + parse->len || size == 0)
    return 0;
  start = (gsize) (words - parse->text);
  end = start + size;
  if (start < parse->done_byte)
    return 0;
  drop_accidents (parse, start);
  close_gap (parse, start);
  add_part (parse, end, open_formatting (parse), FALSE, open_url (parse));
  return 0;
}

/**
 * od_markdown_parse:
 * @text: valid UTF-8 from outside
 *
 * Finds bold, italic, struck out, code, links and lists; everything else is ordinary words. A
 * text of more than %OD_LIMIT_MARKDOWN_BYTES has no formatting. Any thread may call this.
 *
 * Returns: (transfer full) (element-type OdMarkdownPart): in the order of the text; free with g_array_unref()
 */
GArray *
od_markdown_parse (const char *text)
{
  static const MD_PARSER parser = {
    0, DIALECT, enter_block_cb, leave_block_cb, enter_span_cb, leave_span_cb, text_cb, NULL, NULL
  };
  Parse parse = { .text = text, .len = strlen (text) };

  parse.parts = g_array_new (FALSE, FALSE, sizeof (OdMarkdownPart));
  parse.events = g_array_new (FALSE, FALSE, sizeof (Event));
  parse.spans = g_array_new (FALSE, FALSE, sizeof (Span));
  g_array_set_clear_func (parse.parts, part_clear);
  g_array_set_clear_func (parse.events, event_clear);
  g_array_set_clear_func (parse.spans, span_clear);
  parse.links = od_text_find_links (text);
  if (parse.len <= OD_LIMIT_MARKDOWN_BYTES)
    md_parse (text, (MD_SIZE) parse.len, &parser, &parse);
  close_gap (&parse, parse.len);
  g_array_unref (parse.events);
  g_array_unref (parse.spans);
  g_array_unref (parse.links);
  return parse.parts;
}
