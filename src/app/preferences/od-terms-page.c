/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-terms-page"

#include "od-terms-page.h"

#include <glib/gi18n.h>

#include "od-calendar-dialog.h"
#include "od-error-words.h"
#include "od-error.h"
#include "od-field-book.h"
#include "od-policy-dialog.h"
#include "od-policy-words.h"
#include "od-terms-book.h"
#include "od-terms-words.h"

/**
 * OdTermsPage:
 *
 * What is promised, in the order in which it is tried, and the working hours that it counts by.
 */
struct _OdTermsPage {
  AdwPreferencesPage parent_instance;

  AdwPreferencesGroup *policy_group;
  AdwPreferencesGroup *calendar_group;
  GtkListBox *policy_list;   /* in @policy_group */
  GtkListBox *calendar_list; /* in @calendar_group */

  OdDesk *desk;        /* (owned) (nullable): %NULL once its window is gone */
  OdTermsBook *book;   /* (owned) (nullable) */
  OdFieldBook *fields; /* (owned) (nullable): of customers, for conditions */
  gint64 moved_id;     /* whose button gets the focus again; 0 for none */
  gboolean is_moved_up;
};

G_DEFINE_FINAL_TYPE (OdTermsPage, od_terms_page, ADW_TYPE_PREFERENCES_PAGE)

static GtkWindow *
get_window (OdTermsPage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static guint
get_position (GtkWidget *button)
{
  return (guint) gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW)));
}

static const OdSlaPolicy *
get_policy (OdTermsPage *self, GtkWidget *button)
{
  GPtrArray *policies = od_terms_book_get_terms (self->book)->policies;
  guint position = get_position (button);

  return position < policies->len ? policies->pdata[position] : NULL;
}

static const OdCalendar *
get_calendar (OdTermsPage *self, GtkWidget *button)
{
  GPtrArray *calendars = od_terms_book_get_terms (self->book)->calendars;
  guint position = get_position (button);

  return position < calendars->len ? calendars->pdata[position] : NULL;
}

/* ---- Deeds --------------------------------------------------------------------------- */

static void
move (OdTermsPage *self, GtkWidget *button, int step)
{
  const OdSlaPolicy *policy = get_policy (self, button);

  if (policy == NULL)
    return;
  self->moved_id = policy->id;
  self->is_moved_up = step < 0;
  od_terms_book_move_policy (self->book, policy->id, (guint) ((int) get_position (button) + step));
}

static void
up_cb (OdTermsPage *self, GtkWidget *button)
{
  move (self, button, -1);
}

static void
down_cb (OdTermsPage *self, GtkWidget *button)
{
  move (self, button, 1);
}

static void
edit_policy_cb (OdTermsPage *self, GtkWidget *button)
{
  const OdSlaPolicy *policy = get_policy (self, button);

  if (policy != NULL)
    gtk_window_present (GTK_WINDOW (
        od_policy_dialog_new (get_window (self), self->desk, od_terms_book_get_terms (self->book), policy)));
}

static void
recalculated_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OdTermsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 n = od_promise_port_recalculate_finish (OD_PROMISE_PORT (source), result, &error);
  g_autofree char *words = NULL;

  if (self->desk == NULL)
    return; /* its window is gone */
  words = error != NULL
              ? g_strdup (od_error_words (error))
              : g_strdup_printf (ngettext ("%d conversation that waits has its due time by this promise now.",
                                           "%d conversations that wait have their due times by this promise now.",
                                           (gulong) MAX (n, 0)),
                                 (int) MAX (n, 0));
  adw_preferences_group_set_description (self->policy_group, words);
}

/* R12: clocks keep the terms they began with, unless somebody asks for this. */
static void
recalculate_cb (OdTermsPage *self, GtkWidget *button)
{
  const OdSlaPolicy *policy = get_policy (self, button);

  if (policy != NULL)
    od_promise_port_recalculate_async (self->desk->tools.promises, policy->id, NULL, recalculated_cb,
                                       g_object_ref (self));
}

static void
add_policy_cb (OdTermsPage *self)
{
  gtk_window_present (
      GTK_WINDOW (od_policy_dialog_new (get_window (self), self->desk, od_terms_book_get_terms (self->book), NULL)));
}

static void
edit_calendar_cb (OdTermsPage *self, GtkWidget *button)
{
  const OdCalendar *calendar = get_calendar (self, button);

  if (calendar != NULL)
    gtk_window_present (GTK_WINDOW (od_calendar_dialog_new (get_window (self), self->desk, calendar)));
}

static void
add_calendar_cb (OdTermsPage *self)
{
  gtk_window_present (GTK_WINDOW (od_calendar_dialog_new (get_window (self), self->desk, NULL)));
}

/* Asks before what was made with care goes. */
static void
ask (OdTermsPage *self, const char *heading, const char *body, gint64 id, GCallback callback)
{
  GtkWidget *dialog = adw_message_dialog_new (get_window (self), heading, body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "remove", _ ("_Remove"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "id", g_memdup2 (&id, sizeof id), g_free);
  g_signal_connect_object (dialog, "response::remove", callback, self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
policy_removed_cb (AdwMessageDialog *dialog, const char *response, OdTermsPage *self)
{
  const gint64 *id = g_object_get_data (G_OBJECT (dialog), "id");

  if (self->book != NULL)
    od_terms_book_remove_policy (self->book, *id);
}

static void
remove_policy_cb (OdTermsPage *self, GtkWidget *button)
{
  const OdSlaPolicy *policy = get_policy (self, button);
  g_autofree char *heading = NULL;

  if (policy == NULL)
    return;
  /* TRANSLATORS: a promise's name: "Remove the promise “E-mail”?" */
  heading = g_strdup_printf (_ ("Remove the promise “%s”?"), policy->name);
  ask (self, heading, _ ("Conversations that it holds for already keep their due times."), policy->id,
       G_CALLBACK (policy_removed_cb));
}

static void
calendar_removed_cb (AdwMessageDialog *dialog, const char *response, OdTermsPage *self)
{
  const gint64 *id = g_object_get_data (G_OBJECT (dialog), "id");

  if (self->book != NULL)
    od_terms_book_remove_calendar (self->book, *id);
}

static void
remove_calendar_cb (OdTermsPage *self, GtkWidget *button)
{
  const OdCalendar *calendar = get_calendar (self, button);
  g_autofree char *heading = NULL;

  if (calendar == NULL)
    return;
  /* TRANSLATORS: the name of working hours: "Remove the working hours “Shop”?" */
  heading = g_strdup_printf (_ ("Remove the working hours “%s”?"), calendar->name);
  ask (self, heading, _ ("Their holidays and short days go with them."), calendar->id,
       G_CALLBACK (calendar_removed_cb));
}

/* ---- Rows ---------------------------------------------------------------------------- */

static GtkWidget *
add_button (OdTermsPage *self, GtkWidget *row, const char *icon_name, const char *words, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return button;
}

static GtkWidget *
new_row (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  return row;
}

static void
add_policy (OdTermsPage *self, const OdSlaPolicy *policy, guint position, guint n)
{
  g_autofree char *when =
      od_policy_words_when (&policy->when, self->desk->channels, od_field_book_get_fields (self->fields));
  g_autofree char *targets = od_terms_words_policy (policy);
  g_autofree char *words = g_strdup_printf ("%s\n%s", when, targets);
  GtkWidget *row = new_row (policy->name, words);
  GtkWidget *up = add_button (self, row, "go-up-symbolic", _ ("Move up"), G_CALLBACK (up_cb));
  GtkWidget *down = add_button (self, row, "go-down-symbolic", _ ("Move down"), G_CALLBACK (down_cb));

  if (self->desk->tools.promises != NULL)
    add_button (self, row, "view-refresh-symbolic", _ ("Apply to conversations that wait already"),
                G_CALLBACK (recalculate_cb));
  add_button (self, row, "document-edit-symbolic", _ ("Change"), G_CALLBACK (edit_policy_cb));
  add_button (self, row, "user-trash-symbolic", _ ("Remove"), G_CALLBACK (remove_policy_cb));
  gtk_widget_set_sensitive (up, position > 0);
  gtk_widget_set_sensitive (down, position + 1 < n);
  gtk_list_box_append (self->policy_list, row);
  if (policy->id == self->moved_id)
    gtk_widget_grab_focus (self->is_moved_up == (position > 0) ? up : down);
}

static void
clear (GtkListBox *list)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);
}

static void
show (OdTermsPage *self)
{
  const OdTerms *terms = od_terms_book_get_terms (self->book);

  clear (self->policy_list);
  for (guint i = 0; i < terms->policies->len; i++)
    add_policy (self, terms->policies->pdata[i], i, terms->policies->len);
  self->moved_id = 0;
  clear (self->calendar_list);
  for (guint i = 0; i < terms->calendars->len; i++)
    {
      const OdCalendar *calendar = terms->calendars->pdata[i];
      g_autofree char *words = od_terms_words_calendar (calendar->hours);
      GtkWidget *row = new_row (calendar->name, words);

      add_button (self, row, "document-edit-symbolic", _ ("Change"), G_CALLBACK (edit_calendar_cb));
      add_button (self, row, "user-trash-symbolic", _ ("Remove"), G_CALLBACK (remove_calendar_cb));
      gtk_list_box_append (self->calendar_list, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->policy_list), terms->policies->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->calendar_list), terms->calendars->len > 0);
}

static void
failed_cb (OdTermsPage *self, const GError *error)
{
  adw_preferences_group_set_description (self->calendar_group,
                                         g_error_matches (error, OD_ERROR, OD_ERROR_REJECTED)
                                             ? _ ("A promise or an automatic answer counts by these working hours.")
                                             : od_error_words (error));
}

/* ---- The object ---------------------------------------------------------------------- */

static void
od_terms_page_dispose (GObject *object)
{
  OdTermsPage *self = OD_TERMS_PAGE (object);

  if (self->book != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->book, self);
      g_signal_handlers_disconnect_by_data (self->fields, self);
    }
  g_clear_object (&self->book);
  g_clear_object (&self->fields);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_terms_page_parent_class)->dispose (object);
}

static void
od_terms_page_class_init (OdTermsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_terms_page_dispose;
}

static AdwPreferencesGroup *
add_group (OdTermsPage *self, const char *title, const char *words, const char *add_words, GCallback callback,
           GtkListBox **list)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  GtkWidget *add = gtk_button_new_from_icon_name ("list-add-symbolic");

  adw_preferences_group_set_title (group, title);
  adw_preferences_group_set_description (group, words);
  gtk_widget_add_css_class (add, "flat");
  gtk_widget_set_valign (add, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (add, add_words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (add), GTK_ACCESSIBLE_PROPERTY_LABEL, add_words, -1);
  g_signal_connect_object (add, "clicked", callback, self, G_CONNECT_SWAPPED);
  adw_preferences_group_set_header_suffix (group, add);
  *list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (*list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (*list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (*list), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_preferences_group_add (group, GTK_WIDGET (*list));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), group);
  return group;
}

static void
od_terms_page_init (OdTermsPage *self)
{
  self->policy_group = add_group (self, _ ("Promises"),
                                  _ ("The first that fits a conversation holds for it. A change holds for whoever "
                                     "writes from now on; the round arrow applies it to who waits."),
                                  _ ("New promise"), G_CALLBACK (add_policy_cb), &self->policy_list);
  self->calendar_group =
      add_group (self, _ ("Working Hours"), _ ("Who waits is told by these hours when an answer will come."),
                 _ ("New working hours"), G_CALLBACK (add_calendar_cb), &self->calendar_list);
  adw_preferences_page_set_title (ADW_PREFERENCES_PAGE (self), _ ("Promises"));
  adw_preferences_page_set_icon_name (ADW_PREFERENCES_PAGE (self), "alarm-symbolic");
}

/**
 * od_terms_page_new:
 * @desk: has terms
 *
 * Returns: (transfer floating)
 */
GtkWidget *
od_terms_page_new (OdDesk *desk)
{
  OdTermsPage *self = g_object_new (OD_TYPE_TERMS_PAGE, NULL);

  self->desk = od_desk_ref (desk);
  self->fields = od_field_book_new (desk);
  g_signal_connect_swapped (self->fields, "changed", G_CALLBACK (show), self);
  self->book = od_terms_book_new (desk);
  g_signal_connect_swapped (self->book, "changed", G_CALLBACK (show), self);
  g_signal_connect_swapped (self->book, "failed", G_CALLBACK (failed_cb), self);
  show (self);
  return GTK_WIDGET (self);
}
