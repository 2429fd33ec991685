/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_ACCOUNT_ITEM (od_account_item_get_type ())
G_DECLARE_FINAL_TYPE (OdAccountItem, od_account_item, OD, ACCOUNT_ITEM, GObject)

const OdAccountRow *od_account_item_get_row (OdAccountItem *self);
char *od_account_item_dup_state_words (OdAccountItem *self);
char *od_account_item_dup_address (OdAccountItem *self);
char *od_account_item_dup_page_url (OdAccountItem *self);
char *od_account_item_dup_script (OdAccountItem *self);

#define OD_TYPE_ACCOUNT_LIST (od_account_list_get_type ())
G_DECLARE_FINAL_TYPE (OdAccountList, od_account_list, OD, ACCOUNT_LIST, GObject)

OdAccountList *od_account_list_new (OdDesk *desk);
void od_account_list_refresh (OdAccountList *self);
gboolean od_account_list_get_is_loaded (OdAccountList *self);
const OdAccountRow *od_account_list_find (OdAccountList *self, gint64 account_id);
char *od_account_list_dup_waiting_for_key_ring (OdAccountList *self);
char *od_account_list_dup_trouble (OdAccountList *self);
char *od_account_list_dup_gap (OdAccountList *self, gint64 after_us, gint64 now_us, GTimeZone *zone, gint64 *until_us);

G_END_DECLS
