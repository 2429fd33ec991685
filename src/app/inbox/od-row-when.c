/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-row-when.h"

#include "od-relative-time.h"
#include "od-row-words.h"
#include "od-sla-badge.h"

/**
 * od_row_when_choose:
 * @now_us: now
 *
 * What the end of a row's first line says: when it is sent, if it waits for that; else how long there is to keep what is
 * promised, or since when it is broken; else when something was said last, and how long the customer has waited.
 */
OdRowWhen
od_row_when_choose (const OdConversationRow *row, gint64 now_us)
{
  static const char *const colours[] = {
    [OD_SLA_LEVEL_NONE] = "od_dim",
    [OD_SLA_LEVEL_OK] = "od_dim",
    [OD_SLA_LEVEL_AMBER] = "od_warn",
    [OD_SLA_LEVEL_RED] = "od_late",
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  OdRowWait wait = od_row_words_get_wait (row, now_us);

  if (row->marks.sends_at_us > now_us)
    return (OdRowWhen){ od_relative_time_future (row->marks.sends_at_us, now_us, zone), "od-queued-symbolic",
                        "od_dim" };
  if (row->marks.due_us != 0)
    {
      OdSlaLevel level = od_sla_badge_get_level (&row->marks, now_us);

      return (OdRowWhen){ od_sla_badge_text (&row->marks, now_us), od_sla_badge_get_icon (level), colours[level] };
    }
  if (wait == OD_ROW_WAIT_LATE)
    return (OdRowWhen){ od_relative_time_short (row->waiting_since_us, now_us, zone), "od-late-symbolic", "od_late" };
  if (wait == OD_ROW_WAIT_LONG)
    return (OdRowWhen){ od_relative_time_short (row->waiting_since_us, now_us, zone), "od-hourglass-symbolic",
                        "od_warn" };
  return (OdRowWhen){ od_relative_time_short (row->last_at_us, now_us, zone), NULL, "od_dim" };
}

void
od_row_when_clear (OdRowWhen *self)
{
  g_clear_pointer (&self->text, g_free);
}
