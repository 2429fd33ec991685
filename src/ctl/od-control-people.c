/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-control-call.h"

#include "od-json.h"
#include "od-store-card.h"
#include "od-store-field.h"
#include "od-store-link.h"

/* ---- customer show --------------------------------------------------------- */

typedef struct {
  OdCardJob *card;
  OdLinkJob *links;
} Show;

static void
show_free (gpointer data)
{
  Show *show = data;

  od_card_job_free (show->card);
  od_link_job_free (show->links);
  g_free (show);
}

static gboolean
load_show (sqlite3 *db, gpointer data, GError **error)
{
  Show *show = data;

  return od_store_card_load (db, show->card, error) && od_store_link_load (db, show->links, error);
}

static void
set_text (JsonObject *object, const char *name, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, name, text);
  else
    json_object_set_null_member (object, name);
}

static JsonArray *
print_points (const OdCustomerCard *card)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < card->contact_points->len; i++)
    {
      const OdContactPointRow *point = card->contact_points->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "channel", point->channel);
      json_object_set_string_member (object, "address", point->address);
      json_object_set_string_member (object, "display", point->display);
      json_object_set_boolean_member (object, "verified", point->is_verified);
      json_array_add_object_element (array, object);
    }
  return array;
}

static JsonArray *
print_links (GPtrArray *links)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < links->len; i++)
    {
      const OdPersonLink *link = links->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "row", link->id);
      json_object_set_int_member (object, "customer", link->joined_id);
      json_object_set_string_member (object, "name", link->joined_name);
      json_array_add_object_element (array, object);
    }
  return array;
}

static JsonObject *
print_card (const OdCustomerCard *card, GPtrArray *links)
{
  JsonObject *object = json_object_new (), *fields = json_object_new ();
  JsonArray *tags = json_array_new (), *conversations = json_array_new ();

  for (guint i = 0; card->tags != NULL && card->tags[i] != NULL; i++)
    json_array_add_string_element (tags, card->tags[i]);
  for (guint i = 0; i < card->fields->len; i++)
    {
      const OdFieldRow *field = card->fields->pdata[i];

      json_object_set_string_member (fields, field->key, field->value);
    }
  for (guint i = 0; i < card->conversations->len; i++)
    json_array_add_int_element (conversations, ((OdConversationHead *) card->conversations->pdata[i])->id);
  json_object_set_int_member (object, "row", card->id);
  json_object_set_string_member (object, "name", card->name);
  set_text (object, "lang", card->lang);
  set_text (object, "time_zone", card->time_zone);
  json_object_set_array_member (object, "contact_points", print_points (card));
  json_object_set_object_member (object, "fields", fields);
  json_object_set_array_member (object, "tags", tags);
  json_object_set_string_member (object, "note", card->note);
  json_object_set_array_member (object, "conversations", conversations);
  json_object_set_array_member (object, "links", print_links (links));
  return object;
}

static void
print_lines (OdControlCall *call, const OdCustomerCard *card, GPtrArray *links)
{
  g_string_append_printf (call->out, "%" G_GINT64_FORMAT "\t%s\n", card->id, card->name);
  for (guint i = 0; i < card->contact_points->len; i++)
    {
      const OdContactPointRow *point = card->contact_points->pdata[i];

      g_string_append_printf (call->out, "%s\t%s\n", point->channel, point->address);
    }
  for (guint i = 0; i < card->fields->len; i++)
    {
      const OdFieldRow *field = card->fields->pdata[i];

      g_string_append_printf (call->out, "%s\t%s\n", field->key, field->value);
    }
  for (guint i = 0; card->tags != NULL && card->tags[i] != NULL; i++)
    g_string_append_printf (call->out, "tag\t%s\n", card->tags[i]);
  for (guint i = 0; i < links->len; i++)
    g_string_append_printf (call->out, "link %" G_GINT64_FORMAT "\t%s\n", ((OdPersonLink *) links->pdata[i])->id,
                            ((OdPersonLink *) links->pdata[i])->joined_name);
}

static void
shown_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  GError *error = NULL;
  Show *show = od_db_finish (OD_DB (source), result, &error);

  if (show == NULL)
    {
      od_control_call_take_error (call, error);
      return;
    }
  if (call->line->has[OD_FLAG_JSON])
    {
      g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

      json_node_take_object (node, print_card (show->card->card, show->links->found));
      od_control_call_print_json (call, node);
    }
  else
    print_lines (call, show->card->card, show->links->found);
  show_free (show);
  od_control_call_done (call, OD_EXIT_DONE);
}

static void
show_customer (OdControlCall *call)
{
  Show *show = g_new0 (Show, 1);

  show->card = od_card_job_new (call->row);
  show->links = g_new0 (OdLinkJob, 1);
  show->links->customer_id = call->row;
  od_db_read_async (call->desk->db, OD_DB_PAGES, load_show, show, show_free, NULL, shown_cb, call);
}

/* ---- customer link, unlink ------------------------------------------------- */

static void
linked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  GError *error = NULL;
  gint64 id = od_people_port_link_finish (OD_PEOPLE_PORT (source), result, &error);

  if (id == 0)
    {
      od_control_call_take_error (call, error);
      return;
    }
  od_control_call_print_row (call, id);
  od_control_call_done (call, OD_EXIT_DONE);
}

static void
link_customers (OdControlCall *call)
{
  OdPersonLink link = { .kept_id = call->row };

  if (!od_control_parse_row (call->line->rest[2], &link.joined_id))
    od_control_call_fail (call, OD_EXIT_USAGE, "JOINED must be the row of a customer, not “%s”", call->line->rest[2]);
  else
    od_people_port_link_async (call->desk->people, &link, NULL, linked_cb, call);
}

static void
finish (OdControlCall *call, gboolean ok, GError *error)
{
  if (ok)
    od_control_call_done (call, OD_EXIT_DONE);
  else
    od_control_call_take_error (call, error);
}

static void
unlinked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  gboolean ok = od_people_port_unlink_finish (OD_PEOPLE_PORT (source), result, &error);

  finish (user_data, ok, error);
}

/* ---- customer set, tag ----------------------------------------------------- */

static void
set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  gboolean ok = od_field_port_set_value_finish (OD_FIELD_PORT (source), result, &error);

  finish (user_data, ok, error);
}

static void
fields_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) fields = od_field_port_load_finish (OD_FIELD_PORT (source), result, &error);

  if (fields == NULL)
    {
      od_control_call_take_error (call, error);
      return;
    }
  for (guint i = 0; i < fields->len; i++)
    {
      const OdCustomField *field = fields->pdata[i];

      if (!g_str_equal (field->key, call->line->rest[2]) && !g_str_equal (field->label, call->line->rest[2]))
        continue;
      od_field_port_set_value_async (call->desk->fields, call->row, field->id, call->line->rest[3], NULL, set_cb, call);
      return;
    }
  od_control_call_fail (call, OD_EXIT_FAILED, "There is no field “%s”", call->line->rest[2]);
}

static void
tag_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  gboolean ok = od_field_port_set_tag_finish (OD_FIELD_PORT (source), result, &error);

  finish (user_data, ok, error);
}

/**
 * od_control_customer:
 *
 * "customer show ID", "link KEPT JOINED", "unlink LINK", "set ID FIELD VALUE" and "tag ID TAG".
 */
void
od_control_customer (OdControlCall *call)
{
  const char *what = call->line->rest[0];
  guint n = g_strv_length (call->line->rest);

  if (n < 2 || !od_control_parse_row (call->line->rest[1], &call->row))
    od_control_call_fail (call, OD_EXIT_USAGE, "A row is needed, not “%s”", n < 2 ? "" : call->line->rest[1]);
  else if (g_str_equal (what, "show") && n == 2)
    show_customer (call);
  else if (g_str_equal (what, "link") && n == 3)
    link_customers (call);
  else if (g_str_equal (what, "unlink") && n == 2)
    od_people_port_unlink_async (call->desk->people, call->row, NULL, unlinked_cb, call);
  else if (g_str_equal (what, "set") && n == 4)
    od_field_port_load_async (call->desk->fields, NULL, fields_cb, call);
  else if (g_str_equal (what, "tag") && n == 3)
    od_field_port_set_tag_async (call->desk->fields, call->row, call->line->rest[2], !call->line->has[OD_FLAG_REMOVE],
                                 NULL, tag_cb, call);
  else
    od_control_call_fail (call, OD_EXIT_USAGE,
                          "Say show ID, link KEPT JOINED, unlink LINK, set ID FIELD VALUE or tag ID TAG");
}

/* ---- erase ----------------------------------------------------------------- */

/* Why it does. */
static const char *
get_reason (const OdErasure *erasure, guint i)
{
  static const char *const reasons[OD_N_ERASE_REASON] = { "not written anew yet", "not there any more",
                                                          "can't be read",        "of a newer Omnidesk",
                                                          "can't be written to",  "writing it anew failed" };

  return reasons[erasure->reasons != NULL && i < erasure->reasons->len
                     ? g_array_index (erasure->reasons, OdEraseReason, i)
                     : OD_ERASE_REASON_WAITING];
}

/*
 * od_control_print_erasure:
 *
 * What went, or would go.
 */
void
od_control_print_erasure (OdControlCall *call, const OdErasure *erasure)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *backups = json_array_new ();

  json_node_take_object (node, object);
  for (guint i = 0; erasure->backups != NULL && erasure->backups[i] != NULL; i++)
    json_array_add_string_element (backups, erasure->backups[i]);
  json_object_set_int_member (object, "row", erasure->id);
  json_object_set_int_member (object, "profiles", erasure->n_profiles);
  json_object_set_int_member (object, "contact_points", erasure->n_contact_points);
  json_object_set_int_member (object, "conversations", erasure->n_conversations);
  json_object_set_int_member (object, "messages", erasure->n_messages);
  json_object_set_int_member (object, "files", erasure->n_files);
  json_object_set_int_member (object, "file_bytes", erasure->n_file_bytes);
  json_object_set_array_member (object, "backups", backups);
  if (call->line->has[OD_FLAG_JSON])
    {
      od_control_call_print_json (call, node);
      return;
    }
  g_string_append_printf (call->out,
                          "profiles\t%u\ncontact points\t%u\nconversations\t%u\nmessages\t%u\nfiles\t%u\nbytes of files"
                          "\t%" G_GINT64_FORMAT "\n",
                          erasure->n_profiles, erasure->n_contact_points, erasure->n_conversations, erasure->n_messages,
                          erasure->n_files, erasure->n_file_bytes);
  for (guint i = 0; erasure->backups != NULL && erasure->backups[i] != NULL; i++)
    od_control_call_say (call, "A copy still holds them (%s): %s", get_reason (erasure, i), erasure->backups[i]);
  for (guint i = 0; erasure->mentions != NULL && i < erasure->mentions->len; i++)
    {
      const OdEraseMention *mention = &g_array_index (erasure->mentions, OdEraseMention, i);
      static const char *const kinds[OD_N_ERASE_MENTION] = { "saved view", "macro", "tag" };

      if (mention->name != NULL)
        od_control_call_say (call, "This mentions them and stays: %s “%s”", kinds[mention->kind], mention->name);
    }
  for (guint i = 0; erasure->rewritten != NULL && erasure->rewritten[i] != NULL; i++)
    od_control_call_say (call, "A copy was written anew without them: %s", erasure->rewritten[i]);
  for (guint i = 0; erasure->missing != NULL && erasure->missing[i] != NULL; i++)
    od_control_call_say (call, "A copy was not there any more: %s", erasure->missing[i]);
}

void
od_control_erased_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  GError *error = NULL;
  g_autoptr (OdErasure) erasure = od_erase_port_erase_finish (OD_ERASE_PORT (source), result, &error);

  if (erasure == NULL)
    {
      od_control_call_take_error (call, error);
      return;
    }
  od_control_print_erasure (call, erasure);
  od_control_call_done (call, OD_EXIT_DONE);
}

/**
 * od_control_erase:
 *
 * "erase ID --yes": everything of a person goes, for good; the record of it is printed. It asks nothing.
 */
void
od_control_erase (OdControlCall *call)
{
  if (!od_control_parse_row (call->line->rest[0], &call->row))
    od_control_call_fail (call, OD_EXIT_USAGE, "ID must be the row of a customer, not “%s”", call->line->rest[0]);
  else if (!call->line->has[OD_FLAG_YES])
    od_control_call_fail (call, OD_EXIT_USAGE, "Nothing was erased: it can't be undone, say --yes");
  else
    od_erase_port_erase_async (call->desk->erase, call->row, NULL, od_control_erased_cb, call);
}
