/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-policy-when"

#include "od-policy-when.h"

#include <glib/gi18n.h>

#include "od-deed-words.h"
#include "od-field-book.h"
#include "od-limits.h"
#include "od-policy-field.h"
#include "od-policy-rows.h"
#include "od-policy-words.h"
#include "od-profile-tags.h"
#include "od-wrap-layout.h"

/**
 * OdPolicyWhen:
 *
 * For which conversations a promise is: channels, tags, priorities and fields of the customer, each chosen from what
 * there is. What a promise asks for and is not there any more, or not yet, is shown and kept.
 */
struct _OdPolicyWhen {
  AdwPreferencesGroup parent_instance;

  AdwExpanderRow *channel_row;
  OdProfileTags *tag_chips;
  GtkLabel *tag_note;
  GtkCheckButton *priorities[OD_PRIORITY_URGENT - OD_PRIORITY_LOW + 1];
  GtkBox *field_box; /* of OdPolicyField */
  GtkWidget *add_field_button;
  GtkLabel *field_note;
  GtkSwitch *online;

  OdDesk *desk;              /* (owned) (nullable) */
  OdFieldBook *book;         /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) */
  GPtrArray *checks;         /* (owned) (element-type GtkCheckButton): one for each of @channel_ids */
  GPtrArray *channel_ids;    /* (owned) (element-type utf8) */
  GPtrArray *tags;           /* (owned) (element-type utf8): chosen */
  GPtrArray *known_tags;     /* (owned) (nullable) (element-type utf8): of conversations, once they are read */
  OdSlaPolicy *original;     /* (owned) (nullable): its fields, until those of customers are read */
  gboolean is_filling;
};

G_DEFINE_FINAL_TYPE (OdPolicyWhen, od_policy_when, ADW_TYPE_PREFERENCES_GROUP)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
tell_changed (OdPolicyWhen *self)
{
  if (!self->is_filling)
    g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
has (const GPtrArray *texts, const char *text)
{
  return g_ptr_array_find_with_equal_func ((GPtrArray *) texts, text, g_str_equal, NULL);
}

/* ---- Channels ------------------------------------------------------------------------ */

static void
read_channels (OdPolicyWhen *self, GPtrArray *ids)
{
  g_ptr_array_set_size (ids, 0);
  for (guint i = 0; i < self->checks->len; i++)
    if (gtk_check_button_get_active (self->checks->pdata[i]))
      g_ptr_array_add (ids, g_strdup (self->channel_ids->pdata[i]));
}

static void
show_channels (OdPolicyWhen *self)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *words = NULL;

  read_channels (self, ids);
  words = ids->len > 0 ? od_policy_words_channels (self->desk->channels, ids) : g_strdup (_ ("Any channel"));
  adw_expander_row_set_subtitle (self->channel_row, words);
  tell_changed (self);
}

static void
add_channel (OdPolicyWhen *self, const char *id, gboolean is_here, gboolean is_chosen)
{
  g_autofree char *name = od_policy_words_channel (self->desk->channels, id);
  GtkWidget *row = adw_action_row_new (), *check = gtk_check_button_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (g_str_equal (id, OD_SLA_CHANNEL_FORM)
                                                      ? "od-globe-symbolic"
                                                      : od_channel_info_get_icon (self->desk->channels, id));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  if (!is_here)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ ("This program does not know this channel yet."));
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), is_chosen);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (check, "toggled", G_CALLBACK (show_channels), self, G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  adw_expander_row_add_row (self->channel_row, row);
  g_ptr_array_add (self->channel_ids, g_strdup (id));
  g_ptr_array_add (self->checks, check);
}

/* Those of this build, forms, and whatever else is asked for. */
static void
fill_channels (OdPolicyWhen *self, const GPtrArray *chosen)
{
  for (guint i = 0; i < self->desk->channels->len; i++)
    {
      const OdChannelInfo *channel = self->desk->channels->pdata[i];

      add_channel (self, channel->id, TRUE, has (chosen, channel->id));
    }
  add_channel (self, OD_SLA_CHANNEL_FORM, TRUE, has (chosen, OD_SLA_CHANNEL_FORM));
  for (guint i = 0; i < chosen->len; i++)
    if (!has (self->channel_ids, chosen->pdata[i]))
      add_channel (self, chosen->pdata[i], FALSE, TRUE);
  show_channels (self);
}

/* ---- Tags ---------------------------------------------------------------------------- */

static void
show_tags (OdPolicyWhen *self)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GString) note = g_string_new (NULL);
  g_auto (GStrv) tags = NULL;

  for (guint i = 0; i < self->tags->len; i++)
    {
      const char *tag = self->tags->pdata[i];

      g_strv_builder_add (names, tag);
      if (self->known_tags == NULL || has (self->known_tags, tag))
        continue;
      if (note->len > 0)
        g_string_append_c (note, '\n');
      /* TRANSLATORS: a tag that a promise asks for */
      g_string_append_printf (note, _ ("No conversation has the tag “%s” yet."), tag);
    }
  tags = g_strv_builder_end (names);
  od_profile_tags_set (self->tag_chips, tags);
  gtk_label_set_text (self->tag_note, note->str);
  gtk_widget_set_visible (GTK_WIDGET (self->tag_note), note->len > 0);
}

static void
tag_set_cb (OdPolicyWhen *self, const char *tag, gboolean is_set)
{
  guint position;

  if (is_set && self->tags->len < OD_LIMIT_POLICY_CONDITIONS)
    g_ptr_array_add (self->tags, g_strdup (tag));
  else if (!is_set && g_ptr_array_find_with_equal_func (self->tags, tag, g_str_equal, &position))
    g_ptr_array_remove_index (self->tags, position);
  show_tags (self);
  tell_changed (self);
}

/* A tag that was typed counts without Enter, too; not yet when only another window is in front. */
static void
tags_left_cb (OdPolicyWhen *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (!self->is_filling && (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->tag_chips))))
    od_profile_tags_commit (self->tag_chips);
}

static void
tags_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GPtrArray *tags = od_view_port_load_tags_finish (OD_VIEW_PORT (source), result, NULL);
  OdPolicyWhen *self;

  if (tags == NULL)
    return; /* nothing is said of them, or the window is gone */
  self = user_data;
  self->known_tags = tags;
  show_tags (self);
}

/* ---- Fields of the customer ---------------------------------------------------------- */

static void
show_field_note (OdPolicyWhen *self, const char *trouble)
{
  gboolean has_fields = self->book != NULL && od_field_book_get_fields (self->book)->len > 0;

  if (trouble == NULL && self->original == NULL && !has_fields)
    trouble = _ ("Customers have no fields of their own yet: make them on the page “Fields”.");
  gtk_label_set_text (self->field_note, trouble != NULL ? trouble : "");
  gtk_widget_set_visible (GTK_WIDGET (self->field_note), trouble != NULL);
  gtk_widget_set_sensitive (self->add_field_button, self->original == NULL && has_fields);
}

static void
field_removed_cb (OdPolicyWhen *self, GtkWidget *line)
{
  gtk_widget_grab_focus (self->add_field_button);
  gtk_box_remove (self->field_box, line);
  tell_changed (self);
}

static GtkWidget *
add_field (OdPolicyWhen *self, const char *key, const char *value)
{
  GtkWidget *line = od_policy_field_new (od_field_book_get_fields (self->book), key, value);

  g_signal_connect_object (line, "changed", G_CALLBACK (tell_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (line, "removed", G_CALLBACK (field_removed_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->field_box, line);
  return line;
}

static void
add_field_cb (OdPolicyWhen *self)
{
  gtk_widget_child_focus (add_field (self, NULL, ""), GTK_DIR_TAB_FORWARD);
  tell_changed (self);
}

static void
fields_loaded_cb (OdPolicyWhen *self)
{
  g_autoptr (OdSlaPolicy) original = g_steal_pointer (&self->original);

  self->is_filling = TRUE;
  for (guint i = 0; original != NULL && i < original->when.fields->len; i++)
    {
      const OdSlaFieldIs *field = original->when.fields->pdata[i];

      add_field (self, field->key, field->value);
    }
  self->is_filling = FALSE;
  show_field_note (self, NULL);
}

static const char *
read_fields (OdPolicyWhen *self, OdSlaWhen *when)
{
  const char *trouble = NULL;

  if (self->original != NULL)
    return NULL; /* nobody could change any */
  g_ptr_array_set_size (when->fields, 0);
  for (GtkWidget *line = gtk_widget_get_first_child (GTK_WIDGET (self->field_box)); line != NULL;
       line = gtk_widget_get_next_sibling (line))
    {
      g_autofree char *key = NULL, *value = NULL;
      const char *wrong = od_policy_field_read (OD_POLICY_FIELD (line), &key, &value);

      if (wrong == NULL)
        od_sla_when_add_field (when, key, value);
      else
        trouble = wrong;
    }
  show_field_note (self, trouble);
  return trouble;
}

/* ---- The object ---------------------------------------------------------------------- */

static void
od_policy_when_dispose (GObject *object)
{
  OdPolicyWhen *self = OD_POLICY_WHEN (object);

  self->is_filling = TRUE; /* rows that go away tell nothing */
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->book);
  g_clear_pointer (&self->checks, g_ptr_array_unref);
  g_clear_pointer (&self->channel_ids, g_ptr_array_unref);
  g_clear_pointer (&self->tags, g_ptr_array_unref);
  g_clear_pointer (&self->known_tags, g_ptr_array_unref);
  g_clear_pointer (&self->original, od_sla_policy_free);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_policy_when_parent_class)->dispose (object);
}

static void
od_policy_when_class_init (OdPolicyWhenClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_policy_when_dispose;
  signals[CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkLabel *
add_note (GtkBox *box)
{
  GtkLabel *note = GTK_LABEL (gtk_label_new (NULL));

  gtk_label_set_wrap (note, TRUE);
  gtk_label_set_xalign (note, 0);
  gtk_widget_add_css_class (GTK_WIDGET (note), "caption");
  gtk_widget_set_visible (GTK_WIDGET (note), FALSE);
  gtk_box_append (box, GTK_WIDGET (note));
  return note;
}

/* A row with @content under its title. */
static GtkBox *
add_row (OdPolicyWhen *self, const char *title, GtkWidget *content)
{
  GtkWidget *row = adw_preferences_row_new (), *label = gtk_label_new (title);
  GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE); /* what is in it is */
  gtk_widget_set_margin_start (GTK_WIDGET (box), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (box), 12);
  gtk_widget_set_margin_top (GTK_WIDGET (box), 9);
  gtk_widget_set_margin_bottom (GTK_WIDGET (box), 9);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_box_append (box, label);
  gtk_box_append (box, content);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), GTK_WIDGET (box));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  return box;
}

static void
build_priorities (OdPolicyWhen *self, guint8 chosen)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkLayoutManager *layout = od_wrap_layout_new ();

  od_wrap_layout_set_is_ragged (OD_WRAP_LAYOUT (layout), TRUE);
  gtk_widget_set_layout_manager (box, layout);
  for (guint i = 0; i < G_N_ELEMENTS (self->priorities); i++)
    {
      GtkWidget *check =
          gtk_check_button_new_with_label (od_deed_words_priority ((OdPriority) (OD_PRIORITY_LOW + (int) i)));

      self->priorities[i] = GTK_CHECK_BUTTON (check);
      gtk_check_button_set_active (self->priorities[i], (chosen & 1 << i) != 0);
      g_signal_connect_object (check, "toggled", G_CALLBACK (tell_changed), self, G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (box), check);
    }
  add_row (self, _ ("One of the priorities"), box);
}

static void
build_fields (OdPolicyWhen *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkBox *row;

  self->field_box = GTK_BOX (box);
  self->add_field_button = gtk_button_new_with_label (_ ("Add a Field"));
  gtk_widget_set_halign (self->add_field_button, GTK_ALIGN_START);
  g_signal_connect_object (self->add_field_button, "clicked", G_CALLBACK (add_field_cb), self, G_CONNECT_SWAPPED);
  row = add_row (self, _ ("Fields of the customer"), box);
  self->field_note = add_note (row);
  gtk_box_append (row, self->add_field_button);
}

static void
od_policy_when_init (OdPolicyWhen *self)
{
  self->cancellable = g_cancellable_new ();
  self->checks = g_ptr_array_new ();
  self->channel_ids = g_ptr_array_new_with_free_func (g_free);
  self->tags = g_ptr_array_new_with_free_func (g_free);
}

static void
build_tags (OdPolicyWhen *self, const GPtrArray *chosen)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->tag_chips = OD_PROFILE_TAGS (od_profile_tags_new (self->desk));
  g_signal_connect_object (self->tag_chips, "tag-set", G_CALLBACK (tag_set_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (tags_left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->tag_chips), focus);
  self->tag_note = add_note (add_row (self, _ ("One of the tags"), GTK_WIDGET (self->tag_chips)));
  for (guint i = 0; i < chosen->len; i++)
    g_ptr_array_add (self->tags, g_strdup (chosen->pdata[i]));
  show_tags (self);
}

static void
build (OdPolicyWhen *self, const OdSlaWhen *when)
{
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("For"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self),
                                         _ ("All of these must hold; what is left empty holds for everything."));
  self->channel_row = ADW_EXPANDER_ROW (adw_expander_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->channel_row), _ ("One of the channels"));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->channel_row), FALSE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->channel_row));
  fill_channels (self, when->channels);
  build_tags (self, when->tags);
  build_priorities (self, when->priorities);
  build_fields (self);
  self->online = od_policy_rows_add_switch (ADW_PREFERENCES_GROUP (self), _ ("Only while somebody is online"),
                                            G_CALLBACK (tell_changed), self);
  gtk_switch_set_active (self->online, when->online_only);
}

/**
 * od_policy_when_new:
 * @when: to begin with
 *
 * Returns: (transfer floating)
 */
GtkWidget *
od_policy_when_new (OdDesk *desk, const OdSlaWhen *when)
{
  OdPolicyWhen *self = g_object_new (OD_TYPE_POLICY_WHEN, NULL);

  self->desk = od_desk_ref (desk);
  self->is_filling = TRUE;
  build (self, when);
  self->original = od_sla_policy_new ("");
  for (guint i = 0; i < when->fields->len; i++)
    od_sla_when_add_field (&self->original->when, ((const OdSlaFieldIs *) when->fields->pdata[i])->key,
                           ((const OdSlaFieldIs *) when->fields->pdata[i])->value);
  show_field_note (self, NULL);
  self->is_filling = FALSE;
  if (desk->tools.views != NULL)
    od_view_port_load_tags_async (desk->tools.views, self->cancellable, tags_loaded_cb, self);
  if (desk->tools.fields != NULL)
    {
      self->book = od_field_book_new (desk);
      g_signal_connect_object (self->book, "changed", G_CALLBACK (fields_loaded_cb), self, G_CONNECT_SWAPPED);
    }
  return GTK_WIDGET (self);
}

/**
 * od_policy_when_read:
 * @when: (inout): filled
 *
 * Returns: (transfer none) (nullable): what is wrong, in words
 */
const char *
od_policy_when_read (OdPolicyWhen *self, OdSlaWhen *when)
{
  read_channels (self, when->channels);
  g_ptr_array_set_size (when->tags, 0);
  for (guint i = 0; i < self->tags->len; i++)
    g_ptr_array_add (when->tags, g_strdup (self->tags->pdata[i]));
  when->priorities = 0;
  for (guint i = 0; i < G_N_ELEMENTS (self->priorities); i++)
    if (gtk_check_button_get_active (self->priorities[i]))
      when->priorities |= (guint8) (1 << i);
  when->online_only = gtk_switch_get_active (self->online);
  return read_fields (self, when);
}
