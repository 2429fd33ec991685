/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-payload-card.h"

#include <glib/gi18n.h>

#include "od-media-files.h"
#include "od-rows.h"
#include "od-text.h"

/* Places, contacts and forms. A map is never loaded: opening one is up to whoever looks. */

static GtkWidget *
make_label (const char *words, const char *css_class)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
add_label (GtkWidget *box, const char *words, const char *css_class)
{
  if (*words != '\0')
    gtk_box_append (GTK_BOX (box), make_label (words, css_class));
}

/* Buttons that stand below each other where there is no room. */
static GtkWidget *
make_buttons (void)
{
  GtkWidget *buttons = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (buttons), GTK_SELECTION_NONE);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (buttons), 6);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (buttons), 6);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (buttons), 3);
  return buttons;
}

/* What a button needs. */
typedef struct {
  OdMedia *media; /* (owned) */
  char *text;     /* (owned): to copy, to write, to open */
  char *other;    /* (owned) (nullable): to open where that can't be; a name to suggest */
} Errand;

static void
errand_free (gpointer data, GClosure *closure)
{
  Errand *errand = data;

  od_media_unref (errand->media);
  g_free (errand->text);
  g_free (errand->other);
  g_free (errand);
}

static void
add_button (GtkWidget *buttons, const char *words, GCallback clicked_cb, OdMedia *media, char *text, char *other)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (words);
  Errand *errand = g_new0 (Errand, 1);

  errand->media = od_media_ref (media);
  errand->text = text;
  errand->other = other;
  gtk_widget_add_css_class (button, "card-button");
  g_signal_connect_data (button, "clicked", clicked_cb, errand, errand_free, 0);
  gtk_flow_box_insert (GTK_FLOW_BOX (buttons), button, -1);
  gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
}

static void
copy_cb (GtkButton *button, Errand *errand)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), errand->text);
  od_media_tell (errand->media, _ ("Copied"));
}

static void
save_cb (GtkButton *button, Errand *errand)
{
  od_media_files_save_text (errand->media, GTK_WIDGET (button), errand->other, errand->text);
}

static void
map_cb (GtkButton *button, Errand *errand)
{
  g_autoptr (GAppInfo) program = g_app_info_get_default_for_uri_scheme ("geo");
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (button));

  gtk_show_uri (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, program != NULL ? errand->text : errand->other,
                GDK_CURRENT_TIME);
}

static void
add_title (GtkWidget *card, const char *icon_name, const char *title)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (line), icon);
  gtk_box_append (GTK_BOX (line), make_label (title, "card-title"));
  gtk_box_append (GTK_BOX (card), line);
}

/* "Forwarded from: Maria" */
static void
add_lines (GtkWidget *card, const OdPayload *payload)
{
  for (guint i = 0; i < payload->lines->len; i++)
    {
      const OdFieldRow *line = payload->lines->pdata[i];
      /* TRANSLATORS: a property and its value: "E-mail: maria@example.com" */
      g_autofree char *words = g_strdup_printf (_ ("%1$s: %2$s"), line->label, line->value);

      add_label (card, words, "card-line");
    }
}

static void
add_place (GtkWidget *card, OdMedia *media, const OdPayload *payload)
{
  GtkWidget *buttons = make_buttons ();
  g_autofree char *position = od_payload_dup_position (payload);

  add_title (card, "mark-location-symbolic", *payload->title != '\0' ? payload->title : _ ("Location"));
  add_label (card, payload->address, "card-line");
  add_label (card, position, "file-details");
  if (payload->accuracy_m > 0)
    {
      /* TRANSLATORS: how exact a place is, in metres: "within 25 m" */
      g_autofree char *words = g_strdup_printf (_ ("within %.0f m"), payload->accuracy_m);

      add_label (card, words, "file-details");
    }
  add_lines (card, payload);
  add_button (buttons, _ ("Open in _Map"), G_CALLBACK (map_cb), media, od_payload_dup_geo_uri (payload),
              od_payload_dup_map_uri (payload));
  add_button (buttons, _ ("_Copy Position"), G_CALLBACK (copy_cb), media, g_steal_pointer (&position), NULL);
  gtk_box_append (GTK_BOX (card), buttons);
}

static void
add_contact (GtkWidget *card, OdMedia *media, const OdPayload *payload)
{
  GtkWidget *buttons = make_buttons ();
  g_autofree char *raw = g_strdup_printf ("%s.vcf", *payload->title != '\0' ? payload->title : "contact");

  add_title (card, "od-person-symbolic", *payload->title != '\0' ? payload->title : _ ("Contact"));
  add_label (card, payload->phone, "card-line");
  add_lines (card, payload);
  if (*payload->phone != '\0')
    add_button (buttons, _ ("_Copy Number"), G_CALLBACK (copy_cb), media, g_strdup (payload->phone), NULL);
  add_button (buttons, _ ("_Save Contact…"), G_CALLBACK (save_cb), media, od_payload_dup_vcard (payload),
              od_text_clean_name (raw));
  gtk_box_append (GTK_BOX (card), buttons);
}

static void
add_table (GtkWidget *card, const OdPayload *payload)
{
  GtkWidget *grid = gtk_grid_new ();

  if (*payload->title != '\0')
    add_label (card, payload->title, "card-title");
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 2);
  for (guint i = 0; i < payload->lines->len; i++)
    {
      const OdFieldRow *line = payload->lines->pdata[i];
      GtkWidget *label = make_label (line->label, "card-key");
      GtkWidget *value = make_label (line->value, "card-line");

      gtk_widget_set_valign (label, GTK_ALIGN_START);
      gtk_label_set_selectable (GTK_LABEL (label), FALSE);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 18);
      gtk_label_set_max_width_chars (GTK_LABEL (value), 26);
      gtk_grid_attach (GTK_GRID (grid), label, 0, (int) i, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), value, 1, (int) i, 1, 1);
      gtk_accessible_update_relation (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
    }
  gtk_box_append (GTK_BOX (card), grid);
}

/**
 * od_payload_card_new:
 *
 * Returns: (transfer floating) (nullable): %NULL if there is nothing to show
 */
GtkWidget *
od_payload_card_new (OdMedia *media, const OdPayload *payload)
{
  GtkWidget *card;
  g_autofree char *spoken = NULL;

  if (payload->kind == OD_PAYLOAD_NONE ||
      (payload->kind == OD_PAYLOAD_TABLE && payload->lines->len == 0 && *payload->title == '\0'))
    return NULL;
  card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  gtk_widget_add_css_class (card, "file");
  gtk_widget_add_css_class (card, "payload");
  if (payload->kind == OD_PAYLOAD_PLACE)
    add_place (card, media, payload);
  else if (payload->kind == OD_PAYLOAD_CONTACT)
    add_contact (card, media, payload);
  else
    add_table (card, payload);
  spoken = od_payload_dup_text (payload);
  gtk_accessible_update_property (GTK_ACCESSIBLE (card), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return card;
}
