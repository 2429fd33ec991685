/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-ulid.h"

#include <string.h>

#include "od-random.h"

/* Crockford's base 32: no I, L, O, U. */
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

#define MAX_MS ((G_GUINT64_CONSTANT (1) << 48) - 1)

/* The last one given out: 48 bits of time, 80 bits of chance. */
static struct {
  GMutex lock;
  guint64 ms;      /* (lock lock) */
  guint16 high;    /* (lock lock): upper 16 of the 80 bits */
  guint64 low;     /* (lock lock): lower 64 */
  gboolean is_set; /* (lock lock) */
} last;

static void
write_base32 (char *out, guint n_chars, guint64 value)
{
  for (guint i = n_chars; i > 0; i--, value >>= 5)
    out[i - 1] = alphabet[value & 31];
}

/* 16 characters for 80 bits: 40 bits each half. */
static void
write_chance (char *out, guint16 high, guint64 low)
{
  write_base32 (out, 8, (guint64) high << 24 | low >> 40);
  write_base32 (out + 8, 8, low & ((G_GUINT64_CONSTANT (1) << 40) - 1));
}

static void
draw (void)
{
  od_random_bytes (&last.high, sizeof last.high);
  od_random_bytes (&last.low, sizeof last.low);
  last.high &= 0x7fff; /* room to count up within the millisecond */
}

/**
 * od_ulid_new:
 * @now_us: the time, µs since 1970 UTC, ≥ 0
 *
 * A ULID: 26 characters that sort by time. Within this process each is greater than the one before, also within one
 * millisecond and when @now_us goes back (it then keeps the greatest time seen). Any thread may call this.
 *
 * Returns: (transfer full): 26 upper-case characters
 */
char *
od_ulid_new (gint64 now_us)
{
  char *text;
  guint64 ms;

  g_return_val_if_fail (now_us >= 0, NULL);

  ms = MIN ((guint64) now_us / 1000, MAX_MS);
  text = g_malloc (OD_ULID_LENGTH + 1);

  g_mutex_lock (&last.lock);
  if (!last.is_set || ms > last.ms)
    {
      last.is_set = TRUE;
      last.ms = ms;
      draw ();
    }
  else if (++last.low == 0)
    last.high++; /* 2^79 within a millisecond is out of reach */
  write_base32 (text, 10, last.ms);
  write_chance (text + 10, last.high, last.low);
  g_mutex_unlock (&last.lock);

  text[OD_ULID_LENGTH] = '\0';
  return text;
}

/**
 * od_ulid_is_valid:
 * @text: (nullable): any text
 *
 * Returns: %TRUE for 26 characters of the alphabet, upper case, whose time fits 48 bits
 */
gboolean
od_ulid_is_valid (const char *text)
{
  if (text == NULL || strnlen (text, OD_ULID_LENGTH + 1) != OD_ULID_LENGTH)
    return FALSE;
  for (guint i = 0; i < OD_ULID_LENGTH; i++)
    if (strchr (alphabet, text[i]) == NULL)
      return FALSE;
  return text[0] <= '7';
}
