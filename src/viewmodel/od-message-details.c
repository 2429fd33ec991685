/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-message-details.h"

#include <glib/gi18n.h>

#include "od-message-link.h"
#include "od-message-words.h"

static void
detail_free (gpointer data)
{
  g_free (((OdMessageDetail *) data)->value);
  g_free (data);
}

static void
add (GPtrArray *details, const char *label, const char *value)
{
  OdMessageDetail *detail;

  if (value == NULL || *value == '\0')
    return;
  detail = g_new (OdMessageDetail, 1);
  detail->label = label;
  detail->value = g_strdup (value);
  g_ptr_array_add (details, detail);
}

static void
add_moment (GPtrArray *details, const char *label, gint64 at_us, GTimeZone *zone)
{
  g_autofree char *moment = at_us != 0 ? od_message_words_moment (at_us, zone) : NULL;

  add (details, label, moment);
}

static void
add_id (GPtrArray *details, const char *label, gint64 id)
{
  g_autofree char *number = id != 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, id) : NULL;

  add (details, label, number);
}

/**
 * od_message_details:
 * @head: (nullable): of its conversation
 * @channel_name: (nullable): as people call it
 * @customer_name: who wrote what came in
 *
 * Returns: (transfer full) (element-type OdMessageDetail): what is known, in the order to show it
 */
GPtrArray *
od_message_details (const OdMessageRow *row, const OdConversationHead *head, const char *channel_name,
                    const char *customer_name, GTimeZone *zone)
{
  GPtrArray *details = g_ptr_array_new_with_free_func (detail_free);
  gboolean is_in = row->kind == OD_TIMELINE_IN;
  const char *who = is_in && *row->author == '\0' ? customer_name : row->author;
  g_autofree char *link = od_message_link_new (row->id);

  add (details, _ ("From"), *who != '\0' ? who : row->is_bot ? _ ("Automatic") : NULL);
  add (details, _ ("Channel"), channel_name);
  add (details, _ ("Account"), head != NULL ? head->account_name : NULL);
  add (details, _ ("State"), row->kind == OD_TIMELINE_OUT ? od_message_words_delivery (row->delivery) : NULL);
  add (details, _ ("Error"), row->error);
  add_moment (details, is_in ? _ ("Received") : _ ("Written"), row->at_us, zone);
  add_moment (details, _ ("Not before"), row->not_before_us, zone);
  add_moment (details, _ ("Sent"), row->sent_at_us, zone);
  add_moment (details, _ ("Delivered"), row->delivered_at_us, zone);
  add_moment (details, _ ("Read"), row->read_at_us, zone);
  add_moment (details, _ ("Edited"), row->edited_at_us, zone);
  add_moment (details, _ ("Deleted"), row->deleted_at_us, zone);
  add_id (details, _ ("Answers message"), row->reply_to_id);
  add_id (details, _ ("Conversation"), row->conversation_id);
  add (details, _ ("Address"), link);
  return details;
}

/**
 * od_message_details_to_text:
 *
 * Returns: (transfer full): a line each, for the clipboard
 */
char *
od_message_details_to_text (GPtrArray *details)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < details->len; i++)
    {
      const OdMessageDetail *detail = details->pdata[i];

      g_string_append_printf (text, "%s: %s\n", detail->label, detail->value);
    }
  return g_string_free (text, FALSE);
}
