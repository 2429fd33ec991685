/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "od-payload.h"
#include "od-rows.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check (gboolean is_true)
{
  if (!is_true)
    abort ();
}

static void
check_line (const char *text)
{
  check (text != NULL && g_utf8_validate (text, -1, NULL) && strpbrk (text, "\n\r") == NULL);
}

/* Whatever a customer's program sends: lines are lines, a place is on the Earth, addresses lead where they may. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *json = g_strndup ((const char *) data, size);
  g_autoptr (OdPayload) payload = od_payload_parse (json);
  g_autofree char *text = NULL;

  if (payload == NULL)
    return 0;
  text = od_payload_dup_text (payload);
  check (g_utf8_validate (text, -1, NULL));
  check_line (payload->title);
  check_line (payload->address);
  check_line (payload->phone);
  for (guint i = 0; i < payload->lines->len; i++)
    {
      const OdFieldRow *row = payload->lines->pdata[i];

      check_line (row->label);
      check_line (row->value);
    }
  if (payload->kind == OD_PAYLOAD_PLACE)
    {
      g_autofree char *geo = od_payload_dup_geo_uri (payload);
      g_autofree char *map = od_payload_dup_map_uri (payload);
      g_autofree char *position = od_payload_dup_position (payload);

      check (payload->lat >= -90 && payload->lat <= 90 && payload->lon >= -180 && payload->lon <= 180);
      check (g_str_has_prefix (geo, "geo:") && g_str_has_prefix (map, "https://"));
      check_line (position);
    }
  if (payload->kind == OD_PAYLOAD_CONTACT)
    {
      g_autofree char *vcard = od_payload_dup_vcard (payload);

      check (g_str_has_prefix (vcard, "BEGIN:VCARD\r\n") && g_str_has_suffix (vcard, "END:VCARD\r\n"));
    }
  return 0;
}
