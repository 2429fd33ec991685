/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-rows.h"

G_BEGIN_DECLS

/**
 * OdThreadFilesTold:
 * @words: for people: what could not be done
 */
typedef void (*OdThreadFilesTold) (GtkWidget *widget, const char *words);

void od_thread_files_open (GtkWidget *widget, const OdAttachmentRow *file, OdThreadFilesTold told);
void od_thread_files_save (GtkWidget *widget, const OdAttachmentRow *file, OdThreadFilesTold told);

G_END_DECLS
