/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-saved-view.h"

G_BEGIN_DECLS

/**
 * OdViewKind: where in the sidebar a view stands; in this order.
 * @OD_VIEW_FOUND: nowhere: what is behind a number of a report
 */
typedef enum {
  OD_VIEW_BUILTIN,
  OD_VIEW_SAVED,
  OD_VIEW_CHANNEL,
  OD_VIEW_TAG,
  OD_VIEW_FOUND,
} OdViewKind;
#define OD_N_VIEW_KIND (OD_VIEW_FOUND + 1)

#define OD_TYPE_VIEW (od_view_get_type ())
G_DECLARE_FINAL_TYPE (OdView, od_view, OD, VIEW, GObject)

OdView *od_view_new (OdViewKind kind, const char *id, const char *title, const char *icon_name,
                     const OdViewQuery *query);
OdView *od_view_new_saved (const OdSavedView *saved);
OdViewKind od_view_get_kind (OdView *self);
const char *od_view_get_id (OdView *self);
const char *od_view_get_title (OdView *self);
const char *od_view_get_icon_name (OdView *self);
const OdViewQuery *od_view_get_query (OdView *self);
const OdSavedView *od_view_get_saved (OdView *self);
void od_view_set_saved (OdView *self, const OdSavedView *saved);
gboolean od_view_get_has_work (OdView *self);
gint64 od_view_get_n_unanswered (OdView *self);
gint64 od_view_get_n_total (OdView *self);
void od_view_set_numbers (OdView *self, gint64 n_unanswered, gint64 n_total);
char *od_view_dup_numbers_words (OdView *self);

G_END_DECLS
