/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-store-clock"

#include "od-store-clock-private.h"

#include "od-store-clock.h"

/* Policies and calendars are few and change seldom: parsed once, and again when their text is another one. Comparing the
 * texts, rather than the versions, is right also after an edit that was rolled back. */

typedef struct {
  gint64 version;
  OdBizcal *calendar; /* (owned) (nullable): %NULL: nobody can read it */
} BookCalendar;

G_LOCK_DEFINE_STATIC (books);
static GHashTable *books; /* (lock books) (element-type sqlite3 OdClockBook) */

static void
calendar_free (gpointer data)
{
  BookCalendar *self = data;

  g_clear_pointer (&self->calendar, od_bizcal_unref);
  g_free (self);
}

static void
clear (OdClockBook *self)
{
  g_clear_pointer (&self->policies, g_ptr_array_unref);
  g_clear_pointer (&self->calendars, g_hash_table_unref);
  g_clear_pointer (&self->texts, g_ptr_array_unref);
}

static void
book_free (gpointer data)
{
  clear (data);
  g_free (data);
}

static OdClockBook *
ensure (sqlite3 *db)
{
  OdClockBook *self;

  G_LOCK (books);
  if (books == NULL)
    books = g_hash_table_new_full (NULL, NULL, NULL, book_free);
  self = g_hash_table_lookup (books, db);
  if (self == NULL)
    {
      self = g_new0 (OdClockBook, 1);
      self->is_online = TRUE;
      g_hash_table_insert (books, db, self);
    }
  G_UNLOCK (books);
  return self;
}

/*
 * od_clock_book_detach:
 *
 * Before the connection is closed.
 */
void
od_clock_book_detach (sqlite3 *db)
{
  G_LOCK (books);
  if (books != NULL)
    g_hash_table_remove (books, db);
  if (books != NULL && g_hash_table_size (books) == 0)
    g_clear_pointer (&books, g_hash_table_unref);
  G_UNLOCK (books);
}

#define POLICIES                                                                                                       \
  "SELECT id, coalesce (calendar_id, 0), version, position, uid, name, body FROM policy ORDER BY position, id"
#define CALENDARS "SELECT id, version, body FROM calendar ORDER BY id"

/* Every row of @sql as one text. */
static gboolean
append_texts (sqlite3 *db, const char *sql, GPtrArray *texts, GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_prepare (db, sql, error);
  gboolean has_row = TRUE;

  if (stmt == NULL)
    return FALSE;
  while (TRUE)
    {
      GString *text;

      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      text = g_string_new (NULL);
      for (int i = 0; i < sqlite3_column_count (stmt); i++)
        g_string_append_printf (text, "%s\x1f", (const char *) sqlite3_column_text (stmt, i));
      g_ptr_array_add (texts, g_string_free (text, FALSE));
    }
  g_ptr_array_add (texts, g_strdup (""));
  return TRUE;
}

static gboolean
are_equal (const GPtrArray *first, const GPtrArray *second)
{
  if (first == NULL || first->len != second->len)
    return FALSE;
  for (guint i = 0; i < first->len; i++)
    if (!g_str_equal (first->pdata[i], second->pdata[i]))
      return FALSE;
  return TRUE;
}

static void
read_policy (OdClockBook *self, OdStmt *stmt)
{
  OdSlaPolicy *policy = od_sla_policy_new ((const char *) sqlite3_column_text (stmt, 5));
  g_autoptr (GError) error = NULL;

  policy->id = sqlite3_column_int64 (stmt, 0);
  policy->calendar_id = sqlite3_column_int64 (stmt, 1);
  policy->version = sqlite3_column_int64 (stmt, 2);
  policy->position = sqlite3_column_int64 (stmt, 3);
  g_free (policy->uid);
  policy->uid = od_stmt_dup_text (stmt, 4);
  if (od_sla_policy_parse_body (policy, (const char *) sqlite3_column_text (stmt, 6), -1, &error))
    {
      g_ptr_array_add (self->policies, policy);
      return;
    }
  g_debug ("Policy %" G_GINT64_FORMAT " can't be read and promises nothing: %s", policy->id, error->message);
  od_sla_policy_free (policy);
}

static void
read_calendar (OdClockBook *self, OdStmt *stmt)
{
  BookCalendar *calendar = g_new0 (BookCalendar, 1);
  gint64 id = sqlite3_column_int64 (stmt, 0);
  g_autoptr (GError) error = NULL;

  calendar->version = sqlite3_column_int64 (stmt, 1);
  calendar->calendar = od_bizcal_parse ((const char *) sqlite3_column_text (stmt, 2), -1, &error);
  if (calendar->calendar == NULL)
    g_debug ("Calendar %" G_GINT64_FORMAT " can't be read and counts around the clock: %s", id, error->message);
  g_hash_table_insert (self->calendars, g_memdup2 (&id, sizeof id), calendar);
}

static gboolean
parse_rows (OdClockBook *self, sqlite3 *db, const char *sql, void (*read) (OdClockBook *, OdStmt *), GError **error)
{
  g_autoptr (OdStmt) stmt = od_stmt_prepare (db, sql, error);
  gboolean has_row = TRUE;

  if (stmt == NULL)
    return FALSE;
  while (has_row)
    {
      if (!od_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (has_row)
        read (self, stmt);
    }
  return TRUE;
}

/*
 * od_clock_book_get:
 *
 * Returns: (transfer none) (nullable): what the store has now; %NULL with @error
 */
OdClockBook *
od_clock_book_get (sqlite3 *db, GError **error)
{
  OdClockBook *self = ensure (db);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  if (!append_texts (db, POLICIES, texts, error) || !append_texts (db, CALENDARS, texts, error))
    return NULL;
  if (are_equal (self->texts, texts))
    return self;
  clear (self);
  self->policies = g_ptr_array_new_with_free_func ((GDestroyNotify) od_sla_policy_free);
  self->calendars = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, calendar_free);
  if (!parse_rows (self, db, POLICIES, read_policy, error) || !parse_rows (self, db, CALENDARS, read_calendar, error))
    {
      clear (self);
      return NULL;
    }
  self->texts = g_steal_pointer (&texts);
  return self;
}

/*
 * od_clock_book_find_calendar:
 * @id: 0: none
 * @version: (out) (optional): 0 if there is no such calendar
 *
 * Returns: (transfer none) (nullable): %NULL: around the clock
 */
OdBizcal *
od_clock_book_find_calendar (const OdClockBook *self, gint64 id, gint64 *version)
{
  const BookCalendar *calendar = id != 0 ? g_hash_table_lookup (self->calendars, &id) : NULL;

  if (version != NULL)
    *version = calendar != NULL ? calendar->version : 0;
  return calendar != NULL ? calendar->calendar : NULL;
}

/*
 * od_clock_book_find_policy:
 *
 * Returns: (transfer none) (nullable)
 */
const OdSlaPolicy *
od_clock_book_find_policy (const OdClockBook *self, gint64 id)
{
  for (guint i = 0; i < self->policies->len; i++)
    if (((const OdSlaPolicy *) self->policies->pdata[i])->id == id)
      return self->policies->pdata[i];
  return NULL;
}

/**
 * od_store_clock_set_online:
 * @data: an #OdClockOnlineJob
 *
 * Clocks that start from now on ask for it; it is not stored.
 */
gboolean
od_store_clock_set_online (sqlite3 *db, OdChangeSet *changes, gpointer data, GError **error)
{
  OdClockOnlineJob *job = data;

  ensure (db)->is_online = job->is_online;
  return TRUE;
}
