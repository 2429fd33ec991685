/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "od-base64url.h"
#include "od-time.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* The two small readers: what they take can be written and read again. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GBytes) bytes = od_base64url_decode ((const char *) data, (gssize) size, size, NULL);
  gint64 us, again;

  if (od_time_parse (text, &us, NULL))
    {
      g_autofree char *written = od_time_format (us);

      if (!od_time_parse (written, &again, NULL) || again != us)
        abort ();
    }
  if (bytes != NULL)
    {
      gsize len;
      gconstpointer raw = g_bytes_get_data (bytes, &len);
      g_autofree char *written = od_base64url_encode (raw, len);

      if (strlen (written) != size || memcmp (written, data, size) != 0)
        abort ();
    }
  return 0;
}
