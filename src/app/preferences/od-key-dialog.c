/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-key-dialog"

#include "od-key-dialog.h"

#include <glib/gi18n.h>

/**
 * OdKeyDialog:
 *
 * Asks for a key by having it pressed, says whose it is already, and gives it to the command.
 */
struct _OdKeyDialog {
  AdwMessageDialog parent_instance;

  GtkLabel *key_label;
  OdKeymap *keymap; /* (owned) */
  const OdCommand *command;
  char *keys; /* (owned) (nullable): what was pressed */
};

G_DEFINE_FINAL_TYPE (OdKeyDialog, od_key_dialog, ADW_TYPE_MESSAGE_DIALOG)

/* What each of these keys does in any text; the key of "undo" minds the text by itself. */
static const char *
find_use_in_text (const char *keys, const OdCommand *command)
{
  static const struct {
    const char *keys, *use;
  } uses[] = {
    { "<Control>a", N_ ("Select All") }, { "<Control>c", N_ ("Copy") }, { "<Control>v", N_ ("Paste") },
    { "<Control>x", N_ ("Cut") },        { "<Control>z", N_ ("Undo") },
  };

  if (g_str_equal (command->action, "win.undo"))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (uses); i++)
    if (g_ascii_strcasecmp (uses[i].keys, keys) == 0)
      return _ (uses[i].use);
  return NULL;
}

/* (transfer full) (nullable): what the key is good for until it is set */
static char *
dup_warning (const OdCommand *rival, const char *use_in_text, const char *label)
{
  g_autoptr (GString) words = g_string_new (NULL);

  if (rival != NULL)
    /* TRANSLATORS: a key, and what it does now: "Ctrl+J is for “Next conversation” now, which will then have no key." */
    g_string_append_printf (words, _ ("%1$s is for “%2$s” now, which will then have no key."), label, _ (rival->title));
  if (rival != NULL && use_in_text != NULL)
    g_string_append_c (words, ' ');
  if (use_in_text != NULL)
    /* TRANSLATORS: a key, and what it does in text: "In text, Ctrl+C is for “Copy”, which it will do no more." */
    g_string_append_printf (words, _ ("In text, %1$s is for “%2$s”, which it will do no more."), label, use_in_text);
  return words->len > 0 ? g_string_free (g_steal_pointer (&words), FALSE) : NULL;
}

/* Enter then means this answer; a button that has the focus would come before it. */
static void
make_default (OdKeyDialog *self, const char *response)
{
  GtkWidget *button;

  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (self), response);
  button = gtk_window_get_default_widget (GTK_WINDOW (self));
  if (button == NULL || !gtk_widget_grab_focus (button))
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
}

static void
show_pressed (OdKeyDialog *self, guint keyval, GdkModifierType modifiers)
{
  const OdCommand *rival;
  g_autofree char *label = gtk_accelerator_get_label (keyval, modifiers), *words = NULL;

  g_free (self->keys);
  self->keys = gtk_accelerator_name (keyval, modifiers);
  rival = od_keymap_find (self->keymap, self->keys, self->command);
  gtk_label_set_text (self->key_label, label);
  words = dup_warning (rival, find_use_in_text (self->keys, self->command), label);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (self), words != NULL ? words : "");
  adw_message_dialog_set_response_label (ADW_MESSAGE_DIALOG (self), "set",
                                         rival != NULL ? _ ("_Take It From There") : _ ("_Set"));
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (self), "set",
                                              words != NULL ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "set", TRUE);
  make_default (self, words != NULL ? "cancel" : "set");
}

static gboolean
on_key (OdKeyDialog *self, guint keyval, guint keycode, GdkModifierType state, GtkEventController *controller)
{
  OdKeyPress press = od_key_press_read (controller, keyval, keycode, state);
  GdkModifierType modifiers;
  guint bound;

  if (press.held == 0 || press.held == GDK_SHIFT_MASK)
    switch (press.keyval)
      {
      case GDK_KEY_Escape:
      case GDK_KEY_Tab:
      case GDK_KEY_Return:
      case GDK_KEY_KP_Enter:
      case GDK_KEY_space:
        return GDK_EVENT_PROPAGATE; /* for the buttons */
      case GDK_KEY_BackSpace:
        adw_message_dialog_response (ADW_MESSAGE_DIALOG (self), "off");
        return GDK_EVENT_STOP;
      default:
        break;
      }
  if (od_key_press_get_binding (&press, &bound, &modifiers))
    show_pressed (self, bound, modifiers);
  else if (gdk_keyval_to_unicode (keyval) != 0)
    adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (self),
                                 _ ("That key is needed for writing. Hold Ctrl, or take a function key."));
  return GDK_EVENT_STOP;
}

static void
od_key_dialog_response (AdwMessageDialog *dialog, const char *response)
{
  OdKeyDialog *self = OD_KEY_DIALOG (dialog);

  if (g_str_equal (response, "set") && self->keys != NULL)
    od_keymap_set (self->keymap, self->command, self->keys);
  else if (g_str_equal (response, "off"))
    od_keymap_set (self->keymap, self->command, "");
}

static void
od_key_dialog_finalize (GObject *object)
{
  OdKeyDialog *self = OD_KEY_DIALOG (object);

  g_clear_object (&self->keymap);
  g_free (self->keys);
  G_OBJECT_CLASS (od_key_dialog_parent_class)->finalize (object);
}

static void
od_key_dialog_class_init (OdKeyDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_key_dialog_finalize;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = od_key_dialog_response;
}

static void
od_key_dialog_init (OdKeyDialog *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  self->key_label = GTK_LABEL (gtk_label_new (_ ("Press the new key")));
  gtk_widget_add_css_class (GTK_WIDGET (self->key_label), "title-2");
  gtk_label_set_wrap (self->key_label, TRUE);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (self), GTK_WIDGET (self->key_label));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (self), "cancel", _ ("_Cancel"), "off", _ ("_No Key"), "set",
                                    _ ("_Set"), NULL);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "set", FALSE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (self), "cancel");
}

/**
 * od_key_dialog_new:
 *
 * Returns: (transfer none): over @parent, not yet presented
 */
GtkWidget *
od_key_dialog_new (GtkWindow *parent, OdKeymap *keymap, const OdCommand *command)
{
  OdKeyDialog *self =
      g_object_new (OD_TYPE_KEY_DIALOG, "transient-for", parent, "modal", TRUE, "heading", _ (command->title), NULL);

  self->keymap = g_object_ref (keymap);
  self->command = command;
  return GTK_WIDGET (self);
}
