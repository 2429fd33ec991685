/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-picture-service.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <utime.h>

#include "od-error.h"
#include "od-limits.h"
#include "od-picture-cache.h"
#include "od-picture-wire.h"
#include "od-temp-folder.h"

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC)
#define HASH "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

typedef struct {
  char *folder;              /* (owned) */
  char *files_dir;           /* (owned) */
  char *thumbs_dir;          /* (owned) */
  OdClock *clock;            /* (owned) */
  OdWorker *worker;          /* (owned) */
  OdPictureService *service; /* (owned) */
  GPtrArray *order;          /* (owned) (element-type utf8): of the answers */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *program = g_test_build_filename (G_TEST_BUILT, "lib", "bad-thumbnailer", NULL);

  f->folder = od_temp_folder_new ();
  f->files_dir = g_build_filename (f->folder, "files", NULL);
  f->thumbs_dir = g_build_filename (f->folder, "thumbs", NULL);
  f->clock = od_clock_new_fake (NOW_US);
  f->worker = od_worker_new ("od-cpu");
  f->service = od_picture_service_new (data != NULL ? data : program, f->clock, f->worker, f->thumbs_dir, f->files_dir);
  f->order = g_ptr_array_new_with_free_func (g_free);
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
  g_ptr_array_unref (f->order);
  g_free (f->files_dir);
  g_free (f->thumbs_dir);
  od_temp_folder_free (f->folder);
}

/* A file whose first word says how the thumbnailer is to behave. */
static char *
make_file (Fixture *f, const char *name, const char *word)
{
  char *path = g_build_filename (f->folder, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, word, -1, NULL));
  return path;
}

static char *
make_blob (Fixture *f, const char *word)
{
  return make_file (f, "files/00/" HASH, word);
}

typedef struct {
  Fixture *f;
  const char *name;
  OdPicture *picture; /* (owned) (nullable) */
  GError *error;      /* (owned) (nullable) */
  gboolean is_done;
} Answer;

static void
answer_clear (Answer *answer)
{
  g_clear_pointer (&answer->picture, od_picture_free);
  g_clear_error (&answer->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->picture = od_picture_port_load_finish (OD_PICTURE_PORT (source), result, &answer->error);
  answer->is_done = TRUE;
  if (answer->name != NULL)
    g_ptr_array_add (answer->f->order, g_strdup (answer->name));
}

static void
ask (Fixture *f, const char *path, int side, GCancellable *cancellable, Answer *answer)
{
  answer->f = f;
  od_picture_port_load_async (OD_PICTURE_PORT (f->service), path, side, side, cancellable, loaded_cb, answer);
}

static void
wait_for (Answer *answer)
{
  while (!answer->is_done)
    g_main_context_iteration (NULL, TRUE);
}

static void
check_fails (Fixture *f, const char *word, int code)
{
  g_autofree char *path = make_file (f, "picture", word);
  g_auto (Answer) answer = { 0 };

  ask (f, path, 8, NULL, &answer);
  wait_for (&answer);
  g_assert_error (answer.error, OD_ERROR, code);
}

static void
check_works (Fixture *f)
{
  g_autofree char *path = make_file (f, "good", "good");
  g_auto (Answer) answer = { 0 };

  ask (f, path, 8, NULL, &answer);
  wait_for (&answer);
  g_assert_no_error (answer.error);
  g_assert_cmpint (answer.picture->width, ==, 2);
  g_assert_cmpint (answer.picture->full_height, ==, 4);
  g_assert_cmpuint (g_bytes_get_size (answer.picture->pixels), ==, 16);
}

static void
test_a_death_costs_one_picture (Fixture *f, gconstpointer data)
{
  static const struct {
    const char *word;
    int code;
  } deaths[] = {
    { "crash", OD_ERROR_MALFORMED },   { "memory", OD_ERROR_TOO_LARGE }, { "time", OD_ERROR_TOO_LARGE },
    { "garbage", OD_ERROR_MALFORMED }, { "serial", OD_ERROR_MALFORMED }, { "outside", OD_ERROR_MALFORMED },
    { "short", OD_ERROR_MALFORMED },   { "half", OD_ERROR_MALFORMED },   { "retire", OD_ERROR_MALFORMED },
    { "jail", OD_ERROR_TRANSIENT },    { "refuse", OD_ERROR_TOO_LARGE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (deaths); i++)
    {
      g_test_message ("%s", deaths[i].word);
      check_works (f);
      check_fails (f, deaths[i].word, deaths[i].code);
      check_works (f);
    }
}

/* It ended between two pictures: the second is not to blame. */
static void
test_a_tired_one_is_followed_by_another (Fixture *f, gconstpointer data)
{
  g_autofree char *path = make_file (f, "picture", "tired");

  for (guint i = 0; i < 3; i++)
    {
      g_auto (Answer) answer = { 0 };

      ask (f, path, 8, NULL, &answer);
      wait_for (&answer);
      g_assert_no_error (answer.error);
    }
}

static void
test_no_program (Fixture *f, gconstpointer data)
{
  check_fails (f, "good", OD_ERROR_TRANSIENT);
}

static void
test_no_file (Fixture *f, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };

  ask (f, "/nowhere/picture.png", 8, NULL, &answer);
  wait_for (&answer);
  g_assert_error (answer.error, OD_ERROR, OD_ERROR_NOT_FOUND);
  check_works (f);
}

/* The worker has nothing to do any more, and what it said was heard. */
static void
idle_job (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_boolean (task, TRUE);
}

static void
settle (Fixture *f)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  od_worker_push (f->worker, 100, idle_job, g_object_ref (task));
  while (!g_task_get_completed (task))
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_time_is_limited (Fixture *f, gconstpointer data)
{
  g_autofree char *path = make_file (f, "picture", "hang");
  g_auto (Answer) answer = { 0 };

  ask (f, path, 8, NULL, &answer);
  settle (f);
  od_clock_advance (f->clock, (OD_LIMIT_PICTURE_S - 1) * (gint64) G_USEC_PER_SEC);
  settle (f);
  g_assert_false (answer.is_done);
  od_clock_advance (f->clock, G_USEC_PER_SEC);
  wait_for (&answer);
  g_assert_error (answer.error, OD_ERROR, OD_ERROR_TOO_LARGE);
  check_works (f);
}

/* Two hang; of those that wait the newest comes first. Once the two are cancelled, their places are free. */
static void
test_newest_first_and_cancelled_make_room (Fixture *f, gconstpointer data)
{
  static const char *const names[] = { "a", "b", "c", "d" };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer hanging[2] = { { 0 }, { 0 } }, waiting[4] = { { 0 }, { 0 }, { 0 }, { 0 } };

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *path = make_file (f, i == 0 ? "hang-0" : "hang-1", "hang");

      ask (f, path, 8, cancellable, &hanging[i]);
    }
  settle (f);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *path = make_file (f, names[i], "good");

      waiting[i].name = names[i];
      ask (f, path, 8, NULL, &waiting[i]);
    }
  settle (f);
  g_assert_cmpuint (f->order->len, ==, 0);
  g_cancellable_cancel (cancellable);
  for (guint i = 0; i < 4; i++)
    wait_for (&waiting[i]);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (hanging[i].is_done);
      g_assert_error (hanging[i].error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      answer_clear (&hanging[i]);
    }
  for (guint i = 0; i < 4; i++)
    {
      g_assert_no_error (waiting[i].error);
      answer_clear (&waiting[i]);
    }
  /* Two at a time: one of the newest two is done before any other begins. */
  g_assert_true (strchr ("cd", *(char *) f->order->pdata[0]) != NULL);
}

/* Cancelled while it waits: it never runs, and others are not touched. */
static void
test_cancelled_in_the_queue (Fixture *f, gconstpointer data)
{
  g_autofree char *hang = make_file (f, "hang", "hang");
  g_autofree char *other = make_file (f, "other", "hang");
  g_autofree char *good = make_file (f, "good", "good");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Answer) first = { 0 }, second = { 0 }, third = { 0 };

  ask (f, hang, 8, NULL, &first);
  ask (f, other, 8, NULL, &second);
  settle (f);
  ask (f, good, 8, cancellable, &third);
  g_cancellable_cancel (cancellable);
  wait_for (&third);
  g_assert_error (third.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (first.is_done);
  od_picture_service_stop (f->service);
  wait_for (&first);
  wait_for (&second);
  g_assert_error (first.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_the_same_is_drawn_once (Fixture *f, gconstpointer data)
{
  g_autofree char *path = make_file (f, "picture", "good");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Answer) first = { 0 }, second = { 0 }, third = { 0 };

  ask (f, path, 8, NULL, &first);
  ask (f, path, 8, NULL, &second);
  ask (f, path, 8, cancellable, &third);
  g_cancellable_cancel (cancellable); /* one of them goes, the others still get it */
  wait_for (&first);
  wait_for (&second);
  wait_for (&third);
  g_assert_error (third.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_no_error (first.error);
  g_assert_true (first.picture != second.picture);
  g_assert_true (first.picture->pixels == second.picture->pixels);
}

static void
test_kept_on_disk (Fixture *f, gconstpointer data)
{
  g_autofree char *path = make_blob (f, "good");
  g_autofree char *thumb = g_build_filename (f->thumbs_dir, HASH "-8x8", NULL);
  g_auto (Answer) first = { 0 }, second = { 0 }, third = { 0 };

  ask (f, path, 8, NULL, &first);
  wait_for (&first);
  settle (f);
  g_assert_true (g_file_test (thumb, G_FILE_TEST_IS_REGULAR));

  g_free (make_blob (f, "crash")); /* who asks the thumbnailer now gets an error */
  ask (f, path, 8, NULL, &second);
  wait_for (&second);
  g_assert_no_error (second.error);
  g_assert_true (g_bytes_equal (first.picture->pixels, second.picture->pixels));
  g_assert_cmpint (second.picture->full_width, ==, 4);

  g_assert_true (g_file_set_contents (thumb, "torn", -1, NULL));
  ask (f, path, 8, NULL, &third);
  wait_for (&third);
  g_assert_error (third.error, OD_ERROR, OD_ERROR_MALFORMED);
  g_assert_false (g_file_test (thumb, G_FILE_TEST_EXISTS));
}

static void
test_tidied (Fixture *f, gconstpointer data)
{
  g_autofree char *path = make_blob (f, "good");
  g_autofree char *thumb = g_build_filename (f->thumbs_dir, HASH "-8x8", NULL);
  g_autofree char *stray = g_build_filename (f->thumbs_dir, "stray", NULL);
  g_auto (Answer) answer = { 0 };

  ask (f, path, 8, NULL, &answer);
  wait_for (&answer);
  settle (f);
  g_assert_true (g_file_set_contents (stray, "?", -1, NULL));
  od_picture_service_start (f->service);
  od_clock_advance (f->clock, 60 * (gint64) G_USEC_PER_SEC);
  settle (f);
  g_assert_true (g_file_test (thumb, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (stray, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_unlink (path), ==, 0); /* what it shows is gone: so it must go */
  od_clock_advance (f->clock, 24 * 3600 * (gint64) G_USEC_PER_SEC);
  settle (f);
  g_assert_false (g_file_test (thumb, G_FILE_TEST_EXISTS));
}

/* The oldest go first once there are too many bytes. */
static void
test_bounded (Fixture *f, gconstpointer data)
{
  const guint8 dot[4] = { 1, 2, 3, 4 };
  g_autoptr (GBytes) pixels = g_bytes_new (dot, sizeof dot);
  g_autoptr (OdPicture) picture = od_picture_new (pixels, 1, 1);
  g_autofree char *path = make_blob (f, "good");
  gint64 size = 0;

  for (int i = 1; i <= 3; i++)
    {
      g_autofree char *thumb = g_strdup_printf ("%s/%s-%dx%d", f->thumbs_dir, HASH, i, i);
      struct utimbuf at = { 1000 * i, 1000 * i };
      GStatBuf info;

      od_picture_cache_write (f->thumbs_dir, HASH, i, i, picture);
      g_assert_cmpint (utime (thumb, &at), ==, 0);
      g_assert_cmpint (g_stat (thumb, &info), ==, 0);
      size = info.st_size;
    }
  od_picture_cache_trim (f->thumbs_dir, f->files_dir, size * 2);
  for (int i = 1; i <= 3; i++)
    {
      g_autoptr (OdPicture) found = od_picture_cache_read (f->thumbs_dir, HASH, i, i);

      g_assert_cmpint (found != NULL, ==, i > 1);
    }
}

/* No byte of a file may be anything else: every change and every cut is found, or harmless. */
static void
test_unpacking_is_strict (void)
{
  guint8 raw[6 * 5 * 4];
  g_autoptr (GBytes) pixels = NULL;
  g_autoptr (OdPicture) picture = NULL;
  g_autoptr (GBytes) packed = NULL;
  g_autofree guint8 *bytes = NULL;
  gsize size;

  for (guint i = 0; i < sizeof raw; i++)
    raw[i] = (guint8) (i * 37);
  pixels = g_bytes_new (raw, sizeof raw);
  picture = od_picture_new (pixels, 6, 5);
  packed = od_picture_cache_pack (picture);
  bytes = g_memdup2 (g_bytes_get_data (packed, &size), g_bytes_get_size (packed) + 1);
  picture = (od_picture_free (picture), od_picture_cache_unpack (bytes, size, 6, 5));
  g_assert_nonnull (picture);
  g_assert_true (g_bytes_equal (picture->pixels, pixels));
  g_assert_null (od_picture_cache_unpack (bytes, size, 5, 5));
  g_assert_null (od_picture_cache_unpack (bytes, size + 1, 6, 5));
  for (gsize i = 0; i < size; i++)
    {
      g_autoptr (OdPicture) changed = NULL;

      g_assert_null (od_picture_cache_unpack (bytes, i, 6, 5));
      bytes[i] ^= 0x10;
      changed = od_picture_cache_unpack (bytes, size, 6, 5);
      bytes[i] ^= 0x10;
      if (changed != NULL)
        g_assert_cmpuint (g_bytes_get_size (changed->pixels), ==, sizeof raw);
    }
}

static void
test_fitting (void)
{
  static const int cases[][6] = {
    { 800, 600, 400, 400, 400, 300 }, { 600, 800, 400, 400, 300, 400 }, { 10, 10, 400, 400, 10, 10 },
    { 30000, 1, 256, 256, 256, 1 },   { 1, 30000, 256, 256, 1, 256 },   { 1, 1, 1, 1, 1, 1 },
  };
  int width, height;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      od_picture_fit (cases[i][0], cases[i][1], cases[i][2], cases[i][3], &width, &height);
      g_assert_cmpint (width, ==, cases[i][4]);
      g_assert_cmpint (height, ==, cases[i][5]);
    }
  od_picture_fit (10000, 10000, 8192, 8192, &width, &height);
  g_assert_cmpint ((gint64) width * height, <=, OD_LIMIT_PICTURE_SHOWN_PIXELS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/picture-service/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("a-death-costs-one-picture", test_a_death_costs_one_picture);
  ADD ("a-tired-one-is-followed-by-another", test_a_tired_one_is_followed_by_another);
  g_test_add ("/picture-service/no-program", Fixture, "/nowhere/omnidesk-thumbnailer", set_up, test_no_program,
              tear_down);
  ADD ("no-file", test_no_file);
  ADD ("time-is-limited", test_time_is_limited);
  ADD ("newest-first-and-cancelled-make-room", test_newest_first_and_cancelled_make_room);
  ADD ("cancelled-in-the-queue", test_cancelled_in_the_queue);
  ADD ("the-same-is-drawn-once", test_the_same_is_drawn_once);
  ADD ("kept-on-disk", test_kept_on_disk);
  ADD ("tidied", test_tidied);
  ADD ("bounded", test_bounded);
#undef ADD
  g_test_add_func ("/picture-service/unpacking-is-strict", test_unpacking_is_strict);
  g_test_add_func ("/picture-service/fitting", test_fitting);
  return g_test_run ();
}
