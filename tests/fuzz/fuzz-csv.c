/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "od-csv.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* What is read can be written and is read again just so, but for the apostrophe before a formula. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GPtrArray) rows = od_csv_parse ((const char *) data, size, NULL);
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const OdCsvRow *row = rows->pdata[i];

      if ((row->mistake == NULL) == (row->cells == NULL))
        abort ();
      if (row->mistake != NULL)
        continue;
      n++;
      od_csv_append (out, "x", row->cells[0] == NULL);
      for (guint j = 0; row->cells[j] != NULL; j++)
        od_csv_append (out, row->cells[j], row->cells[j + 1] == NULL);
    }
  again = od_csv_parse (out->str, out->len, NULL);
  if (n > 0 && n < 1000 && again != NULL && again->len != n)
    abort ();
  return 0;
}
