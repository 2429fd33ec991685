/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-customer-pane"

#include "od-customer-pane.h"

#include <glib/gi18n.h>

#include "od-customer-model.h"
#include "od-customer-parts.h"
#include "od-visitor-name.h"

#define MINUTE_US (60 * (gint64) G_USEC_PER_SEC)

/**
 * OdCustomerPane:
 *
 * Who writes: what they are called, where they can be reached and are right now, what was
 * noted about them, and when they wrote before.
 */
struct _OdCustomerPane {
  AdwBin parent_instance;

  GtkScrolledWindow *scroller;
  AdwAvatar *avatar;
  GtkStack *name_stack;
  GtkLabel *name_label;
  GtkEntry *name_entry;
  GtkLabel *about_label;
  GtkBox *tags;
  GtkListBox *points;
  GtkBox *page_section;
  GtkListBox *page;
  GtkBox *details_section;
  GtkListBox *details;
  GtkTextBuffer *note;
  GtkBox *earlier_section;
  GtkLabel *earlier_heading;
  GtkListBox *earlier;

  OdDesk *desk;           /* (owned) */
  OdCustomerModel *model; /* (owned) */
  gint64 conversation_id;
  guint minute_id;
};

G_DEFINE_FINAL_TYPE (OdCustomerPane, od_customer_pane, ADW_TYPE_BIN)

enum { CONVERSATION_CHOSEN, FAILED, CARD_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
clear_list (GtkListBox *list)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);
}

static const OdChannelInfo *
find_channel (OdCustomerPane *self, const char *id)
{
  return od_channel_info_find (self->desk->channels, id);
}

/* ---- What is on the card ----------------------------------------------------- */

static const char *
first_address (const OdCustomerCard *card)
{
  return card->contact_points->len > 0 ? ((const OdContactPointRow *) card->contact_points->pdata[0])->address : NULL;
}

static void
show_about (OdCustomerPane *self)
{
  const OdCustomerCard *card = od_customer_model_get_card (self->model);
  g_autofree char *time = NULL;
  g_autofree char *language = NULL;
  g_autofree char *words = NULL;

  if (card == NULL)
    return;
  time = od_customer_model_dup_local_time (self->model);
  language = card->lang != NULL ? od_customer_parts_language (card->lang) : NULL;
  words = g_strjoin (time != NULL && language != NULL ? " · " : "", time != NULL ? time : "",
                     language != NULL ? language : "", NULL);
  gtk_label_set_text (self->about_label, words);
  gtk_widget_set_visible (GTK_WIDGET (self->about_label), *words != '\0');
}

static void
show_name (OdCustomerPane *self, const OdCustomerCard *card)
{
  g_autofree char *name = od_visitor_name (card->name, first_address (card));
  g_autofree char *initials = od_visitor_initials (card->name, first_address (card));

  gtk_label_set_text (self->name_label, name);
  adw_avatar_set_text (self->avatar, *initials != '\0' ? initials : name);
  adw_avatar_set_show_initials (self->avatar, *initials != '\0');
}

static void
show_tags (OdCustomerPane *self, const OdCustomerCard *card)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->tags))) != NULL)
    gtk_box_remove (self->tags, child);
  for (guint i = 0; card->tags != NULL && card->tags[i] != NULL && i < 8; i++)
    gtk_box_append (self->tags, od_customer_parts_tag (card->tags[i]));
  gtk_widget_set_visible (GTK_WIDGET (self->tags), gtk_widget_get_first_child (GTK_WIDGET (self->tags)) != NULL);
}

static void
show_points (OdCustomerPane *self, const OdCustomerCard *card)
{
  gboolean is_online =
      self->conversation_id != 0 && od_live_port_get_is_online (self->desk->live, self->conversation_id);
  const OdContactPointRow *on_page = NULL;

  clear_list (self->points);
  clear_list (self->page);
  for (guint i = 0; i < card->contact_points->len; i++)
    {
      const OdContactPointRow *point = card->contact_points->pdata[i];

      if (on_page == NULL && point->page_url != NULL && *point->page_url != '\0')
        on_page = point;
    }
  for (guint i = 0; i < card->contact_points->len; i++)
    {
      const OdContactPointRow *point = card->contact_points->pdata[i];
      /* Presence belongs to the conversation: of its points the one that was on a page is here. */
      gboolean is_here = is_online && (on_page != NULL ? point == on_page : i == 0);

      gtk_list_box_append (self->points, od_customer_parts_point (point, find_channel (self, point->channel), is_here));
    }
  if (on_page != NULL)
    gtk_list_box_append (self->page, od_customer_parts_page (on_page));
  gtk_widget_set_visible (GTK_WIDGET (self->page_section), on_page != NULL);
}

static void
show_details (OdCustomerPane *self, const OdCustomerCard *card)
{
  clear_list (self->details);
  for (guint i = 0; i < card->fields->len; i++)
    {
      const OdFieldRow *field = card->fields->pdata[i];

      gtk_list_box_append (self->details, od_customer_parts_field (field->label, field->value));
    }
  if (card->n_files > 0)
    {
      g_autofree char *n_files = g_strdup_printf ("%u", card->n_files);

      gtk_list_box_append (self->details, od_customer_parts_field (_ ("Files"), n_files));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->details_section), card->fields->len > 0 || card->n_files > 0);
}

static void
show_earlier (OdCustomerPane *self, const OdCustomerCard *card)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint64 now_us = od_clock_get_real_us (self->desk->clock);
  guint n_others = card->n_conversations > 0 ? card->n_conversations - 1 : 0;
  g_autofree char *heading = g_strdup_printf (_ ("Earlier (%u)"), n_others);

  clear_list (self->earlier);
  for (guint i = 0; i < card->conversations->len; i++)
    {
      const OdConversationHead *head = card->conversations->pdata[i];
      GtkWidget *row;

      if (head->id == self->conversation_id)
        continue;
      row = od_customer_parts_conversation (head, find_channel (self, head->channel), now_us, zone);
      g_object_set_data_full (G_OBJECT (row), "conversation-id", g_memdup2 (&head->id, sizeof head->id), g_free);
      gtk_list_box_append (self->earlier, row);
    }
  gtk_label_set_text (self->earlier_heading, heading);
  gtk_widget_set_visible (GTK_WIDGET (self->earlier_section),
                          gtk_widget_get_first_child (GTK_WIDGET (self->earlier)) != NULL);
}

static void
show_note (OdCustomerPane *self, const OdCustomerCard *card)
{
  GtkTextIter start, end;
  g_autofree char *shown = NULL;

  gtk_text_buffer_get_bounds (self->note, &start, &end);
  shown = gtk_text_buffer_get_text (self->note, &start, &end, FALSE);
  if (!g_str_equal (shown, card->note))
    gtk_text_buffer_set_text (self->note, card->note, -1);
}

static void
model_changed_cb (OdCustomerPane *self)
{
  const OdCustomerCard *card = od_customer_model_get_card (self->model);

  g_signal_emit (self, signals[CARD_CHANGED], 0, card);
  gtk_widget_set_visible (GTK_WIDGET (self->scroller), card != NULL);
  if (card == NULL)
    {
      gtk_stack_set_visible_child_name (self->name_stack, "label");
      return;
    }
  show_name (self, card);
  show_about (self);
  show_tags (self, card);
  show_points (self, card);
  show_details (self, card);
  show_note (self, card);
  show_earlier (self, card);
}

static void
failed_cb (OdCustomerPane *self, const GError *error)
{
  g_signal_emit (self, signals[FAILED], 0, error);
}

static void
live_changed_cb (OdCustomerPane *self, gint64 conversation_id)
{
  const OdCustomerCard *card = od_customer_model_get_card (self->model);

  if (conversation_id == self->conversation_id && card != NULL)
    show_points (self, card);
}

static gboolean
minute_cb (gpointer user_data)
{
  OdCustomerPane *self = user_data;

  self->minute_id = od_clock_add_timeout (self->desk->clock, MINUTE_US, minute_cb, self, NULL);
  show_about (self);
  return G_SOURCE_REMOVE;
}

/* ---- What is done with it ---------------------------------------------------- */

static void
on_name_clicked (OdCustomerPane *self)
{
  const OdCustomerCard *card = od_customer_model_get_card (self->model);

  if (card == NULL)
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->name_entry), card->name);
  gtk_stack_set_visible_child_name (self->name_stack, "entry");
  gtk_widget_grab_focus (GTK_WIDGET (self->name_entry));
}

static void
on_name_activated (OdCustomerPane *self)
{
  od_customer_model_rename (self->model, gtk_editable_get_text (GTK_EDITABLE (self->name_entry)));
  gtk_stack_set_visible_child_name (self->name_stack, "label");
}

static gboolean
on_name_key (OdCustomerPane *self, guint keyval)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  gtk_stack_set_visible_child_name (self->name_stack, "label");
  return GDK_EVENT_STOP;
}

static void
on_note_changed (OdCustomerPane *self)
{
  GtkTextIter start, end;
  g_autofree char *note = NULL;

  if (self->model == NULL)
    return;
  gtk_text_buffer_get_bounds (self->note, &start, &end);
  note = gtk_text_buffer_get_text (self->note, &start, &end, FALSE);
  od_customer_model_set_note (self->model, note);
}

static void
on_earlier_activated (OdCustomerPane *self, GtkListBoxRow *row)
{
  const gint64 *id = g_object_get_data (G_OBJECT (row), "conversation-id");

  g_signal_emit (self, signals[CONVERSATION_CHOSEN], 0, *id, od_customer_model_get_id (self->model));
}

/* ---- The object -------------------------------------------------------------- */

static void
od_customer_pane_dispose (GObject *object)
{
  OdCustomerPane *self = OD_CUSTOMER_PANE (object);

  if (self->minute_id != 0)
    od_clock_remove_timeout (self->desk->clock, self->minute_id);
  self->minute_id = 0;
  if (self->model != NULL)
    od_customer_model_save (self->model);
  g_clear_object (&self->model);
  gtk_widget_dispose_template (GTK_WIDGET (self), OD_TYPE_CUSTOMER_PANE);
  G_OBJECT_CLASS (od_customer_pane_parent_class)->dispose (object);
}

static void
od_customer_pane_finalize (GObject *object)
{
  OdCustomerPane *self = OD_CUSTOMER_PANE (object);

  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_customer_pane_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-customer-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, OdCustomerPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, OdCustomerPane, avatar);
  gtk_widget_class_bind_template_child (widget_class, OdCustomerPane, name_stack);
  gtk_widget_class_bind_template_child (widget_class, OdCustomerPane, name_label);
  gtk_widget_class_bind_template_child (widget_class, OdCustomerPane, name_entry);
  gtk_widget_class_bind_template_child (widget_class, OdCustomerPane, about_label);
  gtk_widget_class_bind_template_child (widget_class, OdCustomerPane, tags);
  gtk_widget_class_bind_template_child (widget_class, OdCustomerPane, points);
  gtk_widget_class_bind_template_child (widget_class, OdCustomerPane, page_section);
  gtk_widget_class_bind_template_child (widget_class, OdCustomerPane, page);
  gtk_widget_class_bind_template_child (widget_class, OdCustomerPane, details_section);
  gtk_widget_class_bind_template_child (widget_class, OdCustomerPane, details);
  gtk_widget_class_bind_template_child (widget_class, OdCustomerPane, note);
  gtk_widget_class_bind_template_child (widget_class, OdCustomerPane, earlier_section);
  gtk_widget_class_bind_template_child (widget_class, OdCustomerPane, earlier_heading);
  gtk_widget_class_bind_template_child (widget_class, OdCustomerPane, earlier);
  gtk_widget_class_bind_template_callback (widget_class, on_name_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_name_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_name_key);
  gtk_widget_class_bind_template_callback (widget_class, on_note_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_earlier_activated);
}

static void
od_customer_pane_class_init (OdCustomerPaneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_customer_pane_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_customer_pane_finalize;

  /**
   * OdCustomerPane::conversation-chosen:
   * @conversation_id: an earlier one, to be opened
   * @customer_id: whose it is
   */
  signals[CONVERSATION_CHOSEN] = g_signal_new ("conversation-chosen", OD_TYPE_CUSTOMER_PANE, G_SIGNAL_RUN_LAST, 0, NULL,
                                               NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT64);
  /**
   * OdCustomerPane::card-changed:
   * @card: (nullable) (type OdCustomerCard) (transfer none): what is known of the customer now
   */
  signals[CARD_CHANGED] = g_signal_new ("card-changed", OD_TYPE_CUSTOMER_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_POINTER);
  /**
   * OdCustomerPane::failed:
   * @error: why something was not read or kept
   */
  signals[FAILED] = g_signal_new ("failed", OD_TYPE_CUSTOMER_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  1, G_TYPE_ERROR);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
od_customer_pane_init (OdCustomerPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * od_customer_pane_new:
 *
 * Returns: (transfer floating): a profile of nobody
 */
GtkWidget *
od_customer_pane_new (OdDesk *desk)
{
  OdCustomerPane *self = g_object_new (OD_TYPE_CUSTOMER_PANE, NULL);

  self->desk = od_desk_ref (desk);
  self->model = od_customer_model_new (desk);
  g_signal_connect_object (self->model, "changed", G_CALLBACK (model_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk->live, "changed", G_CALLBACK (live_changed_cb), self, G_CONNECT_SWAPPED);
  self->minute_id = od_clock_add_timeout (desk->clock, MINUTE_US, minute_cb, self, NULL);
  return GTK_WIDGET (self);
}

/**
 * od_customer_pane_set_customer:
 * @customer_id: 0 for none
 * @conversation_id: the one that is open, for presence and the page
 */
void
od_customer_pane_set_customer (OdCustomerPane *self, gint64 customer_id, gint64 conversation_id)
{
  g_return_if_fail (OD_IS_CUSTOMER_PANE (self));

  self->conversation_id = conversation_id;
  od_customer_model_open (self->model, customer_id);
  if (od_customer_model_get_card (self->model) != NULL)
    model_changed_cb (self); /* the same person, another conversation */
}
