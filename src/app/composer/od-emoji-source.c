/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-emoji-source"

#include "od-emoji-source.h"

#include <gio/gio.h>
#include <string.h>

/* The toolkit's own emoji: English is in its library, each other language in a file beside it. Nothing of it is
 * copied here, so names and emoji are those that this machine can draw. */

#define RESOURCE "/org/gtk/libgtk/emoji/%s.data"
#define FILE_NAME "%s.gresource"

static GBytes *
look_up (GResource *resource, const char *lang)
{
  g_autofree char *path = g_strdup_printf (RESOURCE, lang);

  if (resource == NULL)
    return g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  return g_resource_lookup_data (resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
}

static GBytes *
find_language (const char *lang)
{
  const char *const *folders = g_get_system_data_dirs ();
  g_autofree char *name = g_strdup_printf (FILE_NAME, lang);
  GBytes *data = look_up (NULL, lang);

  for (guint i = 0; data == NULL && folders[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (folders[i], "gtk-4.0", "emoji", name, NULL);
      g_autoptr (GResource) resource = g_file_test (path, G_FILE_TEST_IS_REGULAR) ? g_resource_load (path, NULL) : NULL;

      if (resource != NULL)
        data = look_up (resource, lang);
    }
  return data;
}

/**
 * od_emoji_source_add_all:
 *
 * Adds English, Russian and the language of this desk, which comes last: its names are shown.
 *
 * Returns: how many of them this machine has
 */
guint
od_emoji_source_add_all (OdEmojiNames *names)
{
  const char *own = g_get_language_names ()[0];
  g_autofree char *own_lang = g_strndup (own, strcspn (own, "_.@"));
  const char *langs[] = { "en", "ru", g_str_equal (own_lang, "C") ? "en" : own_lang };
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (langs); i++)
    {
      g_autoptr (GBytes) data = NULL;

      if (i < 2 && g_str_equal (langs[i], langs[2]))
        continue; /* its turn is the last */
      data = find_language (langs[i]);
      if (data != NULL && od_emoji_names_add (names, data))
        n++;
    }
  return n;
}
