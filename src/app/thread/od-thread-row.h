/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-account-list.h"
#include "od-media.h"
#include "od-message-item.h"

G_BEGIN_DECLS

/**
 * OdThreadSetting: what all rows of a thread have in common. Filled by the view before the
 * first row is bound, changed only between two.
 * @customer_name: (owned)
 * @media: (owned): for files
 * @accounts: (owned) (nullable): that messages wait for
 * @dup_divider: words of a conversation's divider
 * @find_newer: (nullable result): the message because of which one is held
 * @dup_unsent: (nullable result): why a message that is queued does not leave, of its account
 * @marks: (owned) (nullable): words to point out in texts: od_thread_row_show_marks() is to be called on each row
 * @count_down: a row has a second to count: od_thread_row_count() is to be called on each
 */
typedef struct {
  GTimeZone *zone;
  char *customer_name;
  OdMedia *media;
  OdAccountList *accounts;
  gint64 now_us;
  gint64 operator_id;
  char *(*dup_divider) (gpointer view, gint64 conversation_id, gint64 *created_at_us);
  const OdMessageRow *(*find_newer) (gpointer view, const OdMessageRow *held);
  char *(*dup_unsent) (gpointer view, const OdMessageRow *row);
  void (*count_down) (gpointer view);
  gpointer view;
  GStrv marks;
} OdThreadSetting;

#define OD_TYPE_THREAD_ROW (od_thread_row_get_type ())
G_DECLARE_FINAL_TYPE (OdThreadRow, od_thread_row, OD, THREAD_ROW, GtkWidget)

GtkWidget *od_thread_row_new (const OdThreadSetting *setting);
void od_thread_row_set_item (OdThreadRow *self, OdMessageItem *item);
OdMessageItem *od_thread_row_get_item (OdThreadRow *self);
GtkLabel *od_thread_row_get_label (OdThreadRow *self);
GtkWidget *od_thread_row_get_bubble (OdThreadRow *self);
char *od_thread_row_dup_selection (OdThreadRow *self);
void od_thread_row_set_is_hovered (OdThreadRow *self, gboolean is_hovered);
void od_thread_row_refresh (OdThreadRow *self);
gboolean od_thread_row_count (OdThreadRow *self);
void od_thread_row_show_marks (OdThreadRow *self);
void od_thread_row_flash (OdThreadRow *self);

G_END_DECLS
