/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-terms-book"

#include "od-terms-book.h"

/**
 * OdTermsBook:
 *
 * Opening hours and promises. Read again whenever one changes.
 */
struct _OdTermsBook {
  GObject parent_instance;

  OdDesk *desk;              /* (owned) */
  OdTerms *terms;            /* (owned) */
  GCancellable *cancellable; /* (owned) */
  gboolean is_loaded;
};

G_DEFINE_FINAL_TYPE (OdTermsBook, od_terms_book, G_TYPE_OBJECT)

enum { CHANGED, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  OdTerms *terms = od_terms_port_load_finish (OD_TERMS_PORT (source), result, &error);
  OdTermsBook *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the book is gone */
  self = user_data;
  if (terms == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error);
      return;
    }
  od_terms_free (self->terms);
  self->terms = terms;
  self->is_loaded = TRUE;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
changed_cb (OdTermsBook *self, OdChangeSet *changes)
{
  guint n;

  od_change_set_get (changes, OD_CHANGE_LIBRARY, &n);
  if (n > 0)
    od_terms_port_load_async (self->desk->tools.terms, self->cancellable, loaded_cb, self);
}

static void
od_terms_book_dispose (GObject *object)
{
  g_cancellable_cancel (OD_TERMS_BOOK (object)->cancellable);
  G_OBJECT_CLASS (od_terms_book_parent_class)->dispose (object);
}

static void
od_terms_book_finalize (GObject *object)
{
  OdTermsBook *self = OD_TERMS_BOOK (object);

  g_clear_pointer (&self->terms, od_terms_free);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_terms_book_parent_class)->finalize (object);
}

static void
od_terms_book_class_init (OdTermsBookClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_terms_book_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_terms_book_finalize;

  /**
   * OdTermsBook::changed:
   *
   * The terms are others now.
   */
  signals[CHANGED] =
      g_signal_new ("changed", OD_TYPE_TERMS_BOOK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * OdTermsBook::failed:
   * @error: why they were not read or changed
   */
  signals[FAILED] =
      g_signal_new ("failed", OD_TYPE_TERMS_BOOK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
od_terms_book_init (OdTermsBook *self)
{
  self->terms = od_terms_new ();
  self->cancellable = g_cancellable_new ();
}

/**
 * od_terms_book_new:
 * @desk: has terms
 *
 * Returns: (transfer full): empty until "changed"
 */
OdTermsBook *
od_terms_book_new (OdDesk *desk)
{
  OdTermsBook *self = g_object_new (OD_TYPE_TERMS_BOOK, NULL);

  self->desk = od_desk_ref (desk);
  g_signal_connect_object (desk->feed, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  od_terms_port_load_async (desk->tools.terms, self->cancellable, loaded_cb, self);
  return self;
}

/**
 * od_terms_book_get_terms:
 *
 * Returns: (transfer none): valid until "changed"
 */
const OdTerms *
od_terms_book_get_terms (OdTermsBook *self)
{
  g_return_val_if_fail (OD_IS_TERMS_BOOK (self), NULL);

  return self->terms;
}

/**
 * od_terms_book_get_is_loaded:
 *
 * Returns: whether what is not there does not exist
 */
gboolean
od_terms_book_get_is_loaded (OdTermsBook *self)
{
  g_return_val_if_fail (OD_IS_TERMS_BOOK (self), FALSE);

  return self->is_loaded;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdTermsBook) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!od_terms_port_write_finish (OD_TERMS_PORT (source), result, &error))
    g_signal_emit (self, signals[FAILED], 0, error);
}

/**
 * od_terms_book_move_policy:
 * @position: 0: tried first
 */
void
od_terms_book_move_policy (OdTermsBook *self, gint64 id, guint position)
{
  od_terms_port_move_policy_async (self->desk->tools.terms, id, position, NULL, written_cb, g_object_ref (self));
}

void
od_terms_book_remove_policy (OdTermsBook *self, gint64 id)
{
  od_terms_port_remove_policy_async (self->desk->tools.terms, id, NULL, written_cb, g_object_ref (self));
}

void
od_terms_book_remove_calendar (OdTermsBook *self, gint64 id)
{
  od_terms_port_remove_calendar_async (self->desk->tools.terms, id, NULL, written_cb, g_object_ref (self));
}
