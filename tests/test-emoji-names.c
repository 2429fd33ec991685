/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-emoji-names.h"

#include "od-limits.h"

#define SCHEMA "com.example.Omnidesk"

static GBytes *
make_data (const char *type, const char *text)
{
  g_autoptr (GVariant) value = g_variant_ref_sink (g_variant_new_parsed (text));

  g_assert_cmpstr (g_variant_get_type_string (value), ==, type);
  return g_variant_get_data_as_bytes (value);
}

static OdEmojiNames *
make_names (void)
{
  OdEmojiNames *names = od_emoji_names_new ();
  g_autoptr (GBytes) english = make_data (
      "a(ausasu)",
      "[([@u 128512], 'grinning face', ['face', 'grin', 'smile'], @u 0),"
      " ([10084, 65039], 'red heart', ['heart', 'love'], 0), ([9203], 'hourglass not done', ['sand'], 1),"
      " ([128077, 0], 'thumbs up', ['+1', 'hand', 'yes'], 2), ([128157], 'heart with ribbon', ['valentine'], 0)]");
  g_autoptr (GBytes) russian =
      make_data ("a(ausasu)", "[([@u 128512], 'широко улыбается', ['радость', 'улыбка'], @u 0),"
                              " ([10084, 65039], 'красное сердце', ['любовь', 'чёрт'], 0)]");

  g_assert_true (od_emoji_names_add (names, english));
  g_assert_true (od_emoji_names_add (names, russian));
  while (od_emoji_names_load (names, 2))
    ;
  return names;
}

static char *
find (OdEmojiNames *names, const char *query, OdEmojiMemory *memory)
{
  g_autoptr (GArray) found = od_emoji_names_find (names, query, memory, 10);
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    g_string_append (all, g_array_index (found, OdEmoji, i).text);
  return g_string_free (all, FALSE);
}

static void
test_names_of_both_languages (void)
{
  static const struct {
    const char *query, *found;
  } cases[] = {
    { "grin", "😀" },      { "SMILE", "😀" }, { "улыб", "😀" },      { "сердце", "❤️" },    { "черт", "❤️" },
    { "thumbs_up", "👍" }, { "+1", "👍" },    { "love", "❤️" }, { "heart", "❤️💝" }, { "hourglass", "⏳️" },
    { "ears", "" },       { "ace", "" },    { "", "" },           { "нет такого", "" },
  };
  g_autoptr (OdEmojiNames) names = make_names ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = find (names, cases[i].query, NULL);

      g_test_message ("%s", cases[i].query);
      g_assert_cmpstr (found, ==, cases[i].found);
    }
  g_assert_cmpstr (od_emoji_names_get_name (names, "😀"), ==, "широко улыбается");
  g_assert_cmpstr (od_emoji_names_get_name (names, "👍"), ==, "thumbs up");
  g_assert_null (od_emoji_names_get_name (names, "x"));
}

static void
test_the_newer_form (void)
{
  g_autoptr (OdEmojiNames) names = od_emoji_names_new ();
  g_autoptr (GBytes) data =
      make_data ("a(aussasasu)", "[([@u 128512], 'grinning face', 'широко улыбается', ['smile'], ['улыбка'], @u 0)]");
  g_autofree char *english = NULL, *russian = NULL;

  g_assert_true (od_emoji_names_add (names, data));
  while (od_emoji_names_load (names, 100))
    ;
  english = find (names, "smile", NULL);
  russian = find (names, "улыбка", NULL);
  g_assert_cmpstr (english, ==, "😀");
  g_assert_cmpstr (russian, ==, "😀");
  g_assert_cmpstr (od_emoji_names_get_name (names, "😀"), ==, "широко улыбается");
}

static void
test_broken_data (void)
{
  g_autoptr (OdEmojiNames) names = od_emoji_names_new ();
  g_autoptr (GBytes) odd =
      make_data ("a(ausasu)", "[([@u 55296], 'half', ['a'], @u 0), ([1114112], 'beyond', ['b'], 0),"
                              " (@au [], 'none', ['c'], 0)]");
  g_autoptr (GBytes) noise = g_bytes_new_static ("no emoji at all", 15), nothing = g_bytes_new_static ("", 0);
  g_autoptr (GArray) found = NULL;

  g_assert_false (od_emoji_names_add (names, noise));
  g_assert_false (od_emoji_names_add (names, nothing));
  g_assert_true (od_emoji_names_add (names, odd));
  g_assert_false (od_emoji_names_load (names, 100));
  found = od_emoji_names_find (names, "a", NULL, 10);
  g_assert_cmpuint (found->len, ==, 0);
}

static void
test_what_is_used_comes_first (void)
{
  g_autoptr (OdEmojiNames) names = make_names ();
  g_autoptr (OdEmojiMemory) memory = od_emoji_memory_new (NULL);
  g_autofree char *before = find (names, "he", memory);
  g_autofree char *after = NULL;

  g_assert_cmpstr (before, ==, "💝❤️");
  od_emoji_memory_use (memory, "❤");
  after = find (names, "he", memory);
  g_assert_cmpstr (after, ==, "❤️💝");
}

static void
test_memory_is_bounded_and_kept (void)
{
  g_autoptr (GSettings) settings = g_settings_new (SCHEMA);
  g_autoptr (OdEmojiMemory) memory = od_emoji_memory_new (settings), again = NULL;

  for (guint i = 0; i < 10; i++)
    od_emoji_memory_use (memory, "👍");
  od_emoji_memory_use (memory, "❤");
  od_emoji_memory_use (memory, "❤\uFE0F");
  g_assert_cmpuint (od_emoji_memory_get_n (memory), ==, 2);
  g_assert_cmpstr (od_emoji_memory_get (memory, 0), ==, "❤");
  for (gunichar c = 0x1F400; c < 0x1F400 + OD_LIMIT_EMOJI_USED; c++)
    {
      char text[7] = { 0 };

      g_unichar_to_utf8 (c, text);
      od_emoji_memory_use (memory, text);
      if (c % 3 == 0)
        od_emoji_memory_use (memory, "👍");
    }
  g_assert_cmpuint (od_emoji_memory_get_n (memory), ==, OD_LIMIT_EMOJI_USED);
  again = od_emoji_memory_new (settings);
  g_assert_cmpuint (od_emoji_memory_get_n (again), ==, OD_LIMIT_EMOJI_USED);
  g_assert_cmpstr (od_emoji_memory_get (again, 0), ==, od_emoji_memory_get (memory, 0));
  g_assert_cmpfloat (od_emoji_memory_get_weight (again, "👍"), >, od_emoji_memory_get_weight (again, "\U0001F420"));
  g_assert_cmpfloat (od_emoji_memory_get_weight (again, "❤"), ==, 0);
  od_emoji_memory_use (memory, "");
  g_assert_cmpuint (od_emoji_memory_get_n (memory), ==, OD_LIMIT_EMOJI_USED);
}

/* The data of this machine, if the toolkit is here: both forms are ours to read. */
static void
test_the_toolkits_data (void)
{
  g_autoptr (OdEmojiNames) names = od_emoji_names_new ();
  g_autoptr (GResource) resource = g_resource_load ("/usr/share/gtk-4.0/emoji/ru.gresource", NULL);
  g_autoptr (GBytes) data = NULL;
  g_autofree char *found = NULL;

  if (resource == NULL)
    {
      g_test_skip ("no emoji of GTK on this machine");
      return;
    }
  data = g_resource_lookup_data (resource, "/org/gtk/libgtk/emoji/ru.data", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_assert_true (od_emoji_names_add (names, data));
  while (od_emoji_names_load (names, 100))
    ;
  found = find (names, "сердце", NULL);
  g_assert_cmpstr (found, !=, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/emoji-names/both", test_names_of_both_languages);
  g_test_add_func ("/emoji-names/newer", test_the_newer_form);
  g_test_add_func ("/emoji-names/broken", test_broken_data);
  g_test_add_func ("/emoji-names/used", test_what_is_used_comes_first);
  g_test_add_func ("/emoji-names/memory", test_memory_is_bounded_and_kept);
  g_test_add_func ("/emoji-names/toolkit", test_the_toolkits_data);
  return g_test_run ();
}
