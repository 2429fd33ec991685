/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-limits.h"
#include "od-spell-words.h"

/* The words that are found, with "|" between them. */
static char *
find (const char *text)
{
  g_autoptr (GArray) words = od_spell_words_find (text);
  GString *found = g_string_new (NULL);

  for (guint i = 0; i < words->len; i++)
    {
      const OdSpellWord *word = &g_array_index (words, OdSpellWord, i);

      if (i > 0)
        g_string_append_c (found, '|');
      g_string_append_len (found, text + word->start_byte, (gssize) (word->end_byte - word->start_byte));
    }
  return g_string_free (found, FALSE);
}

static void
test_words (void)
{
  static const struct {
    const char *text, *words;
  } cases[] = {
    { "", "" },
    { "Good afternoon, Maria!", "Good|afternoon|Maria" },
    { "Ещё раз: ёлка, объём.", "Ещё|раз|ёлка|объём" },
    { "как-нибудь — кто-то", "как-нибудь|кто-то" },
    { "don't don’t 'quoted' dogs'", "don't|don’t|quoted|dogs" },
    { "well--known end- -begin", "well|known|end|begin" },
    { "PDF-файл, e-mail'ом, онлайн-chat", "файл|mail|ом|онлайн|chat" },
    { "сhat", "" }, /* its first letter is Cyrillic */
    { "iPhone и Omnidesk", "iPhone|Omnidesk" },
    { "HTTP США a и", "" },
    { "за́мок", "за́мок" },
    { "see https://shop.example/helo?x=wrld or helo@shop.example or shop.example now", "see|or|or|now" },
    { "`codde` and\n```\nmoar codde\n```\nend", "and|end" },
    { "**bold** _slanted_", "bold|slanted" },
    { "[the shop](https://shop.example/abcd)", "the|shop" },
    { "Dear {name|custmer}, {?what tme} yes", "Dear|yes" },
    { "fine :thumbsup: and 10:30", "fine|and" },
    { "note: this", "note|this" },
    { "@marria #tagg /helo file.txt snake_case end.", "end" },
    { "A1b2 3rd v2 12кг", "" },
    { "and/or yes.", "and|yes" },
    { "καλημέρα שלום", "καλημέρα|שלום" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = find (cases[i].text);

      g_assert_cmpstr (found, ==, cases[i].words);
    }
}

static void
test_script (void)
{
  g_autoptr (GArray) words = od_spell_words_find ("hello ещё");

  g_assert_cmpuint (words->len, ==, 2);
  g_assert_cmpint (g_array_index (words, OdSpellWord, 0).script, ==, G_UNICODE_SCRIPT_LATIN);
  g_assert_cmpint (g_array_index (words, OdSpellWord, 1).script, ==, G_UNICODE_SCRIPT_CYRILLIC);
}

static void
test_plain (void)
{
  static const struct {
    const char *word, *plain;
  } cases[] = {
    { "don’t", "don't" },
    { "за́мок", "замок" },
    { "и\u0306од", "йод" },
    { "cafe\u0301", "caf\u00e9" },
    { "soft\u00adware", "software" },
    { "как\u2011то", "как-то" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *plain = od_spell_words_dup_plain (cases[i].word, strlen (cases[i].word));

      g_assert_cmpstr (plain, ==, cases[i].plain);
    }
}

static void
test_languages (void)
{
  static const char *const installed[] = { "de_AT", "de_DE", "en", "en_AU", "en_GB", "en_US", "pt_BR", "ru_RU", NULL };
  static const struct {
    const char *wanted[5], *chosen;
  } cases[] = {
    { { NULL }, "" },
    { { "C.UTF-8", "C" }, "" },
    { { "ru_RU.UTF-8", "ru", "en" }, "ru_RU en" },
    { { "en_GB", "en_US" }, "en_GB" },
    { { "en_NZ", "ru" }, "en_US ru_RU" },
    { { "de", "de-AT" }, "de_DE" },
    { { "pt-PT", "uk" }, "pt_BR" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) chosen = od_spell_words_choose (cases[i].wanted, installed);
      g_autofree char *joined = NULL;

      g_ptr_array_add (chosen, NULL);
      joined = g_strjoinv (" ", (char **) chosen->pdata);
      g_assert_cmpstr (joined, ==, cases[i].chosen);
    }
}

static void
test_limits (void)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GArray) words = NULL;
  g_autoptr (GArray) none = NULL;

  while (text->len < OD_LIMIT_SPELL_BYTES - 4)
    g_string_append (text, "ab ");
  words = od_spell_words_find (text->str);
  g_assert_cmpuint (words->len, ==, OD_LIMIT_SPELL_WORDS);
  g_string_append (text, "abcdef");
  none = od_spell_words_find (text->str);
  g_assert_cmpuint (none->len, ==, 0);
  g_string_free (text, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/spell-words/words", test_words);
  g_test_add_func ("/spell-words/script", test_script);
  g_test_add_func ("/spell-words/plain", test_plain);
  g_test_add_func ("/spell-words/languages", test_languages);
  g_test_add_func ("/spell-words/limits", test_limits);
  return g_test_run ();
}
