/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-desk-load"

#include "od-desk-load.h"

#include <glib/gi18n.h>

#include "od-view-counter.h"

/**
 * OdDeskLoad:
 *
 * How much waits at a desk, for whoever says it outside of the window: customers without an answer, and broken
 * promises. Follows the desk's changes. Main thread.
 */
struct _OdDeskLoad {
  GObject parent_instance;

  OdDesk *desk;           /* (owned) */
  GPtrArray *views;       /* (owned) (element-type OdView): inbox, late */
  OdViewCounter *counter; /* (owned): of them */
  gint64 n_waiting;       /* -1: not known yet */
  gint64 n_late;
};

G_DEFINE_FINAL_TYPE (OdDeskLoad, od_desk_load, G_TYPE_OBJECT)

enum { INBOX, LATE };

static guint changed_signal;

static void
od_desk_load_finalize (GObject *object)
{
  OdDeskLoad *self = OD_DESK_LOAD (object);

  g_clear_object (&self->counter);
  g_clear_pointer (&self->views, g_ptr_array_unref);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_desk_load_parent_class)->finalize (object);
}

static void
od_desk_load_class_init (OdDeskLoadClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_desk_load_finalize;

  /**
   * OdDeskLoad::changed:
   *
   * A number is another.
   */
  changed_signal =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
od_desk_load_init (OdDeskLoad *self)
{
  self->n_waiting = -1;
  self->n_late = -1;
}

static void
on_counted (OdDeskLoad *self)
{
  gint64 n_waiting = od_view_get_n_unanswered (self->views->pdata[INBOX]);
  gint64 n_late = od_view_get_n_unanswered (self->views->pdata[LATE]);

  if (n_waiting == self->n_waiting && n_late == self->n_late)
    return;
  self->n_waiting = n_waiting;
  self->n_late = n_late;
  g_signal_emit (self, changed_signal, 0);
}

static void
on_desk_changed (OdDeskLoad *self)
{
  od_view_counter_count_later (self->counter);
}

/**
 * od_desk_load_new:
 *
 * Returns: (transfer full): the numbers come with "changed"
 */
OdDeskLoad *
od_desk_load_new (OdDesk *desk)
{
  OdDeskLoad *self = g_object_new (OD_TYPE_DESK_LOAD, NULL);
  const OdViewQuery inbox = { .scope = OD_SCOPE_INBOX };
  const OdViewQuery late = { .scope = OD_SCOPE_LATE };

  self->desk = od_desk_ref (desk);
  self->views = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->views, od_view_new (OD_VIEW_BUILTIN, "inbox", "", "", &inbox));
  g_ptr_array_add (self->views, od_view_new (OD_VIEW_BUILTIN, "late", "", "", &late));
  self->counter = od_view_counter_new (desk, self->views, FALSE);
  g_signal_connect_object (self->counter, "counted", G_CALLBACK (on_counted), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk->feed, "changed", G_CALLBACK (on_desk_changed), self, G_CONNECT_SWAPPED);
  od_view_counter_count (self->counter);
  return self;
}

/**
 * od_desk_load_get_n_waiting:
 *
 * Returns: conversations that wait for an answer; -1 if not known yet
 */
gint64
od_desk_load_get_n_waiting (OdDeskLoad *self)
{
  g_return_val_if_fail (OD_IS_DESK_LOAD (self), -1);

  return self->n_waiting;
}

/**
 * od_desk_load_get_n_late:
 *
 * Returns: those of them whose promise is broken; -1 if not known yet
 */
gint64
od_desk_load_get_n_late (OdDeskLoad *self)
{
  g_return_val_if_fail (OD_IS_DESK_LOAD (self), -1);

  return self->n_late;
}

/**
 * od_desk_load_dup_words:
 *
 * Returns: (transfer full): "12 waiting, 2 late", translated; "" if not known yet
 */
char *
od_desk_load_dup_words (OdDeskLoad *self)
{
  g_autofree char *waiting = NULL, *late = NULL;

  g_return_val_if_fail (OD_IS_DESK_LOAD (self), NULL);

  if (self->n_waiting < 0)
    return g_strdup ("");
  if (self->n_waiting == 0)
    return g_strdup (_ ("Nobody is waiting"));
  /* TRANSLATORS: customers who wait for an answer */
  waiting = g_strdup_printf (ngettext ("%d waiting", "%d waiting", (gulong) self->n_waiting), (int) self->n_waiting);
  if (self->n_late <= 0)
    return g_steal_pointer (&waiting);
  /* TRANSLATORS: of those customers, how many wait longer than was promised */
  late = g_strdup_printf (ngettext ("%d late", "%d late", (gulong) self->n_late), (int) self->n_late);
  return g_strdup_printf ("%s, %s", waiting, late);
}
