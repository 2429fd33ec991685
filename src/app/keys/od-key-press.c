/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-key-press"

#include "od-key-press.h"

#include <string.h>

#define HELD (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)
/* What the kernel calls a key, plus what X and Wayland add to it. */
#define POSITION(evdev) ((evdev) + 8)
#define POSITION_J POSITION (36)
#define LAST_LATIN 0x24f

/* The places of a keyboard that have a sign, row by row: where the layout has no Latin letters, GTK's own shortcuts are
 * dead, and it is the place that a hand remembers. */
static const struct {
  guint first;
  const char *plain;
  const char *shifted;
} rows[] = {
  { POSITION (2), "1234567890-=", "!@#$%^&*()_+" },
  { POSITION (16), "qwertyuiop[]", "QWERTYUIOP{}" },
  { POSITION (30), "asdfghjkl;'`", "ASDFGHJKL:\"~" },
  { POSITION (43), "\\zxcvbnm,./", "|ZXCVBNM<>?" },
};

/* Where @keyval stands; 0 if nowhere. */
static guint
find_position (guint keyval, gboolean *needs_shift)
{
  guint32 sign = gdk_keyval_to_unicode (keyval);

  *needs_shift = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (rows) && sign > ' ' && sign < 0x7f; i++)
    {
      const char *plain = strchr (rows[i].plain, (int) sign);
      const char *shifted = strchr (rows[i].shifted, (int) sign);

      *needs_shift = plain == NULL;
      if (plain != NULL)
        return rows[i].first + (guint) (plain - rows[i].plain);
      if (shifted != NULL)
        return rows[i].first + (guint) (shifted - rows[i].shifted);
    }
  return 0;
}

/* What a US keyboard has at @keycode; 0 if no sign. */
static guint
find_keyval (guint keycode)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (keycode >= rows[i].first && keycode < rows[i].first + strlen (rows[i].plain))
      return gdk_unicode_to_keyval ((guint32) rows[i].plain[keycode - rows[i].first]);
  return 0;
}

static gboolean
is_of_another_script (guint keyval)
{
  return gdk_keyval_to_unicode (keyval) > LAST_LATIN;
}

static guint
normalize (guint keyval)
{
  if (keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter)
    return GDK_KEY_Return;
  return keyval == GDK_KEY_ISO_Left_Tab ? GDK_KEY_Tab : gdk_keyval_to_lower (keyval);
}

/**
 * od_key_press_read:
 * @controller: whose "key-pressed" gave the rest
 *
 * Returns: the key
 */
OdKeyPress
od_key_press_read (GtkEventController *controller, guint keyval, guint keycode, GdkModifierType state)
{
  OdKeyPress self = { .keyval = normalize (keyval), .keycode = keycode, .held = state & HELD };
  GdkDisplay *display = gtk_widget_get_display (gtk_event_controller_get_widget (controller));
  GdkEvent *event = gtk_event_controller_get_current_event (controller);
  guint base = 0, letter = 0;

  self.base = self.keyval;
  self.by_position = is_of_another_script (keyval);
  if (event == NULL || !GDK_IS_EVENT_TYPE (event, GDK_KEY_PRESS))
    return self;
  if (gdk_display_translate_key (display, keycode, 0, (int) gdk_key_event_get_layout (event), &base, NULL, NULL, NULL))
    self.base = normalize (base);
  if (gdk_display_translate_key (display, POSITION_J, 0, (int) gdk_key_event_get_layout (event), &letter, NULL, NULL,
                                 NULL))
    self.by_position |= is_of_another_script (letter);
  return self;
}

/**
 * od_key_press_is:
 * @keyval: of a binding: as od_key_press_parse() gives it
 *
 * Returns: whether this is the key
 */
gboolean
od_key_press_is (const OdKeyPress *self, guint keyval, GdkModifierType modifiers)
{
  gboolean needs_shift;
  guint position = find_position (keyval, &needs_shift);
  GdkModifierType shift = needs_shift ? GDK_SHIFT_MASK : 0;

  if (self->by_position && position != 0)
    return position == self->keycode && self->held == (modifiers | shift);
  if (self->base == keyval && self->held == modifiers)
    return TRUE;
  /* Shift made the sign: it is in it already. */
  return self->keyval == keyval && self->keyval != self->base && (self->held & ~GDK_SHIFT_MASK) == modifiers;
}

/**
 * od_key_press_get_binding:
 * @keyval: (out): for od_key_press_is()
 * @modifiers: (out)
 *
 * Returns: whether it may be bound: not a bare sign, which is typed, nor Alt with one, which opens a menu, nor a
 *   modifier alone, nor what moves the cursor and the focus
 */
gboolean
od_key_press_get_binding (const OdKeyPress *self, guint *keyval, GdkModifierType *modifiers)
{
  gboolean is_function = self->keyval >= GDK_KEY_F1 && self->keyval <= GDK_KEY_F35;
  guint known = self->by_position ? find_keyval (self->keycode) : 0;

  *keyval = known != 0 ? known : self->base;
  *modifiers = self->held;
  if (is_function)
    return TRUE;
  return (self->held & (GDK_CONTROL_MASK | GDK_SUPER_MASK)) != 0 && gtk_accelerator_valid (*keyval, *modifiers) &&
         (gdk_keyval_to_unicode (*keyval) > ' ' || *keyval == GDK_KEY_Return);
}

/**
 * od_key_press_parse:
 * @keys: one key, as gtk_accelerator_parse() takes it
 *
 * Returns: whether it is one
 */
gboolean
od_key_press_parse (const char *keys, guint *keyval, GdkModifierType *modifiers)
{
  return gtk_accelerator_parse (keys, keyval, modifiers) && *keyval != 0;
}
