/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-webchat"

#include "od-webchat-intake.h"

#include "od-error.h"

/* Updates in one batch: what queued up while the last one was being committed. */
#define MAX_BATCH 128
/* Updates that may wait; more, and visitors are told to try again. */
#define MAX_WAITING 2048

typedef struct {
  OdUpdate *update; /* (owned) (nullable): given away with the batch */
  char *chat_id;
  OdWebchatIntakeFunc func; /* (nullable) */
  gpointer user_data;
  GDestroyNotify notify; /* (nullable) */
} Entry;

/**
 * OdWebchatIntake:
 *
 * Hands the updates of all visitors of an account to the engine, in the order in
 * which they came, one batch at a time: so the updates of a chat can't overtake
 * each other, and a busy minute costs few commits. Server's thread only.
 */
struct _OdWebchatIntake {
  OdIngestPort *port; /* (owned) */
  gint64 account_id;
  GQueue waiting;      /* (element-type Entry) */
  GPtrArray *in_batch; /* (owned) (element-type Entry): given to the engine, not answered yet */
  gboolean is_closed;
};

static void send_batch (OdWebchatIntake *self);

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_clear_pointer (&entry->update, od_update_free);
  if (entry->notify != NULL)
    entry->notify (entry->user_data);
  g_free (entry->chat_id);
  g_free (entry);
}

static void
intake_clear (gpointer data)
{
  OdWebchatIntake *self = data;

  g_queue_clear_full (&self->waiting, entry_free);
  g_ptr_array_unref (self->in_batch);
  g_object_unref (self->port);
}

/**
 * od_webchat_intake_new:
 *
 * Returns: (transfer full): an empty intake; free with od_webchat_intake_unref()
 */
OdWebchatIntake *
od_webchat_intake_new (OdIngestPort *port, gint64 account_id)
{
  OdWebchatIntake *self = g_rc_box_new0 (OdWebchatIntake);

  self->port = g_object_ref (port);
  self->account_id = account_id;
  g_queue_init (&self->waiting);
  self->in_batch = g_ptr_array_new_with_free_func (entry_free);
  return self;
}

static void
answer (OdWebchatIntake *self, Entry *entry, const OdIngestOutcome *outcome)
{
  if (entry->func != NULL && !self->is_closed)
    entry->func (outcome, entry->user_data);
}

/* Of the same chats, what came after what was not stored must not be stored before it. */
static void
fail_followers (OdWebchatIntake *self, GPtrArray *failed)
{
  g_autoptr (GHashTable) chats = g_hash_table_new (g_str_hash, g_str_equal);
  GQueue rest = G_QUEUE_INIT;
  Entry *entry;

  for (guint i = 0; i < failed->len; i++)
    g_hash_table_add (chats, ((Entry *) g_ptr_array_index (failed, i))->chat_id);
  while ((entry = g_queue_pop_head (&self->waiting)) != NULL)
    {
      if (!g_hash_table_contains (chats, entry->chat_id))
        {
          g_queue_push_tail (&rest, entry);
          continue;
        }
      answer (self, entry, NULL);
      entry_free (entry);
    }
  self->waiting = rest;
}

static void
ingested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdWebchatIntake *self = user_data;
  g_autoptr (GPtrArray) batch = g_steal_pointer (&self->in_batch);
  g_autoptr (GError) error = NULL;
  g_autoptr (OdIngestResult) outcomes = od_ingest_port_ingest_finish (OD_INGEST_PORT (source), result, &error);

  self->in_batch = g_ptr_array_new_with_free_func (entry_free);
  if (outcomes == NULL)
    {
      g_debug ("A batch was not stored: %s", error->message);
      fail_followers (self, batch);
    }
  for (guint i = 0; i < batch->len; i++)
    answer (self, g_ptr_array_index (batch, i),
            outcomes != NULL && i < outcomes->n_outcomes ? &outcomes->outcomes[i] : NULL);
  send_batch (self);
  od_webchat_intake_unref (self);
}

static void
send_batch (OdWebchatIntake *self)
{
  OdUpdateBatch *batch;

  if (self->is_closed || self->in_batch->len > 0 || g_queue_is_empty (&self->waiting))
    return;
  batch = od_update_batch_new ();
  while (self->in_batch->len < MAX_BATCH && !g_queue_is_empty (&self->waiting))
    {
      Entry *entry = g_queue_pop_head (&self->waiting);

      g_ptr_array_add (batch->updates, g_steal_pointer (&entry->update));
      g_ptr_array_add (self->in_batch, entry);
    }
  od_ingest_port_ingest_async (self->port, self->account_id, batch, NULL, ingested_cb, g_rc_box_acquire (self));
}

/**
 * od_webchat_intake_push:
 * @update: (transfer full)
 * @func: (nullable): called once, later, unless the intake is closed before
 * @notify: (nullable): frees @user_data, after @func or without it
 *
 * Returns: %FALSE if too many wait; nothing is kept then, and @func not called
 */
gboolean
od_webchat_intake_push (OdWebchatIntake *self, OdUpdate *update, OdWebchatIntakeFunc func, gpointer user_data,
                        GDestroyNotify notify)
{
  Entry *entry = g_new0 (Entry, 1);

  *entry = (Entry){ update, g_strdup (update->chat_id), func, user_data, notify };
  if (self->is_closed || g_queue_get_length (&self->waiting) >= MAX_WAITING)
    {
      entry_free (entry);
      return FALSE;
    }
  g_queue_push_tail (&self->waiting, entry);
  send_batch (self);
  return TRUE;
}

/**
 * od_webchat_intake_close:
 *
 * Nothing is handed on and nobody is answered any more. What the engine has may still be stored.
 */
void
od_webchat_intake_close (OdWebchatIntake *self)
{
  self->is_closed = TRUE;
  g_queue_clear_full (&self->waiting, entry_free);
  g_queue_init (&self->waiting);
}

void
od_webchat_intake_unref (OdWebchatIntake *self)
{
  g_rc_box_release_full (self, intake_clear);
}
