/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-bizcal.h"
#include "od-csv.h"
#include "od-report-private.h"

/* ---- names -------------------------------------------------------------------- */

/**
 * od_report_grouping_get_name:
 *
 * Returns: (transfer none): for tables and scripts: "channel"
 */
const char *
od_report_grouping_get_name (OdReportGrouping grouping)
{
  static const char *const names[] = { "total", "kind",    "channel",  "account", "day",
                                       "hour",  "weekday", "operator", "tag" };

  g_return_val_if_fail (grouping < OD_N_REPORT_GROUPING, "");

  return names[grouping];
}

/**
 * od_report_measure_get_name:
 *
 * Returns: (transfer none): for tables and scripts: "kept_percent"; what ends with `_s` is in seconds
 */
const char *
od_report_measure_get_name (OdReportMeasure measure)
{
  static const char *const names[] = {
    "promises",
    "kept",
    "warned",
    "broken",
    "kept_percent",
    "open",
    "waived",
    "first_replies",
    "first_median_s",
    "first_p90_s",
    "first_open_median_s",
    "first_open_p90_s",
    "first_within_1m",
    "first_within_30m",
    "first_within_1h",
    "first_within_3h",
    "next_replies",
    "next_median_s",
    "next_p90_s",
    "next_open_median_s",
    "next_open_p90_s",
    "next_within_1m",
    "next_within_30m",
    "next_within_1h",
    "next_within_3h",
    "messages",
    "replies",
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == OD_N_REPORT_MEASURE);
  g_return_val_if_fail (measure < OD_N_REPORT_MEASURE, "");

  return names[measure];
}

/* (transfer full) */
char *
od_report_dup_name (const OdReport *self, OdReportGrouping grouping, gint64 key)
{
  static const char *const weekdays[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
  const char *name;

  if (grouping == OD_REPORT_TOTAL)
    return g_strdup ("total");
  if (grouping == OD_REPORT_BY_KIND)
    return g_strdup (od_clock_kind_get_name ((OdClockKind) key));
  if (grouping == OD_REPORT_BY_HOUR)
    return g_strdup_printf ("%02d:00", (int) key);
  if (grouping == OD_REPORT_BY_WEEKDAY)
    return g_strdup (weekdays[key - 1]);
  if (grouping == OD_REPORT_BY_DAY)
    {
      guint year, month, day;

      od_bizcal_day_to_ymd ((gint32) key, &year, &month, &day);
      return g_strdup_printf ("%04u-%02u-%02u", year, month, day);
    }
  name = g_hash_table_lookup (self->names[grouping], &key);
  return g_strdup (name != NULL ? name : "");
}

/* ---- a table ------------------------------------------------------------------ */

/**
 * od_report_append_csv:
 *
 * Every row of every grouping, with a line of names above them. What there is not is empty.
 */
void
od_report_append_csv (const OdReport *self, GString *out)
{
  g_string_append (out, "group,key,name");
  for (guint m = 0; m < OD_N_REPORT_MEASURE; m++)
    g_string_append_printf (out, ",%s", od_report_measure_get_name (m));
  g_string_append (out, "\r\n");
  for (guint g = 0; g < OD_N_REPORT_GROUPING; g++)
    for (guint i = 0; i < self->rows[g]->len; i++)
      {
        const OdReportRow *row = self->rows[g]->pdata[i];

        g_string_append_printf (out, "%s,%" G_GINT64_FORMAT ",", od_report_grouping_get_name (g), row->key);
        od_csv_append (out, row->name, FALSE);
        for (guint m = 0; m < OD_N_REPORT_MEASURE; m++)
          {
            g_autofree char *value = row->values[m] < 0 ? NULL : g_strdup_printf ("%" G_GINT64_FORMAT, row->values[m]);

            od_csv_append (out, value != NULL ? value : "", m + 1 == OD_N_REPORT_MEASURE);
          }
      }
}
