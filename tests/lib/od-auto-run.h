/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-write-fixture.h"

G_BEGIN_DECLS

/* The fixture begins on a Sunday at 12:00 UTC. The days before and behind are closed, and so is a holiday that is open on
 * the other Sundays. */
#define OD_AUTO_RUN_HOURS(sunday, exceptions)                                                                          \
  "{\"zone\":\"UTC\",\"weekly\":{\"sun\":[[" sunday "]],\"tue\":[[\"09:00\",\"18:00\"]]},\"exceptions\":{" exceptions  \
  "}}"
#define OD_AUTO_RUN_OPEN OD_AUTO_RUN_HOURS ("\"08:00\",\"18:00\"", "")

/**
 * OdAutoRun: a desk that answers by itself, and somebody who writes to it.
 * @n_in: messages of theirs so far
 */
typedef struct {
  OdWriteFixture *store;
  gint64 conversation_id;
  guint n_in;
} OdAutoRun;

void od_auto_run_set_up (OdAutoRun *self, const char *hours, gboolean has_stream);
void od_auto_run_sql (OdAutoRun *self, const char *sql);
OdUpdate *od_auto_run_new_update (OdAutoRun *self, const char *verb);
void od_auto_run_script (OdAutoRun *self, const char *script);
void od_auto_run_send_all (OdAutoRun *self);
char *od_auto_run_dup_said (OdAutoRun *self);

G_END_DECLS
