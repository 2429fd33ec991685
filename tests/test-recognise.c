/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-limits.h"
#include "od-phone.h"
#include "od-recognise.h"

typedef struct {
  const char *text;
  const char *found; /* "kind:value", in order, with a space between */
} Case;

static const Case said[] = {
  /* orders, Russian */
  { "Где мой заказ 1042?", "order:1042" },
  { "заказ №1042", "order:1042" },
  { "Заказ № 1042 не пришёл", "order:1042" },
  { "по заказу 12345-А вопрос", "order:12345-А" },
  { "номер заказа: 77812", "order:77812" },
  { "о заказе A-1042, пожалуйста", "order:A-1042" },
  { "№1042", "order:1042" },
  { "Мой номер заказа ВК-20391.", "order:ВК-20391" },
  { "ЗАКАЗ 5512, срочно", "order:5512" },
  { "заказы 1041 и заказ 1042", "order:1041 order:1042" },
  { "счёт №2026-118", "order:2026-118" },
  { "заказ 1042 и ещё раз заказ 1042", "order:1042" },
  /* orders, English */
  { "Where is my order 1042?", "order:1042" },
  { "order #A-1042", "order:A-1042" },
  { "Order no. 77812", "order:77812" },
  { "order number: 77812 is late", "order:77812" },
  { "ORDER ID 5512", "order:5512" },
  { "my order #1042, thanks", "order:1042" },
  { "#1042", "order:1042" },
  { "see #ab-123-9", "order:AB-123-9" },
  { "invoice 2026-118", "order:2026-118" },
  { "orders 1041", "order:1041" },
  /* no orders */
  { "заказ от 22.11.2026", "" },
  { "дом №15", "" },
  { "я сделал заказ вчера в 12", "" },
  { "color #fff", "" },
  { "in order to pay 1042 you", "" },
  { "reorder 1042", "" },
  { "https://shop.example/a#1042", "" },
  { "перезаказ 1042", "" },
  { "order of 3", "" },
  { "1042", "" },
  { "номер 12", "" },
  { "заказ 1234567890123", "" },
  /* parcels */
  { "RA123456785RU", "tracking:RA123456785RU" },
  { "трек ra123456785ru", "tracking:RA123456785RU" },
  { "RR 473 124 829 GB", "tracking:RR473124829GB" },
  { "RR473124829GB, RA123456785RU", "tracking:RR473124829GB tracking:RA123456785RU" },
  { "RA123456784RU", "" }, /* the check digit */
  { "XRA123456785RU", "" },
  { "RA123456785RUS", "" },
  { "почта: 10100012345674", "tracking:10100012345674" },
  { "10100012345678", "" },
  { "80100012345679", "" },
  { "UPS 1Z999AA10123456784", "tracking:1Z999AA10123456784" },
  { "1z12345e0205271686", "tracking:1Z12345E0205271686" },
  { "1Z999AA10123456785", "" },
  { "заказ RA123456785RU", "tracking:RA123456785RU" },
  /* mail */
  { "maria@shop.example", "email:maria@shop.example" },
  { "Пишите на Maria.P+x@Mail.Shop.Example.", "email:maria.p+x@mail.shop.example" },
  { "<a@b.example>, (c@d.example)", "email:a@b.example email:c@d.example" },
  { "mailto:a@b.example", "email:a@b.example" },
  { "a@b", "" },
  { "@maria", "" },
  { "a..b@c.example", "" },
  { "a@-b.example", "" },
  { "два@почта", "" },
  { "x@y.example@z", "" },
  /* phones */
  { "+7 916 123-45-67", "phone:+79161234567" },
  { "тел. 8 (916) 123-45-67", "phone:+79161234567" },
  { "89161234567", "phone:+79161234567" },
  { "позвоните: +79161234567!", "phone:+79161234567" },
  { "call +1 202-456-1414 or +44 20 7031 3000", "phone:+12024561414 phone:+442070313000" },
  { "заказ 89161234567", "phone:+79161234567" },
  { "12:30-14:00", "" },
  { "10.10.2026 10:20", "" },
  { "1234567", "" },
  { "+7", "" },
  /* all at once */
  { "Заказ №1042, трек RA123456785RU, мой телефон +79161234567, почта maria@shop.example",
    "email:maria@shop.example tracking:RA123456785RU order:1042 phone:+79161234567" },
  { "Order #1042 (RR473124829GB), call +79161234567 or write to a@b.example",
    "email:a@b.example tracking:RR473124829GB order:1042 phone:+79161234567" },
  { "", "" },
  { "просто текст без чисел", "" },
  { "\xff\xfe 1042", "" },
};

static char *
recognise (const char *text, const char *pattern)
{
  const OdRecognition how = { .order_pattern = (char *) pattern, .region = (char *) "RU" };
  g_autoptr (GPtrArray) found = od_recognise (text, &how);
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    {
      const OdRecognised *recognised = found->pdata[i];

      g_string_append_printf (words, "%s%s:%s", i > 0 ? " " : "", recognised->kind, recognised->value);
    }
  return g_string_free (words, FALSE);
}

static void
test_what_is_said (void)
{
  guint n_wrong = 0;

  g_assert_cmpuint (G_N_ELEMENTS (said), >=, 60);
  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    {
      g_autofree char *words = recognise (said[i].text, NULL);

      if (g_str_equal (words, said[i].found))
        continue;
      g_test_message ("“%s”: “%s”, not “%s”", said[i].text, words, said[i].found);
      n_wrong++;
    }
  g_assert_cmpuint (n_wrong, ==, 0);
}

static void
test_own_pattern (void)
{
  g_autofree char *own = recognise ("Ticket 77 and order 1042", "ticket (\\d+)");
  g_autofree char *none = recognise ("order 1042", "(");
  g_autofree char *no_group = recognise ("order 1042", "\\d+");

  g_assert_cmpstr (own, ==, "order:77");
  g_assert_cmpstr (none, ==, "order:1042"); /* no pattern: the program's own */
  g_assert_cmpstr (no_group, ==, "order:1042");
}

/* Texts that are made to take long. */
static void
test_bounded (void)
{
  static const char *const pieces[] = { "1", "1 ", "№1", "a@", "a.", "+7", "заказ ", "1Z", "-", "8916", "A-1-" };
  gint64 start_us = g_get_monotonic_time ();

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *words = NULL;

      while (text->len < 4 * OD_LIMIT_RECOGNISE_BYTES)
        g_string_append (text, pieces[i]);
      words = recognise (text->str, NULL);
      words = (g_free (words), recognise (text->str, "(a+)+\\d"));
    }
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, 20 * G_USEC_PER_SEC);
}

/* The wall is far: it keeps out what takes seconds, and not a busy machine. */
#define SLOW_US (2 * G_USEC_PER_SEC)

/* Patterns that are slow without any one place being so, and those that no check would let pass. */
static void
test_own_patterns_are_bounded (void)
{
  static const char *const patterns[] = {
    "",
    "([A-Z0-9-]+)-RU",
    "([A-Z0-9-]++)-RU",
    "(\\d+)\\d*\\d*x",
    "((1+)+)x",
    "(?:([0-9]*)*)*x",
    "(.*)(.*)RU$",
    "(?s)(.*?1)+x",
    "(1|1|1|[0-9])*RU",
    "(\\w+\\s*)+;",
    "(?<=1)(1+?)*?x",
  };
  static const char *const pieces[] = { "1", "A1-", "1 ", "A-1 B-2 ", "11\n", "Ж1" };

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    for (guint j = 0; j < G_N_ELEMENTS (pieces); j++)
      {
        g_autoptr (GString) text = g_string_new (NULL);
        g_autofree char *words = NULL;
        gint64 start_us;

        while (text->len < OD_LIMIT_RECOGNISE_BYTES - 8)
          g_string_append (text, pieces[j]);
        g_string_append (text, "!RU;x");
        start_us = g_get_monotonic_time ();
        words = recognise (text->str, patterns[i]);
        g_test_message ("%s on “%s”: %" G_GINT64_FORMAT " us", patterns[i], pieces[j],
                        g_get_monotonic_time () - start_us);
        g_assert_cmpint (g_get_monotonic_time () - start_us, <, SLOW_US);
      }
}

/* A number is found wherever it stands in a message, also across what is seen at once. */
static void
test_own_pattern_anywhere (void)
{
  for (guint before = 0; before < 3 * OD_LIMIT_RECOGNISE_WINDOW_BYTES; before++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *words = NULL, *dense = NULL;

      for (guint i = 0; i < before; i++)
        g_string_append (text, i % 7 == 6 ? " " : "ж");
      g_string_append (text, " ticket AB-77123-RU, thanks");
      words = recognise (text->str, "ticket ([A-Z0-9-]+)-RU");
      g_assert_cmpstr (words, ==, "order:AB-77123");
      g_string_truncate (text, 0);
      for (guint i = 0; i < before; i++)
        g_string_append_c (text, i % 7 == 6 ? ' ' : '1');
      g_string_append (text, " ticket AB-77123-RU, thanks");
      dense = recognise (text->str, "ticket ([A-Z0-9-]+)-RU");
      g_assert_cmpstr (dense, ==, "order:AB-77123");
    }
}

static void
test_phones (void)
{
  g_autofree char *home = od_phone_normalise ("8 (916) 123-45-67", "RU");
  g_autofree char *abroad = od_phone_normalise ("8 (916) 123-45-67", NULL);
  g_autofree char *plus = od_phone_normalise ("+7 916 123 45 67", NULL);
  g_autofree char *none = od_phone_normalise ("call me", "RU");
  g_autofree char *shown = od_phone_format ("+79161234567");

  g_test_message ("the plans of all countries are %s", od_phone_is_complete () ? "known" : "not known");
  g_assert_cmpstr (home, ==, "+79161234567");
  g_assert_null (abroad);
  g_assert_cmpstr (plus, ==, "+79161234567");
  g_assert_null (none);
  g_assert_cmpstr (shown, ==, "+7 916 123-45-67");
}

static void
test_parcels_of_the_shop (void)
{
  const OdRecognition how = { .tracking_pattern = (char *) "\\b(SHOP ?\\d{6})\\b" };
  g_autoptr (GPtrArray) found = od_recognise ("where are shop 123456 and RR473124829GB", &how);

  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpstr (((OdRecognised *) found->pdata[0])->value, ==, "SHOP123456");
  g_assert_cmpstr (((OdRecognised *) found->pdata[0])->kind, ==, "tracking");
  g_assert_cmpstr (((OdRecognised *) found->pdata[1])->value, ==, "RR473124829GB");
}

static void
test_patterns_are_checked (void)
{
  static const struct {
    const char *pattern;
    OdPatternFault fault;
  } cases[] = {
    { "(\\d{4})", OD_PATTERN_GOOD },
    { "\\bPO-([A-Z]+-\\d+)\\b", OD_PATTERN_GOOD },
    { "([A-Z]{1,4}-?\\d{3,12})", OD_PATTERN_GOOD },
    { "([A-Z0-9-]+)-RU", OD_PATTERN_GOOD },
    { ".*(?:order|заказ).*?(\\d+)", OD_PATTERN_GOOD },
    { "(\\d+)\\d*\\d*x", OD_PATTERN_TOO_SLOW },
    { "\\d{4}", OD_PATTERN_WITHOUT_GROUP },
    { "(\\d{4", OD_PATTERN_BROKEN },
    { "\xff(1)", OD_PATTERN_BROKEN },
    { "((a+)+)b", OD_PATTERN_TOO_SLOW },
    { "((Ж+)+)b", OD_PATTERN_TOO_SLOW },
    { "(?:(\\d+)*)*x", OD_PATTERN_TOO_SLOW },
    { "(*LIMIT_MATCH=4000000000)((a+)+)b", OD_PATTERN_TOO_SLOW },
  };
  g_autofree char *longest = g_strnfill (OD_LIMIT_PATTERN_BYTES + 1, '1');
  gint64 start_us = g_get_monotonic_time ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].pattern);
      g_assert_cmpint (od_recognise_check_pattern (cases[i].pattern), ==, cases[i].fault);
    }
  g_assert_cmpint (od_recognise_check_pattern (longest), ==, OD_PATTERN_TOO_LONG);
  g_assert_cmpint (od_recognise_check_pattern (od_recognise_get_order_pattern ()), ==, OD_PATTERN_GOOD);
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, 60 * G_USEC_PER_SEC);
  g_assert_true (od_recognise_check_region ("DE"));
  g_assert_false (od_recognise_check_region ("de"));
  g_assert_false (od_recognise_check_region ("DEU"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recognise/said", test_what_is_said);
  g_test_add_func ("/recognise/own-pattern", test_own_pattern);
  g_test_add_func ("/recognise/own-parcels", test_parcels_of_the_shop);
  g_test_add_func ("/recognise/checked-patterns", test_patterns_are_checked);
  g_test_add_func ("/recognise/bounded", test_bounded);
  g_test_add_func ("/recognise/own-bounded", test_own_patterns_are_bounded);
  g_test_add_func ("/recognise/own-anywhere", test_own_pattern_anywhere);
  g_test_add_func ("/recognise/phones", test_phones);
  return g_test_run ();
}
