/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-outbox-verdict.h"

#include "od-error.h"
#include "od-limits.h"

static OdVerdict
verdict_of_code (OdError code, OdVerdict if_lost)
{
  switch (code)
    {
    case OD_ERROR_TRANSIENT:
    case OD_ERROR_BUSY:
    case OD_ERROR_STORE:
      return OD_VERDICT_AGAIN;
    case OD_ERROR_RATE_LIMITED:
      return OD_VERDICT_PAUSE;
    case OD_ERROR_AUTH:
      return OD_VERDICT_OWNER;
    case OD_ERROR_REJECTED:
    case OD_ERROR_TOO_LARGE:
    case OD_ERROR_NOT_FOUND:
    case OD_ERROR_USAGE:
      return OD_VERDICT_REFUSED;
    case OD_ERROR_MALFORMED: /* it answered nonsense, but to something that it got */
    case OD_ERROR_UNCONFIRMED:
    default:
      return if_lost;
    }
}

/**
 * od_verdict_of:
 * @error: (nullable): of od_channel_perform_finish()
 * @caps: of the channel
 *
 * An error that is none of ours (cancelled in the middle, say) says nothing about whether it left.
 */
OdVerdict
od_verdict_of (const GError *error, OdChannelCaps caps)
{
  OdVerdict if_lost = (caps & OD_CHANNEL_IDEMPOTENT_SEND) != 0 ? OD_VERDICT_AGAIN : OD_VERDICT_LOST;

  if (error == NULL)
    return OD_VERDICT_DONE;
  return error->domain == OD_ERROR ? verdict_of_code ((OdError) error->code, if_lost) : if_lost;
}

/**
 * od_verdict_get_event:
 *
 * Returns: the event for the table of delivery states
 */
OdDeliveryEvent
od_verdict_get_event (OdVerdict verdict)
{
  static const OdDeliveryEvent events[] = {
    [OD_VERDICT_DONE] = OD_DELIVERY_EVENT_ACCEPT,    [OD_VERDICT_AGAIN] = OD_DELIVERY_EVENT_RETRY,
    [OD_VERDICT_PAUSE] = OD_DELIVERY_EVENT_RETRY,    [OD_VERDICT_OWNER] = OD_DELIVERY_EVENT_RETRY,
    [OD_VERDICT_REFUSED] = OD_DELIVERY_EVENT_REJECT, [OD_VERDICT_LOST] = OD_DELIVERY_EVENT_LOSE,
  };

  return events[verdict];
}

/**
 * od_verdict_get_pause_us:
 *
 * Returns: how long the provider asked to wait, at most %OD_LIMIT_RETRY_AFTER_S; -1 if it did not say
 */
gint64
od_verdict_get_pause_us (const GError *error)
{
  gint64 ms = od_error_get_retry_after_ms (error);

  if (ms < 0)
    return -1;
  return MIN (ms, (gint64) OD_LIMIT_RETRY_AFTER_S * 1000) * 1000;
}

static gboolean
find_outgoing_kind (OdOperationKind kind, OdOutgoingKind *outgoing)
{
  switch (kind)
    {
    case OD_OPERATION_SEND:
      *outgoing = OD_OUTGOING_SEND;
      return TRUE;
    case OD_OPERATION_EDIT:
      *outgoing = OD_OUTGOING_EDIT;
      return TRUE;
    case OD_OPERATION_REMOVE:
      *outgoing = OD_OUTGOING_REMOVE;
      return TRUE;
    case OD_OPERATION_REACT:
      *outgoing = OD_OUTGOING_REACT;
      return TRUE;
    case OD_OPERATION_READ:
      *outgoing = OD_OUTGOING_READ;
      return TRUE;
    case OD_OPERATION_STATUS:
      *outgoing = OD_OUTGOING_STATUS;
      return TRUE;
    case OD_OPERATION_ASSIGN:
    case OD_OPERATION_SNOOZE:
    case OD_OPERATION_TAG:
    default:
      return FALSE;
    }
}

/**
 * od_verdict_dup_outgoing:
 *
 * Returns: (transfer full) (nullable): the remote half of @operation; %NULL if that kind has none
 */
OdOutgoing *
od_verdict_dup_outgoing (const OdClaimedOperation *operation)
{
  OdOutgoingKind kind;
  OdOutgoing *outgoing;

  if (!find_outgoing_kind (operation->kind, &kind))
    return NULL;
  outgoing = od_outgoing_new (kind, operation->chat_id, operation->key);
  if (operation->text != NULL)
    {
      g_free (outgoing->text);
      outgoing->text = g_strdup (operation->text);
    }
  outgoing->emoji = g_strdup (operation->emoji);
  outgoing->target_remote_id = g_strdup (operation->target_remote_id);
  outgoing->part_remote_ids = g_strdupv (operation->part_remote_ids);
  outgoing->target_seq = operation->target_seq;
  outgoing->reply_to_remote_id = g_strdup (operation->reply_to_remote_id);
  outgoing->files = operation->files != NULL ? g_ptr_array_ref (operation->files) : NULL;
  outgoing->format = operation->format;
  outgoing->status = operation->status;
  return outgoing;
}

/**
 * od_verdict_count_parts:
 * @descriptor: an #OdChannelDescriptor
 *
 * Pure: any thread.
 *
 * Returns: how many parts of it go with the next request: its text, if there is one, then its files
 */
guint
od_verdict_count_parts (const OdClaimedOperation *operation, gconstpointer descriptor)
{
  const OdChannelDescriptor *channel = descriptor;
  g_autoptr (OdOutgoing) outgoing = od_verdict_dup_outgoing (operation);
  g_autoptr (GArray) parts = NULL;

  if (channel->list_parts != NULL && outgoing != NULL)
    parts = channel->list_parts (outgoing);
  if (parts != NULL && parts->len > 0)
    return g_array_index (parts, guint, 0);
  return (operation->text != NULL && *operation->text != '\0' ? 1 : 0) +
         (operation->files != NULL ? operation->files->len : 0);
}

/**
 * od_verdict_count_messages:
 *
 * Returns: as how many messages the other side counts it, ≥ 1: each file is one, and so is a text that goes alone
 */
guint
od_verdict_count_messages (const OdOutgoing *outgoing, const OdChannelDescriptor *descriptor)
{
  g_autoptr (GArray) parts = NULL;
  guint n_files = outgoing->files != NULL ? outgoing->files->len : 0;
  guint n_parts = 0;

  if (outgoing->kind != OD_OUTGOING_SEND || descriptor->list_parts == NULL)
    return 1;
  parts = descriptor->list_parts (outgoing);
  for (guint i = 0; i < parts->len; i++)
    n_parts += g_array_index (parts, guint, i);
  if (n_parts > n_files && parts->len > 1 && g_array_index (parts, guint, 0) == 1)
    return n_files + 1;
  return MAX (n_files, 1);
}

/**
 * od_verdict_can_perform:
 *
 * What surely would be refused does not leave at all.
 *
 * Returns: %FALSE with %OD_ERROR_REJECTED or %OD_ERROR_TOO_LARGE
 */
gboolean
od_verdict_can_perform (const OdOutgoing *outgoing, const OdChannelDescriptor *descriptor, GError **error)
{
  guint n_files = outgoing->files != NULL ? outgoing->files->len : 0;

  if (!od_channel_check_text (descriptor, outgoing->text, error))
    return FALSE;
  if (n_files == 0)
    return TRUE;
  if ((descriptor->caps & OD_CHANNEL_CAN_FILES) == 0 || n_files > descriptor->max_files)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_REJECTED, "At most %u files", descriptor->max_files);
      return FALSE;
    }
  for (guint i = 0; i < n_files; i++)
    {
      const OdAttachmentRow *file = g_ptr_array_index (outgoing->files, i);

      if (file->path == NULL || file->size_bytes > descriptor->max_file_bytes)
        {
          g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "A file is missing or too large");
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * od_verdict_has_remote_half:
 *
 * @outgoing: (nullable)
 *
 * Returns: %FALSE if the channel has nothing for it: then it is done with what it did here
 */
gboolean
od_verdict_has_remote_half (const OdOutgoing *outgoing, const OdChannelDescriptor *descriptor)
{
  static const OdChannelCaps needed[] = {
    [OD_OUTGOING_SEND] = 0,
    [OD_OUTGOING_EDIT] = OD_CHANNEL_CAN_EDIT,
    [OD_OUTGOING_REMOVE] = OD_CHANNEL_CAN_REMOVE,
    [OD_OUTGOING_REACT] = OD_CHANNEL_CAN_REACT,
    [OD_OUTGOING_READ] = OD_CHANNEL_CAN_READ,
    [OD_OUTGOING_STATUS] = OD_CHANNEL_HAS_STREAM | OD_CHANNEL_SHARES_STATE,
  };

  if (outgoing == NULL)
    return FALSE;
  return needed[outgoing->kind] == 0 || (descriptor->caps & needed[outgoing->kind]) != 0;
}
