/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-change-set.h"
#include "od-stmt.h"

G_BEGIN_DECLS

/* A person is a customer that is merged into nobody, with those that are merged into it: `merged_into_id` always points
 * to the one that is shown, never to one that is merged itself. Rows keep their own customer; whoever reads asks for the
 * person, with these. @u is the alias of a row of `customer`. */

#define OD_PERSON_ID(u) "coalesce (" u ".merged_into_id, " u ".id)"

/* Every customer of the person that the customer @id (an expression) is. */
#define OD_PERSON_MEMBERS(id)                                                                                            \
  "(SELECT coalesce (o.merged_into_id, o.id) FROM customer AS o WHERE o.id = " id                                        \
  " UNION ALL SELECT m.id FROM customer AS o JOIN customer AS m ON m.merged_into_id = coalesce (o.merged_into_id, o.id)" \
  " WHERE o.id = " id ")"

/* What the person is called: as was chosen when linking, or the one that is shown, or any of the others. */
#define OD_PERSON_NAME(u)                                                                                              \
  "coalesce ((SELECT json_extract (l.choices, '$.name') FROM customer_link AS l"                                       \
  " WHERE l.kept_id = " OD_PERSON_ID (u) " AND l.undone_at_us = 0 AND json_extract (l.choices, '$.name') IS NOT NULL"  \
                                         " ORDER BY l.id DESC LIMIT 1),"                                               \
                                         " CASE WHEN " u ".merged_into_id IS NULL THEN nullif (" u ".name, '')"        \
                                         " ELSE (SELECT nullif (r.name, '') FROM customer AS r WHERE r.id = " u        \
                                         ".merged_into_id) END,"                                                       \
                                         " (SELECT m.name FROM customer AS m WHERE m.merged_into_id = " OD_PERSON_ID ( \
                                             u) " AND m.name <> ''"                                                    \
                                                " ORDER BY m.id LIMIT 1), '')"

gboolean od_person_find_root (sqlite3 *db, gint64 customer_id, gint64 *root_id, GError **error);
gboolean od_person_tell (sqlite3 *db, OdChangeSet *changes, gint64 customer_id, gboolean with_conversations,
                         GError **error);
char *od_person_normalise_phone (sqlite3 *db, const char *typed);
gboolean od_person_match_anew (sqlite3 *db, GError **error);
char *od_person_match_key (sqlite3 *db, const char *channel, const char *address);
GHashTable *od_person_say (sqlite3 *db, gint64 root_id, GError **error);
gboolean od_person_set_choice (sqlite3 *db, gint64 root_id, const char *key, const char *value, GError **error);

G_END_DECLS
