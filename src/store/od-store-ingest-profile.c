/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-ingest-private.h"

#include "od-limits.h"
#include "od-store-search-index.h"
#include "od-text.h"

/* The shop's own ids of signed-in customers: addresses of a kind of their own, within the account. */
#define SHOP_CHANNEL "shop"

static gboolean
search_contact_point (OdIngest *ingest, gint64 id, const char *address, const char *display, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%s\n%s", address, display != NULL ? display : "");

  return od_search_index_put (ingest->db, OD_SEARCH_DOC_CONTACT_POINT, id, text, error);
}

static gboolean
describe_contact_point (OdIngest *ingest, OdIngestChat *chat, const OdProfile *profile, GError **error)
{
  g_autofree char *display = NULL, *title = NULL;

  if (profile->display != NULL)
    display = od_text_snippet (profile->display, OD_LIMIT_NAME_CHARS);
  if (profile->page_title != NULL)
    title = od_text_snippet (profile->page_title, OD_LIMIT_TITLE_CHARS);
  if (display == NULL && title == NULL && profile->page_url == NULL && !profile->is_verified)
    return TRUE;
  if (!od_stmt_run (ingest->db, error,
                    "UPDATE contact_point SET display = coalesce (?2, display), page_url = coalesce (?3, page_url),"
                    " page_title = coalesce (?4, page_title), is_verified = max (is_verified, ?5) WHERE id = ?1",
                    "ittti", chat->contact_point_id, display, profile->page_url, title, (gint64) profile->is_verified))
    return FALSE;
  return display == NULL || search_contact_point (ingest, chat->contact_point_id, chat->chat_id, display, error);
}

/* A name that an operator typed stays; so does one that was vouched for, if this one isn't. */
static gboolean
name_customer (OdIngest *ingest, OdIngestChat *chat, const OdProfile *profile, GError **error)
{
  g_autofree char *name = NULL;

  if (profile->name == NULL || (chat->is_verified && !profile->is_verified))
    return TRUE;
  name = od_text_snippet (profile->name, OD_LIMIT_NAME_CHARS);
  if (*name == '\0')
    return TRUE;
  if (!od_stmt_run (ingest->db, error,
                    "UPDATE customer SET name = ?2 WHERE id = ?1 AND is_name_by_operator = 0 AND name <> ?2", "it",
                    chat->customer_id, name))
    return FALSE;
  return sqlite3_changes (ingest->db) == 0 ||
         od_search_index_put (ingest->db, OD_SEARCH_DOC_CUSTOMER, chat->customer_id, name, error);
}

/* Somebody said that this is their address. Vouched for, it is *the* contact point of that address; if not, it is only
 * this customer's word (a scope of their own), and joins them to nobody. An address that is somebody else's stays. */
static gboolean
add_address (OdIngest *ingest, OdIngestChat *chat, const char *channel, const char *address, gboolean is_verified,
             GError **error)
{
  g_autofree char *scope = is_verified ? g_strdup ("") : g_strdup_printf ("~%" G_GINT64_FORMAT, chat->customer_id);

  if (address == NULL || *address == '\0')
    return TRUE;
  if (!od_stmt_run (ingest->db, error,
                    "INSERT INTO contact_point (customer_id, channel, scope, address, is_verified, last_seen_at_us)"
                    " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
                    "itttii", chat->customer_id, channel, scope, address, (gint64) is_verified, ingest->job->now_us))
    return FALSE;
  return sqlite3_changes (ingest->db) == 0 ||
         search_contact_point (ingest, sqlite3_last_insert_rowid (ingest->db), address, NULL, error);
}

/* ---- one person, vouched for ---- */

static gboolean
find_known (OdIngest *ingest, const char *account_uid, const char *external_id, gint64 *customer_id, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  *customer_id = 0;
  if (!od_stmt_get_row (ingest->db, error,
                        "SELECT customer_id FROM contact_point WHERE channel = '" SHOP_CHANNEL
                        "' AND scope = ?1 AND address = ?2",
                        &row, "tt", account_uid, external_id))
    return FALSE;
  if (row != NULL)
    *customer_id = sqlite3_column_int64 (row, 0);
  return TRUE;
}

static void
move_chats (OdIngest *ingest, gint64 from, gint64 into)
{
  GHashTableIter iter;
  gpointer chat;

  g_hash_table_iter_init (&iter, ingest->chats);
  while (g_hash_table_iter_next (&iter, NULL, &chat))
    if (((OdIngestChat *) chat)->customer_id == from)
      ((OdIngestChat *) chat)->customer_id = into;
}

static gboolean
join_customers (OdIngest *ingest, gint64 from, gint64 into, GError **error)
{
  move_chats (ingest, from, into);
  od_change_set_add (ingest->changes, OD_CHANGE_CUSTOMER, from);
  od_change_set_add (ingest->changes, OD_CHANGE_CUSTOMER, into);
  return od_stmt_run (ingest->db, error, "UPDATE contact_point SET customer_id = ?2 WHERE customer_id = ?1", "ii", from,
                      into) &&
         od_stmt_run (ingest->db, error, "UPDATE conversation SET customer_id = ?2 WHERE customer_id = ?1", "ii", from,
                      into) &&
         od_stmt_run (ingest->db, error,
                      "INSERT INTO customer_tag (customer_id, tag_id) SELECT ?2, tag_id FROM customer_tag"
                      " WHERE customer_id = ?1 ON CONFLICT DO NOTHING",
                      "ii", from, into) &&
         od_stmt_run (ingest->db, error,
                      "INSERT INTO customer_field (customer_id, field_id, value) SELECT ?2, field_id, value"
                      " FROM customer_field WHERE customer_id = ?1 ON CONFLICT DO NOTHING",
                      "ii", from, into) &&
         od_stmt_run (ingest->db, error, "UPDATE customer SET merged_into_id = ?2 WHERE id = ?1", "ii", from, into) &&
         od_search_index_remove (ingest->db, OD_SEARCH_DOC_CUSTOMER, from, error) &&
         od_write_audit (ingest->db, ingest->job->now_us, 0, "merge", "customer", into, error);
}

static gboolean
is_signed_in_already (OdIngest *ingest, const char *account_uid, gint64 customer_id, gboolean *is_known, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (ingest->db, error,
                        "SELECT 1 FROM contact_point WHERE customer_id = ?1 AND channel = '" SHOP_CHANNEL
                        "' AND scope = ?2",
                        &row, "it", customer_id, account_uid))
    return FALSE;
  *is_known = row != NULL;
  return TRUE;
}

static char *
load_account_uid (OdIngest *ingest, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (ingest->db, error, "SELECT uid FROM account WHERE id = ?1", &row, "i", ingest->job->account_id))
    return NULL;
  return od_stmt_dup_text (row, 0);
}

/* Signed in: this chat is that customer's, and what was written before signing in is theirs, too. A chat that belongs
 * to another signed-in customer (a shared computer) is left as it is. */
static gboolean
recognise (OdIngest *ingest, OdIngestChat *chat, const char *external_id, GError **error)
{
  g_autofree char *uid = load_account_uid (ingest, error);
  gint64 known;
  gboolean is_other;

  if (uid == NULL || !find_known (ingest, uid, external_id, &known, error))
    return FALSE;
  if (known == chat->customer_id)
    return TRUE;
  if (!is_signed_in_already (ingest, uid, chat->customer_id, &is_other, error))
    return FALSE;
  if (is_other)
    return TRUE;
  if (known == 0)
    return od_stmt_run (ingest->db, error,
                        "INSERT INTO contact_point (customer_id, channel, scope, address, is_verified, last_seen_at_us)"
                        " VALUES (?1, '" SHOP_CHANNEL "', ?2, ?3, 1, ?4)",
                        "itti", chat->customer_id, uid, external_id, ingest->job->now_us);
  return join_customers (ingest, chat->customer_id, known, error);
}

/*
 * od_ingest_profile:
 *
 * What the channel says of the person in a chat that is known.
 */
gboolean
od_ingest_profile (OdIngest *ingest, OdIngestChat *chat, const OdProfile *profile, GError **error)
{
  if (profile->is_verified && profile->external_id != NULL && *profile->external_id != '\0' &&
      !recognise (ingest, chat, profile->external_id, error))
    return FALSE;
  od_change_set_add (ingest->changes, OD_CHANGE_CUSTOMER, chat->customer_id);
  if (!name_customer (ingest, chat, profile, error) || !describe_contact_point (ingest, chat, profile, error) ||
      !add_address (ingest, chat, "email", profile->email, profile->is_verified, error) ||
      !add_address (ingest, chat, "phone", profile->phone, profile->is_verified, error))
    return FALSE;
  chat->is_verified |= profile->is_verified;
  return (profile->lang == NULL && profile->time_zone == NULL) ||
         od_stmt_run (
             ingest->db, error,
             "UPDATE customer SET lang = coalesce (?2, lang), time_zone = coalesce (?3, time_zone) WHERE id = ?1",
             "itt", chat->customer_id, profile->lang, profile->time_zone);
}
