/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-window"

#include "od-window-private.h"

/* How many panes stand beside each other, and which is seen where there is room for one. */

/* px; the sums leave the thread its 360 */
#define VIEWS_WIDTH 204
#define LIST_WIDTH 348
#define MEDIUM_WIDTH 1000
#define WIDE_WIDTH 1200

/* ---- One pane at a time ---- */

/* Turns the leaflet to the page that is wanted. (It takes the keyboard along, to whatever had it there before: therefore
 * never while both pages are seen.) */
static void
turn_page (OdWindow *self)
{
  if (!adw_leaflet_get_folded (self->leaflet) ||
      g_strcmp0 (adw_leaflet_get_visible_child_name (self->leaflet), self->folding.page) == 0)
    return;
  adw_leaflet_set_visible_child_name (self->leaflet, self->folding.page);
  od_window_take_focus (self);
}

/* The page that is seen where there is room for one; beside each other they are both there. */
void
od_window_show_page (OdWindow *self, const char *page)
{
  self->folding.page = page;
  turn_page (self);
}

/* Somebody turned the page by hand. */
void
od_window_note_page (OdWindow *self)
{
  const char *page = adw_leaflet_get_visible_child_name (self->leaflet);

  if (adw_leaflet_get_folded (self->leaflet) && page != NULL && self->panes.inbox != NULL)
    self->folding.page = g_str_equal (page, OD_WINDOW_PAGE_THREAD) ? OD_WINDOW_PAGE_THREAD : OD_WINDOW_PAGE_LIST;
}

/* ---- Side by side ---- */

static void
apply_layout (OdWindow *self, OdWindowLayout layout)
{
  gboolean has_views = layout >= OD_WINDOW_LAYOUT_MEDIUM;

  self->folding.layout = layout;
  od_column_set_nat_width (self->places.side_column, has_views ? VIEWS_WIDTH + LIST_WIDTH : LIST_WIDTH);
  adw_flap_set_reveal_flap (self->sidebar_flap, has_views);
  adw_flap_set_fold_policy (self->sidebar_flap, has_views ? ADW_FLAP_FOLD_POLICY_NEVER : ADW_FLAP_FOLD_POLICY_ALWAYS);
  adw_flap_set_fold_policy (self->profile_flap,
                            layout == OD_WINDOW_LAYOUT_WIDE ? ADW_FLAP_FOLD_POLICY_NEVER : ADW_FLAP_FOLD_POLICY_ALWAYS);
}

static OdWindowLayout
layout_for (int width)
{
  if (width >= WIDE_WIDTH)
    return OD_WINDOW_LAYOUT_WIDE;
  return width >= MEDIUM_WIDTH ? OD_WINDOW_LAYOUT_MEDIUM : OD_WINDOW_LAYOUT_NARROW;
}

static gboolean
layout_cb (gpointer user_data)
{
  OdWindow *self = user_data;

  self->folding.layout_id = 0;
  apply_layout (self, layout_for (gtk_widget_get_width (GTK_WIDGET (self))));
  self->folding.is_folded = adw_leaflet_get_folded (self->leaflet);
  turn_page (self);
  return G_SOURCE_REMOVE;
}

/* As many panes as fit into @width. */
void
od_window_lay_out (OdWindow *self, int width)
{
  apply_layout (self, layout_for (width));
}

/* The same, for a window that has its width now: not while sizes are being told. */
void
od_window_lay_out_soon (OdWindow *self, int width)
{
  if (layout_for (width) == self->folding.layout && adw_leaflet_get_folded (self->leaflet) == self->folding.is_folded)
    return;
  if (self->folding.layout_id == 0)
    self->folding.layout_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, layout_cb, self, NULL);
}
