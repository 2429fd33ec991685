/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-recognition-trial.h"

/**
 * od_recognition_trial_new:
 *
 * Returns: (transfer full): with an empty @how
 */
OdRecognitionTrial *
od_recognition_trial_new (void)
{
  OdRecognitionTrial *self = g_new0 (OdRecognitionTrial, 1);

  self->how = g_new0 (OdRecognition, 1);
  return self;
}

void
od_recognition_trial_free (OdRecognitionTrial *self)
{
  od_recognition_free (self->how);
  g_free (self->text);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_free (self);
}

static void
check (const char *pattern, gboolean is_new, OdPatternFault *fault)
{
  if (is_new)
    *fault = pattern == NULL || *pattern == '\0' ? OD_PATTERN_GOOD : od_recognise_check_pattern (pattern);
}

/**
 * od_recognition_trial_run:
 *
 * Checks what is new, then looks through @text with what has no fault. Takes some tens of milliseconds at most, so it is
 * nothing for the main thread.
 */
void
od_recognition_trial_run (OdRecognitionTrial *self)
{
  OdRecognition usable = *self->how;

  check (self->how->order_pattern, self->is_order_new, &self->order_fault);
  check (self->how->tracking_pattern, self->is_tracking_new, &self->tracking_fault);
  if (self->order_fault != OD_PATTERN_GOOD)
    usable.order_pattern = NULL;
  if (self->tracking_fault != OD_PATTERN_GOOD)
    usable.tracking_pattern = NULL;
  g_clear_pointer (&self->found, g_ptr_array_unref);
  self->found = od_recognise (self->text != NULL ? self->text : "", &usable);
}
