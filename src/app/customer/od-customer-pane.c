/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-customer-pane"

#include "od-customer-pane.h"

#include <glib/gi18n.h>

#include "od-customer-deeds.h"
#include "od-customer-head.h"
#include "od-customer-model.h"
#include "od-customer-parts.h"
#include "od-profile-fields.h"
#include "od-profile-files.h"
#include "od-profile-people.h"
#include "od-profile-section.h"
#include "od-profile-tags.h"
#include "od-settings.h"
#include "od-visitor-name.h"

#define MAX_SHARED 20
#define MINUTE_US (60 * (gint64) G_USEC_PER_SEC)

/**
 * OdCustomerPane:
 *
 * Who writes: what they are called, what was noted about them, where they can be reached, what is known and was
 * recognised, who may be the same person, and when they wrote before.
 */
struct _OdCustomerPane {
  AdwBin parent_instance;

  GtkScrolledWindow *scroller;
  GtkBox *sections;
  OdCustomerHead *head;
  GtkMenuButton *menu_button;
  GtkTextBuffer *note;

  OdProfileTags *tags;
  OdProfileFields *fields;
  GtkWidget *fields_section;
  OdProfileFiles *files;
  OdProfileSection *findings, *points, *page, *matches, *links, *earlier, *shared;

  OdDesk *desk;           /* (owned) */
  OdCustomerModel *model; /* (owned) */
  OdPersonModel *person;  /* (owned) */
  OdFieldBook *book;      /* (owned) */
  gint64 conversation_id;
  guint minute_id;
};

G_DEFINE_FINAL_TYPE (OdCustomerPane, od_customer_pane, ADW_TYPE_BIN)

enum { CONVERSATION_CHOSEN, FAILED, TOLD, CARD_CHANGED, PERSON_CHANGED, LINKED, N_SIGNALS };

static guint signals[N_SIGNALS];

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
  g_autofree char *rating = NULL;
  g_autofree char *words = NULL;
  char *parts[4] = { NULL };
  guint n = 0;

  if (card == NULL)
    return;
  time = od_customer_model_dup_local_time (self->model);
  language = card->lang != NULL ? od_customer_parts_language (card->lang) : NULL;
  if (time != NULL)
    parts[n++] = time;
  if (language != NULL)
    parts[n++] = language;
  if (card->rating.n > 0)
    {
      /* TRANSLATORS: how the customer rates on average, of five: "★ 4.5 of 5" */
      rating = g_strdup_printf (_ ("★ %.1f of 5"), card->rating.average);
      parts[n++] = rating;
    }
  words = g_strjoinv (" · ", parts);
  od_customer_head_set_about (self->head, words);
}

static void
show_points (OdCustomerPane *self, const OdCustomerCard *card)
{
  gboolean is_online =
      self->conversation_id != 0 && od_live_port_get_is_online (self->desk->live, self->conversation_id);
  const OdContactPointRow *on_page = NULL;

  od_profile_section_clear (self->points);
  od_profile_section_clear (self->page);
  for (guint i = 0; i < card->contact_points->len && on_page == NULL; i++)
    {
      const OdContactPointRow *point = card->contact_points->pdata[i];

      if (point->page_url != NULL && *point->page_url != '\0')
        on_page = point;
    }
  for (guint i = 0; i < card->contact_points->len; i++)
    {
      const OdContactPointRow *point = card->contact_points->pdata[i];
      /* Presence belongs to the conversation: of its points the one that was on a page is here. */
      gboolean is_here = is_online && (on_page != NULL ? point == on_page : i == 0);

      od_profile_section_append (self->points, od_customer_parts_point (point, self->desk->channels, is_here));
    }
  if (on_page != NULL)
    od_profile_section_append (self->page, od_customer_parts_page (on_page));
}

static void
show_earlier (OdCustomerPane *self, const OdCustomerCard *card)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint64 now_us = od_clock_get_real_us (self->desk->clock);
  guint n_open = self->conversation_id != 0 ? 1 : 0;
  guint n_others = MAX (card->n_conversations, n_open) - n_open;
  g_autofree char *heading = g_strdup_printf (n_open > 0 ? _ ("Earlier (%u)") : _ ("Conversations (%u)"), n_others);

  od_profile_section_clear (self->earlier);
  for (guint i = 0; i < card->conversations->len; i++)
    {
      const OdConversationHead *head = card->conversations->pdata[i];
      GtkWidget *row;

      if (head->id == self->conversation_id)
        continue;
      row = od_customer_parts_conversation (head, self->desk->channels, now_us, zone);
      g_object_set_data_full (G_OBJECT (row), "conversation-id", g_memdup2 (&head->id, sizeof head->id), g_free);
      od_profile_section_append (self->earlier, row);
    }
  od_profile_section_set_title (self->earlier, heading);
}

static void
show_shared (OdCustomerPane *self, const OdCustomerCard *card)
{
  od_profile_section_clear (self->shared);
  for (guint i = 0; i < card->links->len && i < MAX_SHARED; i++)
    od_profile_section_append (self->shared, od_customer_parts_link (card->links->pdata[i]));
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

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "profile.link", card != NULL && self->desk->tools.people != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "profile.erase", card != NULL && self->desk->tools.erase != NULL);
  g_signal_emit (self, signals[CARD_CHANGED], 0, card);
  gtk_widget_set_visible (GTK_WIDGET (self->scroller), card != NULL);
  if (card == NULL)
    return;
  od_customer_head_set_name (self->head, card->name, first_address (card));
  show_about (self);
  od_profile_tags_set (self->tags, card->tags);
  show_points (self, card);
  od_profile_fields_set_values (self->fields, card->fields);
  gtk_widget_set_visible (self->fields_section, self->desk->tools.fields != NULL || card->fields->len > 0);
  show_note (self, card);
  show_earlier (self, card);
  show_shared (self, card);
  od_profile_files_reload (self->files, card->n_files);
}

static void
part_changed_cb (OdCustomerPane *self, guint which)
{
  OdProfileSection *const parts[OD_N_PERSON_PART] = {
    [OD_PERSON_FINDINGS] = self->findings, [OD_PERSON_MATCHES] = self->matches, [OD_PERSON_LINKS] = self->links
  };
  GPtrArray *rows = od_person_model_get (self->person, (OdPersonPart) which);

  od_profile_section_clear (parts[which]);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    if (which == OD_PERSON_FINDINGS)
      od_profile_section_append (parts[which], od_profile_people_finding (rows->pdata[i], self->person));
    else if (which == OD_PERSON_MATCHES)
      od_profile_section_append (parts[which], od_profile_people_match (rows->pdata[i], self->person));
    else
      od_profile_section_append (parts[which], od_profile_people_link (rows->pdata[i], self->person));
  g_signal_emit (self, signals[PERSON_CHANGED], 0);
}

static void
failed_cb (OdCustomerPane *self, const GError *error)
{
  g_signal_emit (self, signals[FAILED], 0, error);
}

static void
told_cb (OdCustomerPane *self, const char *words)
{
  g_signal_emit (self, signals[TOLD], 0, words);
}

static void
person_failed_cb (OdCustomerPane *self, const GError *error)
{
  failed_cb (self, error);
  od_customer_model_reload (self->model); /* what was shown as changed was not */
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
on_renamed (OdCustomerPane *self, const char *name)
{
  od_customer_model_rename (self->model, name);
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
tag_set_cb (OdCustomerPane *self, const char *tag, gboolean is_set)
{
  od_person_model_set_tag (self->person, tag, is_set);
}

static void
value_set_cb (OdCustomerPane *self, gint64 field_id, const char *value)
{
  od_person_model_set_value (self->person, field_id, value);
}

static void
earlier_activated_cb (OdCustomerPane *self, GtkListBoxRow *row)
{
  const gint64 *id = g_object_get_data (G_OBJECT (row), "conversation-id");

  g_signal_emit (self, signals[CONVERSATION_CHOSEN], 0, *id, od_customer_model_get_id (self->model));
}

static void
shared_activated_cb (OdCustomerPane *self, GtkListBoxRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-link", "s",
                              g_object_get_data (G_OBJECT (row), "message-link"));
}

static void
link_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdCustomerPane *self = OD_CUSTOMER_PANE (widget);

  od_customer_deeds_link (widget, self->desk, od_customer_model_get_card (self->model)->id,
                          g_variant_get_int64 (parameter));
}

static void
erase_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  OdCustomerPane *self = OD_CUSTOMER_PANE (widget);
  const OdCustomerCard *card = od_customer_model_get_card (self->model);
  g_autofree char *shown = od_visitor_name (card->name, first_address (card));

  od_customer_deeds_erase (widget, self->desk, card->id, shown);
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
  g_clear_object (&self->person);
  g_clear_object (&self->book);
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
od_customer_pane_class_init (OdCustomerPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

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
   * OdCustomerPane::person-changed:
   *
   * What can be done with the customer is something else now: od_customer_pane_has_finding().
   */
  signals[PERSON_CHANGED] =
      g_signal_new ("person-changed", OD_TYPE_CUSTOMER_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * OdCustomerPane::linked:
   * @link_id: for unlinking
   * @name: of who is shown as another now
   */
  signals[LINKED] = g_signal_new ("linked", OD_TYPE_CUSTOMER_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  2, G_TYPE_INT64, G_TYPE_STRING);
  /**
   * OdCustomerPane::failed:
   * @error: why something was not read or kept
   */
  signals[FAILED] = g_signal_new ("failed", OD_TYPE_CUSTOMER_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  1, G_TYPE_ERROR);
  /**
   * OdCustomerPane::told:
   * @words: for people: how something went
   */
  signals[TOLD] = g_signal_new ("told", OD_TYPE_CUSTOMER_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                G_TYPE_STRING);
  gtk_widget_class_install_action (widget_class, "profile.link", "x", link_action);
  gtk_widget_class_install_action (widget_class, "profile.erase", NULL, erase_action);
  g_type_ensure (OD_TYPE_CUSTOMER_HEAD);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Omnidesk/od-customer-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, OdCustomerPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, OdCustomerPane, sections);
  gtk_widget_class_bind_template_child (widget_class, OdCustomerPane, head);
  gtk_widget_class_bind_template_child (widget_class, OdCustomerPane, menu_button);
  gtk_widget_class_bind_template_child (widget_class, OdCustomerPane, note);
  gtk_widget_class_bind_template_callback (widget_class, on_renamed);
  gtk_widget_class_bind_template_callback (widget_class, on_note_changed);
}

static void
od_customer_pane_init (OdCustomerPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static OdProfileSection *
add_list (OdCustomerPane *self, const char *id, const char *title, GSettings *taste)
{
  GtkWidget *section = od_profile_section_new_list (id, title, taste);

  gtk_box_append (self->sections, section);
  return OD_PROFILE_SECTION (section);
}

/* From what one has to know to what one may want to look up. */
static void
make_sections (OdCustomerPane *self)
{
  g_autoptr (GSettings) taste = od_settings_new (OD_SETTINGS_TASTE, NULL);

  self->tags = OD_PROFILE_TAGS (od_profile_tags_new (self->desk));
  g_signal_connect_object (self->tags, "tag-set", G_CALLBACK (tag_set_cb), self, G_CONNECT_SWAPPED);
  gtk_box_insert_child_after (self->sections, GTK_WIDGET (self->tags),
                              gtk_widget_get_first_child (GTK_WIDGET (self->sections)));
  self->findings = add_list (self, "findings", _ ("Recognised in messages"), taste);
  self->matches = add_list (self, "matches", _ ("May be the same person"), taste);
  self->points = add_list (self, "contact-points", _ ("Contact points"), taste);
  self->page = add_list (self, "page", _ ("Page"), taste);
  self->fields = OD_PROFILE_FIELDS (od_profile_fields_new (self->desk, self->book));
  g_signal_connect_object (self->fields, "value-set", G_CALLBACK (value_set_cb), self, G_CONNECT_SWAPPED);
  self->fields_section = od_profile_section_new ("details", _ ("Details"), GTK_WIDGET (self->fields), taste);
  gtk_box_append (self->sections, self->fields_section);
  self->links = add_list (self, "links", _ ("Linked profiles"), taste);
  self->earlier = add_list (self, "earlier", _ ("Earlier"), taste);
  self->files = OD_PROFILE_FILES (od_profile_files_new (self->desk, taste));
  g_signal_connect_object (self->files, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->files, "told", G_CALLBACK (told_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->sections, GTK_WIDGET (self->files));
  self->shared = add_list (self, "shared", _ ("Links"), taste);
  g_signal_connect_object (od_profile_section_get_list (self->shared), "row-activated",
                           G_CALLBACK (shared_activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (od_profile_section_get_list (self->earlier), "row-activated",
                           G_CALLBACK (earlier_activated_cb), self, G_CONNECT_SWAPPED);
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
  self->person = od_person_model_new (desk);
  self->book = od_field_book_new (desk);
  make_sections (self);
  gtk_widget_set_visible (GTK_WIDGET (self->menu_button), desk->tools.people != NULL || desk->tools.erase != NULL);
  g_signal_connect_object (self->model, "changed", G_CALLBACK (model_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->person, "part-changed", G_CALLBACK (part_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->person, "failed", G_CALLBACK (person_failed_cb), self, G_CONNECT_SWAPPED);
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
  od_person_model_open (self->person, customer_id);
  od_profile_files_set_customer (self->files, customer_id);
  if (od_customer_model_get_card (self->model) != NULL)
    model_changed_cb (self); /* the same person, another conversation */
}

/**
 * od_customer_pane_get_card:
 *
 * Returns: (transfer none) (nullable): of whom it shows; valid until "card-changed"
 */
const OdCustomerCard *
od_customer_pane_get_card (OdCustomerPane *self)
{
  g_return_val_if_fail (OD_IS_CUSTOMER_PANE (self), NULL);

  return od_customer_model_get_card (self->model);
}

/**
 * od_customer_pane_has_finding:
 *
 * Returns: whether there is something to take into the profile
 */
gboolean
od_customer_pane_has_finding (OdCustomerPane *self)
{
  GPtrArray *findings;

  g_return_val_if_fail (OD_IS_CUSTOMER_PANE (self), FALSE);

  findings = od_person_model_get (self->person, OD_PERSON_FINDINGS);
  return findings != NULL && findings->len > 0;
}

/**
 * od_customer_pane_take_finding:
 *
 * Takes the first of what was recognised into the profile.
 */
void
od_customer_pane_take_finding (OdCustomerPane *self)
{
  g_return_if_fail (OD_IS_CUSTOMER_PANE (self));

  if (od_customer_pane_has_finding (self))
    od_person_model_decide (self->person,
                            ((OdFinding *) od_person_model_get (self->person, OD_PERSON_FINDINGS)->pdata[0])->id, TRUE);
}
