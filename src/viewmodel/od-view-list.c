/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-view-list"

#include "od-view-list.h"

#include <glib/gi18n.h>

#include "od-query.h"
#include "od-view-counter.h"

#define MOST_TAGS 20
#define TAGS_INTERVAL_US (10 * (gint64) G_USEC_PER_SEC) /* tags come and go with conversations */

/**
 * OdViewList:
 *
 * The sidebar: the views that every desk has, those that operators made, one for each channel
 * with an account and one for each tag in use. The numbers follow the change feed.
 */
struct _OdViewList {
  GObject parent_instance;

  OdDesk *desk;            /* (owned) */
  OdAccountList *accounts; /* (owned) */
  GPtrArray *views;        /* (owned) (element-type OdView): section by section */
  guint n_of[OD_N_VIEW_KIND];
  OdViewCounter *plain;      /* (owned): of views without a filter, and of the whole desk */
  OdViewCounter *filtered;   /* (owned): of those with one */
  GCancellable *cancellable; /* (owned) */
  guint tags_id;             /* timeout of the clock */
  guint n_loading;           /* answers that are still to come before it is complete */
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdViewList, od_view_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

typedef enum {
  PROP_N_CONVERSATIONS = 1,
  PROP_IS_LOADED,
} OdViewListProp;

static GParamSpec *props[PROP_IS_LOADED + 1];

/* ---- Which there are ---- */

/* assignee: 0 anybody, -1 nobody, 1 stands for whoever sits here */
static const struct {
  const char *id;
  const char *title;
  const char *icon_name;
  OdScope scope;
  OdOrder order;
  int assignee;
} builtin[] = {
  { "inbox", N_ ("Inbox"), "od-inbox-symbolic", OD_SCOPE_INBOX, OD_ORDER_URGENT, 0 },
  { "mine", N_ ("Mine"), "od-person-symbolic", OD_SCOPE_INBOX, OD_ORDER_URGENT, 1 },
  { "unassigned", N_ ("Unassigned"), "od-nobody-symbolic", OD_SCOPE_INBOX, OD_ORDER_URGENT, -1 },
  { "late", N_ ("Late"), "od-late-symbolic", OD_SCOPE_LATE, OD_ORDER_URGENT, 0 },
  { "waiting", N_ ("Waiting for customer"), "od-hourglass-symbolic", OD_SCOPE_WAITING, OD_ORDER_OLDEST, 0 },
  { "snoozed", N_ ("Snoozed"), "od-moon-symbolic", OD_SCOPE_SNOOZED, OD_ORDER_ACTIVITY, 0 },
  { "resolved", N_ ("Resolved"), "od-check-symbolic", OD_SCOPE_RESOLVED, OD_ORDER_ACTIVITY, 0 },
  { "all", N_ ("All"), "od-archive-symbolic", OD_SCOPE_ALL, OD_ORDER_ACTIVITY, 0 },
  { "mentions", N_ ("Mentions"), "od-mention-symbolic", OD_SCOPE_MENTIONS, OD_ORDER_ACTIVITY, 1 },
  { "spam", N_ ("Spam"), "od-spam-symbolic", OD_SCOPE_SPAM, OD_ORDER_ACTIVITY, 0 },
};

static void
add_builtin_views (OdViewList *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (builtin); i++)
    {
      OdViewQuery query = { .scope = builtin[i].scope, .order = builtin[i].order };

      query.assignee_id = builtin[i].assignee > 0 ? self->desk->operator_id : builtin[i].assignee;
      g_ptr_array_add (self->views, od_view_new (OD_VIEW_BUILTIN, builtin[i].id, _ (builtin[i].title),
                                                 builtin[i].icon_name, &query));
    }
  self->n_of[OD_VIEW_BUILTIN] = G_N_ELEMENTS (builtin);
}

static guint
section_start (OdViewList *self, OdViewKind kind)
{
  guint start = 0;

  for (guint i = 0; i < kind; i++)
    start += self->n_of[i];
  return start;
}

/* Views that stay are the same objects, so that a selection stays, too. */
static void
take_section (OdViewList *self, OdViewKind kind, GPtrArray *fresh)
{
  guint start = section_start (self, kind), n_old = self->n_of[kind];
  gboolean same = fresh->len == n_old;

  for (guint i = 0; same && i < n_old; i++)
    same = fresh->pdata[i] == self->views->pdata[start + i];
  if (same)
    return;
  if (n_old > 0)
    g_ptr_array_remove_range (self->views, start, n_old);
  for (guint i = 0; i < fresh->len; i++)
    g_ptr_array_insert (self->views, (int) (start + i), g_object_ref (fresh->pdata[i]));
  self->n_of[kind] = fresh->len;
  g_list_model_items_changed (G_LIST_MODEL (self), start, n_old, fresh->len);
  od_view_list_refresh (self);
}

static OdView *
make_channel_view (OdViewList *self, const char *id, const char *channel)
{
  g_autofree char *name = od_channel_info_dup_name (self->desk->channels, channel);
  const OdViewQuery query = { .scope = OD_SCOPE_INBOX, .order = OD_ORDER_URGENT, .channel = channel };

  return od_view_new (OD_VIEW_CHANNEL, id, name, od_channel_info_get_icon (self->desk->channels, channel), &query);
}

/* One view per channel with an account, in the order of the accounts. */
static void
update_channels (OdViewList *self)
{
  g_autoptr (GPtrArray) fresh = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->accounts)); i++)
    {
      g_autoptr (OdAccountItem) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);
      const char *channel = g_intern_string (od_account_item_get_row (account)->channel);
      g_autofree char *id = g_strconcat ("channel:", channel, NULL);
      OdView *known = od_view_list_find (self, id);
      gboolean is_here = FALSE;

      for (guint f = 0; f < fresh->len; f++)
        is_here |= od_view_get_query (fresh->pdata[f])->channel == channel;
      if (!is_here)
        g_ptr_array_add (fresh, known != NULL ? g_object_ref (known) : make_channel_view (self, id, channel));
    }
  take_section (self, OD_VIEW_CHANNEL, fresh);
}

static void
finish_loading (OdViewList *self)
{
  if (self->n_loading == 0)
    return;
  self->n_loading--;
  if (self->n_loading == 0)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_LOADED]);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) saved = od_view_port_load_finish (OD_VIEW_PORT (source), result, &error);
  g_autoptr (GPtrArray) fresh = NULL;
  OdViewList *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the list may be gone */
  self = OD_VIEW_LIST (user_data);
  if (saved == NULL)
    g_info ("Could not read the views: %s", error->message); /* those that are shown stay */
  else
    {
      fresh = g_ptr_array_new_with_free_func (g_object_unref);
      for (guint i = 0; i < saved->len; i++)
        {
          const OdSavedView *one = saved->pdata[i];
          g_autofree char *id = g_strdup_printf ("saved:%" G_GINT64_FORMAT, one->id);
          OdView *known = od_view_list_find (self, id);

          if (known != NULL)
            od_view_set_saved (known, one);
          g_ptr_array_add (fresh, known != NULL ? g_object_ref (known) : od_view_new_saved (one));
        }
      take_section (self, OD_VIEW_SAVED, fresh);
      od_view_counter_count_later (self->filtered);
    }
  finish_loading (self);
}

static OdView *
make_tag_view (const char *id, const char *tag)
{
  OdQueryNode node = { .kind = OD_QUERY_FIELD, .field = OD_QUERY_TAG, .value = (char *) tag };
  g_autofree char *filter = od_query_node_to_text (&node);
  const OdViewQuery query = { .scope = OD_SCOPE_INBOX, .order = OD_ORDER_URGENT, .filter = filter };

  return od_view_new (OD_VIEW_TAG, id, tag, "od-tag-symbolic", &query);
}

static int
compare_titles (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (od_view_get_title (*(OdView *const *) a), od_view_get_title (*(OdView *const *) b));
}

static void
tags_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tags = od_view_port_load_tags_finish (OD_VIEW_PORT (source), result, &error);
  OdViewList *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = OD_VIEW_LIST (user_data);
  if (tags == NULL)
    g_info ("Could not read the tags: %s", error->message);
  else
    {
      g_autoptr (GPtrArray) fresh = g_ptr_array_new_with_free_func (g_object_unref);

      for (guint i = 0; i < MIN (tags->len, MOST_TAGS); i++)
        {
          g_autofree char *id = g_strconcat ("tag:", tags->pdata[i], NULL);
          OdView *known = od_view_list_find (self, id);

          g_ptr_array_add (fresh, known != NULL ? g_object_ref (known) : make_tag_view (id, tags->pdata[i]));
        }
      g_ptr_array_sort (fresh, compare_titles);
      take_section (self, OD_VIEW_TAG, fresh);
    }
  finish_loading (self);
}

static void
load_made_views (OdViewList *self)
{
  if (self->desk->tools.views == NULL)
    return;
  od_view_port_load_async (self->desk->tools.views, self->cancellable, saved_cb, self);
  od_view_port_load_tags_async (self->desk->tools.views, self->cancellable, tags_cb, self);
}

static void
on_counted (OdViewList *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_CONVERSATIONS]);
}

static gboolean
load_tags_cb (gpointer user_data)
{
  OdViewList *self = user_data;

  self->tags_id = 0;
  od_view_port_load_tags_async (self->desk->tools.views, self->cancellable, tags_cb, self);
  return G_SOURCE_REMOVE;
}

static void
on_changed (OdViewList *self, OdChangeSet *changes)
{
  guint n_ids;

  od_change_set_get (changes, OD_CHANGE_CONVERSATION, &n_ids);
  if (n_ids > 0)
    od_view_list_refresh (self);
  if (n_ids > 0 && self->tags_id == 0 && self->desk->tools.views != NULL)
    self->tags_id = od_clock_add_timeout (self->desk->clock, TAGS_INTERVAL_US, load_tags_cb, self, NULL);
  od_change_set_get (changes, OD_CHANGE_LIBRARY, &n_ids);
  if (n_ids > 0)
    load_made_views (self);
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
      g_value_set_int64 (value, od_view_list_get_n_conversations (self));
      break;
    case PROP_IS_LOADED:
      g_value_set_boolean (value, od_view_list_get_is_loaded (self));
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
  if (self->tags_id != 0)
    od_clock_remove_timeout (self->desk->clock, self->tags_id);
  self->tags_id = 0;
  g_clear_object (&self->plain);
  g_clear_object (&self->filtered);
  G_OBJECT_CLASS (od_view_list_parent_class)->dispose (object);
}

static void
od_view_list_finalize (GObject *object)
{
  OdViewList *self = OD_VIEW_LIST (object);

  g_clear_pointer (&self->views, g_ptr_array_unref);
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
  props[PROP_IS_LOADED] = g_param_spec_boolean ("is-loaded", NULL, NULL, FALSE,
                                                G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
od_view_list_init (OdViewList *self)
{
  self->views = g_ptr_array_new_with_free_func (g_object_unref);
  self->cancellable = g_cancellable_new ();
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
  self->plain = od_view_counter_new (desk, self->views, FALSE);
  self->filtered = od_view_counter_new (desk, self->views, TRUE);
  g_signal_connect_object (self->plain, "counted", G_CALLBACK (on_counted), self, G_CONNECT_SWAPPED);
  add_builtin_views (self);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (update_channels), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk->feed, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  update_channels (self);
  self->n_loading = desk->tools.views != NULL ? 2 : 0;
  load_made_views (self);
  od_view_counter_count (self->plain);
  return self;
}

/**
 * od_view_list_get_is_loaded:
 *
 * Returns: whether the views that operators made, and those of tags, are in it
 */
gboolean
od_view_list_get_is_loaded (OdViewList *self)
{
  g_return_val_if_fail (OD_IS_VIEW_LIST (self), FALSE);

  return self->n_loading == 0;
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
    if (g_strcmp0 (od_view_get_id (self->views->pdata[i]), id) == 0)
      return self->views->pdata[i];
  return NULL;
}

/**
 * od_view_list_get_position:
 *
 * Returns: where @view stands among those of its kind, from 0; -1 if it is gone
 */
int
od_view_list_get_position (OdViewList *self, OdView *view)
{
  guint start;

  g_return_val_if_fail (OD_IS_VIEW_LIST (self) && OD_IS_VIEW (view), -1);

  start = section_start (self, od_view_get_kind (view));
  for (guint i = 0; i < self->n_of[od_view_get_kind (view)]; i++)
    if (self->views->pdata[start + i] == view)
      return (int) i;
  return -1;
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

  od_view_counter_count_later (self->plain);
  od_view_counter_count_later (self->filtered);
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

  return od_view_counter_get_n_conversations (self->plain);
}
