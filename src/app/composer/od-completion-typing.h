/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-completion.h"
#include "od-composer-model.h"

G_BEGIN_DECLS

#define OD_TYPE_COMPLETION_TYPING (od_completion_typing_get_type ())
G_DECLARE_FINAL_TYPE (OdCompletionTyping, od_completion_typing, OD, COMPLETION_TYPING, GObject)

OdCompletionTyping *od_completion_typing_new (GtkWidget *place, GtkTextView *view, OdComposerModel *model,
                                              OdCompletion *completion);
void od_completion_typing_browse (OdCompletionTyping *self);
void od_completion_typing_insert_canned (OdCompletionTyping *self, const char *code);
void od_completion_typing_use_emoji (OdCompletionTyping *self, const char *emoji);
gboolean od_completion_typing_get_is_open (OdCompletionTyping *self);

G_END_DECLS
