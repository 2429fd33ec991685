/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media-fixture.h"

#include "od-media-block.h"

void
media_fixture_set_up (MediaFixture *self, gconstpointer data)
{
  self->clock = od_clock_new_fake (MEDIA_NOW_US);
  self->fake = od_fake_desk_new (self->clock);
  self->id = od_fake_desk_add_conversation (self->fake, od_fake_desk_add_customer (self->fake, "Maria", NULL, NULL),
                                            od_fake_desk_add_account (self->fake, "webchat", "Shop", NULL), "v_1");
  self->desk = od_fake_desk_make_desk (self->fake);
  self->window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), 500, 500);
}

void
media_fixture_tear_down (MediaFixture *self, gconstpointer data)
{
  if (self->window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->window));
  g_clear_pointer (&self->media, od_media_unref);
  g_clear_object (&self->model);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  od_desk_unref (self->desk);
  g_clear_pointer (&self->told, g_free);
  g_assert_finalize_object (self->fake);
  g_assert_finalize_object (self->clock);
}

/* A message with one file, which lies nowhere. Returns: the attachment's id */
gint64
media_fixture_add (MediaFixture *self, const char *name, const char *mime)
{
  return od_fake_desk_add_attachment (self->fake,
                                      od_fake_desk_add_message (self->fake, self->id, OD_TIMELINE_IN, "", MEDIA_NOW_US),
                                      name, mime, 1000, 0);
}

static void
tell (gpointer view, const char *words)
{
  MediaFixture *self = view;

  g_free (self->told);
  self->told = g_strdup (words);
}

/* The block of the newest message, on screen. */
void
media_fixture_show (MediaFixture *self)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (OdMessageItem) item = NULL;
  guint n;

  self->model = od_thread_model_new (self->desk, zone);
  od_thread_model_open (self->model, self->id, OD_THREAD_CONVERSATION, OD_ANCHOR_END, 0);
  WAIT_UNTIL ((n = g_list_model_get_n_items (G_LIST_MODEL (self->model))) > 0);
  self->media = od_media_new (self->desk, self->model, tell, self);
  item = g_list_model_get_item (G_LIST_MODEL (self->model), n - 1);
  self->block = od_media_block_new (self->media, item);
  adw_window_set_content (ADW_WINDOW (self->window), self->block);
  gtk_window_present (GTK_WINDOW (self->window));
  WAIT_UNTIL (gtk_widget_get_mapped (self->window));
}

/* Returns: (nullable): the first visible one */
GtkWidget *
media_fixture_find (GtkWidget *widget, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && gtk_widget_get_visible (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = media_fixture_find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Returns: (nullable): the first window of that kind */
GtkWidget *
media_fixture_find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (g_type_is_a (G_OBJECT_TYPE (window), type))
        return window;
    }
  return NULL;
}
