/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-auto-answer-dialog"

#include "od-auto-answer-dialog.h"

#include <glib/gi18n.h>

#include "od-account-list.h"
#include "od-auto-answer-words.h"
#include "od-error-words.h"
#include "od-escape.h"
#include "od-limits.h"
#include "od-policy-rows.h"

/**
 * OdAutoAnswerDialog:
 *
 * One thing that the desk says by itself: its words, when, and to whom.
 */
struct _OdAutoAnswerDialog {
  AdwWindow parent_instance;

  AdwPreferencesPage *page;
  AdwComboRow *kind_row;
  GtkTextBuffer *text;
  AdwPreferencesGroup *when_group;
  GtkSwitch *closed_switch;
  GtkSwitch *offline_switch;
  AdwComboRow *calendar_row;
  GtkSpinButton *delay_spin;
  GtkEditable *lang_row;
  GtkLabel *trouble_label;

  OdDesk *desk;         /* (owned) (nullable) */
  OdAutoAnswer *answer; /* (owned) */
  GArray *calendars;    /* (owned) (element-type gint64): behind "around the clock" */
  GPtrArray *boxes;     /* (owned) (element-type GtkCheckButton): one for each account */
  GArray *accounts;     /* (owned) (element-type gint64): theirs */
  gboolean is_filling;
  gboolean is_saving;
};

G_DEFINE_FINAL_TYPE (OdAutoAnswerDialog, od_auto_answer_dialog, ADW_TYPE_WINDOW)

/* ---- Reading the rows ---------------------------------------------------------------- */

/* Whoever has no box stays: to leave out the last of them would mean all. */
static void
read_accounts (OdAutoAnswerDialog *self)
{
  GArray *chosen = self->answer->accounts;

  for (guint i = 0; i < self->boxes->len; i++)
    {
      gint64 id = g_array_index (self->accounts, gint64, i);

      for (guint at = chosen->len; at > 0; at--)
        if (g_array_index (chosen, gint64, at - 1) == id)
          g_array_remove_index (chosen, at - 1);
      if (gtk_check_button_get_active (self->boxes->pdata[i]))
        g_array_append_val (chosen, id);
    }
}

static void
read_rows (OdAutoAnswerDialog *self)
{
  OdAutoAnswer *answer = self->answer;
  guint calendar = adw_combo_row_get_selected (self->calendar_row);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->text, &start, &end);
  g_free (answer->text);
  answer->text = gtk_text_buffer_get_text (self->text, &start, &end, FALSE);
  g_free (answer->lang);
  answer->lang = g_ascii_strdown (gtk_editable_get_text (self->lang_row), -1);
  g_strstrip (answer->lang);
  answer->occasions =
      (OdAutoAnswerOccasions) ((gtk_switch_get_active (self->closed_switch) ? OD_AUTO_ANSWER_WHEN_CLOSED : 0) |
                               (gtk_switch_get_active (self->offline_switch) ? OD_AUTO_ANSWER_WHEN_OFFLINE : 0));
  answer->calendar_id =
      calendar > 0 && calendar <= self->calendars->len ? g_array_index (self->calendars, gint64, calendar - 1) : 0;
  answer->delay_s = gtk_spin_button_get_value_as_int (self->delay_spin);
  if (answer->id == 0)
    answer->kind = (OdAutoAnswerKind) (adw_combo_row_get_selected (self->kind_row) + OD_AUTO_ANSWER_GREETING);
  read_accounts (self);
}

static void
show_kind (OdAutoAnswerDialog *self)
{
  gboolean is_away = self->answer->kind == OD_AUTO_ANSWER_AWAY;

  adw_preferences_group_set_description (self->when_group, od_auto_answer_words_when (self->answer->kind));
  gtk_widget_set_visible (gtk_widget_get_ancestor (GTK_WIDGET (self->closed_switch), ADW_TYPE_ACTION_ROW), is_away);
  gtk_widget_set_visible (gtk_widget_get_ancestor (GTK_WIDGET (self->offline_switch), ADW_TYPE_ACTION_ROW), is_away);
}

static void
refresh (OdAutoAnswerDialog *self)
{
  const char *trouble;

  if (self->is_filling)
    return;
  read_rows (self);
  show_kind (self);
  trouble = od_auto_answer_words_trouble (self->answer);
  gtk_label_set_text (self->trouble_label, trouble != NULL ? trouble : "");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "answer.save", !self->is_saving && trouble == NULL);
}

/* Another kind begins with its own words, unless somebody wrote some. */
static void
kind_chosen_cb (OdAutoAnswerDialog *self)
{
  g_autoptr (OdAutoAnswer) old = NULL, fresh = NULL;
  g_autofree char *written = g_strdup (self->answer->text);

  if (self->is_filling)
    return;
  old = od_auto_answer_words_new_draft (self->answer->kind);
  read_rows (self);
  fresh = od_auto_answer_words_new_draft (self->answer->kind);
  if (g_str_equal (written, old->text))
    gtk_text_buffer_set_text (self->text, fresh->text, -1);
  refresh (self);
}

/* ---- Saving -------------------------------------------------------------------------- */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdAutoAnswerDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 id = od_auto_answer_port_save_finish (OD_AUTO_ANSWER_PORT (source), result, &error);

  if (self->desk == NULL)
    return; /* it was closed meanwhile */
  self->is_saving = FALSE;
  refresh (self);
  if (id != 0)
    gtk_window_close (GTK_WINDOW (self));
  else
    gtk_label_set_text (self->trouble_label, od_error_words (error));
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdAutoAnswerDialog *self = OD_AUTO_ANSWER_DIALOG (widget);

  self->is_saving = TRUE; /* a second time would make a second one */
  refresh (self);
  od_auto_answer_port_save_async (self->desk->tools.auto_answers, self->answer, NULL, saved_cb, g_object_ref (self));
}

static void
insert_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdAutoAnswerDialog *self = OD_AUTO_ANSWER_DIALOG (widget);
  g_autofree char *variable = g_strdup_printf ("{%s}", g_variant_get_string (parameter, NULL));

  gtk_text_buffer_delete_selection (self->text, TRUE, TRUE);
  gtk_text_buffer_insert_at_cursor (self->text, variable, -1);
}

/* ---- The object ---------------------------------------------------------------------- */

static void
od_auto_answer_dialog_dispose (GObject *object)
{
  OdAutoAnswerDialog *self = OD_AUTO_ANSWER_DIALOG (object);

  self->is_filling = TRUE; /* rows that go away are not read */
  g_clear_pointer (&self->answer, od_auto_answer_free);
  g_clear_pointer (&self->calendars, g_array_unref);
  g_clear_pointer (&self->boxes, g_ptr_array_unref);
  g_clear_pointer (&self->accounts, g_array_unref);
  g_clear_object (&self->text);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_auto_answer_dialog_parent_class)->dispose (object);
}

static void
od_auto_answer_dialog_class_init (OdAutoAnswerDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_auto_answer_dialog_dispose;
  gtk_widget_class_install_action (widget_class, "answer.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "answer.insert", "s", insert_action);
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
  gtk_actionable_set_action_name (GTK_ACTIONABLE (save), "answer.save");
  gtk_widget_add_css_class (save, "suggested-action");
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), save);
  return bar;
}

static AdwPreferencesGroup *
add_group (OdAutoAnswerDialog *self, const char *title, const char *description)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);
  adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (group));
  return ADW_PREFERENCES_GROUP (group);
}

static GtkWidget *
build_variables (void)
{
  static const struct {
    const char *name;
    const char *words;
  } variables[] = {
    { "due", N_ ("When an answer comes") },
    { "opens", N_ ("When hours begin") },
    { "customer.first_name", N_ ("First name") },
    { "customer.name", N_ ("Full name") },
  };
  GtkWidget *box = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (box), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (box), G_N_ELEMENTS (variables));
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Put in"), -1);
  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    {
      GtkWidget *button = gtk_button_new_with_label (_ (variables[i].words)), *child = gtk_flow_box_child_new ();

      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "answer.insert");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", variables[i].name);
      gtk_widget_set_focusable (child, FALSE); /* the button is */
      gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), button);
      gtk_flow_box_append (GTK_FLOW_BOX (box), child);
    }
  return box;
}

static void
build_text (OdAutoAnswerDialog *self, AdwPreferencesGroup *group)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scroller = gtk_scrolled_window_new (), *view;

  self->text = gtk_text_buffer_new (NULL);
  view = gtk_text_view_new_with_buffer (self->text);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), 9);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (view), 9);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("What is said"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), 110);
  gtk_widget_add_css_class (scroller, "card");
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_box_append (GTK_BOX (box), build_variables ());
  adw_preferences_group_add (group, box);
  g_signal_connect_object (self->text, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
}

static AdwComboRow *
add_combo (OdAutoAnswerDialog *self, AdwPreferencesGroup *group, const char *title, GCallback chosen)
{
  GtkWidget *row = adw_combo_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  g_signal_connect_object (row, "notify::selected", chosen, self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (group, row);
  return ADW_COMBO_ROW (row);
}

static void
build_when (OdAutoAnswerDialog *self)
{
  GtkWidget *row = adw_action_row_new ();

  self->when_group = add_group (self, _ ("When"), NULL);
  self->closed_switch =
      od_policy_rows_add_switch (self->when_group, _ ("Outside working hours"), G_CALLBACK (refresh), self);
  self->offline_switch =
      od_policy_rows_add_switch (self->when_group, _ ("While nobody is online"), G_CALLBACK (refresh), self);
  self->calendar_row = add_combo (self, self->when_group, _ ("Working hours"), G_CALLBACK (refresh));
  self->delay_spin = GTK_SPIN_BUTTON (gtk_spin_button_new_with_range (0, OD_LIMIT_AUTO_DELAY_S, 5));
  gtk_widget_set_valign (GTK_WIDGET (self->delay_spin), GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Seconds to wait before it is said"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ ("If somebody of us writes meanwhile, it is not said."));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->delay_spin), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Seconds to wait before it is said"), -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), GTK_WIDGET (self->delay_spin));
  adw_preferences_group_add (self->when_group, row);
  g_signal_connect_object (self->delay_spin, "value-changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
}

static void
od_auto_answer_dialog_init (OdAutoAnswerDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  AdwPreferencesGroup *group;

  self->is_filling = TRUE;
  self->calendars = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->accounts = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->boxes = g_ptr_array_new ();
  self->page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (self), 620, 720);
  od_escape_closes (GTK_WINDOW (self), NULL);
  group = add_group (self, "", NULL);
  self->kind_row = add_combo (self, group, _ ("Kind"), G_CALLBACK (kind_chosen_cb));
  group = add_group (self, _ ("What Is Said"),
                     _ ("What stands in braces is filled in; what is not known is left out, or becomes “soon”."));
  build_text (self, group);
  build_when (self);
  self->trouble_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->trouble_label, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->trouble_label), "error");
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->trouble_label), 6);
  gtk_box_append (GTK_BOX (box), build_header ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->page), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->page));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->trouble_label));
  adw_window_set_content (ADW_WINDOW (self), box);
}

/* ---- Filling the rows ---------------------------------------------------------------- */

static void
fill_combos (OdAutoAnswerDialog *self, const OdTerms *terms)
{
  g_autoptr (GtkStringList) kinds = gtk_string_list_new (NULL), names = gtk_string_list_new (NULL);
  guint chosen = 0;

  for (guint kind = OD_AUTO_ANSWER_GREETING; kind < OD_N_AUTO_ANSWER_KIND; kind++)
    gtk_string_list_append (kinds, od_auto_answer_words_kind ((OdAutoAnswerKind) kind));
  adw_combo_row_set_model (self->kind_row, G_LIST_MODEL (kinds));
  adw_combo_row_set_selected (self->kind_row, self->answer->kind - OD_AUTO_ANSWER_GREETING);
  gtk_widget_set_sensitive (GTK_WIDGET (self->kind_row), self->answer->id == 0);
  gtk_string_list_append (names, _ ("Around the clock"));
  for (guint i = 0; i < terms->calendars->len; i++)
    {
      const OdCalendar *calendar = terms->calendars->pdata[i];

      gtk_string_list_append (names, calendar->name);
      g_array_append_val (self->calendars, calendar->id);
      if (calendar->id == self->answer->calendar_id)
        chosen = i + 1;
    }
  adw_combo_row_set_model (self->calendar_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->calendar_row, chosen);
}

static gboolean
is_chosen (OdAutoAnswerDialog *self, gint64 account_id)
{
  return self->answer->accounts->len > 0 && od_auto_answer_is_for (self->answer, account_id);
}

static void
add_account (OdAutoAnswerDialog *self, AdwPreferencesGroup *group, const OdAccountRow *account)
{
  GtkWidget *row = adw_action_row_new (), *box = gtk_check_button_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), account->name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL, account->name, -1);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (box), is_chosen (self, account->id));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), box);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), box);
  adw_preferences_group_add (group, row);
  g_ptr_array_add (self->boxes, box);
  g_array_append_val (self->accounts, account->id);
  g_signal_connect_object (box, "toggled", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
}

static void
fill_whom (OdAutoAnswerDialog *self, GListModel *accounts)
{
  AdwPreferencesGroup *group = add_group (self, _ ("To Whom"), _ ("With no account chosen it holds for all of them."));

  self->lang_row = od_policy_rows_add_entry (group, _ ("Customers of this language, like “en”; nothing: any"),
                                             G_CALLBACK (refresh), self);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (OdAccountItem) item = g_list_model_get_item (accounts, i);
      const OdAccountRow *account = od_account_item_get_row (item);

      if (!account->is_history_only || is_chosen (self, account->id))
        add_account (self, group, account);
    }
}

/**
 * od_auto_answer_dialog_new:
 * @desk: has automatic answers
 * @terms: calendars to choose from
 * @accounts: (element-type OdAccountItem): those to choose from
 * @answer: to be changed; a new one if its id is 0
 *
 * Returns: (transfer none): over @parent, not yet presented
 */
GtkWidget *
od_auto_answer_dialog_new (GtkWindow *parent, OdDesk *desk, const OdTerms *terms, GListModel *accounts,
                           const OdAutoAnswer *answer)
{
  OdAutoAnswerDialog *self = g_object_new (OD_TYPE_AUTO_ANSWER_DIALOG, "transient-for", parent, NULL);

  gtk_window_set_title (GTK_WINDOW (self), answer->id != 0 ? _ ("Automatic Answer") : _ ("New Automatic Answer"));
  self->desk = od_desk_ref (desk);
  self->answer = od_auto_answer_copy (answer);
  fill_whom (self, accounts);
  fill_combos (self, terms);
  gtk_text_buffer_set_text (self->text, answer->text, -1);
  gtk_editable_set_text (self->lang_row, answer->lang);
  gtk_switch_set_active (self->closed_switch, (answer->occasions & OD_AUTO_ANSWER_WHEN_CLOSED) != 0);
  gtk_switch_set_active (self->offline_switch, (answer->occasions & OD_AUTO_ANSWER_WHEN_OFFLINE) != 0);
  gtk_spin_button_set_value (self->delay_spin, answer->delay_s);
  self->is_filling = FALSE;
  refresh (self);
  return GTK_WIDGET (self);
}
