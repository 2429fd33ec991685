/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-sla-clock.h"

#define TO(state) (OD_CLOCK_##state) /* no state is 0, so an empty cell is "cannot happen" */

static const guint8 table[OD_N_CLOCK_STATE][OD_N_CLOCK_EVENT] = {
  [OD_CLOCK_RUNNING] = {
    [OD_CLOCK_EVENT_ANSWER] = TO (AWAITING),
    [OD_CLOCK_EVENT_KEEP] = TO (MET), /* a call, or an answer written elsewhere: nothing to wait for */
    [OD_CLOCK_EVENT_LATE] = TO (BREACHED),
    [OD_CLOCK_EVENT_DUE] = TO (BREACHED),
    [OD_CLOCK_EVENT_WAIVE] = TO (WAIVED),
    [OD_CLOCK_EVENT_CANCEL] = TO (CANCELLED),
  },
  [OD_CLOCK_AWAITING] = {
    [OD_CLOCK_EVENT_ANSWER] = TO (AWAITING), /* a second one: the first that is accepted counts */
    [OD_CLOCK_EVENT_WITHDRAW] = TO (RUNNING),
    [OD_CLOCK_EVENT_KEEP] = TO (MET), /* R16 */
    [OD_CLOCK_EVENT_LATE] = TO (BREACHED),
    [OD_CLOCK_EVENT_DUE] = TO (BREACHED), /* written in time is not delivered in time: R16, decision 2 */
    [OD_CLOCK_EVENT_WAIVE] = TO (WAIVED),
    [OD_CLOCK_EVENT_CANCEL] = TO (CANCELLED),
  },
  [OD_CLOCK_MET] = {
    [OD_CLOCK_EVENT_REOPEN] = TO (RUNNING), /* with the old due time, which may have passed: R15, R9 */
  },
  /* The record is permanent (R13): everything that may still happen leaves it where it is. */
  [OD_CLOCK_BREACHED] = {
    [OD_CLOCK_EVENT_ANSWER] = TO (BREACHED),
    [OD_CLOCK_EVENT_WITHDRAW] = TO (BREACHED),
    [OD_CLOCK_EVENT_KEEP] = TO (BREACHED), /* the provider's word that it was in time came too late */
    [OD_CLOCK_EVENT_LATE] = TO (BREACHED),
    [OD_CLOCK_EVENT_REOPEN] = TO (BREACHED),
    [OD_CLOCK_EVENT_WAIVE] = TO (BREACHED),
    [OD_CLOCK_EVENT_CANCEL] = TO (BREACHED),
  },
  [OD_CLOCK_WAIVED] = {
    [OD_CLOCK_EVENT_REOPEN] = TO (RUNNING), /* taken back */
  },
  [OD_CLOCK_CANCELLED] = {
    [OD_CLOCK_EVENT_REOPEN] = TO (RUNNING), /* it was no spam; a merge undone */
  },
};

/* Bit k: satisfies the kind k. */
#define FOR(kind) (1 << OD_CLOCK_##kind)
static const guint8 satisfies[OD_N_CLOCK_DEED] = {
  [OD_CLOCK_DEED_REPLY] = FOR (FIRST) | FOR (NEXT) | FOR (PROMISE),
  [OD_CLOCK_DEED_CALL] = FOR (FIRST) | FOR (NEXT) | FOR (PROMISE), /* R6 */
  [OD_CLOCK_DEED_RESOLVE] = FOR (RESOLUTION),
  /* all others: none (R5) */
};

static const char *const kinds[OD_N_CLOCK_KIND] = {
  [OD_CLOCK_FIRST] = "first",
  [OD_CLOCK_NEXT] = "next",
  [OD_CLOCK_RESOLUTION] = "resolution",
  [OD_CLOCK_PROMISE] = "promise",
};

static const char *const states[OD_N_CLOCK_STATE] = {
  [OD_CLOCK_RUNNING] = "running", [OD_CLOCK_AWAITING] = "awaiting_acceptance",
  [OD_CLOCK_MET] = "met",         [OD_CLOCK_BREACHED] = "breached",
  [OD_CLOCK_WAIVED] = "waived",   [OD_CLOCK_CANCELLED] = "cancelled",
};

static guint
find_name (const char *const *names, guint n, const char *name)
{
  for (guint i = 1; i < n; i++)
    if (g_strcmp0 (names[i], name) == 0)
      return i;
  return 0;
}

/**
 * od_clock_state_next:
 * @next: (out): where @event leads from @state; untouched when that cannot happen
 *
 * Returns: %FALSE if that cannot happen; the caller changes nothing
 */
gboolean
od_clock_state_next (OdClockState state, OdClockEvent event, OdClockState *next)
{
  g_return_val_if_fail ((guint) state < OD_N_CLOCK_STATE && (guint) event < OD_N_CLOCK_EVENT, FALSE);

  if (table[state][event] == 0)
    return FALSE;
  *next = (OdClockState) table[state][event];
  return TRUE;
}

/**
 * od_clock_event_at:
 * @satisfied_us: when the provider accepted the answer, or the call was answered; µs since 1970 UTC
 *
 * Returns: %OD_CLOCK_EVENT_KEEP up to and at the due time (R3), else %OD_CLOCK_EVENT_LATE
 */
OdClockEvent
od_clock_event_at (gint64 satisfied_us, gint64 due_us)
{
  return satisfied_us <= due_us ? OD_CLOCK_EVENT_KEEP : OD_CLOCK_EVENT_LATE;
}

/**
 * od_clock_deed_satisfies:
 *
 * Returns: whether @deed satisfies a clock of @kind (R5, R6)
 */
gboolean
od_clock_deed_satisfies (OdClockDeed deed, OdClockKind kind)
{
  g_return_val_if_fail ((guint) deed < OD_N_CLOCK_DEED && (guint) kind < OD_N_CLOCK_KIND, FALSE);

  return (satisfies[deed] & (1 << kind)) != 0;
}

/**
 * od_clock_kind_get_name:
 *
 * Returns: (transfer none): as files and commands call it
 */
const char *
od_clock_kind_get_name (OdClockKind kind)
{
  g_return_val_if_fail ((guint) kind < OD_N_CLOCK_KIND, NULL);

  return kinds[kind];
}

/**
 * od_clock_kind_parse:
 *
 * Returns: %FALSE if no kind has this name
 */
gboolean
od_clock_kind_parse (const char *name, OdClockKind *kind)
{
  guint found = find_name (kinds, OD_N_CLOCK_KIND, name);

  if (found != 0)
    *kind = (OdClockKind) found;
  return found != 0;
}

/**
 * od_clock_state_get_name:
 *
 * Returns: (transfer none): as files and commands call it
 */
const char *
od_clock_state_get_name (OdClockState state)
{
  g_return_val_if_fail ((guint) state < OD_N_CLOCK_STATE, NULL);

  return states[state];
}

/**
 * od_clock_state_parse:
 *
 * Returns: %FALSE if no state has this name
 */
gboolean
od_clock_state_parse (const char *name, OdClockState *state)
{
  guint found = find_name (states, OD_N_CLOCK_STATE, name);

  if (found != 0)
    *state = (OdClockState) found;
  return found != 0;
}
