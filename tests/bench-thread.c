/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <stdio.h>

#include "engine-desk.h"
#include "gen-text.h"
#include "od-blob.h"
#include "od-db.h"
#include "od-stmt.h"
#include "od-thread-pane.h"
#include "od-thread-row.h"

/* A thread of 100,000 messages of mixed height with 2,000 pictures, in the real pane over the real store: opened at its
 * end and in its middle, then scrolled far up and back, 150 pixels a frame. It ends with an error if a view was ever
 * blank or jumped. The yardstick is a list of as many plain labels that is scrolled as far in the same run. */

#define N_MESSAGES 100000
#define PICTURE_EACH 50
#define N_PICTURE_FILES 40
#define N_FRAMES 600
#define N_OPENS 9
#define WIDTH 640
#define HEIGHT 700
#define STEP 150
#define JUMP_PIXELS 3

typedef struct {
  EngineFixture engine;
  OdDesk *desk;
  GtkWidget *window;
  GtkWidget *pane;
  GPtrArray *hashes;
} Bench;

/* What was seen while scrolling. */
typedef struct {
  guint n_frames;
  guint n_blank;    /* frames in which part of the view had no row */
  guint n_jumps;    /* frames in which a row moved otherwise than the view was scrolled */
  guint n_stalls;   /* frames in which the end of what is loaded was reached */
  guint n_rows;     /* that came by */
  float worst_jump; /* pixels */
  gint64 longest_us, all_us;
  gint64 last_us;
} Seen;

/* ---- The history ------------------------------------------------------------- */

static void
make_pictures (Bench *bench)
{
  g_autofree char *path = g_build_filename (bench->engine.folder, "picture.png", NULL);
  const char *files_dir = od_profile_dir_get_files_path (bench->engine.profile);

  bench->hashes = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < N_PICTURE_FILES; i++)
    {
      g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 640 + (int) i * 8, 480);
      g_autoptr (OdBlob) blob = NULL;
      g_autoptr (GError) error = NULL;

      gdk_pixbuf_fill (pixbuf, 0x336699ff + i * 0x01050300);
      gdk_pixbuf_save (pixbuf, path, "png", &error, NULL);
      g_assert_no_error (error);
      blob = od_blob_store_file (files_dir, path, G_MAXINT64, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      g_ptr_array_add (bench->hashes, g_strdup (blob->sha256));
    }
}

static gboolean
put_message (sqlite3 *db, gint64 id, const char *text, GError **error)
{
  g_autofree char *uid = g_strdup_printf ("m%" G_GINT64_FORMAT, id);
  gint64 kind = id % 3 == 0 ? 2 : 1;

  return od_stmt_run (db, error, "INSERT INTO timeline (id, conversation_id, at_us, kind) VALUES (?1, 1, ?2, ?3)",
                      "iii", id, id * 60 * (gint64) G_USEC_PER_SEC, kind) &&
         od_stmt_run (db, error,
                      "INSERT INTO message (timeline_id, account_id, uid, direction, delivery, body)"
                      " VALUES (?1, 1, ?2, ?3, ?4, ?5)",
                      "itiit", id, uid, kind, (gint64) (kind == 2 ? 5 : 0), text);
}

static gboolean
fill (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  Bench *bench = data;
  g_autoptr (GString) text = g_string_new (NULL);
  GenText gen;

  if (!od_db_exec (
          db,
          "INSERT INTO account (id, channel, name, is_enabled, created_at_us) VALUES (1, 'demo', 'Shop', 0, 0);"
          "INSERT INTO customer (id, uid, name, created_at_us) VALUES (1, 'c1', 'Maria', 0);"
          "INSERT INTO thread (id, account_id, remote_id) VALUES (1, 1, 't1');"
          "INSERT INTO conversation (id, uid, account_id, thread_id, customer_id, status, created_at_us,"
          "  last_at_us, read_upto_id) VALUES (1, 'k1', 1, 1, 1, 1, 0, 1, 100000)",
          error))
    return FALSE;
  gen_text_init (&gen, 1);
  for (gint64 i = 1; i <= N_MESSAGES; i++)
    {
      g_string_truncate (text, 0);
      for (gint64 n = i % 7 == 0 ? 5 : 1; n > 0; n--)
        gen_text_append_message (&gen, text);
      if (!put_message (db, i, text->str, error))
        return FALSE;
      if (i % PICTURE_EACH == 0)
        {
          g_autofree char *uid = g_strdup_printf ("f_%" G_GINT64_FORMAT, i);

          if (!od_stmt_run (db, error,
                            "INSERT INTO attachment (uid, message_id, position, name, mime, size_bytes, sha256, width,"
                            " height) VALUES (?1, ?2, 0, 'photo.png', 'image/png', 4000, ?3, 640, 480)",
                            "tit", uid, i, bench->hashes->pdata[(i / PICTURE_EACH) % N_PICTURE_FILES]))
            return FALSE;
        }
    }
  return TRUE;
}

/* ---- The window -------------------------------------------------------------- */

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  GtkWidget *found = g_type_is_a (G_OBJECT_TYPE (widget), type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type);
  return found;
}

typedef struct {
  gint64 id; /* of the row in the middle of the view; 0: none */
  float y;
  float covered; /* pixels of the view that rows cover */
  gint64 lowest, highest;
} View;

static View
look (GtkWidget *list, GtkWidget *scroller)
{
  View view = { 0 };
  float height = (float) gtk_widget_get_height (scroller);

  for (GtkWidget *child = gtk_widget_get_first_child (list); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);
      graphene_rect_t bounds;
      float top, bottom;
      gint64 id;

      if (!OD_IS_THREAD_ROW (row) || !gtk_widget_get_mapped (child) ||
          od_thread_row_get_item (OD_THREAD_ROW (row)) == NULL || !gtk_widget_compute_bounds (child, scroller, &bounds))
        continue;
      top = MAX (bounds.origin.y, 0);
      bottom = MIN (bounds.origin.y + bounds.size.height, height);
      if (bottom <= top)
        continue;
      view.covered += bottom - top;
      id = od_message_item_get_id (od_thread_row_get_item (OD_THREAD_ROW (row)));
      view.lowest = view.lowest == 0 ? id : MIN (view.lowest, id);
      view.highest = MAX (view.highest, id);
      if (top <= height / 2 && bottom >= height / 2)
        {
          view.id = id;
          view.y = bounds.origin.y;
        }
    }
  return view;
}

static float
find_y (GtkWidget *list, GtkWidget *scroller, gint64 id)
{
  for (GtkWidget *child = gtk_widget_get_first_child (list); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);
      graphene_rect_t bounds;

      if (OD_IS_THREAD_ROW (row) && gtk_widget_get_mapped (child) &&
          od_thread_row_get_item (OD_THREAD_ROW (row)) != NULL &&
          od_message_item_get_id (od_thread_row_get_item (OD_THREAD_ROW (row))) == id &&
          gtk_widget_compute_bounds (child, scroller, &bounds))
        return bounds.origin.y;
    }
  return NAN;
}

/* ---- Scrolling --------------------------------------------------------------- */

typedef struct {
  GtkWidget *list, *scroller;
  GtkAdjustment *adjustment;
  Seen seen;
  int way;
  gboolean is_thread;
  View before;
  double moved;
  gint64 far; /* the row that was seen last on the way */
} Scroll;

static void
judge (Scroll *scroll)
{
  View now = look (scroll->list, scroll->scroller);
  float height = (float) gtk_widget_get_height (scroll->scroller);

  if (now.covered < height - 24)
    scroll->seen.n_blank++;
  if (scroll->before.id != 0)
    {
      float y = find_y (scroll->list, scroll->scroller, scroll->before.id);

      float jump = isnan (y) ? height : fabsf (y - (scroll->before.y - (float) scroll->moved));

      if (jump > JUMP_PIXELS)
        scroll->seen.n_jumps++;
      scroll->seen.worst_jump = MAX (scroll->seen.worst_jump, jump);
    }
  if (scroll->far != 0)
    scroll->seen.n_rows += (guint) ABS ((scroll->way < 0 ? now.lowest : now.highest) - scroll->far);
  scroll->far = scroll->way < 0 ? now.lowest : now.highest;
  scroll->before = now;
}

static gboolean
scroll_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  Scroll *scroll = user_data;
  double value = gtk_adjustment_get_value (scroll->adjustment);
  gint64 now_us = g_get_monotonic_time ();

  if (scroll->seen.last_us != 0)
    {
      scroll->seen.longest_us = MAX (scroll->seen.longest_us, now_us - scroll->seen.last_us);
      scroll->seen.all_us += now_us - scroll->seen.last_us;
    }
  scroll->seen.last_us = now_us;
  if (scroll->is_thread)
    judge (scroll);
  if (++scroll->seen.n_frames >= N_FRAMES)
    return G_SOURCE_REMOVE;
  gtk_adjustment_set_value (scroll->adjustment, value + scroll->way * STEP);
  scroll->moved = gtk_adjustment_get_value (scroll->adjustment) - value;
  if (fabs (scroll->moved) < STEP - 1)
    scroll->seen.n_stalls++;
  return G_SOURCE_CONTINUE;
}

static Seen
run_scroll (GtkWidget *window, GtkWidget *root, int way, gboolean is_thread)
{
  Scroll scroll = { .way = way, .is_thread = is_thread };

  scroll.list = find (root, GTK_TYPE_LIST_VIEW);
  scroll.scroller = gtk_widget_get_ancestor (scroll.list, GTK_TYPE_SCROLLED_WINDOW);
  scroll.adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroll.scroller));
  gtk_widget_add_tick_callback (window, scroll_cb, &scroll, NULL);
  wait_until (scroll.seen.n_frames >= N_FRAMES);
  return scroll.seen;
}

/* ---- Opening ----------------------------------------------------------------- */

static gboolean
shows (Bench *bench, gint64 id)
{
  GtkWidget *list = find (bench->pane, GTK_TYPE_LIST_VIEW);
  GtkWidget *scroller = gtk_widget_get_ancestor (list, GTK_TYPE_SCROLLED_WINDOW);
  View view = look (list, scroller);

  return view.lowest <= id && id <= view.highest && view.covered > (float) gtk_widget_get_height (scroller) - 24;
}

static double
open_at (Bench *bench, gint64 id)
{
  gint64 begin_us = g_get_monotonic_time ();

  if (id == N_MESSAGES)
    {
      od_thread_pane_set_conversation (OD_THREAD_PANE (bench->pane), 0, 0);
      od_thread_pane_set_conversation (OD_THREAD_PANE (bench->pane), 1, 1);
    }
  else
    od_thread_pane_show_message (OD_THREAD_PANE (bench->pane), 1, 1, id);
  wait_until (shows (bench, id));
  return (double) (g_get_monotonic_time () - begin_us) / 1000;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
measure_opening (Bench *bench, const char *what, gint64 first)
{
  double ms[N_OPENS];

  for (guint i = 0; i < N_OPENS; i++)
    ms[i] = open_at (bench, first == N_MESSAGES ? first : first + (gint64) i * 5000);
  qsort (ms, N_OPENS, sizeof *ms, compare);
  printf ("open %s: median %.0f ms (from %.0f to %.0f)\n", what, ms[N_OPENS / 2], ms[0], ms[N_OPENS - 1]);
}

static double
get_memory_mib (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL) ||
      (line = strstr (text, "\nPrivate_Dirty:")) == NULL)
    return 0;
  return g_ascii_strtod (line + strlen ("\nPrivate_Dirty:"), NULL) / 1024;
}

/* ---- The yardstick ----------------------------------------------------------- */

static void
setup_label_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_list_item_set_child (item, label);
}

static void
bind_label_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

static Seen
scroll_labels (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  g_autoptr (GtkStringList) strings = gtk_string_list_new (NULL);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  GenText gen;
  Seen seen;

  gen_text_init (&gen, 1);
  for (guint i = 1; i <= N_MESSAGES; i++)
    {
      g_string_truncate (text, 0);
      for (guint n = i % 7 == 0 ? 5 : 1; n > 0; n--)
        gen_text_append_message (&gen, text);
      gtk_string_list_append (strings, text->str);
    }
  g_signal_connect (factory, "setup", G_CALLBACK (setup_label_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_label_cb), NULL);
  gtk_scrolled_window_set_child (
      GTK_SCROLLED_WINDOW (scroller),
      gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_steal_pointer (&strings)))),
                         factory));
  gtk_window_set_child (GTK_WINDOW (window), scroller);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (window));
  wait_until (gtk_widget_get_mapped (window) && gtk_widget_get_height (window) > 0);
  seen = run_scroll (window, window, 1, FALSE);
  gtk_window_destroy (GTK_WINDOW (window));
  return seen;
}

/* ---- ------------------------------------------------------------------------- */

static void
report (const char *what, const Seen *seen, const Seen *yardstick)
{
  double ms = (double) seen->all_us / seen->n_frames / 1000;
  double yard_ms = (double) yardstick->all_us / yardstick->n_frames / 1000;

  printf ("scroll %s: %u rows in %u frames, %.1f ms a frame (longest %.0f), yardstick %.1f ms (longest %.0f), "
          "ratio %.2f; blank %u, jumps %u (worst %.0f px), waited %u\n",
          what, seen->n_rows, seen->n_frames, ms, (double) seen->longest_us / 1000, yard_ms,
          (double) yardstick->longest_us / 1000, ms / yard_ms, seen->n_blank, seen->n_jumps, (double) seen->worst_jump,
          seen->n_stalls);
}

int
main (int argc, char *argv[])
{
  Bench bench = { 0 };
  g_autoptr (GError) error = NULL;
  Seen up, down, more, yardstick;
  double before, after;

  adw_init ();
  engine_fixture_set_up (&bench.engine, NULL);
  make_pictures (&bench);
  od_db_write_sync (od_engine_get_db (bench.engine.engine), fill, &bench, &error);
  g_assert_no_error (error);
  bench.desk = engine_desk_new (&bench.engine);
  bench.window = adw_window_new ();
  bench.pane = od_thread_pane_new (bench.desk);
  adw_window_set_content (ADW_WINDOW (bench.window), bench.pane);
  gtk_window_set_default_size (GTK_WINDOW (bench.window), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (bench.window));
  wait_until (gtk_widget_get_mapped (bench.window) && gtk_widget_get_height (bench.window) > 0);

  yardstick = scroll_labels ();
  measure_opening (&bench, "at the end", N_MESSAGES);
  measure_opening (&bench, "at a hit", 30000);
  open_at (&bench, N_MESSAGES);
  up = run_scroll (bench.window, bench.pane, -1, TRUE);
  before = get_memory_mib ();
  more = run_scroll (bench.window, bench.pane, -1, TRUE);
  after = get_memory_mib ();
  down = run_scroll (bench.window, bench.pane, 1, TRUE);
  report ("up", &up, &yardstick);
  report ("further up", &more, &yardstick);
  report ("down", &down, &yardstick);
  printf ("memory: %.1f MiB after %u rows, %.1f MiB after %u, ratio %.2f\n", before, up.n_rows, after,
          up.n_rows + more.n_rows, after / before);

  gtk_window_destroy (GTK_WINDOW (bench.window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  od_desk_unref (bench.desk);
  g_ptr_array_unref (bench.hashes);
  engine_fixture_tear_down (&bench.engine, NULL);
  return up.n_blank + more.n_blank + down.n_blank + up.n_jumps + more.n_jumps + down.n_jumps > 0;
}
