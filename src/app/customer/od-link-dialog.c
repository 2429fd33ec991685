/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-link-dialog"

#include "od-link-dialog.h"

#include <glib/gi18n.h>

#include "od-error-words.h"
#include "od-error.h"
#include "od-escape.h"
#include "od-link-draft.h"
#include "od-people-list.h"
#include "od-person-cell.h"
#include "od-visitor-name.h"

/**
 * OdLinkDialog:
 *
 * Two profiles become one person: whom with is searched for, which of the two is shown is chosen, and so is what to
 * show where they differ.
 */
struct _OdLinkDialog {
  AdwWindow parent_instance;

  GtkWidget *link_button;
  GtkStack *stack;
  GtkSearchEntry *search_entry;
  GtkListView *view;
  AdwPreferencesPage *page;
  AdwPreferencesGroup *shown_group;
  GtkLabel *words_label;
  GtkLabel *trouble_label;

  OdDesk *desk;              /* (owned) */
  OdPeopleList *list;        /* (owned) */
  OdLinkDraft *draft;        /* (owned) */
  GPtrArray *groups;         /* (owned) (element-type GtkWidget): of conflicts, in @page */
  GCancellable *cancellable; /* (owned) */
  OdPersonRow *people[2];    /* (owned) (nullable): the customer, and the other */
  gint64 customer_id, other_id;
};

G_DEFINE_FINAL_TYPE (OdLinkDialog, od_link_dialog, ADW_TYPE_WINDOW)

enum { LINKED, N_SIGNALS };

static guint signals[N_SIGNALS];

static char *
dup_name (OdLinkDialog *self, gboolean is_kept)
{
  gboolean is_customer = (od_link_draft_get_kept_id (self->draft) == self->customer_id) == is_kept;
  const OdPersonRow *row = self->people[is_customer ? 0 : 1];

  return od_visitor_name (row->name, row->address);
}

/* ---- Comparing ----------------------------------------------------------------- */

/* A row with a radio button of @group (of its own if NULL). */
static GtkCheckButton *
add_choice (AdwPreferencesGroup *to, GtkCheckButton *group, const char *title, const char *detail)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *radio = gtk_check_button_new ();

  gtk_widget_set_valign (radio, GTK_ALIGN_CENTER);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (radio), group);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (radio), group == NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (radio), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 3);
  if (detail != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), detail);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), radio);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), radio);
  adw_preferences_group_add (to, row);
  return GTK_CHECK_BUTTON (radio);
}

static void
joined_toggled_cb (GtkCheckButton *radio, OdLinkDialog *self)
{
  od_link_draft_choose (self->draft, gtk_widget_get_name (GTK_WIDGET (radio)), gtk_check_button_get_active (radio));
}

static void
add_conflict (OdLinkDialog *self, const OdPersonConflict *conflict)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  g_autofree char *title = g_markup_escape_text (od_link_draft_conflict_words (conflict), -1);
  g_autofree char *kept_name = dup_name (self, TRUE), *joined_name = dup_name (self, FALSE);
  GtkCheckButton *kept, *joined;

  adw_preferences_group_set_title (group, title);
  kept = add_choice (group, NULL, conflict->kept_value, kept_name);
  joined = add_choice (group, kept, conflict->joined_value, joined_name);
  gtk_widget_set_name (GTK_WIDGET (joined), conflict->key);
  g_signal_connect_object (joined, "toggled", G_CALLBACK (joined_toggled_cb), self, 0);
  adw_preferences_page_add (self->page, group);
  g_ptr_array_add (self->groups, group);
}

static void
compared_cb (OdLinkDialog *self)
{
  GPtrArray *conflicts = od_link_draft_get_conflicts (self->draft);
  g_autofree char *kept_name = NULL, *joined_name = NULL, *words = NULL;

  for (guint i = 0; i < self->groups->len; i++)
    adw_preferences_page_remove (self->page, self->groups->pdata[i]);
  g_ptr_array_set_size (self->groups, 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "link.link", conflicts != NULL);
  if (conflicts == NULL)
    return;
  for (guint i = 0; i < conflicts->len; i++)
    add_conflict (self, conflicts->pdata[i]);
  kept_name = dup_name (self, TRUE);
  joined_name = dup_name (self, FALSE);
  /* TRANSLATORS: two names: "Conversations, contact points, … of Maria P. will stand under Maria Petrova. …" */
  words =
      g_strdup_printf (_ ("Conversations, contact points, fields, tags and files of %s will stand under %s. Nothing is "
                          "removed: unlinking brings both back as they were."),
                       joined_name, kept_name);
  gtk_label_set_text (self->words_label, words);
}

static void
shown_toggled_cb (GtkCheckButton *radio, OdLinkDialog *self)
{
  if (gtk_check_button_get_active (radio))
    od_link_draft_set_pair (self->draft, self->customer_id, self->other_id);
  else
    od_link_draft_set_pair (self->draft, self->other_id, self->customer_id);
}

static void
begin_comparing (OdLinkDialog *self)
{
  GtkCheckButton *radio = NULL;

  for (guint i = 0; i < 2; i++)
    {
      const OdPersonRow *row = self->people[i];
      g_autofree char *name = od_visitor_name (row->name, row->address);
      g_autofree char *detail = od_person_cell_dup_detail (row, self->desk);
      GtkCheckButton *added = add_choice (self->shown_group, radio, name, detail);

      if (i == 0)
        {
          radio = added;
          g_signal_connect_object (radio, "toggled", G_CALLBACK (shown_toggled_cb), self, 0);
        }
    }
  gtk_stack_set_visible_child_name (self->stack, "compare");
  gtk_widget_set_visible (self->link_button, TRUE);
  od_link_draft_set_pair (self->draft, self->customer_id, self->other_id);
  gtk_widget_grab_focus (GTK_WIDGET (radio));
}

static void
people_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = od_people_port_load_finish (OD_PEOPLE_PORT (source), result, &error);
  OdLinkDialog *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the dialog is gone */
  self = user_data;
  while (rows != NULL && rows->len > 0)
    {
      OdPersonRow *row = g_ptr_array_steal_index (rows, rows->len - 1);
      guint at = row->id == self->customer_id ? 0 : 1;

      g_clear_pointer (&self->people[at], od_person_row_free);
      self->people[at] = row;
    }
  if (self->people[0] != NULL && self->people[1] != NULL)
    begin_comparing (self);
  else
    gtk_window_close (GTK_WINDOW (self)); /* one of them is there no more */
}

static void
set_other (OdLinkDialog *self, gint64 other_id)
{
  const gint64 ids[] = { self->customer_id, other_id };

  if (other_id == self->customer_id || self->other_id != 0)
    return;
  self->other_id = other_id;
  od_people_port_load_async (self->desk->tools.people, ids, G_N_ELEMENTS (ids), self->cancellable, people_cb, self);
}

/* ---- Choosing ------------------------------------------------------------------ */

static void
on_search_changed (OdLinkDialog *self)
{
  od_people_list_set_query (self->list, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)),
                            OD_PEOPLE_BY_LAST_SEEN, FALSE);
}

static void
on_search_stopped (OdLinkDialog *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

/* The first; nobody while the answer is on its way. */
static void
on_search_activated (OdLinkDialog *self)
{
  gint64 id = od_people_list_get_id (self->list, 0);

  if (id != 0 && od_people_list_get_is_loaded (self->list))
    set_other (self, id);
}

static void
on_person_activated (OdLinkDialog *self, guint position)
{
  set_other (self, od_people_list_get_id (self->list, position));
}

/* ---- Linking ------------------------------------------------------------------- */

static void
link_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdLinkDialog *self = OD_LINK_DIALOG (widget);

  gtk_label_set_text (self->trouble_label, "");
  od_link_draft_link (self->draft);
}

static void
linked_cb (OdLinkDialog *self, gint64 link_id)
{
  g_autofree char *name = dup_name (self, FALSE);

  g_signal_emit (self, signals[LINKED], 0, link_id, name);
  gtk_window_close (GTK_WINDOW (self));
}

static void
failed_cb (OdLinkDialog *self, const GError *error)
{
  gtk_label_set_text (self->trouble_label, g_error_matches (error, OD_ERROR, OD_ERROR_REJECTED)
                                               ? _ ("They are shown as one person already.")
                                               : od_error_words (error));
}

/* ---- The object ---------------------------------------------------------------- */

static void
od_link_dialog_dispose (GObject *object)
{
  OdLinkDialog *self = OD_LINK_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  if (self->draft != NULL)
    g_signal_handlers_disconnect_by_data (self->draft, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_LINK_DIALOG);
  g_clear_object (&self->draft);
  g_clear_object (&self->list);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_clear_pointer (&self->people[0], od_person_row_free);
  g_clear_pointer (&self->people[1], od_person_row_free);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_link_dialog_parent_class)->dispose (object);
}

static void
od_link_dialog_class_init (OdLinkDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_link_dialog_dispose;

  /**
   * OdLinkDialog::linked:
   * @link_id: for unlinking
   * @name: of who is shown as the other now
   */
  signals[LINKED] = g_signal_new ("linked", OD_TYPE_LINK_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                  G_TYPE_INT64, G_TYPE_STRING);
  gtk_widget_class_install_action (widget_class, "link.link", NULL, link_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "link.link", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-link-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OdLinkDialog, link_button);
  gtk_widget_class_bind_template_child (widget_class, OdLinkDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, OdLinkDialog, search_entry);
  gtk_widget_class_bind_template_child (widget_class, OdLinkDialog, view);
  gtk_widget_class_bind_template_child (widget_class, OdLinkDialog, page);
  gtk_widget_class_bind_template_child (widget_class, OdLinkDialog, shown_group);
  gtk_widget_class_bind_template_child (widget_class, OdLinkDialog, words_label);
  gtk_widget_class_bind_template_child (widget_class, OdLinkDialog, trouble_label);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, on_person_activated);
}

static void
od_link_dialog_init (OdLinkDialog *self)
{
  self->groups = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  od_escape_closes (GTK_WINDOW (self), NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "link.link", FALSE);
}

/**
 * od_link_dialog_new:
 * @desk: has people
 * @customer_id: who is shown, unless the operator wants it the other way
 * @other_id: 0 to search for somebody
 *
 * Returns: (transfer none): over @parent, not yet presented
 */
GtkWidget *
od_link_dialog_new (GtkWindow *parent, OdDesk *desk, gint64 customer_id, gint64 other_id)
{
  OdLinkDialog *self = g_object_new (OD_TYPE_LINK_DIALOG, "transient-for", parent, NULL);
  GtkListItemFactory *factory = od_person_cell_new_factory (desk);
  GtkNoSelection *model;

  self->desk = od_desk_ref (desk);
  self->customer_id = customer_id;
  self->list = od_people_list_new (desk);
  od_people_list_leave_out (self->list, customer_id);
  self->draft = od_link_draft_new (desk);
  g_signal_connect_swapped (self->draft, "compared", G_CALLBACK (compared_cb), self);
  g_signal_connect_swapped (self->draft, "linked", G_CALLBACK (linked_cb), self);
  g_signal_connect_swapped (self->draft, "failed", G_CALLBACK (failed_cb), self);
  gtk_list_view_set_factory (self->view, factory);
  g_object_unref (factory);
  model = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->list)));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (model));
  g_object_unref (model);
  gtk_widget_set_visible (self->link_button, FALSE);
  if (other_id != 0)
    set_other (self, other_id);
  else
    on_search_changed (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
  return GTK_WIDGET (self);
}
