/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-auto-answer-trial.h"

static const OdBizcal *
find_calendar_cb (gint64 id, gpointer terms)
{
  const OdCalendar *calendar = od_terms_find_calendar (terms, id);

  return calendar != NULL ? calendar->hours : NULL;
}

/* Until when an answer would be promised; 0: nothing would. */
static gint64
find_due (const OdAutoAnswerTrial *self, const OdTerms *terms)
{
  OdSlaFacts facts = { .channel = self->channel, .operator_online = self->is_online };
  const OdSlaPolicy *policy = od_sla_policy_choose (terms->policies, &facts);
  const OdCalendar *calendar = policy != NULL ? od_terms_find_calendar (terms, policy->calendar_id) : NULL;
  OdSlaTimes times;

  if (policy == NULL ||
      !od_sla_times (policy, calendar != NULL ? calendar->hours : NULL, OD_CLOCK_FIRST, self->at_us, NULL, 0, &times))
    return 0;
  return times.due_us;
}

static char *
compose (const OdAutoAnswerTrial *self, const OdAutoDecision *decision, const OdTerms *terms)
{
  const OdAutoAnswer *answer = decision->main != NULL ? decision->main : decision->contact;
  const OdCalendar *calendar = od_terms_find_calendar (terms, answer->calendar_id);
  g_autoptr (GTimeZone) zone =
      calendar != NULL ? g_time_zone_ref (od_bizcal_get_zone (calendar->hours)) : g_time_zone_new_local ();
  OdAutoAnswerValues values = { .due_us = find_due (self, terms), .now_us = self->at_us, .zone = zone };

  return od_auto_decision_compose (decision, &values);
}

/**
 * od_auto_answer_trial_run:
 * @answers: (element-type OdAutoAnswer)
 * @silence: (out): why nothing is said
 *
 * Returns: (transfer full) (nullable): what would be said to the first message of somebody of whom nothing is known
 */
char *
od_auto_answer_trial_run (const OdAutoAnswerTrial *self, GPtrArray *answers, const OdTerms *terms,
                          OdAutoSilence *silence)
{
  OdAutoAnswerFacts facts = { .account_id = self->account_id,
                              .at_us = self->at_us,
                              .now_us = self->at_us,
                              .flags = OD_AUTO_IS_FIRST,
                              .find_calendar = find_calendar_cb,
                              .calendar_data = (gpointer) terms };
  OdAutoDecision decision;

  if (self->is_online)
    facts.flags |= OD_AUTO_IS_ONLINE;
  if (g_strcmp0 (self->channel, "webchat") == 0)
    facts.flags |= OD_AUTO_CAN_ASK;
  if (od_auto_answer_decide (answers, &facts, &decision))
    return compose (self, &decision, terms);
  *silence = decision.silence;
  return NULL;
}

/**
 * od_auto_answer_trial_say:
 * @answer: need not be switched on, nor fit to be saved
 *
 * Returns: (transfer full): what its words become, whether it would be said or not
 */
char *
od_auto_answer_trial_say (const OdAutoAnswerTrial *self, const OdAutoAnswer *answer, const OdTerms *terms)
{
  const OdBizcal *hours = find_calendar_cb (answer->calendar_id, (gpointer) terms);
  OdAutoDecision decision = { .main = answer };

  if (hours != NULL && !od_bizcal_is_open (hours, self->at_us))
    {
      gint64 opens_us = od_bizcal_next_open (hours, self->at_us);

      decision.opens_us = opens_us != OD_BIZCAL_NEVER ? opens_us : 0;
    }
  return compose (self, &decision, terms);
}

/**
 * od_auto_silence_get_name:
 *
 * Returns: (transfer none): one word, for programs
 */
const char *
od_auto_silence_get_name (OdAutoSilence silence)
{
  static const char *const names[] = {
    [OD_AUTO_SILENCE_NONE] = "none",           [OD_AUTO_SILENCE_HISTORY] = "history",
    [OD_AUTO_SILENCE_AUTOMATIC] = "automatic", [OD_AUTO_SILENCE_BLOCKED] = "blocked",
    [OD_AUTO_SILENCE_SPAM] = "spam",           [OD_AUTO_SILENCE_IN_A_ROW] = "in-a-row",
    [OD_AUTO_SILENCE_SERVED] = "served",       [OD_AUTO_SILENCE_LATE] = "late",
    [OD_AUTO_SILENCE_NOTHING] = "nothing",
  };

  return names[silence];
}
