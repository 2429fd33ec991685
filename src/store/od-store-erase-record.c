/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-erase-private.h"

#include "od-json.h"
#include "od-stmt.h"
#include "od-store-erase.h"
#include "od-store-write-private.h"

/* The written record of what was forgotten: numbers and our own ids, no text. */

static void
add_texts (JsonObject *object, const char *name, GStrv texts)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    json_array_add_string_element (array, texts[i]);
  json_object_set_array_member (object, name, array);
}

/* Returns: (transfer full) (nullable): %NULL if there is none */
static GStrv
get_texts (JsonObject *object, const char *name)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  JsonArray *array = NULL;

  if (!od_json_get_array_opt (object, name, &array, NULL) || array == NULL || json_array_get_length (array) == 0)
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    g_strv_builder_add (texts, json_array_get_string_element (array, i));
  return g_strv_builder_end (texts);
}

/* How the copies of the store stand: of a record that is there, or of one that is being made. */
void
od_erase_record_copies (JsonObject *object, GStrv held, GArray *reasons, GStrv rewritten, GStrv missing)
{
  JsonArray *numbers = json_array_new ();

  add_texts (object, "backups", held);
  add_texts (object, "rewritten", rewritten);
  add_texts (object, "missing", missing);
  for (guint i = 0; reasons != NULL && i < reasons->len; i++)
    json_array_add_int_element (numbers, g_array_index (reasons, OdEraseReason, i));
  json_object_set_array_member (object, "reasons", numbers);
}

static GArray *
get_reasons (JsonObject *object, guint n)
{
  GArray *reasons = g_array_new (FALSE, TRUE, sizeof (OdEraseReason));
  JsonArray *numbers = NULL;

  g_array_set_size (reasons, n);
  od_json_get_array_opt (object, "reasons", &numbers, NULL);
  for (guint i = 0; numbers != NULL && i < MIN (n, json_array_get_length (numbers)); i++)
    g_array_index (reasons, OdEraseReason, i) =
        (OdEraseReason) CLAMP (json_array_get_int_element (numbers, i), 0, OD_N_ERASE_REASON - 1);
  return reasons;
}

/* Pairs of kind and number. */
static void
add_mentions (JsonObject *object, GArray *mentions)
{
  JsonArray *pairs = json_array_new ();

  for (guint i = 0; mentions != NULL && i < mentions->len; i++)
    {
      const OdEraseMention *mention = &g_array_index (mentions, OdEraseMention, i);
      JsonArray *pair = json_array_new ();

      json_array_add_int_element (pair, mention->kind);
      json_array_add_int_element (pair, mention->id);
      json_array_add_array_element (pairs, pair);
    }
  json_object_set_array_member (object, "mentions", pairs);
}

static GArray *
get_mentions (sqlite3 *db, JsonObject *object)
{
  g_autoptr (GArray) mentions = od_erase_mentions_new ();
  JsonArray *pairs = NULL;

  od_json_get_array_opt (object, "mentions", &pairs, NULL);
  for (guint i = 0; pairs != NULL && i < json_array_get_length (pairs); i++)
    {
      JsonArray *pair = json_array_get_array_element (pairs, i);
      OdEraseMention mention = { .kind = OD_ERASE_MENTION_VIEW };

      mention.kind = (OdEraseMentionKind) CLAMP (json_array_get_int_element (pair, 0), 0, OD_N_ERASE_MENTION - 1);
      mention.id = json_array_get_int_element (pair, 1);
      mention.name = od_erase_name_mention (db, mention.kind, mention.id);
      g_array_append_val (mentions, mention);
    }
  return mentions->len > 0 ? g_steal_pointer (&mentions) : NULL;
}

/* Returns: (transfer full): the record as it is stored; @customers: their ids as JSON */
char *
od_erase_print_record (const OdErasure *erasure, const char *customers)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonNode) ids = od_json_parse (customers, -1, NULL, NULL);
  JsonObject *object = json_object_new ();

  json_node_take_object (node, object);
  json_object_set_member (object, "customers", json_node_copy (ids));
  if (erasure->account_id != 0)
    json_object_set_int_member (object, "account", erasure->account_id);
  json_object_set_int_member (object, "profiles", erasure->n_profiles);
  json_object_set_int_member (object, "contact_points", erasure->n_contact_points);
  json_object_set_int_member (object, "conversations", erasure->n_conversations);
  json_object_set_int_member (object, "messages", erasure->n_messages);
  json_object_set_int_member (object, "files", erasure->n_files);
  json_object_set_int_member (object, "file_bytes", erasure->n_file_bytes);
  od_erase_record_copies (object, erasure->backups, NULL, NULL, NULL);
  add_texts (object, "keys", erasure->keys);
  add_mentions (object, erasure->mentions);
  return od_json_to_string (node, NULL);
}

static guint
get_count (JsonObject *object, const char *name)
{
  gint64 value = 0;

  od_json_get_int_opt (object, name, 0, G_MAXUINT32, &value, NULL);
  return (guint) value;
}

#define RECORD_SQL "SELECT id, at_us, done_at_us, record FROM erasure "

static OdErasure *
read_record (OdStmt *stmt)
{
  OdErasure *erasure = g_new0 (OdErasure, 1);
  g_autoptr (JsonNode) node = od_json_parse ((const char *) sqlite3_column_text (stmt, 3), -1, NULL, NULL);
  JsonObject *object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  erasure->id = sqlite3_column_int64 (stmt, 0);
  erasure->at_us = sqlite3_column_int64 (stmt, 1);
  erasure->done_at_us = sqlite3_column_int64 (stmt, 2);
  if (object == NULL)
    return erasure;
  od_json_get_int_opt (object, "account", 1, G_MAXINT64, &erasure->account_id, NULL);
  erasure->n_profiles = get_count (object, "profiles");
  erasure->n_contact_points = get_count (object, "contact_points");
  erasure->n_conversations = get_count (object, "conversations");
  erasure->n_messages = get_count (object, "messages");
  erasure->n_files = get_count (object, "files");
  od_json_get_int_opt (object, "file_bytes", 0, G_MAXINT64, &erasure->n_file_bytes, NULL);
  erasure->backups = get_texts (object, "backups");
  erasure->rewritten = get_texts (object, "rewritten");
  erasure->missing = get_texts (object, "missing");
  erasure->keys = get_texts (object, "keys");
  erasure->mentions = get_mentions (sqlite3_db_handle (stmt), object);
  erasure->reasons = erasure->backups != NULL ? get_reasons (object, g_strv_length (erasure->backups)) : NULL;
  return erasure;
}

static gboolean
load_records (sqlite3 *db, OdEraseJob *job, const char *sql, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_prepare (db, sql, error);
  gboolean has_row = stmt != NULL;

  job->found = g_ptr_array_new_with_free_func ((GDestroyNotify) od_erasure_free);
  while (has_row)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (has_row)
        g_ptr_array_add (job->found, read_record (stmt));
    }
  return stmt != NULL;
}

/**
 * od_store_erase_load:
 * @data: an #OdEraseJob; @found is filled
 *
 * An #OdDbReadFunc: all records, newest first.
 */
gboolean
od_store_erase_load (sqlite3 *db, gpointer data, GError **error)
{
  return load_records (db, data, RECORD_SQL "ORDER BY id DESC", error);
}

/**
 * od_store_erase_find_unfinished:
 * @data: an #OdEraseJob; @found is filled
 *
 * An #OdDbReadFunc: erasures that were cut off, and those that are done but for copies of the store; the oldest first.
 */
gboolean
od_store_erase_find_unfinished (sqlite3 *db, gpointer data, GError **error)
{
  return load_records (db, data,
                       RECORD_SQL "WHERE done_at_us = 0 OR (json_array_length (record, '$.backups') > 0"
                                  " AND json_array_length (record, '$.keys') > 0) ORDER BY id",
                       error);
}

/**
 * od_store_erase_load_one:
 * @data: an #OdEraseJob with @id; @erasure is filled
 *
 * An #OdDbReadFunc: the record.
 */
gboolean
od_store_erase_load_one (sqlite3 *db, gpointer data, GError **error)
{
  OdEraseJob *job = data;
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, RECORD_SQL "WHERE id = ?1", &row, "i", job->id))
    return FALSE;
  if (row == NULL)
    return od_write_gone (error, "erasure");
  g_clear_pointer (&job->erasure, od_erasure_free);
  job->erasure = read_record (row);
  return TRUE;
}
