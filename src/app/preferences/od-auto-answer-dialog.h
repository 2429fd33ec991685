/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-auto-answer.h"
#include "od-desk.h"
#include "od-form-window.h"
#include "od-terms.h"

G_BEGIN_DECLS

#define OD_TYPE_AUTO_ANSWER_DIALOG (od_auto_answer_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OdAutoAnswerDialog, od_auto_answer_dialog, OD, AUTO_ANSWER_DIALOG, OdFormWindow)

GtkWidget *od_auto_answer_dialog_new (GtkWindow *parent, OdDesk *desk, const OdTerms *terms, GListModel *accounts,
                                      const OdAutoAnswer *answer);

G_END_DECLS
