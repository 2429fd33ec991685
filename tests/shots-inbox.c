/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The left side of the window: views, marks of rows, many at once, and a view in the making. */
#include <glib/gi18n.h>

#include "od-fake-views.h"
#include "od-filter-window.h"
#include "od-inbox-list.h"
#include "od-settings.h"
#include "od-window.h"
#include "shots.h"

#define MINUTE_US (60 * (gint64) G_USEC_PER_SEC)

static void
add_views (OdFakeDesk *fake, OdDesk *desk)
{
  static const char *const tags[] = { "vip", "возврат", "courier" };
  g_autoptr (OdFakeViews) views = od_fake_views_new (fake);

  od_fake_views_add (views, _ ("Big orders"), "tag:big is:open");
  od_fake_views_add (views, _ ("Refunds this week"), "refund after:7d");
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    od_fake_views_add_tag (views, tags[i]);
  desk->tools.views = g_object_ref (OD_VIEW_PORT (views));
}

static OdConversationRow *
nth (OdFakeDesk *fake, gint64 id)
{
  return od_fake_desk_get_conversation (fake, id);
}

static void
set_tags (OdConversationRow *row, const char *const *tags)
{
  g_strfreev (row->tags);
  row->tags = g_strdupv ((char **) tags);
}

/* The first of the week, each with another mark. */
static void
add_marks (OdFakeDesk *fake, gint64 now_us)
{
  gint64 ids[6];
  guint n = 0;

  for (gint64 id = 1; n < G_N_ELEMENTS (ids) && id < 400; id++)
    if (nth (fake, id) != NULL && nth (fake, id)->status == OD_STATUS_OPEN && nth (fake, id)->snoozed_until_us == 0)
      ids[n++] = id;
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (ids));
  nth (fake, ids[0])->marks.priority = OD_PRIORITY_URGENT;
  set_tags (nth (fake, ids[0]), (const char *const[]){ "vip", "big orders of this spring", "courier", NULL });
  nth (fake, ids[1])->marks.priority = OD_PRIORITY_HIGH;
  nth (fake, ids[1])->waiting_since_us = now_us - 20 * MINUTE_US;
  nth (fake, ids[2])->marks.has_draft = TRUE;
  set_tags (nth (fake, ids[2]), (const char *const[]){ "возврат", NULL });
  nth (fake, ids[3])->marks.is_blocked = TRUE;
  nth (fake, ids[3])->waiting_since_us = now_us - 3 * MINUTE_US;
  nth (fake, ids[4])->marks.priority = OD_PRIORITY_LOW;
  nth (fake, ids[5])->marks.sends_at_us = now_us + 18 * 60 * MINUTE_US;
}

static GtkWidget *
find_list (GtkWidget *widget)
{
  GtkWidget *found = OD_IS_INBOX_LIST (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_list (child);
  return found;
}

static void
shoot (Studio *studio, const char *scheme, const char *what, int width, int height, gboolean is_many)
{
  g_autoptr (OdFakeDesk) fake = NULL;
  g_autoptr (OdDesk) desk = make_desk (TRUE, &fake);
  g_autoptr (GSettings) state = od_settings_new (OD_SETTINGS_PROFILE, "shots");
  g_autofree char *name = g_strdup_printf ("inbox-%s-%s", what, scheme);
  GtkWidget *window;

  add_views (fake, desk);
  add_marks (fake, od_clock_get_real_us (desk->clock));
  g_settings_set_int (state, "width", width);
  g_settings_set_int (state, "height", height);
  g_settings_set_int64 (state, "selected-conversation", 0);
  window = od_window_new (GTK_APPLICATION (studio->application), desk, state);
  gtk_window_present (GTK_WINDOW (window));
  let_settle (desk, 500);
  if (width > 600)
    gtk_widget_activate_action (window, "win.next", NULL);
  if (is_many)
    od_inbox_list_mark_all (OD_INBOX_LIST (find_list (window)));
  let_settle (desk, 900);
  save (studio, window, name);
  gtk_window_destroy (GTK_WINDOW (window));
  let_settle (desk, 50);
}

static void
shoot_filter (Studio *studio, const char *scheme, const char *what, const char *query)
{
  g_autoptr (OdFakeDesk) fake = NULL;
  g_autoptr (OdDesk) desk = make_desk (TRUE, &fake);
  g_autoptr (OdAccountList) accounts = od_account_list_new (desk);
  g_autofree char *name = g_strdup_printf ("filter-%s-%s", what, scheme);
  const OdSavedView view = { 1, (char *) _ ("Big orders"), (char *) "od-cart-symbolic", (char *) query, 1 };
  GtkWidget *window;

  add_views (fake, desk);
  let_settle (desk, 50);
  window = od_filter_window_new (NULL, desk, accounts, &view);
  gtk_window_present (GTK_WINDOW (window));
  let_settle (desk, 200);
  let_settle (desk, 500);
  save (studio, window, name);
  gtk_window_destroy (GTK_WINDOW (window));
  let_settle (desk, 50);
}

void
shoot_inbox (Studio *studio, const char *scheme)
{
  shoot (studio, scheme, "wide", 1280, 900, FALSE);
  shoot (studio, scheme, "many", 1280, 900, TRUE);
  shoot (studio, scheme, "narrow", 360, 720, FALSE);
  shoot (studio, scheme, "narrow-many", 360, 720, TRUE);
  shoot_filter (studio, scheme, "rows", "is:unanswered tag:vip -channel:webchat");
  shoot_filter (studio, scheme, "text", "is:open (tag:vip OR tag:blue OR is:blue)");
}
