/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-desk.h"
#include "od-person-item.h"

G_BEGIN_DECLS

#define OD_TYPE_PEOPLE_LIST (od_people_list_get_type ())
G_DECLARE_FINAL_TYPE (OdPeopleList, od_people_list, OD, PEOPLE_LIST, GObject)

OdPeopleList *od_people_list_new (OdDesk *desk);
void od_people_list_set_query (OdPeopleList *self, const char *text, OdPeopleOrder order, gboolean is_reversed);
gboolean od_people_list_get_is_loaded (OdPeopleList *self);
gint64 od_people_list_get_id (OdPeopleList *self, guint position);
guint od_people_list_get_n (OdPeopleList *self);
void od_people_list_leave_out (OdPeopleList *self, gint64 customer_id);

G_END_DECLS
