/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-fake-views.h"

struct _OdFakeViews {
  GObject parent_instance;

  OdFakeDesk *desk; /* not owned: it outlives this */
  GPtrArray *views; /* (owned) (element-type OdSavedView) */
  GPtrArray *tags;  /* (owned) (element-type utf8) */
  gint64 last_id;
};

static void port_iface_init (OdViewPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdFakeViews, od_fake_views, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_VIEW_PORT, port_iface_init))

static gboolean
find (OdFakeViews *self, gint64 id, guint *position)
{
  for (guint i = 0; i < self->views->len; i++)
    if (((OdSavedView *) self->views->pdata[i])->id == id)
      {
        *position = i;
        return TRUE;
      }
  return FALSE;
}

static void
load_async (OdViewPort *port, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeViews *self = OD_FAKE_VIEWS (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GPtrArray *copies = g_ptr_array_new_with_free_func ((GDestroyNotify) od_saved_view_free);

  for (guint i = 0; i < self->views->len; i++)
    g_ptr_array_add (copies, od_saved_view_copy (self->views->pdata[i]));
  g_task_return_pointer (task, copies, (GDestroyNotify) g_ptr_array_unref);
}

static void
save_async (OdViewPort *port, const OdSavedView *view, GCancellable *cancellable, GAsyncReadyCallback callback,
            gpointer user_data)
{
  OdFakeViews *self = OD_FAKE_VIEWS (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  OdSavedView *copy = od_saved_view_copy (view);
  guint position = 0;

  if (copy->id == 0)
    copy->id = ++self->last_id;
  if (find (self, copy->id, &position))
    {
      od_saved_view_free (self->views->pdata[position]);
      self->views->pdata[position] = copy;
    }
  else
    g_ptr_array_add (self->views, copy);
  od_fake_desk_emit (self->desk, OD_CHANGE_LIBRARY, copy->id);
  g_task_return_int (task, copy->id);
}

static void
remove_async (OdViewPort *port, gint64 id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeViews *self = OD_FAKE_VIEWS (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  guint position = 0;

  g_assert_true (find (self, id, &position));
  g_ptr_array_remove_index (self->views, position);
  od_fake_desk_emit (self->desk, OD_CHANGE_LIBRARY, id);
  g_task_return_boolean (task, TRUE);
}

static void
move_async (OdViewPort *port, gint64 id, guint position, GCancellable *cancellable, GAsyncReadyCallback callback,
            gpointer user_data)
{
  OdFakeViews *self = OD_FAKE_VIEWS (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  OdSavedView *view;
  guint from = 0;

  g_assert_true (find (self, id, &from));
  view = g_ptr_array_steal_index (self->views, from);
  g_ptr_array_insert (self->views, (int) MIN (position, self->views->len), view);
  od_fake_desk_emit (self->desk, OD_CHANGE_LIBRARY, id);
  g_task_return_boolean (task, TRUE);
}

static void
load_tags_async (OdViewPort *port, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeViews *self = OD_FAKE_VIEWS (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GPtrArray *copies = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->tags->len; i++)
    g_ptr_array_add (copies, g_strdup (self->tags->pdata[i]));
  g_task_return_pointer (task, copies, (GDestroyNotify) g_ptr_array_unref);
}

static void
port_iface_init (OdViewPortInterface *iface)
{
  iface->load_async = load_async;
  iface->save_async = save_async;
  iface->remove_async = remove_async;
  iface->move_async = move_async;
  iface->load_tags_async = load_tags_async;
}

static void
od_fake_views_finalize (GObject *object)
{
  g_clear_pointer (&OD_FAKE_VIEWS (object)->views, g_ptr_array_unref);
  g_clear_pointer (&OD_FAKE_VIEWS (object)->tags, g_ptr_array_unref);
  G_OBJECT_CLASS (od_fake_views_parent_class)->finalize (object);
}

static void
od_fake_views_class_init (OdFakeViewsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_fake_views_finalize;
}

static void
od_fake_views_init (OdFakeViews *self)
{
  self->views = g_ptr_array_new_with_free_func ((GDestroyNotify) od_saved_view_free);
  self->tags = g_ptr_array_new_with_free_func (g_free);
}

OdFakeViews *
od_fake_views_new (OdFakeDesk *desk)
{
  OdFakeViews *self = g_object_new (OD_TYPE_FAKE_VIEWS, NULL);

  self->desk = desk;
  return self;
}

gint64
od_fake_views_add (OdFakeViews *self, const char *name, const char *query)
{
  OdSavedView *view = g_new0 (OdSavedView, 1);

  view->id = ++self->last_id;
  view->name = g_strdup (name);
  view->icon = g_strdup ("");
  view->query = g_strdup (query);
  g_ptr_array_add (self->views, view);
  return view->id;
}

void
od_fake_views_add_tag (OdFakeViews *self, const char *name)
{
  g_ptr_array_add (self->tags, g_strdup (name));
}

/* Returns: (transfer none) (element-type OdSavedView): as they are now */
GPtrArray *
od_fake_views_get (OdFakeViews *self)
{
  return self->views;
}
