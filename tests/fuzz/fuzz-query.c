/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "od-query.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check (gboolean is_true)
{
  if (!is_true)
    abort ();
}

/* Each node lies in the text, its children in it and one behind the other, and what it says is valid. */
static void
check_node (const OdQueryNode *node, gsize start, gsize end)
{
  gsize after = node->start_byte;

  check (node->start_byte >= start && node->start_byte <= node->end_byte && node->end_byte <= end);
  check ((node->children != NULL) == (node->kind <= OD_QUERY_NOT));
  check ((node->value != NULL) == (node->kind > OD_QUERY_NOT));
  check (node->value == NULL || (*node->value != '\0' && g_utf8_validate (node->value, -1, NULL)));
  check ((node->key != NULL) == (node->kind == OD_QUERY_FIELD && node->field == OD_QUERY_CUSTOM));
  for (guint i = 0; node->children != NULL && i < node->children->len; i++)
    {
      const OdQueryNode *child = g_ptr_array_index (node->children, i);

      check_node (child, after, node->end_byte);
      after = child->end_byte;
    }
}

/* What was read, written and read again is the same; a mistake lies in the text. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (OdQueryNode) node = NULL;
  g_autoptr (OdQueryNode) again = NULL;
  g_autofree char *written = NULL;
  gint64 start_us, end_us;
  OdQueryMistake mistake;

  if (od_query_read_moment (text, G_GINT64_CONSTANT (1700000000000000), zone, &start_us, &end_us))
    check (start_us >= 0 && start_us <= end_us);
  node = od_query_parse (text, &mistake);
  check (mistake.end_byte <= strlen (text) && (mistake.end_byte == 0 || mistake.start_byte < mistake.end_byte));
  check (node != NULL || mistake.end_byte > 0);
  if (node == NULL)
    return 0;
  check_node (node, 0, strlen (text));
  written = od_query_node_to_text (node);
  check (g_utf8_validate (written, -1, NULL));
  again = od_query_parse (written, &mistake);
  /* Names in full, quotes and brackets may make it too long. */
  if (mistake.end_byte > 0 && mistake.kind == OD_QUERY_TOO_LONG)
    return 0;
  check (again != NULL && mistake.end_byte == 0 && od_query_node_equal (node, again));
  return 0;
}
