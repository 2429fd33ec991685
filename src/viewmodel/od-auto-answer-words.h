/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-auto-answer-trial.h"

G_BEGIN_DECLS

const char *od_auto_answer_words_kind (OdAutoAnswerKind kind);
const char *od_auto_answer_words_when (OdAutoAnswerKind kind);
OdAutoAnswer *od_auto_answer_words_new_draft (OdAutoAnswerKind kind);
char *od_auto_answer_words_title (const OdAutoAnswer *answer);
char *od_auto_answer_words_text (const OdAutoAnswer *answer);
const char *od_auto_answer_words_trouble (const OdAutoAnswer *answer);
const char *od_auto_answer_words_silence (OdAutoSilence silence);
char *od_auto_answer_words_trial (GPtrArray *answers, const OdTerms *terms, const OdAutoAnswerTrial *trial);

G_END_DECLS
