/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-auto-answer.h"
#include "od-terms.h"

G_BEGIN_DECLS

/**
 * OdAutoAnswerTrial: a message that nobody wrote.
 * @channel: of the account
 * @at_us: when it would come, µs since 1970 UTC
 */
typedef struct {
  gint64 account_id;
  const char *channel;
  gint64 at_us;
  gboolean is_online;
} OdAutoAnswerTrial;

char *od_auto_answer_trial_run (const OdAutoAnswerTrial *self, GPtrArray *answers, const OdTerms *terms,
                                OdAutoSilence *silence);
char *od_auto_answer_trial_say (const OdAutoAnswerTrial *self, const OdAutoAnswer *answer, const OdTerms *terms);
const char *od_auto_silence_get_name (OdAutoSilence silence);

G_END_DECLS
