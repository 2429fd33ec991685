/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-store-ingest-private.h"

#include "od-store-search-index.h"

/* What becomes of a chat itself: who comes and goes in a group, whether what we send gets there, and where it went. */

static gboolean
write_event (OdIngest *ingest, OdIngestChat *chat, gint64 at_us, const char *what, const char *payload, GError **error)
{
  return chat->conversation.id == 0 || od_write_event (ingest->db, ingest->changes, chat->conversation.id, at_us, what,
                                                       0, payload != NULL ? payload : "{}", error);
}

/*
 * od_ingest_event:
 *
 * Something that is no message, for the thread of a chat that we know.
 */
gboolean
od_ingest_event (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, OdIngestOutcome *outcome, GError **error)
{
  if (chat->conversation.id == 0 || update->remote.event == NULL)
    {
      outcome->status = OD_INGEST_IGNORED;
      return TRUE;
    }
  outcome->conversation_id = chat->conversation.id;
  outcome->at_us = od_ingest_get_at_us (ingest, update);
  return write_event (ingest, chat, outcome->at_us, update->remote.event, update->payload, error);
}

static const char *
get_event_payload (OdReach reach)
{
  static const char *const payloads[] = {
    [OD_REACH_OK] = "{\"reach\":\"ok\"}",           [OD_REACH_BLOCKED] = "{\"reach\":\"blocked\"}",
    [OD_REACH_REMOVED] = "{\"reach\":\"removed\"}", [OD_REACH_DISCONNECTED] = "{\"reach\":\"disconnected\"}",
    [OD_REACH_MOVED] = "{\"reach\":\"moved\"}",     [OD_REACH_GONE] = "{\"reach\":\"gone\"}",
  };

  return payloads[reach];
}

static gboolean
set_reach (OdIngest *ingest, OdIngestChat *chat, OdReach reach, gint64 at_us, GError **error)
{
  chat->reach = reach;
  return od_stmt_run (ingest->db, error, "UPDATE thread SET reach = ?2 WHERE id = ?1", "ii", chat->thread_id,
                      (gint64) reach) &&
         write_event (ingest, chat, at_us, "reach", get_event_payload (reach), error);
}

/*
 * od_ingest_reach:
 *
 * The customer blocked us, or let us in again.
 */
gboolean
od_ingest_reach (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, OdIngestOutcome *outcome, GError **error)
{
  outcome->conversation_id = chat->conversation.id;
  outcome->at_us = od_ingest_get_at_us (ingest, update);
  if (chat->thread_id == 0 || (guint) update->remote.reach > OD_REACH_GONE)
    {
      outcome->status = OD_INGEST_IGNORED;
      return TRUE;
    }
  if (chat->reach == update->remote.reach)
    {
      outcome->status = OD_INGEST_DUPLICATE;
      return TRUE;
    }
  return set_reach (ingest, chat, update->remote.reach, outcome->at_us, error);
}

/*
 * od_ingest_reached:
 *
 * Who writes to us wants to hear from us.
 */
gboolean
od_ingest_reached (OdIngest *ingest, OdIngestChat *chat, GError **error)
{
  return (chat->reach != OD_REACH_BLOCKED && chat->reach != OD_REACH_GONE) ||
         set_reach (ingest, chat, OD_REACH_OK, ingest->job->now_us, error);
}

#define AFFECTED                                                                                                       \
  "account_id = ?1 AND substr (remote_id, 1, length (?2)) = ?2 AND reach <> ?3 AND (?3 <> 0 OR reach = 3)"

static gboolean
tell_all (OdIngest *ingest, const OdUpdate *update, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_bind (
      ingest->db, error, "SELECT c.id FROM thread AS t JOIN conversation AS c ON c.thread_id = t.id WHERE t." AFFECTED,
      "iti", ingest->job->account_id, update->chat_id, (gint64) update->remote.reach);
  gboolean has_row = stmt != NULL;

  while (has_row)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (has_row)
        od_change_set_add (ingest->changes, OD_CHANGE_CONVERSATION, sqlite3_column_int64 (stmt, 0));
    }
  return stmt != NULL;
}

/*
 * od_ingest_reach_all:
 *
 * A business account was connected or disconnected: all of its chats at once, without an event in each.
 */
gboolean
od_ingest_reach_all (OdIngest *ingest, const OdUpdate *update, OdIngestOutcome *outcome, GError **error)
{
  GHashTableIter iter;
  gpointer key, value;

  outcome->at_us = ingest->job->now_us;
  if (!tell_all (ingest, update, error) ||
      !od_stmt_run (ingest->db, error, "UPDATE thread SET reach = ?3 WHERE " AFFECTED, "iti", ingest->job->account_id,
                    update->chat_id, (gint64) update->remote.reach))
    return FALSE;
  if (sqlite3_changes (ingest->db) == 0)
    outcome->status = OD_INGEST_DUPLICATE;
  g_hash_table_iter_init (&iter, ingest->chats);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      OdIngestChat *chat = value;

      if (g_str_has_prefix (key, update->chat_id) &&
          (update->remote.reach != OD_REACH_OK || chat->reach == OD_REACH_DISCONNECTED))
        chat->reach = update->remote.reach;
    }
  return TRUE;
}

/* ---- chats that move --------------------------------------------------------------- */

static gboolean
find_thread (OdIngest *ingest, const char *remote_id, gint64 *id, GError **error)
{
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (ingest->db, error, "SELECT id FROM thread WHERE account_id = ?1 AND remote_id = ?2", &row, "it",
                        ingest->job->account_id, remote_id))
    return FALSE;
  *id = row != NULL ? sqlite3_column_int64 (row, 0) : 0;
  return TRUE;
}

/* The contact point of a group is its id; one of the new id that is there already stays somebody's own. */
static gboolean
move_contact_point (OdIngest *ingest, OdIngestChat *chat, const char *to, GError **error)
{
  if (!od_stmt_run (ingest->db, error, "UPDATE OR IGNORE contact_point SET address = ?3 WHERE id = ?1 AND address = ?2",
                    "itt", chat->contact_point_id, chat->chat_id, to))
    return FALSE;
  return sqlite3_changes (ingest->db) == 0 ||
         od_search_index_put (ingest->db, OD_SEARCH_DOC_CONTACT_POINT, chat->contact_point_id, to, error);
}

static gboolean
rename_thread (OdIngest *ingest, OdIngestChat *chat, const char *to, gint64 at_us, GError **error)
{
  return od_stmt_run (ingest->db, error, "UPDATE thread SET remote_id = ?2 WHERE id = ?1", "it", chat->thread_id, to) &&
         od_stmt_run (ingest->db, error,
                      "INSERT INTO thread_alias (account_id, remote_id, thread_id) VALUES (?1, ?2, ?3)"
                      " ON CONFLICT (account_id, remote_id) DO UPDATE SET thread_id = excluded.thread_id",
                      "iti", ingest->job->account_id, chat->chat_id, chat->thread_id) &&
         od_stmt_run (ingest->db, error, "DELETE FROM thread_alias WHERE account_id = ?1 AND remote_id = ?2", "it",
                      ingest->job->account_id, to) &&
         move_contact_point (ingest, chat, to, error) && write_event (ingest, chat, at_us, "moved", NULL, error);
}

/*
 * od_ingest_move:
 * @chat: gone after this: it is another one from now on
 *
 * A group became a supergroup: the thread goes on under the new id, and the old one still leads to it. If there is a
 * thread of the new id already, because something of it was told before, the old one ends here and says so.
 */
gboolean
od_ingest_move (OdIngest *ingest, OdIngestChat *chat, const OdUpdate *update, OdIngestOutcome *outcome, GError **error)
{
  const char *to = update->remote.new_chat_id;
  gint64 other;

  outcome->conversation_id = chat->conversation.id;
  outcome->at_us = od_ingest_get_at_us (ingest, update);
  if (chat->thread_id == 0 || to == NULL || *to == '\0')
    outcome->status = OD_INGEST_IGNORED;
  else if (g_str_equal (chat->chat_id, to))
    outcome->status = OD_INGEST_DUPLICATE;
  if (outcome->status != OD_INGEST_STORED)
    return TRUE;
  if (!od_ingest_flush_chat (ingest, chat, error) || !find_thread (ingest, to, &other, error))
    return FALSE;
  if (other != 0)
    return chat->reach == OD_REACH_MOVED || set_reach (ingest, chat, OD_REACH_MOVED, outcome->at_us, error);
  if (!rename_thread (ingest, chat, to, outcome->at_us, error))
    return FALSE;
  g_hash_table_remove (ingest->chats, to);
  g_hash_table_remove (ingest->chats, chat->chat_id);
  return TRUE;
}
