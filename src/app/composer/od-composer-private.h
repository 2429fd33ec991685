/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-completion-typing.h"
#include "od-composer-tray.h"
#include "od-composer.h"

G_BEGIN_DECLS

/**
 * OdComposer:
 *
 * Where the operator writes: a card with the text, what it answers, files that go with it, and
 * a row of what else can be done. It knows a limit and no outbox; what is sent, and when the
 * text may go, is its model's.
 */
struct _OdComposer {
  AdwBin parent_instance;

  GtkBox *quote_box;
  GtkLabel *quote_label;
  OdComposerTray *tray;
  GtkScrolledWindow *scroller;
  GtkTextView *text_view;
  GtkTextBuffer *buffer;
  GtkLabel *placeholder;
  GtkLabel *hint_label;
  GtkToggleButton *reply_toggle;
  GtkToggleButton *note_toggle;
  GtkButton *emoji_button;
  GtkLabel *count_label;
  GtkButton *send_button;
  GtkWidget *emoji_chooser; /* (nullable): costs thousands of widgets, so not before it is asked for */

  OdComposerModel *model;    /* (owned) */
  GSettings *taste;          /* (owned) (nullable): without installed schemas */
  char *channel_name;        /* (owned) (nullable) */
  OdCompletionTyping *ready; /* (owned) (nullable): offers words that are ready */
  gboolean is_replacing;     /* the model sets the text, nobody types */
};

void od_composer_attach_action (GtkWidget *widget, const char *name, GVariant *parameter);
void od_composer_on_paste (OdComposer *self);
void od_composer_emoji_action (GtkWidget *widget, const char *name, GVariant *parameter);
gboolean od_composer_on_key_pressed (OdComposer *self, guint keyval, guint keycode, GdkModifierType state,
                                     GtkEventController *controller);

G_END_DECLS
