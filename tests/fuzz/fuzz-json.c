/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>

#include "od-error.h"
#include "od-json.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Any bytes give a value or an error; a value is written and read back as the same, and json-glib, which takes more,
 * takes what we wrote. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const OdJsonLimits small = { .max_depth = 8, .max_keys = 64, .max_values = 256, .max_string_bytes = 64 };
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = od_json_parse ((const char *) data, (gssize) size, NULL, &error);
  g_autoptr (JsonNode) limited = od_json_parse ((const char *) data, (gssize) size, &small, NULL);
  g_autoptr (JsonNode) again = NULL;
  g_autoptr (JsonNode) other = NULL;
  g_autofree char *text = NULL;
  gsize len = 0;

  if ((node == NULL) != (error != NULL) || (node == NULL && limited != NULL))
    abort ();
  if (node == NULL)
    return error->domain == OD_ERROR ? 0 : (abort (), 0);

  text = od_json_to_string (node, &len);
  again = od_json_parse (text, (gssize) len, NULL, NULL);
  other = json_from_string (text, NULL);
  if (again == NULL || !json_node_equal (node, again) || other == NULL)
    abort ();
  return 0;
}
