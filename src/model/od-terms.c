/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-terms.h"

/**
 * od_calendar_new:
 * @hours: (transfer none): kept
 *
 * Returns: (transfer full)
 */
OdCalendar *
od_calendar_new (gint64 id, const char *name, OdBizcal *hours)
{
  OdCalendar *self = g_new0 (OdCalendar, 1);

  self->id = id;
  self->uid = g_strdup ("");
  self->name = g_strdup (name);
  self->hours = od_bizcal_ref (hours);
  return self;
}

OdCalendar *
od_calendar_copy (const OdCalendar *self)
{
  OdCalendar *copy = od_calendar_new (self->id, self->name, self->hours);

  copy->version = self->version;
  g_free (copy->uid);
  copy->uid = g_strdup (self->uid);
  return copy;
}

void
od_calendar_free (OdCalendar *self)
{
  od_bizcal_unref (self->hours);
  g_free (self->uid);
  g_free (self->name);
  g_free (self);
}

/**
 * od_terms_new:
 *
 * Returns: (transfer full): nothing is promised
 */
OdTerms *
od_terms_new (void)
{
  OdTerms *self = g_new0 (OdTerms, 1);

  self->calendars = g_ptr_array_new_with_free_func ((GDestroyNotify) od_calendar_free);
  self->policies = g_ptr_array_new_with_free_func ((GDestroyNotify) od_sla_policy_free);
  return self;
}

void
od_terms_free (OdTerms *self)
{
  g_ptr_array_unref (self->calendars);
  g_ptr_array_unref (self->policies);
  g_free (self);
}

/**
 * od_terms_find_calendar:
 *
 * Returns: (transfer none) (nullable)
 */
const OdCalendar *
od_terms_find_calendar (const OdTerms *self, gint64 id)
{
  for (guint i = 0; i < self->calendars->len; i++)
    if (((const OdCalendar *) self->calendars->pdata[i])->id == id)
      return self->calendars->pdata[i];
  return NULL;
}

/**
 * od_terms_find_policy:
 *
 * Returns: (transfer none) (nullable)
 */
const OdSlaPolicy *
od_terms_find_policy (const OdTerms *self, gint64 id)
{
  for (guint i = 0; i < self->policies->len; i++)
    if (((const OdSlaPolicy *) self->policies->pdata[i])->id == id)
      return self->policies->pdata[i];
  return NULL;
}
