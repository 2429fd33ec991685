/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-search-list"

#include "od-search-list.h"

#include "od-error.h"
#include "od-limits.h"
#include "od-text-marks.h"

#define MATCH_START '\002'
#define MATCH_END '\003'
#define SHOWN 100

/* ---- One message that matches ---- */

struct _OdSearchItem {
  GObject parent_instance;

  OdSearchHit *hit; /* (owned) */
};

G_DEFINE_FINAL_TYPE (OdSearchItem, od_search_item, G_TYPE_OBJECT)

static void
od_search_item_finalize (GObject *object)
{
  OdSearchItem *self = OD_SEARCH_ITEM (object);

  g_clear_pointer (&self->hit, od_search_hit_free);
  G_OBJECT_CLASS (od_search_item_parent_class)->finalize (object);
}

static void
od_search_item_class_init (OdSearchItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_search_item_finalize;
}

static void
od_search_item_init (OdSearchItem *self)
{
}

const OdSearchHit *
od_search_item_get_hit (OdSearchItem *self)
{
  g_return_val_if_fail (OD_IS_SEARCH_ITEM (self), NULL);

  return self->hit;
}

/**
 * od_search_item_dup_snippet:
 * @marks: (out) (transfer full) (element-type OdTextMark): what was met
 *
 * Returns: (transfer full): the text around the match, one line
 */
char *
od_search_item_dup_snippet (OdSearchItem *self, GArray **marks)
{
  GString *plain;
  guint start = 0;

  g_return_val_if_fail (OD_IS_SEARCH_ITEM (self), NULL);

  plain = g_string_new (NULL);
  *marks = g_array_new (FALSE, FALSE, sizeof (OdTextMark));
  for (const char *p = self->hit->snippet; *p != '\0'; p++)
    if (*p == MATCH_START)
      start = (guint) plain->len;
    else if (*p == MATCH_END)
      g_array_append_vals (*marks, &(OdTextMark){ start, (guint) plain->len }, 1);
    else
      g_string_append_c (plain, *p);
  return g_string_free (plain, FALSE);
}

/* ---- All of them ---- */

/**
 * OdSearchList:
 *
 * What was found, newest first. Each text is a question of its own; one that is still on
 * its way is given up when the next comes. The old hits stay until then, so that the list
 * does not flicker while somebody types.
 */
struct _OdSearchList {
  GObject parent_instance;

  OdDesk *desk;              /* (owned) */
  GPtrArray *items;          /* (owned) (element-type OdSearchItem) */
  GCancellable *cancellable; /* (owned) (nullable): of the question on its way */
  char *text;                /* (owned): what was asked last, "" for nothing */
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdSearchList, od_search_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

enum { FINISHED, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

static GType
list_get_item_type (GListModel *model)
{
  return OD_TYPE_SEARCH_ITEM;
}

static guint
list_get_n_items (GListModel *model)
{
  return OD_SEARCH_LIST (model)->items->len;
}

static gpointer
list_get_item (GListModel *model, guint position)
{
  OdSearchList *self = OD_SEARCH_LIST (model);

  return position < self->items->len ? g_object_ref (self->items->pdata[position]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = list_get_item_type;
  iface->get_n_items = list_get_n_items;
  iface->get_item = list_get_item;
}

/* @hits: (nullable): emptied */
static void
replace (OdSearchList *self, GPtrArray *hits)
{
  guint n_old = self->items->len;

  g_ptr_array_set_size (self->items, 0);
  for (guint i = 0; hits != NULL && i < hits->len; i++)
    {
      OdSearchItem *item = g_object_new (OD_TYPE_SEARCH_ITEM, NULL);

      item->hit = hits->pdata[i];
      g_ptr_array_add (self->items, item);
    }
  if (hits != NULL)
    g_ptr_array_set_free_func (hits, NULL);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_old, self->items->len);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GPtrArray) hits = NULL;
  g_autoptr (GError) error = NULL;
  OdSearchList *self;

  hits = od_search_port_search_finish (OD_SEARCH_PORT (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* a newer question was asked, or the list is gone */

  self = OD_SEARCH_LIST (user_data);
  g_clear_object (&self->cancellable);
  replace (self, hits);
  if (hits == NULL &&
      !g_error_matches (error, OD_ERROR, OD_ERROR_USAGE)) /* what is wrong with the question is said beside it */
    g_signal_emit (self, signals[FAILED], 0, error);
  g_signal_emit (self, signals[FINISHED], 0);
}

static void
od_search_list_dispose (GObject *object)
{
  OdSearchList *self = OD_SEARCH_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (od_search_list_parent_class)->dispose (object);
}

static void
od_search_list_finalize (GObject *object)
{
  OdSearchList *self = OD_SEARCH_LIST (object);

  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_search_list_parent_class)->finalize (object);
}

static void
od_search_list_class_init (OdSearchListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = od_search_list_dispose;
  object_class->finalize = od_search_list_finalize;

  /**
   * OdSearchList::finished:
   *
   * The hits are those of the last text.
   */
  signals[FINISHED] =
      g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * OdSearchList::failed:
   * @error: why there are none
   */
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
od_search_list_init (OdSearchList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->text = g_strdup ("");
}

OdSearchList *
od_search_list_new (OdDesk *desk)
{
  OdSearchList *self = g_object_new (OD_TYPE_SEARCH_LIST, NULL);

  self->desk = od_desk_ref (desk);
  return self;
}

static void
ask (OdSearchList *self)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  const OdSearchQuestion question = { .text = self->text,
                                      .limit = SHOWN,
                                      .operator_id = self->desk->operator_id,
                                      .now_us = od_clock_get_real_us (self->desk->clock),
                                      .zone = zone };

  od_search_port_search_async (self->desk->search, &question, self->cancellable, found_cb, self);
}

/**
 * od_search_list_set_text:
 * @text: as typed; white space around it does not count; nothing empties the list
 */
void
od_search_list_set_text (OdSearchList *self, const char *text)
{
  g_autofree char *wanted = NULL;

  g_return_if_fail (OD_IS_SEARCH_LIST (self));

  wanted = g_strstrip (g_strdup (text));
  if (g_str_equal (wanted, self->text))
    return;
  g_free (self->text);
  self->text = g_steal_pointer (&wanted);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (*self->text == '\0')
    {
      replace (self, NULL);
      g_signal_emit (self, signals[FINISHED], 0);
      return;
    }
  self->cancellable = g_cancellable_new ();
  ask (self);
}

/**
 * od_search_list_get_is_busy:
 *
 * Returns: whether an answer is still to come
 */
gboolean
od_search_list_get_is_busy (OdSearchList *self)
{
  g_return_val_if_fail (OD_IS_SEARCH_LIST (self), FALSE);

  return self->cancellable != NULL;
}
