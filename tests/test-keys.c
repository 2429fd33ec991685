/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "od-fake-desk.h"
#include "od-key-dialog.h"
#include "od-keymap.h"
#include "od-settings.h"
#include "od-window.h"

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC)
#define POSITION(evdev) ((evdev) + 8)

static gboolean
run (const char *command)
{
  g_auto (GStrv) argv = g_strsplit (command, " ", -1);
  int status;

  return g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL,
                       &status, NULL) &&
         g_spawn_check_wait_status (status, NULL);
}

/* ---- The table ---- */

static void
test_no_key_twice (void)
{
  g_autoptr (OdKeymap) keymap = od_keymap_new (NULL);
  guint n, keyval;
  GdkModifierType modifiers;
  const OdCommand *commands = od_commands_get (&n);

  for (guint i = 0; i < n; i++)
    {
      const char *keys = commands[i].keys;
      gboolean is_sign;

      g_assert_true (od_commands_find (commands[i].id) == &commands[i]);
      if (*keys == '\0')
        continue;
      g_assert_true (od_key_press_parse (keys, &keyval, &modifiers));
      g_assert_null (od_keymap_find (keymap, keys, &commands[i]));
      is_sign = gdk_keyval_to_unicode (keyval) != 0;
      g_assert_cmpint (modifiers & GDK_ALT_MASK, ==, 0); /* menus have those */
      g_assert_true (!is_sign || (modifiers & GDK_CONTROL_MASK) != 0);
    }
}

static void
test_press_is_binding (void)
{
  static const struct {
    const char *why, *keys;
    OdKeyPress press;
    gboolean expected;
  } cases[] = {
    { "the letter", "<Control>j", { GDK_KEY_j, GDK_KEY_j, POSITION (36), GDK_CONTROL_MASK, FALSE }, TRUE },
    { "not with Shift",
      "<Control>j",
      { GDK_KEY_j, GDK_KEY_j, POSITION (36), GDK_CONTROL_MASK | GDK_SHIFT_MASK, FALSE },
      FALSE },
    { "a Latin letter that stands elsewhere",
      "<Control>q",
      { GDK_KEY_q, GDK_KEY_q, POSITION (30), GDK_CONTROL_MASK, FALSE },
      TRUE },
    { "the place of a letter",
      "<Control>j",
      { GDK_KEY_Cyrillic_o, GDK_KEY_Cyrillic_o, POSITION (36), GDK_CONTROL_MASK, TRUE },
      TRUE },
    { "the place of a sign: ж",
      "<Control>semicolon",
      { GDK_KEY_Cyrillic_zhe, GDK_KEY_Cyrillic_zhe, POSITION (39), GDK_CONTROL_MASK, TRUE },
      TRUE },
    { "Russian Shift and the last key is a comma, but the hand means the question",
      "<Control>question",
      { GDK_KEY_comma, GDK_KEY_period, POSITION (53), GDK_CONTROL_MASK | GDK_SHIFT_MASK, TRUE },
      TRUE },
    { "and no comma",
      "<Control>comma",
      { GDK_KEY_comma, GDK_KEY_period, POSITION (53), GDK_CONTROL_MASK | GDK_SHIFT_MASK, TRUE },
      FALSE },
    { "Shift is in the sign",
      "<Control>question",
      { GDK_KEY_question, GDK_KEY_slash, POSITION (53), GDK_CONTROL_MASK | GDK_SHIFT_MASK, FALSE },
      TRUE },
    { "a digit with Shift",
      "<Control><Shift>8",
      { GDK_KEY_asterisk, GDK_KEY_8, POSITION (9), GDK_CONTROL_MASK | GDK_SHIFT_MASK, FALSE },
      TRUE },
    { "a key without a sign, on any layout", "F9", { GDK_KEY_F9, GDK_KEY_F9, POSITION (67), 0, TRUE }, TRUE },
    { "Enter with a Russian layout",
      "<Control>Return",
      { GDK_KEY_Return, GDK_KEY_Return, POSITION (28), GDK_CONTROL_MASK, TRUE },
      TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint keyval;
      GdkModifierType modifiers;

      g_test_message ("%s", cases[i].why);
      g_assert_true (od_key_press_parse (cases[i].keys, &keyval, &modifiers));
      g_assert_cmpint (od_key_press_is (&cases[i].press, keyval, modifiers), ==, cases[i].expected);
    }
}

/* What is pressed in the preferences is found again by the same press. */
static void
test_press_makes_binding (void)
{
  static const struct {
    OdKeyPress press;
    const char *keys; /* NULL: it can't be bound */
  } cases[] = {
    { { GDK_KEY_m, GDK_KEY_m, POSITION (50), GDK_CONTROL_MASK, FALSE }, "<Control>m" },
    { { GDK_KEY_Cyrillic_softsign, GDK_KEY_Cyrillic_softsign, POSITION (50), GDK_CONTROL_MASK, TRUE }, "<Control>m" },
    { { GDK_KEY_F7, GDK_KEY_F7, POSITION (65), 0, FALSE }, "F7" },
    { { GDK_KEY_m, GDK_KEY_m, POSITION (50), 0, FALSE }, NULL },
    { { GDK_KEY_m, GDK_KEY_m, POSITION (50), GDK_SHIFT_MASK, FALSE }, NULL },
    { { GDK_KEY_m, GDK_KEY_m, POSITION (50), GDK_ALT_MASK, FALSE }, NULL },
    { { GDK_KEY_Control_L, GDK_KEY_Control_L, POSITION (29), GDK_CONTROL_MASK, FALSE }, NULL },
    { { GDK_KEY_Tab, GDK_KEY_Tab, POSITION (15), GDK_CONTROL_MASK, FALSE }, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint keyval;
      GdkModifierType modifiers;
      gboolean can = od_key_press_get_binding (&cases[i].press, &keyval, &modifiers);
      g_autofree char *keys = can ? gtk_accelerator_name (keyval, modifiers) : NULL;

      g_assert_cmpstr (keys, ==, cases[i].keys);
      g_assert_true (!can || od_key_press_is (&cases[i].press, keyval, modifiers));
    }
}

static void
test_choosing_keys (void)
{
  g_autoptr (GSettings) taste = od_settings_new (OD_SETTINGS_TASTE, NULL);
  g_autoptr (OdKeymap) keymap = od_keymap_new (taste);
  g_autoptr (OdKeymap) other = od_keymap_new (taste);
  const OdCommand *next = od_commands_find ("next"), *previous = od_commands_find ("previous");

  od_keymap_set (keymap, next, "<Control><Shift>j"); /* it was for the previous */
  g_assert_cmpstr (od_keymap_get_keys (other, next), ==, "<Control><Shift>j");
  g_assert_cmpstr (od_keymap_get_keys (other, previous), ==, "");
  g_assert_true (od_keymap_is_changed (other, previous));
  od_keymap_set (keymap, previous, NULL); /* and takes it back */
  g_assert_cmpstr (od_keymap_get_keys (other, next), ==, "");
  g_assert_cmpstr (od_keymap_get_keys (other, previous), ==, "<Control><Shift>j");
  g_assert_false (od_keymap_is_changed (other, previous));
  od_keymap_reset (keymap);
  g_assert_cmpstr (od_keymap_get_keys (other, next), ==, "<Control>j");
  g_settings_set (taste, "keys", "a{ss}", NULL);
  g_assert_true (
      g_settings_set_value (taste, "keys", g_variant_new_parsed ("{'next': 'nonsense', 'who': '<Control>y'}")));
  g_assert_cmpstr (od_keymap_get_keys (other, next), ==, "<Control>j");
  g_settings_reset (taste, "keys");
}

/* ---- The dialog ---- */

static void
note_response (AdwMessageDialog *dialog, const char *response, char **noted)
{
  g_free (*noted);
  *noted = g_strdup (response);
}

/* A key, then Enter: set where the key is free, given up where somebody has a use for it. */
static void
test_enter_after_key (gconstpointer data)
{
  const char *const *word = data; /* the key, which command asks, what Enter means, what is warned of (nullable) */
  g_autoptr (GSettings) taste = od_settings_new (OD_SETTINGS_TASTE, NULL);
  g_autoptr (OdKeymap) keymap = od_keymap_new (taste);
  g_autofree char *press = g_strconcat ("xdotool key ", word[0], NULL), *response = NULL;
  GtkWidget *parent = gtk_window_new (), *dialog;

  if (!run ("setxkbmap -layout us") || !run ("xdotool mousemove 5 5"))
    {
      g_test_skip ("setxkbmap and xdotool are needed");
      return;
    }
  dialog = od_key_dialog_new (GTK_WINDOW (parent), keymap, od_commands_find (word[1]));
  g_signal_connect (dialog, "response", G_CALLBACK (note_response), &response);
  gtk_window_present (GTK_WINDOW (dialog));
  while (!gtk_widget_get_mapped (dialog) || gtk_widget_get_width (dialog) == 0)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_true (run ("xdotool mousemove 640 400"));
  g_assert_true (run (press));
  while (!adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "set"))
    g_main_context_iteration (NULL, TRUE);
  if (word[3] != NULL)
    g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), word[3]));
  else
    g_assert_cmpstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (dialog)), ==, "");
  g_assert_true (run ("xdotool key Return"));
  while (response == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (response, ==, word[2]);
  gtk_window_destroy (GTK_WINDOW (parent));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_settings_reset (taste, "keys");
}

/* ---- In the window ---- */

/* The same key of the keyboard, whatever letter the layout puts there. */
static void
test_key_works_on_layout (gconstpointer data)
{
  const char *const *layout = data; /* name, the key, what it is chosen for the next conversation (nullable) */
  g_autoptr (OdClock) clock = od_clock_new_fake (NOW_US);
  g_autoptr (OdFakeDesk) fake = od_fake_desk_new (clock);
  g_autoptr (OdDesk) desk = NULL;
  g_autofree char *keyboard = g_strconcat ("setxkbmap -layout ", layout[0], NULL);
  g_autofree char *press = g_strconcat ("xdotool key ", layout[1], NULL);
  g_autoptr (GSettings) taste = od_settings_new (OD_SETTINGS_TASTE, NULL);
  GtkWidget *window;

  if (!run (keyboard) || !run ("xdotool mousemove 200 300"))
    {
      g_test_skip ("setxkbmap and xdotool are needed");
      return;
    }
  if (layout[2] != NULL)
    g_settings_set_value (taste, "keys", g_variant_new_parsed ("{'next': %s}", layout[2]));
  od_fake_desk_fill_week (fake);
  desk = od_fake_desk_make_desk (fake);
  window = od_window_new (NULL, desk, NULL);
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (window) || gtk_widget_get_width (window) == 0)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (od_window_get_conversation_id (OD_WINDOW (window)), ==, 0);
  g_assert_true (run (press));
  while (od_window_get_conversation_id (OD_WINDOW (window)) == 0)
    g_main_context_iteration (NULL, TRUE);
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  run ("setxkbmap -layout us");
  g_settings_reset (taste, "keys");
}

int
main (int argc, char **argv)
{
  static const char *const english[] = { "us", "ctrl+j", NULL };
  static const char *const russian[] = { "ru", "ctrl+Cyrillic_o", NULL };
  static const char *const chosen[] = { "ru", "ctrl+shift+Cyrillic_zhe", "<Control><Shift>semicolon" };
  static const char *const function[] = { "ru", "F7", "F7" };
  static const char *const both[] = { "us,ru", "ctrl+j", NULL };

  static const char *const free_key[] = { "F8", "resolve", "set", NULL };
  static const char *const taken_key[] = { "ctrl+j", "resolve", "cancel", "Next conversation" };
  static const char *const copying[] = { "ctrl+c", "resolve", "cancel", "Copy" };
  static const char *const undo[] = { "ctrl+z", "undo", "set", NULL };

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/keys/no-key-twice", test_no_key_twice);
  g_test_add_func ("/keys/press-is-binding", test_press_is_binding);
  g_test_add_func ("/keys/press-makes-binding", test_press_makes_binding);
  g_test_add_func ("/keys/choosing", test_choosing_keys);
  g_test_add_data_func ("/keys/enter/free", free_key, test_enter_after_key);
  g_test_add_data_func ("/keys/enter/taken", taken_key, test_enter_after_key);
  g_test_add_data_func ("/keys/enter/text", copying, test_enter_after_key);
  g_test_add_data_func ("/keys/enter/undo", undo, test_enter_after_key);
  g_test_add_data_func ("/keys/english", english, test_key_works_on_layout);
  g_test_add_data_func ("/keys/russian", russian, test_key_works_on_layout);
  g_test_add_data_func ("/keys/chosen", chosen, test_key_works_on_layout);
  g_test_add_data_func ("/keys/function", function, test_key_works_on_layout);
  g_test_add_data_func ("/keys/both", both, test_key_works_on_layout);
  return g_test_run ();
}
