/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-desk.h"

G_BEGIN_DECLS

#define OD_TYPE_CHANNEL_FORM_PAGE (od_channel_form_page_get_type ())
G_DECLARE_FINAL_TYPE (OdChannelFormPage, od_channel_form_page, OD, CHANNEL_FORM_PAGE, AdwBin)

GtkWidget *od_channel_form_page_new (OdDesk *desk, const OdChannelInfo *channel, const OdAccountRow *account);
void od_channel_form_page_ask (OdChannelFormPage *self, const char *key);
gboolean od_channel_form_page_get_is_changed (OdChannelFormPage *self);

G_END_DECLS
