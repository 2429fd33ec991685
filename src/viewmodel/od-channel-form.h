/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "od-channel-info.h"
#include "od-rows.h"

G_BEGIN_DECLS

/* Besides the channel's own fields every account has a name. */
#define OD_FORM_NAME "name"

#define OD_TYPE_CHANNEL_FORM (od_channel_form_get_type ())
G_DECLARE_FINAL_TYPE (OdChannelForm, od_channel_form, OD, CHANNEL_FORM, GObject)

OdChannelForm *od_channel_form_new (const OdChannelInfo *info);
OdChannelForm *od_channel_form_new_for_account (const OdChannelInfo *info, const OdAccountRow *row);
void od_channel_form_set_value (OdChannelForm *self, const char *key, const char *value);
const char *od_channel_form_get_value (OdChannelForm *self, const char *key);
const char *od_channel_form_get_error (OdChannelForm *self, const char *key);
gboolean od_channel_form_get_is_valid (OdChannelForm *self);
char *od_channel_form_dup_hint (OdChannelForm *self, const OdChannelField *field);
gboolean od_channel_form_get_is_kept (OdChannelForm *self, const char *key);
const char *od_channel_form_blame (OdChannelForm *self);
const char *od_channel_form_refuse (OdChannelForm *self, const char *message);
char *od_channel_form_dup_settings (OdChannelForm *self);
GHashTable *od_channel_form_dup_secrets (OdChannelForm *self);

G_END_DECLS
