/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-sla-policy.h"

G_BEGIN_DECLS

/** Rows that a new desk has: `default…`. */
#define OD_TERMS_DEFAULT_UID "default"

/**
 * OdCalendar: opening hours with a name: a row of `calendar`.
 * @id: 0: not stored yet
 * @version: as it was read; 0: whichever it has
 * @hours: (owned)
 */
typedef struct {
  gint64 id;
  gint64 version;
  char *uid;
  char *name;
  OdBizcal *hours;
} OdCalendar;

/**
 * OdTerms: what the desk promises.
 * @calendars: (owned) (element-type OdCalendar): by name
 * @policies: (owned) (element-type OdSlaPolicy): in the order in which they are tried
 */
typedef struct {
  GPtrArray *calendars;
  GPtrArray *policies;
} OdTerms;

OdCalendar *od_calendar_new (gint64 id, const char *name, OdBizcal *hours);
OdCalendar *od_calendar_copy (const OdCalendar *self);
void od_calendar_free (OdCalendar *self);
OdTerms *od_terms_new (void);
void od_terms_free (OdTerms *self);
const OdCalendar *od_terms_find_calendar (const OdTerms *self, gint64 id);
const OdSlaPolicy *od_terms_find_policy (const OdTerms *self, gint64 id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdCalendar, od_calendar_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdTerms, od_terms_free)

G_END_DECLS
