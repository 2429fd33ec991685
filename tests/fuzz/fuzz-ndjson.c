/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <string.h>

#include "od-interchange-parse.h"
#include "od-json.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static char *
write_record (JsonObject *record)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (node, record);
  return od_json_to_string (node, NULL);
}

/* Any bytes give a line or an error that is valid UTF-8; and what export would write of a line is read as the same. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_memdup2 (data, size); /* of its own size, so that a read behind it is seen */
  g_autoptr (GError) error = NULL;
  g_autoptr (OdLine) line = od_line_parse (text != NULL ? text : "", (gssize) size, &error);
  g_autoptr (OdLine) again = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  g_assert_true ((line == NULL) == (error != NULL));
  if (error != NULL)
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
  for (guint i = 0; line != NULL && line->warnings != NULL && i < line->warnings->len; i++)
    g_assert_true (g_utf8_validate (g_ptr_array_index (line->warnings, i), -1, NULL));
  if (line == NULL || line->record == NULL)
    return 0;

  first = write_record (line->record);
  again = od_line_parse (first, -1, &error);
  g_assert_no_error (error);
  second = write_record (again->record);
  g_assert_cmpstr (first, ==, second);
  return 0;
}
