/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "od-person.h"

G_BEGIN_DECLS

/* One customer of the list: empty until its row was read. */
#define OD_TYPE_PERSON_ITEM (od_person_item_get_type ())
G_DECLARE_FINAL_TYPE (OdPersonItem, od_person_item, OD, PERSON_ITEM, GObject)

OdPersonItem *od_person_item_new (gint64 id);
gint64 od_person_item_get_id (OdPersonItem *self);
void od_person_item_set_id (OdPersonItem *self, gint64 id);
const OdPersonRow *od_person_item_get_row (OdPersonItem *self);
void od_person_item_take_row (OdPersonItem *self, OdPersonRow *row);

G_END_DECLS
