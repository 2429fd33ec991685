/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-error.h"
#include "od-json.h"
#include "od-limits.h"
#include "od-telegram-parse-private.h"

#define CURSOR "offset"

void
od_telegram_aside_clear (OdTelegramAside *aside)
{
  g_clear_pointer (&aside->callback_ids, g_ptr_array_unref);
}

/*
 * od_telegram_add:
 * @update: (transfer full)
 *
 * Its key: the number of the entry may come again after a quiet week, but not at the same second.
 */
void
od_telegram_add (OdTelegramReading *reading, OdUpdate *update)
{
  update->remote.key = g_strdup_printf ("%" G_GINT64_FORMAT ".%u@%" G_GINT64_FORMAT, reading->update_id,
                                        reading->n_made, update->at_us / G_USEC_PER_SEC);
  reading->n_made++;
  g_ptr_array_add (reading->batch->updates, update);
}

typedef gboolean (*ReadFunc) (OdTelegramReading *reading, JsonObject *object, GError **error);

static gboolean
read_new_message (OdTelegramReading *reading, JsonObject *object, GError **error)
{
  return od_telegram_read_message (reading, object, FALSE, FALSE, error);
}

static gboolean
read_edited_message (OdTelegramReading *reading, JsonObject *object, GError **error)
{
  return od_telegram_read_message (reading, object, TRUE, FALSE, error);
}

static gboolean
read_business_message (OdTelegramReading *reading, JsonObject *object, GError **error)
{
  return od_telegram_read_message (reading, object, FALSE, TRUE, error);
}

static gboolean
read_edited_business_message (OdTelegramReading *reading, JsonObject *object, GError **error)
{
  return od_telegram_read_message (reading, object, TRUE, TRUE, error);
}

static const struct {
  const char *member;
  ReadFunc read;
} kinds[] = {
  { "message", read_new_message },
  { "edited_message", read_edited_message },
  { "business_message", read_business_message },
  { "edited_business_message", read_edited_business_message },
  { "deleted_business_messages", od_telegram_read_deletion },
  { "message_reaction", od_telegram_read_reaction },
  { "callback_query", od_telegram_read_press },
  { "my_chat_member", od_telegram_read_member },
  { "business_connection", od_telegram_read_connection },
};

/* Returns: whether it was of a kind we know, and whole */
static gboolean
read_entry (OdTelegramReading *reading, JsonObject *entry)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GError) error = NULL;
      JsonObject *object = NULL;

      if (!json_object_has_member (entry, kinds[i].member))
        continue;
      if (od_json_get_object (entry, kinds[i].member, &object, &error) && kinds[i].read (reading, object, &error))
        return TRUE;
      g_debug ("An update was passed over: %s", error->message);
      return FALSE;
    }
  return FALSE;
}

static void
move_cursor (OdUpdateBatch *batch, gint64 update_id, gint64 *last)
{
  if (update_id <= *last)
    return;
  *last = update_id;
  g_free (batch->cursor);
  batch->cursor = g_strdup_printf ("%" G_GINT64_FORMAT, update_id + 1);
}

/* One bad entry loses nothing else, and the cursor passes it, or it would come back for ever. */
static void
take_entry (OdTelegramReading *reading, JsonNode *node, gint64 *last)
{
  JsonObject *entry = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  reading->aside->n_entries++;
  reading->n_made = 0;
  if (entry == NULL || !od_json_get_int (entry, "update_id", 1, G_MAXINT32 - 1, &reading->update_id, NULL))
    {
      reading->batch->n_skipped++;
      return;
    }
  move_cursor (reading->batch, reading->update_id, last);
  if (!read_entry (reading, entry))
    reading->batch->n_skipped++;
}

static gboolean
take_list (OdTelegramReading *reading, JsonNode *result, gint64 *last, GError **error)
{
  JsonArray *list;

  if (!JSON_NODE_HOLDS_ARRAY (result))
    {
      g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "“result” is not a list");
      return FALSE;
    }
  list = json_node_get_array (result);
  for (guint i = 0; i < json_array_get_length (list) && i < OD_LIMIT_TELEGRAM_UPDATES; i++)
    take_entry (reading, json_array_get_element (list, i), last);
  return TRUE;
}

/* Returns: whether there is a list at all */
static gboolean
take_slices (OdTelegramReading *reading, GBytes *body, gint64 *last)
{
  static const OdJsonLimits limits = { .max_bytes = OD_LIMIT_TELEGRAM_REPLY_BYTES,
                                       .max_depth = OD_LIMIT_TELEGRAM_DEPTH,
                                       .max_string_bytes = OD_LIMIT_TELEGRAM_STRING_BYTES };
  gsize len;
  const char *text = g_bytes_get_data (body, &len);
  g_autoptr (GArray) slices =
      text != NULL && len <= OD_LIMIT_TELEGRAM_REPLY_BYTES ? od_telegram_split (text, len) : NULL;

  if (slices == NULL || slices->len == 0)
    return FALSE;
  for (guint i = 0; i < slices->len; i++)
    {
      const OdTelegramSlice *slice = &g_array_index (slices, OdTelegramSlice, i);
      g_autofree char *mended = od_telegram_mend (slice);
      g_autoptr (JsonNode) node = od_json_parse (mended, -1, &limits, NULL);

      take_entry (reading, node, last);
      if (node == NULL)
        move_cursor (reading->batch, od_telegram_peek_id (slice), last);
    }
  return TRUE;
}

/**
 * od_telegram_parse_updates:
 * @body: the reply to `getUpdates`, from outside
 * @aside: (out): cleared by the caller in any case
 *
 * Unknown kinds of updates, and what can't be understood, are counted and passed; the cursor is where the next request
 * starts, one behind the highest number of this reply and of no other: numbers begin anew, lower perhaps, after a
 * quiet week. It is %NULL if the reply is empty. Pure: any thread may call this; large replies are read on another than
 * the main one.
 *
 * Returns: (transfer full): %NULL with an error of od_telegram_parse_reply(), also if none of the entries has a number,
 *   so that the same ones would come for ever
 */
OdUpdateBatch *
od_telegram_parse_updates (GBytes *body, OdTelegramAside *aside, GError **error)
{
  g_autoptr (OdUpdateBatch) batch = od_update_batch_new ();
  g_autoptr (GError) cause = NULL;
  g_autoptr (JsonNode) result = NULL;
  OdTelegramReading reading = { .batch = batch, .aside = aside };
  OdTelegramFault fault;
  gint64 last = 0;

  *aside = (OdTelegramAside){ .callback_ids = g_ptr_array_new_with_free_func (g_free) };
  batch->cursor_name = g_strdup (CURSOR);
  result = od_telegram_parse_reply (body, 200, &fault, &cause);
  if (result != NULL)
    {
      if (!take_list (&reading, result, &last, error))
        return NULL;
    }
  else if (fault.code != 0 || !take_slices (&reading, body, &last))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }
  if (aside->n_entries > 0 && batch->cursor == NULL)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "none of the updates has a number");
      return NULL;
    }
  return g_steal_pointer (&batch);
}
