/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-profile-people.h"

#include <glib/gi18n.h>

#include "od-contact-words.h"
#include "od-customer-parts.h"
#include "od-visitor-name.h"
#include "od-wrap-layout.h"

/* Rows of the profile that offer something: what was recognised in a message, who may be the same person, and which
 * profiles are shown as this one. */

static GtkWidget *
make_button (const char *words, const char *spoken, const char *icon_name)
{
  GtkWidget *button = icon_name != NULL ? gtk_button_new_from_icon_name (icon_name) : gtk_button_new_with_label (words);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "profile-small-button");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  if (icon_name != NULL)
    gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return button;
}

static GtkWidget *
make_label (const char *words, const char *css_class)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  od_customer_parts_wrap (GTK_LABEL (label));
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/* A row with a title, a line below it and buttons at the end, or below both where there is no room beside them. */
static GtkWidget *
make_row (const char *title, const char *detail, GtkWidget *first, GtkWidget *second)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);

  gtk_widget_set_layout_manager (box, od_wrap_layout_new ());
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (lines), make_label (title, NULL));
  if (detail != NULL && *detail != '\0')
    {
      GtkWidget *label = make_label (detail, "od-dim");

      gtk_widget_add_css_class (label, "od-small");
      gtk_box_append (GTK_BOX (lines), label);
    }
  gtk_box_append (GTK_BOX (box), lines);
  gtk_box_append (GTK_BOX (buttons), first);
  if (second != NULL)
    gtk_box_append (GTK_BOX (buttons), second);
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_widget_add_css_class (box, "profile-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE); /* its buttons are */
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  return row;
}

static gint64
get_id (GtkWidget *button)
{
  return *(const gint64 *) g_object_get_data (G_OBJECT (button), "row-id");
}

static void
connect (GtkWidget *button, GCallback callback, OdPersonModel *model, gint64 id)
{
  g_object_set_data_full (G_OBJECT (button), "row-id", g_memdup2 (&id, sizeof id), g_free);
  g_signal_connect_object (button, "clicked", callback, model, 0);
}

/* ---- What was recognised ------------------------------------------------------- */

static void
taken_cb (GtkWidget *button, OdPersonModel *model)
{
  od_person_model_decide (model, get_id (button), TRUE);
}

static void
refused_cb (GtkWidget *button, OdPersonModel *model)
{
  od_person_model_decide (model, get_id (button), FALSE);
}

static char *
make_finding_words (const OdFinding *finding)
{
  if (g_str_equal (finding->kind, "order"))
    /* TRANSLATORS: a number that a customer named: "Order 1042" */
    return g_strdup_printf (_ ("Order %s"), finding->shown);
  if (g_str_equal (finding->kind, "tracking"))
    /* TRANSLATORS: the number of a parcel: "Parcel RA123456789RU" */
    return g_strdup_printf (_ ("Parcel %s"), finding->shown);
  return g_strdup (finding->shown);
}

/**
 * od_profile_people_finding:
 *
 * Returns: (transfer floating): "Order 1042" with Add to profile and Dismiss
 */
GtkWidget *
od_profile_people_finding (const OdFinding *finding, OdPersonModel *model)
{
  g_autofree char *words = make_finding_words (finding);
  /* TRANSLATORS: for a screen reader: "Add Order 1042 to the profile" */
  g_autofree char *take_words = g_strdup_printf (_ ("Add %s to the profile"), words);
  g_autofree char *refuse_words = g_strdup_printf (_ ("Do not offer %s again"), words);
  GtkWidget *take = make_button (_ ("Add to Profile"), take_words, NULL);
  GtkWidget *refuse = make_button (refuse_words, refuse_words, "window-close-symbolic");

  connect (take, G_CALLBACK (taken_cb), model, finding->id);
  connect (refuse, G_CALLBACK (refused_cb), model, finding->id);
  return make_row (words, NULL, take, refuse);
}

/* ---- Who may be the same ------------------------------------------------------- */

static void
declined_cb (GtkWidget *button, OdPersonModel *model)
{
  od_person_model_decline (model, get_id (button));
}

static const char *
get_reason (OdPersonMatchKind kind)
{
  switch (kind)
    {
    case OD_PERSON_MATCH_VERIFIED:
      return _ ("the same signed-in visitor");
    case OD_PERSON_MATCH_PHONE:
      return _ ("the same phone");
    case OD_PERSON_MATCH_EMAIL:
      return _ ("the same mail address");
    case OD_PERSON_MATCH_ORDER:
    default:
      return _ ("the same order");
    }
}

/**
 * od_profile_people_match:
 *
 * Returns: (transfer floating): somebody who may be the same person, with Link and Not the same
 */
GtkWidget *
od_profile_people_match (const OdPersonMatch *match, OdPersonModel *model)
{
  g_autofree char *name = od_visitor_name (match->person->name, match->person->address);
  const OdContactPointRow point = { .address = match->value, .display = match->value };
  g_autofree char *value = match->kind == OD_PERSON_MATCH_PHONE ? od_contact_words (&point) : g_strdup (match->value);
  g_autofree char *detail = g_strdup_printf (_ ("%s: %s"), get_reason (match->kind), value);
  g_autofree char *link_words = g_strdup_printf (_ ("Link with %s"), name);
  g_autofree char *decline_words = g_strdup_printf (_ ("%s is not the same person"), name);
  GtkWidget *link = make_button (_ ("Link…"), link_words, NULL);
  GtkWidget *decline = make_button (_ ("Not the Same"), decline_words, NULL);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (link), "profile.link");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (link), "x", match->person->id);
  connect (decline, G_CALLBACK (declined_cb), model, match->person->id);
  return make_row (name, detail, link, decline);
}

/* ---- Who is shown as this one -------------------------------------------------- */

static void
unlinked_cb (GtkWidget *button, OdPersonModel *model)
{
  od_person_model_unlink (model, get_id (button));
}

/**
 * od_profile_people_link:
 *
 * Returns: (transfer floating): a profile that is shown as this one, with Unlink
 */
GtkWidget *
od_profile_people_link (const OdPersonLink *link, OdPersonModel *model)
{
  g_autofree char *name = od_visitor_name (link->joined_name, NULL);
  g_autofree char *words = g_strdup_printf (_ ("Unlink %s"), name);
  GtkWidget *button = make_button (_ ("Unlink"), words, NULL);

  connect (button, G_CALLBACK (unlinked_cb), model, link->id);
  return make_row (name, link->operator_id == 0 ? _ ("by a verified sign-in") : NULL, button, NULL);
}
