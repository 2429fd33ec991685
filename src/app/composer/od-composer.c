/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-composer"

#include "od-composer-private.h"

#include <glib/gi18n.h>

#include "od-settings.h"
#include "od-wrap-layout.h"

#define MAX_LINES 8

G_DEFINE_FINAL_TYPE (OdComposer, od_composer, ADW_TYPE_BIN)

enum { SHOW_MESSAGE, TROUBLE, N_SIGNALS };

static guint signals[N_SIGNALS];

/* ---- What the model says ----------------------------------------------------- */

static void
show_quote (OdComposer *self)
{
  const char *quote;
  gint64 reply_to_id = od_composer_model_get_reply_to (self->model, &quote);

  gtk_label_set_text (self->quote_label, quote != NULL ? quote : _ ("Earlier message"));
  gtk_widget_set_visible (GTK_WIDGET (self->quote_box), reply_to_id != 0);
}

/* @is_reply: it goes to the customer, and is no change of what went already */
static void
enable (OdComposer *self, gboolean can_send, gboolean is_reply)
{
  static const char *const ways[] = { "composer.send-resolve", "composer.send-snooze", "composer.send-later",
                                      "composer.schedule" };

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.send", can_send);
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), ways[i], can_send && is_reply);
}

static void
model_changed_cb (OdComposer *self)
{
  gboolean is_note = od_composer_model_get_is_note (self->model);
  gboolean is_sending = od_composer_model_get_is_sending (self->model);
  gboolean is_edit = od_composer_model_get_edited_id (self->model) != 0;
  gboolean is_open = od_composer_model_get_conversation_id (self->model) != 0;
  OdComposerRefusal refusal = od_composer_model_check (self->model);
  gboolean can_send = refusal == OD_COMPOSER_FINE;

  if (is_note)
    gtk_widget_add_css_class (GTK_WIDGET (self), "note");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "note");
  gtk_toggle_button_set_active (is_note ? self->note_toggle : self->reply_toggle, TRUE);
  gtk_label_set_text (self->placeholder, is_note ? _ ("Write a note for colleagues…") : _ ("Write a reply…"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text_view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  is_note ? _ ("Note for colleagues") : _ ("Reply"), -1);
  gtk_button_set_label (self->send_button, is_note ? _ ("Add Note") : is_edit ? _ ("Save") : _ ("Send"));
  gtk_widget_set_visible (GTK_WIDGET (self->send_menu_button), !is_note && !is_edit);
  gtk_widget_set_visible (GTK_WIDGET (self->format_button),
                          od_composer_model_get_formatting (self->model) != OD_FORMATTING_NONE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->text_view), is_open);
  gtk_text_view_set_editable (self->text_view, !is_sending); /* an insensitive one would lose the focus */
  enable (self, can_send, !is_note && !is_edit);
  od_composer_show_attach (self);
  show_quote (self);
  od_composer_show_length (self);
  od_composer_show_kind (self);
  od_composer_show_promise (self);
}

static void
text_replaced_cb (OdComposer *self)
{
  self->is_replacing = TRUE;
  gtk_text_buffer_set_text (self->buffer, od_composer_model_get_text (self->model), -1);
  self->is_replacing = FALSE;
  self->waiting = (OdComposerOrder){ 0 };
  od_composer_style_text (self);
}

/* ---- Typing ------------------------------------------------------------------ */

static void
on_buffer_changed (OdComposer *self)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder), gtk_text_iter_equal (&start, &end));
  if (self->is_replacing || self->model == NULL)
    return;
  text = gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
  self->waiting = (OdComposerOrder){ 0 };
  od_composer_model_set_text (self->model, text);
  od_composer_style_text (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.note-typing", NULL); /* a paste, too, or what is chosen */
}

static void
on_mode_toggled (OdComposer *self)
{
  if (self->model != NULL)
    od_composer_model_set_note (self->model, gtk_toggle_button_get_active (self->note_toggle));
}

static void
on_quote_closed (OdComposer *self)
{
  od_composer_model_set_reply_to (self->model, 0, NULL);
  od_composer_take_focus (self);
}

/* About eight lines, at any size of the text. */
static void
update_height (OdComposer *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self->text_view));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int line = pango_font_metrics_get_height (metrics) / PANGO_SCALE;

  pango_font_metrics_unref (metrics);
  gtk_scrolled_window_set_max_content_height (self->scroller, MAX_LINES * line + 12);
}

/* ---- Other actions ----------------------------------------------------------- */

static void
note_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdComposer *self = OD_COMPOSER (widget);

  od_composer_model_set_note (self->model, !od_composer_model_get_is_note (self->model));
  od_composer_take_focus (self);
}

static void
promise_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdComposer *self = OD_COMPOSER (widget);

  od_composer_model_toggle_promise (self->model);
  od_composer_take_focus (self); /* the chip that had it may be gone */
}

/* ---- The object -------------------------------------------------------------- */

static void
od_composer_dispose (GObject *object)
{
  OdComposer *self = OD_COMPOSER (object);

  g_clear_pointer (&self->emoji_chooser, gtk_widget_unparent);
  g_clear_object (&self->typing.ready);
  if (self->typing.spelling != NULL)
    g_object_run_dispose (G_OBJECT (self->typing.spelling)); /* it may wait for an answer */
  g_clear_object (&self->typing.spelling);
  if (self->model != NULL)
    {
      od_composer_forget_sent (self);
      g_signal_handlers_disconnect_by_data (self->model, self);
      g_signal_handlers_disconnect_by_data (self->guard, self);
    }
  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_COMPOSER);
  g_clear_object (&self->model);
  g_clear_object (&self->guard);
  g_clear_pointer (&self->desk, od_desk_unref);
  g_clear_object (&self->typing.keymap);
  g_clear_object (&self->taste);
  G_OBJECT_CLASS (od_composer_parent_class)->dispose (object);
}

static void
od_composer_finalize (GObject *object)
{
  OdComposer *self = OD_COMPOSER (object);

  g_free (self->channel_name);
  g_free (self->customer_name);
  g_free (self->customer_zone);
  G_OBJECT_CLASS (od_composer_parent_class)->finalize (object);
}

static void
add_signals (void)
{
  /**
   * OdComposer::show-message:
   * @message_id: it should be seen
   */
  signals[SHOW_MESSAGE] = g_signal_new ("show-message", OD_TYPE_COMPOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_INT64);
  /**
   * OdComposer::trouble:
   * @words: for people
   */
  signals[TROUBLE] =
      g_signal_new ("trouble", OD_TYPE_COMPOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-composer.ui");
  gtk_widget_class_bind_template_child (widget_class, OdComposer, sent_strip);
  gtk_widget_class_bind_template_child (widget_class, OdComposer, news_strip);
  gtk_widget_class_bind_template_child (widget_class, OdComposer, edit_strip);
  gtk_widget_class_bind_template_child (widget_class, OdComposer, plain_strip);
  gtk_widget_class_bind_template_child (widget_class, OdComposer, limit_strip);
  gtk_widget_class_bind_template_child (widget_class, OdComposer, advice_strip);
  gtk_widget_class_bind_template_child (widget_class, OdComposer, format_button);
  gtk_widget_class_bind_template_child (widget_class, OdComposer, send_menu_button);
  gtk_widget_class_bind_template_child (widget_class, OdComposer, promise_chip);
  gtk_widget_class_bind_template_child (widget_class, OdComposer, promise_label);
  gtk_widget_class_bind_template_child (widget_class, OdComposer, promise_again);
  gtk_widget_class_bind_template_child (widget_class, OdComposer, quote_box);
  gtk_widget_class_bind_template_child (widget_class, OdComposer, quote_label);
  gtk_widget_class_bind_template_child (widget_class, OdComposer, tray);
  gtk_widget_class_bind_template_child (widget_class, OdComposer, scroller);
  gtk_widget_class_bind_template_child (widget_class, OdComposer, text_view);
  gtk_widget_class_bind_template_child (widget_class, OdComposer, buffer);
  gtk_widget_class_bind_template_child (widget_class, OdComposer, placeholder);
  gtk_widget_class_bind_template_child (widget_class, OdComposer, hint_label);
  gtk_widget_class_bind_template_child (widget_class, OdComposer, reply_toggle);
  gtk_widget_class_bind_template_child (widget_class, OdComposer, note_toggle);
  gtk_widget_class_bind_template_child (widget_class, OdComposer, emoji_button);
  gtk_widget_class_bind_template_child (widget_class, OdComposer, attach_button);
  gtk_widget_class_bind_template_child (widget_class, OdComposer, count_label);
  gtk_widget_class_bind_template_child (widget_class, OdComposer, send_button);
  gtk_widget_class_bind_template_callback (widget_class, on_buffer_changed);
  gtk_widget_class_bind_template_callback_full (widget_class, "on_key_pressed",
                                                G_CALLBACK (od_composer_on_key_pressed));
  gtk_widget_class_bind_template_callback (widget_class, on_mode_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_quote_closed);
  gtk_widget_class_bind_template_callback (widget_class, od_composer_take_focus);
  gtk_widget_class_bind_template_callback_full (widget_class, "on_paste", G_CALLBACK (od_composer_on_paste));
}

static void
od_composer_class_init (OdComposerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_composer_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_composer_finalize;
  add_signals ();
  od_composer_install_actions (widget_class);
  gtk_widget_class_install_action (widget_class, "composer.note", NULL, note_action);
  gtk_widget_class_install_action (widget_class, "composer.promise", NULL, promise_action);
  gtk_widget_class_install_action (widget_class, "composer.attach", NULL, od_composer_attach_action);
  gtk_widget_class_install_action (widget_class, "composer.canned", NULL, od_composer_canned_action);
  gtk_widget_class_install_action (widget_class, "composer.insert-canned", "s", od_composer_insert_canned_action);
  gtk_widget_class_install_action (widget_class, "composer.emoji", NULL, od_composer_emoji_action);
  g_type_ensure (OD_TYPE_COMPOSER_STRIP);
  g_type_ensure (OD_TYPE_COMPOSER_TRAY);
  g_type_ensure (OD_TYPE_WRAP_LAYOUT);
  bind_template (widget_class);
}

static void
od_composer_init (OdComposer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->taste = od_settings_new (OD_SETTINGS_TASTE, NULL);
  self->typing.keymap = od_keymap_new (self->taste);
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self)), "notify::gtk-xft-dpi",
                           G_CALLBACK (update_height), self, G_CONNECT_SWAPPED);
  update_height (self);
  od_composer_make_styles (self);
  self->typing.spelling = od_spell_marks_new (self->text_view, self->taste);
  od_composer_strip_set_close (self->news_strip, "composer.dismiss-news");
  gtk_menu_button_set_create_popup_func (self->send_menu_button, od_composer_make_send_menu, self, NULL);
  gtk_menu_button_set_create_popup_func (self->format_button, od_composer_make_format_menu, self, NULL);
}

/**
 * od_composer_new:
 *
 * Returns: (transfer floating)
 */
GtkWidget *
od_composer_new (OdDesk *desk, OdComposerModel *model, OdSendGuard *guard)
{
  OdComposer *self = g_object_new (OD_TYPE_COMPOSER, NULL);

  self->desk = od_desk_ref (desk);
  self->model = g_object_ref (model);
  self->guard = g_object_ref (guard);
  od_composer_tray_set_model (self->tray, model);
  g_signal_connect_swapped (model, "changed", G_CALLBACK (model_changed_cb), self);
  g_signal_connect_swapped (model, "text-replaced", G_CALLBACK (text_replaced_cb), self);
  g_signal_connect_swapped (model, "sent", G_CALLBACK (od_composer_show_sent), self);
  g_signal_connect_swapped (guard, "changed", G_CALLBACK (od_composer_show_guard), self);
  model_changed_cb (self);
  return GTK_WIDGET (self);
}

/**
 * od_composer_set_hint:
 * @words: (nullable): a quiet line over the text: what writing here will do
 */
void
od_composer_set_hint (OdComposer *self, const char *words)
{
  g_return_if_fail (OD_IS_COMPOSER (self));

  gtk_label_set_text (self->hint_label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint_label), words != NULL);
}

/**
 * od_composer_set_channel_name:
 * @name: (nullable): which way it will go
 */
void
od_composer_set_channel_name (OdComposer *self, const char *name)
{
  g_return_if_fail (OD_IS_COMPOSER (self));

  g_free (self->channel_name);
  self->channel_name = g_strdup (name);
  od_composer_show_length (self);
}

/**
 * od_composer_set_customer:
 * @name: (nullable): whom it goes to
 * @time_zone: (nullable): an IANA name
 * @language: (nullable): a BCP 47 tag; its words are checked, too
 */
void
od_composer_set_customer (OdComposer *self, const char *name, const char *time_zone, const char *language)
{
  g_return_if_fail (OD_IS_COMPOSER (self));

  g_free (self->customer_name);
  g_free (self->customer_zone);
  self->customer_name = g_strdup (name);
  self->customer_zone = g_strdup (time_zone);
  od_spell_marks_set_language (self->typing.spelling, language);
}

/**
 * od_composer_set_completion:
 *
 * From now on words that are ready are offered while one types.
 */
void
od_composer_set_completion (OdComposer *self, OdCompletion *completion)
{
  g_return_if_fail (OD_IS_COMPOSER (self));

  g_clear_object (&self->typing.ready);
  self->typing.ready = od_completion_typing_new (GTK_WIDGET (self), self->text_view, self->model, completion);
}

/**
 * od_composer_take_focus:
 *
 * The next key is written here.
 */
void
od_composer_take_focus (OdComposer *self)
{
  g_return_if_fail (OD_IS_COMPOSER (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
}

/**
 * od_composer_can_undo:
 *
 * Returns: whether Ctrl+Z takes back what has just gone, rather than what was typed
 */
gboolean
od_composer_can_undo (OdComposer *self)
{
  g_return_val_if_fail (OD_IS_COMPOSER (self), FALSE);

  return *od_composer_model_get_text (self->model) == '\0' && od_composer_model_get_can_undo (self->model);
}

/**
 * od_composer_part_undo:
 *
 * What is typed from now on is taken back for itself. (The history of a text joins all that follows, unless something
 * stands between.)
 */
void
od_composer_part_undo (OdComposer *self)
{
  GtkTextIter start, end;

  g_return_if_fail (OD_IS_COMPOSER (self));

  if (!gtk_text_buffer_get_can_undo (self->buffer))
    return;
  self->is_replacing = TRUE;
  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_buffer_insert (self->buffer, &end, " ", 1);
  start = end;
  gtk_text_iter_backward_char (&start);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_end_user_action (self->buffer);
  self->is_replacing = FALSE;
}

/**
 * od_composer_edit:
 * @message_id: an own message, to be changed
 * @is_note: whether it is a note
 * @text: as it is now
 */
void
od_composer_edit (OdComposer *self, gint64 message_id, gboolean is_note, const char *text)
{
  GtkTextIter end;

  g_return_if_fail (OD_IS_COMPOSER (self));

  od_composer_model_begin_edit (self->model, message_id, is_note, text);
  gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_buffer_place_cursor (self->buffer, &end);
  od_composer_take_focus (self);
}
