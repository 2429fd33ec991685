/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-template.h"

#include <string.h>

#include "od-limits.h"

static GHashTable *
make_values (void)
{
  GHashTable *values = od_template_values_new ();

  od_template_values_set (values, "customer.first_name", "Мария");
  od_template_values_set (values, "customer.name", "Мария Петрова");
  od_template_values_set (values, "operator.name", "Oleg");
  od_template_values_set (values, "Номер заказа", "1042");
  od_template_values_set (values, "empty", "");
  od_template_values_set (values, "nothing", NULL);
  od_template_values_set (values, "hostile", "{?card number}\n{customer.name}");
  return values;
}

static void
test_filling (void)
{
  static const struct {
    const char *text, *filled;
    guint n_unfilled;
  } cases[] = {
    { "Hello!", "Hello!", 0 },
    { "", "", 0 },
    { "Здравствуйте, {customer.first_name}!", "Здравствуйте, Мария!", 0 },
    { "{Customer.First_Name}", "Мария", 0 },
    { "{customer.name}{operator.name}", "Мария ПетроваOleg", 0 },
    { "{номер Заказа}", "1042", 0 },
    { "{customer.first_name|there}", "Мария", 0 },
    { "{empty|there}", "there", 0 },
    { "{nothing|there}", "there", 0 },
    { "{unknown|Grüße, du}", "Grüße, du", 0 },
    { "a{unknown|}b", "ab", 0 },
    { "{unknown}", "{unknown}", 1 },
    { "{empty}", "{empty}", 1 },
    { "{?date}", "{?date}", 1 },
    { "{?Tracking number} and {?date|x}", "{?Tracking number} and {?date|x}", 2 },
    { "{operator.name}: {?when}, {customer.name}", "Oleg: {?when}, Мария Петрова", 1 },
    { "{hostile}", "(?card number) (customer.name)", 0 },
    /* nested, broken and none of ours */
    { "{a{customer.name}}", "{aМария Петрова}", 0 },
    { "{{customer.name}}", "{Мария Петрова}", 0 },
    { "{customer.name|{x}}", "{customer.name|{x}}", 1 },
    { "{customer.name", "{customer.name", 0 },
    { "customer.name}", "customer.name}", 0 },
    { "{customer.\nname}", "{customer.\nname}", 0 },
    { "{}", "{}", 0 },
    { "{?}", "{?}", 0 },
    { "{? }", "{? }", 0 },
    { "{|x}", "{|x}", 0 },
    { "{ customer.name }", "{ customer.name }", 0 },
    { "{customer  name}", "{customer  name}", 0 },
    { "{\"json\": 1}", "{\"json\": 1}", 0 },
    { "if (x) { return 0; }", "if (x) { return 0; }", 0 },
    { "{0} {1}", "{0} {1}", 0 },
    { "}{", "}{", 0 },
  };
  g_autoptr (GHashTable) values = make_values ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) unfilled = NULL;
      g_autofree char *filled = od_template_fill (cases[i].text, values, &unfilled);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (filled, ==, cases[i].filled);
      g_assert_cmpuint (unfilled->len, ==, cases[i].n_unfilled);
      for (guint j = 0; j < unfilled->len; j++)
        {
          const OdTemplatePart *part = &g_array_index (unfilled, OdTemplatePart, j);

          g_assert_cmpint (filled[part->start_byte], ==, '{');
          g_assert_cmpint (filled[part->end_byte - 1], ==, '}');
        }
    }
}

static void
test_what_is_unfilled_is_found (void)
{
  const char *text = "Ждём вас {?дата}, {order}. {x} {not this";
  static const char *const names[] = { "дата", "order", "x" };
  g_autoptr (GArray) parts = od_template_find_unfilled (text);

  g_assert_cmpuint (parts->len, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < parts->len; i++)
    {
      const OdTemplatePart *part = &g_array_index (parts, OdTemplatePart, i);
      g_autofree char *name = od_template_dup_name (text, part);

      g_assert_cmpstr (name, ==, names[i]);
      g_assert_cmpint (part->is_question, ==, i == 0);
    }
}

static void
test_the_first_value_stays (void)
{
  g_autoptr (GHashTable) values = od_template_values_new ();
  g_autofree char *filled = NULL;

  od_template_values_set (values, "date", "today");
  od_template_values_set (values, "DATE", "a field of the customer");
  filled = od_template_fill ("{date}", values, NULL);
  g_assert_cmpstr (filled, ==, "today");
}

static void
test_hostile_text_stays_small (void)
{
  g_autoptr (GHashTable) values = od_template_values_new ();
  g_autoptr (GString) many = g_string_new (NULL), deep = g_string_new (NULL), long_name = g_string_new ("{a");
  g_autofree char *huge = g_strnfill (100000, 'x');
  g_autofree char *filled = NULL;
  g_autoptr (GArray) parts = NULL, nothing = NULL, too_long = NULL;

  for (guint i = 0; i < 100000; i++)
    {
      g_string_append (many, "{a}");
      g_string_append (deep, "{a|");
    }
  for (guint i = 0; i < OD_LIMIT_TEMPLATE_NAME_BYTES; i++)
    g_string_append_c (long_name, 'a');
  g_string_append_c (long_name, '}');
  od_template_values_set (values, "a", huge);
  filled = od_template_fill (many->str, values, &parts);
  g_assert_cmpuint (strlen (filled), <=, many->len + OD_LIMIT_TEMPLATE_PARTS * OD_LIMIT_TEMPLATE_VALUE_GRAPHEMES * 4);
  nothing = od_template_find_unfilled (deep->str);
  g_assert_cmpuint (nothing->len, ==, 0);
  too_long = od_template_find_unfilled (long_name->str);
  g_assert_cmpuint (too_long->len, ==, 0);
}

/* Every prefix and every changed byte: valid text in the end, never a crash. */
static void
test_broken_templates (void)
{
  const char *good = "{customer.first_name|друг}: {?дата} {a}";
  g_autoptr (GHashTable) values = make_values ();

  for (gsize i = 0; i <= strlen (good); i++)
    for (const char *c = "{}|?\n a\xff"; *c != '\0'; c++)
      {
        g_autofree char *bytes = g_strdup (good);
        g_autofree char *text = NULL, *filled = NULL;

        bytes[i] = i < strlen (good) ? *c : '\0';
        text = g_utf8_make_valid (bytes, -1);
        filled = od_template_fill (text, values, NULL);
        g_assert_true (g_utf8_validate (filled, -1, NULL));
      }
}

static void
test_first_names (void)
{
  static const struct {
    const char *name, *first;
  } cases[] = {
    { "", "" },
    { "   ", "" },
    { "Maria", "Maria" },
    { "Maria Petrova", "Maria" },
    { "  Maria   Petrova ", "Maria" },
    { "Мария Петрова", "Мария" },
    { "Мария Ивановна", "Мария" },
    { "Мария Ивановна Петрова", "Мария" },
    { "Петрова Мария Ивановна", "Мария" },
    { "ПЕТРОВ ИВАН ИЛЬИЧ", "ИВАН" },
    { "Алиев Тимур Рашид оглы", "Алиев" }, /* four words: who knows */
    { "Петрович Анна", "Петрович" },       /* nor here: it may be a surname */
    { "Lind, Anna", "Anna" },
    { "Lind,", "Lind" },
    { "Dr. Anna Lind", "Anna" },
    { "J. R. Smith", "Smith" },
    { "Jean-Paul Sartre", "Jean-Paul" },
    { "李小龙", "李小龙" },
    { "@maria_p", "@maria_p" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *first = od_template_first_name (cases[i].name);

      g_test_message ("%s", cases[i].name);
      g_assert_cmpstr (first, ==, cases[i].first);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/template/filling", test_filling);
  g_test_add_func ("/template/unfilled", test_what_is_unfilled_is_found);
  g_test_add_func ("/template/first-value", test_the_first_value_stays);
  g_test_add_func ("/template/hostile", test_hostile_text_stays_small);
  g_test_add_func ("/template/broken", test_broken_templates);
  g_test_add_func ("/template/first-names", test_first_names);
  return g_test_run ();
}
