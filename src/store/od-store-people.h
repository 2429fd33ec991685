/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"
#include "od-person.h"

G_BEGIN_DECLS

/**
 * OdPeopleJob: the data of the functions below.
 * @text: (owned) (nullable): of the list: what is looked for
 * @ids: (owned) (nullable) (element-type gint64): what the list found, or what is to be loaded
 * @rows: (owned) (nullable) (element-type OdPersonRow): what load found
 */
typedef struct {
  char *text;
  OdPeopleOrder order;
  gboolean is_reversed;
  GArray *ids;
  GPtrArray *rows;
} OdPeopleJob;

void od_people_job_free (OdPeopleJob *job);

gboolean od_store_people_list (sqlite3 *db, gpointer data, GError **error);
gboolean od_store_people_load (sqlite3 *db, gpointer data, GError **error);

/* the people in whom a text is found: see od-store-people-find.c */
GHashTable *od_store_people_find (sqlite3 *db, const char *text, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdPeopleJob, od_people_job_free)

G_END_DECLS
