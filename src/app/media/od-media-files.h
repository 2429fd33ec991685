/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-media.h"

G_BEGIN_DECLS

void od_media_files_open (OdMedia *media, GtkWidget *widget, const OdAttachmentRow *file, gboolean asks);
void od_media_files_save (OdMedia *media, GtkWidget *widget, const OdAttachmentRow *file);
void od_media_files_save_all (OdMedia *media, GtkWidget *widget, GPtrArray *files);
void od_media_files_show (OdMedia *media, GtkWidget *widget, const OdAttachmentRow *file);
void od_media_files_copy (OdMedia *media, GtkWidget *widget, const OdAttachmentRow *file);
GdkContentProvider *od_media_files_offer (OdMedia *media, const OdAttachmentRow *file);
void od_media_files_save_text (OdMedia *media, GtkWidget *widget, const char *name, const char *text);
gboolean od_media_files_is_program (const char *mime, const char *name);

G_END_DECLS
