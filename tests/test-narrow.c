/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <locale.h>

#include "od-composer-tray.h"
#include "od-composer.h"
#include "od-fake-desk.h"
#include "od-thread-header.h"
#include "od-thread-pane.h"

/* A telephone: nothing in the middle may ask for more. */

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC)
#define MAX_WIDTH 360

typedef struct {
  OdClock *clock;
  OdFakeDesk *fake;
  OdDesk *desk;
  GtkWidget *window;
  GtkWidget *pane;
  gint64 conversation_id;
  gint64 sent_id;
} Fixture;

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
speak (const char *language)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_BUILT, "..", "po", NULL);

  g_setenv ("LANGUAGE", language, TRUE);
  setlocale (LC_ALL, "C.UTF-8");
  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  if (g_str_equal (language, "ru"))
    g_assert_cmpstr (_ ("Reply"), !=, "Reply"); /* otherwise nothing is measured */
}

static void
dress (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/com/example/Omnidesk/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  GtkWidget *found = g_type_is_a (G_OBJECT_TYPE (widget), type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type);
  return found;
}

/* One of each that asks something of the operator. */
static void
add_waiting (Fixture *fixture)
{
  static const OdDelivery states[] = { OD_DELIVERY_FAILED, OD_DELIVERY_UNCONFIRMED, OD_DELIVERY_HELD,
                                       OD_DELIVERY_QUEUED, OD_DELIVERY_SENDING,     OD_DELIVERY_SENT };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      OdMessageRow *row = od_fake_desk_add_message (fixture->fake, fixture->conversation_id, OD_TIMELINE_OUT,
                                                    "Good morning!", NOW_US - 60 * (gint64) G_USEC_PER_SEC);

      row->delivery = states[i];
      row->operator_id = fixture->desk->operator_id;
      if (states[i] == OD_DELIVERY_QUEUED)
        row->not_before_us = NOW_US + 3600 * (gint64) G_USEC_PER_SEC;
      fixture->sent_id = row->id;
    }
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  gint64 account_id, customer_id;

  speak (data);
  fixture->clock = od_clock_new_fake (NOW_US);
  fixture->fake = od_fake_desk_new (fixture->clock);
  account_id = od_fake_desk_add_account (fixture->fake, "webchat", "Shop", NULL);
  customer_id = od_fake_desk_add_customer (fixture->fake, "Maria", "ru", "Europe/Moscow");
  fixture->conversation_id = od_fake_desk_add_conversation (fixture->fake, customer_id, account_id, "v_1");
  fixture->desk = od_fake_desk_make_desk (fixture->fake);
  for (guint i = 0; i < fixture->desk->channels->len; i++)
    {
      OdChannelInfo *info = fixture->desk->channels->pdata[i];

      info->formatting = OD_FORMATTING_ALL;
      info->can_edit = TRUE;
      info->max_files = 2;
    }
  add_waiting (fixture);
  fixture->window = adw_window_new ();
  fixture->pane = od_thread_pane_new (fixture->desk);
  adw_window_set_content (ADW_WINDOW (fixture->window), fixture->pane);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), MAX_WIDTH, 700);
  gtk_window_present (GTK_WINDOW (fixture->window));
  od_thread_pane_set_conversation (OD_THREAD_PANE (fixture->pane), fixture->conversation_id, customer_id);
  settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  settle ();
  od_desk_unref (fixture->desk);
  g_assert_finalize_object (g_steal_pointer (&fixture->fake));
  g_assert_finalize_object (g_steal_pointer (&fixture->clock));
  speak ("en");
}

/* Says who is to blame. */
static void
blame (GtkWidget *widget, guint depth)
{
  int minimum;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      if (minimum < MAX_WIDTH / 4 || !gtk_widget_get_visible (child))
        continue;
      g_test_message ("%*s%s %d", (int) depth * 2, "", G_OBJECT_TYPE_NAME (child), minimum);
      blame (child, depth + 1);
    }
}

static void
check_width (GtkWidget *widget)
{
  int minimum;

  settle ();
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  if (minimum > MAX_WIDTH)
    blame (widget, 0);
  g_test_message ("width %d", minimum);
  g_assert_cmpint (minimum, <=, MAX_WIDTH);
}

static GtkWidget *
get_composer (Fixture *fixture)
{
  return find (fixture->pane, OD_TYPE_COMPOSER);
}

static void
type (Fixture *fixture, const char *text)
{
  GtkTextView *view = GTK_TEXT_VIEW (find (get_composer (fixture), GTK_TYPE_TEXT_VIEW));

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), text, -1);
}

static void
drop_files (Fixture *fixture, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("a-rather-long-name-of-a-picture-%u.png", i);
      g_autofree char *path = g_build_filename (g_get_tmp_dir (), name, NULL);
      g_autoptr (GFile) file = g_file_new_for_path (path);
      GSList one = { file, NULL };

      g_assert_true (i == 1 || g_file_set_contents (path, "picture", -1, NULL)); /* the second is not there */
      od_composer_add_files (OD_COMPOSER (get_composer (fixture)), &one);
    }
}

static void
test_reply (Fixture *fixture, gconstpointer data)
{
  g_autofree char *long_text = g_strnfill (4100, 'a');

  check_width (fixture->pane);
  type (fixture, "no");
  gtk_widget_activate_action (get_composer (fixture), "composer.send", NULL); /* advice */
  check_width (fixture->pane);
  type (fixture, long_text);
  check_width (fixture->pane);
  od_fake_desk_receive (fixture->fake, fixture->conversation_id, "Wait, please, I have one more question");
  check_width (fixture->pane);
  type (fixture, "Good morning Maria, I am looking for it.");
  gtk_widget_activate_action (get_composer (fixture), "composer.send", NULL);
  settle ();
  gtk_widget_activate_action (get_composer (fixture), "composer.send", NULL);
  check_width (fixture->pane); /* offers to take it back */
}

static void
test_tray (Fixture *fixture, gconstpointer data)
{
  GtkWidget *tray = find (get_composer (fixture), OD_TYPE_COMPOSER_TRAY);

  drop_files (fixture, 4); /* one fails, one is too many */
  check_width (fixture->pane);
  g_assert_true (gtk_widget_get_mapped (tray));
  check_width (tray);
}

static void
test_note (Fixture *fixture, gconstpointer data)
{
  gtk_widget_activate_action (get_composer (fixture), "composer.note", NULL);
  type (fixture, "Looks like **fraud**");
  check_width (fixture->pane);
}

static void
test_edit (Fixture *fixture, gconstpointer data)
{
  od_composer_edit (OD_COMPOSER (get_composer (fixture)), fixture->sent_id, FALSE, "Good morning!");
  check_width (fixture->pane);
}

static void
test_header (Fixture *fixture, gconstpointer data)
{
  GtkWidget *header = g_object_ref_sink (od_thread_header_new (fixture->desk));

  od_thread_header_set_is_alone (OD_THREAD_HEADER (header), TRUE);
  od_thread_header_set_has_window_buttons (OD_THREAD_HEADER (header), TRUE);
  od_thread_header_set_row (OD_THREAD_HEADER (header),
                            od_fake_desk_get_conversation (fixture->fake, fixture->conversation_id));
  check_width (header);
  g_object_unref (header);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*func) (Fixture *, gconstpointer);
  } tests[] = { { "reply", test_reply },
                { "tray", test_tray },
                { "note", test_note },
                { "edit", test_edit },
                { "header", test_header } };
  static const char *const languages[] = { "en", "ru" };

  g_test_init (&argc, &argv, NULL);
  speak ("en");
  adw_init ();
  dress ();
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    for (guint j = 0; j < G_N_ELEMENTS (tests); j++)
      {
        g_autofree char *path = g_strdup_printf ("/narrow/%s/%s", languages[i], tests[j].name);

        g_test_add (path, Fixture, languages[i], set_up, tests[j].func, tear_down);
      }
  return g_test_run ();
}
