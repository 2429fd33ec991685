/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-limits.h"
#include "od-person.h"
#include "od-stmt.h"
#include "od-store-erase.h"
#include "od-store-person.h"
#include "od-text.h"

/* What operators made and named after a person, or that asks for them: it is theirs to change, so it is only pointed out.
 * The record has numbers; what they are called is read from the store when somebody looks. */

#define MIN_CHARS 3 /* of a word of a name: shorter ones are everywhere */

#define MEMBERS OD_PERSON_MEMBERS ("?1")

static const struct {
  OdEraseMentionKind kind;
  const char *texts; /* id, name, everything it says */
} places[] = {
  { OD_ERASE_MENTION_VIEW, "SELECT id, name, name || ' ' || query FROM view ORDER BY position, id" },
  { OD_ERASE_MENTION_MACRO, "SELECT id, name, name || ' ' || steps FROM macro ORDER BY position, id" },
  { OD_ERASE_MENTION_TAG, "SELECT id, name, name FROM tag ORDER BY name" },
};

/* Words of a text, folded, each within spaces, so that a word is found as a whole. */
static char *
split (const char *text)
{
  g_autofree char *folded = od_text_fold (text);
  GString *words = g_string_new (" ");

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar letter = g_utf8_get_char (p);

      if (g_unichar_isalnum (letter))
        g_string_append_unichar (words, letter);
      else if (words->str[words->len - 1] != ' ')
        g_string_append_c (words, ' ');
    }
  if (words->str[words->len - 1] != ' ')
    g_string_append_c (words, ' ');
  return g_string_free (words, FALSE);
}

static void
take_needle (GPtrArray *needles, char *needle)
{
  if (g_utf8_strlen (needle, -1) >= MIN_CHARS + 2)
    g_ptr_array_add (needles, needle);
  else
    g_free (needle);
}

/* Each word of a name, and each address as a whole. */
static GPtrArray *
find_needles (sqlite3 *db, gint64 root_id, GError **error)
{
  g_autoptr (GPtrArray) needles = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (OdStmt) stmt = od_stmt_bind (
      db, error,
      "SELECT name, 1 FROM customer WHERE id IN " MEMBERS " UNION ALL SELECT display, 1 FROM contact_point"
      " WHERE customer_id IN " MEMBERS " UNION ALL SELECT address, 0 FROM contact_point"
      " WHERE customer_id IN " MEMBERS,
      "i", root_id);
  gboolean has_row = stmt != NULL;

  while (has_row)
    {
      g_autofree char *words = NULL;
      g_auto (GStrv) parts = NULL;

      if (!od_stmt_step (stmt, &has_row, error))
        return NULL;
      if (!has_row)
        break;
      words = split ((const char *) sqlite3_column_text (stmt, 0));
      if (sqlite3_column_int (stmt, 1) == 0)
        {
          take_needle (needles, g_steal_pointer (&words));
          continue;
        }
      parts = g_strsplit (words, " ", -1);
      for (guint i = 0; parts[i] != NULL; i++)
        take_needle (needles, g_strconcat (" ", parts[i], " ", NULL));
    }
  return stmt != NULL ? g_steal_pointer (&needles) : NULL;
}

static gboolean
look_through (sqlite3 *db, guint place, GPtrArray *needles, GArray *found, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_prepare (db, places[place].texts, error);
  gboolean has_row = stmt != NULL;

  while (has_row && found->len < OD_LIMIT_ERASE_MENTIONS)
    {
      g_autofree char *words = NULL;
      gboolean is_found = FALSE;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      words = split ((const char *) sqlite3_column_text (stmt, 2));
      for (guint i = 0; i < needles->len && !is_found; i++)
        is_found = strstr (words, needles->pdata[i]) != NULL;
      if (is_found)
        {
          OdEraseMention mention = { places[place].kind, sqlite3_column_int64 (stmt, 0), od_stmt_dup_text (stmt, 1) };

          g_array_append_val (found, mention);
        }
    }
  return stmt != NULL;
}

/*
 * od_erase_find_mentions:
 * @found: (element-type OdEraseMention): what mentions the person
 */
gboolean
od_erase_find_mentions (sqlite3 *db, gint64 root_id, GArray *found, GError **error)
{
  g_autoptr (GPtrArray) needles = find_needles (db, root_id, error);

  if (needles == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (!look_through (db, i, needles, found, error))
      return FALSE;
  return TRUE;
}

/*
 * od_erase_name_mention:
 *
 * Returns: (transfer full) (nullable): what it is called now; %NULL if it is gone
 */
char *
od_erase_name_mention (sqlite3 *db, OdEraseMentionKind kind, gint64 id)
{
  static const char *const sql[OD_N_ERASE_MENTION] = {
    [OD_ERASE_MENTION_VIEW] = "SELECT name FROM view WHERE id = ?1",
    [OD_ERASE_MENTION_MACRO] = "SELECT name FROM macro WHERE id = ?1",
    [OD_ERASE_MENTION_TAG] = "SELECT name FROM tag WHERE id = ?1",
  };
  g_autoptr (OdStmt) row = NULL;

  if (!od_stmt_get_row (db, NULL, sql[kind], &row, "i", id) || row == NULL)
    return NULL;
  return od_stmt_dup_text (row, 0);
}
