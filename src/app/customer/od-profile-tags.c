/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-profile-tags"

#include "od-profile-tags.h"

#include <glib/gi18n.h>

#include "od-limits.h"
#include "od-text.h"
#include "od-wrap-layout.h"

/**
 * OdProfileTags:
 *
 * The tags of a customer as chips: each can be removed, and one is added by typing, with those that are in use
 * already completed. Without a port to keep them they are only shown.
 */
struct _OdProfileTags {
  GtkWidget parent_instance;

  OdDesk *desk;              /* (owned) */
  GtkStack *adder;           /* the button "+", or the entry */
  GtkEntry *entry;           /* in @adder */
  GtkWidget *add_button;     /* in @adder */
  GtkListStore *known;       /* (owned): tags that are in use */
  GCancellable *cancellable; /* (owned) */
  GStrv tags;                /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (OdProfileTags, od_profile_tags, GTK_TYPE_WIDGET)

enum { TAG_SET, N_SIGNALS };

static guint signals[N_SIGNALS];

/* ---- Chips --------------------------------------------------------------------- */

static void
remove_tag (OdProfileTags *self, GtkWidget *chip)
{
  GtkWidget *next = gtk_widget_get_next_sibling (chip);
  g_autofree char *tag = g_strdup (gtk_widget_get_name (chip));

  gtk_widget_child_focus (next != NULL ? next : GTK_WIDGET (self->adder), GTK_DIR_TAB_FORWARD);
  g_signal_emit (self, signals[TAG_SET], 0, tag, FALSE);
}

static void
remove_clicked_cb (GtkButton *button, OdProfileTags *self)
{
  remove_tag (self, gtk_widget_get_parent (GTK_WIDGET (button)));
}

static gboolean
chip_key_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, OdProfileTags *self)
{
  if (keyval != GDK_KEY_Delete && keyval != GDK_KEY_BackSpace)
    return GDK_EVENT_PROPAGATE;
  remove_tag (self, gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller)));
  return GDK_EVENT_STOP;
}

static GtkWidget *
make_chip (OdProfileTags *self, const char *tag)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  GtkWidget *label = gtk_label_new (tag);

  gtk_widget_set_name (chip, tag);
  gtk_widget_add_css_class (chip, "profile-tag");
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 20);
  gtk_box_append (GTK_BOX (chip), label);
  if (self->desk->tools.fields != NULL)
    {
      GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");
      GtkEventController *keys = gtk_event_controller_key_new ();
      /* TRANSLATORS: "Remove the tag vip" */
      g_autofree char *words = g_strdup_printf (_ ("Remove the tag %s"), tag);

      gtk_widget_add_css_class (button, "flat");
      gtk_widget_add_css_class (button, "profile-tag-remove");
      gtk_widget_set_tooltip_text (button, words);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
      g_signal_connect_object (button, "clicked", G_CALLBACK (remove_clicked_cb), self, 0);
      gtk_box_append (GTK_BOX (chip), button);
      g_signal_connect_object (keys, "key-pressed", G_CALLBACK (chip_key_cb), self, 0);
      gtk_widget_add_controller (chip, keys);
    }
  return chip;
}

static void
clear (OdProfileTags *self)
{
  GtkWidget *child, *next;

  for (child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL; child = next)
    {
      next = gtk_widget_get_next_sibling (child);
      if (child != GTK_WIDGET (self->adder))
        gtk_widget_unparent (child);
    }
}

/**
 * od_profile_tags_set:
 * @tags: (nullable): of the customer
 */
void
od_profile_tags_set (OdProfileTags *self, GStrv tags)
{
  g_return_if_fail (OD_IS_PROFILE_TAGS (self));

  if (tags != NULL && self->tags != NULL && g_strv_equal ((const char *const *) tags, (const char *const *) self->tags))
    return; /* the focus may be in one of them */
  clear (self);
  g_strfreev (self->tags);
  self->tags = g_strdupv (tags);
  for (guint i = 0; tags != NULL && tags[i] != NULL; i++)
    gtk_widget_insert_before (make_chip (self, tags[i]), GTK_WIDGET (self), GTK_WIDGET (self->adder));
}

/* ---- Adding one ---------------------------------------------------------------- */

static void
tags_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GPtrArray) tags = od_view_port_load_tags_finish (OD_VIEW_PORT (source), result, NULL);
  OdProfileTags *self;

  if (tags == NULL)
    return; /* nothing is completed, or the widget is gone */
  self = user_data;
  gtk_list_store_clear (self->known);
  for (guint i = 0; i < tags->len; i++)
    gtk_list_store_insert_with_values (self->known, NULL, -1, 0, tags->pdata[i], -1);
}

static void
begin_cb (OdProfileTags *self)
{
  if (self->desk->tools.views != NULL)
    od_view_port_load_tags_async (self->desk->tools.views, self->cancellable, tags_loaded_cb, self);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  gtk_stack_set_visible_child (self->adder, GTK_WIDGET (self->entry));
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
end (OdProfileTags *self)
{
  gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self->adder)) != NULL;

  gtk_stack_set_visible_child (self->adder, self->add_button);
  if (had_focus)
    gtk_widget_grab_focus (self->add_button);
}

static void
add_cb (OdProfileTags *self)
{
  g_autofree char *tag = od_text_snippet (gtk_editable_get_text (GTK_EDITABLE (self->entry)), OD_LIMIT_TAG_CHARS);

  end (self);
  if (*tag != '\0' && (self->tags == NULL || !g_strv_contains ((const char *const *) self->tags, tag)))
    g_signal_emit (self, signals[TAG_SET], 0, tag, TRUE);
}

/**
 * od_profile_tags_commit:
 *
 * Adds what is being typed, as Enter does.
 */
void
od_profile_tags_commit (OdProfileTags *self)
{
  g_return_if_fail (OD_IS_PROFILE_TAGS (self));

  if (gtk_stack_get_visible_child (self->adder) == GTK_WIDGET (self->entry))
    add_cb (self);
}

static gboolean
entry_key_cb (OdProfileTags *self, guint keyval)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  end (self);
  return GDK_EVENT_STOP;
}

static void
make_adder (OdProfileTags *self)
{
  g_autoptr (GtkEntryCompletion) completion = gtk_entry_completion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->adder = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_hhomogeneous (self->adder, FALSE);
  self->add_button = gtk_button_new_from_icon_name ("list-add-symbolic");
  gtk_widget_add_css_class (self->add_button, "flat");
  gtk_widget_add_css_class (self->add_button, "profile-tag-add");
  gtk_widget_set_tooltip_text (self->add_button, _ ("Add a tag"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->add_button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Add a tag"),
                                  -1);
  g_signal_connect_object (self->add_button, "clicked", G_CALLBACK (begin_cb), self, G_CONNECT_SWAPPED);
  gtk_stack_add_child (self->adder, self->add_button);

  self->known = gtk_list_store_new (1, G_TYPE_STRING);
  gtk_entry_completion_set_model (completion, GTK_TREE_MODEL (self->known));
  gtk_entry_completion_set_text_column (completion, 0);
  gtk_entry_completion_set_inline_completion (completion, TRUE);
  gtk_entry_completion_set_popup_single_match (completion, FALSE);
  self->entry = GTK_ENTRY (gtk_entry_new ());
  gtk_entry_set_completion (self->entry, completion);
  gtk_entry_set_max_length (self->entry, OD_LIMIT_TAG_CHARS);
  gtk_entry_set_placeholder_text (self->entry, _ ("Tag"));
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 12);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Tag"), -1);
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (add_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (entry_key_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
  gtk_stack_add_child (self->adder, GTK_WIDGET (self->entry));
  gtk_widget_set_parent (GTK_WIDGET (self->adder), GTK_WIDGET (self));
}

/* ---- The object ---------------------------------------------------------------- */

static void
od_profile_tags_dispose (GObject *object)
{
  OdProfileTags *self = OD_PROFILE_TAGS (object);

  g_cancellable_cancel (self->cancellable);
  if (self->adder != NULL)
    {
      clear (self);
      gtk_widget_unparent (GTK_WIDGET (self->adder));
    }
  self->adder = NULL;
  g_clear_object (&self->cancellable);
  g_clear_object (&self->known);
  g_clear_pointer (&self->tags, g_strfreev);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_profile_tags_parent_class)->dispose (object);
}

static void
od_profile_tags_class_init (OdProfileTagsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_profile_tags_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), OD_TYPE_WRAP_LAYOUT);

  /**
   * OdProfileTags::tag-set:
   * @tag: clean
   * @is_set: added; otherwise removed
   */
  signals[TAG_SET] = g_signal_new ("tag-set", OD_TYPE_PROFILE_TAGS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                   2, G_TYPE_STRING, G_TYPE_BOOLEAN);
}

static void
od_profile_tags_init (OdProfileTags *self)
{
  self->cancellable = g_cancellable_new ();
  od_wrap_layout_set_is_ragged (OD_WRAP_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), TRUE);
  make_adder (self);
}

/**
 * od_profile_tags_new:
 *
 * Returns: (transfer floating): no tags yet
 */
GtkWidget *
od_profile_tags_new (OdDesk *desk)
{
  OdProfileTags *self = g_object_new (OD_TYPE_PROFILE_TAGS, NULL);

  self->desk = od_desk_ref (desk);
  gtk_widget_set_visible (GTK_WIDGET (self->adder), desk->tools.fields != NULL);
  return GTK_WIDGET (self);
}
