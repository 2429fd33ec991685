/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "od-fake-desk.h"
#include "od-file-words.h"
#include "od-named-files.h"
#include "od-payload.h"
#include "od-picture-tour.h"
#include "od-temp-folder.h"

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC)

/* ---- Sizes and words ---- */

static void
test_fits_its_box (void)
{
  static const struct {
    int width, height, fit_width, fit_height;
  } cases[] = {
    { 4000, 3000, 320, 240 }, { 3000, 4000, 180, 240 }, { 100, 80, 100, 80 },
    { 0, 0, 320, 240 },       { 100000, 1, 320, 48 },   { 1, 100000, 48, 240 },
    { 2, 2, 48, 48 },         { -5, 7, 320, 240 },      { G_MAXINT, G_MAXINT, 240, 240 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int width, height;

      od_file_fit (cases[i].width, cases[i].height, 320, 240, &width, &height);
      g_assert_cmpint (width, ==, cases[i].fit_width);
      g_assert_cmpint (height, ==, cases[i].fit_height);
    }
}

static void
test_durations (void)
{
  static const struct {
    gint64 ms;
    const char *words;
  } cases[] = { { 0, "0:00" }, { 12999, "0:12" }, { 61000, "1:01" }, { 3723000, "1:02:03" }, { -9, "0:00" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = od_file_words_duration (cases[i].ms);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
test_only_media_is_media (void)
{
  static const struct {
    const char *bytes;
    gsize n;
    gboolean is_media;
  } cases[] = {
    { "RIFF\x24\x00\x00\x00WAVE", 12, TRUE },
    { "OggS\x00\x02", 6, TRUE },
    { "\x00\x00\x00\x18"
      "ftypisom",
      12, TRUE },
    { "\x1a\x45\xdf\xa3", 4, TRUE },
    { "ID3\x04", 4, TRUE },
    { "\xff\xfb\x90\x44", 4, TRUE },
    { "#EXTM3U\nhttp://x", 16, FALSE },
    { "[playlist]\n", 11, FALSE },
    { "<?xml version", 13, FALSE },
    { "RIFF\x24\x00\x00\x00WEBP", 12, FALSE },
    { "", 0, FALSE },
    { "RIFF", 4, FALSE },
    { "v=0\r\no=- ", 9, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (od_file_is_media ((const guint8 *) cases[i].bytes, cases[i].n), ==, cases[i].is_media);
}

static OdMessageRow *
add_file (OdFakeDesk *fake, gint64 id, const char *name, const char *mime)
{
  OdMessageRow *row = od_fake_desk_add_message (fake, id, OD_TIMELINE_IN, "", NOW_US);

  od_fake_desk_add_attachment (fake, row, name, mime, 48000, 0);
  return row;
}

static void
test_looks (void)
{
  g_autoptr (OdClock) clock = od_clock_new_fake (NOW_US);
  g_autoptr (OdFakeDesk) fake = od_fake_desk_new (clock);
  gint64 id = od_fake_desk_add_conversation (fake, od_fake_desk_add_customer (fake, "Maria", NULL, NULL),
                                             od_fake_desk_add_account (fake, "webchat", "Shop", NULL), "v_1");
  OdMessageRow *row = add_file (fake, id, "s.webp", "image/webp");
  OdAttachmentRow *file = row->attachments->pdata[0];
  g_autofree char *spoken = NULL;

  g_assert_cmpint (od_file_look (row, file), ==, OD_FILE_LOOK_PICTURE); /* its size is not known */
  file->width = file->height = 512;
  g_assert_cmpint (od_file_look (row, file), ==, OD_FILE_LOOK_STICKER);
  row->payload = g_strdup ("{\"type\":\"sticker\"}");
  file->width = 2000;
  g_assert_cmpint (od_file_look (row, file), ==, OD_FILE_LOOK_STICKER);
  row = add_file (fake, id, "a.svg", "image/svg+xml");
  g_assert_cmpint (od_file_look (row, row->attachments->pdata[0]), ==, OD_FILE_LOOK_OTHER);
  row = add_file (fake, id, "voice.ogg", "audio/ogg");
  file = row->attachments->pdata[0];
  file->duration_ms = 12000;
  file->state = OD_FILE_GONE;
  spoken = od_file_words_spoken (row, file);
  g_assert_cmpstr (spoken, ==, "Voice message, 48.0\u00a0kB · 0:12, no longer available at the channel");
}

/* ---- Names ---- */

static OdAttachmentRow
make_file (const char *name, const char *path)
{
  return (OdAttachmentRow){
    .id = 1, .uid = (char *) "f_1", .name = (char *) name, .mime = (char *) "text/plain", .path = (char *) path
  };
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static char *
make_named (OdNamedFiles *named, const OdAttachmentRow *file, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  od_named_files_make_async (named, file, NULL, made_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return od_named_files_make_finish (named, result, error);
}

static void
test_names_stay_in_their_folder (void)
{
  static const char *const names[] = { "../../etc/passwd", "a/b/c.pdf",          "..",      ".",        "",
                                       "/etc/shadow",      "photo\u202Egpj.exe", "con.txt", "a\nb.txt", ".part" };
  g_autoptr (OdTempFolder) folder = od_temp_folder_new ();
  g_autofree char *cache = g_build_filename (folder, "cache", NULL);
  g_autofree char *blob = g_build_filename (folder, "blob", NULL);
  g_autoptr (OdNamedFiles) named = od_named_files_new (cache);
  g_autofree char *prefix = g_strconcat (cache, "/", NULL);

  g_assert_true (g_file_set_contents (blob, "bytes", -1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      OdAttachmentRow file = make_file (names[i], blob);
      g_autoptr (GError) error = NULL;
      g_autofree char *path = make_named (named, &file, &error);
      g_autofree char *base = NULL, *parent = NULL, *grandparent = NULL, *contents = NULL;
      GStatBuf about;

      g_assert_no_error (error);
      base = g_path_get_basename (path);
      parent = g_path_get_dirname (path);
      grandparent = g_path_get_dirname (parent);
      g_assert_cmpstr (grandparent, ==, cache);
      g_assert_null (strstr (base, "\u202E"));
      g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
      g_assert_cmpstr (contents, ==, "bytes");
      g_assert_cmpint (g_stat (path, &about), ==, 0);
      g_assert_cmpint (about.st_mode & 0777, ==, 0400);
    }
}

static void
test_a_copy_is_no_link (void)
{
  g_autoptr (OdTempFolder) folder = od_temp_folder_new ();
  g_autofree char *blob = g_build_filename (folder, "blob", NULL);
  g_autoptr (OdNamedFiles) named = od_named_files_new (folder);
  OdAttachmentRow file = make_file ("report.txt", blob);
  g_autofree char *first = NULL, *second = NULL, *missing = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf source, target;

  g_assert_true (g_file_set_contents (blob, "bytes", -1, NULL));
  first = make_named (named, &file, &error);
  g_assert_no_error (error);
  second = make_named (named, &file, &error);
  g_assert_cmpstr (first, ==, second);
  g_assert_true (g_str_has_suffix (first, "/report.txt"));
  g_assert_cmpint (g_stat (blob, &source), ==, 0);
  g_assert_cmpint (g_stat (first, &target), ==, 0);
  g_assert_cmpuint (source.st_ino, !=, target.st_ino);
  file.path = (char *) "/nowhere/at/all";
  missing = make_named (named, &file, &error);
  g_assert_null (missing);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* A job keeps what it works for. */
static void
wait_for_end (OdNamedFiles *named)
{
  g_object_add_weak_pointer (G_OBJECT (named), (gpointer *) &named);
  g_object_unref (named);
  while (named != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_old_copies_go (void)
{
  g_autoptr (OdTempFolder) folder = od_temp_folder_new ();
  g_autofree char *cache = g_build_filename (folder, "cache", NULL);
  g_autofree char *blob = g_build_filename (folder, "blob", NULL);
  g_autofree char *other = g_build_filename (cache, "not-ours", NULL);
  g_autofree char *path = NULL;
  OdNamedFiles *named = od_named_files_new (cache);
  OdAttachmentRow file = make_file ("report.txt", blob);

  g_assert_true (g_file_set_contents (blob, "bytes", -1, NULL));
  path = make_named (named, &file, NULL);
  g_assert_cmpint (g_mkdir_with_parents (other, 0700), ==, 0);
  od_named_files_clean (named, 0);
  wait_for_end (named);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  named = od_named_files_new (cache);
  od_named_files_clean (named, G_MAXINT64 / 2);
  wait_for_end (named);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (other, G_FILE_TEST_IS_DIR));
}

/* ---- Payloads ---- */

static void
test_payload_texts (void)
{
  static const struct {
    const char *json, *text;
  } cases[] = {
    { "{\"loc\":{\"lat\":55.751244,\"lon\":37.618423,\"acc\":12}}", "Location: 55.751244, 37.618423" },
    { "{\"venue\":{\"location\":{\"latitude\":1,\"longitude\":-2},\"title\":\"Shop\",\"address\":\"1 Road\"}}",
      "Location: Shop, 1 Road, 1.000000, -2.000000" },
    { "{\"location\":{\"lat\":\"55.75\",\"lon\":\"37.61\"}}", "Location: 55.750000, 37.610000" },
    { "{\"contact\":{\"first_name\":\"Maria\",\"last_name\":\"P.\",\"phone_number\":\"+79990000001\"}}",
      "Contact: Maria P., +79990000001" },
    { "{\"form\":\"prechat\",\"data\":{\"name\":\"Oleg\",\"consent\":true}}",
      "Form before the chat. Name: Oleg, Agreed to be contacted: Yes" },
    { "{\"button\":\"order_status\"}", "Button pressed: order_status" },
    { "{\"poll\":{\"question\":\"Which?\",\"options\":[\"a\",\"b\"]}}",
      "poll · question: Which?, poll · options: a, b" },
    { "{\"loc\":{\"lat\":91,\"lon\":0}}", "loc · lat: 91, loc · lon: 0" },
    { "{\"sticker\":{\"emoji\":\"x\"}}", "" },
    { "{\"kind\":\"poll\"}", "Poll" },
    { "{\"kind\":\"unsupported\"}", "A kind of message that can’t be shown here" },
    { "{\"kind\":\"paid_media\",\"stars\":25}", "To be paid for. Price: 25 ⭐" },
    { "{\"forwarded\":\"Pyotr\"}", "Forwarded from: Pyotr" },
    { "{\"forwarded\":\"\",\"quote\":\"#1042\"}", "Forwarded from: somebody, Quotes: #1042" },
    { "{\"live\":true,\"loc\":{\"lat\":1,\"lon\":2},\"forwarded\":\"Pyotr\"}",
      "Location: Live location, 1.000000, 2.000000, Forwarded from: Pyotr" },
    { "{\"sticker\":\"x\",\"forwarded\":\"Pyotr\"}", "Forwarded from: Pyotr" },
    { "{\"held_by\":\"customer\"}", "" },
    { "{\"mentions\":[2,3]}", "" },
    { "{\"automatic\":[\"away\",\"contact\"]}", "" },
    { "{}", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OdPayload) payload = od_payload_parse (cases[i].json);
      g_autofree char *text = NULL;

      g_assert_nonnull (payload);
      text = od_payload_dup_text (payload);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_payload_refuses (void)
{
  static const char *const cases[] = { "", "[]", "7", "{", "{\"a\":", "\"x\"" };
  g_autoptr (GString) deep = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_null (od_payload_parse (cases[i]));
  for (guint i = 0; i < 200; i++)
    g_string_append (deep, "{\"a\":");
  g_assert_null (od_payload_parse (deep->str));
}

static void
test_vcard_is_made_anew (void)
{
  g_autoptr (OdPayload) payload = od_payload_parse (
      "{\"contact\":{\"name\":\"A;B\\nTEL:+1\",\"phone\":\"+2\\r\\nEND:VCARD\",\"vcard\":\"BEGIN\"}}");
  g_autofree char *card = od_payload_dup_vcard (payload);

  g_assert_cmpstr (
      card, ==, "BEGIN:VCARD\r\nVERSION:3.0\r\nN:A\\;B TEL:+1\r\nFN:A\\;B TEL:+1\r\nTEL:+2 END:VCARD\r\nEND:VCARD\r\n");
}

/* ---- The tour ---- */

typedef struct {
  OdClock *clock;
  OdFakeDesk *fake;
  OdDesk *desk;
  OdThreadModel *model;
} Tour;

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Three hundred messages, a picture every fiftieth: two in the last. */
static void
set_up_tour (Tour *tour, gconstpointer data)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  gint64 id;

  tour->clock = od_clock_new_fake (NOW_US);
  tour->fake = od_fake_desk_new (tour->clock);
  id = od_fake_desk_add_conversation (tour->fake, od_fake_desk_add_customer (tour->fake, "Maria", NULL, NULL),
                                      od_fake_desk_add_account (tour->fake, "webchat", "Shop", NULL), "v_1");
  for (guint i = 0; i < 300; i++)
    {
      OdMessageRow *row = od_fake_desk_add_message (tour->fake, id, OD_TIMELINE_IN, "Text",
                                                    NOW_US - (gint64) (300 - i) * G_USEC_PER_SEC);
      g_autofree char *name = g_strdup_printf ("%u.png", i);

      if (i % 50 == 49)
        od_fake_desk_add_attachment (tour->fake, row, name, "image/png", 1, 0);
      if (i == 299)
        od_fake_desk_add_attachment (tour->fake, row, "last.png", "image/png", 1, 0);
      if (i == 100)
        od_fake_desk_add_attachment (tour->fake, row, "no-picture.pdf", "application/pdf", 1, 0);
    }
  tour->desk = od_fake_desk_make_desk (tour->fake);
  tour->model = od_thread_model_new (tour->desk, zone);
  od_thread_model_open (tour->model, id, OD_THREAD_CONVERSATION, OD_ANCHOR_END, 0);
  settle ();
}

static void
tear_down_tour (Tour *tour, gconstpointer data)
{
  g_clear_object (&tour->model);
  settle ();
  od_desk_unref (tour->desk);
  g_assert_finalize_object (tour->fake);
  g_assert_finalize_object (tour->clock);
}

static gint64
last_id (Tour *tour)
{
  g_autoptr (OdMessageItem) item =
      g_list_model_get_item (G_LIST_MODEL (tour->model), g_list_model_get_n_items (G_LIST_MODEL (tour->model)) - 1);

  return od_message_item_get_id (item);
}

static void
assert_at (OdPictureTour *tour, const char *name)
{
  g_assert_cmpstr (od_picture_tour_get_file (tour)->name, ==, name);
}

static void
test_tour_walks_and_loads (Tour *tour, gconstpointer data)
{
  static const char *const older[] = { "299.png", "249.png", "199.png", "149.png", "99.png", "49.png" };
  static const char *const newer[] = { "99.png", "149.png", "199.png", "249.png", "299.png", "last.png" };
  g_autoptr (OdPictureTour) pictures = od_picture_tour_new (tour->model, last_id (tour), 1);

  assert_at (pictures, "last.png");
  g_assert_false (od_picture_tour_can_move (pictures, 1));
  for (guint i = 0; i < G_N_ELEMENTS (older); i++)
    {
      g_assert_true (od_picture_tour_can_move (pictures, -1));
      od_picture_tour_move (pictures, -1);
      settle ();
      assert_at (pictures, older[i]);
    }
  od_picture_tour_move (pictures, -1); /* there is none: it stays */
  settle ();
  assert_at (pictures, "49.png");
  g_assert_false (od_picture_tour_can_move (pictures, -1));
  for (guint i = 0; i < G_N_ELEMENTS (newer); i++)
    {
      od_picture_tour_move (pictures, 1);
      settle ();
      assert_at (pictures, newer[i]);
    }
}

static void
test_tour_needs_a_file (Tour *tour, gconstpointer data)
{
  g_assert_null (od_picture_tour_new (tour->model, last_id (tour), 2));
  g_assert_null (od_picture_tour_new (tour->model, last_id (tour) - 1, 0));
  g_assert_null (od_picture_tour_new (tour->model, 0, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/file-words/fits", test_fits_its_box);
  g_test_add_func ("/file-words/durations", test_durations);
  g_test_add_func ("/file-words/only-media-is-media", test_only_media_is_media);
  g_test_add_func ("/file-words/looks", test_looks);
  g_test_add_func ("/named-files/stay-in-their-folder", test_names_stay_in_their_folder);
  g_test_add_func ("/named-files/no-link", test_a_copy_is_no_link);
  g_test_add_func ("/named-files/old-ones-go", test_old_copies_go);
  g_test_add_func ("/payload/texts", test_payload_texts);
  g_test_add_func ("/payload/refuses", test_payload_refuses);
  g_test_add_func ("/payload/vcard", test_vcard_is_made_anew);
  g_test_add ("/picture-tour/walks-and-loads", Tour, NULL, set_up_tour, test_tour_walks_and_loads, tear_down_tour);
  g_test_add ("/picture-tour/needs-a-file", Tour, NULL, set_up_tour, test_tour_needs_a_file, tear_down_tour);
  return g_test_run ();
}
