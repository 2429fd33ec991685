/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real thumbnailer, with good pictures and with everything that may be wrong with one. */
#include <sys/resource.h>

#include "od-error.h"
#include "od-hostile-pictures.h"
#include "od-limits.h"
#include "od-picture-service.h"
#include "od-temp-folder.h"
#include "od-thumb-jail.h"

/* A hundred million pixels and what was allocated beside them; the limit of addresses is higher. */
#define MAX_RSS_KIB (600 * 1024)

typedef struct {
  char *folder;              /* (owned) */
  OdClock *clock;            /* (owned) */
  OdWorker *worker;          /* (owned) */
  OdPictureService *service; /* (owned) */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *program =
      g_test_build_filename (G_TEST_BUILT, "..", "src", "thumbnailer", "omnidesk-thumbnailer", NULL);

  f->folder = od_temp_folder_new ();
  f->clock = od_clock_new ();
  f->worker = od_worker_new ("od-cpu");
  f->service = od_picture_service_new (program, f->clock, f->worker, f->folder, f->folder);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  od_picture_service_stop (f->service);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  od_worker_stop (f->worker);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (g_steal_pointer (&f->service));
  g_clear_object (&f->worker);
  g_clear_object (&f->clock);
  od_temp_folder_free (f->folder);
}

static void
store_result_cb (GObject *source, GAsyncResult *result, gpointer out)
{
  *(GAsyncResult **) out = g_object_ref (result);
}

static OdPicture *
load (Fixture *f, const OdSamplePicture *sample, int side, GError **error)
{
  g_autofree char *path = g_build_filename (f->folder, "picture", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  gsize size;
  const char *bytes = g_bytes_get_data (sample->bytes, &size);

  g_assert_true (g_file_set_contents (path, bytes != NULL ? bytes : "", (gssize) size, NULL));
  od_picture_port_load_async (OD_PICTURE_PORT (f->service), path, side, side, NULL, store_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return od_picture_port_load_finish (OD_PICTURE_PORT (f->service), result, error);
}

static void
check_sane (const OdPicture *picture, int side)
{
  g_assert_cmpint (picture->width, >=, 1);
  g_assert_cmpint (picture->width, <=, side);
  g_assert_cmpint (picture->height, >=, 1);
  g_assert_cmpint (picture->height, <=, side);
  g_assert_cmpint (picture->full_width, <=, OD_LIMIT_PICTURE_SIDE);
  g_assert_cmpuint (g_bytes_get_size (picture->pixels), ==, (gsize) picture->width * (gsize) picture->height * 4);
}

static void
test_good (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) samples = od_sample_pictures_good ();

  for (guint i = 0; i < samples->len; i++)
    {
      const OdSamplePicture *sample = samples->pdata[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (OdPicture) picture = load (f, sample, 32, &error);

      g_test_message ("%s", sample->name);
      g_assert_no_error (error);
      check_sane (picture, 32);
      g_assert_cmpint (picture->full_width, ==, sample->width);
      g_assert_cmpint (picture->full_height, ==, sample->height);
      g_assert_cmpint (picture->is_animated, ==, sample->is_animated);
      g_assert_cmpint (MAX (picture->width, picture->height), ==, MIN (32, MAX (sample->width, sample->height)));
    }
}

static const guint8 *
get_pixel (const OdPicture *picture, int x, int y)
{
  return (const guint8 *) g_bytes_get_data (picture->pixels, NULL) + (y * picture->width + x) * 4;
}

/* The sample is dark where its file begins; red grows along its rows, green from row to row. */
static void
test_turned_as_the_file_asks (Fixture *f, gconstpointer data)
{
  static const struct {
    gboolean is_right, is_bottom; /* the corner that is dark */
  } corners[] = { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 }, { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 } };
  g_autoptr (GPtrArray) samples = od_sample_pictures_good ();

  for (guint i = 0; i < samples->len; i++)
    {
      const OdSamplePicture *sample = samples->pdata[i];
      g_autoptr (OdPicture) picture = NULL;
      guint orientation;
      int left, top;

      if (!g_str_has_prefix (sample->name, "orientation-"))
        continue;
      orientation = (guint) (sample->name[12] - '1');
      picture = load (f, sample, 64, NULL);
      g_assert_nonnull (picture);
      left = corners[orientation].is_right ? picture->width - 1 : 0;
      top = corners[orientation].is_bottom ? picture->height - 1 : 0;
      g_test_message ("%s: %d %d", sample->name, left, top);
      g_assert_cmpint (get_pixel (picture, left, top)[0], <, 60);
      g_assert_cmpint (get_pixel (picture, left, top)[1], <, 60);
      g_assert_cmpint (get_pixel (picture, picture->width - 1 - left, picture->height - 1 - top)[0], >, 190);
      g_assert_cmpint (get_pixel (picture, picture->width - 1 - left, picture->height - 1 - top)[1], >, 190);
    }
}

static void
test_see_through (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) samples = od_sample_pictures_good ();

  for (guint i = 0; i < samples->len; i++)
    {
      const OdSamplePicture *sample = samples->pdata[i];
      g_autoptr (OdPicture) picture = NULL;

      if (!g_str_equal (sample->name, "see-through") && !g_str_equal (sample->name, "dot"))
        continue;
      picture = load (f, sample, 32, NULL);
      g_assert_nonnull (picture);
      g_assert_cmpint (get_pixel (picture, 0, 0)[3], ==, g_str_equal (sample->name, "dot") ? 255 : 0);
    }
}

static void
test_hostile (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) samples = od_sample_pictures_hostile ();
  g_autoptr (GBytes) bytes = od_sample_picture_make ("png", 20, 10);
  const OdSamplePicture good = { (char *) "good", bytes, 20, 10, FALSE };
  guint n_shown = 0;

  g_assert_cmpuint (samples->len, >=, 200);
  for (guint i = 0; i < samples->len; i++)
    {
      const OdSamplePicture *sample = samples->pdata[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (OdPicture) picture = load (f, sample, 64, &error);

      g_test_message ("%s: %s", sample->name, error != NULL ? error->message : "shown");
      if (picture != NULL)
        {
          check_sane (picture, 64);
          n_shown++;
          continue;
        }
      if (!g_error_matches (error, OD_ERROR, OD_ERROR_TOO_LARGE))
        g_assert_error (error, OD_ERROR, OD_ERROR_MALFORMED);
    }
  g_test_message ("%u of %u were shown", n_shown, samples->len);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (OdPicture) picture = load (f, &good, 64, NULL);

      g_assert_nonnull (picture);
      g_assert_cmpint (picture->width, ==, 20);
    }
}

/* What must not be decoded at all is not. */
static void
test_refused (Fixture *f, gconstpointer data)
{
  static const struct {
    const char *name;
    int code;
  } refused[] = {
    { "png-size-3", OD_ERROR_TOO_LARGE },      { "png-size-5", OD_ERROR_TOO_LARGE },
    { "gif-huge-screen", OD_ERROR_TOO_LARGE }, { "jpeg-huge", OD_ERROR_TOO_LARGE },
    { "bmp-huge", OD_ERROR_TOO_LARGE },        { "entity.svg", OD_ERROR_MALFORMED },
    { "script.svg", OD_ERROR_MALFORMED },      { "picture.xpm", OD_ERROR_MALFORMED },
    { "picture.pnm", OD_ERROR_MALFORMED },     { "picture.ico", OD_ERROR_MALFORMED },
    { "page.jpg", OD_ERROR_MALFORMED },        { "empty", OD_ERROR_MALFORMED },
  };
  g_autoptr (GPtrArray) samples = od_sample_pictures_hostile ();

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    for (guint s = 0; s < samples->len; s++)
      {
        const OdSamplePicture *sample = samples->pdata[s];
        g_autoptr (GError) error = NULL;

        if (!g_str_equal (sample->name, refused[i].name))
          continue;
        g_test_message ("%s", sample->name);
        g_assert_null (load (f, sample, 64, &error));
        g_assert_error (error, OD_ERROR, refused[i].code);
      }
}

/* Last: of all processes that ended until now. */
static void
test_memory_was_bounded (void)
{
  struct rusage used;

#ifdef OD_SANITIZED
  g_test_skip ("A sanitizer has a memory of its own");
  return;
#endif
  g_assert_cmpint (getrusage (RUSAGE_CHILDREN, &used), ==, 0);
  g_test_message ("%ld KiB", used.ru_maxrss);
  g_assert_cmpint (used.ru_maxrss, >, 0);
  g_assert_cmpint (used.ru_maxrss, <, MAX_RSS_KIB);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/pictures/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("good", test_good);
  ADD ("turned-as-the-file-asks", test_turned_as_the_file_asks);
  ADD ("see-through", test_see_through);
  ADD ("hostile", test_hostile);
  ADD ("refused", test_refused);
#undef ADD
  g_test_add_func ("/pictures/memory-was-bounded", test_memory_was_bounded);
  return g_test_run ();
}
