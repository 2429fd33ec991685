/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-install-paths.h"

#include "config.h"

/**
 * od_web_dir_dup:
 *
 * Returns: (transfer full): the folder with the web chat's page and script: what
 *   OMNIDESK_WEB_DIR says, as installed, or in the source tree this was built from
 */
char *
od_web_dir_dup (void)
{
  const char *told = g_getenv ("OMNIDESK_WEB_DIR");

  if (told != NULL)
    return g_strdup (told);
  if (g_file_test (OD_WEB_DIR, G_FILE_TEST_IS_DIR))
    return g_strdup (OD_WEB_DIR);
  return g_strdup (OD_SOURCE_WEB_DIR);
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
