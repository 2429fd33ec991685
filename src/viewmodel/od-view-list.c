/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-view-list"

#include "od-view-list.h"

#include <glib/gi18n.h>

#include "od-limits.h"

/* ---- One view ---- */

/**
 * OdView:
 *
 * One line of the sidebar: a question with a name, and how many answers it has.
 */
struct _OdView {
  GObject parent_instance;

  char *id;          /* (owned): "inbox", "mine", … or "channel:webchat" */
  char *title;       /* (owned): translated */
  char *icon_name;   /* (owned): symbolic */
  OdViewQuery query; /* `channel` is interned */
  gint64 count;      /* -1 if not known or not shown */
};

G_DEFINE_FINAL_TYPE (OdView, od_view, G_TYPE_OBJECT)

typedef enum {
  VIEW_PROP_COUNT = 1,
} OdViewProp;

static GParamSpec *view_props[VIEW_PROP_COUNT + 1];

static void
od_view_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  OdView *self = OD_VIEW (object);

  switch ((OdViewProp) prop_id)
    {
    case VIEW_PROP_COUNT:
      g_value_set_int64 (value, self->count);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
od_view_finalize (GObject *object)
{
  OdView *self = OD_VIEW (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->icon_name, g_free);
  G_OBJECT_CLASS (od_view_parent_class)->finalize (object);
}

static void
od_view_class_init (OdViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = od_view_get_property;
  object_class->finalize = od_view_finalize;
  view_props[VIEW_PROP_COUNT] = g_param_spec_int64 (
      "count", NULL, NULL, -1, G_MAXINT64, -1, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (view_props), view_props);
}

static void
od_view_init (OdView *self)
{
  self->count = -1;
}

const char *
od_view_get_id (OdView *self)
{
  g_return_val_if_fail (OD_IS_VIEW (self), NULL);

  return self->id;
}

const char *
od_view_get_title (OdView *self)
{
  g_return_val_if_fail (OD_IS_VIEW (self), NULL);

  return self->title;
}

const char *
od_view_get_icon_name (OdView *self)
{
  g_return_val_if_fail (OD_IS_VIEW (self), NULL);

  return self->icon_name;
}

const OdViewQuery *
od_view_get_query (OdView *self)
{
  g_return_val_if_fail (OD_IS_VIEW (self), NULL);

  return &self->query;
}

gboolean
od_view_get_is_channel (OdView *self)
{
  g_return_val_if_fail (OD_IS_VIEW (self), FALSE);

  return self->query.channel != NULL;
}

/**
 * od_view_get_count:
 *
 * Returns: how many conversations there are; -1 if it is not known yet, or not to be shown
 */
gint64
od_view_get_count (OdView *self)
{
  g_return_val_if_fail (OD_IS_VIEW (self), -1);

  return self->count;
}

/* ---- All of them ---- */

/**
 * OdViewList:
 *
 * The sidebar: the views that every desk has, then one for each channel with an account.
 * The numbers follow the change feed, all in one question, at most
 * %OD_LIMIT_REFRESHES_PER_S times a second.
 */
struct _OdViewList {
  GObject parent_instance;

  OdDesk *desk;              /* (owned) */
  OdAccountList *accounts;   /* (owned) */
  GPtrArray *views;          /* (owned) (element-type OdView) */
  GPtrArray *asked;          /* (owned) (nullable) (element-type OdView): of the question on its way */
  GCancellable *cancellable; /* (owned) */
  gint64 n_conversations;    /* of the whole desk; -1 if not known yet */
  guint refresh_id;          /* timeout of the clock */
  gboolean is_stale;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdViewList, od_view_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

typedef enum {
  PROP_N_CONVERSATIONS = 1,
} OdViewListProp;

static GParamSpec *props[PROP_N_CONVERSATIONS + 1];

/* assignee: 0 anybody, -1 nobody, 1 stands for whoever sits here */
static const struct {
  const char *id;
  const char *title;
  const char *icon_name;
  OdScope scope;
  OdOrder order;
  int assignee;
  OdViewCount count;
} builtin[] = {
  { "inbox", N_ ("Inbox"), "od-inbox-symbolic", OD_SCOPE_INBOX, OD_ORDER_URGENT, 0, OD_VIEW_COUNT_DIM },
  { "mine", N_ ("Mine"), "od-person-symbolic", OD_SCOPE_INBOX, OD_ORDER_URGENT, 1, OD_VIEW_COUNT_DIM },
  { "unassigned", N_ ("Unassigned"), "od-nobody-symbolic", OD_SCOPE_INBOX, OD_ORDER_URGENT, -1, OD_VIEW_COUNT_DIM },
  { "waiting", N_ ("Waiting"), "od-hourglass-symbolic", OD_SCOPE_WAITING, OD_ORDER_OLDEST, 0, OD_VIEW_COUNT_DIM },
  { "snoozed", N_ ("Snoozed"), "od-moon-symbolic", OD_SCOPE_SNOOZED, OD_ORDER_ACTIVITY, 0, OD_VIEW_COUNT_DIM },
  { "resolved", N_ ("Resolved"), "od-check-symbolic", OD_SCOPE_RESOLVED, OD_ORDER_ACTIVITY, 0, OD_VIEW_COUNT_NONE },
  { "all", N_ ("All"), "od-archive-symbolic", OD_SCOPE_ALL, OD_ORDER_ACTIVITY, 0, OD_VIEW_COUNT_NONE },
};

static void
add_builtin_views (OdViewList *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (builtin); i++)
    {
      OdView *view = g_object_new (OD_TYPE_VIEW, NULL);

      view->id = g_strdup (builtin[i].id);
      view->title = g_strdup (_ (builtin[i].title));
      view->icon_name = g_strdup (builtin[i].icon_name);
      view->query.scope = builtin[i].scope;
      view->query.order = builtin[i].order;
      view->query.assignee_id = builtin[i].assignee > 0 ? self->desk->operator_id : builtin[i].assignee;
      g_ptr_array_add (self->views, view);
    }
}

static gboolean
is_counted (guint position)
{
  return position >= G_N_ELEMENTS (builtin) || builtin[position].count != OD_VIEW_COUNT_NONE;
}

static OdView *
make_channel_view (OdViewList *self, const char *channel)
{
  const OdChannelInfo *info = od_channel_info_find (self->desk->channels, channel);
  OdView *view = g_object_new (OD_TYPE_VIEW, NULL);

  view->id = g_strconcat ("channel:", channel, NULL);
  view->title = g_strdup (info != NULL ? info->name : channel);
  view->icon_name = g_strdup (info != NULL ? info->icon_name : "od-chat-symbolic");
  view->query.scope = OD_SCOPE_INBOX;
  view->query.order = OD_ORDER_URGENT;
  view->query.channel = g_intern_string (channel);
  return view;
}

/* One view per channel with an account, in the order of the accounts. Views that stay are
 * the same objects, so that a selection stays, too. */
static void
update_channels (OdViewList *self)
{
  g_autoptr (GPtrArray) fresh = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_builtin = G_N_ELEMENTS (builtin);
  guint n_old = self->views->len - n_builtin;
  gboolean same;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->accounts)); i++)
    {
      g_autoptr (OdAccountItem) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);
      const char *channel = g_intern_string (od_account_item_get_row (account)->channel);
      g_autofree char *id = g_strconcat ("channel:", channel, NULL);
      OdView *known = od_view_list_find (self, id);
      gboolean is_here = FALSE;

      for (guint f = 0; f < fresh->len; f++)
        is_here |= ((OdView *) fresh->pdata[f])->query.channel == channel;
      if (!is_here)
        g_ptr_array_add (fresh, known != NULL ? g_object_ref (known) : make_channel_view (self, channel));
    }
  same = fresh->len == n_old;
  for (guint i = 0; same && i < n_old; i++)
    same = fresh->pdata[i] == self->views->pdata[n_builtin + i];
  if (same)
    return;
  if (n_old > 0)
    g_ptr_array_remove_range (self->views, n_builtin, n_old);
  for (guint i = 0; i < fresh->len; i++)
    g_ptr_array_add (self->views, g_object_ref (fresh->pdata[i]));
  g_list_model_items_changed (G_LIST_MODEL (self), n_builtin, n_old, fresh->len);
  od_view_list_refresh (self);
}

static void
set_count (OdView *view, gint64 count)
{
  if (view->count == count)
    return;
  view->count = count;
  g_object_notify_by_pspec (G_OBJECT (view), view_props[VIEW_PROP_COUNT]);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GArray) counts = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) asked = NULL;
  OdViewList *self;

  counts = od_conversation_port_count_finish (OD_CONVERSATION_PORT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = OD_VIEW_LIST (user_data);
  asked = g_steal_pointer (&self->asked);
  if (counts == NULL)
    g_info ("Could not count: %s", error->message); /* the next change asks again */
  else
    {
      for (guint i = 0; i < asked->len; i++)
        set_count (asked->pdata[i], g_array_index (counts, gint64, i));
      self->n_conversations = g_array_index (counts, gint64, asked->len);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_CONVERSATIONS]);
    }
  if (self->is_stale)
    od_view_list_refresh (self);
}

static gboolean
refresh_cb (gpointer user_data)
{
  OdViewList *self = user_data;
  g_autoptr (GArray) queries = g_array_new (FALSE, FALSE, sizeof (OdViewQuery));
  OdViewQuery everything = { .scope = OD_SCOPE_ALL };
  gint64 now_us = od_clock_get_real_us (self->desk->clock);

  self->refresh_id = 0;
  if (self->asked != NULL)
    {
      self->is_stale = TRUE;
      return G_SOURCE_REMOVE;
    }
  self->is_stale = FALSE;
  self->asked = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < self->views->len; i++)
    if (is_counted (i))
      {
        OdView *view = self->views->pdata[i];

        view->query.now_us = now_us;
        g_array_append_val (queries, view->query);
        g_ptr_array_add (self->asked, g_object_ref (view));
      }
  everything.now_us = now_us;
  g_array_append_val (queries, everything);
  od_conversation_port_count_async (self->desk->conversations, (const OdViewQuery *) (gpointer) queries->data,
                                    queries->len, self->cancellable, counted_cb, self);
  return G_SOURCE_REMOVE;
}

static void
on_changed (OdViewList *self, OdChangeSet *changes)
{
  guint n_ids;

  od_change_set_get (changes, OD_CHANGE_CONVERSATION, &n_ids);
  if (n_ids > 0)
    od_view_list_refresh (self);
}

static GType
list_get_item_type (GListModel *model)
{
  return OD_TYPE_VIEW;
}

static guint
list_get_n_items (GListModel *model)
{
  return OD_VIEW_LIST (model)->views->len;
}

static gpointer
list_get_item (GListModel *model, guint position)
{
  OdViewList *self = OD_VIEW_LIST (model);

  return position < self->views->len ? g_object_ref (self->views->pdata[position]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = list_get_item_type;
  iface->get_n_items = list_get_n_items;
  iface->get_item = list_get_item;
}

static void
od_view_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  OdViewList *self = OD_VIEW_LIST (object);

  switch ((OdViewListProp) prop_id)
    {
    case PROP_N_CONVERSATIONS:
      g_value_set_int64 (value, self->n_conversations);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
od_view_list_dispose (GObject *object)
{
  OdViewList *self = OD_VIEW_LIST (object);

  g_cancellable_cancel (self->cancellable);
  if (self->refresh_id != 0)
    od_clock_remove_timeout (self->desk->clock, self->refresh_id);
  self->refresh_id = 0;
  G_OBJECT_CLASS (od_view_list_parent_class)->dispose (object);
}

static void
od_view_list_finalize (GObject *object)
{
  OdViewList *self = OD_VIEW_LIST (object);

  g_clear_pointer (&self->views, g_ptr_array_unref);
  g_clear_pointer (&self->asked, g_ptr_array_unref);
  g_clear_object (&self->accounts);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_view_list_parent_class)->finalize (object);
}

static void
od_view_list_class_init (OdViewListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = od_view_list_get_property;
  object_class->dispose = od_view_list_dispose;
  object_class->finalize = od_view_list_finalize;
  props[PROP_N_CONVERSATIONS] =
      g_param_spec_int64 ("n-conversations", NULL, NULL, -1, G_MAXINT64, -1,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
od_view_list_init (OdViewList *self)
{
  self->views = g_ptr_array_new_with_free_func (g_object_unref);
  self->cancellable = g_cancellable_new ();
  self->n_conversations = -1;
}

/**
 * od_view_list_new:
 * @accounts: whose channels get a line each
 */
OdViewList *
od_view_list_new (OdDesk *desk, OdAccountList *accounts)
{
  OdViewList *self = g_object_new (OD_TYPE_VIEW_LIST, NULL);

  self->desk = od_desk_ref (desk);
  self->accounts = g_object_ref (accounts);
  add_builtin_views (self);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (update_channels), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk->feed, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  update_channels (self);
  refresh_cb (self);
  return self;
}

/**
 * od_view_list_find:
 *
 * Returns: (transfer none) (nullable): the view of that id
 */
OdView *
od_view_list_find (OdViewList *self, const char *id)
{
  g_return_val_if_fail (OD_IS_VIEW_LIST (self), NULL);

  for (guint i = 0; i < self->views->len; i++)
    if (g_strcmp0 (((OdView *) self->views->pdata[i])->id, id) == 0)
      return self->views->pdata[i];
  return NULL;
}

/**
 * od_view_list_refresh:
 *
 * Counts again, a moment later: together with what else changes until then.
 */
void
od_view_list_refresh (OdViewList *self)
{
  g_return_if_fail (OD_IS_VIEW_LIST (self));

  if (self->refresh_id == 0)
    self->refresh_id =
        od_clock_add_timeout (self->desk->clock, G_USEC_PER_SEC / OD_LIMIT_REFRESHES_PER_S, refresh_cb, self, NULL);
}

/**
 * od_view_list_get_n_conversations:
 *
 * Returns: all conversations of the desk but spam; -1 if not known yet
 */
gint64
od_view_list_get_n_conversations (OdViewList *self)
{
  g_return_val_if_fail (OD_IS_VIEW_LIST (self), -1);

  return self->n_conversations;
}
