/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-sla-policy.h"

#include <string.h>

#include "od-error.h"
#include "od-limits.h"
#include "od-time.h"

static void
field_free (gpointer data)
{
  OdSlaFieldIs *field = data;

  g_free (field->key);
  g_free (field->value);
  g_free (field);
}

/**
 * od_sla_policy_new:
 *
 * Returns: (transfer full): one that holds for every conversation and promises nothing
 */
OdSlaPolicy *
od_sla_policy_new (const char *name)
{
  OdSlaPolicy *self = g_new0 (OdSlaPolicy, 1);

  self->name = g_strdup (name);
  self->uid = g_strdup ("");
  self->when.channels = g_ptr_array_new_with_free_func (g_free);
  self->when.tags = g_ptr_array_new_with_free_func (g_free);
  self->when.fields = g_ptr_array_new_with_free_func (field_free);
  self->pauses_on_pending = TRUE;
  return self;
}

static gpointer
copy_text (gconstpointer text, gpointer data)
{
  (void) data;
  return g_strdup (text);
}

static gpointer
copy_field (gconstpointer from, gpointer data)
{
  const OdSlaFieldIs *field = from;
  OdSlaFieldIs *copy = g_new (OdSlaFieldIs, 1);

  (void) data;
  copy->key = g_strdup (field->key);
  copy->value = g_strdup (field->value);
  return copy;
}

OdSlaPolicy *
od_sla_policy_copy (const OdSlaPolicy *self)
{
  OdSlaPolicy *copy = g_memdup2 (self, sizeof *self);

  copy->uid = g_strdup (self->uid);
  copy->name = g_strdup (self->name);
  copy->when.channels = g_ptr_array_copy (self->when.channels, copy_text, NULL);
  copy->when.tags = g_ptr_array_copy (self->when.tags, copy_text, NULL);
  copy->when.fields = g_ptr_array_copy (self->when.fields, copy_field, NULL);
  return copy;
}

void
od_sla_policy_free (OdSlaPolicy *self)
{
  g_free (self->uid);
  g_free (self->name);
  g_ptr_array_unref (self->when.channels);
  g_ptr_array_unref (self->when.tags);
  g_ptr_array_unref (self->when.fields);
  g_free (self);
}

void
od_sla_when_add_field (OdSlaWhen *self, const char *key, const char *value)
{
  OdSlaFieldIs *field = g_new (OdSlaFieldIs, 1);

  field->key = g_strdup (key);
  field->value = g_strdup (value);
  g_ptr_array_add (self->fields, field);
}

static gboolean
fail (GError **error, OdError code, const char *message)
{
  g_set_error_literal (error, OD_ERROR, (int) code, message);
  return FALSE;
}

static gboolean
check_text (const char *text, gboolean may_be_empty, GError **error)
{
  if (!g_utf8_validate (text, -1, NULL) || (*text == '\0' && !may_be_empty))
    return fail (error, OD_ERROR_MALFORMED, "when: a condition without a text");
  if (strlen (text) > OD_LIMIT_POLICY_VALUE_BYTES)
    return fail (error, OD_ERROR_TOO_LARGE, "when: a condition is too long");
  return TRUE;
}

static gboolean
check_texts (const GPtrArray *texts, GError **error)
{
  if (texts->len > OD_LIMIT_POLICY_CONDITIONS)
    return fail (error, OD_ERROR_TOO_LARGE, "when: too many conditions");
  for (guint i = 0; i < texts->len; i++)
    if (!check_text (texts->pdata[i], FALSE, error))
      return FALSE;
  return TRUE;
}

static gboolean
check_when (const OdSlaWhen *when, GError **error)
{
  if (!check_texts (when->channels, error) || !check_texts (when->tags, error))
    return FALSE;
  if (when->fields->len > OD_LIMIT_POLICY_CONDITIONS)
    return fail (error, OD_ERROR_TOO_LARGE, "when: too many conditions");
  for (guint i = 0; i < when->fields->len; i++)
    {
      const OdSlaFieldIs *field = when->fields->pdata[i];

      if (!check_text (field->key, FALSE, error) || !check_text (field->value, TRUE, error))
        return FALSE;
    }
  return when->priorities < 1 << (OD_PRIORITY_URGENT - OD_PRIORITY_LOW + 1)
             ? TRUE
             : fail (error, OD_ERROR_MALFORMED, "when: an unknown priority");
}

/**
 * od_sla_policy_check:
 *
 * Returns: %FALSE with %OD_ERROR_MALFORMED or %OD_ERROR_TOO_LARGE, which name the member, if it is not to be stored
 */
gboolean
od_sla_policy_check (const OdSlaPolicy *self, GError **error)
{
  if (!g_utf8_validate (self->name, -1, NULL) || *self->name == '\0')
    return fail (error, OD_ERROR_MALFORMED, "name: empty");
  if (g_utf8_strlen (self->name, -1) > OD_LIMIT_CALENDAR_NAME_CHARS)
    return fail (error, OD_ERROR_TOO_LARGE, "name: too long");
  if (!check_when (&self->when, error))
    return FALSE;
  for (guint kind = 1; kind < OD_N_CLOCK_KIND; kind++)
    {
      const OdSlaTarget *target = &self->targets[kind];

      if (target->target_s < 0 || target->target_s > OD_LIMIT_CALENDAR_TARGET_S || target->warn_before_s < 0 ||
          target->warn_before_s > OD_LIMIT_CALENDAR_TARGET_S || target->warn_percent > 99 ||
          (kind == OD_CLOCK_PROMISE && (target->target_s != 0 || target->warn_percent != 0)))
        {
          g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "%s: out of range",
                       od_clock_kind_get_name ((OdClockKind) kind));
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
has_text (const GPtrArray *texts, const char *text)
{
  for (guint i = 0; i < texts->len; i++)
    if (g_strcmp0 (texts->pdata[i], text) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
has_any_tag (const GPtrArray *wanted, const char *const *tags)
{
  for (; tags != NULL && *tags != NULL; tags++)
    if (has_text (wanted, *tags))
      return TRUE;
  return FALSE;
}

/**
 * od_sla_policy_matches:
 *
 * Returns: whether all conditions of @self hold for @facts
 */
gboolean
od_sla_policy_matches (const OdSlaPolicy *self, const OdSlaFacts *facts)
{
  const OdSlaWhen *when = &self->when;

  if ((when->online_only && !facts->operator_online) ||
      (when->channels->len > 0 && !has_text (when->channels, facts->channel)) ||
      (when->priorities != 0 && (when->priorities & 1 << (facts->priority - OD_PRIORITY_LOW)) == 0) ||
      (when->tags->len > 0 && !has_any_tag (when->tags, facts->tags)))
    return FALSE;
  for (guint i = 0; i < when->fields->len; i++)
    {
      const OdSlaFieldIs *field = when->fields->pdata[i];
      const char *value = facts->get_field != NULL ? facts->get_field (field->key, facts->get_field_data) : NULL;

      if (g_strcmp0 (value, field->value) != 0)
        return FALSE;
    }
  return TRUE;
}

/**
 * od_sla_policy_choose:
 * @policies: (element-type OdSlaPolicy): in their order
 *
 * Returns: (transfer none) (nullable): the first that matches; %NULL: nothing is promised
 */
const OdSlaPolicy *
od_sla_policy_choose (GPtrArray *policies, const OdSlaFacts *facts)
{
  for (guint i = 0; i < policies->len; i++)
    if (od_sla_policy_matches (policies->pdata[i], facts))
      return policies->pdata[i];
  return NULL;
}

/**
 * od_sla_policy_pauses:
 *
 * Returns: whether a clock of @kind stands still while the conversation is pending (R7: reply clocks never)
 */
gboolean
od_sla_policy_pauses (const OdSlaPolicy *self, OdClockKind kind)
{
  return kind == OD_CLOCK_RESOLUTION && self->pauses_on_pending;
}

/* A warning that would come with the message itself, or before it, says nothing. */
static gint64
warn_before (const OdSlaTarget *target, gint64 anchor_us, gint64 due_us)
{
  gint64 warn_us = due_us - target->warn_before_s * G_USEC_PER_SEC;

  return target->warn_before_s > 0 && due_us < OD_BIZCAL_NEVER && warn_us > anchor_us ? warn_us : 0;
}

/**
 * od_sla_times:
 * @calendar: (nullable): of the policy; %NULL: working time is around the clock
 * @kind: first, next or resolution
 * @anchor_us: when the clock started, 0 to %OD_TIME_MAX_US, µs since 1970 UTC
 * @pauses: (array length=n_pauses) (nullable): as od_bizcal_due_paused() has them
 * @times: (out)
 *
 * Any thread.
 *
 * Returns: %FALSE if @self promises nothing of this kind; @times is then untouched
 */
gboolean
od_sla_times (const OdSlaPolicy *self, const OdBizcal *calendar, OdClockKind kind, gint64 anchor_us,
              const OdBizcalPause *pauses, guint n_pauses, OdSlaTimes *times)
{
  const OdSlaTarget *target;

  g_return_val_if_fail (kind >= OD_CLOCK_FIRST && kind <= OD_CLOCK_RESOLUTION, FALSE);

  target = &self->targets[kind];
  if (target->target_s == 0)
    return FALSE;
  if (!target->is_working)
    calendar = NULL;
  times->due_us = od_bizcal_due_paused (calendar, anchor_us, target->target_s, pauses, n_pauses, &times->fell_back);
  times->warn1_us = 0;
  if (target->warn_percent > 0)
    {
      gint64 part_s = target->target_s * target->warn_percent / 100;
      gint64 warn_us =
          od_bizcal_due_paused (times->fell_back ? NULL : calendar, anchor_us, part_s, pauses, n_pauses, NULL);

      times->warn1_us = part_s > 0 && warn_us < OD_BIZCAL_NEVER ? warn_us : 0;
    }
  times->warn2_us = warn_before (target, anchor_us, times->due_us);
  return TRUE;
}

/**
 * od_sla_times_agreed:
 * @self: (nullable): its warning for %OD_CLOCK_PROMISE counts
 * @anchor_us: when it was agreed
 * @due_us: the agreed time
 * @times: (out)
 */
void
od_sla_times_agreed (const OdSlaPolicy *self, gint64 anchor_us, gint64 due_us, OdSlaTimes *times)
{
  times->due_us = due_us;
  times->warn1_us = 0;
  times->warn2_us = self != NULL ? warn_before (&self->targets[OD_CLOCK_PROMISE], anchor_us, due_us) : 0;
  times->fell_back = FALSE;
}
