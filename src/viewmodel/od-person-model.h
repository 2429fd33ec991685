/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-desk.h"

G_BEGIN_DECLS

typedef enum {
  OD_PERSON_FINDINGS, /* element type OdFinding */
  OD_PERSON_MATCHES,  /* element type OdPersonMatch */
  OD_PERSON_LINKS,    /* element type OdPersonLink */
} OdPersonPart;
#define OD_N_PERSON_PART (OD_PERSON_LINKS + 1)

#define OD_TYPE_PERSON_MODEL (od_person_model_get_type ())
G_DECLARE_FINAL_TYPE (OdPersonModel, od_person_model, OD, PERSON_MODEL, GObject)

OdPersonModel *od_person_model_new (OdDesk *desk);
void od_person_model_open (OdPersonModel *self, gint64 customer_id);
gint64 od_person_model_get_id (OdPersonModel *self);
GPtrArray *od_person_model_get (OdPersonModel *self, OdPersonPart part);
void od_person_model_set_value (OdPersonModel *self, gint64 field_id, const char *value);
void od_person_model_set_tag (OdPersonModel *self, const char *tag, gboolean is_set);
void od_person_model_decide (OdPersonModel *self, gint64 finding_id, gboolean is_taken);
void od_person_model_decline (OdPersonModel *self, gint64 other_id);
void od_person_model_unlink (OdPersonModel *self, gint64 link_id);

G_END_DECLS
