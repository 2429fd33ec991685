/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-account-list.h"
#include "od-desk.h"

G_BEGIN_DECLS

typedef struct {
  char *value; /* (owned): as in a query */
  char *label; /* (owned): for people */
} OdFilterChoice;

/**
 * OdFilterSubject: what a condition can be about.
 * @id: (owned): as in #OdFilterRow
 * @label: (owned): translated
 * @hint: (owned) (nullable): an example of what is typed, where anything can be
 * @choices: (owned) (element-type OdFilterChoice): what is offered; if there is none, one types
 */
typedef struct {
  char *id;
  char *label;
  char *hint;
  GPtrArray *choices;
} OdFilterSubject;

#define OD_TYPE_FILTER_SUBJECTS (od_filter_subjects_get_type ())
G_DECLARE_FINAL_TYPE (OdFilterSubjects, od_filter_subjects, OD, FILTER_SUBJECTS, GObject)

OdFilterSubjects *od_filter_subjects_new (OdDesk *desk, OdAccountList *accounts);
gboolean od_filter_subjects_get_is_loaded (OdFilterSubjects *self);
guint od_filter_subjects_get_n (OdFilterSubjects *self);
const OdFilterSubject *od_filter_subjects_get (OdFilterSubjects *self, guint position);
int od_filter_subjects_find (OdFilterSubjects *self, const char *id);

G_END_DECLS
