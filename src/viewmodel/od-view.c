/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-view"

#include "od-view.h"

#include <glib/gi18n.h>

#define DEFAULT_ICON "od-filter-symbolic"

/**
 * OdView:
 *
 * One line of the sidebar: a question with a name, how many answers it has, and in how many of
 * them a customer waits.
 */
struct _OdView {
  GObject parent_instance;

  char *id;            /* (owned): "inbox", "mine", … or "saved:12", "channel:webchat", "tag:vip" */
  char *title;         /* (owned): translated */
  char *icon_name;     /* (owned): symbolic */
  OdViewQuery query;   /* od_view_query_set() */
  OdSavedView *saved;  /* (owned) (nullable): of OD_VIEW_SAVED */
  gint64 n_unanswered; /* -1 if not known */
  gint64 n_total;      /* likewise */
  OdViewKind kind;
};

G_DEFINE_FINAL_TYPE (OdView, od_view, G_TYPE_OBJECT)

typedef enum {
  PROP_N_UNANSWERED = 1,
  PROP_N_TOTAL,
} OdViewProp;

static GParamSpec *props[PROP_N_TOTAL + 1];

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
od_view_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  OdView *self = OD_VIEW (object);

  switch ((OdViewProp) prop_id)
    {
    case PROP_N_UNANSWERED:
      g_value_set_int64 (value, self->n_unanswered);
      break;
    case PROP_N_TOTAL:
      g_value_set_int64 (value, self->n_total);
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
  od_view_query_clear (&self->query);
  g_clear_pointer (&self->saved, od_saved_view_free);
  G_OBJECT_CLASS (od_view_parent_class)->finalize (object);
}

static void
od_view_class_init (OdViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = od_view_get_property;
  object_class->finalize = od_view_finalize;
  props[PROP_N_UNANSWERED] = g_param_spec_int64 ("n-unanswered", NULL, NULL, -1, G_MAXINT64, -1, flags);
  props[PROP_N_TOTAL] = g_param_spec_int64 ("n-total", NULL, NULL, -1, G_MAXINT64, -1, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  /**
   * OdView::changed:
   *
   * It has another name, icon, filter or order.
   */
  signals[CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
od_view_init (OdView *self)
{
  self->n_unanswered = self->n_total = -1;
}

/**
 * od_view_new:
 * @id: unique, and the same in every run
 * @title: translated
 * @query: copied, with its filter and its ids
 */
OdView *
od_view_new (OdViewKind kind, const char *id, const char *title, const char *icon_name, const OdViewQuery *query)
{
  OdView *self = g_object_new (OD_TYPE_VIEW, NULL);

  self->kind = kind;
  self->id = g_strdup (id);
  self->title = g_strdup (title);
  self->icon_name = g_strdup (icon_name);
  od_view_query_set (&self->query, query);
  return self;
}

/**
 * od_view_new_saved:
 * @saved: copied; it has a row in the store
 */
OdView *
od_view_new_saved (const OdSavedView *saved)
{
  const OdViewQuery query = { .scope = OD_SCOPE_ALL };
  g_autofree char *id = g_strdup_printf ("saved:%" G_GINT64_FORMAT, saved->id);
  OdView *self = od_view_new (OD_VIEW_SAVED, id, "", "", &query);

  od_view_set_saved (self, saved);
  return self;
}

static gboolean
same_saved (const OdSavedView *a, const OdSavedView *b)
{
  return a != NULL && a->id == b->id && a->order == b->order && g_str_equal (a->name, b->name) &&
         g_str_equal (a->icon, b->icon) && g_str_equal (a->query, b->query);
}

/**
 * od_view_set_saved:
 * @saved: what an operator made of it; copied
 */
void
od_view_set_saved (OdView *self, const OdSavedView *saved)
{
  OdViewQuery query = self->query;
  OdSavedView *copy;

  g_return_if_fail (OD_IS_VIEW (self) && self->kind == OD_VIEW_SAVED);

  if (same_saved (self->saved, saved))
    return;
  copy = od_saved_view_copy (saved);
  g_clear_pointer (&self->saved, od_saved_view_free);
  self->saved = copy;
  g_free (self->title);
  self->title = g_strdup (copy->name);
  g_free (self->icon_name);
  self->icon_name = g_strdup (*copy->icon != '\0' ? copy->icon : DEFAULT_ICON);
  query.filter = copy->query;
  query.order = copy->order;
  od_view_query_set (&self->query, &query);
  g_signal_emit (self, signals[CHANGED], 0);
}

OdViewKind
od_view_get_kind (OdView *self)
{
  g_return_val_if_fail (OD_IS_VIEW (self), OD_VIEW_BUILTIN);

  return self->kind;
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

/**
 * od_view_get_query:
 *
 * Returns: (transfer none): its question; `now_us` is not set
 */
const OdViewQuery *
od_view_get_query (OdView *self)
{
  g_return_val_if_fail (OD_IS_VIEW (self), NULL);

  return &self->query;
}

/**
 * od_view_get_saved:
 *
 * Returns: (transfer none) (nullable): what an operator made; %NULL for a view that every desk has
 */
const OdSavedView *
od_view_get_saved (OdView *self)
{
  g_return_val_if_fail (OD_IS_VIEW (self), NULL);

  return self->saved;
}

/**
 * od_view_get_has_work:
 *
 * Returns: whether a customer in it may wait for an answer, so that its number is one to be worked off
 */
gboolean
od_view_get_has_work (OdView *self)
{
  g_return_val_if_fail (OD_IS_VIEW (self), FALSE);

  if (self->kind != OD_VIEW_BUILTIN)
    return TRUE;
  return self->query.scope == OD_SCOPE_INBOX || self->query.scope == OD_SCOPE_LATE ||
         self->query.scope == OD_SCOPE_MENTIONS;
}

/**
 * od_view_get_n_unanswered:
 *
 * Returns: in how many conversations a customer waits; -1 if that is not known, or no matter here
 */
gint64
od_view_get_n_unanswered (OdView *self)
{
  g_return_val_if_fail (OD_IS_VIEW (self), -1);

  return self->n_unanswered;
}

/**
 * od_view_get_n_total:
 *
 * Returns: how many conversations there are; -1 if not known
 */
gint64
od_view_get_n_total (OdView *self)
{
  g_return_val_if_fail (OD_IS_VIEW (self), -1);

  return self->n_total;
}

/**
 * od_view_set_numbers:
 * @n_unanswered, @n_total: -1: not known
 */
void
od_view_set_numbers (OdView *self, gint64 n_unanswered, gint64 n_total)
{
  gboolean is_new;

  g_return_if_fail (OD_IS_VIEW (self));

  is_new = self->n_total != n_total;
  self->n_total = n_total;
  if (is_new)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_TOTAL]);
  is_new = self->n_unanswered != n_unanswered;
  self->n_unanswered = n_unanswered;
  if (is_new)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_UNANSWERED]);
}

/**
 * od_view_dup_numbers_words:
 *
 * Returns: (transfer full) (nullable): "3 unanswered of 12", or as much of it as is known
 */
char *
od_view_dup_numbers_words (OdView *self)
{
  int total, unanswered;

  g_return_val_if_fail (OD_IS_VIEW (self), NULL);

  total = (int) MIN (self->n_total, G_MAXINT);
  unanswered = (int) MIN (self->n_unanswered, G_MAXINT);
  if (unanswered > 0 && total >= 0)
    /* TRANSLATORS: how many conversations of a view wait for an answer, of how many: "3 unanswered of 12" */
    return g_strdup_printf (ngettext ("%1$d unanswered of %2$d", "%1$d unanswered of %2$d", (gulong) unanswered),
                            unanswered, total);
  if (unanswered > 0)
    return g_strdup_printf (ngettext ("%d unanswered", "%d unanswered", (gulong) unanswered), unanswered);
  if (total >= 0)
    return g_strdup_printf (ngettext ("%d conversation", "%d conversations", (gulong) total), total);
  return NULL;
}
