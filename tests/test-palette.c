/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "od-fake-desk.h"
#include "od-fake-usage.h"
#include "od-limits.h"
#include "od-other-layout.h"
#include "od-palette.h"

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC)
#define DAY_US (86400 * (gint64) G_USEC_PER_SEC)

/* ---- Names ---- */

static void
test_other_layout (void)
{
  static const char *const pairs[][2] = {
    { "yfcnhjqrb", "настройки" },
    { "Ghbdtn", "Привет" },
    { "зкуаукутсуы", "preferences" },
  };
  g_autofree char *same = od_other_layout ("12 45");

  g_assert_null (same);
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *turned = od_other_layout (pairs[i][0]);
      g_autofree char *back = od_other_layout (pairs[i][1]);

      g_assert_cmpstr (turned, ==, pairs[i][1]);
      g_assert_cmpstr (back, ==, pairs[i][0]);
    }
}

static int
points (const char *name, const char *typed, OdPaletteMarks *marks)
{
  g_autoptr (OdPaletteWords) of_name = od_palette_words_new (name);
  g_autoptr (OdPaletteWords) of_typed = od_palette_words_new (typed);

  return od_palette_match (of_name, of_typed, marks);
}

static void
test_what_matches (void)
{
  static const struct {
    const char *name, *typed, *marked; /* NULL: no match */
  } cases[] = {
    { "Next conversation", "next", "####............." },
    { "Next conversation", "neco", "##...##.........." },
    { "Next conversation", "nc", "#....#..........." },
    { "Next conversation", "conv nex", "###..####........" },
    { "Next conversation", "versa", "........#####...." }, /* within, if it is some letters */
    { "Next conversation", "ve", NULL },
    { "Next conversation", "nextx", NULL },
    { "Next conversation", "conv zebra", NULL },
    { "Следующая беседа", "след бес", "####......###..." },
    { "Ёлкин Пётр", "елкин петр", "#####.####" },
    { "+7 916 123-45-67", "123", ".......###......" },
    { "Anna-Maria Ng", "anmang", "##...##....##" },
    { "Aab", "ab", NULL }, /* nothing begins with "b" */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OdPaletteMarks marks;
      int n = points (cases[i].name, cases[i].typed, &marks);

      g_test_message ("%s in %s", cases[i].typed, cases[i].name);
      if (cases[i].marked == NULL)
        {
          g_assert_cmpint (n, ==, 0);
          continue;
        }
      g_assert_cmpint (n, >, 0);
      for (guint c = 0; cases[i].marked[c] != '\0'; c++)
        g_assert_cmpint ((marks.bits[c / 64] >> (c % 64)) & 1, ==, cases[i].marked[c] == '#');
    }
}

static void
test_better_names_first (void)
{
  OdPaletteMarks marks;

  g_assert_cmpint (points ("Snooze", "sno", &marks), >, points ("Send and snooze", "sno", &marks));
  g_assert_cmpint (points ("Snooze", "snooze", &marks), >, points ("Snoozed", "snooze", &marks));
  g_assert_cmpint (points ("Next conversation", "next", &marks), >, points ("Not exactly that", "next", &marks));
  g_assert_cmpint (points ("Tags", "ta", &marks), >, points ("Tags of the conversation", "ta", &marks));
  g_assert_cmpint (points ("Notes", "ote", &marks), >, 0);
  g_assert_cmpint (points ("Other", "ote", &marks), ==, 0);
}

/* Names made to be tried in a thousand ways must not hold up a frame. */
static void
test_hostile_names (void)
{
  g_autoptr (GString) name = g_string_new (NULL);
  g_autoptr (GString) typed = g_string_new (NULL);
  OdPaletteMarks marks;
  gint64 start_us;

  for (guint i = 0; i < 5000; i++)
    g_string_append (name, "aaaa ");
  for (guint i = 0; i < OD_LIMIT_PALETTE_CHARS - 1; i++)
    g_string_append_c (typed, 'a');
  g_string_append_c (typed, 'b');
  start_us = g_get_monotonic_time ();
  g_assert_cmpint (points (name->str, typed->str, &marks), ==, 0);
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, G_USEC_PER_SEC);
}

/* ---- The list ---- */

typedef struct {
  OdClock *clock;
  OdFakeDesk *fake;
  OdDesk *desk;
  OdPalette *palette;
} Fixture;

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->clock = od_clock_new_fake (NOW_US);
  fixture->fake = od_fake_desk_new (fixture->clock);
  od_fake_desk_fill_week (fixture->fake);
  fixture->desk = od_fake_desk_make_desk (fixture->fake);
  if (data != NULL)
    {
      OdFakeUsage *usage = od_fake_usage_new ();

      od_fake_usage_fill (usage, "command", "second", NOW_US - DAY_US, 20);
      fixture->desk->tools.usage = OD_USAGE_PORT (usage);
    }
  fixture->palette = od_palette_new (fixture->desk);
  od_palette_add (fixture->palette,
                  &(OdPaletteOffer){ OD_PALETTE_COMMAND, "first", "Настройки", "Preferences", NULL, "Ctrl+,", "i", 0 });
  od_palette_add (fixture->palette, &(OdPaletteOffer){ OD_PALETTE_COMMAND, "second", "Предыдущая беседа",
                                                       "Previous conversation", NULL, NULL, "i", 0 });
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_run_dispose (G_OBJECT (fixture->palette));
  settle ();
  g_assert_finalize_object (g_steal_pointer (&fixture->palette));
  od_desk_unref (fixture->desk);
  settle ();
  g_assert_finalize_object (g_steal_pointer (&fixture->fake));
  g_object_unref (fixture->clock);
}

static const OdPaletteOffer *
get (Fixture *fixture, guint position)
{
  g_autoptr (OdPaletteItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->palette), position);

  return item != NULL ? od_palette_item_get (item) : NULL; /* the list keeps it */
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->palette));
}

/* What is known is there when the call returns, in both languages and both layouts. */
static void
test_at_once (Fixture *fixture, gconstpointer data)
{
  static const char *const ways[] = { "настр", "yfcn", "yfcnhjqrb", "pref", "зкуа" };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      od_palette_set_text (fixture->palette, ways[i]);
      g_assert_cmpuint (count (fixture), ==, 1);
      g_assert_cmpstr (get (fixture, 0)->ref, ==, "first");
    }
  od_palette_set_text (fixture->palette, "");
  g_assert_cmpuint (count (fixture), ==, 2); /* what can be done here */
  settle ();
}

static void
test_store_joins (Fixture *fixture, gconstpointer data)
{
  guint n_local;

  od_palette_add (fixture->palette,
                  &(OdPaletteOffer){ OD_PALETTE_VIEW, "maria", "Maria’s view", NULL, NULL, NULL, "i", 0 });
  od_palette_set_text (fixture->palette, "maria");
  n_local = count (fixture);
  g_assert_cmpuint (n_local, ==, 1);
  g_assert_true (od_palette_get_is_busy (fixture->palette));
  while (od_palette_get_is_busy (fixture->palette))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count (fixture), >, n_local);
  g_assert_cmpint (get (fixture, 0)->kind == OD_PALETTE_VIEW || get (fixture, 0)->kind == OD_PALETTE_PERSON, ==, TRUE);
  for (guint i = 0; i < count (fixture); i++)
    for (guint other = 0; other < i; other++) /* each once */
      g_assert_false (get (fixture, i)->kind == get (fixture, other)->kind &&
                      g_str_equal (get (fixture, i)->ref, get (fixture, other)->ref));
}

/* Whoever walked to a row finds it there, whatever the store finds later. */
static void
test_late_results_stay_below (Fixture *fixture, gconstpointer data)
{
  guint n_held;

  od_palette_add (fixture->palette,
                  &(OdPaletteOffer){ OD_PALETTE_OPERATOR, "1", "Maria Ivanova Petrovna", NULL, NULL, NULL, "i", 0 });
  od_palette_add (fixture->palette,
                  &(OdPaletteOffer){ OD_PALETTE_SETTING, "2", "A note on Maria", NULL, NULL, NULL, "i", 0 });
  od_palette_set_text (fixture->palette, "maria");
  n_held = count (fixture);
  g_assert_cmpuint (n_held, ==, 2);
  od_palette_hold (fixture->palette, n_held);
  while (od_palette_get_is_busy (fixture->palette))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count (fixture), >, n_held);
  g_assert_cmpint (get (fixture, 0)->kind, ==, OD_PALETTE_OPERATOR);
  g_assert_cmpint (get (fixture, 1)->kind, ==, OD_PALETTE_SETTING);
  od_palette_set_text (fixture->palette, "maria "); /* the same words, another question: the best is first */
  while (od_palette_get_is_busy (fixture->palette))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (get (fixture, 0)->kind, ==, OD_PALETTE_PERSON);
}

/* A person whose name was typed on the other layout is asked for again, as meant. */
static void
test_store_is_asked_on_the_other_layout (Fixture *fixture, gconstpointer data)
{
  gboolean has_person = FALSE;

  od_palette_set_text (fixture->palette, "ьфкшф"); /* maria */
  while (od_palette_get_is_busy (fixture->palette))
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < count (fixture); i++)
    has_person |= get (fixture, i)->kind == OD_PALETTE_PERSON;
  g_assert_true (has_person);
}

static void
test_new_text_gives_the_old_question_up (Fixture *fixture, gconstpointer data)
{
  od_fake_desk_hold (fixture->fake, TRUE);
  od_palette_set_text (fixture->palette, "maria");
  od_palette_set_text (fixture->palette, "zzzzzz");
  od_fake_desk_hold (fixture->fake, FALSE);
  while (od_palette_get_is_busy (fixture->palette))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count (fixture), ==, 0);
}

static void
test_used_first (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OdPaletteItem) item = NULL;

  od_palette_load (fixture->palette);
  settle ();
  od_palette_set_text (fixture->palette, "");
  g_assert_cmpstr (get (fixture, 0)->ref, ==, "second");
  od_palette_set_text (fixture->palette, "pre"); /* both begin so, the shorter would be first */
  g_assert_cmpstr (get (fixture, 0)->ref, ==, "second");
  settle ();
  item = g_list_model_get_item (G_LIST_MODEL (fixture->palette), 1);
  od_palette_use (fixture->palette, item);
  g_assert_cmpstr (od_fake_usage_get_last (OD_FAKE_USAGE (fixture->desk->tools.usage)), ==, "command/first");
  settle ();
}

/* With nothing typed the first is what was done last, however often the rest was. */
static void
test_last_used_first (Fixture *fixture, gconstpointer data)
{
  od_fake_usage_fill (OD_FAKE_USAGE (fixture->desk->tools.usage), "command", "first", NOW_US - 1, 1);
  od_palette_load (fixture->palette);
  settle ();
  g_assert_cmpstr (get (fixture, 0)->ref, ==, "first");
  g_assert_cmpstr (get (fixture, 1)->ref, ==, "second");
  od_palette_set_text (fixture->palette, "pre"); /* what is done often is meant rather than what was done once */
  g_assert_cmpstr (get (fixture, 0)->ref, ==, "second");
  settle ();
}

static void
test_canned_and_operators (Fixture *fixture, gconstpointer data)
{
  guint n_canned = 0, n_operators = 0;

  od_palette_load (fixture->palette);
  settle ();
  od_palette_set_text (fixture->palette, "hello");
  for (guint i = 0; i < count (fixture); i++)
    n_canned += get (fixture, i)->kind == OD_PALETTE_CANNED && g_str_equal (get (fixture, i)->ref, "hello");
  g_assert_cmpuint (n_canned, ==, 1); /* its variants are one */
  od_palette_set_text (fixture->palette, "екатерина");
  for (guint i = 0; i < count (fixture); i++)
    n_operators += get (fixture, i)->kind == OD_PALETTE_OPERATOR;
  g_assert_cmpuint (n_operators, ==, 1);
  settle ();
}

static void
test_limits (Fixture *fixture, gconstpointer data)
{
  g_autofree char *long_text = g_strnfill (10000, 'x');
  gint64 start_us;

  for (guint i = 0; i < 5000; i++)
    {
      g_autofree char *ref = g_strdup_printf ("%u", i);
      g_autofree char *title = g_strdup_printf ("Canned reply with number %u", i);

      od_palette_add (fixture->palette, &(OdPaletteOffer){ OD_PALETTE_CANNED, ref, title, NULL, ref, NULL, "i", 0 });
    }
  start_us = g_get_monotonic_time ();
  od_palette_set_text (fixture->palette, "canre 4");
  g_test_message ("5,000 names: %" G_GINT64_FORMAT " us", g_get_monotonic_time () - start_us);
  g_assert_cmpuint (count (fixture), ==, OD_LIMIT_PALETTE_ITEMS);
  od_palette_set_text (fixture->palette, long_text);
  g_assert_cmpuint (count (fixture), ==, 0);
  settle ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, data, func) g_test_add ("/palette/" name, Fixture, data, set_up, func, tear_down)
  g_test_add_func ("/palette/other-layout", test_other_layout);
  g_test_add_func ("/palette/what-matches", test_what_matches);
  g_test_add_func ("/palette/better-names-first", test_better_names_first);
  g_test_add_func ("/palette/hostile-names", test_hostile_names);
  ADD ("at-once", NULL, test_at_once);
  ADD ("store-joins", NULL, test_store_joins);
  ADD ("late-results", NULL, test_late_results_stay_below);
  ADD ("store-other-layout", NULL, test_store_is_asked_on_the_other_layout);
  ADD ("new-text", NULL, test_new_text_gives_the_old_question_up);
  ADD ("used-first", "usage", test_used_first);
  ADD ("last-used-first", "usage", test_last_used_first);
  ADD ("canned-and-operators", NULL, test_canned_and_operators);
  ADD ("limits", NULL, test_limits);
  return g_test_run ();
}
