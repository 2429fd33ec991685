/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-recognise.h"

#include <string.h>

#include "od-limits.h"
#include "od-phone.h"

/* Finds numbers of orders and parcels, phones and mail addresses in what a customer wrote. What has a check digit is
 * checked. Each place of the text is one thing only: of mail, parcels, orders and phones the first that fits. */

void
od_recognised_free (OdRecognised *self)
{
  g_free (self->value);
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
compile (const char *pattern)
{
  g_autofree char *bounded = g_strdup_printf ("(*LIMIT_MATCH=%d)(*LIMIT_DEPTH=%d)%s", OD_LIMIT_RECOGNISE_STEPS,
                                              OD_LIMIT_PATTERN_DEPTH, pattern);

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

/* What @pattern's first group finds, if @judge names a kind for it. */
static void
find (Look *look, GRegex *regex, Judge judge)
{
  g_autoptr (GMatchInfo) info = NULL;
  g_autofree char *text = g_strndup (look->text->str, look->text->len);

  g_regex_match_full (regex, text, -1, 0, 0, &info, NULL);
  while (g_match_info_matches (info))
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
      for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
        regexes[i] = compile (patterns[i]);
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

static void
find_orders (Look *look, const char *pattern)
{
  g_autoptr (GRegex) own = pattern != NULL && *pattern != '\0' ? compile (pattern) : NULL;

  if (own == NULL || g_regex_get_capture_count (own) == 0)
    find (look, get_regex (2), judge_order);
  else
    find (look, own, judge_order);
}

static gboolean
has_digits (const char *text, guint n)
{
  for (; *text != '\0' && n > 0; text++)
    n -= g_ascii_isdigit (*text);
  return n == 0;
}

/**
 * od_recognise:
 * @text: what somebody wrote: any bytes
 * @order_pattern: (nullable): a regular expression whose first group is the number of an order; %NULL or none: the
 *   program's own, see od_recognise_get_order_pattern()
 * @region: (nullable): two letters: where phones without a plus sign are
 *
 * Pure, and takes bounded time: of a longer text only the first %OD_LIMIT_RECOGNISE_BYTES are looked at. Any thread may
 * call this.
 *
 * Returns: (transfer full) (element-type OdRecognised): what is in it, each once, at most %OD_LIMIT_FINDINGS of a kind
 */
GPtrArray *
od_recognise (const char *text, const char *order_pattern, const char *region)
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
      find (&look, get_regex (1), judge_tracking);
      find_orders (&look, order_pattern);
    }
  if (has_digits (look.text->str, 7))
    {
      g_autoptr (GPtrArray) phones = od_phone_find (look.text->str, region);

      for (guint i = 0; i < phones->len; i++)
        add (&look, "phone", phones->pdata[i]);
    }
  g_string_free (look.text, TRUE);
  return look.found;
}
