/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-named-files.h"

G_BEGIN_DECLS

#define OD_TYPE_FILE_OFFER (od_file_offer_get_type ())
G_DECLARE_FINAL_TYPE (OdFileOffer, od_file_offer, OD, FILE_OFFER, GdkContentProvider)

GdkContentProvider *od_file_offer_new (OdNamedFiles *named, const OdAttachmentRow *file);

G_END_DECLS
