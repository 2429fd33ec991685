/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine-fixture.h"
#include "od-db.h"
#include "od-erase-port.h"

G_BEGIN_DECLS

/**
 * EraseFixture: an engine, and words of a person of whom nothing may be left in any file of the profile.
 */
typedef struct {
  EngineFixture engine;
  GRand *random;
  GPtrArray *words;
} EraseFixture;

void erase_fixture_set_up (EraseFixture *f, const char *channel);
void erase_fixture_tear_down (EraseFixture *f);
const char *erase_fixture_word (EraseFixture *f);
void erase_fixture_run (EraseFixture *f, const char *format, ...) G_GNUC_PRINTF (2, 3);
gint64 erase_fixture_ask (EraseFixture *f, const char *sql);
gint64 erase_fixture_add_person (EraseFixture *f);
char *erase_fixture_store_file (EraseFixture *f, const char *content);
guint erase_fixture_count_left (EraseFixture *f);
void erase_fixture_pass (EraseFixture *f);
OdErasure *erase_fixture_erase (EraseFixture *f, gint64 customer_id, GError **error);
OdErasure *erase_fixture_wait (EraseFixture *f, GAsyncResult **result, GError **error);
void erase_fixture_check (EraseFixture *f);

G_END_DECLS
