/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-etiquette.h"

#include <glib/gi18n.h>
#include <string.h>

#include "od-etiquette-known.h"
#include "od-etiquette-phrases.h"
#include "od-promise.h"
#include "od-template.h"
#include "od-text.h"

#define FOLLOW_UP_S (4 * 3600) /* after so long a further message is no string of half messages */
#define MIN_LETTERS 15         /* of a text whose alphabet says something */
#define MIN_SHOUTED_LETTERS 12
#define MIN_SHOUTED_WORDS 3
#define MAX_EXCLAMATIONS 4
#define MAX_QUOTE_GRAPHEMES 40
#define NAME_STEM 3 /* "Мария", "Марии", "Марию" */

typedef enum {
  LANG_UNKNOWN,
  LANG_ENGLISH,
  LANG_RUSSIAN,
} Lang;

/* What the rules look at: the input, and what is found out of it once. */
typedef struct {
  const OdEtiquetteInput *input;
  OdPhraseText *words; /* (owned) */
  char *plain;         /* (owned): the text without addresses of the web */
  guint n_words;
  guint n_latin, n_cyrillic; /* letters of `plain` */
  guint n_links;
  guint minutes; /* of a promise, see od_promise_find() */
  Lang lang;
} Reply;

/* Returns the line for people if the rule is broken, else NULL. */
typedef char *(*RuleFunc) (Reply *reply);

static gboolean
has_flag (Reply *reply, OdEtiquetteFlags flag)
{
  return (reply->input->flags & flag) != 0;
}

static char *
quoted (const char *text, gsize n_bytes)
{
  g_autofree char *part = g_strndup (text, n_bytes);
  g_autofree char *cut = od_text_cut (part, MAX_QUOTE_GRAPHEMES);

  return od_text_clean_line (cut);
}

static void
count_letters (const char *text, guint *n_latin, guint *n_cyrillic)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isalpha (c))
        continue;
      *n_latin += g_unichar_get_script (c) == G_UNICODE_SCRIPT_LATIN ? 1 : 0;
      *n_cyrillic += g_unichar_get_script (c) == G_UNICODE_SCRIPT_CYRILLIC ? 1 : 0;
    }
}

/* "{order}", "{customer.name|friend}", "{?date}": what a template leaves behind. */
static char *
check_unfilled (Reply *reply)
{
  g_autoptr (GArray) parts = od_template_find_unfilled (reply->input->text);
  g_autofree char *quote = NULL;
  const OdTemplatePart *first;

  if (parts->len == 0)
    return NULL;
  first = &g_array_index (parts, OdTemplatePart, 0);
  quote = quoted (reply->input->text + first->start_byte, first->end_byte - first->start_byte);
  /* TRANSLATORS: %s is a variable of a template that was left in the text: "{order}" */
  return g_strdup_printf (_ ("%s is not filled in: write what belongs there"), quote);
}

static char *
check_bare_link (Reply *reply)
{
  if (reply->n_links == 0 || reply->n_words > 0 || has_flag (reply, OD_ETIQUETTE_HAS_FILES))
    return NULL;
  return g_strdup (_ ("Only a link: say in a few words where it leads"));
}

/* What stands between white space and has a letter. */
static guint
count_chunks (const char *text, gboolean *has_digit)
{
  guint n = 0;
  gboolean in_chunk = FALSE;

  *has_digit = FALSE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      *has_digit = *has_digit || g_unichar_isdigit (c);
      if (g_unichar_isspace (c))
        in_chunk = FALSE;
      else if (!in_chunk && g_unichar_isalpha (c))
        {
          in_chunk = TRUE;
          n++;
        }
    }
  return n;
}

static char *
check_one_word (Reply *reply)
{
  gboolean has_digit;

  if (reply->n_links > 0 || has_flag (reply, OD_ETIQUETTE_HAS_FILES) || strchr (reply->plain, '@') != NULL ||
      count_chunks (reply->plain, &has_digit) != 1 || has_digit || reply->n_latin + reply->n_cyrillic == 0)
    return NULL;
  if (od_phrase_find (reply->words, 0, reply->n_words, od_etiquette_greetings, NULL) ||
      od_phrase_find (reply->words, 0, reply->n_words, od_etiquette_courtesies, NULL))
    return NULL;
  return g_strdup (_ ("Only one word: answer in a sentence"));
}

static char *
check_asks_again (Reply *reply)
{
  const char *const *said = reply->input->customer_texts;
  g_autofree char *known = NULL;
  gboolean is_only_one;

  if (od_etiquette_asks_for (reply->words, od_etiquette_order_nouns) &&
      (known = od_etiquette_find_order (said, &is_only_one)) != NULL)
    /* TRANSLATORS: %s is a number: "1042" */
    return g_strdup_printf (_ ("The order was already named: %s"), known);
  if (od_etiquette_asks_for (reply->words, od_etiquette_phone_nouns) &&
      (known = od_etiquette_find_phone (said)) != NULL)
    return g_strdup_printf (_ ("The phone number was already given: %s"), known);
  if (od_etiquette_asks_for (reply->words, od_etiquette_email_nouns) &&
      (known = od_etiquette_find_email (said)) != NULL)
    return g_strdup_printf (_ ("The e-mail address was already given: %s"), known);
  return NULL;
}

static gboolean
is_mostly (guint n, guint n_other)
{
  return n >= MIN_LETTERS && n_other * 10 < n;
}

static char *
check_other_language (Reply *reply)
{
  const char *const *said = reply->input->customer_texts;
  guint n_latin = 0, n_cyrillic = 0;
  gboolean is_english = FALSE;

  for (guint i = 0; said != NULL && said[i] != NULL && i < 5; i++)
    {
      g_autoptr (OdPhraseText) words = od_phrase_text_new (said[i]);

      count_letters (said[i], &n_latin, &n_cyrillic);
      is_english =
          is_english || od_phrase_find (words, 0, od_phrase_text_get_n_words (words), od_etiquette_english, NULL);
    }
  if ((is_mostly (reply->n_latin, reply->n_cyrillic) && is_mostly (n_cyrillic, n_latin)) ||
      (is_mostly (reply->n_cyrillic, reply->n_latin) && is_mostly (n_latin, n_cyrillic) && is_english))
    return g_strdup (_ ("The customer writes in another language"));
  return NULL;
}

static char *
check_no_greeting (Reply *reply)
{
  if (!has_flag (reply, OD_ETIQUETTE_IS_FIRST_REPLY) || reply->lang == LANG_UNKNOWN || reply->n_words == 0 ||
      strstr (reply->plain, "👋") != NULL ||
      od_phrase_find (reply->words, 0, reply->n_words, od_etiquette_greetings, NULL))
    return NULL;
  return g_strdup (_ ("The first reply has no greeting: say hello"));
}

static char *
check_promise (Reply *reply)
{
  if (has_flag (reply, OD_ETIQUETTE_HAS_TIMER) || has_flag (reply, OD_ETIQUETTE_IS_RESOLVING) ||
      !od_promise_find_in (reply->words, &reply->minutes))
    return NULL;
  return g_strdup (_ ("You promise to come back: snooze until then, so that it is not forgotten"));
}

static char *
check_third_in_a_row (Reply *reply)
{
  guint n = reply->input->n_own_in_a_row;

  if (n < 2 || reply->input->since_own_s > FOLLOW_UP_S || has_flag (reply, OD_ETIQUETTE_IS_RESOLVING))
    return NULL;
  return g_strdup_printf (ngettext ("Already %u message in a row without an answer: let the customer reply",
                                    "Already %u messages in a row without an answer: let the customer reply", n),
                          n);
}

static char *
check_no_closing (Reply *reply)
{
  if (!has_flag (reply, OD_ETIQUETTE_IS_RESOLVING) || reply->lang == LANG_UNKNOWN || reply->n_words == 0 ||
      od_phrase_find (reply->words, 0, reply->n_words, od_etiquette_closings, NULL))
    return NULL;
  return g_strdup (_ ("Nothing closes the conversation: ask whether all is answered, say goodbye"));
}

static char *
check_order_number (Reply *reply)
{
  g_autofree char *order = NULL;
  gboolean is_only_one, has_digit;
  guint at;

  count_chunks (reply->plain, &has_digit);
  if (!has_flag (reply, OD_ETIQUETTE_IS_FIRST_REPLY) || has_digit ||
      !od_phrase_find (reply->words, 0, reply->n_words, od_etiquette_your_order, &at) ||
      od_phrase_text_asks (reply->words, at))
    return NULL;
  order = od_etiquette_find_order (reply->input->customer_texts, &is_only_one);
  if (order == NULL || !is_only_one)
    return NULL;
  /* TRANSLATORS: %s is a number: "1042" */
  return g_strdup_printf (_ ("Say which order it is: %s"), order);
}

/* Whether the reply has a word that begins as one of the name does; TRUE too if the name is no name in the reply's letters. */
static gboolean
uses_name (Reply *reply, const OdPhraseText *name)
{
  guint n_name_words = od_phrase_text_get_n_words (name);

  for (guint i = 0; i < n_name_words; i++)
    {
      const OdWord *part = od_phrase_text_get_word (name, i);
      const char *stem_end = part->start;
      gboolean is_cyrillic = g_unichar_get_script (g_utf8_get_char (part->start)) == G_UNICODE_SCRIPT_CYRILLIC;

      if (part->is_number || is_cyrillic != (reply->lang == LANG_RUSSIAN))
        return TRUE;
      for (guint n = 0; n < NAME_STEM && stem_end < part->start + part->n_bytes; n++)
        stem_end = g_utf8_next_char (stem_end);
      for (guint j = 0; j < reply->n_words; j++)
        {
          const OdWord *word = od_phrase_text_get_word (reply->words, j);
          gsize n = (gsize) (stem_end - part->start);

          if (word->n_bytes >= n && memcmp (word->start, part->start, n) == 0)
            return TRUE;
        }
    }
  return n_name_words == 0;
}

/* Only a greeting that is a sentence of its own: "Hello!"; what else may stand with it can be a name of another form. */
static char *
check_no_name (Reply *reply)
{
  const char *name = reply->input->customer_name;
  g_autoptr (OdPhraseText) name_words = NULL;
  g_autofree char *shown = NULL;
  guint sentence_end;

  if (!has_flag (reply, OD_ETIQUETTE_IS_FIRST_REPLY) || name == NULL || reply->lang == LANG_UNKNOWN ||
      reply->n_words == 0)
    return NULL;
  sentence_end = od_phrase_text_get_sentence_end (reply->words, 0);
  for (guint i = 0;; i++)
    if (od_etiquette_greetings[i] == NULL)
      return NULL;
    else if (od_phrase_match (reply->words, 0, sentence_end, od_etiquette_greetings[i]) == sentence_end)
      break;
  name_words = od_phrase_text_new (name);
  if (uses_name (reply, name_words))
    return NULL;
  shown = quoted (name, strlen (name));
  /* TRANSLATORS: %s is the customer's name: "Maria Petrova" */
  return g_strdup_printf (_ ("Greet by name: %s"), shown);
}

static char *
check_capitals (Reply *reply)
{
  guint n_upper = 0, n_lower = 0, n_words = 0, run = 0;

  for (const char *p = reply->plain;; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c != '\0' && g_unichar_isupper (c))
        {
          n_upper++;
          n_words += ++run == 2 ? 1 : 0;
          continue;
        }
      run = 0;
      n_lower += g_unichar_islower (c) ? 1 : 0;
      if (c == '\0')
        break;
    }
  if (n_upper < MIN_SHOUTED_LETTERS || n_words < MIN_SHOUTED_WORDS || n_upper < n_lower * 2)
    return NULL;
  return g_strdup (_ ("All in capitals reads as shouting"));
}

static char *
check_exclamations (Reply *reply)
{
  guint n = 0, run = 0;
  gboolean is_long_run = FALSE;

  for (const char *p = reply->plain; *p != '\0'; p++)
    {
      run = *p == '!' || *p == '?' ? run + 1 : 0;
      n += *p == '!' ? 1 : 0;
      is_long_run = is_long_run || run >= 3;
    }
  if (n <= MAX_EXCLAMATIONS && !is_long_run)
    return NULL;
  return g_strdup (_ ("So many marks read as shouting: one is enough"));
}

/* In the order in which they are told: the first one that is broken is shown. Ids never change. */
static const OdEtiquetteRule rules[] = {
  { "unfilled-variable", N_ ("A variable that is not filled in") },
  { "bare-link", N_ ("A link and no word about it") },
  { "one-word", N_ ("An answer of one word") },
  { "asks-again", N_ ("Asking for what the customer has already said") },
  { "other-language", N_ ("Another language than the customer's") },
  { "no-greeting", N_ ("A first reply without a greeting") },
  { "promise", N_ ("A promise that nothing reminds of") },
  { "third-in-a-row", N_ ("A third message in a row without an answer") },
  { "no-closing", N_ ("Resolving without a closing phrase") },
  { "order-number", N_ ("A first reply about an order without its number") },
  { "no-name", N_ ("A greeting without the customer's name") },
  { "capitals", N_ ("All in capitals") },
  { "exclamations", N_ ("Many exclamation marks") },
};

static const RuleFunc checks[] = {
  check_unfilled,    check_bare_link, check_one_word,       check_asks_again, check_other_language,
  check_no_greeting, check_promise,   check_third_in_a_row, check_no_closing, check_order_number,
  check_no_name,     check_capitals,  check_exclamations,
};
G_STATIC_ASSERT (G_N_ELEMENTS (rules) == G_N_ELEMENTS (checks));

/**
 * od_etiquette_get_rules:
 * @n_rules: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_rules): all rules, in the order in which they are told
 */
const OdEtiquetteRule *
od_etiquette_get_rules (guint *n_rules)
{
  g_return_val_if_fail (n_rules != NULL, NULL);

  *n_rules = G_N_ELEMENTS (rules);
  return rules;
}

static Lang
find_lang (Reply *reply)
{
  const char *hint = reply->input->lang != NULL ? reply->input->lang : "";

  if (reply->n_cyrillic > reply->n_latin)
    {
      static const char *const not_russian[] = { "і", "ї", "є", "ґ", "ў", "ј", "љ", "њ",
                                                 "ђ", "ћ", "џ", "қ", "ғ", "ү", "ө", "ә" };
      g_autofree char *lower = g_utf8_strdown (reply->plain, -1);

      for (guint i = 0; i < G_N_ELEMENTS (not_russian); i++)
        if (strstr (lower, not_russian[i]) != NULL)
          return LANG_UNKNOWN;
      return LANG_RUSSIAN;
    }
  if (reply->n_latin > 0 &&
      (g_str_has_prefix (hint, "en") || od_phrase_find (reply->words, 0, reply->n_words, od_etiquette_english, NULL)))
    return LANG_ENGLISH;
  return LANG_UNKNOWN;
}

static void
read_reply (Reply *reply, const OdEtiquetteInput *input)
{
  reply->input = input;
  reply->plain = od_phrase_drop_links (input->text, &reply->n_links);
  reply->words = od_phrase_text_new (reply->plain);
  reply->n_words = od_phrase_text_get_n_words (reply->words);
  count_letters (reply->plain, &reply->n_latin, &reply->n_cyrillic);
  reply->lang = find_lang (reply);
}

/**
 * od_etiquette_check:
 * @input: a reply and how things stand
 * @off: (nullable) (array zero-terminated=1): ids of rules that are switched off
 *
 * Looks for what customers take amiss. It advises: what it finds may be right all the same, and when it does not know the
 * language it says nothing. Pure; takes time about linear in the length of the texts.
 *
 * Returns: (transfer full) (nullable): the first thing found
 */
OdEtiquetteFinding *
od_etiquette_check (const OdEtiquetteInput *input, const char *const *off)
{
  OdEtiquetteFinding *finding = NULL;
  Reply reply = { NULL };

  g_return_val_if_fail (input != NULL && input->text != NULL, NULL);

  read_reply (&reply, input);
  for (guint i = 0; i < G_N_ELEMENTS (rules) && finding == NULL; i++)
    {
      char *words;

      if (off != NULL && g_strv_contains (off, rules[i].id))
        continue;
      words = checks[i](&reply);
      if (words == NULL)
        continue;
      finding = g_new0 (OdEtiquetteFinding, 1);
      finding->rule = &rules[i];
      finding->words = words;
      finding->minutes = reply.minutes;
    }
  od_phrase_text_free (reply.words);
  g_free (reply.plain);
  return finding;
}

void
od_etiquette_finding_free (OdEtiquetteFinding *self)
{
  g_free (self->words);
  g_free (self);
}
