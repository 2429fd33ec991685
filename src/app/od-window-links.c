/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-window"

#include <glib/gi18n.h>

#include "od-error.h"
#include "od-message-link.h"
#include "od-window-private.h"

/* Links to messages: from a text, or from another program. */

typedef struct {
  GWeakRef window;
  gint64 message_id;
} Wanted;

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Wanted *wanted = user_data;
  g_autoptr (OdWindow) self = g_weak_ref_get (&wanted->window);
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *place = od_thread_port_find_finish (OD_THREAD_PORT (source), result, &error);

  if (self != NULL && place != NULL)
    {
      od_inbox_list_select (od_inbox_pane_get_list (self->panes.inbox), place[0]);
      od_window_open (self, place[0], place[1], wanted->message_id);
    }
  else if (self != NULL && g_error_matches (error, OD_ERROR, OD_ERROR_NOT_FOUND))
    od_window_add_toast (self, _ ("There is no such message here"));
  else if (self != NULL)
    od_window_show_error (self, error);
  g_weak_ref_clear (&wanted->window);
  g_free (wanted);
}

/**
 * od_window_open_link:
 * @uri: whatever somebody gave us
 *
 * Shows the message that `omnidesk:message/ID` names, in its conversation; says so if there is none.
 */
void
od_window_open_link (OdWindow *self, const char *uri)
{
  gint64 message_id;
  Wanted *wanted;

  g_return_if_fail (OD_IS_WINDOW (self));

  message_id = od_message_link_parse (uri);
  if (message_id == 0)
    {
      od_window_add_toast (self, _ ("This link leads nowhere"));
      return;
    }
  wanted = g_new0 (Wanted, 1);
  g_weak_ref_init (&wanted->window, self);
  wanted->message_id = message_id;
  od_thread_port_find_async (self->desk->threads, message_id, NULL, found_cb, wanted);
}

/**
 * od_window_search:
 * @text: a query
 *
 * Searches everything for it.
 */
void
od_window_search (OdWindow *self, const char *text)
{
  g_return_if_fail (OD_IS_WINDOW (self));

  gtk_widget_activate_action (GTK_WIDGET (self), "win.search", NULL);
  od_inbox_pane_search (self->panes.inbox, text);
}
