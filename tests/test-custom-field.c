/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-custom-field.h"
#include "od-error.h"
#include "od-limits.h"

typedef struct {
  OdCustomFieldKind kind;
  const char *typed;
  const char *stored; /* NULL: refused */
} Case;

static const char *const sizes[] = { "Small", "Large", "Очень большой", NULL };

static const Case typed_cases[] = {
  { OD_CUSTOM_FIELD_TEXT, "  a \t b\n", "a b" },
  { OD_CUSTOM_FIELD_TEXT, "", "" },
  { OD_CUSTOM_FIELD_TEXT, " \n ", "" },
  { OD_CUSTOM_FIELD_TEXT, "\xff", NULL },
  { OD_CUSTOM_FIELD_NUMBER, "0", "0" },
  { OD_CUSTOM_FIELD_NUMBER, "-0", "0" },
  { OD_CUSTOM_FIELD_NUMBER, "007", "7" },
  { OD_CUSTOM_FIELD_NUMBER, "+5", "5" },
  { OD_CUSTOM_FIELD_NUMBER, "-3,5", "-3.5" },
  { OD_CUSTOM_FIELD_NUMBER, "−3,5", "-3.5" },
  { OD_CUSTOM_FIELD_NUMBER, "12.50", "12.5" },
  { OD_CUSTOM_FIELD_NUMBER, ".5", "0.5" },
  { OD_CUSTOM_FIELD_NUMBER, "1 234 567", "1234567" },
  { OD_CUSTOM_FIELD_NUMBER,
    "1\xc2\xa0"
    "234,5",
    "1234.5" },
  { OD_CUSTOM_FIELD_NUMBER, "1’234.5", "1234.5" },
  { OD_CUSTOM_FIELD_NUMBER, "1,234.5", "1234.5" },
  { OD_CUSTOM_FIELD_NUMBER, "1.234,5", "1234.5" },
  { OD_CUSTOM_FIELD_NUMBER, "1,234,567", "1234567" },
  { OD_CUSTOM_FIELD_NUMBER, "1.234.567", "1234567" },
  { OD_CUSTOM_FIELD_NUMBER, "1,234,567.89", "1234567.89" },
  { OD_CUSTOM_FIELD_NUMBER, "1.234", "1.234" },
  { OD_CUSTOM_FIELD_NUMBER, "0,125", "0.125" },
  { OD_CUSTOM_FIELD_NUMBER, "1234,567", "1234.567" },
  { OD_CUSTOM_FIELD_NUMBER, "999999999999999", "999999999999999" },
  { OD_CUSTOM_FIELD_NUMBER, "1,234", NULL }, /* a thousand, or one and a bit */
  { OD_CUSTOM_FIELD_NUMBER, "1000000000000000", NULL },
  { OD_CUSTOM_FIELD_NUMBER, "1.1234567", NULL },
  { OD_CUSTOM_FIELD_NUMBER, "1,23,456", NULL },
  { OD_CUSTOM_FIELD_NUMBER, "1 23", NULL },
  { OD_CUSTOM_FIELD_NUMBER, "1.2.3,4.5", NULL },
  { OD_CUSTOM_FIELD_NUMBER, "1.", NULL },
  { OD_CUSTOM_FIELD_NUMBER, "-", NULL },
  { OD_CUSTOM_FIELD_NUMBER, "--1", NULL },
  { OD_CUSTOM_FIELD_NUMBER, "five", NULL },
  { OD_CUSTOM_FIELD_NUMBER, "1e5", NULL },
  { OD_CUSTOM_FIELD_NUMBER, "0x10", NULL },
  { OD_CUSTOM_FIELD_NUMBER, "nan", NULL },
  { OD_CUSTOM_FIELD_DATE, "2026-11-22", "2026-11-22" },
  { OD_CUSTOM_FIELD_DATE, "22.11.2026", "2026-11-22" },
  { OD_CUSTOM_FIELD_DATE, "2.1.2026", "2026-01-02" },
  { OD_CUSTOM_FIELD_DATE, "2026/1/2", "2026-01-02" },
  { OD_CUSTOM_FIELD_DATE, "22/11/2026", "2026-11-22" },
  { OD_CUSTOM_FIELD_DATE, "11/22/2026", "2026-11-22" },
  { OD_CUSTOM_FIELD_DATE, "5/5/2026", "2026-05-05" },
  { OD_CUSTOM_FIELD_DATE, "29.02.2024", "2024-02-29" },
  { OD_CUSTOM_FIELD_DATE, "22 November 2026", "2026-11-22" },
  { OD_CUSTOM_FIELD_DATE, "Nov 22, 2026", "2026-11-22" },
  { OD_CUSTOM_FIELD_DATE, "22 ноября 2026 г.", "2026-11-22" },
  { OD_CUSTOM_FIELD_DATE, "9 мая 1945", "1945-05-09" },
  { OD_CUSTOM_FIELD_DATE, "3/4/2026", NULL }, /* March or April */
  { OD_CUSTOM_FIELD_DATE, "22.11.26", NULL },
  { OD_CUSTOM_FIELD_DATE, "29.02.2026", NULL },
  { OD_CUSTOM_FIELD_DATE, "31.04.2026", NULL },
  { OD_CUSTOM_FIELD_DATE, "0.1.2026", NULL },
  { OD_CUSTOM_FIELD_DATE, "2026.11.22", NULL },
  { OD_CUSTOM_FIELD_DATE, "22-11-2026", NULL },
  { OD_CUSTOM_FIELD_DATE, "2026-11-22-1", NULL },
  { OD_CUSTOM_FIELD_DATE, "2026-11", NULL },
  { OD_CUSTOM_FIELD_DATE, "tomorrow", NULL },
  { OD_CUSTOM_FIELD_DATE, "22 2026", NULL },
  { OD_CUSTOM_FIELD_DATE, "22 Foo 2026", NULL },
  { OD_CUSTOM_FIELD_LIST, "Large", "Large" },
  { OD_CUSTOM_FIELD_LIST, "large", "Large" },
  { OD_CUSTOM_FIELD_LIST, "ОЧЕНЬ большой", "Очень большой" },
  { OD_CUSTOM_FIELD_LIST, "Medium", NULL },
  { OD_CUSTOM_FIELD_CHECKBOX, "1", "1" },
  { OD_CUSTOM_FIELD_CHECKBOX, "Yes", "1" },
  { OD_CUSTOM_FIELD_CHECKBOX, "Да", "1" },
  { OD_CUSTOM_FIELD_CHECKBOX, "нет", "" },
  { OD_CUSTOM_FIELD_CHECKBOX, "0", "" },
  { OD_CUSTOM_FIELD_CHECKBOX, "maybe", NULL },
  { OD_CUSTOM_FIELD_LINK, "https://shop.example/a?b#c", "https://shop.example/a?b#c" },
  { OD_CUSTOM_FIELD_LINK, "shop.example/a", "https://shop.example/a" },
  { OD_CUSTOM_FIELD_LINK, "mailto:a@b.example", "mailto:a@b.example" },
  { OD_CUSTOM_FIELD_LINK, "tel:+79161234567", "tel:+79161234567" },
  { OD_CUSTOM_FIELD_LINK, "https://магазин.example/", "https://магазин.example/" },
  { OD_CUSTOM_FIELD_LINK, "javascript:alert(1)", NULL },
  { OD_CUSTOM_FIELD_LINK, "data:text/html,x", NULL },
  { OD_CUSTOM_FIELD_LINK, "file:///etc/passwd", NULL },
  { OD_CUSTOM_FIELD_LINK, "https://good.example@evil.example/", NULL },
  { OD_CUSTOM_FIELD_LINK, "https:///x", NULL },
  { OD_CUSTOM_FIELD_LINK, "mailto:", NULL },
  { OD_CUSTOM_FIELD_LINK, "two words", NULL },
  { OD_CUSTOM_FIELD_LINK, "word", NULL },
  { OD_CUSTOM_FIELD_LINK, "10.5", NULL },
  { OD_CUSTOM_FIELD_CURRENCY, "12,50 €", "12.50 EUR" },
  { OD_CUSTOM_FIELD_CURRENCY, "$12.5", "12.50 USD" },
  { OD_CUSTOM_FIELD_CURRENCY, "1 234,50 руб.", "1234.50 RUB" },
  { OD_CUSTOM_FIELD_CURRENCY, "RUB 100", "100.00 RUB" },
  { OD_CUSTOM_FIELD_CURRENCY, "100 ₽", "100.00 RUB" },
  { OD_CUSTOM_FIELD_CURRENCY, "1,234.56 usd", "1234.56 USD" },
  { OD_CUSTOM_FIELD_CURRENCY, "-5 EUR", "-5.00 EUR" },
  { OD_CUSTOM_FIELD_CURRENCY, "12.50", NULL },
  { OD_CUSTOM_FIELD_CURRENCY, "EUR", NULL },
  { OD_CUSTOM_FIELD_CURRENCY, "€ 5 €", NULL },
  { OD_CUSTOM_FIELD_CURRENCY, "12.505 EUR", NULL },
  { OD_CUSTOM_FIELD_CURRENCY, "12 apples", NULL },
};

static void
test_what_people_type (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (typed_cases); i++)
    {
      OdCustomField field = { .kind = typed_cases[i].kind, .options = (GStrv) sizes };
      g_autofree char *stored = NULL, *again = NULL;
      g_autoptr (GError) error = NULL;
      gboolean is_good = od_custom_field_check (&field, typed_cases[i].typed, &stored, &error);

      if (g_strcmp0 (stored, typed_cases[i].stored) != 0)
        g_error ("%s “%s”: “%s”, not “%s”", od_custom_field_kind_get_name (typed_cases[i].kind), typed_cases[i].typed,
                 stored, typed_cases[i].stored);
      g_assert_true (is_good == (stored != NULL));
      if (!is_good)
        {
          g_assert_error (error, OD_ERROR, OD_ERROR_USAGE);
          continue;
        }
      g_assert_true (od_custom_field_check (&field, stored, &again, NULL)); /* what is stored stays as it is */
      g_assert_cmpstr (again, ==, stored);
    }
}

static void
test_patterns (void)
{
  static const struct {
    const char *pattern;
    const char *typed;
    gboolean is_good;
  } cases[] = {
    { "[A-Z]{2}-\\d+", "AB-12", TRUE },
    { "[A-Z]{2}-\\d+", "xAB-12", FALSE }, /* the whole of it */
    { "a|ab", "ab", TRUE },
    { "\\p{Cyrillic}+", "Тверь", TRUE },
    { "(", "a", FALSE },
    { "a)|(b", "b", FALSE },
    { "(a+)+b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", FALSE }, /* and at once */
    { "(.*)*(.*)*(.*)*(.*)*x", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", FALSE },
  };
  gint64 start_us = g_get_monotonic_time ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OdCustomField field = { .kind = OD_CUSTOM_FIELD_TEXT, .pattern = (char *) cases[i].pattern };
      g_autofree char *stored = NULL;

      g_assert_true (od_custom_field_check (&field, cases[i].typed, &stored, NULL) == cases[i].is_good);
    }
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, 2 * G_USEC_PER_SEC);
  g_assert_false (od_custom_field_is_pattern ("("));
  g_assert_true (od_custom_field_is_pattern ("\\d+"));
}

static void
test_limits (void)
{
  OdCustomField field = { .kind = OD_CUSTOM_FIELD_TEXT };
  g_autofree char *large = g_strnfill (OD_LIMIT_FIELD_VALUE_BYTES + 1, 'x');
  g_autofree char *stored = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (od_custom_field_check (&field, large, &stored, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_TOO_LARGE);
}

static void
test_names (void)
{
  for (guint i = 0; i < OD_N_CUSTOM_FIELD; i++)
    {
      OdCustomFieldKind kind = OD_N_CUSTOM_FIELD;

      g_assert_true (od_custom_field_kind_parse (od_custom_field_kind_get_name ((OdCustomFieldKind) i), &kind));
      g_assert_cmpuint (kind, ==, i);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/custom-field/what-people-type", test_what_people_type);
  g_test_add_func ("/custom-field/patterns", test_patterns);
  g_test_add_func ("/custom-field/limits", test_limits);
  g_test_add_func ("/custom-field/names", test_names);
  return g_test_run ();
}
