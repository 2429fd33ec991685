/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-completion.h"
#include "od-send-guard.h"

G_BEGIN_DECLS

#define OD_TYPE_COMPOSER (od_composer_get_type ())
G_DECLARE_FINAL_TYPE (OdComposer, od_composer, OD, COMPOSER, AdwBin)

GtkWidget *od_composer_new (OdDesk *desk, OdComposerModel *model, OdSendGuard *guard);
void od_composer_set_hint (OdComposer *self, const char *words);
void od_composer_set_channel_name (OdComposer *self, const char *name);
void od_composer_set_completion (OdComposer *self, OdCompletion *completion);
void od_composer_set_customer (OdComposer *self, const char *name, const char *time_zone, const char *language);
void od_composer_take_focus (OdComposer *self);
gboolean od_composer_can_undo (OdComposer *self);
void od_composer_part_undo (OdComposer *self);
void od_composer_edit (OdComposer *self, gint64 message_id, gboolean is_note, const char *text);
void od_composer_add_files (OdComposer *self, GSList *files);
GtkWidget *od_composer_make_drop_place (OdComposer *self, GtkWidget *content);

G_END_DECLS
