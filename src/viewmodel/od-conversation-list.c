/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-conversation-list"

#include "od-conversation-list.h"

#include "od-limits.h"
#include "od-list-steps.h"
#include "od-live-rows.h"

/**
 * OdConversationList:
 *
 * The conversations of one view, as a list model. It keeps the ids of everything that
 * matches and has an item only while somebody holds it.
 * It follows the change feed: rows on screen are read again at once, the order at most
 * %OD_LIMIT_REFRESHES_PER_S times a second.
 */
struct _OdConversationList {
  GObject parent_instance;

  OdDesk *desk;           /* (owned) */
  OdViewQuery query;      /* od_view_query_set(); `now_us` is set at each question */
  GArray *ids;            /* (owned) (element-type gint64): everything that matches, in order; never changed */
  OdLiveRows *rows;       /* (owned): those that somebody looks at */
  GCancellable *listing;  /* (owned) (nullable): of the question for ids that is on its way */
  gint64 next_refresh_us; /* monotonic: not before */
  gint64 kept_id;         /* stays where it is while it is open; 0 for none */
  gint64 leaving_id;      /* in the list only because it is kept; 0 for none */
  guint refresh_id;       /* timeout of the clock */
  gboolean is_loaded;
  gboolean is_stale; /* something changed since the question was asked */
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdConversationList, od_conversation_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

typedef enum {
  PROP_IS_LOADED = 1,
} OdConversationListProp;

static GParamSpec *props[PROP_IS_LOADED + 1];

enum { FAILED, ORDER_CHANGING, REPLACED, ORDER_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* ---- Rows ---- */

static GType
list_get_item_type (GListModel *model)
{
  return OD_TYPE_CONVERSATION_ITEM;
}

static guint
list_get_n_items (GListModel *model)
{
  return OD_CONVERSATION_LIST (model)->ids->len;
}

static gpointer
list_get_item (GListModel *model, guint position)
{
  OdConversationList *self = OD_CONVERSATION_LIST (model);
  OdConversationItem *item;
  gint64 id;

  if (position >= self->ids->len)
    return NULL;
  id = g_array_index (self->ids, gint64, position);
  item = od_live_rows_find (self->rows, id);
  if (item != NULL)
    return g_object_ref (item);
  item = od_live_rows_add (self->rows, id);
  od_conversation_item_set_is_leaving (item, id == self->leaving_id);
  return item;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = list_get_item_type;
  iface->get_n_items = list_get_n_items;
  iface->get_item = list_get_item;
}

/* ---- Order ---- */

/* Another list is shown: the items of those places stay, and become other conversations. To make 200 rows of widgets
 * anew takes more than a frame. */
static void
replace_ids (OdConversationList *self, GArray *fresh)
{
  g_autoptr (GArray) old = self->ids;
  guint n_both = MIN (old->len, fresh->len);

  self->ids = g_array_ref (fresh);
  od_live_rows_replace (self->rows, old, fresh);
  od_live_rows_move_leaving (self->rows, &self->leaving_id, self->leaving_id);
  g_signal_emit (self, signals[REPLACED], 0);
  if (old->len != fresh->len)
    g_list_model_items_changed (G_LIST_MODEL (self), n_both, old->len - n_both, fresh->len - n_both);
}

static void
take_steps (OdConversationList *self, GArray *steps, GArray *fresh)
{
  for (guint i = 0; i < steps->len; i++)
    {
      const OdListStep *step = &g_array_index (steps, OdListStep, i);
      GArray *next = i + 1 < steps->len ? od_list_steps_apply (step, self->ids, fresh) : g_array_ref (fresh);

      g_array_unref (self->ids);
      self->ids = next;
      g_list_model_items_changed (G_LIST_MODEL (self), step->position, step->removed, step->added);
    }
}

/* Tells only what differs, so that the place in the list survives a new message. */
static void
set_ids (OdConversationList *self, GArray *fresh)
{
  g_autoptr (GArray) steps = od_list_steps_find ((const gint64 *) (gpointer) self->ids->data, self->ids->len,
                                                 (const gint64 *) (gpointer) fresh->data, fresh->len);

  if (steps != NULL && steps->len == 0)
    return;
  g_signal_emit (self, signals[ORDER_CHANGING], 0);
  if (steps != NULL)
    take_steps (self, steps, fresh);
  else
    replace_ids (self, fresh);
  g_signal_emit (self, signals[ORDER_CHANGED], 0);
}

/* What is open in front of the operator stays where it was, even if the view has it no more: it
 * must not leave from under the cursor. */
static void
take_answer (OdConversationList *self, GArray *answer)
{
  g_autoptr (GArray) ids = g_array_ref (answer);
  gboolean is_leaving;
  guint position;

  is_leaving = self->kept_id != 0 && self->is_loaded && !od_list_find (answer, self->kept_id, NULL) &&
               od_list_find (self->ids, self->kept_id, &position);
  if (is_leaving)
    {
      g_array_unref (ids);
      ids = g_array_copy (answer);
      g_array_insert_val (ids, MIN (position, ids->len), self->kept_id);
    }
  od_live_rows_move_leaving (self->rows, &self->leaving_id, is_leaving ? self->kept_id : 0);
  set_ids (self, ids);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GError) error = NULL;
  OdConversationList *self;

  ids = od_conversation_port_list_finish (OD_CONVERSATION_PORT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* another view was chosen, or the list is gone */

  self = OD_CONVERSATION_LIST (user_data);
  g_clear_object (&self->listing);
  if (ids == NULL)
    g_signal_emit (self, signals[FAILED], 0, error);
  else
    take_answer (self, ids);
  if (!self->is_loaded && ids != NULL)
    {
      self->is_loaded = TRUE;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_LOADED]);
    }
  if (self->is_stale)
    od_conversation_list_refresh (self);
}

static void
ask (OdConversationList *self)
{
  self->is_stale = FALSE;
  self->next_refresh_us = od_clock_get_monotonic_us (self->desk->clock) + G_USEC_PER_SEC / OD_LIMIT_REFRESHES_PER_S;
  self->query.now_us = od_clock_get_real_us (self->desk->clock);
  self->listing = g_cancellable_new ();
  od_conversation_port_list_async (self->desk->conversations, &self->query, self->listing, listed_cb, self);
}

static gboolean
refresh_cb (gpointer user_data)
{
  OdConversationList *self = user_data;

  self->refresh_id = 0;
  if (self->listing != NULL)
    self->is_stale = TRUE; /* the answer asks again */
  else
    ask (self);
  return G_SOURCE_REMOVE;
}

static void
on_failed (OdConversationList *self, GError *error)
{
  g_signal_emit (self, signals[FAILED], 0, error);
}

static void
on_changed (OdConversationList *self, OdChangeSet *changes)
{
  guint n_ids;
  const gint64 *ids = od_change_set_get (changes, OD_CHANGE_CONVERSATION, &n_ids);

  for (guint i = 0; i < n_ids; i++)
    od_live_rows_reload (self->rows, ids[i]);
  if (n_ids > 0)
    od_conversation_list_refresh (self);
}

static void
od_conversation_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  OdConversationList *self = OD_CONVERSATION_LIST (object);

  switch ((OdConversationListProp) prop_id)
    {
    case PROP_IS_LOADED:
      g_value_set_boolean (value, self->is_loaded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
od_conversation_list_dispose (GObject *object)
{
  OdConversationList *self = OD_CONVERSATION_LIST (object);

  if (self->refresh_id != 0)
    od_clock_remove_timeout (self->desk->clock, self->refresh_id);
  self->refresh_id = 0;
  g_cancellable_cancel (self->listing);
  g_clear_object (&self->listing);
  g_clear_object (&self->rows);
  G_OBJECT_CLASS (od_conversation_list_parent_class)->dispose (object);
}

static void
od_conversation_list_finalize (GObject *object)
{
  OdConversationList *self = OD_CONVERSATION_LIST (object);

  g_clear_pointer (&self->desk, od_desk_unref);
  g_clear_pointer (&self->ids, g_array_unref);
  od_view_query_clear (&self->query);
  G_OBJECT_CLASS (od_conversation_list_parent_class)->finalize (object);
}

static void
od_conversation_list_class_init (OdConversationListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = od_conversation_list_get_property;
  object_class->dispose = od_conversation_list_dispose;
  object_class->finalize = od_conversation_list_finalize;
  props[PROP_IS_LOADED] = g_param_spec_boolean ("is-loaded", NULL, NULL, FALSE,
                                                G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  /**
   * OdConversationList::failed:
   * @error: why a question was not answered; the list shows what it knew before
   */
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
  /**
   * OdConversationList::order-changing:
   *
   * Changes of the list follow: several at a time, between which a conversation may be missing or there twice.
   */
  signals[ORDER_CHANGING] = g_signal_new ("order-changing", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 0);
  /**
   * OdConversationList::replaced:
   *
   * Between the two others: the items that are at the same places before and after are other conversations now. What
   * the list is longer or shorter than before is told afterwards.
   */
  signals[REPLACED] =
      g_signal_new ("replaced", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * OdConversationList::order-changed:
   *
   * These were all of them.
   */
  signals[ORDER_CHANGED] =
      g_signal_new ("order-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
od_conversation_list_init (OdConversationList *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
}

/**
 * od_conversation_list_new:
 *
 * Returns: (transfer full): an empty list, until it is told what to show
 */
OdConversationList *
od_conversation_list_new (OdDesk *desk)
{
  OdConversationList *self = g_object_new (OD_TYPE_CONVERSATION_LIST, NULL);

  self->desk = od_desk_ref (desk);
  self->rows = od_live_rows_new (desk);
  g_signal_connect_object (self->rows, "failed", G_CALLBACK (on_failed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk->feed, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * od_conversation_list_set_query:
 * @query: which and in what order; `now_us` is not looked at
 *
 * Shows another view. The old rows stay until the answer is here, a blink later.
 */
void
od_conversation_list_set_query (OdConversationList *self, const OdViewQuery *query)
{
  g_return_if_fail (OD_IS_CONVERSATION_LIST (self));

  od_view_query_set (&self->query, query);
  g_cancellable_cancel (self->listing);
  g_clear_object (&self->listing);
  if (self->is_loaded)
    {
      self->is_loaded = FALSE;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_LOADED]);
    }
  ask (self);
}

/**
 * od_conversation_list_set_kept:
 * @id: what is open in front of the operator; 0 for nothing
 *
 * It stays in the list until another is kept or another view is chosen, as an item that is leaving.
 */
void
od_conversation_list_set_kept (OdConversationList *self, gint64 id)
{
  g_autoptr (GArray) ids = NULL;
  guint position;

  g_return_if_fail (OD_IS_CONVERSATION_LIST (self));

  if (self->kept_id == id)
    return;
  self->kept_id = id;
  if (self->leaving_id == 0 || !od_list_find (self->ids, self->leaving_id, &position))
    return;
  od_live_rows_move_leaving (self->rows, &self->leaving_id, 0);
  ids = g_array_copy (self->ids);
  g_array_remove_index (ids, position);
  set_ids (self, ids);
}

/**
 * od_conversation_list_refresh:
 *
 * Asks for the order again: now, or as soon as the last question is long enough ago.
 */
void
od_conversation_list_refresh (OdConversationList *self)
{
  gint64 wait_us;

  g_return_if_fail (OD_IS_CONVERSATION_LIST (self));

  if (self->refresh_id != 0)
    return;
  if (self->listing != NULL)
    {
      self->is_stale = TRUE;
      return;
    }
  wait_us = self->next_refresh_us - od_clock_get_monotonic_us (self->desk->clock);
  if (wait_us <= 0)
    ask (self);
  else
    self->refresh_id = od_clock_add_timeout (self->desk->clock, wait_us, refresh_cb, self, NULL);
}

/**
 * od_conversation_list_get_is_loaded:
 *
 * Returns: whether the rows are those of the view that was chosen last
 */
gboolean
od_conversation_list_get_is_loaded (OdConversationList *self)
{
  g_return_val_if_fail (OD_IS_CONVERSATION_LIST (self), FALSE);

  return self->is_loaded;
}

/**
 * od_conversation_list_find:
 * @id: a conversation
 * @position: (out) (optional): where it is
 *
 * Returns: %FALSE if this view does not have it
 */
gboolean
od_conversation_list_find (OdConversationList *self, gint64 id, guint *position)
{
  g_return_val_if_fail (OD_IS_CONVERSATION_LIST (self), FALSE);

  return od_list_find (self->ids, id, position);
}

/**
 * od_conversation_list_get_id:
 *
 * Returns: which conversation is there, without making an item; 0 beyond the end
 */
gint64
od_conversation_list_get_id (OdConversationList *self, guint position)
{
  g_return_val_if_fail (OD_IS_CONVERSATION_LIST (self), 0);

  return position < self->ids->len ? g_array_index (self->ids, gint64, position) : 0;
}

/**
 * od_conversation_list_ref_ids:
 *
 * Returns: (transfer full) (element-type gint64): all conversations in order; it never changes
 */
GArray *
od_conversation_list_ref_ids (OdConversationList *self)
{
  g_return_val_if_fail (OD_IS_CONVERSATION_LIST (self), NULL);

  return g_array_ref (self->ids);
}

/**
 * od_conversation_list_get_n_matching:
 *
 * Returns: how many conversations the view has; one that is only kept does not count
 */
guint
od_conversation_list_get_n_matching (OdConversationList *self)
{
  g_return_val_if_fail (OD_IS_CONVERSATION_LIST (self), 0);

  return self->ids->len - (self->leaving_id != 0 ? 1 : 0);
}

/**
 * od_conversation_list_get_query:
 *
 * Returns: (transfer none): what is shown; its `now_us` is that of the last question
 */
const OdViewQuery *
od_conversation_list_get_query (OdConversationList *self)
{
  g_return_val_if_fail (OD_IS_CONVERSATION_LIST (self), NULL);

  return &self->query;
}

/**
 * od_conversation_list_get_n_live:
 *
 * Returns: how many row objects are alive
 */
guint
od_conversation_list_get_n_live (OdConversationList *self)
{
  g_return_val_if_fail (OD_IS_CONVERSATION_LIST (self), 0);

  return od_live_rows_get_n (self->rows);
}
