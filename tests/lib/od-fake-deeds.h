/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-fake-desk.h"

G_BEGIN_DECLS

/**
 * OdFakeDeeds:
 *
 * Deeds and macros on the conversations of an #OdFakeDesk. A conversation that changed since a batch is not put back,
 * and a gone one refuses.
 */
#define OD_TYPE_FAKE_DEEDS (od_fake_deeds_get_type ())
G_DECLARE_FINAL_TYPE (OdFakeDeeds, od_fake_deeds, OD, FAKE_DEEDS, GObject)

OdFakeDeeds *od_fake_deeds_new (OdFakeDesk *desk);

G_END_DECLS
