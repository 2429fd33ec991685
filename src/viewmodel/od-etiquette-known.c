/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-etiquette-known.h"

#include <string.h>

#include "od-etiquette-phrases.h"

/* What a customer has already said, and whether a reply asks for it again. */

#define MIN_ORDER_DIGITS 3
#define MAX_ORDER_DIGITS 9
#define MIN_PHONE_DIGITS 10
#define MAX_PHONE_DIGITS 15
#define MAX_EMAIL_BYTES 100
#define ASK_REACH 5 /* words between "send" and "order number" */

/* The number of "order number 1042" whose "order" is at @position; NULL if there is none. */
static const OdWord *
order_number_at (const OdPhraseText *text, guint position, guint end)
{
  static const char *const money[] = { "руб*|р|rub*|usd|eur|dollar*|euro*|шт*|штук*|pcs|%", NULL };
  guint at = position + 1;

  if (!od_phrase_find (text, position, position + 1, od_etiquette_order_words, NULL))
    return NULL;
  while (at < end && at <= position + 3 && od_phrase_find (text, at, at + 1, od_etiquette_order_fillers, NULL))
    at++;
  if (at >= end || (at + 1 < end && od_phrase_find (text, at + 1, at + 2, money, NULL)))
    return NULL;
  return od_phrase_text_get_word (text, at);
}

static gboolean
is_order_number (const char *digits, gsize n)
{
  return n >= MIN_ORDER_DIGITS && n <= MAX_ORDER_DIGITS && g_ascii_isdigit (digits[0]);
}

static void
add_order (GPtrArray *found, const char *digits, gsize n)
{
  g_autofree char *number = g_strndup (digits, n);

  if (!g_ptr_array_find_with_equal_func (found, number, g_str_equal, NULL))
    g_ptr_array_add (found, g_steal_pointer (&number));
}

/* "#1042", "№ 1042" */
static void
add_signed_orders (GPtrArray *found, const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      const char *digits;

      if (c != '#' && c != 0x2116 /* № */)
        continue;
      digits = g_utf8_next_char (p);
      digits += *digits == ' ' ? 1 : 0;
      if (is_order_number (digits, strspn (digits, "0123456789")))
        add_order (found, digits, strspn (digits, "0123456789"));
    }
}

/**
 * od_etiquette_find_order:
 * @texts: (nullable) (array zero-terminated=1): the customer's words, newest first
 * @is_only_one: (out): whether they name only one order
 *
 * Returns: (transfer full) (nullable): the number of the order that was named last
 */
char *
od_etiquette_find_order (const char *const *texts, gboolean *is_only_one)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    {
      g_autoptr (OdPhraseText) text = od_phrase_text_new (texts[i]);
      guint n_words = od_phrase_text_get_n_words (text);

      for (guint j = 0; j < n_words; j++)
        {
          const OdWord *number = order_number_at (text, j, n_words);

          if (number != NULL && is_order_number (number->start, number->n_bytes))
            add_order (found, number->start, number->n_bytes);
        }
      add_signed_orders (found, texts[i]);
    }
  *is_only_one = found->len == 1;
  return found->len > 0 ? g_strdup (g_ptr_array_index (found, 0)) : NULL;
}

/* The longest run of digits and what stands between them in a phone number. */
static const char *
find_phone (const char *text, gsize *n_bytes)
{
  for (const char *p = text; *p != '\0';)
    {
      gsize n = strspn (p, "+0123456789 ()-");
      gsize n_digits = 0;
      gsize n_spaces = strspn (p, " )-");

      if (n == 0)
        {
          p++;
          continue;
        }
      for (gsize i = 0; i < n; i++)
        n_digits += g_ascii_isdigit (p[i]) ? 1 : 0;
      if (n_digits >= MIN_PHONE_DIGITS && n_digits <= MAX_PHONE_DIGITS && n_spaces < n)
        {
          *n_bytes = n - n_spaces;
          return p + n_spaces;
        }
      p += n;
    }
  return NULL;
}

/**
 * od_etiquette_find_phone:
 * @texts: (nullable) (array zero-terminated=1): the customer's words, newest first
 *
 * Returns: (transfer full) (nullable): a phone number in them, as it was written
 */
char *
od_etiquette_find_phone (const char *const *texts)
{
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    {
      gsize n = 0;
      const char *phone = find_phone (texts[i], &n);

      if (phone != NULL)
        return g_strchomp (g_strndup (phone, n));
    }
  return NULL;
}

static gboolean
is_email_char (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr (".+-_", c) != NULL);
}

/**
 * od_etiquette_find_email:
 * @texts: (nullable) (array zero-terminated=1): the customer's words, newest first
 *
 * Returns: (transfer full) (nullable): an address of mail in them
 */
char *
od_etiquette_find_email (const char *const *texts)
{
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    for (const char *at = strchr (texts[i], '@'); at != NULL; at = strchr (at + 1, '@'))
      {
        const char *start = at;
        const char *end = at + 1;

        while (start > texts[i] && at - start < MAX_EMAIL_BYTES && is_email_char (start[-1]))
          start--;
        while (end - at < MAX_EMAIL_BYTES && is_email_char (*end))
          end++;
        while (end > at + 1 && !g_ascii_isalnum (end[-1]))
          end--;
        if (start < at && memchr (at, '.', (gsize) (end - at)) != NULL)
          return g_strndup (start, (gsize) (end - start));
      }
  return NULL;
}

/**
 * od_etiquette_asks_for:
 * @text: a reply
 * @nouns: (array zero-terminated=1): phrases that name what is asked for
 *
 * Returns: whether @text asks the customer for it; not if a sentence names it itself, wants another one, or tells the
 * customer to say it to somebody else
 */
gboolean
od_etiquette_asks_for (const OdPhraseText *text, const char *const *nouns)
{
  guint n_words = od_phrase_text_get_n_words (text);
  guint end;

  for (guint start = 0; start < n_words; start = end)
    {
      gboolean has_number = FALSE;
      guint at;

      end = od_phrase_text_get_sentence_end (text, start);
      for (guint i = start; i < end; i++)
        has_number = has_number || od_phrase_text_get_word (text, i)->is_number;
      if (has_number || !od_phrase_find (text, start, end, nouns, &at) ||
          od_phrase_find (text, start, end, od_etiquette_not_asked, NULL))
        continue;
      if (od_phrase_text_asks (text, start) && od_phrase_find (text, start, at + 1, od_etiquette_ask_starts, NULL))
        return TRUE;
      if (od_phrase_find (text, at > start + ASK_REACH ? at - ASK_REACH : start, at, od_etiquette_ask_verbs, NULL))
        return TRUE;
    }
  return FALSE;
}
