/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-fake-desk-private.h"

#include "od-error.h"

/* One answer on its way. */
typedef struct {
  GTask *task; /* (owned) */
  gpointer value;
  GDestroyNotify free_value;
  gssize number;
  enum { ANSWER_POINTER, ANSWER_INT, ANSWER_BOOL } kind;
  int od_error; /* -1 if it goes well */
} Answer;

static void
answer_free (Answer *answer)
{
  if (answer->value != NULL && answer->free_value != NULL)
    answer->free_value (answer->value);
  g_object_unref (answer->task);
  g_free (answer);
}

static void
answer_deliver (Answer *answer)
{
  if (answer->od_error >= 0)
    g_task_return_new_error (answer->task, OD_ERROR, answer->od_error, "As the test wanted it");
  else if (answer->kind == ANSWER_POINTER)
    g_task_return_pointer (answer->task, g_steal_pointer (&answer->value), answer->free_value);
  else if (answer->kind == ANSWER_INT)
    g_task_return_int (answer->task, answer->number);
  else
    g_task_return_boolean (answer->task, (gboolean) answer->number);
  answer_free (answer);
}

static gboolean
deliver_cb (gpointer data)
{
  OdFakeDesk *self = data;
  Answer *answer = g_queue_pop_head (&self->pending);

  if (answer != NULL)
    answer_deliver (answer);
  if (!g_queue_is_empty (&self->pending) && !self->is_held)
    return G_SOURCE_CONTINUE;
  self->source_id = 0;
  return G_SOURCE_REMOVE;
}

static void
schedule (OdFakeDesk *self)
{
  if (self->source_id == 0 && !self->is_held && !g_queue_is_empty (&self->pending))
    self->source_id = g_idle_add_full (G_PRIORITY_DEFAULT, deliver_cb, g_object_ref (self), g_object_unref);
}

static void
push (OdFakeDesk *self, Answer *answer)
{
  answer->od_error = self->next_error;
  self->next_error = -1;
  g_queue_push_tail (&self->pending, answer);
  schedule (self);
}

GTask *
od_fake_desk_task (OdFakeDesk *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data,
                   gpointer tag)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  return task;
}

void
od_fake_desk_answer (OdFakeDesk *self, GTask *task, gpointer value, GDestroyNotify free_value)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->task = task;
  answer->value = value;
  answer->free_value = free_value;
  push (self, answer);
}

void
od_fake_desk_answer_int (OdFakeDesk *self, GTask *task, gssize value)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->task = task;
  answer->number = value;
  answer->kind = ANSWER_INT;
  push (self, answer);
}

void
od_fake_desk_answer_bool (OdFakeDesk *self, GTask *task, gboolean value)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->task = task;
  answer->number = value;
  answer->kind = ANSWER_BOOL;
  push (self, answer);
}

OdFakeConversation *
od_fake_desk_find (OdFakeDesk *self, gint64 conversation_id)
{
  return g_hash_table_lookup (self->by_id, &conversation_id);
}

/* ---- The conversation list ---- */

static gboolean
matches (const OdConversationRow *row, const OdViewQuery *query)
{
  gboolean is_snoozed = row->snoozed_until_us > query->now_us;

  if (query->is_unanswered && row->waiting_since_us == 0)
    return FALSE;
  if (query->assignee_id > 0 && row->assignee_id != query->assignee_id)
    return FALSE;
  if (query->assignee_id < 0 && row->assignee_id != 0)
    return FALSE;
  if (query->account_id != 0 && row->account_id != query->account_id)
    return FALSE;
  if (query->channel != NULL && !g_str_equal (query->channel, row->channel))
    return FALSE;
  switch (query->scope)
    {
    case OD_SCOPE_INBOX:
      return row->status == OD_STATUS_OPEN && !is_snoozed;
    case OD_SCOPE_WAITING:
      return row->status == OD_STATUS_PENDING && !is_snoozed;
    case OD_SCOPE_SNOOZED:
      return is_snoozed;
    case OD_SCOPE_RESOLVED:
      return row->status == OD_STATUS_RESOLVED;
    case OD_SCOPE_SPAM:
      return row->status == OD_STATUS_SPAM;
    case OD_SCOPE_LATE:
      return row->status <= OD_STATUS_PENDING && row->marks.due_us > 0 && row->marks.due_us <= query->now_us;
    case OD_SCOPE_ALL:
    case OD_SCOPE_MENTIONS:
      return row->status != OD_STATUS_SPAM;
    default:
      return FALSE;
    }
}

static int
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  const OdConversationRow *left = (*(OdFakeConversation *const *) a)->row;
  const OdConversationRow *right = (*(OdFakeConversation *const *) b)->row;
  OdOrder order = GPOINTER_TO_INT (data);

  if (order == OD_ORDER_URGENT || order == OD_ORDER_WAITING)
    {
      gint64 l = left->waiting_since_us != 0 ? left->waiting_since_us : G_MAXINT64;
      gint64 r = right->waiting_since_us != 0 ? right->waiting_since_us : G_MAXINT64;

      if (l != r)
        return l < r ? -1 : 1;
    }
  if (left->last_at_us != right->last_at_us)
    return (left->last_at_us > right->last_at_us) == (order != OD_ORDER_OLDEST) ? -1 : 1;
  return left->id < right->id ? -1 : 1;
}

static void
conversation_list_async (OdConversationPort *port, const OdViewQuery *query, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  self->calls.n_lists++;
  for (guint i = 0; i < self->conversations->len; i++)
    {
      OdFakeConversation *conversation = self->conversations->pdata[i];

      if (matches (conversation->row, query))
        g_ptr_array_add (found, conversation);
    }
  g_ptr_array_sort_with_data (found, compare, GINT_TO_POINTER (query->order));
  for (guint i = 0; i < found->len; i++)
    g_array_append_val (ids, ((OdFakeConversation *) found->pdata[i])->row->id);
  od_fake_desk_answer (self, od_fake_desk_task (self, cancellable, callback, user_data, conversation_list_async), ids,
                       (GDestroyNotify) g_array_unref);
}

static void
conversation_load_async (OdConversationPort *port, const gint64 *ids, guint n_ids, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) od_conversation_row_free);

  g_assert_cmpuint (n_ids, >, 0);
  g_assert_cmpuint (n_ids, <=, 256);
  self->calls.n_loads++;
  self->calls.n_rows += n_ids;
  for (guint i = 0; i < n_ids; i++)
    {
      OdFakeConversation *conversation = od_fake_desk_find (self, ids[i]);

      if (conversation != NULL)
        g_ptr_array_add (rows, od_fake_copy_conversation (conversation->row));
    }
  od_fake_desk_answer (self, od_fake_desk_task (self, cancellable, callback, user_data, conversation_load_async), rows,
                       (GDestroyNotify) g_ptr_array_unref);
}

static void
conversation_count_async (OdConversationPort *port, const OdViewQuery *queries, guint n_queries,
                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  GArray *counts = g_array_new (FALSE, TRUE, sizeof (gint64));

  self->calls.n_counts++;
  g_array_set_size (counts, n_queries);
  for (guint q = 0; q < n_queries; q++)
    for (guint i = 0; i < self->conversations->len; i++)
      if (matches (((OdFakeConversation *) self->conversations->pdata[i])->row, &queries[q]))
        g_array_index (counts, gint64, q)++;
  od_fake_desk_answer (self, od_fake_desk_task (self, cancellable, callback, user_data, conversation_count_async),
                       counts, (GDestroyNotify) g_array_unref);
}

static void
conversation_iface_init (OdConversationPortInterface *iface)
{
  iface->list_async = conversation_list_async;
  iface->load_async = conversation_load_async;
  iface->count_async = conversation_count_async;
}

/* ---- Feed ---- */

static void
feed_iface_init (OdChangeFeedInterface *iface)
{
}

G_DEFINE_FINAL_TYPE_WITH_CODE (
    OdFakeDesk, od_fake_desk, G_TYPE_OBJECT,
    G_IMPLEMENT_INTERFACE (OD_TYPE_CHANGE_FEED, feed_iface_init)
        G_IMPLEMENT_INTERFACE (OD_TYPE_CONVERSATION_PORT, conversation_iface_init)
            G_IMPLEMENT_INTERFACE (OD_TYPE_SEARCH_PORT, od_fake_search_iface_init)
                G_IMPLEMENT_INTERFACE (OD_TYPE_THREAD_PORT, od_fake_thread_iface_init)
                    G_IMPLEMENT_INTERFACE (OD_TYPE_REPLY_PORT, od_fake_reply_iface_init)
                        G_IMPLEMENT_INTERFACE (OD_TYPE_SENDING_PORT, od_fake_sending_iface_init)
                            G_IMPLEMENT_INTERFACE (OD_TYPE_TRIAGE_PORT, od_fake_triage_iface_init)
                                G_IMPLEMENT_INTERFACE (OD_TYPE_ACCOUNT_PORT, od_fake_account_iface_init)
                                    G_IMPLEMENT_INTERFACE (OD_TYPE_CUSTOMER_PORT, od_fake_customer_iface_init)
                                        G_IMPLEMENT_INTERFACE (OD_TYPE_PICTURE_PORT, od_fake_picture_iface_init)
                                            G_IMPLEMENT_INTERFACE (OD_TYPE_FILE_PORT, od_fake_file_iface_init)
                                                G_IMPLEMENT_INTERFACE (OD_TYPE_LIBRARY_PORT, od_fake_library_iface_init)
                                                    G_IMPLEMENT_INTERFACE (OD_TYPE_OPERATOR_PORT,
                                                                           od_fake_operator_iface_init))

static void
fake_conversation_free (OdFakeConversation *conversation)
{
  od_conversation_row_free (conversation->row);
  g_ptr_array_unref (conversation->messages);
  g_free (conversation->typing);
  g_free (conversation);
}

static void
od_fake_desk_finalize (GObject *object)
{
  OdFakeDesk *self = OD_FAKE_DESK (object);

  g_queue_clear_full (&self->pending, (GDestroyNotify) answer_free);
  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->customers);
  g_ptr_array_unref (self->conversations);
  g_ptr_array_unref (self->accounts);
  g_ptr_array_unref (self->drafts);
  g_ptr_array_unref (self->fetches);
  g_ptr_array_unref (self->canned);
  g_ptr_array_unref (self->articles);
  g_ptr_array_unref (self->operators);
  g_hash_table_unref (self->undo);
  g_hash_table_unref (self->versions);
  od_fake_live_forget (self->live);
  g_clear_object (&self->live);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (od_fake_desk_parent_class)->finalize (object);
}

static void
od_fake_desk_class_init (OdFakeDeskClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_fake_desk_finalize;
}

static void
od_fake_desk_init (OdFakeDesk *self)
{
  self->conversations = g_ptr_array_new_with_free_func ((GDestroyNotify) fake_conversation_free);
  self->by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->customers = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) od_customer_card_free);
  self->accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) od_account_row_free);
  self->drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) od_draft_free);
  self->fetches = od_fake_fetches_new ();
  self->undo = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) od_fake_undo_free);
  od_fake_library_fill (self);
  self->versions = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->live = od_fake_live_new (self);
  g_queue_init (&self->pending);
  self->next_error = -1;
}

OdFakeDesk *
od_fake_desk_new (OdClock *clock)
{
  OdFakeDesk *self = g_object_new (OD_TYPE_FAKE_DESK, NULL);

  self->clock = g_object_ref (clock);
  return self;
}

const OdFakeCalls *
od_fake_desk_get_calls (OdFakeDesk *self)
{
  return &self->calls;
}

/* Keeps answers back, or lets go of those that wait. */
void
od_fake_desk_hold (OdFakeDesk *self, gboolean is_held)
{
  self->is_held = is_held;
  if (is_held && self->source_id != 0)
    {
      g_source_remove (self->source_id);
      self->source_id = 0;
    }
  schedule (self);
}

/* The next question gets this error (an OdError). */
void
od_fake_desk_fail_next (OdFakeDesk *self, int od_error)
{
  self->next_error = od_error;
}

void
od_fake_desk_emit (OdFakeDesk *self, OdChangeKind kind, gint64 id)
{
  g_autoptr (OdChangeSet) changes = od_change_set_new ();

  od_change_set_add (changes, kind, id);
  od_change_feed_emit_changed (OD_CHANGE_FEED (self), changes);
}
