/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-fake-usage.h"

/**
 * OdFakeUsage:
 *
 * What was used, in memory. It answers in the next turn of the main loop, or when a test lets it.
 */
struct _OdFakeUsage {
  GObject parent_instance;

  GPtrArray *rows; /* (owned) (element-type OdUsage) */
  GTask *held;     /* (owned) (nullable): waits to be answered */
  char *last;      /* (owned) (nullable): "kind/ref" */
  gboolean is_held;
};

static void
answer (OdFakeUsage *self, GTask *task)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) od_usage_free);

  for (guint i = 0; i < self->rows->len; i++)
    {
      const OdUsage *row = self->rows->pdata[i];
      OdUsage *copy = g_new0 (OdUsage, 1);

      *copy = (OdUsage){ g_strdup (row->kind), g_strdup (row->ref), row->used_at_us, row->n };
      g_ptr_array_add (rows, copy);
    }
  g_task_return_pointer (task, rows, (GDestroyNotify) g_ptr_array_unref);
}

static void
load_async (OdUsagePort *port, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeUsage *self = OD_FAKE_USAGE (port);
  g_autoptr (GTask) task = g_task_new (port, cancellable, callback, user_data);

  if (self->is_held)
    g_set_object (&self->held, task);
  else
    answer (self, task);
}

static void
add_async (OdUsagePort *port, const char *kind, const char *ref, GCancellable *cancellable,
           GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeUsage *self = OD_FAKE_USAGE (port);
  g_autoptr (GTask) task = g_task_new (port, cancellable, callback, user_data);

  g_free (self->last);
  self->last = g_strconcat (kind, "/", ref, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
usage_iface_init (OdUsagePortInterface *iface)
{
  iface->load_async = load_async;
  iface->add_async = add_async;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (OdFakeUsage, od_fake_usage, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_USAGE_PORT, usage_iface_init))

static void
od_fake_usage_finalize (GObject *object)
{
  OdFakeUsage *self = OD_FAKE_USAGE (object);

  g_ptr_array_unref (self->rows);
  g_free (self->last);
  G_OBJECT_CLASS (od_fake_usage_parent_class)->finalize (object);
}

static void
od_fake_usage_class_init (OdFakeUsageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_fake_usage_finalize;
}

static void
od_fake_usage_init (OdFakeUsage *self)
{
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) od_usage_free);
}

OdFakeUsage *
od_fake_usage_new (void)
{
  return g_object_new (OD_TYPE_FAKE_USAGE, NULL);
}

void
od_fake_usage_fill (OdFakeUsage *self, const char *kind, const char *ref, gint64 used_at_us, gint64 n)
{
  OdUsage *usage = g_new0 (OdUsage, 1);

  *usage = (OdUsage){ g_strdup (kind), g_strdup (ref), used_at_us, n };
  g_ptr_array_add (self->rows, usage);
}

/**
 * od_fake_usage_hold:
 * @is_held: FALSE: what was asked for meanwhile is answered
 */
void
od_fake_usage_hold (OdFakeUsage *self, gboolean is_held)
{
  self->is_held = is_held;
  if (!is_held && self->held != NULL)
    answer (self, self->held);
  g_clear_object (&self->held);
}

/**
 * od_fake_usage_get_last:
 *
 * Returns: (nullable): "kind/ref" of what was used last
 */
const char *
od_fake_usage_get_last (OdFakeUsage *self)
{
  return self->last;
}
