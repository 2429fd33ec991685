/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gen-text.h"

#define N_WORDS_LOG2 15 /* words of one language: 32 768 */

static const char *const ru_syllables[] = {
  "за",  "каз", "по", "до", "став", "ра",  "ка", "го", "род", "мо",  "лод", "пе",  "ре", "вод", "про",  "дав", "то",
  "вар", "це",  "на", "ку", "пил",  "све", "ти", "ло", "бел", "кни", "га",  "ма",  "га", "зин", "скид", "ве",  "чер",
  "ок",  "но",  "ёл", "щи", "жи",   "ша",  "чу", "эт", "юр",  "яс",  "сы",  "быт", "хо", "фон", "нек",  "вет",
};
static const char *const ru_endings[] = { "", "", "а", "ы", "ов", "ами", "ать", "ение", "ого", "ый", "ем", "ила" };
static const char *const en_syllables[] = {
  "or",  "der",   "ship", "ment", "re",  "fund", "pay", "con", "tract", "de",  "liv", "er",  "box",
  "co",  "lor",   "siz",  "blu",  "pan", "ta",   "lo",  "mi",  "ner",   "sa",  "le",  "cou", "pon",
  "ac",  "count", "log",  "in",   "fro", "zen",  "bat", "ter", "wa",    "rm",  "qui", "ck",  "ha",
  "ven", "yo",    "jum",  "per",  "ki",  "tch",  "gra", "bo",  "ard",   "thi", "ng",
};
static const char *const en_endings[] = { "", "", "", "s", "ed", "ing", "er", "ly", "ies" };
static const char *const emoji[] = { "🙂", "👍", "❤️", "🙏", "😢", "🎉", "👩‍👧", "🇷🇺", "👍🏽", "✅" };

void
gen_text_init (GenText *gen, guint64 seed)
{
  gen->state = seed;
}

/* splitmix64 */
static guint64
next (GenText *gen)
{
  guint64 z = gen->state += G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94D049BB133111EB);
  return z ^ (z >> 31);
}

/**
 * gen_text_number:
 * @below: > 0
 *
 * Returns: 0 to @below - 1, evenly
 */
guint
gen_text_number (GenText *gen, guint below)
{
  return (guint) (next (gen) % below);
}

/* A rank from 1: each power of two is as likely as the next, which is Zipf's law with exponent 1. */
static guint
rank (GenText *gen)
{
  guint power = gen_text_number (gen, N_WORDS_LOG2);

  return (1u << power) + gen_text_number (gen, 1u << power);
}

static void
append_word (GenText *gen, GString *out, gboolean is_russian)
{
  guint r = rank (gen);
  GenText word = { r * 2 + is_russian };
  guint n = 1 + (r > 40) + (r > 600) + gen_text_number (&word, 2);
  const char *const *syllables = is_russian ? ru_syllables : en_syllables;
  guint n_syllables = is_russian ? G_N_ELEMENTS (ru_syllables) : G_N_ELEMENTS (en_syllables);

  for (guint i = 0; i < n; i++)
    g_string_append (out, syllables[gen_text_number (&word, n_syllables)]);
  g_string_append (out, is_russian ? ru_endings[gen_text_number (gen, G_N_ELEMENTS (ru_endings))]
                                   : en_endings[gen_text_number (gen, G_N_ELEMENTS (en_endings))]);
}

static void
capitalise (GString *out, gsize from)
{
  char first[6];
  gunichar c = g_unichar_toupper (g_utf8_get_char (out->str + from));

  g_string_erase (out, (gssize) from, g_utf8_next_char (out->str + from) - (out->str + from));
  g_string_insert_len (out, (gssize) from, first, g_unichar_to_utf8 (c, first));
}

/**
 * gen_text_append_message:
 *
 * Appends 1 to 40 words in one of the languages, as people write in chats; 15 on average.
 */
void
gen_text_append_message (GenText *gen, GString *out)
{
  gboolean is_russian = gen_text_number (gen, 100) < 55;
  guint n = 1 + gen_text_number (gen, 12) + gen_text_number (gen, gen_text_number (gen, 4) == 0 ? 28 : 12);
  gsize from = out->len;

  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (out, gen_text_number (gen, 9) == 0 ? ", " : " ");
      append_word (gen, out, is_russian);
    }
  capitalise (out, from);
  if (gen_text_number (gen, 6) == 0)
    g_string_append_printf (out, is_russian ? ", заказ №%05u-%c" : ", order #%05u-%c", gen_text_number (gen, 100000),
                            'A' + (int) gen_text_number (gen, 26));
  g_string_append (out, gen_text_number (gen, 5) == 0 ? "?" : ".");
  if (gen_text_number (gen, 8) == 0)
    g_string_append_printf (out, " %s", emoji[gen_text_number (gen, G_N_ELEMENTS (emoji))]);
}

/**
 * gen_text_append_name:
 *
 * Appends two capitalised words.
 */
void
gen_text_append_name (GenText *gen, GString *out)
{
  gboolean is_russian = gen_text_number (gen, 100) < 60;

  for (guint i = 0; i < 2; i++)
    {
      gsize from;

      if (i > 0)
        g_string_append_c (out, ' ');
      from = out->len;
      append_word (gen, out, is_russian);
      capitalise (out, from);
    }
}
