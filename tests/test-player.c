/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media-fixture.h"
#include "od-player-bar.h"
#include "od-temp-folder.h"
#include "od-thread-pane.h"

#define WAV_RATE 8000
#define WAV_HEADER_BYTES 44

typedef struct {
  MediaFixture media;
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  media_fixture_set_up (&fixture->media, NULL);
  fixture->folder = od_temp_folder_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  media_fixture_tear_down (&fixture->media, NULL);
  od_temp_folder_free (fixture->folder);
}

/* ---- Files to play ------------------------------------------------------------ */

static void
put_u32 (guint8 *at, guint32 value)
{
  value = GUINT32_TO_LE (value);
  memcpy (at, &value, sizeof value);
}

/* Silence: one channel of eight bits. Returns: (transfer full): its path */
static char *
write_wav (Fixture *fixture, const char *name, guint seconds)
{
  const gsize n_bytes = WAV_HEADER_BYTES + seconds * WAV_RATE;
  g_autofree guint8 *wav = g_malloc (n_bytes);
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  memset (wav, 0x80, n_bytes);
  memcpy (wav, "RIFF....WAVEfmt \x10\0\0\0\1\0\1\0", 24);
  put_u32 (wav + 4, (guint32) n_bytes - 8);
  put_u32 (wav + 24, WAV_RATE);
  put_u32 (wav + 28, WAV_RATE);
  memcpy (wav + 32, "\1\0\10\0data", 8);
  put_u32 (wav + 40, seconds * WAV_RATE);
  g_assert_true (g_file_set_contents (path, (const char *) wav, (gssize) n_bytes, NULL));
  return g_steal_pointer (&path);
}

/* Returns: (transfer full) (nullable): %NULL where nothing makes such a file */
static char *
write_film (Fixture *fixture, const char *name, const char *encoder, const char *muxer)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *location = g_strconcat ("location=", path, NULL);
  const char *const argv[] = { "gst-launch-1.0",
                               "-q",
                               "videotestsrc",
                               "num-buffers=60",
                               "!",
                               "video/x-raw,width=96,height=64,framerate=15/1",
                               "!",
                               encoder,
                               "!",
                               muxer,
                               "!",
                               "filesink",
                               location,
                               NULL };
  int status = 1;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL,
                     NULL, &status, NULL) ||
      !g_spawn_check_wait_status (status, NULL))
    return NULL;
  return g_steal_pointer (&path);
}

static gint64
add_file (Fixture *fixture, const char *path, const char *mime)
{
  g_autofree char *name = g_path_get_basename (path);
  gint64 id = media_fixture_add (&fixture->media, name, mime);

  od_fake_desk_set_file (fixture->media.fake, id, OD_FILE_HERE, path);
  return id;
}

/* ---- What is seen of it ------------------------------------------------------- */

static OdPlayer *
player_of (Fixture *fixture)
{
  return fixture->media.media->player;
}

static OdPlayerBar *
find_bar (Fixture *fixture)
{
  return OD_PLAYER_BAR (media_fixture_find (fixture->media.window, OD_TYPE_PLAYER_BAR));
}

static GtkWidget *
find_button (Fixture *fixture, const char *css_class)
{
  GtkWidget *line = gtk_widget_get_first_child (GTK_WIDGET (find_bar (fixture)));

  for (GtkWidget *child = gtk_widget_get_first_child (line); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_has_css_class (child, css_class))
      return child;
  g_assert_not_reached ();
}

static void
press (Fixture *fixture, const char *css_class)
{
  g_signal_emit_by_name (find_button (fixture, css_class), "clicked");
}

static const char *
icon_of_play (Fixture *fixture)
{
  return gtk_button_get_icon_name (GTK_BUTTON (find_button (fixture, "circular")));
}

/* Whether this process has the file open. */
static gboolean
is_open (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *link = g_build_filename ("/proc/self/fd", name, NULL);
      g_autofree char *target = g_file_read_link (link, NULL);

      if (g_strcmp0 (target, path) == 0)
        return TRUE;
    }
  return FALSE;
}

/* So that a test without sound still fails in words. */
static gboolean
starts (Fixture *fixture)
{
  OdPlayer *player = player_of (fixture);

  WAIT_UNTIL (od_player_get_duration_us (player) > 0 || od_player_get_fault (player) != NULL);
  if (od_player_get_fault (player) == NULL)
    return TRUE;
  g_test_skip (od_player_get_fault (player));
  return FALSE;
}

/* ---- Sound ---------------------------------------------------------------------- */

static void
test_plays_pauses_seeks (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_wav (fixture, "voice.wav", 20);
  OdPlayer *player;
  gint64 at_us;

  add_file (fixture, path, "audio/wav");
  media_fixture_show (&fixture->media);
  player = player_of (fixture);
  g_assert_false (is_open (path));
  g_assert_cmpint (od_player_get_id (player), ==, 0);
  press (fixture, "circular");
  g_assert_cmpstr (icon_of_play (fixture), ==, "media-playback-pause-symbolic");
  if (!starts (fixture))
    return;
  g_assert_true (is_open (path));
  g_assert_cmpint (od_player_get_duration_us (player), ==, 20 * G_USEC_PER_SEC);
  WAIT_UNTIL (od_player_get_position_us (player) > 100000);
  press (fixture, "circular");
  g_assert_false (od_player_is_playing (player));
  g_assert_cmpstr (icon_of_play (fixture), ==, "media-playback-start-symbolic");
  at_us = od_player_get_position_us (player);
  od_player_seek (player, 15 * G_USEC_PER_SEC);
  g_assert_cmpint (od_player_get_position_us (player), ==, 15 * G_USEC_PER_SEC);
  g_assert_cmpint (at_us, <, 15 * G_USEC_PER_SEC);
  press (fixture, "circular");
  WAIT_UNTIL (od_player_get_position_us (player) > 15 * G_USEC_PER_SEC + 100000);
  od_player_seek (player, -5);
  g_assert_cmpint (od_player_get_position_us (player), ==, 0);
}

static void
test_ends_and_begins_anew (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_wav (fixture, "voice.wav", 10);
  OdPlayer *player;

  add_file (fixture, path, "audio/wav");
  media_fixture_show (&fixture->media);
  player = player_of (fixture);
  press (fixture, "circular");
  if (!starts (fixture))
    return;
  od_player_seek (player, 9700000);
  WAIT_UNTIL (!od_player_is_playing (player));
  g_assert_cmpstr (icon_of_play (fixture), ==, "media-playback-start-symbolic");
  g_assert_cmpint (od_player_get_position_us (player), >, 9000000);
  press (fixture, "circular");
  g_assert_true (od_player_is_playing (player));
  WAIT_UNTIL (od_player_get_position_us (player) < 5000000);
  WAIT_UNTIL (od_player_get_position_us (player) > 100000);
}

/* How far it comes in a second of the wall: over some, for what a loaded machine is late by. */
static double
measure_rate (OdPlayer *player)
{
  gint64 begin_us, at_us, position_us;

  at_us = od_player_get_position_us (player);
  WAIT_UNTIL (od_player_get_position_us (player) > at_us + G_USEC_PER_SEC / 2); /* a new speed has come through */
  at_us = od_player_get_position_us (player);
  WAIT_UNTIL ((position_us = od_player_get_position_us (player)) != at_us);
  begin_us = g_get_monotonic_time ();
  at_us = position_us;
  WAIT_UNTIL (g_get_monotonic_time () > begin_us + 4 * G_USEC_PER_SEC &&
              od_player_get_position_us (player) != position_us);
  position_us = od_player_get_position_us (player);
  return (double) (position_us - at_us) / (double) (g_get_monotonic_time () - begin_us);
}

static void
test_goes_faster (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_wav (fixture, "voice.wav", 120);
  static const struct {
    const char *label;
    double speed;
  } steps[] = { { "1×", 1 }, { "1.5×", 1.5 }, { "2×", 2 } };
  GtkWidget *speed;

  add_file (fixture, path, "audio/wav");
  media_fixture_show (&fixture->media);
  speed = find_button (fixture, "player-speed");
  g_assert_false (gtk_widget_get_visible (speed));
  press (fixture, "circular");
  if (!starts (fixture))
    return;
  if (!od_player_has_speed (player_of (fixture)))
    {
      g_test_skip ("GStreamer or its scaletempo is not here");
      return;
    }
  g_assert_true (gtk_widget_get_visible (speed));
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      double rate;

      g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (speed)), ==, steps[i].label);
      rate = measure_rate (player_of (fixture));
      g_test_message ("%s: %.2f", steps[i].label, rate);
      g_assert_cmpfloat_with_epsilon (rate, steps[i].speed, 0.24);
      press (fixture, "player-speed");
    }
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (speed)), ==, "1×");
}

static void
test_one_at_a_time (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = write_wav (fixture, "first.wav", 20), *second = write_wav (fixture, "second.wav", 20);
  gint64 first_id = add_file (fixture, first, "audio/wav"), second_id = add_file (fixture, second, "audio/wav");

  media_fixture_show (&fixture->media);
  od_player_play (player_of (fixture), first_id, first, TRUE);
  if (!starts (fixture))
    return;
  g_assert_true (is_open (first));
  g_assert_cmpstr (icon_of_play (fixture), ==, "media-playback-start-symbolic"); /* it shows the second one */
  press (fixture, "circular");
  g_assert_cmpint (od_player_get_id (player_of (fixture)), ==, second_id);
  WAIT_UNTIL (od_player_get_duration_us (player_of (fixture)) > 0);
  g_assert_false (is_open (first));
  g_assert_true (is_open (second));
}

static void
test_pause_before_it_opens (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_wav (fixture, "voice.wav", 20);

  add_file (fixture, path, "audio/wav");
  media_fixture_show (&fixture->media);
  press (fixture, "circular");
  press (fixture, "circular");
  g_assert_false (od_player_is_playing (player_of (fixture)));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_false (is_open (path));
}

static void
test_says_that_it_is_broken (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, data, NULL);
  const char *text = g_str_has_suffix (path, ".m3u") ? "#EXTM3U\nhttp://127.0.0.1:1/x.ogg\n"
                                                     : "RIFF\x10\x20\x30\x40WAVEnothing of this is sound";
  GtkWidget *bar;

  if (!g_str_has_prefix (data, "missing"))
    g_assert_true (g_file_set_contents (path, text, -1, NULL));
  add_file (fixture, path, "audio/wav");
  media_fixture_show (&fixture->media);
  press (fixture, "circular");
  WAIT_UNTIL (od_player_get_fault (player_of (fixture)) != NULL);
  g_assert_cmpstr (od_player_get_fault (player_of (fixture)), ==,
                   g_str_has_prefix (data, "missing") ? "The file is missing" : "This can't be played here");
  g_assert_false (od_player_is_playing (player_of (fixture)));
  bar = GTK_WIDGET (find_bar (fixture));
  g_assert_true (gtk_widget_get_visible (gtk_widget_get_last_child (bar))); /* Open With… */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_false (is_open (path));
}

/* ---- Film ------------------------------------------------------------------------ */

static void
test_shows_a_film (Fixture *fixture, gconstpointer data)
{
  const char *const *film = data; /* its name, encoder, muxer, type */
  g_autofree char *path = write_film (fixture, film[0], film[1], film[2]);
  OdPlayer *player;

  if (path == NULL)
    {
      g_test_skip ("gst-launch-1.0 and its encoders are needed");
      return;
    }
  add_file (fixture, path, film[3]);
  media_fixture_show (&fixture->media);
  player = player_of (fixture);
  g_assert_false (is_open (path));
  press (fixture, "circular");
  if (!starts (fixture))
    return;
  WAIT_UNTIL (od_player_get_position_us (player) > 0 || od_player_get_fault (player) != NULL);
  g_assert_null (od_player_get_fault (player));
  WAIT_UNTIL (gdk_paintable_get_intrinsic_width (od_player_get_paintable (player)) == 96);
  g_assert_cmpint (gdk_paintable_get_intrinsic_height (od_player_get_paintable (player)), ==, 64);
  g_assert_false (od_player_has_speed (player));
  press (fixture, "circular");
  g_assert_false (od_player_is_playing (player));
  od_player_seek (player, 3 * G_USEC_PER_SEC);
  WAIT_UNTIL (od_player_get_position_us (player) >= 2 * G_USEC_PER_SEC);
  press (fixture, "circular");
  WAIT_UNTIL (!od_player_is_playing (player));
  g_assert_null (od_player_get_fault (player));
}

/* ---- What happens around it ---------------------------------------------------------- */

static void
test_closes_with_the_window (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_wav (fixture, "voice.wav", 20);

  add_file (fixture, path, "audio/wav");
  media_fixture_show (&fixture->media);
  press (fixture, "circular");
  if (!starts (fixture))
    return;
  gtk_window_destroy (GTK_WINDOW (g_steal_pointer (&fixture->media.window)));
  od_media_close (fixture->media.media);
  g_assert_false (is_open (path));
  g_assert_cmpint (od_player_get_id (player_of (fixture)), ==, 0);
}

static GtkWidget *
find_list (Fixture *fixture)
{
  return media_fixture_find (fixture->media.window, GTK_TYPE_LIST_VIEW);
}

static GListModel *
list_model_of (Fixture *fixture)
{
  return G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (find_list (fixture))));
}

static void
scroll_to (Fixture *fixture, guint position)
{
  gtk_widget_activate_action (find_list (fixture), "list.scroll-to-item", "u", position);
}

/* The row goes, the sound goes on, and the row that comes back knows it. */
static void
test_goes_on_out_of_sight (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_wav (fixture, "voice.wav", 60);
  MediaFixture *media = &fixture->media;
  gint64 other_id = od_fake_desk_add_conversation (
      media->fake, od_fake_desk_add_customer (media->fake, "Ivan", NULL, NULL), 1, "v_2");
  OdThreadPane *pane = OD_THREAD_PANE (od_thread_pane_new (media->desk));
  gint64 customer_id = od_fake_desk_get_conversation (media->fake, media->id)->customer_id;

  for (guint i = 0; i < 400; i++)
    od_fake_desk_add_message (media->fake, media->id, OD_TIMELINE_IN, "Some words", MEDIA_NOW_US - 1000 + i);
  add_file (fixture, path, "audio/wav");
  adw_window_set_content (ADW_WINDOW (media->window), GTK_WIDGET (pane));
  gtk_window_present (GTK_WINDOW (media->window));
  WAIT_UNTIL (gtk_widget_get_mapped (media->window) && gtk_widget_get_width (media->window) > 0);
  od_thread_pane_set_conversation (pane, media->id, customer_id);
  WAIT_UNTIL (find_list (fixture) != NULL && find_bar (fixture) != NULL);
  press (fixture, "circular");
  WAIT_UNTIL (is_open (path));
  while (find_bar (fixture) != NULL)
    {
      scroll_to (fixture, 0); /* a list keeps some 200 rows, and more come above */
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_true (is_open (path));
  while (find_bar (fixture) == NULL)
    {
      scroll_to (fixture, g_list_model_get_n_items (list_model_of (fixture)) - 1);
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_cmpstr (icon_of_play (fixture), ==, "media-playback-pause-symbolic");
  od_thread_pane_set_conversation (pane, other_id, od_fake_desk_get_conversation (media->fake, other_id)->customer_id);
  WAIT_UNTIL (!is_open (path));
}

int
main (int argc, char **argv)
{
  static const char *const ogg[] = { "film.ogv", "theoraenc", "oggmux", "video/ogg" };
  static const char *const webm[] = { "film.webm", "vp8enc", "webmmux", "video/webm" };

  /* Nobody wants to hear it; where there is no other sink, the automatic one takes a silent one. */
  g_setenv (
      "GST_PLUGIN_FEATURE_RANK",
      "pulsesink:NONE,alsasink:NONE,pipewiresink:NONE,jackaudiosink:NONE,osssink:NONE,oss4sink:NONE,openalsink:NONE",
      TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, data, func) g_test_add ("/player/" name, Fixture, data, set_up, func, tear_down)
  ADD ("pause-before-it-opens", NULL, test_pause_before_it_opens);
  ADD ("plays-pauses-seeks", NULL, test_plays_pauses_seeks);
  ADD ("ends-and-begins-anew", NULL, test_ends_and_begins_anew);
  ADD ("goes-faster", NULL, test_goes_faster);
  ADD ("one-at-a-time", NULL, test_one_at_a_time);
  ADD ("says-that-it-is-broken", "broken.wav", test_says_that_it_is_broken);
  ADD ("says-that-it-is-missing", "missing.wav", test_says_that_it_is_broken);
  ADD ("opens-no-playlist", "list.m3u", test_says_that_it_is_broken);
  ADD ("shows-ogg", ogg, test_shows_a_film);
  ADD ("shows-webm", webm, test_shows_a_film);
  ADD ("closes-with-the-window", NULL, test_closes_with_the_window);
  ADD ("goes-on-out-of-sight", NULL, test_goes_on_out_of_sight);
#undef ADD
  return g_test_run ();
}
