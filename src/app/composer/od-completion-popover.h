/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-completion.h"

G_BEGIN_DECLS

#define OD_TYPE_COMPLETION_POPOVER (od_completion_popover_get_type ())
G_DECLARE_FINAL_TYPE (OdCompletionPopover, od_completion_popover, OD, COMPLETION_POPOVER, GtkPopover)

GtkWidget *od_completion_popover_new (OdCompletion *completion);
void od_completion_popover_step (OdCompletionPopover *self, int by);
OdCompletionItem *od_completion_popover_dup_selected (OdCompletionPopover *self);
const char *od_completion_popover_get_words (OdCompletionPopover *self);

G_END_DECLS
