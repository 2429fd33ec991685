/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-demo-channel-private.h"

struct _OdDemoControl {
  GObject parent_instance;

  char *name;          /* (owned) */
  GQueue sends;        /* (element-type OdDemoStep) (owned): answers to what is asked next */
  GQueue starts;       /* (element-type OdDemoStep) (owned) */
  GQueue polls;        /* (element-type OdDemoStep) (owned) */
  GPtrArray *incoming; /* (owned) (element-type OdUpdate): not known to be stored yet */
  GPtrArray *attempts; /* (owned) (element-type OdOutgoing) */
  GPtrArray *arrived;  /* (owned) (element-type OdOutgoing) */
  GPtrArray *channels; /* (owned) (element-type OdDemoChannel): not owned elements: those that are started */
  GString *journal;    /* (owned) */
  OdDemoFiles *files;  /* (owned) */
  char *url;           /* (owned) (nullable) */
  guint n_started;
  guint n_polled;
  guint n_unread;  /* of @incoming: given out, and not known to be stored */
  guint n_unknown; /* beside @incoming */
};

G_DEFINE_FINAL_TYPE (OdDemoControl, od_demo_control, G_TYPE_OBJECT)

/* The accounts that are made by a program under test can be given a name only. */
static GHashTable *controls; /* (element-type utf8 OdDemoControl): main thread only */

static void
od_demo_control_finalize (GObject *object)
{
  OdDemoControl *self = OD_DEMO_CONTROL (object);

  g_hash_table_remove (controls, self->name);
  if (g_hash_table_size (controls) == 0)
    g_clear_pointer (&controls, g_hash_table_unref);
  g_free (self->name);
  g_queue_clear_full (&self->sends, g_free);
  g_queue_clear_full (&self->starts, g_free);
  g_queue_clear_full (&self->polls, g_free);
  g_ptr_array_unref (self->incoming);
  g_ptr_array_unref (self->attempts);
  g_ptr_array_unref (self->arrived);
  g_ptr_array_unref (self->channels);
  g_string_free (self->journal, TRUE);
  od_demo_files_free (self->files);
  g_free (self->url);
  G_OBJECT_CLASS (od_demo_control_parent_class)->finalize (object);
}

static void
od_demo_control_class_init (OdDemoControlClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_demo_control_finalize;
}

static void
od_demo_control_init (OdDemoControl *self)
{
  g_queue_init (&self->sends);
  g_queue_init (&self->starts);
  g_queue_init (&self->polls);
  self->incoming = g_ptr_array_new_with_free_func ((GDestroyNotify) od_update_free);
  self->attempts = g_ptr_array_new_with_free_func ((GDestroyNotify) od_outgoing_free);
  self->arrived = g_ptr_array_new_with_free_func ((GDestroyNotify) od_outgoing_free);
  self->channels = g_ptr_array_new ();
  self->journal = g_string_new (NULL);
  self->files = od_demo_files_new ();
}

/**
 * od_demo_control_new:
 * @name: what accounts say in their setting `control`; no other has it
 *
 * Returns: (transfer full): the other side of those accounts
 */
OdDemoControl *
od_demo_control_new (const char *name)
{
  OdDemoControl *self;

  g_return_val_if_fail (name != NULL && *name != '\0' && od_demo_control_find (name) == NULL, NULL);

  self = g_object_new (OD_TYPE_DEMO_CONTROL, NULL);
  self->name = g_strdup (name);
  if (controls == NULL)
    controls = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_insert (controls, self->name, self);
  return self;
}

/**
 * od_demo_control_find:
 *
 * Returns: (transfer none) (nullable): the one of that name
 */
OdDemoControl *
od_demo_control_find (const char *name)
{
  return controls != NULL ? g_hash_table_lookup (controls, name) : NULL;
}

static void
push (GQueue *queue, OdDemoAnswer answer, gint64 argument)
{
  OdDemoStep step = { answer, argument };

  g_queue_push_tail (queue, g_memdup2 (&step, sizeof step));
}

static gboolean
take (GQueue *queue, OdDemoStep *step)
{
  g_autofree OdDemoStep *first = g_queue_pop_head (queue);

  if (first != NULL)
    *step = *first;
  return first != NULL;
}

static void
wake (OdDemoControl *self)
{
  g_autoptr (GPtrArray) channels = g_ptr_array_copy (self->channels, (GCopyFunc) (GCallback) g_object_ref, NULL);

  for (guint i = 0; i < channels->len; i++)
    {
      od_demo_channel_wake (g_ptr_array_index (channels, i));
      g_object_unref (g_ptr_array_index (channels, i));
    }
}

/**
 * od_demo_control_push:
 * @argument: of the answer; 0 where it has none
 *
 * What is answered to one operation; they queue up. After the last everything is accepted.
 */
void
od_demo_control_push (OdDemoControl *self, OdDemoAnswer answer, gint64 argument)
{
  push (&self->sends, answer, argument);
}

/**
 * od_demo_control_push_start:
 *
 * What is answered when an account starts.
 */
void
od_demo_control_push_start (OdDemoControl *self, OdDemoAnswer answer)
{
  push (&self->starts, answer, -1);
}

/**
 * od_demo_control_push_poll:
 *
 * How the poll that waits, or the next one, fails.
 */
void
od_demo_control_push_poll (OdDemoControl *self, OdDemoAnswer answer, gint64 argument)
{
  push (&self->polls, answer, argument);
  wake (self);
}

/**
 * od_demo_control_receive:
 * @update: (transfer full)
 *
 * Something happens on the other side; the next poll brings it.
 */
void
od_demo_control_receive (OdDemoControl *self, OdUpdate *update)
{
  g_ptr_array_add (self->incoming, update);
  wake (self);
}

/**
 * od_demo_control_receive_unknown:
 * @n: things
 *
 * Customers do what this channel has no word for.
 */
void
od_demo_control_receive_unknown (OdDemoControl *self, guint n)
{
  self->n_unknown += n;
  wake (self);
}

/**
 * od_demo_control_receive_text:
 *
 * A customer writes.
 */
void
od_demo_control_receive_text (OdDemoControl *self, const char *chat_id, const char *remote_id, const char *text)
{
  OdUpdate *update = od_update_new (OD_UPDATE_MESSAGE, chat_id);

  update->remote_id = g_strdup (remote_id);
  g_free (update->text);
  update->text = g_strdup (text);
  od_demo_control_receive (self, update);
}

/**
 * od_demo_control_receive_receipt:
 * @remote_id: of the message that reached the customer, or was seen
 */
void
od_demo_control_receive_receipt (OdDemoControl *self, const char *chat_id, const char *remote_id, OdDelivery delivery)
{
  OdUpdate *update = od_update_new (OD_UPDATE_RECEIPT, chat_id);

  update->target_remote_id = g_strdup (remote_id);
  update->delivery = delivery;
  od_demo_control_receive (self, update);
}

/**
 * od_demo_control_break:
 * @error: what breaks
 *
 * Every started account fails.
 */
void
od_demo_control_break (OdDemoControl *self, const GError *error)
{
  g_autoptr (GPtrArray) channels = g_ptr_array_copy (self->channels, NULL, NULL);

  for (guint i = 0; i < channels->len; i++)
    od_channel_emit_failed (g_ptr_array_index (channels, i), error);
}

/**
 * od_demo_control_release:
 *
 * Everything that hangs is answered at last.
 *
 * Returns: how many did
 */
guint
od_demo_control_release (OdDemoControl *self, OdDemoAnswer answer)
{
  g_autoptr (GPtrArray) channels = g_ptr_array_copy (self->channels, NULL, NULL);
  guint n = 0;

  for (guint i = 0; i < channels->len; i++)
    n += od_demo_channel_release (g_ptr_array_index (channels, i), answer);
  return n;
}

/**
 * od_demo_control_progress:
 *
 * Bytes of everything that hangs still move.
 */
void
od_demo_control_progress (OdDemoControl *self, gint64 done_bytes, gint64 total_bytes)
{
  for (guint i = 0; i < self->channels->len; i++)
    od_demo_channel_progress (g_ptr_array_index (self->channels, i), done_bytes, total_bytes);
}

/**
 * od_demo_control_take_part:
 * @attachment_id: 0: the text
 * @remote_id: (nullable): what it is called there
 *
 * The other side has that part of what hangs.
 */
void
od_demo_control_take_part (OdDemoControl *self, gint64 attachment_id, const char *remote_id)
{
  for (guint i = 0; i < self->channels->len; i++)
    od_demo_channel_take_part (g_ptr_array_index (self->channels, i), attachment_id, remote_id);
}

guint
od_demo_control_get_n_hanging (OdDemoControl *self)
{
  guint n = 0;

  for (guint i = 0; i < self->channels->len; i++)
    n += od_demo_channel_get_n_hanging (g_ptr_array_index (self->channels, i));
  return n;
}

/**
 * od_demo_control_get_n_started:
 *
 * Returns: how often an account was asked to start
 */
guint
od_demo_control_get_n_started (OdDemoControl *self)
{
  return self->n_started;
}

guint
od_demo_control_get_n_running (OdDemoControl *self)
{
  return self->channels->len;
}

/**
 * od_demo_control_get_attempts:
 *
 * Returns: (transfer none) (element-type OdOutgoing): everything that was asked for, in order
 */
GPtrArray *
od_demo_control_get_attempts (OdDemoControl *self)
{
  return self->attempts;
}

/**
 * od_demo_control_get_arrived:
 *
 * Returns: (transfer none) (element-type OdOutgoing): what the customers really have, in order, repeats included
 */
GPtrArray *
od_demo_control_get_arrived (OdDemoControl *self)
{
  return self->arrived;
}

/**
 * od_demo_control_get_journal:
 *
 * Returns: (transfer none): a line for each of: typing, online, stream
 */
GString *
od_demo_control_get_journal (OdDemoControl *self)
{
  return self->journal;
}

/* ---- for the channel ---- */

void
od_demo_control_attach (OdDemoControl *self, OdDemoChannel *channel)
{
  g_ptr_array_add (self->channels, channel);
}

void
od_demo_control_detach (OdDemoControl *self, OdDemoChannel *channel)
{
  g_ptr_array_remove (self->channels, channel);
}

gboolean
od_demo_control_take (OdDemoControl *self, OdDemoStep *step)
{
  return take (&self->sends, step);
}

gboolean
od_demo_control_take_start (OdDemoControl *self, OdDemoStep *step)
{
  self->n_started++;
  return take (&self->starts, step);
}

gboolean
od_demo_control_take_poll (OdDemoControl *self, OdDemoStep *step)
{
  return take (&self->polls, step);
}

static gpointer
copy_attachment (gconstpointer item, gpointer data)
{
  const OdUpdateAttachment *from = item;
  OdUpdateAttachment *copy = g_memdup2 (from, sizeof *from);

  copy->upload_id = g_strdup (from->upload_id);
  copy->name = g_strdup (from->name);
  copy->mime = g_strdup (from->mime);
  copy->sha256 = g_strdup (from->sha256);
  copy->remote_ref = g_strdup (from->remote_ref);
  return copy;
}

static OdUpdate *
copy_update (const OdUpdate *update)
{
  OdUpdate *copy = od_update_new (update->kind, update->chat_id);

  copy->remote_id = g_strdup (update->remote_id);
  copy->target_remote_id = g_strdup (update->target_remote_id);
  copy->reply_to_remote_id = g_strdup (update->reply_to_remote_id);
  copy->at_us = update->at_us;
  g_free (copy->text);
  copy->text = g_strdup (update->text);
  copy->format = update->format;
  copy->emoji = g_strdup (update->emoji);
  copy->delivery = update->delivery;
  copy->is_own = update->is_own;
  if (update->attachments != NULL)
    {
      copy->attachments = g_ptr_array_copy (update->attachments, copy_attachment, NULL);
      g_ptr_array_set_free_func (copy->attachments, (GDestroyNotify) od_update_attachment_free);
    }
  copy->profile = update->profile != NULL ? od_profile_copy (update->profile) : NULL;
  return copy;
}

/**
 * od_demo_control_take_batch:
 * @cursor: (nullable): by it the asker says what it has stored
 *
 * Returns: (transfer full) (nullable): what happened since @cursor; %NULL if nothing did
 */
OdUpdateBatch *
od_demo_control_take_batch (OdDemoControl *self, const char *cursor)
{
  g_autofree char *newest = g_strdup_printf ("%u", self->n_polled);
  OdUpdateBatch *batch;

  if (g_strcmp0 (cursor, newest) == 0)
    g_ptr_array_remove_range (self->incoming, 0, self->n_unread);
  self->n_unread = self->incoming->len;
  if (self->n_unread == 0 && self->n_unknown == 0)
    return NULL;
  batch = od_update_batch_new ();
  batch->n_skipped = self->n_unknown;
  self->n_unknown = 0;
  for (guint i = 0; i < self->incoming->len; i++)
    g_ptr_array_add (batch->updates, copy_update (g_ptr_array_index (self->incoming, i)));
  batch->cursor_name = g_strdup ("poll");
  batch->cursor = g_strdup_printf ("%u", ++self->n_polled);
  return batch;
}

void
od_demo_control_note_attempt (OdDemoControl *self, const OdOutgoing *outgoing)
{
  g_ptr_array_add (self->attempts, od_outgoing_copy (outgoing));
}

void
od_demo_control_note_arrival (OdDemoControl *self, const OdOutgoing *outgoing)
{
  g_ptr_array_add (self->arrived, od_outgoing_copy (outgoing));
}

void
od_demo_control_note (OdDemoControl *self, const char *line)
{
  g_string_append_printf (self->journal, "%s\n", line);
}

/**
 * od_demo_control_change_settings:
 * @settings: JSON
 *
 * Every started account says that its settings should be remembered like this.
 */
void
od_demo_control_change_settings (OdDemoControl *self, const char *settings)
{
  for (guint i = 0; i < self->channels->len; i++)
    g_signal_emit_by_name (g_ptr_array_index (self->channels, i), "settings-changed", settings);
}

/**
 * od_demo_control_set_url:
 *
 * Where the accounts say that customers find them.
 */
void
od_demo_control_set_url (OdDemoControl *self, const char *url)
{
  g_free (self->url);
  self->url = g_strdup (url);
}

const char *
od_demo_control_get_url (OdDemoControl *self)
{
  return self->url;
}

/* The files that customers sent. */
OdDemoFiles *
od_demo_control_get_files (OdDemoControl *self)
{
  return self->files;
}
