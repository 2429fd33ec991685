/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-ingest-private.h"

#include "od-limits.h"
#include "od-store-link.h"
#include "od-store-person.h"
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
  return display == NULL || search_contact_point (ingest, chat->contact_point_id, chat->address, display, error);
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
  g_autofree char *key = NULL;

  if (address == NULL || *address == '\0')
    return TRUE;
  key = od_person_match_key (ingest->db, channel, address);
  if (!od_stmt_run (ingest->db, error,
                    "INSERT INTO contact_point (customer_id, channel, scope, address, is_verified, last_seen_at_us,"
                    " match_key) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
                    "itttiit", chat->customer_id, channel, scope, address, (gint64) is_verified, ingest->job->now_us,
                    key))
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

/* An event in the newest conversation of the customer says so: nobody of us did it. */
static gboolean
tell_of_link (OdIngest *ingest, gint64 customer_id, GError **error)
{
  gint64 conversation_id;

  {
    g_autoptr (OdStmt) row = NULL;

    if (!od_stmt_get_row (
            ingest->db, error,
            "SELECT id FROM conversation WHERE customer_id = ?1 ORDER BY last_at_us DESC, id DESC LIMIT 1", &row, "i",
            customer_id))
      return FALSE;
    if (row == NULL)
      return TRUE;
    conversation_id = sqlite3_column_int64 (row, 0);
  }
  return od_write_event (ingest->db, ingest->changes, conversation_id, ingest->job->now_us, "linked", 0, "{}", error);
}

/* One of the two is of the person ?1, the other of the person ?2. */
#define AMONG(one, other)                                                                                              \
  "(" one " IN " OD_PERSON_MEMBERS ("?1") " AND " other " IN " OD_PERSON_MEMBERS (                                     \
      "?2") ") OR (" one " IN " OD_PERSON_MEMBERS ("?2") " AND " other " IN " OD_PERSON_MEMBERS ("?1") ")"

/* The profiles are one person, vouched for by the shop. What somebody took back is not linked again by itself. */
static gboolean
join_customers (OdIngest *ingest, gint64 from, gint64 into, GError **error)
{
  OdPersonLink link = { .kept_id = into, .joined_id = from };
  OdLinkJob job = { .link = &link, .now_us = ingest->job->now_us };
  gboolean is_refused;

  {
    g_autoptr (OdStmt) row = NULL;

    if (!od_stmt_get_row (
            ingest->db, error,
            "SELECT EXISTS (SELECT 1 FROM customer AS a JOIN customer AS b ON b.id = ?2"
            "  WHERE a.id = ?1 AND " OD_PERSON_ID ("a") " = " OD_PERSON_ID (
                "b") ")"
                     " OR EXISTS (SELECT 1 FROM customer_link WHERE operator_id IS NULL AND undone_at_us <> 0 AND (" AMONG (
                         "kept_id", "joined_id") "))"
                                                 " OR EXISTS (SELECT 1 FROM link_declined WHERE " AMONG (
                                                     "first_id", "second_id") ")",
            &row, "ii", from, into))
      return FALSE;
    is_refused = sqlite3_column_int (row, 0) != 0;
  }
  return is_refused || (od_store_link (ingest->db, ingest->changes, &job, error) && tell_of_link (ingest, from, error));
}

static gboolean
is_signed_in_already (OdIngest *ingest, const char *account_uid, gint64 customer_id, gboolean *is_known, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (ingest->db, error,
                        "SELECT 1 FROM contact_point WHERE customer_id IN " OD_PERSON_MEMBERS (
                            "?1") " AND channel = '" SHOP_CHANNEL "' AND scope = ?2",
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
  if (!od_person_tell (ingest->db, ingest->changes, chat->customer_id, FALSE, error) ||
      !name_customer (ingest, chat, profile, error) || !describe_contact_point (ingest, chat, profile, error) ||
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
