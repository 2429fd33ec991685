/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-auto-answer-dialog"

#include "od-auto-answer-dialog.h"

#include <glib/gi18n.h>

#include "od-account-list.h"
#include "od-auto-answer-words.h"
#include "od-limits.h"
#include "od-policy-rows.h"
#include "od-terms-book.h"
#include "od-terms-words.h"

/**
 * OdAutoAnswerDialog:
 *
 * One thing that the desk says by itself: its words, when, and to whom.
 */
struct _OdAutoAnswerDialog {
  OdFormWindow parent_instance;

  AdwComboRow *kind_row;
  GtkTextBuffer *text;
  GtkLabel *preview_label;
  AdwPreferencesGroup *when_group;
  GtkSwitch *closed_switch;
  GtkSwitch *offline_switch;
  AdwComboRow *calendar_row;
  GtkSpinButton *delay_spin;
  GtkEditable *lang_row;

  OdDesk *desk;         /* (owned) (nullable) */
  OdAutoAnswer *answer; /* (owned) */
  OdTermsBook *terms;   /* (owned) (nullable): for the preview */
  char *channel;        /* (owned): of an account that it is for, "" if there is none */
  GPtrArray *boxes;     /* (owned) (element-type GtkCheckButton): one for each account */
  GArray *accounts;     /* (owned) (element-type gint64): theirs */
};

G_DEFINE_FINAL_TYPE (OdAutoAnswerDialog, od_auto_answer_dialog, OD_TYPE_FORM_WINDOW)

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
  answer->calendar_id = od_policy_rows_get_calendar (self->calendar_row);
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
show_preview (OdAutoAnswerDialog *self)
{
  OdAutoAnswerTrial trial = { .channel = self->channel,
                              .at_us = od_clock_get_real_us (self->desk->clock),
                              .is_online = TRUE };
  g_autofree char *words = od_auto_answer_trial_say (&trial, self->answer, od_terms_book_get_terms (self->terms));

  gtk_label_set_text (self->preview_label, words);
}

static void
refresh (OdAutoAnswerDialog *self)
{
  const char *trouble;

  if (!od_form_window_get_is_ready (OD_FORM_WINDOW (self)))
    return;
  read_rows (self);
  show_kind (self);
  show_preview (self);
  trouble = od_auto_answer_words_trouble (self->answer);
  od_form_window_set_trouble (OD_FORM_WINDOW (self), trouble, TRUE);
}

/* Another kind begins with its own words, unless somebody wrote some. */
static void
kind_chosen_cb (OdAutoAnswerDialog *self)
{
  g_autoptr (OdAutoAnswer) old = NULL, fresh = NULL;
  g_autofree char *written = g_strdup (self->answer->text);

  if (!od_form_window_get_is_ready (OD_FORM_WINDOW (self)))
    return;
  old = od_auto_answer_words_new_draft (self->answer->kind);
  read_rows (self);
  fresh = od_auto_answer_words_new_draft (self->answer->kind);
  if (g_str_equal (written, old->text))
    gtk_text_buffer_set_text (self->text, fresh->text, -1);
  refresh (self);
}

/* ---- Saving -------------------------------------------------------------------------- */

static char *
od_auto_answer_dialog_dup_state (OdFormWindow *form)
{
  const OdAutoAnswer *answer = OD_AUTO_ANSWER_DIALOG (form)->answer;
  GString *state = g_string_new (answer->text);

  g_string_append_printf (state, "\n%s %d %d %" G_GINT64_FORMAT " %" G_GINT64_FORMAT, answer->lang, (int) answer->kind,
                          (int) answer->occasions, answer->calendar_id, answer->delay_s);
  for (guint i = 0; i < answer->accounts->len; i++)
    g_string_append_printf (state, " %" G_GINT64_FORMAT, g_array_index (answer->accounts, gint64, i));
  return g_string_free (state, FALSE);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdFormWindow) form = user_data;
  g_autoptr (GError) error = NULL;
  gint64 id = od_auto_answer_port_save_finish (OD_AUTO_ANSWER_PORT (source), result, &error);

  od_form_window_end_save (form, id != 0 ? NULL : od_terms_words_save_error (error));
}

static void
od_auto_answer_dialog_save (OdFormWindow *form)
{
  OdAutoAnswerDialog *self = OD_AUTO_ANSWER_DIALOG (form);

  od_auto_answer_port_save_async (self->desk->tools.auto_answers, self->answer, NULL, saved_cb, g_object_ref (form));
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

  if (self->terms != NULL)
    g_signal_handlers_disconnect_by_data (self->terms, self);
  g_clear_object (&self->terms);
  g_clear_pointer (&self->channel, g_free);
  g_clear_pointer (&self->answer, od_auto_answer_free);
  g_clear_pointer (&self->boxes, g_ptr_array_unref);
  g_clear_pointer (&self->accounts, g_array_unref);
  g_clear_object (&self->text);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_auto_answer_dialog_parent_class)->dispose (object);
}

static void
od_auto_answer_dialog_class_init (OdAutoAnswerDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_auto_answer_dialog_dispose;
  OD_FORM_WINDOW_CLASS (klass)->dup_state = od_auto_answer_dialog_dup_state;
  OD_FORM_WINDOW_CLASS (klass)->save = od_auto_answer_dialog_save;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "answer.insert", "s", insert_action);
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

/* What the customer would read, below what is written. */
static void
build_preview (OdAutoAnswerDialog *self, GtkBox *box)
{
  GtkWidget *title = gtk_label_new (_ ("To somebody who writes now and of whom nothing is known:"));

  self->preview_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "dim-label");
  gtk_label_set_wrap (self->preview_label, TRUE);
  gtk_label_set_wrap_mode (self->preview_label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (self->preview_label, 0);
  gtk_label_set_selectable (self->preview_label, TRUE);
  gtk_box_append (box, title);
  gtk_box_append (box, GTK_WIDGET (self->preview_label));
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
  build_preview (self, GTK_BOX (box));
  adw_preferences_group_add (group, box);
  g_signal_connect_object (self->text, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
}

static void
build_when (OdAutoAnswerDialog *self)
{
  GtkWidget *row;

  self->when_group = od_form_window_add_group (OD_FORM_WINDOW (self), _ ("When"), NULL);
  self->closed_switch =
      od_policy_rows_add_switch (self->when_group, _ ("Outside working hours"), G_CALLBACK (refresh), self);
  self->offline_switch =
      od_policy_rows_add_switch (self->when_group, _ ("While nobody is online"), G_CALLBACK (refresh), self);
  self->calendar_row = od_policy_rows_add_calendars (self->when_group, G_CALLBACK (refresh), self);
  self->delay_spin = GTK_SPIN_BUTTON (gtk_spin_button_new_with_range (0, OD_LIMIT_AUTO_DELAY_S, 5));
  row = od_policy_rows_new_row (_ ("Seconds to wait before it is said"), GTK_WIDGET (self->delay_spin));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ ("If somebody of us writes meanwhile, it is not said."));
  adw_preferences_group_add (self->when_group, row);
  g_signal_connect_object (self->delay_spin, "value-changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
}

static void
od_auto_answer_dialog_init (OdAutoAnswerDialog *self)
{
  OdFormWindow *form = OD_FORM_WINDOW (self);
  AdwPreferencesGroup *group = od_form_window_add_group (form, "", NULL);

  self->accounts = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->boxes = g_ptr_array_new ();
  self->kind_row = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->kind_row), _ ("Kind"));
  g_signal_connect_object (self->kind_row, "notify::selected", G_CALLBACK (kind_chosen_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (group, GTK_WIDGET (self->kind_row));
  group = od_form_window_add_group (
      form, _ ("What Is Said"),
      _ ("What stands in braces is filled in; what is not known is left out, or becomes “soon”."));
  build_text (self, group);
  build_when (self);
}

/* ---- Filling the rows ---------------------------------------------------------------- */

static void
fill_kinds (OdAutoAnswerDialog *self)
{
  g_autoptr (GtkStringList) kinds = gtk_string_list_new (NULL);

  for (guint kind = OD_AUTO_ANSWER_GREETING; kind < OD_N_AUTO_ANSWER_KIND; kind++)
    gtk_string_list_append (kinds, od_auto_answer_words_kind ((OdAutoAnswerKind) kind));
  adw_combo_row_set_model (self->kind_row, G_LIST_MODEL (kinds));
  adw_combo_row_set_selected (self->kind_row, self->answer->kind - OD_AUTO_ANSWER_GREETING);
  gtk_widget_set_sensitive (GTK_WIDGET (self->kind_row), self->answer->id == 0);
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

/* The preview is for one account: the first that was chosen, else the first of all. */
static char *
find_channel (OdAutoAnswerDialog *self, GListModel *accounts)
{
  char *channel = g_strdup ("");

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (OdAccountItem) item = g_list_model_get_item (accounts, i);
      const OdAccountRow *account = od_account_item_get_row (item);

      if (!is_chosen (self, account->id) && *channel != '\0')
        continue;
      g_free (channel);
      channel = g_strdup (account->channel);
      if (is_chosen (self, account->id))
        break;
    }
  return channel;
}

static void
fill_whom (OdAutoAnswerDialog *self, GListModel *accounts)
{
  AdwPreferencesGroup *group = od_form_window_add_group (OD_FORM_WINDOW (self), _ ("To Whom"),
                                                         _ ("With no account chosen it holds for all of them."));

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
  self->terms = od_terms_book_new (desk);
  g_signal_connect_swapped (self->terms, "changed", G_CALLBACK (show_preview), self);
  self->channel = find_channel (self, accounts);
  fill_whom (self, accounts);
  fill_kinds (self);
  od_policy_rows_fill_calendars (self->calendar_row, terms, answer->calendar_id);
  gtk_text_buffer_set_text (self->text, answer->text, -1);
  gtk_editable_set_text (self->lang_row, answer->lang);
  gtk_switch_set_active (self->closed_switch, (answer->occasions & OD_AUTO_ANSWER_WHEN_CLOSED) != 0);
  gtk_switch_set_active (self->offline_switch, (answer->occasions & OD_AUTO_ANSWER_WHEN_OFFLINE) != 0);
  gtk_spin_button_set_value (self->delay_spin, answer->delay_s);
  od_form_window_set_ready (OD_FORM_WINDOW (self));
  refresh (self);
  return GTK_WIDGET (self);
}
