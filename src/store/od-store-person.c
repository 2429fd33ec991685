/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-person.h"

#include <string.h>

#include "od-phone.h"
#include "od-recognise.h"
#include "od-store-write-private.h"

/*
 * od_person_find_root:
 * @root_id: (out): the customer who is shown for @customer_id
 *
 * Returns: %FALSE with %OD_ERROR_NOT_FOUND or %OD_ERROR_STORE
 */
gboolean
od_person_find_root (sqlite3 *db, gint64 customer_id, gint64 *root_id, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, "SELECT " OD_PERSON_ID ("u") " FROM customer AS u WHERE u.id = ?1", &row, "i",
                        customer_id))
    return FALSE;
  if (row == NULL)
    return od_write_gone (error, "customer");
  *root_id = sqlite3_column_int64 (row, 0);
  return TRUE;
}

/* The channels whose addresses are phones. */
static const char *const phones[] = { "phone", "sms", "call", "whatsapp", "viber", "signal", NULL };

static gboolean
is_mail_address (const char *address)
{
  const char *at = strchr (address, '@');

  return at != NULL && at != address && strchr (at + 1, '@') == NULL && strchr (at + 1, '.') != NULL &&
         strpbrk (address, " <>\",;") == NULL;
}

/*
 * od_person_normalise_phone:
 * @typed: as it was written
 *
 * Returns: (transfer full) (nullable): it in one spelling, as in the country that the desk has chosen
 */
char *
od_person_normalise_phone (sqlite3 *db, const char *typed)
{
  const char *region = od_recognise_get_home_region ();
  g_autoptr (OdStmt) row = NULL;

  if (*typed != '+' &&
      od_stmt_get_row (db, NULL, "SELECT value FROM setting WHERE key = 'recognise.region'", &row, "") && row != NULL)
    return od_phone_normalise (typed, (const char *) sqlite3_column_text (row, 0));
  return od_phone_normalise (typed, region);
}

/*
 * od_person_match_key:
 *
 * Returns: (transfer full) (nullable): an address in one spelling, by which the same one is known on another channel;
 *   %NULL if it is neither a phone nor a mail address
 */
char *
od_person_match_key (sqlite3 *db, const char *channel, const char *address)
{
  if (is_mail_address (address))
    return g_utf8_strdown (address, -1);
  if (*address == '+' || g_strv_contains (phones, channel))
    return od_person_normalise_phone (db, address);
  return NULL;
}

static gboolean
match_channel_anew (sqlite3 *db, const char *channel, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_bind (
      db, error, "SELECT id, address FROM contact_point WHERE channel = ?1 AND address NOT LIKE '+%'", "t", channel);
  gboolean has_row = stmt != NULL;

  while (has_row)
    {
      g_autofree char *key = NULL;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      key = od_person_match_key (db, channel, (const char *) sqlite3_column_text (stmt, 1));
      if (!od_stmt_run (db, error, "UPDATE contact_point SET match_key = ?2 WHERE id = ?1 AND match_key IS NOT ?2",
                        "it", sqlite3_column_int64 (stmt, 0), key))
        return FALSE;
    }
  return stmt != NULL;
}

/*
 * od_person_match_anew:
 *
 * Gives the phones that were written without a plus sign their spelling of the country that the desk has now.
 *
 * Returns: %FALSE with %OD_ERROR_STORE
 */
gboolean
od_person_match_anew (sqlite3 *db, GError **error)
{
  for (guint i = 0; phones[i] != NULL; i++)
    if (!match_channel_anew (db, phones[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
add_ids (sqlite3 *db, OdChangeSet *changes, OdChangeKind kind, const char *sql, gint64 id, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_bind (db, error, sql, "i", id);
  gboolean has_row = stmt != NULL;

  while (has_row)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (has_row)
        od_change_set_add (changes, kind, sqlite3_column_int64 (stmt, 0));
    }
  return stmt != NULL;
}

/*
 * od_person_tell:
 * @with_conversations: what their rows show changed, too (a name)
 *
 * Whoever shows the person draws it anew.
 */
gboolean
od_person_tell (sqlite3 *db, OdChangeSet *changes, gint64 customer_id, gboolean with_conversations, GError **error)
{
  return add_ids (db, changes, OD_CHANGE_CUSTOMER, "SELECT * FROM " OD_PERSON_MEMBERS ("?1"), customer_id, error) &&
         (!with_conversations ||
          add_ids (db, changes, OD_CHANGE_CONVERSATION,
                   "SELECT id FROM conversation WHERE customer_id IN " OD_PERSON_MEMBERS ("?1"), customer_id, error));
}

/* Asked first: an update of any number of rows has the search index write out what it holds in memory, even if there are
 * none, and that for each customer of a table. */
static gboolean
has_links (sqlite3 *db, gint64 root_id, gboolean *has, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, error, "SELECT 1 FROM customer_link WHERE kept_id = ?1 AND undone_at_us = 0 LIMIT 1", &row,
                        "i", root_id))
    return FALSE;
  *has = row != NULL;
  return TRUE;
}

/*
 * od_person_set_choice:
 * @root_id: a customer who is shown
 * @key: "name", "note", "field:order"
 * @value: (nullable): what the links of this person say instead of the profiles, %NULL: nothing, the profiles speak
 *
 * What is typed into the profile of a person after linking counts more than what was chosen then. Does nothing if
 * nobody is linked.
 */
gboolean
od_person_set_choice (sqlite3 *db, gint64 root_id, const char *key, const char *value, GError **error)
{
  g_autofree char *path = g_strdup_printf ("$.\"%s\"", key);
  gboolean is_linked;

  if (!has_links (db, root_id, &is_linked, error))
    return FALSE;
  if (!is_linked)
    return TRUE;
  if (!od_stmt_run (db, error,
                    "UPDATE customer_link SET choices = json_remove (choices, ?2)"
                    " WHERE kept_id = ?1 AND undone_at_us = 0 AND json_extract (choices, ?2) IS NOT NULL",
                    "it", root_id, path))
    return FALSE;
  return value == NULL || od_stmt_run (db, error,
                                       "UPDATE customer_link SET choices = json_set (choices, ?2, ?3) WHERE id ="
                                       " (SELECT max (id) FROM customer_link WHERE kept_id = ?1 AND undone_at_us = 0)",
                                       "itt", root_id, path, value);
}

/* ---- what a person says ---------------------------------------------------- */

static void
say_once (GHashTable *said, const char *key, const char *value)
{
  if (value != NULL && !g_hash_table_contains (said, key))
    g_hash_table_insert (said, g_strdup (key), g_strdup (value));
}

static gboolean
say_choices (sqlite3 *db, gint64 id, GHashTable *said, GError **error)
{
  g_autoptr (OdStmt) stmt =
      od_stmt_bind (db, error,
                    "SELECT j.key, j.value FROM customer_link AS l, json_each (l.choices) AS j"
                    " WHERE l.kept_id = ?1 AND l.undone_at_us = 0 AND j.type = 'text' ORDER BY l.id DESC",
                    "i", id);
  gboolean has_row = stmt != NULL;

  while (has_row)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (has_row)
        say_once (said, (const char *) sqlite3_column_text (stmt, 0), (const char *) sqlite3_column_text (stmt, 1));
    }
  return stmt != NULL;
}

static gboolean
say_profile (sqlite3 *db, gint64 id, GHashTable *said, GError **error)
{
  static const char *const keys[] = { "name", "lang", "time_zone", "note" };
  g_autoptr (OdStmt) stmt = NULL;
  gboolean has_row = TRUE;

  {
    g_autoptr (OdStmt) row = NULL;

    if (!od_stmt_get_row (db, error,
                          "SELECT nullif (name, ''), nullif (lang, ''), nullif (time_zone, ''), nullif (note, '')"
                          " FROM customer WHERE id = ?1",
                          &row, "i", id))
      return FALSE;
    for (guint i = 0; row != NULL && i < G_N_ELEMENTS (keys); i++)
      say_once (said, keys[i], (const char *) sqlite3_column_text (row, (int) i));
  }
  stmt = od_stmt_bind (db, error,
                       "SELECT 'field:' || f.key, v.value FROM customer_field AS v JOIN field AS f ON f.id = v.field_id"
                       " WHERE v.customer_id = ?1",
                       "i", id);
  while (stmt != NULL && has_row)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (has_row)
        say_once (said, (const char *) sqlite3_column_text (stmt, 0), (const char *) sqlite3_column_text (stmt, 1));
    }
  return stmt != NULL;
}

static gboolean
add_joined (sqlite3 *db, gint64 id, GArray *queue, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_bind (
      db, error, "SELECT joined_id FROM customer_link WHERE kept_id = ?1 AND undone_at_us = 0 ORDER BY id DESC", "i",
      id);
  gboolean has_row = stmt != NULL;

  while (has_row)
    {
      gint64 joined;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      joined = has_row ? sqlite3_column_int64 (stmt, 0) : 0;
      if (has_row)
        g_array_append_val (queue, joined);
    }
  return stmt != NULL;
}

/*
 * od_person_say:
 * @root_id: a customer who is shown
 *
 * What the profile of the person shows: what was chosen when linking, or else what the profile that is shown says, or
 * else the ones linked into it, the older links first.
 *
 * Returns: (transfer full) (nullable) (element-type utf8 utf8): "name", "lang", "time_zone", "note", "field:order" …, in
 *   the spelling of #OdPersonConflict; "" was chosen to be nothing
 */
GHashTable *
od_person_say (sqlite3 *db, gint64 root_id, GError **error)
{
  g_autoptr (GHashTable) said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (stack, root_id);
  while (stack->len > 0)
    {
      gint64 id = g_array_index (stack, gint64, stack->len - 1);

      g_array_set_size (stack, stack->len - 1);
      if (!say_choices (db, id, said, error) || !say_profile (db, id, said, error) ||
          !add_joined (db, id, stack, error))
        return NULL;
    }
  return g_steal_pointer (&said);
}
