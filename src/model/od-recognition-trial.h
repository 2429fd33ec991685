/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-recognise.h"

G_BEGIN_DECLS

/**
 * OdRecognitionTrial: patterns as somebody types them, and a text that they are tried on.
 * @how: (owned)
 * @text: (owned)
 * @is_order_new, @is_tracking_new: the pattern is to be checked; otherwise its fault is known
 * @order_fault, @tracking_fault: (inout)
 * @found: (owned) (nullable) (element-type OdRecognised): (out): what is in @text
 */
typedef struct {
  OdRecognition *how;
  char *text;
  gboolean is_order_new, is_tracking_new;
  OdPatternFault order_fault, tracking_fault;
  GPtrArray *found;
} OdRecognitionTrial;

OdRecognitionTrial *od_recognition_trial_new (void);
void od_recognition_trial_free (OdRecognitionTrial *self);
void od_recognition_trial_run (OdRecognitionTrial *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdRecognitionTrial, od_recognition_trial_free)

G_END_DECLS
