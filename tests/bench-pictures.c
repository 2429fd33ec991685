/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Thumbnails through the thumbnailer's process against its yardstick: the same files, decoded into the same box by
 * gdk-pixbuf within this process. Nothing is kept on disk. */
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <stdlib.h>

#include "od-hostile-pictures.h"
#include "od-picture-service.h"
#include "od-temp-folder.h"

#define N_FILES 24
#define ROUNDS 5
#define SIDE 320

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer n_left)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OdPicture) picture = od_picture_port_load_finish (OD_PICTURE_PORT (source), result, &error);

  if (picture == NULL)
    g_error ("%s", error->message);
  --*(guint *) n_left;
}

static gint64
measure_service (OdPicturePort *port, GPtrArray *paths)
{
  gint64 start_us = g_get_monotonic_time ();
  guint n_left = paths->len;

  for (guint i = 0; i < paths->len; i++)
    od_picture_port_load_async (port, paths->pdata[i], SIDE, SIDE, NULL, loaded_cb, &n_left);
  while (n_left > 0)
    g_main_context_iteration (NULL, TRUE);
  return g_get_monotonic_time () - start_us;
}

static gint64
measure_bare (GPtrArray *paths)
{
  gint64 start_us = g_get_monotonic_time ();

  for (guint i = 0; i < paths->len; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_file_at_size (paths->pdata[i], SIDE, SIDE, &error);

      if (pixbuf == NULL)
        g_error ("%s", error->message);
    }
  return g_get_monotonic_time () - start_us;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return left < right ? -1 : left > right;
}

static GPtrArray *
make_files (const char *folder, const char *format, int width, int height)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GBytes) bytes = od_sample_picture_make (format, width, height);

  for (guint i = 0; i < N_FILES; i++)
    {
      char *path = g_strdup_printf ("%s/%u.%s", folder, i, format);

      if (!g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL))
        g_error ("%s could not be written", path);
      g_ptr_array_add (paths, path);
    }
  return paths;
}

static void
measure (OdPicturePort *port, const char *folder, const char *format, int width, int height)
{
  g_autoptr (GPtrArray) paths = make_files (folder, format, width, height);
  double ratios[ROUNDS];
  gint64 ours_us = 0, bare_us = 0;

  measure_service (port, paths);
  measure_bare (paths);
  for (guint i = 0; i < ROUNDS; i++)
    {
      gint64 ours = measure_service (port, paths), bare = measure_bare (paths);

      ours_us += ours;
      bare_us += bare;
      ratios[i] = (double) ours / (double) bare;
    }
  qsort (ratios, ROUNDS, sizeof (double), compare);
  g_print ("pictures, %s of %d by %d: ratio %.2f (%.2f to %.2f); %.1f ms a picture, in this process %.1f ms\n", format,
           width, height, ratios[ROUNDS / 2], ratios[0], ratios[ROUNDS - 1], (double) ours_us / 1000 / ROUNDS / N_FILES,
           (double) bare_us / 1000 / ROUNDS / N_FILES);
}

int
main (int argc, char **argv)
{
  g_autoptr (OdTempFolder) folder = od_temp_folder_new ();
  g_autoptr (OdClock) clock = od_clock_new ();
  g_autoptr (OdWorker) worker = od_worker_new ("od-cpu");
  g_autofree char *program =
      g_build_filename (g_getenv ("G_TEST_BUILDDIR"), "..", "src", "thumbnailer", "omnidesk-thumbnailer", NULL);
  OdPictureService *service = od_picture_service_new (program, clock, worker, folder, folder);

  measure (OD_PICTURE_PORT (service), folder, "jpeg", 400, 300);
  measure (OD_PICTURE_PORT (service), folder, "jpeg", 4000, 3000);
  measure (OD_PICTURE_PORT (service), folder, "png", 1600, 1200);
  od_picture_service_stop (service);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  od_worker_stop (worker);
  g_object_unref (service);
  return 0;
}
