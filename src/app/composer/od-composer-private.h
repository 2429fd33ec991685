/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-completion-typing.h"
#include "od-composer-strip.h"
#include "od-composer-tray.h"
#include "od-composer.h"
#include "od-keymap.h"
#include "od-spell-marks.h"

G_BEGIN_DECLS

/* What looks at the text while one types. */
typedef struct {
  OdCompletionTyping *ready; /* (owned) (nullable): offers words that are ready */
  OdSpellMarks *spelling;    /* (owned) */
  OdKeymap *keymap;          /* (owned) */
} OdComposerTyping;

/**
 * OdComposer:
 *
 * Where the operator writes: a card with the text, what it answers, files that go with it, and
 * a row of what else can be done. It knows a limit and no outbox; what is sent, and when the
 * text may go, is its model's.
 */
struct _OdComposer {
  AdwBin parent_instance;

  OdComposerStrip *sent_strip, *news_strip, *edit_strip, *plain_strip, *limit_strip, *advice_strip;
  GtkBox *quote_box;
  GtkLabel *quote_label, *placeholder, *hint_label, *count_label, *promise_label, *promise_again;
  OdComposerTray *tray;
  GtkScrolledWindow *scroller;
  GtkTextView *text_view;
  GtkTextBuffer *buffer;
  GtkToggleButton *reply_toggle, *note_toggle;
  GtkButton *emoji_button, *attach_button, *send_button, *promise_chip;
  GtkMenuButton *format_button, *send_menu_button;
  GtkWidget *emoji_chooser; /* (nullable): costs thousands of widgets, so not before it is asked for */

  OdDesk *desk;                                       /* (owned) */
  OdComposerModel *model;                             /* (owned) */
  OdSendGuard *guard;                                 /* (owned) */
  GSettings *taste;                                   /* (owned) (nullable): without installed schemas */
  OdComposerOrder waiting;                            /* what was stopped, for the next Enter */
  char *channel_name, *customer_name, *customer_zone; /* (owned) (nullable) */
  OdComposerTyping typing;
  guint sent_timeout_id;
  gboolean is_replacing; /* the model sets the text, nobody types */
};

void od_composer_attach_action (GtkWidget *widget, const char *name, GVariant *parameter);
void od_composer_on_paste (OdComposer *self);
void od_composer_show_attach (OdComposer *self);
void od_composer_tell_refusal (OdComposer *self, OdComposerRefusal refusal);
void od_composer_add_text (OdComposer *self, const char *text);
void od_composer_add_picture (OdComposer *self, GInputStream *stream, const char *mime);
const char *const *od_composer_get_picture_types (void);
void od_composer_emoji_action (GtkWidget *widget, const char *name, GVariant *parameter);
gboolean od_composer_on_key_pressed (OdComposer *self, guint keyval, guint keycode, GdkModifierType state,
                                     GtkEventController *controller);
gint64 od_composer_get_undo_us (OdComposer *self);
void od_composer_canned_action (GtkWidget *widget, const char *name, GVariant *parameter);
void od_composer_insert_canned_action (GtkWidget *widget, const char *name, GVariant *parameter);
void od_composer_install_actions (GtkWidgetClass *widget_class);
void od_composer_make_send_menu (GtkMenuButton *button, gpointer user_data);
void od_composer_make_format_menu (GtkMenuButton *button, gpointer user_data);
void od_composer_format_action (GtkWidget *widget, const char *name, GVariant *parameter);
void od_composer_make_styles (OdComposer *self);
void od_composer_style_text (OdComposer *self);
void od_composer_show_guard (OdComposer *self);
void od_composer_show_length (OdComposer *self);
void od_composer_show_kind (OdComposer *self);
void od_composer_show_promise (OdComposer *self);
void od_composer_show_sent (OdComposer *self, gint64 message_id, gint64 leaves_at_us);
void od_composer_forget_sent (OdComposer *self);

G_END_DECLS
