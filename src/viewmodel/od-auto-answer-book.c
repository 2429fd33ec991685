/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-auto-answer-book"

#include "od-auto-answer-book.h"

#include "od-auto-answer-words.h"

/**
 * OdAutoAnswerBook:
 *
 * What the desk says by itself, by kind. Of a kind that nobody wrote yet there is one that is switched off and not
 * stored (its id is 0), with words to begin with. Read again whenever one changes.
 */
struct _OdAutoAnswerBook {
  GObject parent_instance;

  OdDesk *desk;              /* (owned) */
  GPtrArray *answers;        /* (owned) (element-type OdAutoAnswer) */
  GCancellable *cancellable; /* (owned) (nullable): of the reading on its way */
  guint n_writing;           /* changes on their way; it is read again behind the last */
};

G_DEFINE_FINAL_TYPE (OdAutoAnswerBook, od_auto_answer_book, G_TYPE_OBJECT)

enum { CHANGED, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* @stored: (transfer full) */
static void
take_answers (OdAutoAnswerBook *self, GPtrArray *stored)
{
  for (guint kind = OD_AUTO_ANSWER_GREETING; kind < OD_N_AUTO_ANSWER_KIND; kind++)
    {
      guint at = 0;

      while (at < stored->len && ((const OdAutoAnswer *) stored->pdata[at])->kind < kind)
        at++;
      if (at == stored->len || ((const OdAutoAnswer *) stored->pdata[at])->kind != kind)
        g_ptr_array_insert (stored, (int) at, od_auto_answer_words_new_draft ((OdAutoAnswerKind) kind));
    }
  g_clear_pointer (&self->answers, g_ptr_array_unref);
  self->answers = stored;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *stored = od_auto_answer_port_load_finish (OD_AUTO_ANSWER_PORT (source), result, &error);
  OdAutoAnswerBook *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the book is gone */
  self = user_data;
  g_clear_object (&self->cancellable);
  if (stored != NULL)
    take_answers (self, stored);
  else
    g_signal_emit (self, signals[FAILED], 0, error);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
stop_reading (OdAutoAnswerBook *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
read_all (OdAutoAnswerBook *self)
{
  stop_reading (self);
  self->cancellable = g_cancellable_new ();
  od_auto_answer_port_load_async (self->desk->tools.auto_answers, self->cancellable, loaded_cb, self);
}

static void
changed_cb (OdAutoAnswerBook *self, OdChangeSet *changes)
{
  guint n;

  od_change_set_get (changes, OD_CHANGE_LIBRARY, &n);
  if (n > 0 && self->n_writing == 0)
    read_all (self);
}

/* What is read while something is written may be of before. */
static void
begin_writing (OdAutoAnswerBook *self)
{
  stop_reading (self);
  self->n_writing++;
}

static void
end_writing (OdAutoAnswerBook *self, const GError *error)
{
  if (error != NULL)
    g_signal_emit (self, signals[FAILED], 0, error);
  if (--self->n_writing == 0)
    read_all (self);
}

static void
od_auto_answer_book_dispose (GObject *object)
{
  stop_reading (OD_AUTO_ANSWER_BOOK (object));
  G_OBJECT_CLASS (od_auto_answer_book_parent_class)->dispose (object);
}

static void
od_auto_answer_book_finalize (GObject *object)
{
  OdAutoAnswerBook *self = OD_AUTO_ANSWER_BOOK (object);

  g_clear_pointer (&self->answers, g_ptr_array_unref);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_auto_answer_book_parent_class)->finalize (object);
}

static void
od_auto_answer_book_class_init (OdAutoAnswerBookClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_auto_answer_book_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_auto_answer_book_finalize;

  /**
   * OdAutoAnswerBook::changed:
   *
   * The answers were read again: what was saved or removed before is done, or failed.
   */
  signals[CHANGED] =
      g_signal_new ("changed", OD_TYPE_AUTO_ANSWER_BOOK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * OdAutoAnswerBook::failed:
   * @error: why they were not read or changed
   */
  signals[FAILED] = g_signal_new ("failed", OD_TYPE_AUTO_ANSWER_BOOK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
od_auto_answer_book_init (OdAutoAnswerBook *self)
{
  self->answers = g_ptr_array_new_with_free_func ((GDestroyNotify) od_auto_answer_free);
}

/**
 * od_auto_answer_book_new:
 * @desk: has automatic answers
 *
 * Returns: (transfer full): empty until "changed"
 */
OdAutoAnswerBook *
od_auto_answer_book_new (OdDesk *desk)
{
  OdAutoAnswerBook *self = g_object_new (OD_TYPE_AUTO_ANSWER_BOOK, NULL);

  self->desk = od_desk_ref (desk);
  g_signal_connect_object (desk->feed, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  read_all (self);
  return self;
}

/**
 * od_auto_answer_book_get_answers:
 *
 * Returns: (transfer none) (element-type OdAutoAnswer): valid until "changed"
 */
GPtrArray *
od_auto_answer_book_get_answers (OdAutoAnswerBook *self)
{
  g_return_val_if_fail (OD_IS_AUTO_ANSWER_BOOK (self), NULL);

  return self->answers;
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdAutoAnswerBook) self = user_data;
  g_autoptr (GError) error = NULL;

  od_auto_answer_port_save_finish (OD_AUTO_ANSWER_PORT (source), result, &error);
  end_writing (self, error);
}

/**
 * od_auto_answer_book_save:
 * @answer: copied
 */
void
od_auto_answer_book_save (OdAutoAnswerBook *self, const OdAutoAnswer *answer)
{
  g_return_if_fail (OD_IS_AUTO_ANSWER_BOOK (self) && answer != NULL);

  begin_writing (self);
  od_auto_answer_port_save_async (self->desk->tools.auto_answers, answer, NULL, saved_cb, g_object_ref (self));
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdAutoAnswerBook) self = user_data;
  g_autoptr (GError) error = NULL;

  od_auto_answer_port_remove_finish (OD_AUTO_ANSWER_PORT (source), result, &error);
  end_writing (self, error);
}

void
od_auto_answer_book_remove (OdAutoAnswerBook *self, gint64 id)
{
  g_return_if_fail (OD_IS_AUTO_ANSWER_BOOK (self));

  begin_writing (self);
  od_auto_answer_port_remove_async (self->desk->tools.auto_answers, id, NULL, removed_cb, g_object_ref (self));
}
