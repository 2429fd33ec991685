/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-fake-deeds.h"

#include "od-fake-desk-private.h"

struct _OdFakeDeeds {
  GObject parent_instance;

  OdFakeDesk *desk;    /* (owned) */
  GHashTable *batches; /* (owned) gint64 → GPtrArray of OdConversationRow: how they were */
  GPtrArray *macros;   /* (owned) (element-type OdMacro) */
  gint64 last_id;
};

static GTask *
make_task (OdFakeDeeds *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data, gpointer tag)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  return task;
}

static OdOperatorRow *
find_operator (OdFakeDesk *desk, gint64 id)
{
  for (guint i = 0; i < desk->operators->len; i++)
    if (((OdOperatorRow *) desk->operators->pdata[i])->id == id)
      return desk->operators->pdata[i];
  return NULL;
}

static void
set_tag (OdConversationRow *row, const char *tag, gboolean is_set)
{
  g_autoptr (GStrvBuilder) tags = g_strv_builder_new ();

  for (guint i = 0; row->tags != NULL && row->tags[i] != NULL; i++)
    if (!g_str_equal (row->tags[i], tag))
      g_strv_builder_add (tags, row->tags[i]);
  if (is_set)
    g_strv_builder_add (tags, tag);
  g_strfreev (row->tags);
  row->tags = g_strv_builder_end (tags);
}

static void
do_one (OdFakeDesk *desk, OdConversationRow *row, const OdDeed *deed)
{
  static const OdStatus statuses[] = { [OD_DEED_RESOLVE] = OD_STATUS_RESOLVED,
                                       [OD_DEED_REOPEN] = OD_STATUS_OPEN,
                                       [OD_DEED_WAIT] = OD_STATUS_PENDING,
                                       [OD_DEED_SPAM] = OD_STATUS_SPAM };
  const OdOperatorRow *operator_row;

  if (deed->kind <= OD_DEED_SPAM)
    row->status = statuses[deed->kind];
  else if (deed->kind == OD_DEED_SNOOZE || deed->kind == OD_DEED_WAKE)
    row->snoozed_until_us = deed->number;
  else if (deed->kind == OD_DEED_ASSIGN)
    {
      operator_row = find_operator (desk, deed->number);
      row->assignee_id = deed->number;
      g_free (row->assignee_name);
      row->assignee_name = g_strdup (operator_row != NULL ? operator_row->name : NULL);
    }
  else if (deed->kind == OD_DEED_TAG || deed->kind == OD_DEED_UNTAG)
    set_tag (row, deed->text, deed->kind == OD_DEED_TAG);
  else if (deed->kind == OD_DEED_PRIORITY)
    row->marks.priority = (OdPriority) deed->number;
  else if (deed->kind == OD_DEED_BLOCK || deed->kind == OD_DEED_UNBLOCK)
    row->marks.is_blocked = deed->kind == OD_DEED_BLOCK;
  else if (deed->kind == OD_DEED_READ || deed->kind == OD_DEED_UNREAD)
    row->n_unread = deed->kind == OD_DEED_UNREAD ? 1 : 0;
  else
    row->waiting_since_us = 0;
}

static gboolean
is_same (const OdConversationRow *a, const OdConversationRow *b)
{
  return a->status == b->status && a->snoozed_until_us == b->snoozed_until_us && a->assignee_id == b->assignee_id &&
         a->marks.priority == b->marks.priority && a->marks.is_blocked == b->marks.is_blocked &&
         a->n_unread == b->n_unread && a->waiting_since_us == b->waiting_since_us &&
         g_strv_length (a->tags != NULL ? a->tags : (char *[]){ NULL }) ==
             g_strv_length (b->tags != NULL ? b->tags : (char *[]){ NULL });
}

static void
perform_async (OdDeedPort *port, const gint64 *ids, guint n_ids, const GPtrArray *deeds, GCancellable *cancellable,
               GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDeeds *self = OD_FAKE_DEEDS (port);
  OdDeedReport *report = g_new0 (OdDeedReport, 1);
  g_autoptr (GPtrArray) before = g_ptr_array_new_with_free_func ((GDestroyNotify) od_conversation_row_free);
  g_autoptr (OdChangeSet) changes = od_change_set_new ();

  for (guint i = 0; i < n_ids; i++)
    {
      OdFakeConversation *conversation = od_fake_desk_find (self->desk, ids[i]);
      OdConversationRow *copy;

      if (conversation == NULL)
        {
          report->n_refused++;
          continue;
        }
      copy = od_fake_copy_conversation (conversation->row);
      for (guint d = 0; d < deeds->len; d++)
        do_one (self->desk, conversation->row, deeds->pdata[d]);
      if (is_same (copy, conversation->row))
        {
          report->n_same++;
          od_conversation_row_free (copy);
          continue;
        }
      report->n_done++;
      g_ptr_array_add (before, copy);
      od_change_set_add (changes, OD_CHANGE_CONVERSATION, ids[i]);
    }
  if (report->n_refused > 0)
    report->refusal = OD_DEED_REFUSAL_GONE;
  report->batch_id = report->n_done > 0 ? ++self->last_id : 0;
  if (report->batch_id != 0)
    g_hash_table_insert (self->batches, g_memdup2 (&self->last_id, sizeof self->last_id), g_ptr_array_ref (before));
  od_fake_desk_answer (self->desk, make_task (self, cancellable, callback, user_data, perform_async), report,
                       (GDestroyNotify) od_deed_report_free);
  od_change_feed_emit_changed (OD_CHANGE_FEED (self->desk), changes);
}

static void
undo_async (OdDeedPort *port, gint64 batch_id, GCancellable *cancellable, GAsyncReadyCallback callback,
            gpointer user_data)
{
  OdFakeDeeds *self = OD_FAKE_DEEDS (port);
  OdDeedReport *report = g_new0 (OdDeedReport, 1);
  GPtrArray *before = g_hash_table_lookup (self->batches, &batch_id);
  g_autoptr (OdChangeSet) changes = od_change_set_new ();

  for (guint i = 0; before != NULL && i < before->len; i++)
    {
      const OdConversationRow *row = before->pdata[i];
      OdFakeConversation *conversation = od_fake_desk_find (self->desk, row->id);

      OdConversationRow *copy = od_fake_copy_conversation (row), now = *conversation->row;

      *conversation->row = *copy; /* the table of conversations has its id for a key */
      *copy = now;
      od_conversation_row_free (copy);
      od_change_set_add (changes, OD_CHANGE_CONVERSATION, row->id);
      report->n_done++;
    }
  g_hash_table_remove (self->batches, &batch_id);
  od_fake_desk_answer (self->desk, make_task (self, cancellable, callback, user_data, undo_async), report,
                       (GDestroyNotify) od_deed_report_free);
  od_change_feed_emit_changed (OD_CHANGE_FEED (self->desk), changes);
}

static void
deed_iface_init (OdDeedPortInterface *iface)
{
  iface->perform_async = perform_async;
  iface->undo_async = undo_async;
}

/* ---- Macros ---- */

static guint
find_macro (OdFakeDeeds *self, gint64 id)
{
  for (guint i = 0; i < self->macros->len; i++)
    if (((OdMacro *) self->macros->pdata[i])->id == id)
      return i;
  return G_MAXUINT;
}

static void
load_async (OdMacroPort *port, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDeeds *self = OD_FAKE_DEEDS (port);
  GPtrArray *macros = g_ptr_array_new_with_free_func ((GDestroyNotify) od_macro_free);

  for (guint i = 0; i < self->macros->len; i++)
    g_ptr_array_add (macros, od_macro_copy (self->macros->pdata[i]));
  od_fake_desk_answer (self->desk, make_task (self, cancellable, callback, user_data, load_async), macros,
                       (GDestroyNotify) g_ptr_array_unref);
}

static void
save_async (OdMacroPort *port, const OdMacro *macro, GCancellable *cancellable, GAsyncReadyCallback callback,
            gpointer user_data)
{
  OdFakeDeeds *self = OD_FAKE_DEEDS (port);
  OdMacro *copy = od_macro_copy (macro);
  guint at = find_macro (self, macro->id);

  if (at == G_MAXUINT)
    {
      copy->id = ++self->last_id;
      g_ptr_array_add (self->macros, copy);
    }
  else
    {
      od_macro_free (self->macros->pdata[at]);
      self->macros->pdata[at] = copy;
    }
  od_fake_desk_answer_int (self->desk, make_task (self, cancellable, callback, user_data, save_async),
                           (gssize) copy->id);
  od_fake_desk_emit (self->desk, OD_CHANGE_LIBRARY, copy->id);
}

static void
remove_async (OdMacroPort *port, gint64 id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDeeds *self = OD_FAKE_DEEDS (port);
  guint at = find_macro (self, id);

  if (at != G_MAXUINT)
    g_ptr_array_remove_index (self->macros, at);
  od_fake_desk_answer_bool (self->desk, make_task (self, cancellable, callback, user_data, remove_async), TRUE);
  od_fake_desk_emit (self->desk, OD_CHANGE_LIBRARY, id);
}

static void
move_async (OdMacroPort *port, gint64 id, guint position, GCancellable *cancellable, GAsyncReadyCallback callback,
            gpointer user_data)
{
  OdFakeDeeds *self = OD_FAKE_DEEDS (port);
  guint at = find_macro (self, id);
  OdMacro *macro = g_ptr_array_steal_index (self->macros, at);

  g_ptr_array_insert (self->macros, (int) MIN (position, self->macros->len), macro);
  od_fake_desk_answer_bool (self->desk, make_task (self, cancellable, callback, user_data, move_async), TRUE);
  od_fake_desk_emit (self->desk, OD_CHANGE_LIBRARY, id);
}

static void
macro_iface_init (OdMacroPortInterface *iface)
{
  iface->load_async = load_async;
  iface->save_async = save_async;
  iface->remove_async = remove_async;
  iface->move_async = move_async;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (OdFakeDeeds, od_fake_deeds, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_DEED_PORT, deed_iface_init)
                                   G_IMPLEMENT_INTERFACE (OD_TYPE_MACRO_PORT, macro_iface_init))

static void
od_fake_deeds_finalize (GObject *object)
{
  OdFakeDeeds *self = OD_FAKE_DEEDS (object);

  g_hash_table_unref (self->batches);
  g_ptr_array_unref (self->macros);
  g_object_unref (self->desk);
  G_OBJECT_CLASS (od_fake_deeds_parent_class)->finalize (object);
}

static void
od_fake_deeds_class_init (OdFakeDeedsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_fake_deeds_finalize;
}

static void
od_fake_deeds_init (OdFakeDeeds *self)
{
  self->batches = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->macros = g_ptr_array_new_with_free_func ((GDestroyNotify) od_macro_free);
}

OdFakeDeeds *
od_fake_deeds_new (OdFakeDesk *desk)
{
  OdFakeDeeds *self = g_object_new (OD_TYPE_FAKE_DEEDS, NULL);

  self->desk = g_object_ref (desk);
  return self;
}
