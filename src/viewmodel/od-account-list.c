/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-account-list"

#include "od-account-list.h"

#include <glib/gi18n.h>
#include <string.h>

#include "od-health-words.h"

/* A gap ends as long ago as the other side keeps messages, a day or so; whoever works here shall see it once. */
#define GAP_NEWS_US (3 * 24 * 3600 * (gint64) G_USEC_PER_SEC)

/* ---- One account ---- */

/**
 * OdAccountItem:
 *
 * An account and how it is doing. "changed" tells of a new state; the object stays.
 */
struct _OdAccountItem {
  GObject parent_instance;

  OdAccountRow *row; /* (owned) */
};

G_DEFINE_FINAL_TYPE (OdAccountItem, od_account_item, G_TYPE_OBJECT)

static guint item_changed_signal;

static void
od_account_item_finalize (GObject *object)
{
  OdAccountItem *self = OD_ACCOUNT_ITEM (object);

  g_clear_pointer (&self->row, od_account_row_free);
  G_OBJECT_CLASS (od_account_item_parent_class)->finalize (object);
}

static void
od_account_item_class_init (OdAccountItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_account_item_finalize;

  /**
   * OdAccountItem::changed:
   *
   * Its row is another one.
   */
  item_changed_signal =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
od_account_item_init (OdAccountItem *self)
{
}

/**
 * od_account_item_get_row:
 *
 * Returns: (transfer none): valid until the next "changed"
 */
const OdAccountRow *
od_account_item_get_row (OdAccountItem *self)
{
  g_return_val_if_fail (OD_IS_ACCOUNT_ITEM (self), NULL);

  return self->row;
}

/**
 * od_account_item_dup_state_words:
 *
 * Returns: (transfer full): how it is doing, for people; with the reason if it is not well
 */
char *
od_account_item_dup_state_words (OdAccountItem *self)
{
  g_return_val_if_fail (OD_IS_ACCOUNT_ITEM (self), NULL);

  return od_health_words_state (self->row);
}

/* A page of the provider's, where an address is the last word; others are served by us. */
#define ELSEWHERE "https://t.me/"

static gboolean
is_elsewhere (const OdAccountRow *row)
{
  return g_str_has_prefix (row->url, ELSEWHERE);
}

/**
 * od_account_item_dup_page_url:
 *
 * Returns: (transfer full) (nullable): the customer's page; %NULL unless it is served, or known
 */
char *
od_account_item_dup_page_url (OdAccountItem *self)
{
  g_return_val_if_fail (OD_IS_ACCOUNT_ITEM (self), NULL);

  if (self->row->url == NULL || is_elsewhere (self->row))
    return g_strdup (self->row->url);
  return g_strconcat (self->row->url, "/chat", NULL);
}

/**
 * od_account_item_dup_address:
 *
 * Returns: (transfer full) (nullable): what customers look for to write there, like "@shop_bot"
 */
char *
od_account_item_dup_address (OdAccountItem *self)
{
  g_return_val_if_fail (OD_IS_ACCOUNT_ITEM (self), NULL);

  if (self->row->url == NULL || !is_elsewhere (self->row))
    return NULL;
  return g_strconcat ("@", self->row->url + strlen (ELSEWHERE), NULL);
}

/**
 * od_account_item_dup_script:
 *
 * Returns: (transfer full) (nullable): the one line that puts the chat on a site
 */
char *
od_account_item_dup_script (OdAccountItem *self)
{
  g_return_val_if_fail (OD_IS_ACCOUNT_ITEM (self), NULL);

  if (self->row->url == NULL || is_elsewhere (self->row))
    return NULL;
  return g_strdup_printf ("<script src=\"%s/widget.js\" async></script>", self->row->url);
}

/* ---- All of them ---- */

/**
 * OdAccountList:
 *
 * The accounts of the desk, by name.
 */
struct _OdAccountList {
  GObject parent_instance;

  OdDesk *desk;              /* (owned) */
  GPtrArray *items;          /* (owned) (element-type OdAccountItem) */
  GCancellable *cancellable; /* (owned) */
  gboolean is_loaded;
  gboolean is_asking;
  gboolean is_stale;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdAccountList, od_account_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static guint list_changed_signal;

static GType
list_get_item_type (GListModel *model)
{
  return OD_TYPE_ACCOUNT_ITEM;
}

static guint
list_get_n_items (GListModel *model)
{
  return OD_ACCOUNT_LIST (model)->items->len;
}

static gpointer
list_get_item (GListModel *model, guint position)
{
  OdAccountList *self = OD_ACCOUNT_LIST (model);

  return position < self->items->len ? g_object_ref (self->items->pdata[position]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = list_get_item_type;
  iface->get_n_items = list_get_n_items;
  iface->get_item = list_get_item;
}

/* The same accounts in the same order: only their rows are new. */
static gboolean
update_in_place (OdAccountList *self, GPtrArray *rows)
{
  if (rows->len != self->items->len)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (((OdAccountRow *) rows->pdata[i])->id != ((OdAccountItem *) self->items->pdata[i])->row->id)
      return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      OdAccountItem *item = self->items->pdata[i];

      od_account_row_free (item->row);
      item->row = rows->pdata[i];
      rows->pdata[i] = NULL;
      g_signal_emit (item, item_changed_signal, 0);
    }
  g_ptr_array_set_free_func (rows, NULL);
  return TRUE;
}

static void
replace (OdAccountList *self, GPtrArray *rows)
{
  guint n_old = self->items->len;

  g_ptr_array_set_size (self->items, 0);
  for (guint i = 0; i < rows->len; i++)
    {
      OdAccountItem *item = g_object_new (OD_TYPE_ACCOUNT_ITEM, NULL);

      item->row = rows->pdata[i];
      g_ptr_array_add (self->items, item);
    }
  g_ptr_array_set_free_func (rows, NULL);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_old, self->items->len);
}

static void ask (OdAccountList *self);

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  OdAccountList *self;

  rows = od_account_port_list_finish (OD_ACCOUNT_PORT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = OD_ACCOUNT_LIST (user_data);
  self->is_asking = FALSE;
  if (rows == NULL)
    g_warning ("Could not list the accounts: %s", error->message);
  else
    {
      self->is_loaded = TRUE;
      if (!update_in_place (self, rows))
        replace (self, rows);
      g_signal_emit (self, list_changed_signal, 0);
    }
  if (self->is_stale)
    ask (self);
}

static void
ask (OdAccountList *self)
{
  self->is_stale = self->is_asking;
  if (self->is_asking)
    return;
  self->is_asking = TRUE;
  od_account_port_list_async (self->desk->accounts, self->cancellable, listed_cb, self);
}

static void
on_changed (OdAccountList *self, OdChangeSet *changes)
{
  guint n_ids;

  od_change_set_get (changes, OD_CHANGE_ACCOUNT, &n_ids);
  if (n_ids > 0)
    ask (self);
}

static void
od_account_list_dispose (GObject *object)
{
  g_cancellable_cancel (OD_ACCOUNT_LIST (object)->cancellable);
  G_OBJECT_CLASS (od_account_list_parent_class)->dispose (object);
}

static void
od_account_list_finalize (GObject *object)
{
  OdAccountList *self = OD_ACCOUNT_LIST (object);

  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_account_list_parent_class)->finalize (object);
}

static void
od_account_list_class_init (OdAccountListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = od_account_list_dispose;
  object_class->finalize = od_account_list_finalize;

  /**
   * OdAccountList::changed:
   *
   * Accounts came, went or are in another state; also after the first answer, if it is empty.
   */
  list_changed_signal =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
od_account_list_init (OdAccountList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->cancellable = g_cancellable_new ();
}

OdAccountList *
od_account_list_new (OdDesk *desk)
{
  OdAccountList *self = g_object_new (OD_TYPE_ACCOUNT_LIST, NULL);

  self->desk = od_desk_ref (desk);
  g_signal_connect_object (desk->feed, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  ask (self);
  return self;
}

/**
 * od_account_list_refresh:
 *
 * Asks how they are doing now: most of their health moves without being told.
 */
void
od_account_list_refresh (OdAccountList *self)
{
  g_return_if_fail (OD_IS_ACCOUNT_LIST (self));

  ask (self);
}

/**
 * od_account_list_get_is_loaded:
 *
 * Returns: whether an empty list means that there is no account
 */
gboolean
od_account_list_get_is_loaded (OdAccountList *self)
{
  g_return_val_if_fail (OD_IS_ACCOUNT_LIST (self), FALSE);

  return self->is_loaded;
}

/**
 * od_account_list_find:
 *
 * Returns: (transfer none) (nullable): how it is doing; valid until the next "changed". %NULL: not known (yet)
 */
const OdAccountRow *
od_account_list_find (OdAccountList *self, gint64 account_id)
{
  g_return_val_if_fail (OD_IS_ACCOUNT_LIST (self), NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      const OdAccountRow *row = ((OdAccountItem *) self->items->pdata[i])->row;

      if (row->id == account_id)
        return row;
    }
  return NULL;
}

/**
 * od_account_list_dup_trouble:
 *
 * Returns: (transfer full) (nullable): a sentence about the first account that customers can't
 *   reach; %NULL if all is well
 */
char *
od_account_list_dup_trouble (OdAccountList *self)
{
  g_return_val_if_fail (OD_IS_ACCOUNT_LIST (self), NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      const OdAccountRow *row = ((OdAccountItem *) self->items->pdata[i])->row;

      if (row->state == OD_ACCOUNT_AUTH && row->error != NULL)
        /* TRANSLATORS: account and reason: "“Shop” needs you: the key ring is locked …" */
        return g_strdup_printf (_ ("“%1$s” needs you: %2$s"), row->name, row->error);
      if (row->state == OD_ACCOUNT_ERROR && row->error != NULL)
        /* TRANSLATORS: account and reason: "“Shop” can't be reached by customers: port 8080 is in use" */
        return g_strdup_printf (_ ("“%1$s” can't be reached by customers: %2$s"), row->name, row->error);
      if (row->state == OD_ACCOUNT_ERROR)
        return g_strdup_printf (_ ("“%s” can't be reached by customers."), row->name);
    }
  return NULL;
}

/**
 * od_account_list_dup_gap:
 * @after_us: what ended by then is known already; 0: nothing is
 * @now_us: real time
 * @until_us: (out): when it ended
 *
 * Returns: (transfer full) (nullable): a sentence about the account that was away for so long that messages got lost,
 *   for some days after; of several, the one that came back first; %NULL if there is none
 */
char *
od_account_list_dup_gap (OdAccountList *self, gint64 after_us, gint64 now_us, GTimeZone *zone, gint64 *until_us)
{
  char *found = NULL;

  g_return_val_if_fail (OD_IS_ACCOUNT_LIST (self), NULL);

  *until_us = G_MAXINT64;
  for (guint i = 0; i < self->items->len; i++)
    {
      const OdAccountRow *row = ((OdAccountItem *) self->items->pdata[i])->row;
      gint64 gap_us = row->health.gap_until_us;
      g_autofree char *words = od_health_words_line (row, OD_HEALTH_GAP, 0, now_us, zone);

      if (words == NULL || gap_us <= after_us || gap_us >= *until_us || now_us - gap_us >= GAP_NEWS_US)
        continue;
      *until_us = gap_us;
      g_free (found);
      /* TRANSLATORS: an account and what happened: "“Shop bot”: What customers wrote between … may never come …" */
      found = g_strdup_printf (_ ("“%1$s”: %2$s"), row->name, words);
    }
  return found;
}

/**
 * od_account_list_dup_waiting_for_key_ring:
 *
 * Returns: (transfer full) (nullable): the names of the accounts that a locked key ring keeps from connecting, for a
 *   sentence; %NULL if there is none
 */
char *
od_account_list_dup_waiting_for_key_ring (OdAccountList *self)
{
  g_autoptr (GString) names = g_string_new (NULL);

  g_return_val_if_fail (OD_IS_ACCOUNT_LIST (self), NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      const OdAccountRow *row = ((OdAccountItem *) self->items->pdata[i])->row;

      if (row->health.trouble != OD_ACCOUNT_TROUBLE_RING_LOCKED)
        continue;
      /* TRANSLATORS: one name of several, and what stands between two of them */
      g_string_append_printf (names, names->len > 0 ? _ (", “%s”") : _ ("“%s”"), row->name);
    }
  return names->len > 0 ? g_string_free (g_steal_pointer (&names), FALSE) : NULL;
}
