/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-palette"

#include "od-palette-private.h"

#include <math.h>
#include <string.h>

#include "od-limits.h"
#include "od-other-layout.h"

#define SLICE 200 /* canned replies made ready at once: well under the main loop's budget */
#define USE_POINTS 8
#define MAX_USE_POINTS 40
#define HALF_LIFE_US (14 * 86400 * (double) G_USEC_PER_SEC)

/**
 * OdPalette:
 *
 * One box over everything: commands, views, settings, canned replies, macros and operators, which are known, and
 * people and conversations, which the store is asked for. What is known is ranked within the call that sets the text;
 * the rest joins when it comes. Best first, by how well the name is met and how much it was used; with
 * nothing typed by when it was used last.
 */

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdPalette, od_palette, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

enum { RANKED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* ---- The list ---------------------------------------------------------------------- */

static GType
list_get_item_type (GListModel *model)
{
  return OD_TYPE_PALETTE_ITEM;
}

static guint
list_get_n_items (GListModel *model)
{
  return OD_PALETTE (model)->shown->len;
}

static gpointer
list_get_item (GListModel *model, guint position)
{
  OdPalette *self = OD_PALETTE (model);

  return position < self->shown->len ? g_object_ref (self->shown->pdata[position]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = list_get_item_type;
  iface->get_n_items = list_get_n_items;
  iface->get_item = list_get_item;
}

/* ---- Rank -------------------------------------------------------------------------- */

static int
compare (gconstpointer a, gconstpointer b)
{
  OdPaletteItem *one = *(OdPaletteItem *const *) a, *other = *(OdPaletteItem *const *) b;
  int by_points = od_palette_item_get_points (other) - od_palette_item_get_points (one);
  int by_kind = (int) od_palette_item_get (one)->kind - (int) od_palette_item_get (other)->kind;

  return by_points != 0 ? by_points : by_kind;
}

/* With nothing typed: what was done last is what is done again. */
static int
compare_use (gconstpointer a, gconstpointer b)
{
  gint64 one_us = od_palette_item_get_used_at_us (*(OdPaletteItem *const *) a);
  gint64 other_us = od_palette_item_get_used_at_us (*(OdPaletteItem *const *) b);

  return one_us != other_us ? (one_us < other_us) - (one_us > other_us) : compare (a, b);
}

/* Stable: what is equal stays in the order it was added in. */
static void
sort (GPtrArray *items, GCompareFunc by)
{
  GList *list = NULL;
  guint i = 0;

  if (items->len == 0) /* an empty array has no data */
    return;
  for (guint n = items->len; n > 0; n--)
    list = g_list_prepend (list, &items->pdata[n - 1]);
  list = g_list_sort (list, by);
  {
    g_autofree gpointer *sorted = g_new (gpointer, items->len + 1);

    for (GList *l = list; l != NULL; l = l->next)
      sorted[i++] = *(gpointer *) l->data;
    memcpy (items->pdata, sorted, items->len * sizeof (gpointer));
  }
  g_list_free (list);
}

static void
collect (OdPalette *self, GPtrArray *from, GPtrArray *into)
{
  for (guint i = 0; i < from->len; i++)
    {
      OdPaletteItem *item = from->pdata[i];
      int points = self->question.typed != NULL
                       ? od_palette_item_score (item, self->question.typed, self->question.turned)
                       : od_palette_item_get_usage (item);

      /* With nothing typed: what was used, and what one can do here. */
      if (points > 0 || (self->question.typed == NULL && od_palette_item_get (item)->kind == OD_PALETTE_COMMAND))
        g_ptr_array_add (into, g_object_ref (item));
    }
}

static void
replace_shown (OdPalette *self, GPtrArray *items)
{
  guint n_old = self->shown->len, n_new = items->len, head = 0, tail = 0;

  while (head < MIN (n_old, n_new) && self->shown->pdata[head] == items->pdata[head])
    head++;
  while (tail < MIN (n_old, n_new) - head && self->shown->pdata[n_old - 1 - tail] == items->pdata[n_new - 1 - tail])
    tail++;
  g_ptr_array_unref (self->shown);
  self->shown = g_ptr_array_ref (items);
  if (n_old != n_new || head < n_new)
    g_list_model_items_changed (G_LIST_MODEL (self), head, n_old - head - tail, n_new - head - tail);
}

/* What the operator has walked past stays above the rest, in its order. */
static GPtrArray *
put_held_first (OdPalette *self, GPtrArray *ranked)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < MIN (self->n_held, self->shown->len); i++)
    if (g_ptr_array_remove (ranked, self->shown->pdata[i]))
      g_ptr_array_add (items, g_object_ref (self->shown->pdata[i]));
  g_ptr_array_extend_and_steal (items, ranked);
  return items;
}

void
od_palette_rank (OdPalette *self)
{
  g_autoptr (GPtrArray) shown = NULL;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  if (self->question.typed == NULL) /* then it is the use that counts */
    for (guint i = 0; i < self->local->len; i++)
      od_palette_item_forget_question (self->local->pdata[i]);
  collect (self, self->local, items);
  collect (self, self->found, items);
  sort (items, self->question.typed != NULL ? compare : compare_use);
  shown = put_held_first (self, g_steal_pointer (&items));
  if (shown->len > OD_LIMIT_PALETTE_ITEMS)
    g_ptr_array_set_size (shown, OD_LIMIT_PALETTE_ITEMS);
  replace_shown (self, shown);
  g_signal_emit (self, signals[RANKED], 0);
}

/* ---- Use --------------------------------------------------------------------------- */

/* Often and lately; half of it is gone after two weeks. */
void
od_palette_weigh (OdPalette *self, OdPaletteItem *item)
{
  const OdPaletteOffer *offer = od_palette_item_get (item);
  g_autofree char *key = g_strconcat (od_palette_kind_get_name (offer->kind), "/", offer->ref, NULL);
  const OdUsage *usage = g_hash_table_lookup (self->usage, key);
  double age_us, weight;

  if (usage == NULL)
    return;
  age_us = (double) MAX (od_clock_get_real_us (self->desk->clock) - usage->used_at_us, 0);
  weight = MIN (USE_POINTS * log2 (1.0 + (double) usage->n), MAX_USE_POINTS) * exp2 (-age_us / HALF_LIFE_US);
  od_palette_item_set_usage (item, (int) ceil (weight), usage->used_at_us);
}

static void
usage_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = od_usage_port_load_finish (OD_USAGE_PORT (source), result, &error);
  OdPalette *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the palette is gone */
  if (rows == NULL)
    {
      g_info ("Nothing is known of what was used: %s", error->message);
      return;
    }
  self = OD_PALETTE (user_data);
  for (guint i = 0; i < rows->len; i++)
    {
      OdUsage *usage = rows->pdata[i];

      g_hash_table_insert (self->usage, g_strconcat (usage->kind, "/", usage->ref, NULL), usage);
    }
  g_ptr_array_set_free_func (rows, NULL);
  for (guint i = 0; i < self->local->len; i++)
    od_palette_weigh (self, self->local->pdata[i]);
  od_palette_rank (self);
}

static void
used_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!od_usage_port_add_finish (OD_USAGE_PORT (source), result, &error))
    g_info ("A use was not remembered: %s", error->message);
}

/* ---- What is loaded once ------------------------------------------------------------- */

static gboolean
canned_slice_cb (gpointer user_data)
{
  OdPalette *self = user_data;

  for (guint i = 0; i < SLICE && self->canned->len > 0; i++)
    {
      g_autoptr (OdCannedReply) reply = g_ptr_array_steal_index (self->canned, self->canned->len - 1);
      g_autofree char *code = g_strconcat ("/", reply->code, NULL);

      if (g_hash_table_add (self->codes, g_strdup (reply->code))) /* it stands for all its variants */
        od_palette_add (self, &(OdPaletteOffer){ .kind = OD_PALETTE_CANNED,
                                                 .ref = reply->code,
                                                 .title = *reply->title != '\0' ? reply->title : code,
                                                 .detail = code,
                                                 .icon_name = "od-chat-symbolic" });
    }
  if (self->canned->len > 0)
    return G_SOURCE_CONTINUE;
  self->canned_id = 0;
  g_clear_pointer (&self->canned, g_ptr_array_unref);
  g_hash_table_remove_all (self->codes);
  od_palette_rank (self);
  return G_SOURCE_REMOVE;
}

static void
canned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *replies = od_library_port_load_canned_finish (OD_LIBRARY_PORT (source), result, &error);
  OdPalette *self;

  if (replies == NULL)
    return; /* the palette is gone, or there are none to offer */
  self = OD_PALETTE (user_data);
  self->canned = replies;
  self->canned_id = g_idle_add (canned_slice_cb, self);
}

static void
add_numbered (OdPalette *self, OdPaletteKind kind, gint64 id, const char *title, const char *icon_name)
{
  g_autofree char *ref = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  od_palette_add (self, &(OdPaletteOffer){ .kind = kind, .ref = ref, .title = title, .icon_name = icon_name });
}

static void
macros_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) macros = od_macro_port_load_finish (OD_MACRO_PORT (source), result, &error);

  if (macros == NULL)
    return;
  for (guint i = 0; i < macros->len; i++)
    {
      const OdMacro *macro = macros->pdata[i];

      add_numbered (user_data, OD_PALETTE_MACRO, macro->id, macro->name, "od-bolt-symbolic");
    }
  od_palette_rank (user_data);
}

static void
operators_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) operators = od_operator_port_load_finish (OD_OPERATOR_PORT (source), result, &error);

  if (operators == NULL)
    return;
  for (guint i = 0; i < operators->len; i++)
    {
      const OdOperatorRow *row = operators->pdata[i];

      add_numbered (user_data, OD_PALETTE_OPERATOR, row->id, row->name, "od-assign-symbolic");
    }
  od_palette_rank (user_data);
}

/* ---- The object ------------------------------------------------------------------------ */

static void
clear_question (OdPaletteQuestion *question)
{
  g_clear_pointer (&question->text, g_free);
  g_clear_pointer (&question->other_layout, g_free);
  g_clear_pointer (&question->typed, od_palette_words_free);
  g_clear_pointer (&question->turned, od_palette_words_free);
}

static void
od_palette_dispose (GObject *object)
{
  OdPalette *self = OD_PALETTE (object);

  g_cancellable_cancel (self->loading);
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->loading);
  g_clear_object (&self->asking);
  g_clear_handle_id (&self->canned_id, g_source_remove);
  G_OBJECT_CLASS (od_palette_parent_class)->dispose (object);
}

static void
od_palette_finalize (GObject *object)
{
  OdPalette *self = OD_PALETTE (object);

  clear_question (&self->question);
  g_clear_pointer (&self->canned, g_ptr_array_unref);
  g_clear_pointer (&self->local, g_ptr_array_unref);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  g_clear_pointer (&self->usage, g_hash_table_unref);
  g_clear_pointer (&self->codes, g_hash_table_unref);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_palette_parent_class)->finalize (object);
}

static void
od_palette_class_init (OdPaletteClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_palette_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_palette_finalize;

  /**
   * OdPalette::ranked:
   *
   * The list is in its new order.
   */
  signals[RANKED] =
      g_signal_new ("ranked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
od_palette_init (OdPalette *self)
{
  self->local = g_ptr_array_new_with_free_func (g_object_unref);
  self->found = g_ptr_array_new_with_free_func (g_object_unref);
  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
  self->usage = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) od_usage_free);
  self->codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->loading = g_cancellable_new ();
  self->question.text = g_strdup ("");
}

OdPalette *
od_palette_new (OdDesk *desk)
{
  OdPalette *self = g_object_new (OD_TYPE_PALETTE, NULL);

  self->desk = od_desk_ref (desk);
  return self;
}

/**
 * od_palette_add:
 * @offer: what can be done or gone to, whatever is typed; shown from the next text on
 */
void
od_palette_add (OdPalette *self, const OdPaletteOffer *offer)
{
  OdPaletteItem *item;

  g_return_if_fail (OD_IS_PALETTE (self));

  item = od_palette_item_new (offer);
  od_palette_weigh (self, item);
  g_ptr_array_add (self->local, item);
}

/**
 * od_palette_set_is_offered:
 * @is_offered: whether what is loaded of @kind makes sense here; TRUE at first
 *
 * To be called before od_palette_load().
 */
void
od_palette_set_is_offered (OdPalette *self, OdPaletteKind kind, gboolean is_offered)
{
  g_return_if_fail (OD_IS_PALETTE (self));

  if (is_offered)
    self->left_out &= ~(1u << kind);
  else
    self->left_out |= 1u << kind;
}

static gboolean
is_kind_offered (OdPalette *self, OdPaletteKind kind)
{
  return (self->left_out & 1u << kind) == 0;
}

/**
 * od_palette_load:
 *
 * Fetches what is to be known without asking: canned replies, macros, operators and what was used. To be called once.
 */
void
od_palette_load (OdPalette *self)
{
  OdDesk *desk;

  g_return_if_fail (OD_IS_PALETTE (self));

  desk = self->desk;
  if (desk->tools.usage != NULL)
    od_usage_port_load_async (desk->tools.usage, self->loading, usage_cb, self);
  if (desk->library != NULL && is_kind_offered (self, OD_PALETTE_CANNED))
    od_library_port_load_canned_async (desk->library, self->loading, canned_cb, self);
  if (desk->tools.macros != NULL && is_kind_offered (self, OD_PALETTE_MACRO))
    od_macro_port_load_async (desk->tools.macros, self->loading, macros_cb, self);
  if (desk->operators != NULL && is_kind_offered (self, OD_PALETTE_OPERATOR))
    od_operator_port_load_async (desk->operators, self->loading, operators_cb, self);
  od_palette_rank (self);
}

/**
 * od_palette_set_text:
 * @text: as typed
 *
 * What is known is ranked when this returns.
 */
void
od_palette_set_text (OdPalette *self, const char *text)
{
  OdPaletteQuestion *question;

  g_return_if_fail (OD_IS_PALETTE (self));

  question = &self->question;
  clear_question (question);
  question->text = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), OD_LIMIT_PALETTE_CHARS));
  g_strstrip (question->text);
  if (*question->text != '\0')
    {
      question->other_layout = od_other_layout (question->text);
      question->typed = od_palette_words_new (question->text);
      if (question->other_layout != NULL)
        question->turned = od_palette_words_new (question->other_layout);
    }
  self->n_held = 0;
  g_ptr_array_set_size (self->found, 0);
  od_palette_rank (self);
  od_palette_ask_store (self);
}

/**
 * od_palette_use:
 * @item: what was chosen: it will rank higher
 */
void
od_palette_use (OdPalette *self, OdPaletteItem *item)
{
  const OdPaletteOffer *offer;

  g_return_if_fail (OD_IS_PALETTE (self));

  offer = od_palette_item_get (item);
  if (self->desk->tools.usage != NULL)
    od_usage_port_add_async (self->desk->tools.usage, od_palette_kind_get_name (offer->kind), offer->ref, NULL, used_cb,
                             NULL);
}
