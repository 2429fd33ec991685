/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-report-bar.h"

#include <glib/gi18n.h>

#include "od-channel-info.h"
#include "od-report-words.h"
#include "od-wrap-layout.h"

#define MAX_CHARS 28

/**
 * OdReportBar:
 *
 * What a report is of: which days, which channel or account, whose, with which tag. On as many lines as that takes.
 */
struct _OdReportBar {
  AdwBin parent_instance;

  GtkWidget *box;
  GtkDropDown *period, *where, *who, *tag;
  GtkEntry *from, *to;

  OdReportModel *model; /* (owned) */
  GPtrArray *channels;  /* (owned) (element-type OdChannelInfo) */
  GArray *operators;    /* (owned) (element-type gint64): of @who, from its third on */
  GArray *accounts;     /* (owned) (element-type gint64): behind the channels of @where */
  GPtrArray *places;    /* (owned) (element-type utf8): channels of @where, from its second on */
  gboolean is_filling;
};

G_DEFINE_FINAL_TYPE (OdReportBar, od_report_bar, ADW_TYPE_BIN)

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_CHARS);
  gtk_list_item_set_child (list_item, label);
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *list_item)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (list_item)),
                      gtk_string_object_get_string (gtk_list_item_get_item (list_item)));
}

/**
 * od_report_bar_make_choice:
 * @words: (nullable) (array zero-terminated=1): what there is to choose
 * @name: what is chosen, for who cannot see it
 *
 * What is chosen is cut where there is no room; the list has it in full.
 *
 * Returns: (transfer floating)
 */
GtkWidget *
od_report_bar_make_choice (const char *const *words, const char *name)
{
  GtkWidget *choice = gtk_drop_down_new_from_strings (words);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_drop_down_set_list_factory (GTK_DROP_DOWN (choice), gtk_drop_down_get_factory (GTK_DROP_DOWN (choice)));
  gtk_drop_down_set_factory (GTK_DROP_DOWN (choice), factory);
  gtk_widget_set_tooltip_text (choice, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return choice;
}

/* ---- days --------------------------------------------------------------------- */

static void
take_own_period (OdReportBar *self)
{
  gboolean ok = od_report_model_set_own_period (self->model, gtk_editable_get_text (GTK_EDITABLE (self->from)),
                                                gtk_editable_get_text (GTK_EDITABLE (self->to)));
  GtkEntry *entries[] = { self->from, self->to };

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      if (ok)
        gtk_widget_remove_css_class (GTK_WIDGET (entries[i]), "error");
      else
        gtk_widget_add_css_class (GTK_WIDGET (entries[i]), "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (entries[i]), GTK_ACCESSIBLE_STATE_INVALID,
                                   ok ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE, -1);
    }
}

/* One's own begins as what was chosen before. */
static void
fill_own_period (OdReportBar *self)
{
  const OdReport *report = od_report_model_get_report (self->model);
  const OdReportQuery *query = report != NULL ? od_report_get_query (report) : NULL;
  GtkEntry *entries[] = { self->from, self->to };

  for (guint i = 0; query != NULL && i < G_N_ELEMENTS (entries); i++)
    {
      gint64 at_us = i == 0 ? query->from_us : query->to_us - 1;
      g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_us / G_USEC_PER_SEC);
      g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, query->zone);
      g_autofree char *day = g_date_time_format (local, "%Y-%m-%d");

      if (*gtk_editable_get_text (GTK_EDITABLE (entries[i])) == '\0')
        gtk_editable_set_text (GTK_EDITABLE (entries[i]), day);
    }
}

static void
period_cb (OdReportBar *self)
{
  OdReportPeriod period = gtk_drop_down_get_selected (self->period);
  gboolean is_own = period == OD_REPORT_OWN_PERIOD;

  gtk_widget_set_visible (GTK_WIDGET (self->from), is_own);
  gtk_widget_set_visible (GTK_WIDGET (self->to), is_own);
  if (!is_own)
    {
      od_report_model_set_period (self->model, period);
      return;
    }
  fill_own_period (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->from));
}

static GtkEntry *
make_day (OdReportBar *self, const char *name)
{
  GtkWidget *entry = gtk_entry_new ();

  /* TRANSLATORS: how a day is written: year, month, day */
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("2026-03-01"));
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 11);
  gtk_widget_set_tooltip_text (entry, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_visible (entry, FALSE);
  g_signal_connect_object (entry, "activate", G_CALLBACK (take_own_period), self, G_CONNECT_SWAPPED);
  return GTK_ENTRY (entry);
}

/* ---- where, who, what --------------------------------------------------------- */

static void
where_cb (OdReportBar *self)
{
  guint place = gtk_drop_down_get_selected (self->where);

  if (self->is_filling || place == GTK_INVALID_LIST_POSITION)
    return;
  od_report_model_set_channel (self->model,
                               place >= 1 && place <= self->places->len ? self->places->pdata[place - 1] : NULL);
  od_report_model_set_account (self->model, place > self->places->len
                                                ? g_array_index (self->accounts, gint64, place - self->places->len - 1)
                                                : 0);
}

static void
who_cb (OdReportBar *self)
{
  guint place = gtk_drop_down_get_selected (self->who);

  if (!self->is_filling && place != GTK_INVALID_LIST_POSITION)
    od_report_model_set_operator (self->model, place == 0   ? 0
                                               : place == 1 ? -1
                                                            : g_array_index (self->operators, gint64, place - 2));
}

static void
tag_cb (OdReportBar *self)
{
  guint place = gtk_drop_down_get_selected (self->tag);
  GtkStringList *tags = GTK_STRING_LIST (gtk_drop_down_get_model (self->tag));

  if (!self->is_filling && place != GTK_INVALID_LIST_POSITION)
    od_report_model_set_tag (self->model, place > 0 ? gtk_string_list_get_string (tags, place) : NULL);
}

/* A list is exchanged only if it is another one. What was chosen stays so at its new @place; if it has none, it is gone,
 * and @choose tells the model. */
static void
fill_choice (OdReportBar *self, GtkDropDown *choice, GPtrArray *words, guint place, void (*choose) (OdReportBar *self))
{
  GtkStringList *old = GTK_STRING_LIST (gtk_drop_down_get_model (choice));
  gboolean is_same = g_list_model_get_n_items (G_LIST_MODEL (old)) == words->len;

  for (guint i = 0; is_same && i < words->len; i++)
    is_same = g_str_equal (gtk_string_list_get_string (old, i), words->pdata[i]);
  g_ptr_array_add (words, NULL);
  self->is_filling = TRUE;
  if (!is_same)
    gtk_string_list_splice (old, 0, g_list_model_get_n_items (G_LIST_MODEL (old)), (const char *const *) words->pdata);
  gtk_drop_down_set_selected (choice, place != GTK_INVALID_LIST_POSITION ? place : 0);
  self->is_filling = FALSE;
  if (place == GTK_INVALID_LIST_POSITION)
    choose (self);
}

/* What is chosen, or the first while there is nothing to choose from. */
static guint
get_place (GtkDropDown *choice)
{
  guint place = gtk_drop_down_get_selected (choice);

  return place != GTK_INVALID_LIST_POSITION ? place : 0;
}

/* Where in @new what stands at @place of @old is; the first @n_fixed places stay. */
static guint
find_place (GArray *old, GArray *new, guint place, guint n_fixed)
{
  if (place < n_fixed)
    return place;
  for (guint i = 0; i < new->len; i++)
    if (g_array_index (new, gint64, i) == g_array_index (old, gint64, place - n_fixed))
      return n_fixed + i;
  return GTK_INVALID_LIST_POSITION;
}

static void
fill_where (OdReportBar *self, const OdReport *report)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) old_places = g_steal_pointer (&self->places);
  g_autoptr (GArray) old_accounts = g_steal_pointer (&self->accounts);
  g_autoptr (GArray) channels = od_report_dup_keys (report, OD_REPORT_BY_CHANNEL);
  guint was = get_place (self->where), place = was == 0 ? 0 : GTK_INVALID_LIST_POSITION;

  self->places = g_ptr_array_new_with_free_func (g_free);
  self->accounts = od_report_dup_keys (report, OD_REPORT_BY_ACCOUNT);
  g_ptr_array_add (words, g_strdup (_ ("All channels")));
  for (guint i = 0; i < channels->len; i++)
    {
      const char *id = od_report_get_name (report, OD_REPORT_BY_CHANNEL, g_array_index (channels, gint64, i));

      if (was > 0 && was <= old_places->len && g_str_equal (id, old_places->pdata[was - 1]))
        place = i + 1;
      g_ptr_array_add (self->places, g_strdup (id));
      g_ptr_array_add (words, od_channel_info_dup_name (self->channels, id));
    }
  for (guint i = 0; i < self->accounts->len; i++)
    g_ptr_array_add (
        words, g_strdup (od_report_get_name (report, OD_REPORT_BY_ACCOUNT, g_array_index (self->accounts, gint64, i))));
  if (was > old_places->len)
    {
      place = find_place (old_accounts, self->accounts, was - old_places->len, 1);
      place += place != GTK_INVALID_LIST_POSITION ? channels->len : 0;
    }
  fill_choice (self, self->where, words, place, where_cb);
}

static void
fill_who (OdReportBar *self, const OdReport *report)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) old = g_steal_pointer (&self->operators);

  self->operators = od_report_dup_keys (report, OD_REPORT_BY_OPERATOR);
  g_ptr_array_add (words, g_strdup (_ ("Everybody")));
  g_ptr_array_add (words, g_strdup (_ ("Nobody")));
  for (guint i = 0; i < self->operators->len; i++)
    g_ptr_array_add (words, g_strdup (od_report_get_name (report, OD_REPORT_BY_OPERATOR,
                                                          g_array_index (self->operators, gint64, i))));
  fill_choice (self, self->who, words, find_place (old, self->operators, get_place (self->who), 2), who_cb);
}

static void
fill_tags (OdReportBar *self, const OdReport *report)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) keys = od_report_dup_keys (report, OD_REPORT_BY_TAG);
  GtkStringList *old = GTK_STRING_LIST (gtk_drop_down_get_model (self->tag));
  guint was = get_place (self->tag), place = was == 0 ? 0 : GTK_INVALID_LIST_POSITION;

  g_ptr_array_add (words, g_strdup (_ ("Any tag or none")));
  for (guint i = 0; i < keys->len; i++)
    {
      const char *name = od_report_get_name (report, OD_REPORT_BY_TAG, g_array_index (keys, gint64, i));

      if (was > 0 && g_str_equal (name, gtk_string_list_get_string (old, was)))
        place = i + 1;
      g_ptr_array_add (words, g_strdup (name));
    }
  fill_choice (self, self->tag, words, place, tag_cb);
}

static void
changed_cb (OdReportBar *self)
{
  const OdReport *report = od_report_model_get_report (self->model);

  if (report == NULL)
    return;
  fill_where (self, report);
  fill_who (self, report);
  fill_tags (self, report);
}

/* ---- the object --------------------------------------------------------------- */

static void
od_report_bar_dispose (GObject *object)
{
  OdReportBar *self = OD_REPORT_BAR (object);

  g_clear_object (&self->model);
  G_OBJECT_CLASS (od_report_bar_parent_class)->dispose (object);
}

static void
od_report_bar_finalize (GObject *object)
{
  OdReportBar *self = OD_REPORT_BAR (object);

  g_clear_pointer (&self->channels, g_ptr_array_unref);
  g_clear_pointer (&self->operators, g_array_unref);
  g_clear_pointer (&self->accounts, g_array_unref);
  g_clear_pointer (&self->places, g_ptr_array_unref);
  G_OBJECT_CLASS (od_report_bar_parent_class)->finalize (object);
}

static void
od_report_bar_class_init (OdReportBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_report_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_report_bar_finalize;
}

static GtkDropDown *
add_choice (OdReportBar *self, const char *const *words, const char *name, GCallback callback)
{
  GtkWidget *choice = od_report_bar_make_choice (words, name);

  g_signal_connect_object (choice, "notify::selected", callback, self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (choice, self->box);
  return GTK_DROP_DOWN (choice);
}

static void
od_report_bar_init (OdReportBar *self)
{
  const char *periods[OD_N_REPORT_PERIOD + 1] = { NULL };
  GtkLayoutManager *layout = od_wrap_layout_new ();

  self->operators = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->accounts = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->places = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < OD_N_REPORT_PERIOD; i++)
    periods[i] = od_report_words_period (i);
  od_wrap_layout_set_is_ragged (OD_WRAP_LAYOUT (layout), TRUE);
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_layout_manager (self->box, layout);
  adw_bin_set_child (ADW_BIN (self), self->box);
  self->period = add_choice (self, periods, _ ("Period"), G_CALLBACK (period_cb));
  self->from = make_day (self, _ ("First day"));
  self->to = make_day (self, _ ("Last day"));
  gtk_widget_set_parent (GTK_WIDGET (self->from), self->box);
  gtk_widget_set_parent (GTK_WIDGET (self->to), self->box);
  self->where = add_choice (self, NULL, _ ("Channel or account"), G_CALLBACK (where_cb));
  self->who = add_choice (self, NULL, _ ("Operator"), G_CALLBACK (who_cb));
  self->tag = add_choice (self, NULL, _ ("Tag"), G_CALLBACK (tag_cb));
}

/**
 * od_report_bar_new:
 * @channels: (element-type OdChannelInfo): those of this build
 *
 * Returns: (transfer floating): what it chooses is told to @model
 */
GtkWidget *
od_report_bar_new (OdReportModel *model, GPtrArray *channels)
{
  OdReportBar *self = g_object_new (OD_TYPE_REPORT_BAR, NULL);

  self->channels = g_ptr_array_ref (channels);
  self->model = g_object_ref (model);
  self->is_filling = TRUE;
  gtk_drop_down_set_selected (self->period, OD_REPORT_LAST_7_DAYS);
  self->is_filling = FALSE;
  g_signal_connect_object (model, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/**
 * od_report_bar_add:
 * @widget: (transfer floating): stands behind the others
 */
void
od_report_bar_add (OdReportBar *self, GtkWidget *widget)
{
  gtk_widget_set_parent (widget, self->box);
}
