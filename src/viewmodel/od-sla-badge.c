/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-sla-badge.h"

#include <glib/gi18n.h>

#include "od-promise-port.h"
#include "od-relative-time.h"

#define SECOND_US ((gint64) G_USEC_PER_SEC)
#define MINUTE_S 60
#define HOUR_S 3600
#define DAY_S 86400

/**
 * od_sla_badge_get_level:
 *
 * Returns: how pressing what is promised is; %OD_SLA_LEVEL_NONE: there is nothing to show
 */
OdSlaLevel
od_sla_badge_get_level (const OdConversationMarks *marks, gint64 now_us)
{
  if (marks->due_us == 0)
    return OD_SLA_LEVEL_NONE;
  if (marks->due_us <= now_us)
    return OD_SLA_LEVEL_RED;
  return marks->warn_us != 0 && marks->warn_us <= now_us ? OD_SLA_LEVEL_AMBER : OD_SLA_LEVEL_OK;
}

/**
 * od_sla_badge_get_icon:
 *
 * Returns: (transfer none) (nullable): %NULL where nothing is promised
 */
const char *
od_sla_badge_get_icon (OdSlaLevel level)
{
  static const char *const icons[] = {
    [OD_SLA_LEVEL_OK] = "od-queued-symbolic",
    [OD_SLA_LEVEL_AMBER] = "od-hourglass-symbolic",
    [OD_SLA_LEVEL_RED] = "od-late-symbolic",
  };

  return level < G_N_ELEMENTS (icons) ? icons[level] : NULL;
}

/* The larger two units. What is left is rounded up and what is over down: at the due second both are 0. */
static char *
format_seconds (gint64 s)
{
  if (s < MINUTE_S)
    /* TRANSLATORS: seconds, very short: "45 s" */
    return g_strdup_printf (_ ("%d s"), (int) s);
  if (s < HOUR_S)
    /* TRANSLATORS: minutes, very short: "12 min" */
    return g_strdup_printf (_ ("%d min"), (int) (s / MINUTE_S));
  if (s < DAY_S)
    /* TRANSLATORS: hours and minutes, very short: "2 h 05" */
    return g_strdup_printf (_ ("%1$d h %2$02d"), (int) (s / HOUR_S), (int) (s % HOUR_S / MINUTE_S));
  /* TRANSLATORS: days and hours, very short: "2 d 5 h" */
  return g_strdup_printf (_ ("%1$d d %2$d h"), (int) MIN (s / DAY_S, 9999), (int) (s % DAY_S / HOUR_S));
}

/* Seconds until the due time, or since; whole minutes where no seconds are shown. @is_late: (out) */
static gint64
count (gint64 due_us, gint64 now_us, gboolean *is_late)
{
  gint64 s;

  *is_late = now_us >= due_us;
  if (*is_late)
    return (now_us - due_us) / SECOND_US;
  s = (due_us - now_us + SECOND_US - 1) / SECOND_US;
  return s < MINUTE_S ? s : (s + MINUTE_S - 1) / MINUTE_S * MINUTE_S;
}

/**
 * od_sla_badge_text:
 *
 * Returns: (transfer full) (nullable): the time that is left, or since when it is over ("+3 min"); %NULL: nothing is
 *   promised
 */
char *
od_sla_badge_text (const OdConversationMarks *marks, gint64 now_us)
{
  g_autofree char *time = NULL;
  gboolean is_late;

  if (marks->due_us == 0)
    return NULL;
  time = format_seconds (count (marks->due_us, now_us, &is_late));
  return is_late ? g_strconcat ("+", time, NULL) : g_steal_pointer (&time);
}

static const char *
get_kind_words (OdClockKind kind)
{
  switch (kind)
    {
    case OD_CLOCK_FIRST:
      return _ ("First reply");
    case OD_CLOCK_RESOLUTION:
      return _ ("Resolution");
    case OD_CLOCK_PROMISE:
      return _ ("Your promise");
    case OD_CLOCK_NEXT:
    default:
      return _ ("Reply");
    }
}

/* Spoken, one unit: what is exact to the second is read a moment later. */
static char *
speak_seconds (gint64 s)
{
  if (s < MINUTE_S)
    return g_strdup_printf (ngettext ("%d second", "%d seconds", (gulong) s), (int) s);
  if (s < 2 * HOUR_S)
    return g_strdup_printf (ngettext ("%d minute", "%d minutes", (gulong) (s / MINUTE_S)), (int) (s / MINUTE_S));
  if (s < 2 * DAY_S)
    return g_strdup_printf (ngettext ("%d hour", "%d hours", (gulong) (s / HOUR_S)), (int) (s / HOUR_S));
  return g_strdup_printf (ngettext ("%d day", "%d days", (gulong) (s / DAY_S)), (int) MIN (s / DAY_S, 9999));
}

/**
 * od_sla_badge_words:
 *
 * Returns: (transfer full) (nullable): a sentence for who hears it; %NULL: nothing is promised
 */
char *
od_sla_badge_words (const OdConversationMarks *marks, gint64 now_us)
{
  g_autofree char *time = NULL;
  const char *kind = get_kind_words (marks->clock_kind);
  gboolean is_late;

  if (marks->due_us == 0)
    return NULL;
  time = speak_seconds (count (marks->due_us, now_us, &is_late));
  if (!is_late && marks->clock_state == OD_CLOCK_AWAITING)
    /* TRANSLATORS: which promise and how long there is: "First reply: written, not delivered yet, 5 minutes left." */
    return g_strdup_printf (_ ("%1$s: written, not delivered yet, %2$s left."), kind, time);
  if (is_late)
    /* TRANSLATORS: which promise and how long it is broken: "First reply: 5 minutes late." */
    return g_strdup_printf (_ ("%1$s: %2$s late."), kind, time);
  /* TRANSLATORS: which promise and how long there is: "First reply: 5 minutes left." */
  return g_strdup_printf (_ ("%1$s: %2$s left."), kind, time);
}

static char *
describe_state (const OdPromiseClock *clock, gint64 now_us, GTimeZone *zone)
{
  g_autofree char *due = od_relative_time_moment (clock->due_us, now_us, zone);
  g_autofree char *left = clock->left_s >= 0 ? speak_seconds (clock->left_s) : NULL;
  const char *kind = get_kind_words (clock->kind);

  if (clock->paused_at_us != 0)
    /* TRANSLATORS: which promise, and what is left of it: "Resolution: stands still, 2 hours left" */
    return g_strdup_printf (_ ("%1$s: stands still, %2$s left"), kind, left != NULL ? left : "");
  if (clock->composed_at_us != 0 && clock->ended_at_us == 0)
    {
      g_autofree char *written = od_relative_time_moment (clock->composed_at_us, now_us, zone);

      /* TRANSLATORS: which promise and two moments: "Reply: due 14:00; written 13:59, not delivered yet" */
      return g_strdup_printf (_ ("%1$s: due %2$s; written %3$s, not delivered yet"), kind, due, written);
    }
  if (clock->due_us <= now_us)
    /* TRANSLATORS: which promise and a moment: "First reply: was due 14:00" */
    return g_strdup_printf (_ ("%1$s: was due %2$s"), kind, due);
  if (left != NULL)
    /* TRANSLATORS: which promise, when, and opening hours until then: "Reply: due Mon 10:00, working time left: 2 hours" */
    return g_strdup_printf (_ ("%1$s: due %2$s, working time left: %3$s"), kind, due, left);
  /* TRANSLATORS: which promise and a moment: "First reply: due 14:00" */
  return g_strdup_printf (_ ("%1$s: due %2$s"), kind, due);
}

static char *
describe_clock (const OdPromiseClock *clock, gint64 now_us, GTimeZone *zone)
{
  g_autofree char *state = describe_state (clock, now_us, zone);
  g_autofree char *at = NULL;

  if (clock->acknowledged_at_us == 0)
    return g_steal_pointer (&state);
  at = od_relative_time_moment (clock->acknowledged_at_us, now_us, zone);
  /* TRANSLATORS: what is promised, and when an automatic answer was given: "Reply: due 14:00; acknowledged automatically
     13:01" */
  return g_strdup_printf (_ ("%1$s; acknowledged automatically %2$s"), state, at);
}

/**
 * od_sla_badge_promised:
 *
 * Returns: (transfer full) (nullable): until when the operator promised to be back, if the badge shows another clock;
 *   %NULL: it does not, or nothing is promised
 */
char *
od_sla_badge_promised (const OdConversationMarks *marks, gint64 now_us, GTimeZone *zone)
{
  g_autofree char *moment = NULL;

  if (marks->promised_us == 0 || (marks->clock_kind == OD_CLOCK_PROMISE && marks->due_us == marks->promised_us))
    return NULL;
  moment = marks->promised_us > now_us ? od_relative_time_future (marks->promised_us, now_us, zone)
                                       : od_relative_time_moment (marks->promised_us, now_us, zone);
  if (marks->promised_us <= now_us)
    /* TRANSLATORS: a moment that is over: "Promised by 14:00: late" */
    return g_strdup_printf (_ ("Promised by %s: late"), moment);
  /* TRANSLATORS: until when the operator promised to be back: "Promised by 14:00" */
  return g_strdup_printf (_ ("Promised by %s"), moment);
}

/**
 * od_sla_badge_tooltip:
 * @clocks: (element-type OdPromiseClock): of od_promise_port_load_async()
 *
 * Returns: (transfer full) (nullable): a line for each; %NULL if there is none
 */
char *
od_sla_badge_tooltip (const GPtrArray *clocks, gint64 now_us, GTimeZone *zone)
{
  GString *lines = g_string_new (NULL);
  gboolean fell_back = FALSE;

  for (guint i = 0; i < clocks->len; i++)
    {
      const OdPromiseClock *clock = clocks->pdata[i];
      g_autofree char *line = describe_clock (clock, now_us, zone);

      g_string_append_printf (lines, "%s%s", lines->len > 0 ? "\n" : "", line);
      fell_back |= clock->fell_back;
    }
  if (fell_back)
    g_string_append_printf (lines, "\n%s", _ ("The opening hours are never open: it counts around the clock."));
  return g_string_free (lines, lines->len == 0);
}

/**
 * od_sla_badge_get_next_us:
 *
 * Returns: when od_sla_badge_text() says something else, or the level is another one; %G_MAXINT64: never
 */
gint64
od_sla_badge_get_next_us (const OdConversationMarks *marks, gint64 now_us)
{
  gint64 left_us = marks->due_us - now_us, step_us, next_us;

  if (marks->due_us == 0)
    return G_MAXINT64;
  step_us = ABS (left_us) <= MINUTE_S * SECOND_US ? SECOND_US : MINUTE_S * SECOND_US;
  if (left_us > 0)
    next_us = marks->due_us - (left_us - 1) / step_us * step_us;
  else
    next_us = marks->due_us + (-left_us / step_us + 1) * step_us;
  if (marks->warn_us > now_us)
    next_us = MIN (next_us, marks->warn_us);
  return next_us;
}
