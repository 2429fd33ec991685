/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-selection-bar"

#include "od-selection-bar.h"

#include <glib/gi18n.h>

/**
 * OdSelectionBar:
 *
 * Stands over the list while conversations are marked: how many, and what can be done with them. Its
 * controls name the window's actions, which are for what is marked.
 */
struct _OdSelectionBar {
  AdwBin parent_instance;

  GtkLabel *label;
  GtkWidget *all_button;
};

G_DEFINE_FINAL_TYPE (OdSelectionBar, od_selection_bar, ADW_TYPE_BIN)

static const struct {
  const char *label; /* NULL: a section begins */
  const char *action;
} more[] = {
  { N_ ("Re_open"), "win.reopen" },
  { N_ ("_Wait for Customer"), "win.wait" },
  { N_ ("_End the Snooze"), "win.wake" },
  { N_ ("_No Reply Needed"), "win.no-reply" },
  { N_ ("Mark as _Unread"), "win.unread" },
  { NULL, NULL },
  { N_ ("_Macro…"), "win.macros" },
  { NULL, NULL },
  { N_ ("_Spam"), "win.spam" },
  { N_ ("_Block"), "win.block" },
};

static GMenuModel *
make_more_menu (void)
{
  static const struct {
    const char *label;
    const char *target;
  } priorities[] = {
    { NC_ ("priority", "_Urgent"), "urgent" },
    { NC_ ("priority", "_High"), "high" },
    { NC_ ("priority", "_Normal"), "normal" },
    { NC_ ("priority", "_Low"), "low" },
  };
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) section = g_menu_new ();
  g_autoptr (GMenu) submenu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (priorities); i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (g_dpgettext2 (NULL, "priority", priorities[i].label), NULL);

      g_menu_item_set_action_and_target (item, "win.priority", "s", priorities[i].target);
      g_menu_append_item (submenu, item);
    }
  for (guint i = 0; i < G_N_ELEMENTS (more); i++)
    if (more[i].label != NULL)
      g_menu_append (section, _ (more[i].label), more[i].action);
    else
      {
        g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
        g_object_unref (section);
        section = g_menu_new ();
      }
  g_menu_append_submenu (section, _ ("_Priority"), G_MENU_MODEL (submenu));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  return G_MENU_MODEL (menu);
}

static void
name_control (GtkWidget *widget, const char *words)
{
  gtk_widget_set_tooltip_text (widget, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static GtkWidget *
make_button (const char *icon_name, const char *words, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_button_set_has_frame (GTK_BUTTON (button), FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  name_control (button, words);
  return button;
}

static GtkWidget *
make_more_button (void)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenuModel) menu = make_more_menu ();

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_has_frame (GTK_MENU_BUTTON (button), FALSE);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  name_control (button, _ ("More"));
  return button;
}

static void
od_selection_bar_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);
  G_OBJECT_CLASS (od_selection_bar_parent_class)->dispose (object);
}

static void
od_selection_bar_class_init (OdSelectionBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_selection_bar_dispose;
}

static void
od_selection_bar_init (OdSelectionBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = gtk_label_new (NULL);

  self->label = GTK_LABEL (label);
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "numeric");
  self->all_button = make_button ("edit-select-all-symbolic", _ ("Select all of this view"), "inbox.select-all");
  gtk_box_append (GTK_BOX (box), make_button ("window-close-symbolic", _ ("Select none"), "inbox.select-none"));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), self->all_button);
  gtk_box_append (GTK_BOX (box), make_button ("od-check-symbolic", _ ("Resolve"), "win.resolve"));
  gtk_box_append (GTK_BOX (box), make_button ("od-moon-symbolic", _ ("Snooze"), "win.snooze-dialog"));
  gtk_box_append (GTK_BOX (box), make_button ("od-assign-symbolic", _ ("Assign"), "win.assign-dialog"));
  gtk_box_append (GTK_BOX (box), make_button ("od-tag-symbolic", _ ("Tags"), "win.tags"));
  gtk_box_append (GTK_BOX (box), make_more_button ());
  gtk_widget_add_css_class (box, "selection-bar");
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
od_selection_bar_new (void)
{
  return g_object_new (OD_TYPE_SELECTION_BAR, NULL);
}

/**
 * od_selection_bar_set_n:
 * @n: how many are marked
 * @n_all: how many there are
 */
void
od_selection_bar_set_n (OdSelectionBar *self, guint n, guint n_all)
{
  g_autofree char *words = NULL;

  g_return_if_fail (OD_IS_SELECTION_BAR (self));

  /* TRANSLATORS: of the conversations in the list: "1,240 selected" */
  words = g_strdup_printf (ngettext ("%'u selected", "%'u selected", n), n);
  gtk_label_set_text (self->label, words);
  gtk_widget_set_visible (self->all_button, n < n_all);
}
