/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-random.h"

#include <errno.h>
#include <sys/random.h>

/**
 * od_random_bytes:
 * @out: (out caller-allocates): room for @len bytes
 *
 * Fills @out from the kernel's generator, which is fit for keys and tokens. Blocks only in the first seconds after the
 * machine was switched on. Any thread may call this.
 */
void
od_random_bytes (gpointer out, gsize len)
{
  guint8 *p = out;

  g_return_if_fail (out != NULL || len == 0);

  while (len > 0)
    {
      gssize n = getrandom (p, len, 0);

      if (n > 0)
        {
          p += n;
          len -= (gsize) n;
        }
      else if (n < 0 && errno != EINTR)
        g_error ("No random bytes: %s", g_strerror (errno)); /* a guessable token is worse than no program */
    }
}

/**
 * od_random_hex:
 * @n_bytes: bytes of randomness, 1 to 64; 16 for a token that nobody may guess
 *
 * Returns: (transfer full): twice as many lower-case hexadecimal digits
 */
char *
od_random_hex (gsize n_bytes)
{
  static const char digits[] = "0123456789abcdef";
  guint8 bytes[64];
  char *text;

  g_return_val_if_fail (n_bytes > 0 && n_bytes <= sizeof bytes, NULL);

  od_random_bytes (bytes, n_bytes);
  text = g_malloc (2 * n_bytes + 1);
  for (gsize i = 0; i < n_bytes; i++)
    {
      text[2 * i] = digits[bytes[i] >> 4];
      text[2 * i + 1] = digits[bytes[i] & 15];
    }
  text[2 * n_bytes] = '\0';
  return text;
}

/**
 * od_random_unit:
 *
 * Returns: a random number, 0 ≤ number < 1, for od_backoff_delay_us()
 */
double
od_random_unit (void)
{
  guint64 bits;

  od_random_bytes (&bits, sizeof bits);
  return (double) (bits >> 11) * (1.0 / 9007199254740992.0); /* 53 bits over 2^53 */
}
