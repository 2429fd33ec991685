/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shots.h"

#include "od-account-trouble.h"
#include "od-accounts-window.h"
#include "od-error.h"

/* The accounts of a desk: the list, the channels there are, a form that is wrong, and an account that needs somebody. */

typedef struct {
  Studio *studio;
  OdFakeDesk *fake;
  OdDesk *desk;
  OdAccountList *accounts;
  const char *scheme;
  int width;
} Scene;

static void
paint (Scene *scene, const char *name, const char *action, const char *target, gint64 account_id, gboolean is_wrong)
{
  GtkWidget *window = od_accounts_window_new (NULL, scene->desk, scene->accounts, FALSE);
  g_autofree char *file =
      g_strdup_printf ("accounts-%s-%s%s", name, scene->scheme, scene->width < 500 ? "-narrow" : "");

  gtk_window_set_default_size (GTK_WINDOW (window), scene->width, 720);
  gtk_window_present (GTK_WINDOW (window));
  let_settle (scene->desk, 200);
  if (account_id != 0)
    gtk_widget_activate_action (window, "accounts.show", "x", account_id);
  else if (target != NULL)
    gtk_widget_activate_action (window, action, "s", target);
  else if (action != NULL)
    gtk_widget_activate_action (window, action, NULL);
  if (is_wrong)
    gtk_widget_activate_default (window);
  let_settle (scene->desk, 500);
  save (scene->studio, window, file);
  gtk_window_destroy (GTK_WINDOW (window));
  let_settle (scene->desk, 50);
}

static void
break_accounts (Scene *scene)
{
  g_autoptr (OdAccountItem) item = g_list_model_get_item (G_LIST_MODEL (scene->accounts), 0);
  OdAccountRow *bot = od_fake_desk_get_account (scene->fake, od_account_item_get_row (item)->id);
  g_autoptr (GError) error = g_error_new_literal (OD_ERROR, OD_ERROR_TRANSIENT, "Connection refused");
  gint64 now_us = od_clock_get_real_us (scene->desk->clock);

  bot->state = OD_ACCOUNT_ERROR;
  bot->error = od_account_trouble_describe (error);
  bot->health = (OdAccountHealth){ .heard_at_us = now_us - 26 * G_TIME_SPAN_HOUR,
                                   .trouble_since_us = now_us - 26 * G_TIME_SPAN_HOUR,
                                   .lag_us = 3 * G_USEC_PER_SEC,
                                   .n_queued = 4,
                                   .n_stuck = 2,
                                   .n_passed_over = 3,
                                   .trouble = OD_ACCOUNT_TROUBLE_NETWORK };
  od_fake_desk_emit (scene->fake, OD_CHANGE_ACCOUNT, bot->id);
  let_settle (scene->desk, 50);
}

/* Every page of it, wide and narrow. */
void
shoot_accounts (Studio *studio, const char *scheme)
{
  Scene scene = { .studio = studio, .scheme = scheme };

  scene.desk = make_desk (TRUE, &scene.fake);
  scene.accounts = od_account_list_new (scene.desk);
  let_settle (scene.desk, 50);
  for (guint i = 0; i < 2; i++)
    {
      scene.width = i == 0 ? 560 : 360;
      paint (&scene, "list", NULL, NULL, 0, FALSE);
      paint (&scene, "channels", "accounts.pick", NULL, 0, FALSE);
      paint (&scene, "form", "accounts.connect", "telegram", 0, FALSE);
      paint (&scene, "wrong", "accounts.connect", "telegram", 0, TRUE);
    }
  break_accounts (&scene);
  for (guint i = 0; i < 2; i++)
    {
      scene.width = i == 0 ? 560 : 360;
      paint (&scene, "trouble-list", NULL, NULL, 0, FALSE);
      for (guint k = 0; k < 2; k++)
        {
          g_autoptr (OdAccountItem) item = g_list_model_get_item (G_LIST_MODEL (scene.accounts), k);

          paint (&scene, k == 0 ? "trouble" : "account", NULL, NULL, od_account_item_get_row (item)->id, FALSE);
        }
    }
  g_clear_object (&scene.accounts);
  g_clear_pointer (&scene.desk, od_desk_unref);
  g_clear_object (&scene.fake);
}
