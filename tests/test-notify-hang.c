/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Notification servers that come, go and hang: nobody waits for them. */
#include <signal.h>

#include "notify-desk.h"
#include "od-limits.h"
#include "od-quick-reply.h"

#define N_FLOOD 500

static void
server_comes_and_goes (gpointer user_data)
{
  NotifyDesk *f = user_data;
  gint64 conversation_id = notify_desk_receive (f, "chat-1", "in-1", "Hello"); /* nobody shows it */

  notify_desk_start_server (f, "persistence");
  notify_desk_wait_shown (f, 1);
  notify_desk_stop_server (f);
  notify_desk_receive (f, "chat-2", "in-2", "Hello");
  notify_desk_start_server (f, "persistence");
  notify_desk_wait_shown (f, 2); /* the first one again */
  engine_fixture_reply (&f->engine, conversation_id, "Hi");
  notify_desk_wait_shown (f, 1);
}

static void
hung_server_holds_nothing_up (gpointer user_data)
{
  NotifyDesk *f = user_data;
  gint64 end_us;
  guint n;

  notify_desk_start_server (f, "persistence");
  notify_desk_receive (f, "chat-0", "in-0", "Hello");
  notify_desk_wait_shown (f, 1);
  g_subprocess_send_signal (f->server, SIGSTOP);
  f->beat_us = f->late_us = 0;
  for (guint i = 1; i <= N_FLOOD; i++)
    {
      g_autofree char *chat_id = g_strdup_printf ("chat-%u", i % 20);
      g_autofree char *remote_id = g_strdup_printf ("in-%u", i);

      od_demo_control_receive_text (f->engine.control, chat_id, remote_id, "a flood");
      if (i % 10 == 0)
        while (g_main_context_iteration (NULL, FALSE))
          ;
    }
  end_us = g_get_monotonic_time () + 3 * G_USEC_PER_SEC;
  while (g_get_monotonic_time () < end_us)
    g_main_context_iteration (NULL, TRUE);
  engine_fixture_advance_s (&f->engine, 2);
  g_test_message ("the main loop was late by %d ms at most", (int) (f->late_us / 1000));
  g_assert_cmpint (f->late_us, <, OD_LIMIT_LATE_MAIN_LOOP_US);
  g_subprocess_send_signal (f->server, SIGCONT);
  n = OD_LIMIT_ALERT_BURST + 1; /* and the summary */
  notify_desk_wait_shown (f, n);
  engine_fixture_settle (&f->engine);
  g_assert_cmpuint (notify_desk_look (f, NULL, NULL, NULL), ==, n);
  g_assert_cmpuint (notify_desk_count (f, "log"), <=, 2 * n);
}

/* A flood is a few calls: of a conversation that is shown only how it is now, and of the others one summary. */
static void
five_hundred_messages (gpointer user_data)
{
  NotifyDesk *f = user_data;
  guint n_calls;

  notify_desk_start_server (f, "persistence");
  notify_desk_receive (f, "chat-0", "in-0", "Hello");
  notify_desk_wait_shown (f, 1);
  f->beat_us = f->late_us = 0;
  for (guint i = 1; i <= N_FLOOD; i++)
    {
      g_autofree char *chat_id = g_strdup_printf ("chat-%u", i % 20);
      g_autofree char *remote_id = g_strdup_printf ("in-%u", i);

      od_demo_control_receive_text (f->engine.control, chat_id, remote_id, "a flood");
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  engine_fixture_settle (&f->engine);
  engine_fixture_advance_s (&f->engine, 2);
  notify_desk_wait_shown (f, OD_LIMIT_ALERT_BURST + 1);
  engine_fixture_settle (&f->engine);
  n_calls = notify_desk_count (f, "log");
  g_test_message ("%u calls, the main loop was late by %d ms at most", n_calls, (int) (f->late_us / 1000));
  g_assert_cmpint (f->late_us, <, OD_LIMIT_LATE_MAIN_LOOP_US);
  g_assert_cmpuint (n_calls, <=, N_FLOOD / 5);
  g_assert_cmpuint (notify_desk_look (f, NULL, NULL, NULL), ==, OD_LIMIT_ALERT_BURST + 1);
}

static void
quits_while_the_server_hangs (gpointer user_data)
{
  NotifyDesk *f = user_data;

  notify_desk_start_server (f, "persistence");
  notify_desk_receive (f, "chat-1", "in-1", "Hello");
  notify_desk_wait_shown (f, 1);
  g_subprocess_send_signal (f->server, SIGSTOP);
  notify_desk_receive (f, "chat-1", "in-2", "Hello");
}

/* What the bus passed on is in the server, and the thread waits for its answer. */
static void
wait_stopped (NotifyDesk *f)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/stat", g_subprocess_get_identifier (f->server));
  gboolean is_stopped = FALSE;

  while (!is_stopped)
    {
      g_autofree char *text = NULL;

      g_main_context_iteration (NULL, FALSE);
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      is_stopped = strstr (text, ") T ") != NULL;
    }
}

/* libnotify waits 25 s for the answer to a call; neither the window nor the end of the program does. */
static void
stops_within_a_call (gpointer user_data)
{
  NotifyDesk *f = user_data;

  notify_desk_start_server (f, "persistence");
  notify_desk_receive (f, "chat-1", "in-1", "Hello");
  notify_desk_wait_shown (f, 1);
  g_variant_unref (notify_desk_call (f, "Stall", NULL));
  notify_desk_receive (f, "chat-1", "in-2", "Hello");
  wait_stopped (f);
  f->beat_us = f->late_us = 0;
  notify_desk_receive (f, "chat-2", "in-3", "Hello");
  engine_fixture_advance_s (&f->engine, 60);
  engine_fixture_settle (&f->engine);
  g_assert_cmpint (f->late_us, <, OD_LIMIT_LATE_MAIN_LOOP_US);
}

/* Stopped before the program began: nothing of the start waits for it. */
static void
starts_while_the_server_hangs (gpointer user_data)
{
  NotifyDesk *f = user_data;
  gint64 conversation_id = notify_desk_receive (f, "chat-1", "in-1", "Hello");

  g_action_group_activate_action (G_ACTION_GROUP (f->application), "quick-reply",
                                  g_variant_new_int64 (conversation_id));
  while (notify_desk_find_window (f, OD_TYPE_QUICK_REPLY) == NULL ||
         !gtk_widget_get_mapped (GTK_WIDGET (notify_desk_find_window (f, OD_TYPE_QUICK_REPLY))))
    g_main_context_iteration (NULL, TRUE);
  gtk_window_destroy (notify_desk_find_window (f, OD_TYPE_QUICK_REPLY));
}

#define ADD(name, func) g_test_add_data_func ("/notify-hang/" name, (gconstpointer) func, notify_desk_run)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("server-comes-and-goes", server_comes_and_goes);
  ADD ("hung-server-holds-nothing-up", hung_server_holds_nothing_up);
  ADD ("five-hundred-messages", five_hundred_messages);
  ADD ("quits-while-the-server-hangs", quits_while_the_server_hangs);
  g_test_add_data_func ("/notify-hang/starts-while-the-server-hangs", (gconstpointer) starts_while_the_server_hangs,
                        notify_desk_run_beside_hanging);
  ADD ("stops-within-a-call", stops_within_a_call); /* last: a thread of it may live on */
  return g_test_run ();
}
