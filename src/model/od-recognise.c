/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-recognise.h"

#include <string.h>

#include "od-limits.h"
#include "od-phone.h"

#define MAX_LETTERS_TRIED 40 /* of a pattern that is checked */

/* Finds numbers of orders and parcels, phones and mail addresses in what a customer wrote. What has a check digit is
 * checked. Each place of the text is one thing only: of mail, parcels, orders and phones the first that fits. */

void
od_recognised_free (OdRecognised *self)
{
  g_free (self->value);
  g_free (self);
}

void
od_recognition_free (OdRecognition *self)
{
  g_free (self->order_pattern);
  g_free (self->tracking_pattern);
  g_free (self->region);
  g_free (self);
}

typedef struct {
  GString *text; /* what was recognised is blanked */
  GPtrArray *found;
} Look;

static void
add (Look *look, const char *kind, const char *value)
{
  guint n = 0;
  OdRecognised *recognised;

  for (guint i = 0; i < look->found->len; i++)
    {
      const OdRecognised *other = look->found->pdata[i];

      if (strcmp (other->kind, kind) != 0)
        continue;
      if (strcmp (other->value, value) == 0 || ++n >= OD_LIMIT_FINDINGS)
        return;
    }
  recognised = g_new (OdRecognised, 1);
  recognised->kind = kind;
  recognised->value = g_strdup (value);
  g_ptr_array_add (look->found, recognised);
}

/* ---- check digits ---------------------------------------------------------- */

/* Two letters, nine digits (the last one checks), two letters: UPU S10. */
static gboolean
is_s10 (const char *code)
{
  static const int weights[] = { 8, 6, 4, 2, 3, 5, 9, 7 };
  int sum = 0, check;

  for (int i = 0; i < 8; i++)
    sum += (code[2 + i] - '0') * weights[i];
  check = 11 - sum % 11;
  return code[10] - '0' == (check == 10 ? 0 : check == 11 ? 5 : check);
}

/* Fourteen digits: post office, month, number, check. */
static gboolean
is_russian_post (const char *code)
{
  int sum = 0;

  for (int i = 0; i < 13; i++)
    sum += (code[i] - '0') * (i % 2 == 0 ? 3 : 1);
  return code[0] >= '1' && code[0] <= '6' && code[13] - '0' == (10 - sum % 10) % 10;
}

/* 1Z and sixteen letters or digits, of which the last checks. */
static gboolean
is_ups (const char *code)
{
  int sum = 0;

  for (int i = 2; i < 17; i++)
    {
      int value = g_ascii_isdigit (code[i]) ? code[i] - '0' : (code[i] - 63) % 10;

      sum += i % 2 == 1 ? 2 * value : value;
    }
  return g_ascii_isdigit (code[17]) && code[17] - '0' == (10 - sum % 10) % 10;
}

/* ---- one kind after the other ---------------------------------------------- */

static GRegex *
compile_bounded (const char *pattern, guint n_steps, const char *option)
{
  g_autofree char *bounded =
      g_strdup_printf ("(*LIMIT_MATCH=%u)(*LIMIT_DEPTH=%d)%s%s", n_steps, OD_LIMIT_PATTERN_DEPTH, option, pattern);

  return g_regex_new (bounded, G_REGEX_CASELESS | G_REGEX_MULTILINE, 0, NULL);
}

#define NOT_IN_WORD "(?<![\\p{L}\\p{N}_.+-])"
#define NO_WORD_AFTER "(?![\\p{L}\\p{N}_]|[.-][\\p{L}\\p{N}])"

#define MAIL_PATTERN                                                                                                   \
  NOT_IN_WORD                                                                                                          \
  "([a-z0-9][a-z0-9._%+-]{0,63}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,24})(?![\\p{L}\\p{N}_@-])"
#define TRACKING_PATTERN                                                                                               \
  NOT_IN_WORD "(1Z[0-9A-Z]{16}|[A-Z]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{3} ?[A-Z]{2}|[0-9]{14})" NO_WORD_AFTER
#define ORDER_PATTERN                                                                                                  \
  "(?:" NOT_IN_WORD "(?:заказ(?:а|у|ом|е|ы|ов)?|orders?|invoice|счёт|счет)"                       \
  "(?:[ \\t]+(?:номер|number|num|no\\.?|id))?[ \\t]*[:=]?[ \\t]*(?:№|#|N[ .]|No\\.)?"                           \
  "|(?:№|" NOT_IN_WORD "#))[ \\t]*"                                                                                    \
  "((?:\\p{L}{1,4}-?)?\\p{Nd}{3,12}(?:-\\p{Nd}{1,8}|-\\p{L}{1,3}){0,3})" NO_WORD_AFTER

typedef const char *(*Judge) (const char *match, char **value);

/* What the first group of a match is, if @judge names a kind for it. */
static void
take (Look *look, const GMatchInfo *info, Judge judge)
{
  g_autofree char *match = g_match_info_fetch (info, 1);
  g_autofree char *value = NULL;
  const char *kind = match != NULL && *match != '\0' ? judge (match, &value) : NULL;
  int start, end;

  if (kind != NULL && g_match_info_fetch_pos (info, 1, &start, &end))
    {
      add (look, kind, value);
      memset (look->text->str + start, ' ', (gsize) (end - start));
    }
}

/* What one of our patterns finds. */
static void
find (Look *look, GRegex *regex, Judge judge)
{
  g_autoptr (GMatchInfo) info = NULL;
  g_autofree char *text = g_strndup (look->text->str, look->text->len);

  g_regex_match_full (regex, text, -1, 0, 0, &info, NULL);
  while (g_match_info_matches (info))
    {
      take (look, info, judge);
      if (!g_match_info_next (info, NULL))
        break;
    }
}

static const char *
judge_mail (const char *match, char **value)
{
  if (strlen (match) > OD_LIMIT_ADDRESS_BYTES || strstr (match, "..") != NULL || strstr (match, ".@") != NULL)
    return NULL;
  *value = g_ascii_strdown (match, -1);
  return "email";
}

static const char *
judge_tracking (const char *match, char **value)
{
  GString *code = g_string_new (NULL);
  gboolean is_good;

  for (const char *p = match; *p != '\0'; p++)
    if (*p != ' ')
      g_string_append_c (code, g_ascii_toupper (*p));
  *value = g_string_free (code, FALSE);
  switch (strlen (*value))
    {
    case 13:
      is_good = is_s10 (*value);
      break;
    case 14:
      is_good = is_russian_post (*value);
      break;
    default:
      is_good = is_ups (*value);
    }
  return is_good ? "tracking" : NULL;
}

/* The shop knows its carriers: there is nothing to check. */
static const char *
judge_own_tracking (const char *match, char **value)
{
  GString *code;

  if (strlen (match) > OD_LIMIT_ID_BYTES)
    return NULL;
  code = g_string_new (NULL);
  for (const char *p = match; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      g_string_append_unichar (code, g_unichar_toupper (g_utf8_get_char (p)));
  *value = g_string_free (code, FALSE);
  return "tracking";
}

/* A Russian number without its plus sign: no shop counts like that. */
static gboolean
is_phone_at_home (const char *match)
{
  return strlen (match) == 11 && strspn (match, "0123456789") == 11 && (*match == '7' || *match == '8');
}

static const char *
judge_order (const char *match, char **value)
{
  if (strlen (match) > OD_LIMIT_ID_BYTES || is_phone_at_home (match))
    return NULL;
  *value = g_utf8_strup (match, -1);
  return "order";
}

/* The patterns of the program itself, made once. */
static GRegex *
get_regex (guint which)
{
  static const char *const patterns[] = { MAIL_PATTERN, TRACKING_PATTERN, ORDER_PATTERN };
  static GRegex *regexes[G_N_ELEMENTS (patterns)];
  static gsize is_made;

  if (g_once_init_enter (&is_made))
    {
      for (guint i = 0; i < G_N_ELEMENTS (patterns); i++) /* they are linear: the bound is never reached */
        regexes[i] = compile_bounded (patterns[i], OD_LIMIT_RECOGNISE_STEPS, "");
      g_once_init_leave (&is_made, 1);
    }
  return regexes[which];
}

/**
 * od_recognise_get_order_pattern:
 *
 * Returns: the regular expression for numbers of orders, unless a setting has another one
 */
const char *
od_recognise_get_order_pattern (void)
{
  return ORDER_PATTERN;
}

/* ---- the desk's own patterns ------------------------------------------------ */

/* The library counts the steps of each place where a match may begin, not those of all of them. So such a pattern sees
 * a text through small windows: in each with so few steps for a place that all windows together take some milliseconds
 * with any pattern; and with more of them in the few windows where those were not enough. */
typedef struct {
  GRegex *quick;
  GRegex *thorough;
  guint n_windows; /* that may still be looked at */
  guint n_thorough;
} Own;

static gboolean
own_init (Own *own, const char *pattern, const char *option)
{
  own->quick = compile_bounded (pattern, OD_LIMIT_RECOGNISE_QUICK_STEPS, option);
  own->thorough = compile_bounded (pattern, OD_LIMIT_RECOGNISE_OWN_STEPS, option);
  own->n_windows = OD_LIMIT_RECOGNISE_WINDOWS;
  own->n_thorough = OD_LIMIT_RECOGNISE_THOROUGH_WINDOWS;
  return own->quick != NULL;
}

static void
own_clear (Own *own)
{
  g_clear_pointer (&own->quick, g_regex_unref);
  g_clear_pointer (&own->thorough, g_regex_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Own, own_clear)

/* Returns: (transfer full): the matches of @text between @start and @end */
static GMatchInfo *
look_through (Own *own, const char *text, gsize start, gsize end)
{
  GMatchInfo *info = NULL;
  g_autoptr (GError) error = NULL;

  g_regex_match_full (own->quick, text, (gssize) end, (int) start, 0, &info, &error);
  if (error != NULL && own->n_thorough > 0)
    {
      own->n_thorough--;
      g_clear_pointer (&info, g_match_info_free);
      g_regex_match_full (own->thorough, text, (gssize) end, (int) start, 0, &info, NULL);
    }
  return info;
}

/* The last place that is not behind @place where a character of @text begins. */
static gsize
find_character (const char *text, gsize place)
{
  while (place > 0 && (text[place] & 0xc0) == 0x80)
    place--;
  return place;
}

/* Returns: where the next window begins */
static gsize
find_in_window (Look *look, Own *own, const char *text, gsize start, gsize end, Judge judge)
{
  gboolean is_last = text[end] == '\0';
  gsize next = is_last ? end : find_character (text, end - OD_LIMIT_RECOGNISE_OVERLAP_BYTES);
  g_autoptr (GMatchInfo) info = look_through (own, text, start, end);

  while (g_match_info_matches (info))
    {
      int from, to;

      g_match_info_fetch_pos (info, 0, &from, &to);
      if (!is_last && (gsize) to == end && (gsize) from > start)
        return MIN (next, (gsize) from); /* it may be longer: the next window shows all of it */
      take (look, info, judge);
      next = MAX (next, (gsize) to);
      if (!g_match_info_next (info, NULL))
        break;
    }
  return next;
}

/* What the desk's own pattern finds, if it has one that can be used: a number has digits, so it is near some. */
static gboolean
find_own (Look *look, const char *pattern, Judge judge)
{
  g_auto (Own) own = { 0 };
  g_autofree char *text = NULL;
  gsize n_bytes = look->text->len, start = 0;

  if (pattern == NULL || *pattern == '\0' || !own_init (&own, pattern, "") ||
      g_regex_get_capture_count (own.quick) == 0)
    return FALSE;
  text = g_strndup (look->text->str, n_bytes);
  while (start < n_bytes && own.n_windows > 0)
    {
      gsize end = find_character (text, MIN (start + OD_LIMIT_RECOGNISE_WINDOW_BYTES, n_bytes));
      gsize digit = start + strcspn (text + start, "0123456789");

      if (digit < end)
        {
          own.n_windows--;
          start = find_in_window (look, &own, text, start, end, judge);
        }
      else if (digit < n_bytes) /* what stands before the digit may belong to it */
        start = find_character (text, digit - OD_LIMIT_RECOGNISE_OVERLAP_BYTES);
      else
        break;
    }
  return TRUE;
}

static gboolean
has_digits (const char *text, guint n)
{
  for (; *text != '\0' && n > 0; text++)
    n -= g_ascii_isdigit (*text);
  return n == 0;
}

/* In a window full of that piece again and again, which ends otherwise. A longer text is more such windows. */
static gboolean
is_slow (const GRegex *regex, const char *piece)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  while (text->len < OD_LIMIT_RECOGNISE_WINDOW_BYTES)
    g_string_append (text, piece);
  g_string_append (text, "\x7f!");
  return !g_regex_match_full (regex, text->str, (gssize) text->len, 0, 0, NULL, &error) && error != NULL;
}

/**
 * od_recognise_check_pattern:
 * @pattern: as somebody typed it
 *
 * Tries it on texts that make careless expressions slow, also of its own letters. Takes some milliseconds at most.
 *
 * Returns: what is wrong with it
 */
OdPatternFault
od_recognise_check_pattern (const char *pattern)
{
  static const char *const pieces[] = { "a", "1", "a1", " ", "-", "A-1 ", "aA" };
  g_auto (Own) own = { 0 };
  guint n_letters = 0;

  g_return_val_if_fail (pattern != NULL, OD_PATTERN_BROKEN);

  if (strlen (pattern) > OD_LIMIT_PATTERN_BYTES)
    return OD_PATTERN_TOO_LONG;
  if (!g_utf8_validate (pattern, -1, NULL) ||
      !own_init (&own, pattern, "(*NO_START_OPT)")) /* a text may have what it ends with */
    return OD_PATTERN_BROKEN;
  if (g_regex_get_capture_count (own.thorough) == 0)
    return OD_PATTERN_WITHOUT_GROUP;
  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    if (is_slow (own.thorough, pieces[i]))
      return OD_PATTERN_TOO_SLOW;
  for (const char *p = pattern; *p != '\0' && n_letters < MAX_LETTERS_TRIED; p = g_utf8_next_char (p))
    if (g_unichar_isalnum (g_utf8_get_char (p)))
      {
        g_autofree char *letter = g_strndup (p, (gsize) (g_utf8_next_char (p) - p));

        n_letters++;
        if (is_slow (own.thorough, letter))
          return OD_PATTERN_TOO_SLOW;
      }
  return OD_PATTERN_GOOD;
}

/**
 * od_recognise_check_region:
 *
 * Returns: whether it can be a country: two capital letters
 */
gboolean
od_recognise_check_region (const char *region)
{
  return strlen (region) == 2 && g_ascii_isupper (region[0]) && g_ascii_isupper (region[1]);
}

/**
 * od_recognise_get_home_region:
 *
 * Returns: the country of this computer's locale: of "ru_RU.UTF-8" it is "RU"; %OD_PHONE_REGION where it has none
 */
const char *
od_recognise_get_home_region (void)
{
  static char region[3];
  static gsize is_known;

  if (g_once_init_enter (&is_known))
    {
      static const char *const names[] = { "LC_ALL", "LC_TELEPHONE", "LANG" };
      const char *locale = NULL, *country;

      for (guint i = 0; i < G_N_ELEMENTS (names) && (locale == NULL || *locale == '\0'); i++)
        locale = g_getenv (names[i]);
      country = locale != NULL ? strchr (locale, '_') : NULL;
      if (country != NULL)
        g_strlcpy (region, country + 1, sizeof region);
      if (country == NULL || !od_recognise_check_region (region) || g_ascii_isalpha (country[3]))
        g_strlcpy (region, OD_PHONE_REGION, sizeof region);
      g_once_init_leave (&is_known, 1);
    }
  return region;
}

/**
 * od_recognise:
 * @text: what somebody wrote: any bytes
 * @how: (nullable): as the desk wants it
 *
 * Pure, for any thread, and in bounded time: of a text the first %OD_LIMIT_RECOGNISE_BYTES are looked at, and with the
 * desk's own patterns, whatever they are, only so much of them near digits as takes some milliseconds.
 *
 * Returns: (transfer full) (element-type OdRecognised): what is in it, each once, at most %OD_LIMIT_FINDINGS of a kind
 */
GPtrArray *
od_recognise (const char *text, const OdRecognition *how)
{
  Look look = { NULL, g_ptr_array_new_with_free_func ((GDestroyNotify) od_recognised_free) };
  const char *end;

  g_return_val_if_fail (text != NULL, look.found);

  g_utf8_validate (text, (gssize) strnlen (text, OD_LIMIT_RECOGNISE_BYTES), &end);
  if (end == text)
    return look.found;
  look.text = g_string_new_len (text, end - text);
  if (strchr (look.text->str, '@') != NULL)
    find (&look, get_regex (0), judge_mail);
  if (has_digits (look.text->str, 3))
    {
      find_own (&look, how != NULL ? how->tracking_pattern : NULL, judge_own_tracking);
      find (&look, get_regex (1), judge_tracking);
      if (!find_own (&look, how != NULL ? how->order_pattern : NULL, judge_order))
        find (&look, get_regex (2), judge_order);
    }
  if (has_digits (look.text->str, 7))
    {
      gboolean has_region = how != NULL && how->region != NULL && *how->region != '\0';
      const char *region = has_region ? how->region : od_recognise_get_home_region ();
      g_autoptr (GPtrArray) phones = od_phone_find (look.text->str, region);

      for (guint i = 0; i < phones->len; i++)
        add (&look, "phone", phones->pdata[i]);
    }
  g_string_free (look.text, TRUE);
  return look.found;
}
