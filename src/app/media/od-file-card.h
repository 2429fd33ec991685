/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-media.h"

G_BEGIN_DECLS

GtkWidget *od_file_card_new (OdMedia *media, const OdAttachmentRow *file, guint position);
GtkWidget *od_file_card_new_sound (OdMedia *media, const OdAttachmentRow *file, guint position);
GtkWidget *od_file_card_new_video (OdMedia *media, const OdAttachmentRow *file, guint position);

G_END_DECLS
