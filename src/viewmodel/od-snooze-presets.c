/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-snooze-presets.h"

#include <glib/gi18n.h>

static const struct {
  const char *label;
  const char *phrase;
} presets[] = {
  { N_ ("In an Hour"), "in an hour" },
  { N_ ("In 3 Hours"), "in 3 hours" },
  { N_ ("This Evening"), "tonight" },
  { N_ ("Tomorrow Morning"), "tomorrow" },
  { N_ ("On Monday"), "next monday" },
  { N_ ("Next Month"), "next month" },
  { N_ ("When the Customer Writes"), "until reply" },
};

/**
 * od_snooze_presets_list:
 * @zone: of the operator
 *
 * Returns: (transfer full) (element-type OdSnoozePreset): those that are to come, each with a moment of its own
 */
GPtrArray *
od_snooze_presets_list (gint64 now_us, GTimeZone *zone)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    {
      gint64 until_us;
      gboolean is_new = od_snooze_phrase_parse (presets[i].phrase, now_us, zone, NULL, &until_us) ==
                        OD_SNOOZE_READING_OK; /* the evening may be over */

      for (guint j = 0; j < list->len; j++)
        is_new = is_new && ((OdSnoozePreset *) list->pdata[j])->until_us != until_us;
      if (is_new)
        {
          OdSnoozePreset *preset = g_new0 (OdSnoozePreset, 1);

          preset->label = _ (presets[i].label);
          preset->phrase = presets[i].phrase;
          preset->until_us = until_us;
          g_ptr_array_add (list, preset);
        }
    }
  return list;
}
