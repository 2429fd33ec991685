/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-file-type.h"

#include <gio/gio.h>
#include <string.h>

#include "od-limits.h"

/**
 * od_file_type_guess:
 * @path: of its content
 * @name: what it is called
 *
 * What it is, not what it is called; a name may only say it more exactly (a .docx is a zip file). Blocks.
 *
 * Returns: (transfer full): a MIME type
 */
char *
od_file_type_guess (const char *path, const char *name)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  guint8 head[OD_LIMIT_FILE_SNIFF_BYTES];
  gsize n = 0;
  g_autofree char *by_content = NULL;
  g_autofree char *by_both = NULL;
  g_autofree char *mime = NULL;

  if (stream == NULL || !g_input_stream_read_all (G_INPUT_STREAM (stream), head, sizeof head, &n, NULL, NULL))
    n = 0;
  by_content = g_content_type_guess (NULL, head, n, NULL);
  by_both = g_content_type_guess (name, head, n, NULL);
  mime = g_content_type_get_mime_type (n == 0 || g_content_type_is_a (by_both, by_content) ? by_both : by_content);
  return mime != NULL && strlen (mime) <= OD_LIMIT_MIME_BYTES ? g_steal_pointer (&mime)
                                                              : g_strdup ("application/octet-stream");
}
