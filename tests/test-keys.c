/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "od-fake-desk.h"
#include "od-window.h"

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC)

static gboolean
run (const char *command)
{
  g_auto (GStrv) argv = g_strsplit (command, " ", -1);
  int status;

  return g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL,
                       &status, NULL) &&
         g_spawn_check_wait_status (status, NULL);
}

/* The same key of the keyboard, whatever letter the layout puts there. */
static void
test_key_works_on_layout (gconstpointer data)
{
  const char *const *layout = data; /* name, the letter on the key J */
  g_autoptr (OdClock) clock = od_clock_new_fake (NOW_US);
  g_autoptr (OdFakeDesk) fake = od_fake_desk_new (clock);
  g_autoptr (OdDesk) desk = NULL;
  g_autofree char *keyboard = g_strconcat ("setxkbmap -layout ", layout[0], NULL);
  g_autofree char *press = g_strconcat ("xdotool key ctrl+", layout[1], NULL);
  GtkWidget *window;

  if (!run (keyboard) || !run ("xdotool mousemove 200 300"))
    {
      g_test_skip ("setxkbmap and xdotool are needed");
      return;
    }
  od_fake_desk_fill_week (fake);
  desk = od_fake_desk_make_desk (fake);
  window = od_window_new (NULL, desk, NULL);
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (window) || gtk_widget_get_width (window) == 0)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (od_window_get_conversation_id (OD_WINDOW (window)), ==, 0);
  g_assert_true (run (press));
  while (od_window_get_conversation_id (OD_WINDOW (window)) == 0)
    g_main_context_iteration (NULL, TRUE);
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  run ("setxkbmap -layout us");
}

int
main (int argc, char **argv)
{
  static const char *const english[] = { "us", "j" };
  static const char *const russian[] = { "ru", "Cyrillic_o" };
  static const char *const both[] = { "us,ru", "j" };

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_data_func ("/keys/english", english, test_key_works_on_layout);
  g_test_add_data_func ("/keys/russian", russian, test_key_works_on_layout);
  g_test_add_data_func ("/keys/both", both, test_key_works_on_layout);
  return g_test_run ();
}
