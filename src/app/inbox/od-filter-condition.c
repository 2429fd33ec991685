/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-filter-window"

#include "od-filter-condition.h"

#include <glib/gi18n.h>

/**
 * OdFilterCondition:
 *
 * One condition of a filter: what it is about, how it is, and what. Emits "changed" and "removed".
 */
struct _OdFilterCondition {
  AdwBin parent_instance;

  GtkDropDown *subject;
  GtkDropDown *relation;
  AdwBin *place;                                    /* of the value: a GtkDropDown or a GtkEntry */
  OdFilterSubjects *subjects;                       /* (owned) */
  OdFilterRelation relations[OD_N_FILTER_RELATION]; /* of the lines of `relation` */
  char *unknown; /* (owned) (nullable): a value that is not offered, but was chosen once */
  gboolean is_quoted;
};

G_DEFINE_FINAL_TYPE (OdFilterCondition, od_filter_condition, ADW_TYPE_BIN)

enum { CHANGED, REMOVED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
tell_changed (OdFilterCondition *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static const OdFilterSubject *
get_subject (OdFilterCondition *self)
{
  return od_filter_subjects_get (self->subjects, gtk_drop_down_get_selected (self->subject));
}

static OdFilterRelation
get_relation (OdFilterCondition *self)
{
  guint selected = gtk_drop_down_get_selected (self->relation);

  return selected < OD_N_FILTER_RELATION ? self->relations[selected] : OD_FILTER_IS;
}

static void
name_control (GtkWidget *widget, const char *words)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

/* ---- The value ---- */

static void
add_unknown_value (OdFilterCondition *self, GtkStringList *labels, const OdFilterSubject *subject, const char *value,
                   guint *selected)
{
  for (guint i = 0; i < subject->choices->len; i++)
    if (g_str_equal (((OdFilterChoice *) subject->choices->pdata[i])->value, value))
      {
        *selected = i;
        return;
      }
  if (*value == '\0')
    return;
  self->unknown = g_strdup (value);
  *selected = subject->choices->len;
  gtk_string_list_append (labels, value);
}

static GtkWidget *
make_choices (OdFilterCondition *self, const OdFilterSubject *subject, const char *value)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  GtkWidget *widget;
  guint selected = 0;

  for (guint i = 0; i < subject->choices->len; i++)
    gtk_string_list_append (labels, ((OdFilterChoice *) subject->choices->pdata[i])->label);
  add_unknown_value (self, labels, subject, value, &selected);
  widget = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&labels)), NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (widget), selected);
  g_signal_connect_object (widget, "notify::selected", G_CALLBACK (tell_changed), self, G_CONNECT_SWAPPED);
  return widget;
}

static GtkWidget *
make_entry (OdFilterCondition *self, const OdFilterSubject *subject, const char *value)
{
  GtkWidget *widget = gtk_entry_new ();

  gtk_editable_set_text (GTK_EDITABLE (widget), value);
  gtk_entry_set_placeholder_text (GTK_ENTRY (widget), subject->hint);
  gtk_entry_set_activates_default (GTK_ENTRY (widget), TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (widget), 16);
  g_signal_connect_object (widget, "changed", G_CALLBACK (tell_changed), self, G_CONNECT_SWAPPED);
  return widget;
}

static void
show_value (OdFilterCondition *self, const char *value)
{
  const OdFilterSubject *subject = get_subject (self);
  GtkWidget *widget;

  g_clear_pointer (&self->unknown, g_free);
  widget = subject->choices->len > 0 ? make_choices (self, subject, value) : make_entry (self, subject, value);
  name_control (widget, _ ("Value"));
  adw_bin_set_child (self->place, widget);
}

static char *
dup_value (OdFilterCondition *self)
{
  const OdFilterSubject *subject = get_subject (self);
  GtkWidget *widget = adw_bin_get_child (self->place);
  guint selected;

  if (GTK_IS_ENTRY (widget))
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (widget)));
  selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (widget));
  if (selected < subject->choices->len)
    return g_strdup (((OdFilterChoice *) subject->choices->pdata[selected])->value);
  return g_strdup (self->unknown != NULL ? self->unknown : "");
}

/* ---- What it is about ---- */

static void
show_relations (OdFilterCondition *self, OdFilterRelation chosen)
{
  const OdFilterSubject *subject = get_subject (self);
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  gboolean is_words = g_str_equal (subject->id, OD_FILTER_WORDS);
  const char *const words[OD_N_FILTER_RELATION] = {
    [OD_FILTER_IS] = is_words ? _ ("contain") : _ ("is"),
    [OD_FILTER_IS_NOT] = is_words ? _ ("do not contain") : _ ("is not"),
    [OD_FILTER_IS_SET] = _ ("is set"),
    [OD_FILTER_IS_NOT_SET] = _ ("is not set"),
  };
  guint n = od_filter_can_be_set (subject->id) ? OD_N_FILTER_RELATION : OD_FILTER_IS_SET;
  guint selected = 0;

  for (guint i = 0; i < n; i++)
    {
      self->relations[i] = (OdFilterRelation) i;
      gtk_string_list_append (labels, words[i]);
      if (i == chosen)
        selected = i;
    }
  gtk_drop_down_set_model (self->relation, G_LIST_MODEL (labels));
  gtk_drop_down_set_selected (self->relation, selected);
}

static void
on_relation_changed (OdFilterCondition *self)
{
  OdFilterRelation relation = get_relation (self);

  gtk_widget_set_visible (GTK_WIDGET (self->place), relation == OD_FILTER_IS || relation == OD_FILTER_IS_NOT);
  tell_changed (self);
}

static void
on_subject_changed (OdFilterCondition *self)
{
  self->is_quoted = FALSE;
  show_relations (self, OD_FILTER_IS);
  show_value (self, "");
  on_relation_changed (self);
}

static void
on_remove (OdFilterCondition *self)
{
  g_signal_emit (self, signals[REMOVED], 0);
}

/* ---- Life ---- */

static void
od_filter_condition_dispose (GObject *object)
{
  OdFilterCondition *self = OD_FILTER_CONDITION (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->subjects);
  g_clear_pointer (&self->unknown, g_free);
  G_OBJECT_CLASS (od_filter_condition_parent_class)->dispose (object);
}

static void
od_filter_condition_class_init (OdFilterConditionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_filter_condition_dispose;
  signals[CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REMOVED] =
      g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
od_filter_condition_init (OdFilterCondition *self)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *remove = gtk_button_new_from_icon_name ("window-close-symbolic");

  self->subject = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
  self->relation = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
  self->place = ADW_BIN (adw_bin_new ());
  name_control (GTK_WIDGET (self->subject), _ ("What it is about"));
  name_control (GTK_WIDGET (self->relation), _ ("How it is"));
  gtk_widget_set_hexpand (GTK_WIDGET (self->subject), TRUE);
  gtk_button_set_has_frame (GTK_BUTTON (remove), FALSE);
  gtk_widget_set_tooltip_text (remove, _ ("Remove condition"));
  name_control (remove, _ ("Remove condition"));
  g_signal_connect_object (remove, "clicked", G_CALLBACK (on_remove), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->subject));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->relation));
  gtk_box_append (GTK_BOX (line), remove);
  gtk_box_append (GTK_BOX (card), line);
  gtk_box_append (GTK_BOX (card), GTK_WIDGET (self->place));
  gtk_widget_add_css_class (card, "filter-condition");
  adw_bin_set_child (ADW_BIN (self), card);
}

/**
 * od_filter_condition_new:
 * @subjects: all of them are here
 * @row: what it says at first; about something unknown, it is about words
 */
GtkWidget *
od_filter_condition_new (OdFilterSubjects *subjects, const OdFilterRow *row)
{
  OdFilterCondition *self = g_object_new (OD_TYPE_FILTER_CONDITION, NULL);
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  int position = od_filter_subjects_find (subjects, row->subject);

  self->subjects = g_object_ref (subjects);
  for (guint i = 0; i < od_filter_subjects_get_n (subjects); i++)
    gtk_string_list_append (labels, od_filter_subjects_get (subjects, i)->label);
  gtk_drop_down_set_model (self->subject, G_LIST_MODEL (labels));
  gtk_drop_down_set_selected (self->subject, (guint) MAX (position, 0));
  self->is_quoted = row->is_quoted;
  show_relations (self, row->relation);
  show_value (self, row->value);
  on_relation_changed (self);
  g_signal_connect_object (self->subject, "notify::selected", G_CALLBACK (on_subject_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->relation, "notify::selected", G_CALLBACK (on_relation_changed), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/**
 * od_filter_condition_dup_row:
 *
 * Returns: (transfer full): what it says
 */
OdFilterRow *
od_filter_condition_dup_row (OdFilterCondition *self)
{
  g_autofree char *value = NULL;
  OdFilterRow *row;

  g_return_val_if_fail (OD_IS_FILTER_CONDITION (self), NULL);

  value = dup_value (self);
  row = od_filter_row_new (get_subject (self)->id, get_relation (self), value);
  row->is_quoted = self->is_quoted;
  return row;
}
