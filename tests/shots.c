/* SPDX-License-Identifier: GPL-3.0-or-later */
/* usage: shots FOLDER [LANGUAGE]
 *
 * Draws the real window over a desk in memory into PNG files: light and dark, wide, medium and
 * narrow, English and Russian, at twice the text. A picture for a person to look at, no test. */
#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "od-account-list.h"
#include "od-completion-popover.h"
#include "od-composer.h"
#include "od-fake-desk.h"
#include "od-library-window.h"
#include "od-preferences-window.h"
#include "od-settings.h"
#include "od-window.h"
#include "shots.h"

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC)

static gboolean
wake_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Pictures are worth a wait: animations end, rows load, avatars are drawn. */
void
let_settle (OdDesk *desk, guint ms)
{
  gboolean is_over = FALSE;

  if (desk != NULL)
    od_clock_advance (desk->clock, G_USEC_PER_SEC);
  g_timeout_add (ms, wake_cb, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}

/* Also what is open over it, as one sees it. */
static void
draw_popover (GtkWidget *widget, GtkSnapshot *snapshot)
{
  if (OD_IS_COMPLETION_POPOVER (widget) && gtk_widget_get_mapped (widget))
    {
      g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
      GdkPopup *popup = GDK_POPUP (gtk_native_get_surface (GTK_NATIVE (widget)));

      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) gdk_popup_get_position_x (popup),
                                                              (float) gdk_popup_get_position_y (popup)));
      gdk_paintable_snapshot (paintable, GDK_SNAPSHOT (snapshot), gdk_paintable_get_intrinsic_width (paintable),
                              gdk_paintable_get_intrinsic_height (paintable));
      gtk_snapshot_restore (snapshot);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    draw_popover (child, snapshot);
}

void
save (Studio *studio, GtkWidget *widget, const char *name)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *path = g_strdup_printf ("%s/%s-%s.png", studio->folder, name, studio->language);
  int width = gdk_paintable_get_intrinsic_width (paintable), height = gdk_paintable_get_intrinsic_height (paintable);

  gdk_paintable_snapshot (paintable, GDK_SNAPSHOT (snapshot), width, height);
  draw_popover (widget, snapshot);
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  if (node == NULL)
    {
      g_printerr ("%s: nothing to draw\n", path);
      return;
    }
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (gtk_widget_get_root (widget))), node,
                                         &GRAPHENE_RECT_INIT (0, 0, width, height));
  if (gdk_texture_save_to_png (texture, path))
    g_print ("%s\n", path);
}

OdDesk *
make_desk (gboolean is_filled, OdFakeDesk **fake)
{
  g_autoptr (OdClock) clock = od_clock_new_fake (NOW_US);
  OdDesk *desk;

  *fake = od_fake_desk_new (clock);
  if (is_filled)
    od_fake_desk_fill_week (*fake);
  desk = od_fake_desk_make_desk (*fake);
  for (guint i = 0; i < desk->channels->len; i++)
    {
      OdChannelInfo *info = desk->channels->pdata[i];
      char *translated = g_strdup (gettext (info->name));

      g_free (info->name);
      info->name = translated;
    }
  return desk;
}

static void
shoot_window (Studio *studio, const char *name, int width, int height, gboolean is_filled, gint64 conversation_id,
              const char *action)
{
  g_autoptr (OdFakeDesk) fake = NULL;
  g_autoptr (OdDesk) desk = make_desk (is_filled, &fake);
  g_autoptr (GSettings) state = od_settings_new (OD_SETTINGS_PROFILE, "shots");
  GtkWidget *window;

  if (state == NULL)
    g_error ("GSETTINGS_SCHEMA_DIR does not name the folder of the compiled schemas");
  g_settings_set_int (state, "width", width);
  g_settings_set_int (state, "height", height);
  g_settings_set_int64 (state, "selected-conversation", 0);
  window = od_window_new (GTK_APPLICATION (studio->application), desk, state);
  gtk_window_present (GTK_WINDOW (window));
  let_settle (desk, 300);
  if (conversation_id != 0)
    od_window_show_conversation (OD_WINDOW (window), conversation_id);
  if (action != NULL)
    gtk_widget_activate_action (window, action, NULL);
  let_settle (desk, 900);
  save (studio, window, name);
  gtk_window_destroy (GTK_WINDOW (window));
  let_settle (desk, 50);
}

static OdMessageRow *
say (OdFakeDesk *fake, gint64 id, OdTimelineKind kind, const char *text, guint minutes_ago)
{
  return od_fake_desk_add_message (fake, id, kind, text, NOW_US - (gint64) minutes_ago * 60 * G_USEC_PER_SEC);
}

static void
replace (char **member, const char *text)
{
  g_free (*member);
  *member = g_strdup (text);
}

/* Of everything that can be sent. */
static void
add_files (OdFakeDesk *fake, gint64 id)
{
  OdMessageRow *row = say (fake, id, OD_TIMELINE_IN, "This is how it came", 18);
  OdAttachmentRow *file;

  od_fake_desk_add_attachment (fake, row, "box-1600x1200.jpg", "image/jpeg", 812000, 0);
  row = say (fake, id, OD_TIMELINE_IN, "", 17);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("side-%u.jpg", i);

      od_fake_desk_add_attachment (fake, row, name, "image/jpeg", 412000, 0);
    }
  od_fake_desk_add_attachment (fake, say (fake, id, OD_TIMELINE_IN, "", 16), "broken.png", "image/png", 900, 0);
  row = say (fake, id, OD_TIMELINE_IN, "", 15);
  od_fake_desk_add_attachment (fake, row, "walk.mp4", "video/mp4", 5120000, 31000);
  file = row->attachments->pdata[0];
  file->width = 1280;
  file->height = 720;
  row = say (fake, id, OD_TIMELINE_IN, "", 14);
  od_fake_desk_set_file (fake, od_fake_desk_add_attachment (fake, row, "manual.pdf", "application/pdf", 8200000, 0),
                         OD_FILE_REMOTE, NULL);
  od_fake_desk_set_file (
      fake,
      od_fake_desk_add_attachment (fake, row, "prices.ods", "application/vnd.oasis.opendocument.spreadsheet", 82000, 0),
      OD_FILE_FAILED, NULL);
  od_fake_desk_set_file (fake, od_fake_desk_add_attachment (fake, row, "old.zip", "application/zip", 1200, 0),
                         OD_FILE_GONE, NULL);
  replace (
      &say (fake, id, OD_TIMELINE_IN, "", 13)->payload,
      "{\"venue\":{\"location\":{\"latitude\":55.751244,\"longitude\":37.618423},\"title\":\"Pickup point\",\"address\":\"1 Example Street\"}}");
  replace (&say (fake, id, OD_TIMELINE_IN, "", 12)->payload,
           "{\"contact\":{\"first_name\":\"Maria\",\"last_name\":\"P.\",\"phone_number\":\"+7 999 000-00-01\"}}");
  replace (&say (fake, id, OD_TIMELINE_IN, "", 11)->payload,
           "{\"form\":\"prechat\",\"data\":{\"name\":\"Maria\",\"email\":\"maria@shop.example\",\"consent\":true}}");
}

static void
react (OdMessageRow *row, const char *emoji, guint n, gboolean is_own, gboolean is_customers)
{
  OdReactionRow *reaction = g_new0 (OdReactionRow, 1);

  reaction->emoji = g_strdup (emoji);
  reaction->who = g_strdup (is_own ? "Anton" : "");
  reaction->n = n;
  reaction->is_own = is_own;
  reaction->is_customers = is_customers;
  if (row->reactions == NULL)
    row->reactions = g_ptr_array_new_with_free_func ((GDestroyNotify) od_reaction_row_free);
  g_ptr_array_add (row->reactions, reaction);
}

static void
add_events (OdFakeDesk *fake, gint64 id, guint minutes_ago, guint n)
{
  for (guint i = 0; i < n; i++)
    replace (&say (fake, id, OD_TIMELINE_EVENT, "status", minutes_ago)->payload,
             i % 2 == 0 ? "{\"status\":\"resolved\"}" : "{\"status\":\"open\"}");
}

static OdMessageRow *
say_out (OdFakeDesk *fake, gint64 id, const char *text, guint minutes_ago, OdDelivery delivery)
{
  OdMessageRow *row = say (fake, id, OD_TIMELINE_OUT, text, minutes_ago);

  row->delivery = delivery;
  return row;
}

/* What came in, and what was done with it. */
static void
add_said (OdFakeDesk *fake, gint64 id)
{
  OdMessageRow *first = say (fake, id, OD_TIMELINE_IN, "Look at https://shop.example/boots?size=43&colour=black", 59);
  OdMessageRow *row = say (fake, id, OD_TIMELINE_EVENT, "assigned", 58);

  react (first, "👍", 2, TRUE, FALSE);
  react (first, "🎉", 1, FALSE, TRUE);
  replace (&row->payload, "{\"operator\":1}");
  say (fake, id, OD_TIMELINE_IN, "🙂👍", 57);
  row = say_out (fake, id, "We have them in 43.", 50, OD_DELIVERY_DELIVERED);
  row->reply_to_id = first->id;
  row->reply_to_text = g_strdup (first->body);
  row->edited_at_us = row->at_us + G_USEC_PER_SEC;
  row = say (fake, id, OD_TIMELINE_OUT, "Thank you for writing! We answer within a minute.", 49);
  row->operator_id = 0;
  row->is_bot = TRUE;
  replace (&row->author, "");
  say (fake, id, OD_TIMELINE_IN, "", 48)->deleted_at_us = NOW_US;
  row = say (fake, id, OD_TIMELINE_NOTE, "Asked the warehouse: see omnidesk:message/1", 47);
  react (row, "🙏", 1, FALSE, FALSE);
  row = say_out (fake, id, "**Bold**, *italic*, ~~struck~~, `code`\n\n- one\n- [two](https://shop.example)", 46,
                 OD_DELIVERY_READ);
  row->format = OD_FORMAT_MARKDOWN;
  add_events (fake, id, 45, 5);
  say (fake, id, OD_TIMELINE_IN, "שלום, איפה ההזמנה שלי?", 44);
  od_fake_desk_add_attachment (fake, say (fake, id, OD_TIMELINE_IN, "", 43), "a very long name of a voice message.ogg",
                               "audio/ogg", 48000, 12000);
  add_files (fake, id);
}

/* What waits for somebody or something. */
static void
add_waiting (OdFakeDesk *fake, gint64 id)
{
  OdMessageRow *row;

  say_out (fake, id, "Sent", 40, OD_DELIVERY_SENT);
  say_out (fake, id, "Waiting", 39, OD_DELIVERY_QUEUED);
  say_out (fake, id, "This one was refused", 30, OD_DELIVERY_FAILED)->error = g_strdup ("the chat was closed");
  say_out (fake, id, "And this one?", 29, OD_DELIVERY_UNCONFIRMED);
  row = say_out (fake, id, "Too late", 28, OD_DELIVERY_HELD);
  replace (&row->payload, "{\"held_by\":\"customer\"}");
  say (fake, id, OD_TIMELINE_IN, "And do you have them in brown?", 27);
  row = say_out (fake, id, "Good morning! Your boots are here.", 2, OD_DELIVERY_QUEUED);
  row->not_before_us = NOW_US + 19 * 3600 * (gint64) G_USEC_PER_SEC;
  row = say_out (fake, id, "Shall I put a pair aside?", 0, OD_DELIVERY_QUEUED);
  row->not_before_us = NOW_US + 6 * (gint64) G_USEC_PER_SEC;
}

/* A message of every kind. */
static gint64
add_kinds (OdFakeDesk *fake, gboolean is_waiting)
{
  gint64 account_id = od_fake_desk_add_account (fake, "webchat", "Kinds", NULL);
  gint64 customer_id = od_fake_desk_add_customer (fake, "", "en", NULL);
  gint64 old_id = od_fake_desk_add_conversation (fake, customer_id, account_id, "v_kinds0042");
  gint64 id = od_fake_desk_add_conversation (fake, customer_id, account_id, "v_kinds0042");

  say (fake, old_id, OD_TIMELINE_IN, "I wrote before", 3 * 24 * 60);
  if (is_waiting)
    add_waiting (fake, id);
  else
    add_said (fake, id);
  return id;
}

static void
shoot_kinds (Studio *studio, gboolean is_waiting, const char *size, int width, int height, double scale)
{
  gboolean is_dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  g_autofree char *name =
      g_strdup_printf ("%s-%s%s", is_waiting ? "waiting" : "kinds", size, is_dark ? "dark" : "light");
  g_autoptr (OdFakeDesk) fake = NULL;
  g_autoptr (OdDesk) desk = make_desk (TRUE, &fake);
  gint64 id = add_kinds (fake, is_waiting);
  g_autoptr (GSettings) state = od_settings_new (OD_SETTINGS_PROFILE, "shots");
  GtkWidget *window;

  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int) (96 * 1024 * scale), NULL);
  g_settings_set_int (state, "width", width);
  g_settings_set_int (state, "height", height);
  window = od_window_new (GTK_APPLICATION (studio->application), desk, state);
  gtk_window_present (GTK_WINDOW (window));
  let_settle (desk, 300);
  od_window_show_conversation (OD_WINDOW (window), id);
  let_settle (desk, 900);
  save (studio, window, name);
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024, NULL);
  let_settle (desk, 50);
}

static GtkTextView *
find_composer (GtkWidget *widget, gboolean is_in_composer)
{
  is_in_composer = is_in_composer || gtk_widget_has_css_class (widget, "composer");
  if (is_in_composer && GTK_IS_TEXT_VIEW (widget))
    return GTK_TEXT_VIEW (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkTextView *found = find_composer (child, is_in_composer);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* What is offered while one types. */
static void
shoot_ready_words (Studio *studio, const char *name, int width, double scale, const char *text, gboolean is_note)
{
  g_autoptr (OdFakeDesk) fake = NULL;
  g_autoptr (OdDesk) desk = make_desk (TRUE, &fake);
  g_autofree char *file = g_strdup_printf (
      "ready-%s-%s", name, adw_style_manager_get_dark (adw_style_manager_get_default ()) ? "dark" : "light");
  GtkWidget *window = od_window_new (GTK_APPLICATION (studio->application), desk, NULL);
  GtkTextView *view;

  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int) (96 * 1024 * scale), NULL);
  gtk_window_set_default_size (GTK_WINDOW (window), width, 700);
  gtk_window_present (GTK_WINDOW (window));
  let_settle (desk, 300);
  od_window_show_conversation (OD_WINDOW (window), 7);
  let_settle (desk, 300);
  view = find_composer (window, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (view));
  if (is_note)
    gtk_widget_activate_action (GTK_WIDGET (view), "composer.note", NULL);
  gtk_text_buffer_insert_interactive_at_cursor (gtk_text_view_get_buffer (view), text, -1, TRUE);
  let_settle (desk, 900);
  save (studio, window, file);
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024, NULL);
  let_settle (desk, 50);
}

static GtkWidget *
find_with_class (GtkWidget *widget, const char *css_class)
{
  GtkWidget *found = gtk_widget_has_css_class (widget, css_class) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_with_class (child, css_class);
  return found;
}

typedef struct {
  const char *name, *text, *action;
  OdFormatting formatting;
  gboolean has_news;
} ComposerState;

static void
bring_about (const ComposerState *state, OdFakeDesk *fake, OdDesk *desk, GtkWidget *window)
{
  GtkTextView *view = find_composer (window, FALSE);

  gtk_widget_grab_focus (GTK_WIDGET (view));
  if (g_strcmp0 (state->action, "edit") == 0)
    od_composer_edit (OD_COMPOSER (gtk_widget_get_ancestor (GTK_WIDGET (view), OD_TYPE_COMPOSER)), 1, FALSE,
                      state->text);
  else
    gtk_text_buffer_insert_interactive_at_cursor (gtk_text_view_get_buffer (view), state->text, -1, TRUE);
  let_settle (desk, 200);
  if (state->has_news)
    od_fake_desk_receive (fake, 7, "And one more thing: do you deliver on Sundays, too?");
  let_settle (desk, 200);
  if (g_strcmp0 (state->action, "menu") == 0)
    gtk_menu_button_popup (GTK_MENU_BUTTON (find_with_class (window, "send-menu")));
  else if (state->action != NULL && g_strcmp0 (state->action, "edit") != 0)
    gtk_widget_activate_action (GTK_WIDGET (view), state->action, NULL);
  let_settle (desk, 600);
}

/* What the composer says of a text. */
static void
shoot_composer (Studio *studio, const ComposerState *state, int width, double scale)
{
  g_autoptr (OdFakeDesk) fake = NULL;
  g_autoptr (OdDesk) desk = make_desk (TRUE, &fake);
  g_autofree char *file =
      g_strdup_printf ("composer-%s-%d-%.0f-%s", state->name, width, scale,
                       adw_style_manager_get_dark (adw_style_manager_get_default ()) ? "dark" : "light");
  GtkWidget *window = od_window_new (GTK_APPLICATION (studio->application), desk, NULL);
  GtkWidget *shown = window;

  for (guint i = 0; i < desk->channels->len; i++)
    ((OdChannelInfo *) desk->channels->pdata[i])->formatting = state->formatting;
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int) (96 * 1024 * scale), NULL);
  gtk_window_set_default_size (GTK_WINDOW (window), width, 700);
  gtk_window_present (GTK_WINDOW (window));
  let_settle (desk, 300);
  od_window_show_conversation (OD_WINDOW (window), 7);
  let_settle (desk, 600);
  bring_about (state, fake, desk, window);
  if (g_strcmp0 (state->action, "composer.schedule") == 0)
    shown = g_list_model_get_item (gtk_window_get_toplevels (), 0);
  save (studio, shown, file);
  if (shown != window)
    gtk_window_destroy (GTK_WINDOW (shown));
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024, NULL);
  let_settle (desk, 50);
}

static void
shoot_composer_states (Studio *studio)
{
  const char *formatted = "**Hello** Maria, your *blue* one is `A-17`:\n- see [the shop](https://shop.example)";
  g_autofree char *long_text = g_strnfill (4100, 'a');
  const ComposerState states[] = {
    { "formatted", formatted, NULL, OD_FORMATTING_ALL, FALSE },
    { "stripped", formatted, NULL, OD_FORMATTING_NONE, FALSE },
    { "limit", long_text, NULL, OD_FORMATTING_NONE, FALSE },
    { "advice", "no", "composer.send", OD_FORMATTING_NONE, FALSE },
    { "news", "Yes, we have it in stock and will send it today.", "composer.send", OD_FORMATTING_NONE, TRUE },
    { "edit", "Hello Maria, I am looking.", "edit", OD_FORMATTING_NONE, FALSE },
    { "menu", "Hello Maria, I am looking.", "menu", OD_FORMATTING_NONE, FALSE },
    { "schedule", "Hello Maria, I am looking.", "composer.schedule", OD_FORMATTING_NONE, FALSE },
    { "note", "Looks like **fraud**", "composer.note", OD_FORMATTING_NONE, FALSE },
    { "spelling", "We recieve it tomorow. Добрый день, привт и спосибо! ", NULL, OD_FORMATTING_NONE, FALSE },
    { "sent", "Good afternoon Maria, I am looking for it.", "composer.send", OD_FORMATTING_NONE, FALSE },
    { "promise", "I'll check it and be back in 10 minutes. Вернусь.", NULL, OD_FORMATTING_NONE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      shoot_composer (studio, &states[i], 1000, 1);
      shoot_composer (studio, &states[i], 360, 1);
      shoot_composer (studio, &states[i], 360, 2);
    }
}

static void
shoot_preferences (Studio *studio, const char *name)
{
  g_autoptr (OdFakeDesk) fake = NULL;
  g_autoptr (OdDesk) desk = make_desk (TRUE, &fake);
  g_autoptr (OdKeymap) keymap = od_keymap_new (NULL);
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  guint n;
  const OdCommand *commands = od_commands_get (&n);
  GtkWidget *window;

  let_settle (desk, 50);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (list, (gpointer) &commands[i]);
  window = od_preferences_window_new (NULL, desk, keymap, list);
  gtk_window_present (GTK_WINDOW (window));
  let_settle (desk, 600);
  save (studio, window, name);
  gtk_window_destroy (GTK_WINDOW (window));
  let_settle (desk, 50);
}

static GtkWidget *
find_newest_window (GtkWidget *but)
{
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (window != but && gtk_widget_get_mapped (window))
        return window;
    }
  return but;
}

static GtkWidget *
find_entry (GtkWidget *widget)
{
  GtkWidget *found =
      (GTK_IS_SEARCH_ENTRY (widget) || GTK_IS_ENTRY (widget)) && gtk_widget_get_mapped (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_entry (child);
  return found;
}

/* What @action opens, with @text in its entry. */
static void
shoot_finding (Studio *studio, const char *name, int width, const char *action, const char *text)
{
  g_autoptr (OdFakeDesk) fake = NULL;
  g_autoptr (OdDesk) desk = make_desk (TRUE, &fake);
  g_autoptr (GSettings) state = od_settings_new (OD_SETTINGS_PROFILE, "shots");
  g_autofree char *file = g_strdup_printf (
      "find-%s-%s", name, adw_style_manager_get_dark (adw_style_manager_get_default ()) ? "dark" : "light");
  GtkWidget *window, *shown, *entry;

  g_settings_set_int (state, "width", width);
  g_settings_set_int (state, "height", 700);
  window = od_window_new (GTK_APPLICATION (studio->application), desk, state);
  gtk_window_present (GTK_WINDOW (window));
  let_settle (desk, 300);
  od_window_show_conversation (OD_WINDOW (window), 7);
  let_settle (desk, 300);
  gtk_widget_activate_action (window, action, NULL);
  let_settle (desk, 400);
  shown = find_newest_window (window);
  entry = gtk_root_get_focus (GTK_ROOT (shown));
  entry = entry != NULL ? gtk_widget_get_ancestor (entry, GTK_TYPE_SEARCH_ENTRY) : find_entry (shown);
  if (entry != NULL && text != NULL)
    gtk_editable_set_text (GTK_EDITABLE (entry), text);
  let_settle (desk, 600);
  save (studio, shown, file);
  if (shown != window)
    gtk_window_destroy (GTK_WINDOW (shown));
  gtk_window_destroy (GTK_WINDOW (window));
  let_settle (desk, 50);
}

static void
shoot_library (Studio *studio, const char *name, gboolean has_articles, gboolean is_new, int width)
{
  g_autoptr (OdFakeDesk) fake = NULL;
  g_autoptr (OdDesk) desk = make_desk (TRUE, &fake);
  g_autofree char *file = g_strdup_printf (
      "library-%s-%s", name, adw_style_manager_get_dark (adw_style_manager_get_default ()) ? "dark" : "light");
  GtkWidget *window = od_library_window_new (NULL, desk, has_articles);

  gtk_window_set_default_size (GTK_WINDOW (window), width, 700);
  gtk_window_present (GTK_WINDOW (window));
  let_settle (desk, 300);
  if (is_new)
    od_library_window_add (OD_LIBRARY_WINDOW (window),
                           "Hello, {customer.first_name|there}! Your parcel comes on {?day}.");
  let_settle (desk, 600);
  save (studio, window, file);
  gtk_window_destroy (GTK_WINDOW (window));
  let_settle (desk, 50);
}

static void
shoot_scheme (Studio *studio, gboolean is_dark)
{
  const char *scheme = is_dark ? "dark" : "light";
  const gint64 maria = 7; /* her conversation of today, in the week of the fake desk */

#define NAME(size) g_strdup_printf ("%s-%s", size, scheme)
  g_autofree char *wide = NAME ("wide"), *medium = NAME ("medium"), *profile = NAME ("medium-profile");
  g_autofree char *narrow = NAME ("narrow-list"), *thread = NAME ("narrow-thread"), *welcome = NAME ("welcome");
  g_autofree char *sidebar = NAME ("narrow-sidebar");
  g_autofree char *preferences = NAME ("preferences"), *nothing = NAME ("wide-nothing");

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      is_dark ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_FORCE_LIGHT);
  shoot_inbox (studio, scheme);
  shoot_window (studio, wide, 1400, 860, TRUE, maria, NULL);
  shoot_window (studio, nothing, 1400, 860, TRUE, 0, NULL);
  shoot_window (studio, medium, 900, 700, TRUE, maria, NULL);
  shoot_window (studio, profile, 900, 700, TRUE, maria, "win.show-profile");
  shoot_window (studio, narrow, 360, 700, TRUE, 0, NULL);
  shoot_window (studio, sidebar, 360, 700, TRUE, 0, "win.toggle-sidebar");
  shoot_window (studio, thread, 360, 700, TRUE, maria, NULL);
  shoot_window (studio, welcome, 900, 700, FALSE, 0, NULL);
  for (guint i = 0; i < 2; i++)
    {
      shoot_kinds (studio, i == 1, "", 1400, 1300, 1);
      shoot_kinds (studio, i == 1, "narrow-", 360, 1300, 1);
      shoot_kinds (studio, i == 1, "double-", 1400, 1000, 2);
      shoot_kinds (studio, i == 1, "narrow-double-", 360, 900, 2);
    }
  shoot_ready_words (studio, "canned", 1000, 1, "/", FALSE);
  shoot_ready_words (studio, "canned-narrow", 360, 1, "/", FALSE);
  shoot_ready_words (studio, "emoji", 1000, 1, "Thanks :he", FALSE);
  shoot_ready_words (studio, "article", 1000, 1, "\n??return", FALSE);
  shoot_ready_words (studio, "mention", 1000, 1, "Please look @", TRUE);
  shoot_ready_words (studio, "fields", 1000, 1, "Your order {order} is on its way: {?Tracking number}", FALSE);
  shoot_composer_states (studio);
  shoot_library (studio, "canned", FALSE, FALSE, 640);
  shoot_library (studio, "editor", FALSE, TRUE, 640);
  shoot_library (studio, "editor-narrow", FALSE, TRUE, 360);
  shoot_finding (studio, "palette", 1280, "win.palette", "ma");
  shoot_finding (studio, "palette-nothing", 1280, "win.palette", "zzzz");
  shoot_finding (studio, "palette-empty", 1280, "win.palette", NULL);
  shoot_finding (studio, "palette-narrow", 360, "win.palette", "ma");
  shoot_finding (studio, "thread", 1280, "win.find", "courier");
  shoot_finding (studio, "thread-narrow", 360, "win.find", "courier");
  shoot_finding (studio, "everything", 1280, "win.search", "order");
  shoot_finding (studio, "everything-narrow", 360, "win.search", "order");
  shoot_finding (studio, "shortcuts", 1280, "win.shortcuts", NULL);
  shoot_finding (studio, "shortcuts-narrow", 360, "win.shortcuts", NULL);
  shoot_finding (studio, "snooze", 1280, "win.snooze-dialog", NULL);
  shoot_finding (studio, "snooze-typed", 1280, "win.snooze-dialog", "2");
  shoot_finding (studio, "assign", 1280, "win.assign-dialog", NULL);
  shoot_finding (studio, "tags", 360, "win.tags", "vip");
  shoot_finding (studio, "macros", 1280, "win.macros", NULL);
  shoot_finding (studio, "macro-editor", 1280, "win.edit-macros", NULL);
  shoot_accounts (studio, scheme);
  shoot_preferences (studio, preferences);
  shoot_people (studio, scheme);
  shoot_reports (studio, scheme);
}

static void
activate_cb (GApplication *application, gpointer user_data)
{
  Studio *studio = user_data;

  g_object_set (gtk_settings_get_default (), "gtk-font-name", "Cantarell 11", "gtk-xft-antialias", 1, NULL);
  g_application_hold (application);
  shoot_scheme (studio, FALSE);
  shoot_scheme (studio, TRUE);
  g_application_release (application);
}

/* A process has one language. The dates of Russian need its locale, which is made here. */
static int
run_for (const char *program, const char *folder, const char *language, const char *locale)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_str_equal (language, "en"))
    {
      g_autofree char *target = g_build_filename (folder, locale, NULL);
      const char *const argv[] = { "localedef", "-i", "ru_RU", "-f", "UTF-8", target, NULL };

      if (!g_file_test (target, G_FILE_TEST_IS_DIR))
        g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
      g_subprocess_launcher_setenv (launcher, "LOCPATH", folder, TRUE);
    }
  g_subprocess_launcher_setenv (launcher, "LC_ALL", locale, TRUE);
  g_subprocess_launcher_setenv (launcher, "LANGUAGE", language, TRUE);
  child = g_subprocess_launcher_spawn (launcher, &error, program, folder, language, NULL);
  if (child == NULL || !g_subprocess_wait_check (child, NULL, &error))
    {
      g_printerr ("%s: %s\n", language, error->message);
      return 1;
    }
  return 0;
}

int
main (int argc, char **argv)
{
  Studio studio = { NULL };
  g_autofree char *locale_dir = NULL;
  int status;

  if (argc < 2)
    {
      g_printerr ("usage: shots FOLDER [LANGUAGE]\n");
      return 2;
    }
  g_mkdir_with_parents (argv[1], 0755);
  if (argc == 2)
    return run_for (argv[0], argv[1], "en", "C.UTF-8") | run_for (argv[0], argv[1], "ru", "ru_RU.UTF-8");

  setlocale (LC_ALL, "");
  locale_dir =
      g_build_filename (g_getenv ("OD_TEST_LOCALE_DIR") != NULL ? g_getenv ("OD_TEST_LOCALE_DIR") : "po", NULL);
  bindtextdomain (GETTEXT_PACKAGE, locale_dir);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  studio.folder = argv[1];
  studio.language = argv[2];
  studio.application = g_object_new (ADW_TYPE_APPLICATION, "application-id", "com.example.Omnidesk.Shots", "flags",
                                     G_APPLICATION_NON_UNIQUE, "resource-base-path", "/com/example/Omnidesk", NULL);
  g_signal_connect (studio.application, "activate", G_CALLBACK (activate_cb), &studio);
  status = g_application_run (G_APPLICATION (studio.application), 1, argv);
  g_object_unref (studio.application);
  return status;
}
