/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-fake-desk.h"

G_BEGIN_DECLS

/**
 * OdFakeViews:
 *
 * Saved views and tags in memory. Answers come from the main loop; a change is told by the fake desk's feed.
 */
#define OD_TYPE_FAKE_VIEWS (od_fake_views_get_type ())
G_DECLARE_FINAL_TYPE (OdFakeViews, od_fake_views, OD, FAKE_VIEWS, GObject)

OdFakeViews *od_fake_views_new (OdFakeDesk *desk);
gint64 od_fake_views_add (OdFakeViews *self, const char *name, const char *query);
void od_fake_views_add_tag (OdFakeViews *self, const char *name);
GPtrArray *od_fake_views_get (OdFakeViews *self);

G_END_DECLS
