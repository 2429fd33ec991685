/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-custom-field.h"
#include "od-error.h"
#include "od-limits.h"
#include "od-text.h"

/* What people type into a field, read strictly: what could mean two things means nothing. What is stored reads as
 * itself. */

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "value: %s", why);
  return FALSE;
}

/* ---- numbers --------------------------------------------------------------- */

#define MAX_INTEGER_DIGITS 15
#define MAX_FRACTION_DIGITS 6

static gboolean
is_group_space (gunichar c)
{
  return c == ' ' || c == 0x00A0 || c == 0x2009 || c == 0x202F || c == '\'' || c == 0x2019;
}

/* What was read; @digits are those before the point, without signs between them. */
typedef struct {
  GString *digits;
  GString *fraction;
  gboolean is_negative;
} Number;

static void
number_clear (Number *number)
{
  g_string_free (number->digits, TRUE);
  g_string_free (number->fraction, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Number, number_clear)

/* Which sign is the decimal point: the last one, if there is one of its kind only. FALSE: nobody can know. */
static gboolean
find_point (const char *text, const char **point)
{
  const char *comma = strchr (text, ','), *dot = strchr (text, '.');
  const char *last_comma = strrchr (text, ','), *last_dot = strrchr (text, '.');

  *point = NULL;
  if (comma == NULL && dot == NULL)
    return TRUE;
  if (comma != NULL && dot != NULL)
    {
      *point = MAX (last_comma, last_dot);
      return *point == (**point == ',' ? comma : dot); /* once, and the other kind only before it */
    }
  if ((comma != NULL ? comma : dot) != (comma != NULL ? last_comma : last_dot))
    return TRUE; /* several of one kind: groups */
  *point = comma != NULL ? comma : dot;
  if (**point == ',')
    {
      const char *from = text + (*text == '-');
      gboolean is_bare = strspn (from, "0123456789") == (gsize) (*point - from);

      /* 1,234: a thousand to some, one and a bit to others */
      if (is_bare && *from != '0' && *point - from >= 1 && *point - from <= 3 && strlen (*point) == 4)
        return FALSE;
    }
  return TRUE;
}

/* Digits in groups of three with one sign between them, or no groups at all. */
static gboolean
read_groups (const char *text, const char *end, GString *digits)
{
  gunichar sign = 0;
  guint n_in_group = 0;

  for (; text < end; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      if (c < 128 && g_ascii_isdigit ((char) c))
        {
          if (sign != 0 && n_in_group == 3)
            return FALSE;
          g_string_append_c (digits, (char) c);
          n_in_group++;
          continue;
        }
      if (!is_group_space (c) && c != ',' && c != '.')
        return FALSE;
      if (n_in_group == 0 || n_in_group > 3 || (sign != 0 && (sign != c || n_in_group != 3)))
        return FALSE;
      sign = c;
      n_in_group = 0;
    }
  return sign == 0 || n_in_group == 3;
}

static gboolean
read_number (const char *text, Number *number, GError **error)
{
  const char *point, *end, *from = text;

  number->is_negative = *from == '-' || g_str_has_prefix (from, "−");
  if (number->is_negative || *from == '+')
    from = g_utf8_next_char (from);
  while (*from == ' ')
    from++;
  if (!find_point (from, &point))
    return refuse (error, "the comma may be a decimal point or not");
  end = point != NULL ? point : from + strlen (from);
  if (!read_groups (from, end, number->digits))
    return refuse (error, "no number");
  if (point != NULL)
    {
      gsize n = strspn (point + 1, "0123456789");

      if (n == 0 || point[1 + n] != '\0')
        return refuse (error, "no number");
      g_string_append_len (number->fraction, point + 1, (gssize) n);
    }
  if (number->digits->len + number->fraction->len == 0)
    return refuse (error, "no number");
  while (number->digits->len > 1 && number->digits->str[0] == '0')
    g_string_erase (number->digits, 0, 1);
  if (number->digits->len == 0)
    g_string_append_c (number->digits, '0');
  while (number->fraction->len > 0 && number->fraction->str[number->fraction->len - 1] == '0')
    g_string_truncate (number->fraction, number->fraction->len - 1);
  if (number->digits->len > MAX_INTEGER_DIGITS || number->fraction->len > MAX_FRACTION_DIGITS)
    return refuse (error, "too many digits");
  if (strcmp (number->digits->str, "0") == 0 && number->fraction->len == 0)
    number->is_negative = FALSE;
  return TRUE;
}

static char *
print_number (const Number *number)
{
  return g_strdup_printf ("%s%s%s%s", number->is_negative ? "-" : "", number->digits->str,
                          number->fraction->len > 0 ? "." : "", number->fraction->str);
}

static gboolean
check_number (const OdCustomField *field, const char *typed, char **value, GError **error)
{
  g_auto (Number) number = { g_string_new (NULL), g_string_new (NULL), FALSE };

  if (!read_number (typed, &number, error))
    return FALSE;
  *value = print_number (&number);
  return TRUE;
}

/* ---- money ----------------------------------------------------------------- */

static const struct {
  const char *sign;
  const char *code;
} currencies[] = {
  { "€", "EUR" },      { "$", "USD" },       { "£", "GBP" },        { "₽", "RUB" },    { "₴", "UAH" },
  { "₸", "KZT" },      { "₺", "TRY" },       { "₾", "GEL" },      { "֏", "AMD" },      { "₹", "INR" },
  { "₪", "ILS" },      { "₩", "KRW" },       { "zł", "PLN" },       { "kč", "CZK" },     { "руб.", "RUB" },
  { "руб", "RUB" },    { "р.", "RUB" },      { "р", "RUB" },        { "рублей", "RUB" }, { "рубля", "RUB" },
  { "рубль", "RUB" },  { "евро", "EUR" },    { "euro", "EUR" },     { "euros", "EUR" },  { "dollars", "USD" },
  { "доллар", "USD" }, { "доллара", "USD" }, { "долларов", "USD" },
};

/* @code: (out): three letters */
static gboolean
read_currency (const char *text, char code[4])
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  for (guint i = 0; i < G_N_ELEMENTS (currencies); i++)
    if (strcmp (folded, currencies[i].sign) == 0)
      {
        memcpy (code, currencies[i].code, 4);
        return TRUE;
      }
  if (strlen (text) != 3 || !g_ascii_isalpha (text[0]) || !g_ascii_isalpha (text[1]) || !g_ascii_isalpha (text[2]))
    return FALSE;
  for (guint i = 0; i < 4; i++)
    code[i] = g_ascii_toupper (text[i]);
  return TRUE;
}

static gboolean
is_of_number (gunichar c)
{
  return (c < 128 && g_ascii_isdigit ((char) c)) || c == '-' || c == '+' || c == 0x2212;
}

/* "12,50 €", "$12.50", "RUB 100": the number, and what stands before or behind it. */
static gboolean
split_money (const char *typed, char **number, char **currency)
{
  const char *start = typed, *end = typed + strlen (typed);
  g_autofree char *before = NULL, *behind = NULL;

  while (*start != '\0' && !is_of_number (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  while (end > start && !is_of_number (g_utf8_get_char (g_utf8_prev_char (end))))
    end = g_utf8_prev_char (end);
  before = g_strndup (typed, (gsize) (start - typed));
  behind = g_strdup (end);
  g_strstrip (before);
  g_strstrip (behind);
  if ((*before != '\0') == (*behind != '\0'))
    return FALSE;
  *number = g_strndup (start, (gsize) (end - start));
  *currency = *before != '\0' ? g_steal_pointer (&before) : g_steal_pointer (&behind);
  return TRUE;
}

static gboolean
check_currency (const OdCustomField *field, const char *typed, char **value, GError **error)
{
  g_auto (Number) number = { g_string_new (NULL), g_string_new (NULL), FALSE };
  g_autofree char *amount = NULL, *currency = NULL, *printed = NULL;
  char code[4];

  if (!split_money (typed, &amount, &currency) || !read_currency (currency, code))
    return refuse (error, "no currency");
  if (!read_number (amount, &number, error))
    return FALSE;
  if (number.fraction->len > 2)
    return refuse (error, "more than two decimals");
  while (number.fraction->len < 2)
    g_string_append_c (number.fraction, '0');
  printed = print_number (&number);
  *value = g_strdup_printf ("%s %s", printed, code);
  return TRUE;
}

/* ---- days ------------------------------------------------------------------ */

static const char *const months[12][3] = {
  { "jan", "янв", "янв" }, { "feb", "фев", "фев" }, { "mar", "мар", "мар" }, { "apr", "апр", "апр" },
  { "may", "мая", "май" }, { "jun", "июн", "июн" }, { "jul", "июл", "июл" }, { "aug", "авг", "авг" },
  { "sep", "сен", "сен" }, { "oct", "окт", "окт" }, { "nov", "ноя", "ноя" }, { "dec", "дек", "дек" },
};

static guint
find_month (const char *word)
{
  g_autofree char *folded = od_text_fold (word);

  for (guint i = 0; i < G_N_ELEMENTS (months); i++)
    for (guint j = 0; j < 3; j++)
      if (g_str_has_prefix (folded, months[i][j]))
        return i + 1;
  return 0;
}

/* Digits only; 0 if it is no number of so many digits. */
static guint
read_digits (const char *text, guint min, guint max)
{
  gsize len = strlen (text);

  if (len < min || len > max || strspn (text, "0123456789") != len)
    return 0;
  return (guint) g_ascii_strtoull (text, NULL, 10);
}

/* "22 November 2026", "November 22, 2026" */
static gboolean
read_spelt_day (GStrv parts, guint *year, guint *month, guint *day)
{
  guint at = find_month (parts[0]) != 0 ? 0 : 1;

  *month = find_month (parts[at]);
  *day = read_digits (parts[1 - at], 1, 2);
  *year = read_digits (parts[2], 4, 4);
  return *month != 0;
}

static gboolean
read_numeric_day (GStrv parts, char sign, guint *year, guint *month, guint *day)
{
  guint first = read_digits (parts[0], 1, 2), second = read_digits (parts[1], 1, 2);

  *year = read_digits (parts[0], 4, 4);
  if (*year != 0)
    {
      *month = second;
      *day = read_digits (parts[2], 1, 2);
      return sign != '.';
    }
  *year = read_digits (parts[2], 4, 4);
  *day = first;
  *month = second;
  if (sign != '/')
    return sign == '.';
  if (second > 12)
    {
      *day = second;
      *month = first;
    }
  return first > 12 || second > 12 || first == second; /* 3/4: of March or of April */
}

static gboolean
check_date (const OdCustomField *field, const char *typed, char **value, GError **error)
{
  g_autofree char *text = g_strdup (typed);
  g_auto (GStrv) parts = NULL;
  char sign = strchr (typed, '/') != NULL ? '/' : strchr (typed, '-') != NULL ? '-' : '.';
  guint year, month, day;
  gboolean is_day;

  if (find_month (typed) != 0 || strchr (typed, ' ') != NULL)
    {
      g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

      g_strdelimit (text, ",.", ' ');
      parts = g_strsplit (text, " ", 8);
      for (guint i = 0; parts[i] != NULL; i++)
        if (*parts[i] != '\0' && strcmp (parts[i], "г") != 0)
          g_ptr_array_add (words, g_strdup (parts[i]));
      g_ptr_array_add (words, NULL);
      is_day = words->len == 4 && read_spelt_day ((GStrv) words->pdata, &year, &month, &day);
    }
  else
    {
      parts = g_strsplit (text, (const char[]){ sign, '\0' }, 4);
      is_day = g_strv_length (parts) == 3 && read_numeric_day (parts, sign, &year, &month, &day);
    }
  if (!is_day || year < 1000 || day > 31 || month > 12 ||
      !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return refuse (error, "no day that is certain");
  *value = g_strdup_printf ("%04u-%02u-%02u", year, month, day);
  return TRUE;
}

/* ---- the rest -------------------------------------------------------------- */

static gboolean
check_list (const OdCustomField *field, const char *typed, char **value, GError **error)
{
  g_autofree char *folded = g_utf8_casefold (typed, -1);
  const char *found = NULL;

  for (guint i = 0; field->options != NULL && field->options[i] != NULL; i++)
    {
      g_autofree char *option = g_utf8_casefold (field->options[i], -1);

      if (strcmp (field->options[i], typed) == 0)
        {
          *value = g_strdup (typed);
          return TRUE;
        }
      if (strcmp (option, folded) == 0 && found == NULL)
        found = field->options[i];
    }
  if (found == NULL)
    return refuse (error, "none of the choices");
  *value = g_strdup (found);
  return TRUE;
}

static gboolean
check_checkbox (const OdCustomField *field, const char *typed, char **value, GError **error)
{
  static const char *const yes[] = { "1", "yes", "true", "on", "да", "+", "✓", NULL };
  static const char *const no[] = { "0", "no", "false", "off", "нет", "-", NULL };
  g_autofree char *folded = g_utf8_casefold (typed, -1);

  if (!g_strv_contains (yes, folded) && !g_strv_contains (no, folded))
    return refuse (error, "neither yes nor no");
  *value = g_strdup (g_strv_contains (yes, folded) ? "1" : "");
  return TRUE;
}

static gboolean
is_bare_host (const char *typed)
{
  gsize n = strcspn (typed, "/?#:@");
  g_autofree char *host = g_strndup (typed, n);
  const char *dot = strrchr (host, '.');

  return dot != NULL && dot != host && strlen (dot + 1) >= 2 && !g_ascii_isdigit (dot[1]) &&
         strstr (host, "..") == NULL && (typed[n] == '\0' || typed[n] == '/' || typed[n] == '?');
}

static gboolean
check_link (const OdCustomField *field, const char *typed, char **value, GError **error)
{
  g_autofree char *text = is_bare_host (typed) ? g_strconcat ("https://", typed, NULL) : g_strdup (typed);
  g_autoptr (GUri) uri = NULL;
  const char *scheme;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isspace (g_utf8_get_char (p)) || !g_unichar_isprint (g_utf8_get_char (p)))
      return refuse (error, "no link");
  if (strlen (text) <= OD_LIMIT_URL_BYTES)
    uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL)
    return refuse (error, "no link");
  scheme = g_uri_get_scheme (uri);
  if (strcmp (scheme, "http") == 0 || strcmp (scheme, "https") == 0)
    {
      if (g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' || g_uri_get_userinfo (uri) != NULL)
        return refuse (error, "no address of a site");
    }
  else if ((strcmp (scheme, "mailto") != 0 && strcmp (scheme, "tel") != 0) || *g_uri_get_path (uri) == '\0' ||
           g_uri_get_host (uri) != NULL)
    return refuse (error, "a link of a kind that is not opened");
  *value = g_steal_pointer (&text);
  return TRUE;
}

/* It must be a pattern by itself, too: `a)|(b` is none. */
static GRegex *
compile (const char *pattern)
{
  g_autoptr (GRegex) alone = g_regex_new (pattern, 0, 0, NULL);
  g_autofree char *whole = g_strdup_printf ("(*LIMIT_MATCH=%d)(*LIMIT_DEPTH=%d)\\A(?:%s)\\z", OD_LIMIT_PATTERN_STEPS,
                                            OD_LIMIT_PATTERN_DEPTH, pattern);

  return alone != NULL ? g_regex_new (whole, 0, 0, NULL) : NULL;
}

/* The operator's own pattern, yet one that takes for ever must not. */
static gboolean
matches (const char *pattern, const char *value, GError **error)
{
  g_autoptr (GRegex) regex = compile (pattern);

  if (regex == NULL || strlen (value) > OD_LIMIT_PATTERN_SUBJECT_BYTES)
    return refuse (error, "the pattern can't be applied");
  return g_regex_match_full (regex, value, -1, 0, 0, NULL, NULL) || refuse (error, "does not match the pattern");
}

static gboolean
check_text (const OdCustomField *field, const char *typed, char **value, GError **error)
{
  if (field->pattern != NULL && *field->pattern != '\0' && !matches (field->pattern, typed, error))
    return FALSE;
  *value = g_strdup (typed);
  return TRUE;
}

/**
 * od_custom_field_check:
 * @typed: what a person typed, in any locale's way: `12,50 €`, `22.11.2026`, `yes`; or what is stored
 * @value: (out): as it is stored, the same in every locale; "" if it is nothing
 *
 * What can be read in two ways (`1,234`, `3/4/2026`) is refused. Checking what it returned returns the same. Pure.
 *
 * Returns: %FALSE with %OD_ERROR_USAGE (it is none of that kind) or %OD_ERROR_TOO_LARGE
 */
gboolean
od_custom_field_check (const OdCustomField *field, const char *typed, char **value, GError **error)
{
  static gboolean (*const checks[OD_N_CUSTOM_FIELD]) (const OdCustomField *, const char *, char **, GError **) = {
    [OD_CUSTOM_FIELD_TEXT] = check_text,         [OD_CUSTOM_FIELD_NUMBER] = check_number,
    [OD_CUSTOM_FIELD_DATE] = check_date,         [OD_CUSTOM_FIELD_LIST] = check_list,
    [OD_CUSTOM_FIELD_CHECKBOX] = check_checkbox, [OD_CUSTOM_FIELD_LINK] = check_link,
    [OD_CUSTOM_FIELD_CURRENCY] = check_currency,
  };
  g_autofree char *text = NULL;

  g_return_val_if_fail (field != NULL && typed != NULL && value != NULL, FALSE);

  *value = NULL;
  if (strlen (typed) > OD_LIMIT_FIELD_VALUE_BYTES)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "value: more than %d bytes", OD_LIMIT_FIELD_VALUE_BYTES);
      return FALSE;
    }
  if (!g_utf8_validate (typed, -1, NULL))
    return refuse (error, "no text");
  text = od_text_snippet (typed, OD_LIMIT_FIELD_VALUE_BYTES);
  g_strstrip (text);
  if (*text != '\0')
    return checks[field->kind](field, text, value, error);
  *value = g_strdup ("");
  return TRUE;
}

/**
 * od_custom_field_is_pattern:
 *
 * Returns: whether @pattern is a regular expression that od_custom_field_check() can apply
 */
gboolean
od_custom_field_is_pattern (const char *pattern)
{
  gboolean is_text = strlen (pattern) <= OD_LIMIT_PATTERN_BYTES && g_utf8_validate (pattern, -1, NULL);
  g_autoptr (GRegex) regex = is_text ? compile (pattern) : NULL;

  return regex != NULL;
}
