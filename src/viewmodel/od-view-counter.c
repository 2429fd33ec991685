/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-view-counter"

#include "od-view-counter.h"

#include "od-limits.h"

#define FILTERS_INTERVAL_US (2 * (gint64) G_USEC_PER_SEC) /* a filter may be dear */

/* Where a view's numbers are in the answer; -1: not asked. */
typedef struct {
  int unanswered;
  int total;
} Places;

/**
 * OdViewCounter:
 *
 * Keeps the numbers of views: all in one question. Views without a filter are counted at most
 * %OD_LIMIT_REFRESHES_PER_S times a second, and the whole desk with them; those with a filter have
 * a counter of their own, which asks less often, and only for what is unanswered.
 */
struct _OdViewCounter {
  GObject parent_instance;

  OdDesk *desk;              /* (owned) */
  GPtrArray *views;          /* (owned) (element-type OdView): all there are; changed by their owner */
  GPtrArray *asked;          /* (owned) (nullable) (element-type OdView): of the question on its way */
  GArray *places;            /* (owned): of each of `asked` */
  GCancellable *cancellable; /* (owned) */
  gint64 n_conversations;    /* of the whole desk; -1 if not known */
  guint refresh_id;          /* timeout of the clock */
  gboolean has_filters;
  gboolean is_stale; /* to be asked again when the answer is here */
};

G_DEFINE_FINAL_TYPE (OdViewCounter, od_view_counter, G_TYPE_OBJECT)

static guint counted_signal;

static void
show_numbers (OdViewCounter *self, GPtrArray *asked, GArray *counts)
{
  for (guint i = 0; i < asked->len; i++)
    {
      const Places *places = &g_array_index (self->places, Places, i);

      od_view_set_numbers (asked->pdata[i],
                           places->unanswered >= 0 ? g_array_index (counts, gint64, places->unanswered) : -1,
                           places->total >= 0 ? g_array_index (counts, gint64, places->total) : -1);
    }
  if (!self->has_filters)
    self->n_conversations = g_array_index (counts, gint64, counts->len - 1);
  g_signal_emit (self, counted_signal, 0);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) counts = od_conversation_port_count_finish (OD_CONVERSATION_PORT (source), result, &error);
  g_autoptr (GPtrArray) asked = NULL;
  OdViewCounter *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the counter may be gone */
  self = OD_VIEW_COUNTER (user_data);
  asked = g_steal_pointer (&self->asked);
  if (counts == NULL)
    g_info ("Could not count: %s", error->message); /* the next change asks again */
  else
    show_numbers (self, asked, counts);
  if (self->is_stale)
    od_view_counter_count_later (self);
}

static void
add_question (GArray *queries, const OdViewQuery *query, gboolean is_unanswered, gint64 now_us)
{
  OdViewQuery copy = *query;

  copy.is_unanswered = is_unanswered && query->scope != OD_SCOPE_LATE; /* late is what its list shows, and all of it */
  copy.now_us = now_us;
  g_array_append_val (queries, copy);
}

static void
add_view (OdViewCounter *self, OdView *view, GArray *queries, gint64 now_us)
{
  const OdViewQuery *query = od_view_get_query (view);
  Places places = { -1, -1 };

  if (od_view_get_has_work (view))
    {
      places.unanswered = (int) queries->len;
      add_question (queries, query, TRUE, now_us);
    }
  if (!self->has_filters)
    {
      places.total = (int) queries->len;
      add_question (queries, query, FALSE, now_us);
    }
  g_ptr_array_add (self->asked, g_object_ref (view));
  g_array_append_val (self->places, places);
}

static gboolean
count_cb (gpointer user_data)
{
  OdViewCounter *self = user_data;

  self->refresh_id = 0;
  od_view_counter_count (self);
  return G_SOURCE_REMOVE;
}

static void
od_view_counter_dispose (GObject *object)
{
  OdViewCounter *self = OD_VIEW_COUNTER (object);

  g_cancellable_cancel (self->cancellable);
  if (self->refresh_id != 0)
    od_clock_remove_timeout (self->desk->clock, self->refresh_id);
  self->refresh_id = 0;
  G_OBJECT_CLASS (od_view_counter_parent_class)->dispose (object);
}

static void
od_view_counter_finalize (GObject *object)
{
  OdViewCounter *self = OD_VIEW_COUNTER (object);

  g_clear_pointer (&self->views, g_ptr_array_unref);
  g_clear_pointer (&self->asked, g_ptr_array_unref);
  g_clear_pointer (&self->places, g_array_unref);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_view_counter_parent_class)->finalize (object);
}

static void
od_view_counter_class_init (OdViewCounterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_view_counter_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_view_counter_finalize;

  /**
   * OdViewCounter::counted:
   *
   * The views have their numbers.
   */
  counted_signal =
      g_signal_new ("counted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
od_view_counter_init (OdViewCounter *self)
{
  self->cancellable = g_cancellable_new ();
  self->places = g_array_new (FALSE, FALSE, sizeof (Places));
  self->n_conversations = -1;
}

/**
 * od_view_counter_new:
 * @views: (element-type OdView): whose numbers; may change until they are counted
 * @has_filters: those of them that have a filter, or those that have none
 */
OdViewCounter *
od_view_counter_new (OdDesk *desk, GPtrArray *views, gboolean has_filters)
{
  OdViewCounter *self = g_object_new (OD_TYPE_VIEW_COUNTER, NULL);

  self->desk = od_desk_ref (desk);
  self->views = g_ptr_array_ref (views);
  self->has_filters = has_filters;
  return self;
}

/**
 * od_view_counter_count:
 *
 * Asks now; if it has asked already, again when the answer is here.
 */
void
od_view_counter_count (OdViewCounter *self)
{
  g_autoptr (GArray) queries = NULL;
  const OdViewQuery everything = { .scope = OD_SCOPE_ALL };
  gint64 now_us;

  g_return_if_fail (OD_IS_VIEW_COUNTER (self));

  self->is_stale = self->asked != NULL;
  if (self->is_stale)
    return;
  now_us = od_clock_get_real_us (self->desk->clock);
  queries = g_array_new (FALSE, FALSE, sizeof (OdViewQuery));
  self->asked = g_ptr_array_new_with_free_func (g_object_unref);
  g_array_set_size (self->places, 0);
  for (guint i = 0; i < self->views->len; i++)
    if ((od_view_get_query (self->views->pdata[i])->filter != NULL) == self->has_filters)
      add_view (self, self->views->pdata[i], queries, now_us);
  if (!self->has_filters)
    add_question (queries, &everything, FALSE, now_us);
  if (queries->len == 0)
    g_clear_pointer (&self->asked, g_ptr_array_unref);
  else
    od_conversation_port_count_async (self->desk->conversations, (const OdViewQuery *) (gpointer) queries->data,
                                      queries->len, self->cancellable, counted_cb, self);
}

/**
 * od_view_counter_count_later:
 *
 * Asks a moment later: together with what else changes until then.
 */
void
od_view_counter_count_later (OdViewCounter *self)
{
  gint64 wait_us;

  g_return_if_fail (OD_IS_VIEW_COUNTER (self));

  wait_us = self->has_filters ? FILTERS_INTERVAL_US : G_USEC_PER_SEC / OD_LIMIT_REFRESHES_PER_S;
  if (self->refresh_id == 0)
    self->refresh_id = od_clock_add_timeout (self->desk->clock, wait_us, count_cb, self, NULL);
}

/**
 * od_view_counter_get_n_conversations:
 *
 * Returns: all of the desk but spam; -1 if not known
 */
gint64
od_view_counter_get_n_conversations (OdViewCounter *self)
{
  g_return_val_if_fail (OD_IS_VIEW_COUNTER (self), -1);

  return self->n_conversations;
}
