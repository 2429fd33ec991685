/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-send-guard"

#include "od-send-guard.h"

#define SEEN_AFTER_US ((gint64) G_USEC_PER_SEC)
#define MAX_CUSTOMER_TEXTS 20

/**
 * OdSendGuard:
 *
 * What stands between Enter and the outbox, once: news that the author has not seen, and what
 * one may do better. The second Enter sends. It also says while one writes who wrote meanwhile.
 */
struct _OdSendGuard {
  GObject parent_instance;

  OdDesk *desk;               /* (owned) */
  OdThreadModel *thread;      /* (owned) */
  OdComposerModel *writing;   /* (owned) */
  GHashTable *own;            /* (owned) (element-type gint64): what was sent from here */
  OdEtiquetteFinding *advice; /* (owned) (nullable): on the text as it is */
  char *advised_text;         /* (owned) (nullable): it was stopped once for advice */
  gint64 conversation_id;
  gint64 began_id;             /* newest message when the first key was pressed; -1: nothing is being written */
  gint64 seen_id, in_sight_id; /* newest message that was in sight for a second; lowest that is */
  gint64 in_sight_since_us;
  gint64 news_id;      /* written by somebody else since; 0 if none */
  gint64 dismissed_id; /* news up to here are not shown any more */
  gint64 stopped_id;   /* it was stopped once for this message */
};

G_DEFINE_FINAL_TYPE (OdSendGuard, od_send_guard, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* ---- What stands in the thread --------------------------------------------------- */

static const OdMessageRow *
get_row (OdSendGuard *self, guint position)
{
  g_autoptr (OdMessageItem) item = g_list_model_get_item (G_LIST_MODEL (self->thread), position);

  return od_message_item_get_row (item); /* the model keeps it */
}

static gboolean
is_public (OdSendGuard *self, const OdMessageRow *row)
{
  return row->conversation_id == self->conversation_id && (row->kind == OD_TIMELINE_IN || row->kind == OD_TIMELINE_OUT);
}

static gboolean
is_from_others (OdSendGuard *self, const OdMessageRow *row)
{
  if (!is_public (self, row))
    return FALSE;
  if (row->kind == OD_TIMELINE_IN)
    return TRUE;
  return !row->is_bot && row->operator_id != 0 && !g_hash_table_contains (self->own, &row->id);
}

/* The newest message by somebody else after @after_id. */
static const OdMessageRow *
find_news (OdSendGuard *self, gint64 after_id)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->thread)); i > 0; i--)
    {
      const OdMessageRow *row = get_row (self, i - 1);

      if (is_public (self, row) && row->id <= after_id)
        return NULL;
      if (is_from_others (self, row))
        return row;
    }
  return NULL;
}

static const OdMessageRow *
find_row (OdSendGuard *self, gint64 message_id)
{
  guint position;

  return message_id != 0 && od_thread_model_find (self->thread, message_id, &position) ? get_row (self, position)
                                                                                       : NULL;
}

/* Whether the newest messages of the conversation are there. */
static gboolean
knows_newest (OdSendGuard *self)
{
  return od_thread_model_get_conversation_id (self->thread) == self->conversation_id &&
         od_thread_model_get_is_read (self->thread) && !od_thread_model_get_has_newer (self->thread);
}

/* ---- While one writes ------------------------------------------------------------- */

static void
set_advice (OdSendGuard *self, OdEtiquetteFinding *advice)
{
  g_clear_pointer (&self->advice, od_etiquette_finding_free);
  self->advice = advice;
}

static void
start_anew (OdSendGuard *self)
{
  self->began_id = -1;
  self->news_id = self->dismissed_id = self->stopped_id = 0;
  set_advice (self, NULL);
  g_clear_pointer (&self->advised_text, g_free);
}

static gboolean
is_writing_to_customer (OdSendGuard *self)
{
  return *od_composer_model_get_text (self->writing) != '\0' && !od_composer_model_get_is_note (self->writing) &&
         od_composer_model_get_edited_id (self->writing) == 0;
}

/* What is on the screen when it begins is what is being answered. */
static void
begin (OdSendGuard *self)
{
  if (self->began_id >= 0 || !is_writing_to_customer (self) || !knows_newest (self))
    return;
  self->began_id = od_thread_model_get_newest_public_id (self->thread);
  self->seen_id = MAX (self->seen_id, self->in_sight_id);
}

static void
look (OdSendGuard *self)
{
  gint64 old_id = self->news_id;

  begin (self);
  if (self->began_id >= 0 && !od_composer_model_get_is_sending (self->writing))
    {
      const OdMessageRow *news = find_news (self, self->began_id);

      self->news_id = news != NULL ? news->id : 0;
    }
  if (self->news_id != old_id)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
writing_changed_cb (OdSendGuard *self)
{
  const char *text = od_composer_model_get_text (self->writing);
  gboolean had_advice = self->advice != NULL;

  if (od_composer_model_get_conversation_id (self->writing) != self->conversation_id)
    {
      self->conversation_id = od_composer_model_get_conversation_id (self->writing);
      self->seen_id = self->in_sight_id = 0;
      start_anew (self);
      g_signal_emit (self, signals[CHANGED], 0);
    }
  if (!is_writing_to_customer (self))
    {
      if (self->began_id >= 0 || self->stopped_id != 0 || self->advised_text != NULL)
        {
          start_anew (self);
          g_signal_emit (self, signals[CHANGED], 0);
        }
      return;
    }
  if (self->advised_text != NULL && !g_str_equal (text, self->advised_text))
    {
      g_clear_pointer (&self->advised_text, g_free);
      set_advice (self, NULL);
      if (had_advice)
        g_signal_emit (self, signals[CHANGED], 0);
    }
  look (self);
}

static void
sent_cb (OdSendGuard *self, gint64 message_id)
{
  g_hash_table_add (self->own, g_memdup2 (&message_id, sizeof message_id));
}

static void
od_send_guard_dispose (GObject *object)
{
  OdSendGuard *self = OD_SEND_GUARD (object);

  if (self->thread != NULL)
    g_signal_handlers_disconnect_by_data (self->thread, self);
  if (self->writing != NULL)
    g_signal_handlers_disconnect_by_data (self->writing, self);
  g_clear_object (&self->thread);
  g_clear_object (&self->writing);
  G_OBJECT_CLASS (od_send_guard_parent_class)->dispose (object);
}

static void
od_send_guard_finalize (GObject *object)
{
  OdSendGuard *self = OD_SEND_GUARD (object);

  g_clear_pointer (&self->desk, od_desk_unref);
  g_clear_pointer (&self->own, g_hash_table_unref);
  set_advice (self, NULL);
  g_free (self->advised_text);
  G_OBJECT_CLASS (od_send_guard_parent_class)->finalize (object);
}

static void
od_send_guard_class_init (OdSendGuardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_send_guard_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_send_guard_finalize;

  /**
   * OdSendGuard::changed:
   *
   * News, advice, or whether it stopped for them.
   */
  signals[CHANGED] =
      g_signal_new ("changed", OD_TYPE_SEND_GUARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
od_send_guard_init (OdSendGuard *self)
{
  self->own = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->began_id = -1;
}

/**
 * od_send_guard_new:
 *
 * Returns: (transfer full)
 */
OdSendGuard *
od_send_guard_new (OdDesk *desk, OdThreadModel *thread, OdComposerModel *writing)
{
  OdSendGuard *self = g_object_new (OD_TYPE_SEND_GUARD, NULL);

  self->desk = od_desk_ref (desk);
  self->thread = g_object_ref (thread);
  self->writing = g_object_ref (writing);
  g_signal_connect_swapped (thread, "items-changed", G_CALLBACK (look), self);
  g_signal_connect_swapped (writing, "changed", G_CALLBACK (writing_changed_cb), self);
  g_signal_connect_swapped (writing, "sent", G_CALLBACK (sent_cb), self);
  writing_changed_cb (self);
  return self;
}

/* ---- What was seen ---------------------------------------------------------------- */

/**
 * od_send_guard_see:
 * @message_id: lowest message of the thread that is in sight
 */
void
od_send_guard_see (OdSendGuard *self, gint64 message_id)
{
  gint64 now_us;

  g_return_if_fail (OD_IS_SEND_GUARD (self));

  if (message_id <= self->in_sight_id)
    return;
  now_us = od_clock_get_monotonic_us (self->desk->clock);
  self->seen_id = od_send_guard_get_seen_id (self);
  self->in_sight_id = message_id;
  self->in_sight_since_us = now_us;
}

/**
 * od_send_guard_get_seen_id:
 *
 * Returns: the newest message that was in sight long enough to be read; 0 if none was
 */
gint64
od_send_guard_get_seen_id (OdSendGuard *self)
{
  g_return_val_if_fail (OD_IS_SEND_GUARD (self), 0);

  if (od_clock_get_monotonic_us (self->desk->clock) - self->in_sight_since_us >= SEEN_AFTER_US)
    return MAX (self->seen_id, self->in_sight_id);
  return self->seen_id;
}

/**
 * od_send_guard_get_news:
 *
 * Returns: (transfer none) (nullable): what somebody else wrote since the author began, newest of all
 */
const OdMessageRow *
od_send_guard_get_news (OdSendGuard *self)
{
  g_return_val_if_fail (OD_IS_SEND_GUARD (self), NULL);

  return self->news_id > self->dismissed_id ? find_row (self, self->news_id) : NULL;
}

/**
 * od_send_guard_get_advice:
 *
 * Returns: (transfer none) (nullable)
 */
const OdEtiquetteFinding *
od_send_guard_get_advice (OdSendGuard *self)
{
  g_return_val_if_fail (OD_IS_SEND_GUARD (self), NULL);

  return self->advice;
}

/**
 * od_send_guard_get_is_stopped:
 *
 * Returns: whether sending was stopped for the news that are shown
 */
gboolean
od_send_guard_get_is_stopped (OdSendGuard *self)
{
  g_return_val_if_fail (OD_IS_SEND_GUARD (self), FALSE);

  return self->stopped_id != 0 && self->stopped_id == self->news_id;
}

/**
 * od_send_guard_dismiss:
 *
 * The news were noticed.
 */
void
od_send_guard_dismiss (OdSendGuard *self)
{
  g_return_if_fail (OD_IS_SEND_GUARD (self));

  self->dismissed_id = self->stopped_id = self->news_id;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* ---- Before it leaves -------------------------------------------------------------- */

static OdEtiquetteFinding *
check_etiquette (OdSendGuard *self, const OdComposerOrder *order, const char *customer_name, const char *const *off)
{
  g_autofree char *outgoing = od_composer_model_dup_outgoing (self->writing, NULL);
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  OdEtiquetteInput input = { .text = outgoing, .customer_name = customer_name };
  gboolean has_answer = od_thread_model_get_has_older (self->thread), has_customer = FALSE;
  OdPromiseTerm promise;
  gint64 own_at_us = 0;

  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->thread)); i > 0; i--)
    {
      const OdMessageRow *row = get_row (self, i - 1);

      if (!is_public (self, row) || row->deleted_at_us != 0)
        continue;
      if (row->kind == OD_TIMELINE_IN)
        {
          has_customer = TRUE;
          if (texts->len < MAX_CUSTOMER_TEXTS)
            g_ptr_array_add (texts, row->body);
          continue;
        }
      if (row->is_bot || row->operator_id == 0)
        continue;
      has_answer = TRUE;
      own_at_us = MAX (own_at_us, row->at_us);
      if (!has_customer)
        input.n_own_in_a_row++;
    }
  g_ptr_array_add (texts, NULL);
  input.customer_texts = (const char *const *) texts->pdata;
  if (own_at_us != 0)
    input.since_own_s = MAX (1, (od_clock_get_real_us (self->desk->clock) - own_at_us) / (gint64) G_USEC_PER_SEC);
  input.flags = (has_answer ? 0 : OD_ETIQUETTE_IS_FIRST_REPLY) |
                (order->then == OD_REPLY_THEN_RESOLVE ? OD_ETIQUETTE_IS_RESOLVING : 0) |
                (order->then == OD_REPLY_THEN_SNOOZE || od_composer_model_get_promise (self->writing, &promise)
                     ? OD_ETIQUETTE_HAS_TIMER
                     : 0) |
                (od_composer_model_get_n_files (self->writing) > 0 ? OD_ETIQUETTE_HAS_FILES : 0);
  return od_etiquette_check (&input, off);
}

/* The newest that somebody else wrote and nobody saw here. */
static gboolean
stops_for_news (OdSendGuard *self)
{
  const OdMessageRow *unseen = find_news (self, od_send_guard_get_seen_id (self));

  if (unseen == NULL || unseen->id == self->stopped_id)
    return FALSE;
  self->news_id = self->stopped_id = unseen->id;
  self->dismissed_id = 0;
  return TRUE;
}

/**
 * od_send_guard_ask:
 * @order: (inout): its @seen_id and @is_held_by_customer are set
 * @customer_name: (nullable)
 * @off: (nullable): etiquette rules that are switched off
 *
 * Asked again with the same text and no other news, it lets pass.
 */
OdGuardVerdict
od_send_guard_ask (OdSendGuard *self, OdComposerOrder *order, const char *customer_name, const char *const *off)
{
  const char *text;

  g_return_val_if_fail (OD_IS_SEND_GUARD (self), OD_GUARD_PASS);

  if (od_composer_model_get_is_note (self->writing) || od_composer_model_get_edited_id (self->writing) != 0)
    return OD_GUARD_PASS;
  if (stops_for_news (self))
    {
      g_signal_emit (self, signals[CHANGED], 0);
      return OD_GUARD_NEWS;
    }
  /* Whoever was stopped was told of everything up to there. */
  order->seen_id = MAX (od_send_guard_get_seen_id (self), self->stopped_id);
  order->is_held_by_customer = !knows_newest (self);
  text = od_composer_model_get_text (self->writing);
  if (*text == '\0' || g_strcmp0 (text, self->advised_text) == 0)
    return OD_GUARD_PASS;
  set_advice (self, check_etiquette (self, order, customer_name, off));
  if (self->advice == NULL)
    return OD_GUARD_PASS;
  g_free (self->advised_text);
  self->advised_text = g_strdup (text);
  g_signal_emit (self, signals[CHANGED], 0);
  return OD_GUARD_ADVICE;
}

/**
 * od_send_guard_find_editable:
 *
 * Returns: (transfer none) (nullable): the last message of this operator, if it can be changed now
 */
const OdMessageRow *
od_send_guard_find_editable (OdSendGuard *self)
{
  const OdChannelInfo *channel;

  g_return_val_if_fail (OD_IS_SEND_GUARD (self), NULL);

  channel = od_composer_model_get_channel (self->writing);
  if (channel == NULL || !channel->can_edit || od_thread_model_get_has_newer (self->thread))
    return NULL;
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->thread)); i > 0; i--)
    {
      const OdMessageRow *row = get_row (self, i - 1);

      if (is_public (self, row) && row->kind == OD_TIMELINE_OUT && row->operator_id == self->desk->operator_id &&
          !row->is_bot && row->deleted_at_us == 0)
        return row->delivery == OD_DELIVERY_SENT || row->delivery == OD_DELIVERY_DELIVERED ||
                       row->delivery == OD_DELIVERY_READ
                   ? row
                   : NULL;
    }
  return NULL;
}
