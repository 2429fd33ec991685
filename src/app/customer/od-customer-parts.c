/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-customer-parts.h"

#include <glib/gi18n.h>

#include "od-contact-words.h"
#include "od-message-link.h"
#include "od-relative-time.h"
#include "od-text.h"

/* The rows of the profile. */

static GtkWidget *
make_label (const char *words, const char *css_class)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/**
 * od_customer_parts_wrap:
 *
 * Breaks the words of @label wherever it must, without hyphens: an address has none but its own.
 */
void
od_customer_parts_wrap (GtkLabel *label)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (label, attributes);
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
}

static GtkWidget *
make_row (GtkWidget *child, const char *spoken, gboolean is_activatable)
{
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), child);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), is_activatable);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_add_css_class (child, "profile-row");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return row;
}

static GtkWidget *
make_button (const char *icon_name, const char *words)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "profile-small-button");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  return button;
}

static void
copy_cb (GtkWidget *button)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), gtk_widget_get_name (button));
  gtk_button_set_icon_name (GTK_BUTTON (button), "od-check-symbolic");
}

static void
open_cb (GtkWidget *button)
{
  GtkRoot *root = gtk_widget_get_root (button);

  gtk_show_uri (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, gtk_widget_get_name (button), GDK_CURRENT_TIME);
}

/* What can be done with an address: another program opens it, and it is copied. */
static void
add_point_buttons (GtkBox *box, const OdContactPointRow *point, const char *words)
{
  g_autofree char *uri = od_contact_uri (point);
  g_autofree char *copy_words = g_strdup_printf (_ ("Copy %s"), words);
  GtkWidget *copy = make_button ("edit-copy-symbolic", copy_words);

  if (uri != NULL)
    {
      gboolean is_phone = g_str_has_prefix (uri, "tel:");
      g_autofree char *open_words = g_strdup_printf (is_phone ? _ ("Call %s") : _ ("Write to %s"), words);
      GtkWidget *button = make_button (is_phone ? "call-start-symbolic" : "mail-send-symbolic", open_words);

      gtk_widget_set_name (button, uri);
      g_signal_connect (button, "clicked", G_CALLBACK (open_cb), NULL);
      gtk_box_append (box, button);
    }
  gtk_widget_set_name (copy, point->address);
  g_signal_connect (copy, "clicked", G_CALLBACK (copy_cb), NULL);
  gtk_box_append (box, copy);
}

/**
 * od_customer_parts_point:
 * @channels: (element-type OdChannelInfo)
 *
 * Returns: (transfer floating): one way to reach the customer
 */
GtkWidget *
od_customer_parts_point (const OdContactPointRow *point, GPtrArray *channels, gboolean is_online)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name (od_channel_info_get_icon (channels, point->channel));
  g_autofree char *words = od_contact_words (point);
  GtkWidget *display = make_label (words, NULL);
  g_autofree char *channel_name = od_channel_info_dup_name (channels, point->channel);
  g_autofree char *spoken = g_strjoin (", ", channel_name, words, is_online ? _ ("online now") : NULL, NULL);

  gtk_widget_set_tooltip_text (icon, channel_name);
  gtk_widget_add_css_class (icon, "od-dim");
  gtk_widget_set_margin_end (icon, 3);
  od_customer_parts_wrap (GTK_LABEL (display));
  gtk_label_set_selectable (GTK_LABEL (display), TRUE);
  gtk_widget_set_hexpand (display, TRUE);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), display);
  if (point->is_verified)
    {
      GtkWidget *verified = gtk_image_new_from_icon_name ("od-check-symbolic");

      gtk_widget_set_tooltip_text (verified, _ ("Confirmed by the shop's own sign-in"));
      gtk_accessible_update_property (GTK_ACCESSIBLE (verified), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _ ("Confirmed by the shop's own sign-in"), -1);
      gtk_widget_add_css_class (verified, "od-ok");
      gtk_box_append (GTK_BOX (box), verified);
    }
  if (is_online)
    gtk_box_append (GTK_BOX (box), make_label (C_ ("presence", "now"), "od-ok"));
  add_point_buttons (GTK_BOX (box), point, words);
  return make_row (box, spoken, FALSE);
}

/**
 * od_customer_parts_page:
 * @point: with a page
 *
 * Returns: (transfer floating): the page the customer looks at; a link if its address is harmless
 */
GtkWidget *
od_customer_parts_page (const OdContactPointRow *point)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  const char *title = point->page_title != NULL && *point->page_title != '\0' ? point->page_title : point->page_url;
  g_autoptr (GArray) links = od_text_find_links (point->page_url);
  gboolean is_link = links->len == 1 && g_array_index (links, OdTextLink, 0).start_byte == 0 &&
                     g_array_index (links, OdTextLink, 0).end_byte == strlen (point->page_url);
  GtkWidget *name = make_label (title, NULL);
  GtkWidget *address = make_label (point->page_url, "od-small");

  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize (GTK_LABEL (address), PANGO_ELLIPSIZE_MIDDLE);
  if (is_link)
    {
      g_autofree char *markup =
          g_markup_printf_escaped ("<a href=\"%s\">%s</a>", g_array_index (links, OdTextLink, 0).url, point->page_url);

      gtk_label_set_markup (GTK_LABEL (address), markup);
    }
  else
    gtk_widget_add_css_class (address, "od-dim");
  gtk_widget_set_tooltip_text (address, point->page_url);
  if (title != point->page_url)
    gtk_box_append (GTK_BOX (box), name);
  else
    g_object_ref_sink (name), g_object_unref (name);
  gtk_box_append (GTK_BOX (box), address);
  return make_row (box, title, FALSE);
}

/**
 * od_customer_parts_conversation:
 * @channels: (element-type OdChannelInfo)
 *
 * Returns: (transfer floating): an earlier conversation; activating it opens it
 */
GtkWidget *
od_customer_parts_conversation (const OdConversationHead *head, GPtrArray *channels, gint64 now_us, GTimeZone *zone)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *icon = gtk_image_new_from_icon_name (od_channel_info_get_icon (channels, head->channel));
  g_autofree char *channel_name = od_channel_info_dup_name (channels, head->channel);
  GtkWidget *name = make_label (channel_name, NULL);
  g_autofree char *when = od_relative_time_short (head->created_at_us, now_us, zone);
  g_autofree char *spoken = g_strdup_printf (_ ("%1$s, %2$s."), channel_name, when);

  gtk_widget_add_css_class (icon, "od-dim");
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), make_label (when, "od-dim"));
  return make_row (box, spoken, TRUE);
}

/**
 * od_customer_parts_link:
 *
 * Returns: (transfer floating): a link that was shared: it opens; the row has the address of its message as "message-link"
 */
GtkWidget *
od_customer_parts_link (const OdSharedLinkRow *link)
{
  GtkWidget *label = make_label (NULL, NULL);
  g_autofree char *markup = g_markup_printf_escaped ("<a href=\"%s\">%s</a>", link->url, link->url);
  g_autoptr (GArray) links = od_text_find_links (link->url);
  GtkWidget *row;

  if (links->len == 1) /* harmless, as those in a text */
    gtk_label_set_markup (GTK_LABEL (label), markup);
  else
    gtk_label_set_text (GTK_LABEL (label), link->url);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_tooltip_text (label, link->url);
  row = make_row (label, link->url, TRUE);
  g_object_set_data_full (G_OBJECT (row), "message-link", od_message_link_new (link->message_id), g_free);
  return row;
}

/**
 * od_customer_parts_language:
 * @tag: BCP 47, as "ru-RU"
 *
 * Returns: (transfer full): the name of the language if it is a usual one, else the tag
 */
char *
od_customer_parts_language (const char *tag)
{
  static const struct {
    const char *code, *name;
  } languages[] = {
    { "en", N_ ("English") },    { "ru", N_ ("Russian") },    { "de", N_ ("German") },  { "fr", N_ ("French") },
    { "es", N_ ("Spanish") },    { "it", N_ ("Italian") },    { "pl", N_ ("Polish") },  { "uk", N_ ("Ukrainian") },
    { "be", N_ ("Belarusian") }, { "kk", N_ ("Kazakh") },     { "tr", N_ ("Turkish") }, { "zh", N_ ("Chinese") },
    { "ja", N_ ("Japanese") },   { "pt", N_ ("Portuguese") }, { "ar", N_ ("Arabic") },
  };
  gsize length = strcspn (tag, "-_");

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    if (strlen (languages[i].code) == length && g_ascii_strncasecmp (languages[i].code, tag, length) == 0)
      return g_strdup (_ (languages[i].name));
  return g_strdup (tag);
}
