/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-template.h"

#include <string.h>

#include "od-limits.h"
#include "od-text.h"

/* ---- Reading ----------------------------------------------------------------- */

/* A name begins with a letter; spaces stand alone and inside: "номер заказа". */
static gboolean
is_name (const char *start, const char *end)
{
  gunichar before = 0;

  if (start == end || !g_unichar_isalpha (g_utf8_get_char (start)))
    return FALSE;
  for (const char *p = start; p < end; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isalnum (c) && !g_unichar_ismark (c) && c != '_' && c != '-' && c != '.' && c != ' ')
        return FALSE;
      if (c == ' ' && before == ' ')
        return FALSE;
      before = c;
    }
  return before != ' ';
}

static gboolean
is_question (const char *start, const char *end)
{
  for (const char *p = start; p < end; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

/* Reads the part whose brace is at @open. Returns: (nullable): one past it; %NULL if it is none */
static const char *
read_part (const char *text, const char *open, OdTemplatePart *part)
{
  const char *name = open + 1;
  const char *close = strpbrk (name, "{}\n\r");
  const char *bar, *name_end;

  if (close == NULL || *close != '}')
    return NULL;
  part->is_question = *name == '?';
  if (part->is_question)
    name++;
  bar = part->is_question ? NULL : memchr (name, '|', (gsize) (close - name));
  name_end = bar != NULL ? bar : close;
  if (name_end - name > OD_LIMIT_TEMPLATE_NAME_BYTES)
    return NULL;
  if (bar != NULL && close - bar > OD_LIMIT_TEMPLATE_FALLBACK_BYTES)
    return NULL;
  if (part->is_question ? !is_question (name, name_end) : !is_name (name, name_end))
    return NULL;
  part->start_byte = (gsize) (open - text);
  part->end_byte = (gsize) (close + 1 - text);
  part->name_start_byte = (gsize) (name - text);
  part->name_end_byte = (gsize) (name_end - text);
  part->fallback_start_byte = bar != NULL ? (gsize) (bar + 1 - text) : 0;
  part->fallback_end_byte = bar != NULL ? (gsize) (close - text) : 0;
  return close + 1;
}

/**
 * od_template_next:
 * @text: valid UTF-8
 * @from_byte: where to look from; a boundary between characters
 * @part: (out): the next variable or question
 *
 * A variable stands on one line and has no brace inside: of `{a{b}}` only `{b}` is one. What
 * is no variable (`{ x }`, `{"a": 1}`, `{}`) is text.
 *
 * Returns: %FALSE if there are no more
 */
gboolean
od_template_next (const char *text, gsize from_byte, OdTemplatePart *part)
{
  g_return_val_if_fail (text != NULL && part != NULL, FALSE);

  for (const char *p = strchr (text + from_byte, '{'); p != NULL; p = strchr (p + 1, '{'))
    if (read_part (text, p, part) != NULL)
      return TRUE;
  return FALSE;
}

/**
 * od_template_find_unfilled:
 * @text: valid UTF-8: what is about to be sent
 *
 * Returns: (transfer full) (element-type OdTemplatePart): what nobody filled in, in order;
 *   at most %OD_LIMIT_TEMPLATE_PARTS
 */
GArray *
od_template_find_unfilled (const char *text)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (OdTemplatePart));
  OdTemplatePart part;

  for (gsize at = 0; parts->len < OD_LIMIT_TEMPLATE_PARTS && od_template_next (text, at, &part); at = part.end_byte)
    g_array_append_val (parts, part);
  return parts;
}

/**
 * od_template_dup_name:
 *
 * Returns: (transfer full): the name, or the words of a question
 */
char *
od_template_dup_name (const char *text, const OdTemplatePart *part)
{
  return g_strndup (text + part->name_start_byte, part->name_end_byte - part->name_start_byte);
}

/* ---- Filling ----------------------------------------------------------------- */

/* Returns: (nullable) (transfer none): what stands for it, within @text or @values; %NULL: nothing does */
static const char *
find_value (const char *text, const OdTemplatePart *part, GHashTable *values, gsize *length)
{
  g_autofree char *name = od_template_dup_name (text, part);
  g_autofree char *key = od_text_fold (name);
  const char *value = part->is_question ? NULL : g_hash_table_lookup (values, key);

  if (value != NULL && *value != '\0')
    {
      *length = strlen (value);
      return value;
    }
  *length = part->fallback_end_byte - part->fallback_start_byte;
  return part->fallback_start_byte != 0 ? text + part->fallback_start_byte : NULL;
}

/**
 * od_template_fill:
 * @text: valid UTF-8
 * @values: of od_template_values_new()
 * @unfilled: (out) (optional) (transfer full) (element-type OdTemplatePart): where the rest is
 *
 * Puts values in; what has neither value nor fallback, and every question, stays as it is
 * written. Values are never read as templates.
 *
 * Returns: (transfer full): the text
 */
char *
od_template_fill (const char *text, GHashTable *values, GArray **unfilled)
{
  g_autoptr (GArray) left = g_array_new (FALSE, FALSE, sizeof (OdTemplatePart));
  g_autoptr (GArray) parts = od_template_find_unfilled (text);
  GString *out = g_string_sized_new (strlen (text));
  gsize at = 0;

  for (guint i = 0; i < parts->len; i++)
    {
      OdTemplatePart part = g_array_index (parts, OdTemplatePart, i);
      gsize length = 0;
      const char *value = find_value (text, &part, values, &length);

      g_string_append_len (out, text + at, (gssize) (part.start_byte - at));
      at = part.end_byte;
      if (value != NULL)
        {
          g_string_append_len (out, value, (gssize) length);
          continue;
        }
      g_string_append_len (out, text + part.start_byte, (gssize) (part.end_byte - part.start_byte));
      part.name_start_byte += out->len - part.end_byte;
      part.name_end_byte += out->len - part.end_byte;
      part.start_byte += out->len - part.end_byte;
      part.end_byte = out->len;
      g_array_append_val (left, part);
    }
  g_string_append (out, text + at);
  if (unfilled != NULL)
    *unfilled = g_steal_pointer (&left);
  return g_string_free (out, FALSE);
}

/**
 * od_template_values_new:
 *
 * Returns: (transfer full): a table for od_template_values_set() and od_template_fill()
 */
GHashTable *
od_template_values_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * od_template_values_set:
 * @name: of the variable, in any case
 * @value: (nullable): what stands for it; "" and %NULL: nothing does
 *
 * A name that is there already keeps its value. Values become one line, and lose their
 * braces: nobody's name is a question to the operator.
 */
void
od_template_values_set (GHashTable *values, const char *name, const char *value)
{
  g_autofree char *key = od_text_fold (name);
  g_autofree char *clean = NULL;

  if (value == NULL || g_hash_table_contains (values, key))
    return;
  clean = od_text_snippet (value, OD_LIMIT_TEMPLATE_VALUE_GRAPHEMES);
  g_strdelimit (clean, "{", '(');
  g_strdelimit (clean, "}", ')');
  g_hash_table_insert (values, g_steal_pointer (&key), g_steal_pointer (&clean));
}

/* ---- Names ------------------------------------------------------------------- */

static gboolean
is_patronymic (const char *word)
{
  static const char *const endings[] = { "вич", "ична", "инична", "вна", "ьич", "оглы", "кызы" };
  g_autofree char *folded = od_text_fold (word);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (folded, endings[i]))
      return TRUE;
  return FALSE;
}

/**
 * od_template_first_name:
 * @name: a person's, as a channel or an operator wrote it
 *
 * Returns: (transfer full): what to call the person by: "Мария" of "Петрова Мария Ивановна"
 *   and of "Мария Петрова", "Anna" of "Lind, Anna"; "" if there is no name
 */
char *
od_template_first_name (const char *name)
{
  g_autofree char *clean = od_text_snippet (name, OD_LIMIT_NAME_CHARS);
  const char *comma = strchr (clean, ',');
  g_auto (GStrv) words = g_strsplit_set (comma != NULL && comma[1] != '\0' ? comma + 1 : clean, " ,", -1);
  const char *found[3] = { NULL };
  guint n = 0;

  for (guint i = 0; words[i] != NULL && n < G_N_ELEMENTS (found); i++)
    if (words[i][0] != '\0' && !(n == 0 && g_str_has_suffix (words[i], ".") && words[i + 1] != NULL)) /* "Dr." */
      found[n++] = words[i];
  if (n == 0)
    return g_strdup ("");
  if (comma == NULL && n == 3 && is_patronymic (found[2]) && !is_patronymic (found[1]))
    return g_strdup (found[1]);
  return g_strdup (found[0]);
}
