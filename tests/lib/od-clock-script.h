/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-store-clock.h"
#include "od-write-fixture.h"

G_BEGIN_DECLS

/**
 * OdClockScript: a conversation to which things happen at moments that a test says.
 * @start_us: what moments are counted from
 * @n_warned, @n_breached: what fired so far
 * @next_us: when the alarm would look again; 0: never
 */
typedef struct {
  OdWriteFixture *store;
  gint64 start_us;
  gint64 conversation_id;
  gint64 message_id; /* the newest reply */
  gint64 next_us;
  guint n_in;
  guint n_warned;
  guint n_breached;
} OdClockScript;

/**
 * OdClockCase: what happens, and what comes of it.
 * @policies: bodies, in their order
 * @script: as od_clock_script_run() takes it
 * @expected: as od_clock_script_describe() gives it
 */
typedef struct {
  const char *id;
  const char *policies[2];
  const char *script;
  const char *expected;
  guint n_warned;
  guint n_breached;
} OdClockCase;

OdClockScript *od_clock_script_new (gint64 start_us);
void od_clock_script_free (OdClockScript *self);

void od_clock_script_add_calendar (OdClockScript *self, const char *body);
void od_clock_script_add_policy (OdClockScript *self, const char *body);
void od_clock_script_run (OdClockScript *self, const char *script);
char *od_clock_script_describe (OdClockScript *self);
void od_clock_script_check (OdClockScript *self);
void od_clock_script_run_cases (const OdClockCase *cases, guint n_cases);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdClockScript, od_clock_script_free)

G_END_DECLS
