/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-message-item.h"

G_BEGIN_DECLS

/**
 * OdThreadSetting: what all rows of a thread have in common. Filled by the view before the
 * first row is bound, changed only between two.
 * @customer_name: (owned)
 * @dup_divider: words of a conversation's divider
 */
typedef struct {
  GTimeZone *zone;
  char *customer_name;
  gint64 now_us;
  gint64 operator_id;
  char *(*dup_divider) (gpointer view, gint64 conversation_id, gint64 *created_at_us);
  gpointer view;
} OdThreadSetting;

#define OD_TYPE_THREAD_ROW (od_thread_row_get_type ())
G_DECLARE_FINAL_TYPE (OdThreadRow, od_thread_row, OD, THREAD_ROW, AdwBin)

GtkWidget *od_thread_row_new (const OdThreadSetting *setting);
void od_thread_row_set_item (OdThreadRow *self, OdMessageItem *item);
OdMessageItem *od_thread_row_get_item (OdThreadRow *self);
char *od_thread_row_dup_selection (OdThreadRow *self);
void od_thread_row_popup_menu (OdThreadRow *self);
void od_thread_row_flash (OdThreadRow *self);

G_END_DECLS
