/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-telegram-text.h"

#include <string.h>

#include "od-markdown.h"

/* What Telegram calls each look. A block of code is one that a fence began. */
static const struct {
  OdFormatting formatting;
  const char *type;
} looks[] = {
  { OD_FORMATTING_BOLD, "bold" }, { OD_FORMATTING_ITALIC, "italic" },  { OD_FORMATTING_STRIKE, "strikethrough" },
  { OD_FORMATTING_CODE, "code" }, { OD_FORMATTING_LINK, "text_link" },
};

typedef struct {
  const char *source;
  GString *text;
  gsize n_units;
  JsonArray *entities;                    /* (owned) */
  JsonObject *open[G_N_ELEMENTS (looks)]; /* (owned) (nullable) */
  char *fence;                            /* (owned) (nullable): language of the block of code that begins */
  char *last_words;                       /* (owned) (nullable): of the link that ends */
} Writing;

static gsize
count_units (const char *text, gsize len)
{
  gsize n = 0;

  for (const char *p = text; p < text + len; p = g_utf8_next_char (p))
    n += g_utf8_get_char (p) > 0xFFFF ? 2 : 1;
  return n;
}

static void
append (Writing *writing, const char *words, gsize len)
{
  g_string_append_len (writing->text, words, (gssize) len);
  writing->n_units += count_units (words, len);
}

/* What is open, and not wanted any more, ends here. */
static void
close_looks (Writing *writing, OdFormatting wanted)
{
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      JsonObject *entity = writing->open[i];
      gint64 offset;

      if (entity == NULL || (looks[i].formatting & wanted) != 0)
        continue;
      offset = json_object_get_int_member (entity, "offset");
      json_object_set_int_member (entity, "length", (gint64) writing->n_units - offset);
      json_array_add_object_element (writing->entities, g_steal_pointer (&writing->open[i]));
    }
}

static JsonObject *
begin_look (Writing *writing, guint i, const char *url)
{
  JsonObject *entity = json_object_new ();
  gboolean is_block = looks[i].formatting == OD_FORMATTING_CODE && writing->fence != NULL;

  json_object_set_string_member (entity, "type", is_block ? "pre" : looks[i].type);
  json_object_set_int_member (entity, "offset", (gint64) writing->n_units);
  if (is_block && *writing->fence != '\0')
    json_object_set_string_member (entity, "language", writing->fence);
  if (looks[i].formatting == OD_FORMATTING_LINK)
    json_object_set_string_member (entity, "url", url);
  return entity;
}

static gboolean
leads_to_page (const char *url)
{
  return g_str_has_prefix (url, "https://") || g_str_has_prefix (url, "http://");
}

/* Telegram has nothing within code, and no links but to pages. */
static OdFormatting
find_wanted (const OdMarkdownPart *part)
{
  OdFormatting wanted = part->formatting;

  if ((wanted & OD_FORMATTING_CODE) != 0)
    return OD_FORMATTING_CODE;
  wanted &= ~(guint) OD_FORMATTING_LINK;
  if (part->url != NULL && leads_to_page (part->url))
    wanted |= OD_FORMATTING_LINK;
  return wanted;
}

static void
write_words (Writing *writing, const OdMarkdownPart *part)
{
  OdFormatting wanted = find_wanted (part);
  JsonObject *link = writing->open[G_N_ELEMENTS (looks) - 1];

  /* Two links side by side are two. */
  if (link != NULL && g_strcmp0 (json_object_get_string_member (link, "url"), part->url) != 0)
    close_looks (writing, wanted & ~(guint) OD_FORMATTING_LINK);
  close_looks (writing, wanted);
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if ((looks[i].formatting & wanted) != 0 && writing->open[i] == NULL)
      writing->open[i] = begin_look (writing, i, part->url);
  append (writing, writing->source + part->start_byte, part->end_byte - part->start_byte);
  g_clear_pointer (&writing->fence, g_free);
  g_free (writing->last_words);
  writing->last_words = g_strndup (writing->source + part->start_byte, part->end_byte - part->start_byte);
}

/* "```python\n" → "python"; %NULL if it is no line of its own. */
static char *
dup_language (const char *mark)
{
  const char *name = mark + strspn (mark, "\n `~");

  return g_str_has_suffix (mark, "\n") ? g_strndup (name, strcspn (name, " \t\n`")) : NULL;
}

static void
write_mark (Writing *writing, const OdMarkdownPart *part)
{
  g_autofree char *mark = g_strndup (writing->source + part->start_byte, part->end_byte - part->start_byte);

  if (part->formatting == OD_FORMATTING_LIST)
    {
      close_looks (writing, OD_FORMATTING_NONE);
      append (writing, g_ascii_isdigit (*mark) ? mark : "• ", strlen (g_ascii_isdigit (*mark) ? mark : "• "));
    }
  else if (part->formatting == OD_FORMATTING_CODE)
    {
      close_looks (writing, OD_FORMATTING_NONE);
      g_free (writing->fence);
      writing->fence = dup_language (mark);
    }
  else if (part->url != NULL && g_str_has_prefix (part->url, "mailto:"))
    {
      const char *address = part->url + strlen ("mailto:");
      g_autofree char *behind = g_strdup_printf (" (%s)", address);

      if (g_strcmp0 (writing->last_words, address) != 0)
        append (writing, behind, strlen (behind));
    }
}

static int
compare_entities (gconstpointer a, gconstpointer b)
{
  JsonObject *one = json_node_get_object (*(JsonNode *const *) a);
  JsonObject *other = json_node_get_object (*(JsonNode *const *) b);
  gint64 before = json_object_get_int_member (one, "offset") - json_object_get_int_member (other, "offset");

  if (before == 0) /* the longer one is around the other */
    before = json_object_get_int_member (other, "length") - json_object_get_int_member (one, "length");
  return before < 0 ? -1 : before > 0;
}

static JsonArray *
sort (JsonArray *entities)
{
  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();
  JsonArray *sorted = json_array_new ();

  for (guint i = 0; i < json_array_get_length (entities); i++)
    g_ptr_array_add (nodes, json_array_get_element (entities, i));
  g_ptr_array_sort (nodes, compare_entities);
  for (guint i = 0; i < nodes->len; i++)
    json_array_add_element (sorted, json_node_copy (nodes->pdata[i]));
  json_array_unref (entities);
  return sorted;
}

/* White space at the ends is cut off by Telegram, which would move what the offsets mean. */
static char *
dup_stripped (const char *text)
{
  const char *end = text + strlen (text);

  while (g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  while (end > text && g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (end))))
    end = g_utf8_prev_char (end);
  return g_strndup (text, (gsize) (end - text));
}

/**
 * od_telegram_text_new:
 * @text: valid UTF-8
 * @format: what it is written in: plain, or our Markdown
 *
 * Returns: (transfer full)
 */
OdTelegramText *
od_telegram_text_new (const char *text, OdTextFormat format)
{
  OdTelegramText *self = g_new0 (OdTelegramText, 1);
  g_autofree char *stripped = dup_stripped (text);
  Writing writing = { .source = stripped };
  g_autoptr (GArray) parts = NULL;

  if (format != OD_FORMAT_MARKDOWN)
    {
      self->n_units = count_units (stripped, strlen (stripped));
      self->text = g_steal_pointer (&stripped);
      return self;
    }
  parts = od_markdown_parse (stripped);
  writing.text = g_string_new (NULL);
  writing.entities = json_array_new ();
  for (guint i = 0; i < parts->len; i++)
    {
      const OdMarkdownPart *part = &g_array_index (parts, OdMarkdownPart, i);

      if (part->is_mark)
        write_mark (&writing, part);
      else
        write_words (&writing, part);
    }
  close_looks (&writing, OD_FORMATTING_NONE);
  g_free (writing.fence);
  g_free (writing.last_words);
  self->text = g_string_free (writing.text, FALSE);
  self->n_units = writing.n_units;
  self->entities = sort (writing.entities);
  if (json_array_get_length (self->entities) == 0)
    g_clear_pointer (&self->entities, json_array_unref);
  return self;
}

void
od_telegram_text_free (OdTelegramText *self)
{
  g_free (self->text);
  g_clear_pointer (&self->entities, json_array_unref);
  g_free (self);
}
