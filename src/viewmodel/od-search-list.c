/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-search-list"

#include "od-search-list.h"

#include <glib/gi18n.h>

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
  guint n_group;    /* of the first of a group: how many are in it; 0 of the others */
  gboolean is_full; /* there may be more than were asked for */
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

OdSearchGroup
od_search_item_get_group (OdSearchItem *self)
{
  g_return_val_if_fail (OD_IS_SEARCH_ITEM (self), OD_SEARCH_GROUP_MESSAGES);

  switch (self->hit->what)
    {
    case OD_SEARCH_WHAT_PERSON:
    case OD_SEARCH_WHAT_FIELD:
    case OD_SEARCH_WHAT_NOTE:
      return OD_SEARCH_GROUP_PEOPLE;
    case OD_SEARCH_WHAT_FILE:
      return OD_SEARCH_GROUP_FILES;
    case OD_SEARCH_WHAT_MESSAGE:
    default:
      return OD_SEARCH_GROUP_MESSAGES;
    }
}

/**
 * od_search_item_dup_heading:
 *
 * Returns: (transfer full) (nullable): of the first of a group, what stands over it: "Messages · 12"
 */
char *
od_search_item_dup_heading (OdSearchItem *self)
{
  static const char *const titles[OD_N_SEARCH_GROUP] = {
    [OD_SEARCH_GROUP_PEOPLE] = NC_ ("found", "Customers"),
    [OD_SEARCH_GROUP_MESSAGES] = NC_ ("found", "Messages"),
    [OD_SEARCH_GROUP_FILES] = NC_ ("found", "Files"),
  };

  g_return_val_if_fail (OD_IS_SEARCH_ITEM (self), NULL);

  if (self->n_group == 0)
    return NULL;
  return g_strdup_printf ("%s · %'u%s", g_dpgettext2 (NULL, "found", titles[od_search_item_get_group (self)]),
                          self->n_group, self->is_full ? "+" : "");
}

/**
 * od_search_item_is_same:
 *
 * Returns: whether both are the same hit, maybe of two questions
 */
gboolean
od_search_item_is_same (OdSearchItem *self, OdSearchItem *other)
{
  g_return_val_if_fail (OD_IS_SEARCH_ITEM (self) && OD_IS_SEARCH_ITEM (other), FALSE);

  return self->hit->what == other->hit->what && self->hit->message_id == other->hit->message_id &&
         self->hit->customer_id == other->hit->customer_id;
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
 * What was found: people, messages, files, and of each the newest first. Each text is a question of its own; one that is still on
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

/* Takes the hits of one group out of @hits, in their order. */
static void
add_group (OdSearchList *self, OdSearchGroup group, GPtrArray *hits)
{
  guint start = self->items->len;

  for (guint i = 0; i < hits->len; i++)
    {
      g_autoptr (OdSearchItem) item = NULL;

      if (hits->pdata[i] == NULL)
        continue;
      item = g_object_new (OD_TYPE_SEARCH_ITEM, NULL);
      item->hit = hits->pdata[i];
      item->is_full = hits->len >= SHOWN;
      if (od_search_item_get_group (item) == group)
        {
          hits->pdata[i] = NULL;
          g_ptr_array_add (self->items, g_steal_pointer (&item));
        }
      else
        item->hit = NULL; /* of another one */
    }
  if (self->items->len > start)
    ((OdSearchItem *) self->items->pdata[start])->n_group = self->items->len - start;
}

static void
free_hit (gpointer hit)
{
  if (hit != NULL)
    od_search_hit_free (hit);
}

/* @hits: (nullable): emptied */
static void
replace (OdSearchList *self, GPtrArray *hits)
{
  guint n_old = self->items->len;

  g_ptr_array_set_size (self->items, 0);
  for (guint group = 0; hits != NULL && group < OD_N_SEARCH_GROUP; group++)
    add_group (self, (OdSearchGroup) group, hits);
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
  if (hits != NULL)
    g_ptr_array_set_free_func (hits, free_hit);
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

/**
 * od_search_list_dup_words:
 *
 * Returns: (transfer full): how much was found, for people
 */
char *
od_search_list_dup_words (OdSearchList *self)
{
  guint n;

  g_return_val_if_fail (OD_IS_SEARCH_LIST (self), NULL);

  n = self->items->len;
  if (n >= SHOWN)
    return g_strdup_printf (ngettext ("The newest hit", "The newest %'u hits", n), n);
  for (guint i = 0; i < n; i++)
    if (od_search_item_get_group (self->items->pdata[i]) != OD_SEARCH_GROUP_MESSAGES)
      return g_strdup_printf (ngettext ("%'u hit", "%'u hits", n), n);
  return g_strdup_printf (ngettext ("%'u message found", "%'u messages found", n), n);
}
