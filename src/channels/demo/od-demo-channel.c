/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-demo-channel"

#include "od-demo-channel.h"

#include <glib/gi18n.h>

#include "od-demo-channel-private.h"
#include "od-error.h"
#include "od-json.h"

/**
 * OdDemoChannel:
 *
 * A channel with no server: what tests and a demonstration run on. It can be
 * told to fail in every way a real one does: by its setting `script`, or by an
 * #OdDemoControl that has the name in its setting `control`.
 */
struct _OdDemoChannel {
  GObject parent_instance;

  OdDemoControl *control; /* (owned) (nullable) */
  GArray *script;         /* (owned) (nullable) (element-type OdDemoStep) */
  guint n_script_used;
  guint64 n_sent;
  GTask *poll;        /* (owned) (nullable): waits for something to happen */
  GPtrArray *hanging; /* (owned) (element-type GTask): sends that are never answered */
};

static void demo_channel_iface_init (OdChannelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdDemoChannel, od_demo_channel, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_CHANNEL, demo_channel_iface_init))

static void
od_demo_channel_dispose (GObject *object)
{
  OdDemoChannel *self = OD_DEMO_CHANNEL (object);

  if (self->control != NULL)
    od_demo_control_detach (self->control, self);
  g_clear_object (&self->control);
  G_OBJECT_CLASS (od_demo_channel_parent_class)->dispose (object);
}

static void
od_demo_channel_finalize (GObject *object)
{
  OdDemoChannel *self = OD_DEMO_CHANNEL (object);

  g_clear_pointer (&self->script, g_array_unref);
  g_ptr_array_unref (self->hanging);
  G_OBJECT_CLASS (od_demo_channel_parent_class)->finalize (object);
}

static void
od_demo_channel_class_init (OdDemoChannelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_demo_channel_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_demo_channel_finalize;
}

static void
od_demo_channel_init (OdDemoChannel *self)
{
  self->hanging = g_ptr_array_new_with_free_func (g_object_unref);
}

/* ---- start and stop ---- */

static gboolean
read_settings (OdDemoChannel *self, const char *settings, GError **error)
{
  g_autoptr (JsonNode) root = od_json_parse (settings, -1, NULL, error);
  const char *script = NULL, *control = NULL;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;
  if (!od_json_get_string_opt (json_node_get_object (root), "script", 4096, &script, error) ||
      !od_json_get_string_opt (json_node_get_object (root), "control", 4096, &control, error))
    return FALSE;
  self->script = od_demo_script_parse (script != NULL ? script : "", error);
  if (control != NULL && od_demo_control_find (control) != NULL)
    self->control = g_object_ref (od_demo_control_find (control));
  return self->script != NULL;
}

static void
demo_start_async (OdChannel *channel, const OdAccountRow *account, const OdChannelContext *context,
                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdDemoChannel *self = OD_DEMO_CHANNEL (channel);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;
  OdDemoStep step;

  g_task_set_source_tag (task, demo_start_async);
  if (!read_settings (self, account->settings, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (self->control != NULL && od_demo_control_take_start (self->control, &step))
    error = od_demo_step_to_error (&step);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (self->control != NULL)
    od_demo_control_attach (self->control, self);
  g_task_return_boolean (task, TRUE);
}

static void
demo_stop_async (OdChannel *channel, GAsyncReadyCallback callback, gpointer user_data)
{
  OdDemoChannel *self = OD_DEMO_CHANNEL (channel);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, demo_stop_async);
  if (self->control != NULL)
    od_demo_control_detach (self->control, self);
  g_task_return_boolean (task, TRUE);
}

/* ---- what customers do ---- */

static void
poll_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  OdDemoChannel *self = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&self->poll);

  if (task != NULL)
    g_task_return_error_if_cancelled (task);
}

/**
 * od_demo_channel_wake:
 *
 * Something may have happened: a poll that waits looks again.
 */
void
od_demo_channel_wake (OdDemoChannel *self)
{
  OdUpdateBatch *batch;
  OdDemoStep step;

  if (self->poll == NULL || self->control == NULL)
    return;
  if (od_demo_control_take_poll (self->control, &step))
    {
      g_autoptr (GTask) task = g_steal_pointer (&self->poll);
      GError *error = od_demo_step_to_error (&step);

      if (error != NULL)
        g_task_return_error (task, error);
      else
        g_task_return_pointer (task, od_update_batch_new (), (GDestroyNotify) od_update_batch_free);
      return;
    }
  batch = od_demo_control_take_batch (self->control, g_task_get_task_data (self->poll));
  if (batch != NULL)
    {
      g_autoptr (GTask) task = g_steal_pointer (&self->poll);

      g_task_return_pointer (task, batch, (GDestroyNotify) od_update_batch_free);
    }
}

static void
demo_poll_async (OdChannel *channel, const char *cursor, GCancellable *cancellable, GAsyncReadyCallback callback,
                 gpointer user_data)
{
  OdDemoChannel *self = OD_DEMO_CHANNEL (channel);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, demo_poll_async);
  g_task_set_task_data (task, g_strdup (cursor), g_free);
  if (g_task_return_error_if_cancelled (task))
    return;
  g_return_if_fail (self->poll == NULL);
  self->poll = g_object_ref (task);
  if (cancellable != NULL)
    {
      g_signal_handlers_disconnect_by_func (cancellable, poll_cancelled_cb, self); /* of the poll before */
      g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (poll_cancelled_cb), self, 0);
    }
  od_demo_channel_wake (self);
}

/* ---- what operators do ---- */

static void
answer (OdDemoChannel *self, GTask *task, const OdDemoStep *step)
{
  const OdOutgoing *outgoing = g_task_get_task_data (task);
  GError *error = od_demo_step_to_error (step);

  if (self->control != NULL && (step->answer == OD_DEMO_ACCEPT || step->answer == OD_DEMO_CUT))
    od_demo_control_note_arrival (self->control, outgoing);
  if (error != NULL)
    g_task_return_error (task, error);
  else if (outgoing->kind == OD_OUTGOING_SEND)
    g_task_return_pointer (
        task, g_strdup_printf ("%s:%" G_GUINT64_FORMAT "-%s", outgoing->chat_id, ++self->n_sent, outgoing->key),
        g_free);
  else
    g_task_return_pointer (task, g_strdup (""), g_free);
}

/**
 * od_demo_channel_release:
 *
 * Returns: how many sends were waiting for an answer, and have it now
 */
guint
od_demo_channel_release (OdDemoChannel *self, OdDemoAnswer how)
{
  OdDemoStep step = { how, -1 };
  g_autoptr (GPtrArray) hanging = g_steal_pointer (&self->hanging);

  self->hanging = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < hanging->len; i++)
    answer (self, g_ptr_array_index (hanging, i), &step);
  return hanging->len;
}

void
od_demo_channel_progress (OdDemoChannel *self, gint64 done_bytes, gint64 total_bytes)
{
  for (guint i = 0; i < self->hanging->len; i++)
    {
      const OdOutgoing *outgoing = g_task_get_task_data (g_ptr_array_index (self->hanging, i));

      od_channel_emit_progress (OD_CHANNEL (self), outgoing->key, done_bytes, total_bytes);
    }
}

/* As one that sends files one by one. */
void
od_demo_channel_take_part (OdDemoChannel *self, gint64 attachment_id, const char *remote_id)
{
  for (guint i = 0; i < self->hanging->len; i++)
    {
      const OdOutgoing *outgoing = g_task_get_task_data (g_ptr_array_index (self->hanging, i));

      od_channel_emit_part_taken (OD_CHANNEL (self), outgoing->key, attachment_id, remote_id);
    }
}

guint
od_demo_channel_get_n_hanging (OdDemoChannel *self)
{
  return self->hanging->len;
}

static void
end_cancelled (GTask *task, OdDemoAnswer how)
{
  OdDemoStep step = { how, -1 };
  OdDemoChannel *self = g_task_get_source_object (task);
  g_autoptr (GTask) alive G_GNUC_UNUSED = g_object_ref (task);

  if (g_ptr_array_remove (self->hanging, task))
    answer (self, task, &step);
}

static void
send_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  end_cancelled (user_data, OD_DEMO_LOST);
}

static void
send_stopped_cb (GCancellable *cancellable, gpointer user_data)
{
  end_cancelled (user_data, OD_DEMO_TRANSIENT);
}

static void
take_step (OdDemoChannel *self, OdDemoStep *step)
{
  *step = (OdDemoStep){ OD_DEMO_ACCEPT, 0 };
  if (self->control != NULL && od_demo_control_take (self->control, step))
    return;
  if (self->script != NULL && self->n_script_used < self->script->len)
    *step = g_array_index (self->script, OdDemoStep, self->n_script_used++);
}

static void
demo_perform_async (OdChannel *channel, const OdOutgoing *outgoing, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer user_data)
{
  OdDemoChannel *self = OD_DEMO_CHANNEL (channel);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  OdDemoStep step;

  g_task_set_source_tag (task, demo_perform_async);
  g_task_set_check_cancellable (task, FALSE); /* once asked, the answer counts */
  g_task_set_task_data (task, od_outgoing_copy (outgoing), (GDestroyNotify) od_outgoing_free);
  if (self->control != NULL)
    od_demo_control_note_attempt (self->control, outgoing);
  take_step (self, &step);
  if (step.answer != OD_DEMO_HANG && step.answer != OD_DEMO_DEAF)
    {
      answer (self, task, &step);
      return;
    }
  g_ptr_array_add (self->hanging, g_object_ref (task));
  if (cancellable != NULL && step.answer == OD_DEMO_HANG)
    g_signal_connect_object (cancellable, "cancelled",
                             G_CALLBACK (step.argument == 1 ? send_stopped_cb : send_cancelled_cb), task, 0);
}

static void
demo_fetch_file_async (OdChannel *channel, const OdFetch *fetch, GFileProgressCallback progress, gpointer progress_data,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdDemoChannel *self = OD_DEMO_CHANNEL (channel);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, demo_fetch_file_async);
  if (self->control != NULL)
    od_demo_files_fetch (od_demo_control_get_files (self->control), task, fetch, progress, progress_data);
  else
    g_task_return_new_error (task, OD_ERROR, OD_ERROR_NOT_FOUND, "Demo: no such file");
}

static void
demo_set_typing (OdChannel *channel, const char *chat_id, gboolean is_typing, const char *operator_name)
{
  OdDemoChannel *self = OD_DEMO_CHANNEL (channel);
  g_autofree char *line = g_strdup_printf ("typing %s %d", chat_id, is_typing);

  if (self->control != NULL)
    od_demo_control_note (self->control, line);
}

static void
demo_set_online (OdChannel *channel, gboolean is_online)
{
  OdDemoChannel *self = OD_DEMO_CHANNEL (channel);
  g_autofree char *line = g_strdup_printf ("online %d", is_online);

  if (self->control != NULL)
    od_demo_control_note (self->control, line);
}

static void
demo_stream_advanced (OdChannel *channel, const char *chat_id, gint64 last_seq)
{
  OdDemoChannel *self = OD_DEMO_CHANNEL (channel);
  g_autofree char *line = g_strdup_printf ("stream %s %" G_GINT64_FORMAT, chat_id, last_seq);

  if (self->control != NULL)
    od_demo_control_note (self->control, line);
}

static char *
demo_dup_url (OdChannel *channel)
{
  OdDemoChannel *self = OD_DEMO_CHANNEL (channel);

  return self->control != NULL ? g_strdup (od_demo_control_get_url (self->control)) : NULL;
}

static void
demo_channel_iface_init (OdChannelInterface *iface)
{
  iface->start_async = demo_start_async;
  iface->stop_async = demo_stop_async;
  iface->poll_async = demo_poll_async;
  iface->perform_async = demo_perform_async;
  iface->fetch_file_async = demo_fetch_file_async;
  iface->set_typing = demo_set_typing;
  iface->set_online = demo_set_online;
  iface->stream_advanced = demo_stream_advanced;
  iface->dup_url = demo_dup_url;
}

static gboolean
check_settings (JsonObject *settings, GError **error)
{
  g_autoptr (GArray) steps = od_demo_script_parse (json_object_get_string_member (settings, "script"), error);

  return steps != NULL;
}

static const OdChannelField fields[] = {
  { "script", N_ ("Answers to sends"), OD_FIELD_TEXT, "", 0, 0 },
  { "control", N_ ("Controlled by"), OD_FIELD_TEXT, "", 0, 0 },
  { NULL },
};

const OdChannelDescriptor od_demo_descriptor = {
  .id = "demo",
  .name = N_ ("Demonstration"),
  .icon_name = "od-chat-symbolic",
  .caps = OD_CHANNEL_CAN_RECEIPTS | OD_CHANNEL_CAN_TYPING | OD_CHANNEL_CAN_EDIT | OD_CHANNEL_CAN_REMOVE |
          OD_CHANNEL_CAN_REACT | OD_CHANNEL_CAN_READ | OD_CHANNEL_CAN_FILES | OD_CHANNEL_CAN_REPLY_TO |
          OD_CHANNEL_POLLS | OD_CHANNEL_SERVES | OD_CHANNEL_FOR_TESTS,
  .max_text = 4000,
  .max_files = 10,
  .max_file_bytes = 20 * 1024 * 1024,
  .contact_scope_is_account = TRUE,
  .fields = fields,
  .check_settings = check_settings,
  .get_type = od_demo_channel_get_type,
};
