/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-telegram-markdown.h"

#include <string.h>

#include "od-text.h"

/* "- x", "+ x", "3. x", "3) x", also in a quote: returns the sign that makes it a list, or NULL. */
static const char *
find_bullet (const char *line)
{
  const char *p = line + strspn (line, " \t>");
  gsize n_digits = strspn (p, G_CSET_DIGITS);

  if (n_digits > 0 && (p[n_digits] == '.' || p[n_digits] == ')'))
    return p + n_digits;
  return *p == '-' || *p == '+' ? p : NULL;
}

static gboolean
needs_escape (const char *p, const char *bullet)
{
  return p == bullet || strchr ("\\`*_~[]<", *p) != NULL;
}

typedef struct {
  const char *text;
  const char *bullet; /* of this line */
  GArray *links;      /* (owned): bare addresses: their signs are no marks */
  guint link;         /* the next of them */
  guint n_judged;     /* of them, whose first ones were looked at */
  gboolean is_bare;   /* the last of those needs no other escape, which would end it */
  GString *markdown;
} Writing;

static gboolean
is_bare (const char *text, const OdTextLink *link)
{
  for (gsize i = link->start_byte; i < link->end_byte; i++)
    if (strchr ("\\`[]<", text[i]) != NULL)
      return FALSE;
  return TRUE;
}

/* Within an address that needs no other escape. Each of them is looked at once. */
static gboolean
is_in_address (Writing *writing, gsize at)
{
  const OdTextLink *link;

  while (writing->link < writing->links->len &&
         g_array_index (writing->links, OdTextLink, writing->link).end_byte <= at)
    writing->link++;
  if (writing->link >= writing->links->len)
    return FALSE;
  link = &g_array_index (writing->links, OdTextLink, writing->link);
  if (at <= link->start_byte)
    return FALSE;
  if (writing->n_judged <= writing->link)
    writing->is_bare = is_bare (writing->text, link);
  writing->n_judged = writing->link + 1;
  return writing->is_bare;
}

static void
write_words (Writing *writing, gsize start, gsize end)
{
  for (const char *p = writing->text + start; p < writing->text + end; p++)
    {
      if (p == writing->text || p[-1] == '\n')
        writing->bullet = find_bullet (p);
      if (needs_escape (p, writing->bullet) &&
          !(strchr ("_~*", *p) != NULL && is_in_address (writing, (gsize) (p - writing->text))))
        g_string_append_c (writing->markdown, '\\');
      g_string_append_c (writing->markdown, *p);
    }
}

static const char *
get_mark (const OdTelegramEntity *entity, gboolean is_end)
{
  if (entity->formatting == OD_FORMATTING_BOLD)
    return "**";
  if (entity->formatting == OD_FORMATTING_ITALIC)
    return "_";
  if (entity->formatting == OD_FORMATTING_STRIKE)
    return "~~";
  if (entity->formatting == OD_FORMATTING_CODE)
    return "`";
  return is_end ? "](" : "[";
}

static void
write_end (Writing *writing, const OdTelegramEntity *entity)
{
  g_string_append (writing->markdown, get_mark (entity, TRUE));
  if (entity->formatting == OD_FORMATTING_LINK)
    g_string_append_printf (writing->markdown, "%s)", entity->url);
}

/* Ends what is open and does not reach to @upto, the inner first. */
static gsize
close_open (Writing *writing, GPtrArray *open, gsize at, gsize upto)
{
  while (open->len > 0)
    {
      const OdTelegramEntity *inner = open->pdata[open->len - 1];

      if (inner->end > upto)
        break;
      write_words (writing, at, inner->end);
      at = inner->end;
      write_end (writing, inner);
      g_ptr_array_remove_index (open, open->len - 1);
    }
  return at;
}

static void
write_all (Writing *writing, GArray *entities)
{
  g_autoptr (GPtrArray) open = g_ptr_array_new ();
  gsize at = 0, len = strlen (writing->text);

  for (guint i = 0; i < entities->len; i++)
    {
      const OdTelegramEntity *entity = &g_array_index (entities, OdTelegramEntity, i);

      at = close_open (writing, open, at, entity->start);
      write_words (writing, at, entity->start);
      at = entity->start;
      g_string_append (writing->markdown, get_mark (entity, FALSE));
      if (entity->formatting == OD_FORMATTING_CODE)
        {
          g_string_append_len (writing->markdown, writing->text + at, (gssize) (entity->end - at));
          write_end (writing, entity);
          at = entity->end;
        }
      else
        g_ptr_array_add (open, (gpointer) entity);
    }
  at = close_open (writing, open, at, len);
  write_words (writing, at, len);
}

/*
 * od_telegram_markdown_write:
 * @entities: (element-type OdTelegramEntity): in the order of the text, the outer before the inner
 *
 * Returns: (transfer full): Markdown with their marks, and everything else escaped
 */
char *
od_telegram_markdown_write (const char *text, GArray *entities)
{
  Writing writing = { .text = text, .links = od_text_find_links (text), .markdown = g_string_new (NULL) };

  write_all (&writing, entities);
  g_array_unref (writing.links);
  return g_string_free (writing.markdown, FALSE);
}

/**
 * od_telegram_escape_markdown:
 * @text: valid UTF-8
 *
 * Returns: (transfer full): Markdown that shows exactly @text
 */
char *
od_telegram_escape_markdown (const char *text)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (OdTelegramEntity));

  return od_telegram_markdown_write (text, none);
}
