/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-card.h"

#include "od-limits.h"
#include "od-message-rows.h"
#include "od-stmt.h"
#include "od-store-field.h"
#include "od-store-person.h"
#include "od-text.h"

#define MAX_CONVERSATIONS 50
#define MAX_LINKS 50
#define MAX_LINK_MESSAGES 200

/* The files that the person of ?1 sent or got. */
#define SHARED_FILES                                                                                                   \
  " conversation c CROSS JOIN timeline t ON t.conversation_id = c.id CROSS JOIN attachment a ON a.message_id = t.id"   \
  " JOIN message m ON m.timeline_id = t.id WHERE c.customer_id IN " OD_PERSON_MEMBERS (                                \
      "?1") " AND m.direction IN (1, 2) AND m.deleted_at_us = 0"

typedef gpointer (*ReadRow) (OdStmt *stmt);

OdCardJob *
od_card_job_new (gint64 customer_id)
{
  OdCardJob *job = g_new0 (OdCardJob, 1);

  job->customer_id = customer_id;
  return job;
}

void
od_card_job_free (OdCardJob *job)
{
  g_clear_pointer (&job->card, od_customer_card_free);
  g_free (job);
}

/* What @read makes of each row of a statement. */
static gboolean
append_rows (OdStmt *stmt, ReadRow read, GPtrArray *rows, GError **error)
{
  gboolean has_row = TRUE;

  if (stmt == NULL)
    return FALSE;
  while (has_row)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (has_row)
        g_ptr_array_add (rows, read (stmt));
    }
  return TRUE;
}

static char *
dup_said (GHashTable *said, const char *key)
{
  const char *value = g_hash_table_lookup (said, key);

  return value != NULL && *value != '\0' ? g_strdup (value) : NULL;
}

static gboolean
load_person (sqlite3 *db, gint64 customer_id, OdCustomerCard *card, GHashTable *said, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (
          db, error,
          "SELECT " OD_PERSON_NAME (
              "u") ", (SELECT min (created_at_us) FROM customer WHERE id IN"
                   " " OD_PERSON_MEMBERS ("u.id") "), (SELECT max (last_seen_at_us) FROM customer WHERE id IN"
                                                  " " OD_PERSON_MEMBERS ("u.id") ") FROM customer AS u WHERE u.id = ?1",
          &row, "i", customer_id))
    return FALSE;
  card->name = od_stmt_dup_text (row, 0);
  card->created_at_us = sqlite3_column_int64 (row, 1);
  card->last_seen_at_us = sqlite3_column_int64 (row, 2);
  card->lang = dup_said (said, "lang");
  card->time_zone = dup_said (said, "time_zone");
  card->note = dup_said (said, "note");
  if (card->note == NULL)
    card->note = g_strdup ("");
  return TRUE;
}

static gpointer
read_contact_point (OdStmt *stmt)
{
  OdContactPointRow *row = g_new0 (OdContactPointRow, 1);

  row->id = sqlite3_column_int64 (stmt, 0);
  row->channel = od_stmt_dup_text (stmt, 1);
  row->address = od_stmt_dup_text (stmt, 2);
  row->display = od_stmt_dup_text (stmt, 3);
  row->page_url = od_stmt_dup_text (stmt, 4);
  row->page_title = od_stmt_dup_text (stmt, 5);
  row->last_seen_at_us = sqlite3_column_int64 (stmt, 6);
  row->is_verified = sqlite3_column_int (stmt, 7) != 0;
  row->is_local = sqlite3_column_int (stmt, 8) != 0;
  return row;
}

static gboolean
load_contact_points (sqlite3 *db, OdCustomerCard *card, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_bind (
      db, error,
      "SELECT id, channel, address, ifnull (nullif (display, ''), address), page_url, page_title, last_seen_at_us,"
      "       is_verified, scope <> '' FROM contact_point WHERE customer_id IN " OD_PERSON_MEMBERS (
          "?1") " ORDER BY last_seen_at_us DESC, id",
      "i", card->id);

  return append_rows (stmt, read_contact_point, card->contact_points, error);
}

static gboolean
load_fields (sqlite3 *db, OdCustomerCard *card, GHashTable *said, GError **error)
{
  g_autoptr (OdFieldJob) fields = g_new0 (OdFieldJob, 1);

  if (!od_store_field_load (db, fields, error))
    return FALSE;
  for (guint i = 0; i < fields->found->len; i++)
    {
      OdCustomField *field = fields->found->pdata[i];
      g_autofree char *key = g_strconcat ("field:", field->key, NULL);
      g_autofree char *value = dup_said (said, key);
      OdFieldRow *row;

      if (value == NULL)
        continue;
      row = g_new0 (OdFieldRow, 1);
      row->id = field->id;
      row->key = g_strdup (field->key);
      row->label = g_strdup (field->label);
      row->value = g_steal_pointer (&value);
      row->kind = field->kind;
      g_ptr_array_add (card->fields, row);
    }
  return TRUE;
}

static gpointer
read_head (OdStmt *stmt)
{
  OdConversationHead *head = g_new0 (OdConversationHead, 1);

  head->id = sqlite3_column_int64 (stmt, 0);
  head->channel = od_stmt_dup_text (stmt, 1);
  head->account_name = od_stmt_dup_text (stmt, 2);
  head->created_at_us = sqlite3_column_int64 (stmt, 3);
  head->resolved_at_us = sqlite3_column_int64 (stmt, 4);
  head->status = (OdStatus) sqlite3_column_int (stmt, 5);
  head->account_id = sqlite3_column_int64 (stmt, 6);
  return head;
}

static gboolean
load_conversations (sqlite3 *db, OdCustomerCard *card, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_bind (
      db, error,
      "SELECT c.id, a.channel, a.name, c.created_at_us, c.resolved_at_us, c.status, a.id"
      "  FROM conversation c JOIN account a ON a.id = c.account_id"
      "  WHERE c.customer_id IN " OD_PERSON_MEMBERS ("?1") "  ORDER BY c.created_at_us DESC, c.id DESC LIMIT ?2",
      "ii", card->id, (gint64) MAX_CONVERSATIONS);

  return append_rows (stmt, read_head, card->conversations, error);
}

static gpointer
read_text (OdStmt *stmt)
{
  return od_stmt_dup_text (stmt, 0);
}

static gboolean
load_tags (sqlite3 *db, OdCustomerCard *card, GError **error)
{
  g_autoptr (GPtrArray) tags = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (OdStmt) stmt = od_stmt_bind (db, error,
                                          "SELECT DISTINCT g.name FROM customer_tag t JOIN tag g ON g.id = t.tag_id"
                                          "  WHERE t.customer_id IN " OD_PERSON_MEMBERS ("?1") " ORDER BY g.name",
                                          "i", card->id);

  if (!append_rows (stmt, read_text, tags, error))
    return FALSE;
  if (tags->len == 0)
    return TRUE;
  g_ptr_array_add (tags, NULL);
  card->tags = (GStrv) g_ptr_array_free (g_steal_pointer (&tags), FALSE);
  return TRUE;
}

static gboolean
load_counts (sqlite3 *db, OdCustomerCard *card, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error,
                        "SELECT (SELECT count(*) FROM conversation WHERE customer_id IN " OD_PERSON_MEMBERS (
                            "?1") "),"
                                  "       (SELECT count(*) FROM" SHARED_FILES ")",
                        &row, "i", card->id))
    return FALSE;
  card->n_conversations = (guint) sqlite3_column_int64 (row, 0);
  card->n_files = (guint) sqlite3_column_int64 (row, 1);
  return TRUE;
}

/* What somebody said on the form that the web chat shows in the end. */
static gboolean
load_rating (sqlite3 *db, OdCustomerCard *card, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (
          db, error,
          "WITH said (rating, at_us) AS (SELECT json_extract (m.payload, '$.data.rating'), t.at_us"
          "   FROM conversation c CROSS JOIN timeline t ON t.conversation_id = c.id"
          "   CROSS JOIN message m ON m.timeline_id = t.id WHERE c.customer_id IN " OD_PERSON_MEMBERS (
              "?1") "   AND m.direction = 1 AND m.deleted_at_us = 0 AND json_valid (m.payload)"
                    "   AND json_extract (m.payload, '$.form') = 'csat')"
                    " SELECT count (*), ifnull (avg (rating), 0), (SELECT rating FROM said WHERE rating BETWEEN 1 AND 5"
                    "   ORDER BY at_us DESC LIMIT 1) FROM said WHERE rating BETWEEN 1 AND 5",
          &row, "i", card->id))
    return FALSE;
  card->rating.n = (guint) sqlite3_column_int64 (row, 0);
  card->rating.average = sqlite3_column_double (row, 1);
  card->rating.last = (guint) sqlite3_column_int64 (row, 2);
  return TRUE;
}

static void
add_links (OdCustomerCard *card, OdStmt *stmt, GHashTable *known)
{
  g_autoptr (GArray) links = od_text_find_links ((const char *) sqlite3_column_text (stmt, 3));

  for (guint i = 0; i < links->len && card->links->len < MAX_LINKS; i++)
    {
      const char *url = g_array_index (links, OdTextLink, i).url;
      OdSharedLinkRow *row;

      if (!g_hash_table_add (known, g_strdup (url)))
        continue;
      row = g_new0 (OdSharedLinkRow, 1);
      row->message_id = sqlite3_column_int64 (stmt, 0);
      row->conversation_id = sqlite3_column_int64 (stmt, 1);
      row->at_us = sqlite3_column_int64 (stmt, 2);
      row->url = g_strdup (url);
      g_ptr_array_add (card->links, row);
    }
}

static gboolean
load_links (sqlite3 *db, OdCustomerCard *card, GError **error)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (OdStmt) stmt = od_stmt_bind (
      db, error,
      "SELECT t.id, c.id, t.at_us, m.body FROM conversation c CROSS JOIN timeline t"
      "  ON t.conversation_id = c.id CROSS JOIN message m ON m.timeline_id = t.id"
      "  WHERE c.customer_id IN " OD_PERSON_MEMBERS (
          "?1") " AND m.direction IN (1, 2)"
                "  AND (m.body LIKE '%http%' OR m.body LIKE '%www.%') ORDER BY t.at_us DESC, t.id DESC LIMIT ?2",
      "ii", card->id, (gint64) MAX_LINK_MESSAGES);
  gboolean has_row = stmt != NULL;

  while (has_row && card->links->len < MAX_LINKS)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (has_row)
        add_links (card, stmt, known);
    }
  return stmt != NULL;
}

/**
 * od_store_card_load:
 * @data: an #OdCardJob
 *
 * An #OdDbReadFunc: everything the profile pane shows of the person that a customer is.
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_card_load (sqlite3 *db, gpointer data, GError **error)
{
  OdCardJob *job = data;
  OdCustomerCard *card = g_new0 (OdCustomerCard, 1);
  g_autoptr (GHashTable) said = NULL;

  job->card = card;
  card->contact_points = g_ptr_array_new_with_free_func ((GDestroyNotify) od_contact_point_row_free);
  card->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) od_field_row_free);
  card->links = g_ptr_array_new_with_free_func ((GDestroyNotify) od_shared_link_row_free);
  card->conversations = g_ptr_array_new_with_free_func ((GDestroyNotify) od_conversation_head_free);
  if (!od_person_find_root (db, job->customer_id, &card->id, error))
    return FALSE;
  said = od_person_say (db, card->id, error);
  return said != NULL && load_person (db, card->id, card, said, error) && load_contact_points (db, card, error) &&
         load_fields (db, card, said, error) && load_conversations (db, card, error) && load_tags (db, card, error) &&
         load_counts (db, card, error) && load_rating (db, card, error) && load_links (db, card, error);
}

OdSharedFilesJob *
od_shared_files_job_new (gint64 customer_id, guint limit, const char *files_dir)
{
  OdSharedFilesJob *job = g_new0 (OdSharedFilesJob, 1);

  job->customer_id = customer_id;
  job->limit = MIN (limit, OD_LIMIT_PROFILE_FILES);
  job->files_dir = g_strdup (files_dir);
  job->files = g_ptr_array_new_with_free_func ((GDestroyNotify) od_shared_file_row_free);
  return job;
}

void
od_shared_files_job_free (OdSharedFilesJob *job)
{
  g_free (job->files_dir);
  g_clear_pointer (&job->files, g_ptr_array_unref);
  g_free (job);
}

/**
 * od_store_card_list_files:
 * @data: an #OdSharedFilesJob
 *
 * An #OdDbReadFunc: the newest files of the person that a customer is.
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_store_card_list_files (sqlite3 *db, gpointer data, GError **error)
{
  OdSharedFilesJob *job = data;
  g_autoptr (OdStmt) stmt = NULL;
  gboolean has_row = TRUE;
  gint64 root;

  if (!od_person_find_root (db, job->customer_id, &root, error))
    return FALSE;
  stmt = od_stmt_bind (db, error,
                       "SELECT " OD_ATTACHMENT_COLUMNS ", c.id, t.at_us FROM" SHARED_FILES
                       " ORDER BY t.at_us DESC, t.id DESC, a.position, a.id LIMIT ?2",
                       "ii", root, (gint64) job->limit);
  while (stmt != NULL && has_row)
    {
      OdSharedFileRow *row;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      row = g_new0 (OdSharedFileRow, 1);
      row->message_id = sqlite3_column_int64 (stmt, 0);
      row->file = od_message_rows_read_attachment (stmt, job->files_dir);
      row->conversation_id = sqlite3_column_int64 (stmt, OD_ATTACHMENT_N_COLUMNS);
      row->at_us = sqlite3_column_int64 (stmt, OD_ATTACHMENT_N_COLUMNS + 1);
      g_ptr_array_add (job->files, row);
    }
  return stmt != NULL;
}
