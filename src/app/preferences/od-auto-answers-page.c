/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-auto-answers-page"

#include "od-auto-answers-page.h"

#include <glib/gi18n.h>

#include "od-account-list.h"
#include "od-auto-answer-book.h"
#include "od-auto-answer-dialog.h"
#include "od-auto-answer-words.h"
#include "od-error-words.h"
#include "od-error.h"
#include "od-policy-rows.h"
#include "od-terms-book.h"
#include "od-terms-words.h"

/**
 * OdAutoAnswersPage:
 *
 * What the desk says by itself, each with a switch, and what would be said at a given moment.
 */
struct _OdAutoAnswersPage {
  AdwPreferencesPage parent_instance;

  AdwPreferencesGroup *group;
  GtkListBox *list; /* in @group */
  AdwComboRow *account_row;
  GtkEditable *moment_row;
  GtkSwitch *online_switch;
  GtkLabel *trial_label;

  OdDesk *desk;            /* (owned) (nullable): %NULL once its window is gone */
  OdAutoAnswerBook *book;  /* (owned) (nullable) */
  OdTermsBook *terms;      /* (owned) (nullable) */
  OdAccountList *accounts; /* (owned) (nullable) */
  GTimeZone *zone;         /* (owned): of this desk */
  gboolean is_filling;
  gboolean is_saving; /* a switch waits for what it was saved as */
};

G_DEFINE_FINAL_TYPE (OdAutoAnswersPage, od_auto_answers_page, ADW_TYPE_PREFERENCES_PAGE)

static const OdAutoAnswer *
get_answer (OdAutoAnswersPage *self, GtkWidget *control)
{
  GPtrArray *answers = od_auto_answer_book_get_answers (self->book);
  GtkWidget *row = gtk_widget_get_ancestor (control, ADW_TYPE_ACTION_ROW);
  guint position = (guint) gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));

  return position < answers->len ? answers->pdata[position] : NULL;
}

/* ---- What would be said -------------------------------------------------------------- */

static void
try (OdAutoAnswersPage *self)
{
  OdAutoAnswerTrial trial = { .is_online = gtk_switch_get_active (self->online_switch) };
  g_autoptr (OdAccountItem) item = NULL;
  g_autofree char *words = NULL;

  if (self->book == NULL)
    return;
  item = g_list_model_get_item (G_LIST_MODEL (self->accounts), adw_combo_row_get_selected (self->account_row));
  if (!od_policy_rows_mark (self->moment_row, od_terms_words_parse_moment (gtk_editable_get_text (self->moment_row),
                                                                           self->zone, &trial.at_us)))
    {
      gtk_label_set_text (self->trial_label, _ ("Write a moment like “2026-03-05 16:30”."));
      return;
    }
  trial.account_id = item != NULL ? od_account_item_get_row (item)->id : 0;
  trial.channel = item != NULL ? od_account_item_get_row (item)->channel : "";
  words = od_auto_answer_words_trial (od_auto_answer_book_get_answers (self->book),
                                      od_terms_book_get_terms (self->terms), &trial);
  gtk_label_set_text (self->trial_label, words);
}

static void
show_accounts (OdAutoAnswersPage *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->accounts)); i++)
    {
      g_autoptr (OdAccountItem) item = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      gtk_string_list_append (names, od_account_item_get_row (item)->name);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->account_row), g_list_model_get_n_items (G_LIST_MODEL (names)) > 0);
  adw_combo_row_set_model (self->account_row, G_LIST_MODEL (names));
  try (self);
}

/* What belongs to an answer is known: nothing of it gets lost by saving it. */
static void
allow (OdAutoAnswersPage *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->group), od_terms_book_get_is_loaded (self->terms) &&
                                                          od_account_list_get_is_loaded (self->accounts));
}

static void
on_terms_changed (OdAutoAnswersPage *self)
{
  allow (self);
  try (self);
}

/* ---- Deeds --------------------------------------------------------------------------- */

/* One that nobody stored yet asks for the working hours there are. */
static OdAutoAnswer *
dup_with_hours (OdAutoAnswersPage *self, const OdAutoAnswer *answer)
{
  const GPtrArray *calendars = od_terms_book_get_terms (self->terms)->calendars;
  OdAutoAnswer *copy = od_auto_answer_copy (answer);

  if (copy->id == 0 && copy->kind != OD_AUTO_ANSWER_CONTACT && calendars->len > 0)
    copy->calendar_id = ((const OdCalendar *) calendars->pdata[0])->id;
  return copy;
}

static void
present (OdAutoAnswersPage *self, const OdAutoAnswer *stored)
{
  g_autoptr (OdAutoAnswer) answer = dup_with_hours (self, stored);

  gtk_window_present (GTK_WINDOW (od_auto_answer_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                                             self->desk, od_terms_book_get_terms (self->terms),
                                                             G_LIST_MODEL (self->accounts), answer)));
}

static void
edit_cb (OdAutoAnswersPage *self, GtkWidget *button)
{
  const OdAutoAnswer *answer = get_answer (self, button);

  if (answer != NULL && !self->is_saving)
    present (self, answer);
}

static void
add_cb (OdAutoAnswersPage *self)
{
  g_autoptr (OdAutoAnswer) draft = od_auto_answer_words_new_draft (OD_AUTO_ANSWER_GREETING);

  draft->is_on = TRUE;
  present (self, draft);
}

static void
switched_cb (OdAutoAnswersPage *self, GParamSpec *pspec, GtkWidget *control)
{
  const OdAutoAnswer *answer = get_answer (self, control);
  g_autoptr (OdAutoAnswer) changed = NULL;

  /* Before it is known what became of it, it would be stored twice; show() then shows what was stored. */
  if (answer == NULL || self->is_filling || self->is_saving)
    return;
  self->is_saving = TRUE;
  changed = dup_with_hours (self, answer);
  changed->is_on = !answer->is_on;
  od_auto_answer_book_save (self->book, changed);
}

static void
removed_cb (AdwMessageDialog *dialog, const char *response, OdAutoAnswersPage *self)
{
  const gint64 *id = g_object_get_data (G_OBJECT (dialog), "id");

  if (self->book != NULL)
    od_auto_answer_book_remove (self->book, *id);
}

static void
remove_cb (OdAutoAnswersPage *self, GtkWidget *button)
{
  const OdAutoAnswer *answer = get_answer (self, button);
  GtkWidget *dialog;

  if (answer == NULL)
    return;
  dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                   _ ("Remove this automatic answer?"), _ ("Its words go with it."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "remove", _ ("_Remove"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "id", g_memdup2 (&answer->id, sizeof answer->id), g_free);
  g_signal_connect_object (dialog, "response::remove", G_CALLBACK (removed_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ---- Rows ---------------------------------------------------------------------------- */

static GtkWidget *
new_button (OdAutoAnswersPage *self, const char *icon_name, const char *words, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
new_row (OdAutoAnswersPage *self)
{
  GtkWidget *row = adw_action_row_new (), *control = gtk_switch_new ();
  GtkWidget *change = new_button (self, "document-edit-symbolic", _ ("Change"), G_CALLBACK (edit_cb));
  GtkWidget *remove = new_button (self, "user-trash-symbolic", _ ("Remove"), G_CALLBACK (remove_cb));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  g_signal_connect_object (control, "notify::active", G_CALLBACK (switched_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), change);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), remove);
  g_object_set_data (G_OBJECT (row), "switch", control);
  g_object_set_data (G_OBJECT (row), "remove", remove);
  return row;
}

/* A row keeps its widgets, and so the keyboard its place. */
static void
show_row (GtkWidget *row, const OdAutoAnswer *answer)
{
  GtkWidget *control = g_object_get_data (G_OBJECT (row), "switch");
  g_autofree char *title = od_auto_answer_words_title (answer);
  g_autofree char *subtitle = od_auto_answer_words_text (answer);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_switch_set_active (GTK_SWITCH (control), answer->is_on);
  gtk_widget_set_visible (g_object_get_data (G_OBJECT (row), "remove"), answer->id != 0);
}

static void
show (OdAutoAnswersPage *self)
{
  GPtrArray *answers = od_auto_answer_book_get_answers (self->book);
  GtkListBoxRow *row;

  self->is_saving = FALSE;
  self->is_filling = TRUE;
  for (guint i = 0; i < answers->len; i++)
    {
      if (gtk_list_box_get_row_at_index (self->list, (int) i) == NULL)
        gtk_list_box_append (self->list, new_row (self));
      show_row (GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, (int) i)), answers->pdata[i]);
    }
  while ((row = gtk_list_box_get_row_at_index (self->list, (int) answers->len)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  self->is_filling = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->list), answers->len > 0);
  try (self);
}

static void
failed_cb (OdAutoAnswersPage *self, const GError *error)
{
  adw_preferences_group_set_description (self->group,
                                         g_error_matches (error, OD_ERROR, OD_ERROR_REJECTED)
                                             ? _ ("It was changed elsewhere meanwhile. This is how it is now.")
                                             : od_error_words (error));
}

/* ---- The object ---------------------------------------------------------------------- */

static void
od_auto_answers_page_dispose (GObject *object)
{
  OdAutoAnswersPage *self = OD_AUTO_ANSWERS_PAGE (object);

  if (self->book != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->book, self);
      g_signal_handlers_disconnect_by_data (self->terms, self);
      g_signal_handlers_disconnect_by_data (self->accounts, self);
    }
  g_clear_object (&self->book);
  g_clear_object (&self->terms);
  g_clear_object (&self->accounts);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_auto_answers_page_parent_class)->dispose (object);
}

static void
od_auto_answers_page_class_init (OdAutoAnswersPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_auto_answers_page_dispose;
}

static void
build_trial (OdAutoAnswersPage *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, _ ("What Would Be Said"));
  adw_preferences_group_set_description (group, _ ("To the first message of somebody of whom nothing is known."));
  self->account_row = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->account_row), _ ("Account"));
  g_signal_connect_object (self->account_row, "notify::selected", G_CALLBACK (try), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (group, GTK_WIDGET (self->account_row));
  self->moment_row = od_policy_rows_add_entry (group, _ ("If somebody writes at"), G_CALLBACK (try), self);
  self->online_switch = od_policy_rows_add_switch (group, _ ("Somebody is online"), G_CALLBACK (try), self);
  self->trial_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->trial_label, TRUE);
  gtk_label_set_xalign (self->trial_label, 0);
  gtk_label_set_selectable (self->trial_label, TRUE);
  gtk_widget_set_margin_top (GTK_WIDGET (self->trial_label), 12);
  adw_preferences_group_add (group, GTK_WIDGET (self->trial_label));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), group);
}

static void
od_auto_answers_page_init (OdAutoAnswersPage *self)
{
  self->zone = g_time_zone_new_local ();
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->group, _ ("Automatic Answers"));
  adw_preferences_group_set_description (
      self->group, _ ("Never two in a row, and never to machines, spam or blocked contacts. Who waits still waits."));
  adw_preferences_group_set_header_suffix (
      self->group, new_button (self, "list-add-symbolic", _ ("New automatic answer"), G_CALLBACK (add_cb)));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Automatic Answers"),
                                  -1);
  adw_preferences_group_add (self->group, GTK_WIDGET (self->list));
  build_trial (self); /* first, so that it is seen to follow the switches below */
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), self->group);
  /* TRANSLATORS: a page of the preferences: what the desk says by itself */
  adw_preferences_page_set_title (ADW_PREFERENCES_PAGE (self), _ ("Answers"));
  adw_preferences_page_set_icon_name (ADW_PREFERENCES_PAGE (self), "mail-reply-sender-symbolic");
}

/**
 * od_auto_answers_page_new:
 * @desk: has automatic answers and terms
 *
 * Returns: (transfer floating)
 */
GtkWidget *
od_auto_answers_page_new (OdDesk *desk)
{
  OdAutoAnswersPage *self = g_object_new (OD_TYPE_AUTO_ANSWERS_PAGE, NULL);
  gint64 minute_us = 60 * (gint64) G_USEC_PER_SEC;
  g_autofree char *now = od_terms_words_moment (od_clock_get_real_us (desk->clock) / minute_us * minute_us, self->zone);

  self->desk = od_desk_ref (desk);
  self->terms = od_terms_book_new (desk);
  self->accounts = od_account_list_new (desk);
  gtk_editable_set_text (self->moment_row, now);
  gtk_switch_set_active (self->online_switch, TRUE);
  self->book = od_auto_answer_book_new (desk);
  g_signal_connect_swapped (self->book, "changed", G_CALLBACK (show), self);
  g_signal_connect_swapped (self->book, "failed", G_CALLBACK (failed_cb), self);
  g_signal_connect_swapped (self->terms, "changed", G_CALLBACK (on_terms_changed), self);
  g_signal_connect_swapped (self->accounts, "changed", G_CALLBACK (allow), self);
  g_signal_connect_swapped (self->accounts, "items-changed", G_CALLBACK (show_accounts), self);
  allow (self);
  show (self);
  show_accounts (self);
  return GTK_WIDGET (self);
}
