/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_TRANSCRIPT_DIALOG (od_transcript_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OdTranscriptDialog, od_transcript_dialog, OD, TRANSCRIPT_DIALOG, AdwWindow)

GtkWidget *od_transcript_dialog_new (GtkWindow *parent, OdDesk *desk, gint64 conversation_id,
                                     const char *customer_name);

G_END_DECLS
