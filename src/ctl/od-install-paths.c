/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-install-paths.h"

#include "config.h"

static char *
choose (const char *told, const char *installed, const char *source)
{
  if (told != NULL)
    return g_strdup (told);
  return g_strdup (g_file_test (installed, G_FILE_TEST_IS_DIR) ? installed : source);
}

/**
 * od_web_dir_dup:
 *
 * Returns: (transfer full): the folder with the web chat's page and script: what
 *   OMNIDESK_WEB_DIR says, as installed, or in the source tree this was built from
 */
char *
od_web_dir_dup (void)
{
  return choose (g_getenv ("OMNIDESK_WEB_DIR"), OD_WEB_DIR, OD_SOURCE_WEB_DIR);
}

/**
 * od_showcase_dir_dup:
 *
 * Returns: (transfer full): the folder with what `--demo` shows: as installed, or in the source tree this was built from
 */
char *
od_showcase_dir_dup (void)
{
  return choose (NULL, OD_SHOWCASE_DIR, OD_SOURCE_SHOWCASE_DIR);
}

/**
 * od_thumbnailer_path_dup:
 *
 * Returns: (transfer full): the program that decodes pictures: the one of the build folder for
 *   a program that is run from there, otherwise as installed
 */
char *
od_thumbnailer_path_dup (void)
{
  g_autofree char *own = g_file_read_link ("/proc/self/exe", NULL);

  if (own != NULL && g_str_has_prefix (own, OD_BUILD_ROOT "/"))
    return g_strdup (OD_BUILD_ROOT "/src/thumbnailer/omnidesk-thumbnailer");
  return g_strdup (OD_THUMBNAILER);
}
