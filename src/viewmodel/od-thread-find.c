/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-thread-find"

#include "od-thread-find.h"

#include <string.h>

#include "od-limits.h"

#define MATCH_START '\002'
#define MATCH_END '\003'

/**
 * OdThreadFind:
 *
 * Finding within one thread: the hits, newest first, and which of them is looked at. The words that were met, in
 * whatever form, are told so that they can be marked.
 */
struct _OdThreadFind {
  GObject parent_instance;

  OdDesk *desk;              /* (owned) */
  gint64 conversation_id;    /* 0: all of the customer's */
  gint64 customer_id;        /* 0: none */
  char *text;                /* (owned): "" for nothing */
  GArray *ids;               /* (owned) (element-type gint64): of messages, newest first */
  GPtrArray *words;          /* (owned) (element-type utf8): NULL-terminated */
  GCancellable *cancellable; /* (owned) (nullable): of the question on its way */
  guint position;
};

G_DEFINE_FINAL_TYPE (OdThreadFind, od_thread_find, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
clear_hits (OdThreadFind *self)
{
  g_array_set_size (self->ids, 0);
  g_ptr_array_set_size (self->words, 0);
  g_ptr_array_add (self->words, NULL);
  self->position = 0;
}

/* What stands between the marks, each once. */
static void
add_words (OdThreadFind *self, const char *snippet)
{
  const char *start = strchr (snippet, MATCH_START);

  while (start != NULL && self->words->len <= OD_LIMIT_MARKED_WORDS)
    {
      const char *end = strchr (start, MATCH_END);
      g_autofree char *word = NULL;

      if (end == NULL)
        return;
      word = g_strndup (start + 1, (gsize) (end - start - 1));
      if (!g_strv_contains ((const char *const *) self->words->pdata, word))
        g_ptr_array_insert (self->words, (int) self->words->len - 1, g_steal_pointer (&word));
      start = strchr (end, MATCH_START);
    }
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const OdSearchHit *one = *(const OdSearchHit *const *) a, *other = *(const OdSearchHit *const *) b;

  if (one->at_us != other->at_us)
    return one->at_us < other->at_us ? 1 : -1;
  return one->message_id < other->message_id ? 1 : one->message_id > other->message_id ? -1 : 0;
}

static void
take_hits (OdThreadFind *self, GPtrArray *hits)
{
  clear_hits (self);
  g_ptr_array_sort (hits, compare_newest_first);
  for (guint i = 0; i < hits->len; i++)
    {
      const OdSearchHit *hit = hits->pdata[i];
      gboolean is_known =
          self->ids->len > 0 && g_array_index (self->ids, gint64, self->ids->len - 1) == hit->message_id;

      if (hit->message_id != 0 && !is_known && self->ids->len < OD_LIMIT_THREAD_HITS)
        g_array_append_val (self->ids, hit->message_id);
      add_words (self, hit->snippet);
    }
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = od_search_port_search_finish (OD_SEARCH_PORT (source), result, &error);
  OdThreadFind *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* something else is asked, or this is gone */
  self = OD_THREAD_FIND (user_data);
  g_clear_object (&self->cancellable);
  if (hits != NULL)
    take_hits (self, hits);
  else
    clear_hits (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
ask (OdThreadFind *self)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (*self->text == '\0' || (self->conversation_id == 0 && self->customer_id == 0))
    {
      clear_hits (self);
      g_signal_emit (self, signals[CHANGED], 0);
      return;
    }
  self->cancellable = g_cancellable_new ();
  od_search_port_search_async (self->desk->search,
                               &(OdSearchQuestion){ .text = self->text,
                                                    .limit = OD_LIMIT_THREAD_HITS,
                                                    .conversation_id = self->conversation_id,
                                                    .customer_id = self->customer_id,
                                                    .operator_id = self->desk->operator_id,
                                                    .now_us = od_clock_get_real_us (self->desk->clock),
                                                    .zone = zone },
                               self->cancellable, found_cb, self);
}

static void
od_thread_find_dispose (GObject *object)
{
  OdThreadFind *self = OD_THREAD_FIND (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (od_thread_find_parent_class)->dispose (object);
}

static void
od_thread_find_finalize (GObject *object)
{
  OdThreadFind *self = OD_THREAD_FIND (object);

  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->words, g_ptr_array_unref);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_thread_find_parent_class)->finalize (object);
}

static void
od_thread_find_class_init (OdThreadFindClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_thread_find_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_thread_find_finalize;

  /**
   * OdThreadFind::changed:
   *
   * There are other hits, or another one is looked at.
   */
  signals[CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
od_thread_find_init (OdThreadFind *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->words = g_ptr_array_new_with_free_func (g_free);
  self->text = g_strdup ("");
  clear_hits (self);
}

OdThreadFind *
od_thread_find_new (OdDesk *desk)
{
  OdThreadFind *self = g_object_new (OD_TYPE_THREAD_FIND, NULL);

  self->desk = od_desk_ref (desk);
  return self;
}

/**
 * od_thread_find_set_scope:
 * @conversation_id: where to look; 0: in all that @customer_id wrote and got
 * @customer_id: 0 with a conversation
 */
void
od_thread_find_set_scope (OdThreadFind *self, gint64 conversation_id, gint64 customer_id)
{
  g_return_if_fail (OD_IS_THREAD_FIND (self));

  if (self->conversation_id == conversation_id && self->customer_id == customer_id)
    return;
  self->conversation_id = conversation_id;
  self->customer_id = customer_id;
  ask (self);
}

/**
 * od_thread_find_set_text:
 * @text: as typed
 */
void
od_thread_find_set_text (OdThreadFind *self, const char *text)
{
  g_autofree char *wanted = NULL;

  g_return_if_fail (OD_IS_THREAD_FIND (self));

  wanted = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), OD_LIMIT_SEARCH_CHARS));
  if (*g_strchug (wanted) == '\0')
    *wanted = '\0';
  if (g_str_equal (wanted, self->text))
    return;
  g_free (self->text);
  self->text = g_steal_pointer (&wanted);
  ask (self);
}

/**
 * od_thread_find_step:
 * @by: 1: to the next, which is older; -1: back; from the last to the first
 */
void
od_thread_find_step (OdThreadFind *self, int by)
{
  int n;

  g_return_if_fail (OD_IS_THREAD_FIND (self));

  n = (int) self->ids->len;
  if (n == 0)
    return;
  self->position = (guint) (((int) self->position + by % n + n) % n);
  g_signal_emit (self, signals[CHANGED], 0);
}

guint
od_thread_find_get_n_hits (OdThreadFind *self)
{
  g_return_val_if_fail (OD_IS_THREAD_FIND (self), 0);

  return self->ids->len;
}

/**
 * od_thread_find_get_position:
 *
 * Returns: which hit is looked at, from 0
 */
guint
od_thread_find_get_position (OdThreadFind *self)
{
  g_return_val_if_fail (OD_IS_THREAD_FIND (self), 0);

  return self->position;
}

/**
 * od_thread_find_get_message_id:
 *
 * Returns: the hit that is looked at; 0 if there is none
 */
gint64
od_thread_find_get_message_id (OdThreadFind *self)
{
  g_return_val_if_fail (OD_IS_THREAD_FIND (self), 0);

  return self->position < self->ids->len ? g_array_index (self->ids, gint64, self->position) : 0;
}

/**
 * od_thread_find_get_words:
 *
 * Returns: (array zero-terminated=1): what was met, in the forms in which it stands in the texts
 */
const char *const *
od_thread_find_get_words (OdThreadFind *self)
{
  g_return_val_if_fail (OD_IS_THREAD_FIND (self), NULL);

  return (const char *const *) self->words->pdata;
}

/**
 * od_thread_find_get_is_busy:
 *
 * Returns: whether an answer is still to come
 */
gboolean
od_thread_find_get_is_busy (OdThreadFind *self)
{
  g_return_val_if_fail (OD_IS_THREAD_FIND (self), FALSE);

  return self->cancellable != NULL;
}
