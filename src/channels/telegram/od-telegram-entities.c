/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-telegram-entities.h"

#include <string.h>

#include "od-json.h"
#include "od-limits.h"
#include "od-telegram-markdown.h"
#include "od-text.h"

/* Telegram says what a text looks like by stretches that are counted in UTF-16 units; we keep Markdown. The words are
 * the same to the byte once the marks are taken out: a sign that Markdown would take for its own is escaped, and what
 * Markdown can't say of a stretch (a bold half of a syllable, code with backticks in it) is left unsaid. */

static void
entity_clear (gpointer data)
{
  g_free (((OdTelegramEntity *) data)->url);
}

/* ---- From UTF-16 to bytes ------------------------------------------------------- */

#define NO_BYTE G_MAXUINT32

/* Returns: (transfer full) (element-type guint32): the byte of each unit, and of the end; NO_BYTE in the middle of a
 * character */
static GArray *
index_units (const char *text)
{
  GArray *bytes = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint32 at, middle = NO_BYTE;
  const char *p = text;

  for (; *p != '\0'; p = g_utf8_next_char (p))
    {
      at = (guint32) (p - text);
      g_array_append_val (bytes, at);
      if (g_utf8_get_char (p) > 0xFFFF)
        g_array_append_val (bytes, middle);
    }
  at = (guint32) (p - text);
  g_array_append_val (bytes, at);
  return bytes;
}

static gboolean
find_byte (const GArray *bytes, gint64 unit, gsize *byte)
{
  if (unit >= bytes->len || g_array_index (bytes, guint32, unit) == NO_BYTE)
    return FALSE;
  *byte = g_array_index (bytes, guint32, unit);
  return TRUE;
}

static OdFormatting
read_formatting (const char *type)
{
  static const struct {
    const char *type;
    OdFormatting formatting;
  } types[] = {
    { "bold", OD_FORMATTING_BOLD }, { "italic", OD_FORMATTING_ITALIC }, { "strikethrough", OD_FORMATTING_STRIKE },
    { "code", OD_FORMATTING_CODE }, { "pre", OD_FORMATTING_CODE },      { "text_link", OD_FORMATTING_LINK },
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (types[i].type, type))
      return types[i].formatting;
  return OD_FORMATTING_NONE;
}

/* Returns: (transfer full) (nullable): where a link leads, written so that Markdown reads it back; only the web */
static char *
dup_url (const char *url)
{
  g_autoptr (GArray) links = NULL;
  GString *safe;

  if (url == NULL || strlen (url) > OD_LIMIT_URL_BYTES / 3)
    return NULL;
  if (!g_str_has_prefix (url, "https://") && !g_str_has_prefix (url, "http://") && !g_str_has_prefix (url, "mailto:"))
    return NULL;
  safe = g_string_new (NULL);
  for (const char *p = url; *p != '\0'; p++)
    if (strchr (" ()<>[]\\\"'`", *p) != NULL || (guchar) *p < 0x20 || *p == 0x7F)
      g_string_append_printf (safe, "%%%02X", (guchar) *p);
    else
      g_string_append_c (safe, *p);
  links = od_text_find_links (safe->str);
  if (links->len == 1 && g_array_index (links, OdTextLink, 0).start_byte == 0 &&
      g_array_index (links, OdTextLink, 0).end_byte == safe->len)
    return g_string_free (safe, FALSE);
  g_string_free (safe, TRUE);
  return NULL;
}

static gboolean
read_entity (const GArray *bytes, JsonObject *from, OdTelegramEntity *entity)
{
  const char *type = NULL, *url = NULL;
  gint64 offset, length;

  *entity = (OdTelegramEntity){ 0 };
  if (!od_json_get_string (from, "type", 64, &type, NULL) ||
      !od_json_get_int (from, "offset", 0, G_MAXINT32, &offset, NULL) ||
      !od_json_get_int (from, "length", 1, G_MAXINT32, &length, NULL))
    return FALSE;
  entity->formatting = read_formatting (type);
  if (entity->formatting == OD_FORMATTING_NONE || !find_byte (bytes, offset, &entity->start) ||
      !find_byte (bytes, offset + length, &entity->end))
    return FALSE;
  if (entity->formatting != OD_FORMATTING_LINK)
    return TRUE;
  od_json_get_string (from, "url", OD_LIMIT_URL_BYTES, &url, NULL);
  entity->url = dup_url (url);
  return entity->url != NULL;
}

/* ---- What Markdown can say -------------------------------------------------------- */

static gunichar
char_before (const char *text, gsize at)
{
  return at > 0 ? g_utf8_get_char (g_utf8_prev_char (text + at)) : ' ';
}

/* White space, a sign, or the end: next to it a mark is a mark, whatever stands on its other side. */
static gboolean
is_open_ground (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return c == '\0' || c == ' ' || c == '\n' || c == '\t' || (c < 0x80 && g_ascii_ispunct ((char) c)) ||
         (type >= G_UNICODE_CONNECT_PUNCTUATION && type <= G_UNICODE_OPEN_PUNCTUATION);
}

/* Marks stand at words, not at white space. */
static void
trim (const char *text, OdTelegramEntity *entity)
{
  while (entity->start < entity->end && g_unichar_isspace (g_utf8_get_char (text + entity->start)))
    entity->start = (gsize) (g_utf8_next_char (text + entity->start) - text);
  while (entity->start < entity->end && g_unichar_isspace (char_before (text, entity->end)))
    entity->end = (gsize) (g_utf8_prev_char (text + entity->end) - text);
}

/* Whether the stretch stands apart from what is around it. */
static gboolean
stands_apart (const char *text, const OdTelegramEntity *entity)
{
  return is_open_ground (char_before (text, entity->start)) && is_open_ground (g_utf8_get_char (text + entity->end));
}

/* A mark between a sign and a letter may be none to Markdown, nor is that of italics within a word. */
static gboolean
can_be_marked (const char *text, const OdTelegramEntity *entity)
{
  gunichar before = char_before (text, entity->start), after = g_utf8_get_char (text + entity->end);
  gunichar first = g_utf8_get_char (text + entity->start), last = char_before (text, entity->end);

  if (entity->formatting == OD_FORMATTING_ITALIC)
    return stands_apart (text, entity);
  return (g_unichar_isalnum (first) || is_open_ground (before)) && (g_unichar_isalnum (last) || is_open_ground (after));
}

static gboolean
can_be_code (const char *text, const OdTelegramEntity *entity)
{
  return memchr (text + entity->start, '`', entity->end - entity->start) == NULL &&
         char_before (text, entity->start) != '`' && text[entity->end] != '`';
}

/* A link whose words are another address says two things; the words are told, and lead where they say. */
static gboolean
is_honest (const char *text, const OdTelegramEntity *entity)
{
  g_autofree char *words = g_strndup (text + entity->start, entity->end - entity->start);
  g_autoptr (GArray) links = od_text_find_links (words);

  return links->len == 0;
}

static gboolean
can_be_said (const char *text, const OdTelegramEntity *entity)
{
  if (entity->start >= entity->end)
    return FALSE;
  if (entity->formatting == OD_FORMATTING_CODE)
    return can_be_code (text, entity);
  return entity->formatting == OD_FORMATTING_LINK ? is_honest (text, entity) : can_be_marked (text, entity);
}

static int
compare_entities (gconstpointer a, gconstpointer b)
{
  const OdTelegramEntity *one = a, *other = b;

  if (one->start != other->start)
    return one->start < other->start ? -1 : 1;
  if (one->end != other->end)
    return one->end > other->end ? -1 : 1;
  return (int) other->formatting - (int) one->formatting; /* a link outside, bold inside */
}

/* Nothing within code, no link within a link, nothing twice, and nothing that crosses its neighbour. */
static gboolean
fits_into (const OdTelegramEntity *outer, const OdTelegramEntity *inner)
{
  if (inner->start >= outer->end)
    return TRUE;
  return inner->end <= outer->end && outer->formatting != OD_FORMATTING_CODE && outer->formatting != inner->formatting;
}

/* Marks that touch ("**a***b*") are read in more than one way; two around the same words are not, if those stand
 * apart. */
static gboolean
goes_with (const char *text, const OdTelegramEntity *one, const OdTelegramEntity *other)
{
  if (one->start == other->start && one->end == other->end)
    return stands_apart (text, one);
  return one->end != other->start && one->start != other->start && one->end != other->end;
}

static void
keep_what_fits (const char *text, GArray *entities)
{
  for (guint i = 0; i < entities->len;)
    {
      const OdTelegramEntity *entity = &g_array_index (entities, OdTelegramEntity, i);
      gboolean fits = TRUE;

      for (guint k = 0; k < i && fits; k++)
        {
          const OdTelegramEntity *before = &g_array_index (entities, OdTelegramEntity, k);

          fits = fits_into (before, entity) && goes_with (text, before, entity);
        }
      if (fits)
        i++;
      else
        g_array_remove_index (entities, i);
    }
}

static gboolean
has_signs (const char *text, const OdTextLink *link)
{
  for (gsize i = link->start_byte; i < link->end_byte; i++)
    if (strchr ("*_~", text[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* An address is an address as a whole; right beside a mark it may be none to the reader of addresses, and then its own
 * signs would be marks. */
static gboolean
cuts_address (const char *text, const OdTelegramEntity *entity, const GArray *links)
{
  for (guint i = 0; i < links->len; i++)
    {
      const OdTextLink *link = &g_array_index (links, OdTextLink, i);
      gsize margin = has_signs (text, link) ? 1 : 0;

      if ((entity->start + margin > link->start_byte && entity->start < link->end_byte + margin) ||
          (entity->end + margin > link->start_byte && entity->end < link->end_byte + margin))
        return TRUE;
    }
  return FALSE;
}

/* In an address a sign stays as it is, or it would lead elsewhere; so it must not be the sign of a mark as well. */
static gboolean
has_in_address (const char *text, const GArray *links, char sign)
{
  for (guint i = 0; i < links->len; i++)
    {
      const OdTextLink *link = &g_array_index (links, OdTextLink, i);

      if (memchr (text + link->start_byte, sign, link->end_byte - link->start_byte) != NULL)
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_mark (const char *text, const OdTelegramEntity *entity, const GArray *links)
{
  if (entity->formatting == OD_FORMATTING_BOLD)
    return !has_in_address (text, links, '*');
  if (entity->formatting == OD_FORMATTING_ITALIC)
    return !has_in_address (text, links, '_');
  return entity->formatting != OD_FORMATTING_STRIKE || !has_in_address (text, links, '~');
}

/* Each line gets marks of its own: no mark reaches over the beginning of a list, or an empty line. */
static void
add_lines (const char *text, const OdTelegramEntity *whole, const GArray *links, GArray *entities)
{
  gsize start = whole->start;

  while (start < whole->end && entities->len < OD_LIMIT_TELEGRAM_ENTITIES)
    {
      const char *newline = memchr (text + start, '\n', whole->end - start);
      OdTelegramEntity line = { start, newline != NULL ? (gsize) (newline - text) : whole->end, whole->formatting,
                                NULL };

      start = line.end + 1;
      trim (text, &line);
      if (!can_be_said (text, &line) || cuts_address (text, &line, links) || !has_mark (text, &line, links))
        continue;
      line.url = g_strdup (whole->url);
      g_array_append_val (entities, line);
    }
}

static GArray *
read_entities (const char *text, JsonArray *from)
{
  GArray *entities = g_array_new (FALSE, FALSE, sizeof (OdTelegramEntity));
  g_autoptr (GArray) bytes = NULL, links = NULL;
  guint n = from != NULL ? MIN (json_array_get_length (from), OD_LIMIT_TELEGRAM_ENTITIES) : 0;

  g_array_set_clear_func (entities, entity_clear);
  if (n == 0 || strlen (text) > OD_LIMIT_MARKDOWN_BYTES) /* nobody would read its marks */
    return entities;
  bytes = index_units (text);
  links = od_text_find_links (text);
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (from, i);
      OdTelegramEntity entity;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;
      if (read_entity (bytes, json_node_get_object (node), &entity))
        add_lines (text, &entity, links, entities);
      entity_clear (&entity);
    }
  g_array_sort (entities, compare_entities);
  keep_what_fits (text, entities);
  return entities;
}

/**
 * od_telegram_entities_to_markdown:
 * @text: valid UTF-8, as it came
 * @entities: (nullable): as they came; offsets that make no sense are passed over
 * @format: (out): %OD_FORMAT_MARKDOWN if any formatting is left that Markdown can say
 *
 * Without its marks the result is @text, to the byte. Pure: any thread may call this.
 *
 * Returns: (transfer full): @text itself, or Markdown
 */
char *
od_telegram_entities_to_markdown (const char *text, JsonArray *entities, OdTextFormat *format)
{
  g_autoptr (GArray) kept = read_entities (text, entities);

  *format = kept->len > 0 ? OD_FORMAT_MARKDOWN : OD_FORMAT_PLAIN;
  return kept->len > 0 ? od_telegram_markdown_write (text, kept) : g_strdup (text);
}
