/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-form-window"

#include "od-form-window.h"

#include <glib/gi18n.h>

#include "od-escape.h"

typedef enum {
  FILLING, /* what is in the rows is not what somebody wrote */
  READY,
  SAVING,
  DONE, /* it may go */
} State;

/**
 * OdFormWindow:
 *
 * A form that is saved as a whole: its groups, below them what is wrong, and in its header Cancel and Save. Ctrl+Return
 * saves; what was changed is not lost by Escape without a question.
 */
typedef struct {
  AdwPreferencesPage *page;
  GtkLabel *trouble_label;
  char *before;  /* (owned) (nullable): what was in the form when it was ready */
  char *trouble; /* (owned) (nullable): now */
  State state;
  gboolean can_save;
} OdFormWindowPrivate;

G_DEFINE_TYPE_WITH_PRIVATE (OdFormWindow, od_form_window, ADW_TYPE_WINDOW)

static OdFormWindowPrivate *
get (OdFormWindow *self)
{
  return od_form_window_get_instance_private (self);
}

static void
allow (OdFormWindow *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "form.save", get (self)->can_save && get (self)->state == READY);
}

/* What is being typed counts: the number of a spin button, or a tag, is taken over once the focus leaves it. */
static void
take_typed (OdFormWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (focus == NULL)
    return;
  g_object_ref (focus);
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  if (gtk_widget_get_mapped (focus))
    gtk_window_set_focus (GTK_WINDOW (self), focus);
  g_object_unref (focus);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdFormWindow *self = OD_FORM_WINDOW (widget);

  take_typed (self);
  if (!get (self)->can_save)
    return;                   /* it was typed just now, and is said */
  get (self)->state = SAVING; /* a second time would make a second one */
  allow (self);
  OD_FORM_WINDOW_GET_CLASS (self)->save (self);
}

/* What can't be saved was written by somebody, too. */
static gboolean
is_changed (OdFormWindow *self)
{
  OdFormWindowPrivate *form = get (self);
  g_autofree char *now = NULL;

  if (form->state == FILLING || form->state == DONE)
    return FALSE;
  take_typed (self);
  now = OD_FORM_WINDOW_GET_CLASS (self)->dup_state (self);
  return form->trouble != NULL || g_strcmp0 (now, form->before) != 0;
}

static void
discard (GtkWindow *window)
{
  get (OD_FORM_WINDOW (window))->state = DONE;
  gtk_window_close (window);
}

static gboolean
od_form_window_close_request (GtkWindow *window)
{
  OdFormWindow *self = OD_FORM_WINDOW (window);

  if (is_changed (self))
    {
      od_escape_ask (window, discard);
      return TRUE;
    }
  return GTK_WINDOW_CLASS (od_form_window_parent_class)->close_request (window);
}

static void
od_form_window_dispose (GObject *object)
{
  get (OD_FORM_WINDOW (object))->state = FILLING; /* rows that go away are not read */
  G_OBJECT_CLASS (od_form_window_parent_class)->dispose (object);
}

static void
od_form_window_finalize (GObject *object)
{
  OdFormWindowPrivate *form = get (OD_FORM_WINDOW (object));

  g_clear_pointer (&form->before, g_free);
  g_clear_pointer (&form->trouble, g_free);
  G_OBJECT_CLASS (od_form_window_parent_class)->finalize (object);
}

static void
od_form_window_class_init (OdFormWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_form_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_form_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = od_form_window_close_request;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "form.save", NULL, save_action);
}

static GtkWidget *
build_header (void)
{
  GtkWidget *bar = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));
  GtkWidget *save = gtk_button_new_with_mnemonic (_ ("_Save"));

  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (bar), FALSE);
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (bar), FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (cancel), "window.close");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (save), "form.save");
  gtk_widget_set_tooltip_text (save, _ ("Save (Ctrl+Enter)"));
  gtk_widget_add_css_class (save, "suggested-action");
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), save);
  return bar;
}

/* Before a text in the form takes the key for a new line. */
static void
add_save_key (OdFormWindow *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>Return|<Control>KP_Enter"),
                        gtk_named_action_new ("form.save")));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
od_form_window_init (OdFormWindow *self)
{
  OdFormWindowPrivate *form = get (self);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (self), 620, 720);
  od_escape_closes (GTK_WINDOW (self), NULL);
  add_save_key (self);
  form->page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  form->trouble_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (form->trouble_label, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (form->trouble_label), "error");
  gtk_widget_set_margin_bottom (GTK_WIDGET (form->trouble_label), 6);
  gtk_widget_set_vexpand (GTK_WIDGET (form->page), TRUE);
  gtk_box_append (GTK_BOX (box), build_header ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (form->page));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (form->trouble_label));
  adw_window_set_content (ADW_WINDOW (self), box);
}

/**
 * od_form_window_add_group:
 * @description: (nullable)
 *
 * Returns: (transfer none): behind the others
 */
AdwPreferencesGroup *
od_form_window_add_group (OdFormWindow *self, const char *title, const char *description)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);
  od_form_window_take_group (self, group);
  return ADW_PREFERENCES_GROUP (group);
}

/**
 * od_form_window_take_group:
 * @group: (transfer floating): an #AdwPreferencesGroup
 */
void
od_form_window_take_group (OdFormWindow *self, GtkWidget *group)
{
  adw_preferences_page_add (get (self)->page, ADW_PREFERENCES_GROUP (group));
}

/**
 * od_form_window_get_is_ready:
 *
 * Returns: whether the rows hold what belongs to the form: not before it is filled, nor while it goes away
 */
gboolean
od_form_window_get_is_ready (OdFormWindow *self)
{
  return get (self)->state != FILLING;
}

/**
 * od_form_window_set_ready:
 *
 * The form is filled: what it holds after od_form_window_set_trouble() is what was there before.
 */
void
od_form_window_set_ready (OdFormWindow *self)
{
  get (self)->state = READY;
}

/**
 * od_form_window_set_trouble:
 * @trouble: (nullable): why it can't be saved, in words
 * @can_save: nothing is wrong, nor missing
 */
void
od_form_window_set_trouble (OdFormWindow *self, const char *trouble, gboolean can_save)
{
  OdFormWindowPrivate *form = get (self);

  if (form->before == NULL)
    form->before = OD_FORM_WINDOW_GET_CLASS (self)->dup_state (self);
  g_free (form->trouble);
  form->trouble = g_strdup (trouble);
  form->can_save = can_save && trouble == NULL;
  od_form_window_say (self, trouble);
  allow (self);
}

/**
 * od_form_window_say:
 * @words: (nullable): said until the form changes
 */
void
od_form_window_say (OdFormWindow *self, const char *words)
{
  gtk_label_set_text (get (self)->trouble_label, words != NULL ? words : "");
}

/**
 * od_form_window_end_save:
 * @trouble: (nullable): why it was not saved; %NULL: it was, and the window goes
 */
void
od_form_window_end_save (OdFormWindow *self, const char *trouble)
{
  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return; /* it was closed meanwhile */
  get (self)->state = READY;
  allow (self);
  if (trouble != NULL)
    od_form_window_say (self, trouble);
  else
    discard (GTK_WINDOW (self));
}
