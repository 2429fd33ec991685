/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "od-sla-policy.h"

#define MINUTE 60
#define HOUR 3600

/* What a new desk promises with nothing configured. */
static const struct {
  const char *name;
  const char *channels[3]; /* none: every other one */
  OdSlaTarget reply;       /* first and next */
  gint64 promise_before_s; /* warning before an agreed time */
  gboolean online_only;
} defaults[OD_SLA_N_DEFAULTS] = {
  { N_ ("Web chat"), { "webchat" }, { .target_s = MINUTE, .warn_percent = 50 }, MINUTE, TRUE },
  { N_ ("Web form"),
    { OD_SLA_CHANNEL_FORM },
    { .target_s = HOUR, .warn_percent = 75, .is_working = TRUE },
    5 * MINUTE,
    FALSE },
  { N_ ("E-mail"), { "email" }, { .target_s = 3 * HOUR, .warn_percent = 80, .is_working = TRUE }, 5 * MINUTE, FALSE },
  { N_ ("Phone"), { "phone" }, { .target_s = 0 }, 5 * MINUTE, FALSE },
  /* Also web chat while nobody is there. */
  { N_ ("Social networks and messengers"),
    { NULL },
    { .target_s = 30 * MINUTE, .warn_before_s = 10 * MINUTE },
    5 * MINUTE,
    FALSE },
};

/**
 * od_sla_default_calendar:
 * @zone: (nullable): an IANA name; UTC if it is not known here
 *
 * Returns: (transfer full): Monday to Friday, 09:00 to 18:00
 */
OdBizcal *
od_sla_default_calendar (const char *zone)
{
  static const OdBizcalSpan day = { 9 * 60, 18 * 60 };
  g_autoptr (OdBizcalBuilder) builder = od_bizcal_builder_new (zone != NULL ? zone : "UTC");
  OdBizcal *calendar;

  for (guint weekday = 1; weekday <= 5; weekday++)
    od_bizcal_builder_set_weekly (builder, weekday, &day, 1, NULL);
  calendar = od_bizcal_builder_build (builder, NULL);
  if (calendar == NULL)
    {
      od_bizcal_builder_set_zone (builder, "UTC");
      calendar = od_bizcal_builder_build (builder, NULL);
    }
  return calendar;
}

/**
 * od_sla_default_calendar_name:
 *
 * Returns: (transfer none): in the language of the desk
 */
const char *
od_sla_default_calendar_name (void)
{
  return _ ("Working hours");
}

/**
 * od_sla_default_policies:
 * @calendar_id: of those that count working time
 *
 * Names are in the language of the desk. None has an id yet.
 *
 * Returns: (transfer full) (element-type OdSlaPolicy): in their order; the last one is for everything
 */
GPtrArray *
od_sla_default_policies (gint64 calendar_id)
{
  GPtrArray *policies = g_ptr_array_new_with_free_func ((GDestroyNotify) od_sla_policy_free);

  for (guint i = 0; i < G_N_ELEMENTS (defaults); i++)
    {
      OdSlaPolicy *policy = od_sla_policy_new (_ (defaults[i].name));

      for (guint k = 0; defaults[i].channels[k] != NULL; k++)
        g_ptr_array_add (policy->when.channels, g_strdup (defaults[i].channels[k]));
      policy->when.online_only = defaults[i].online_only;
      policy->calendar_id = calendar_id;
      policy->version = 1;
      policy->position = i;
      policy->targets[OD_CLOCK_FIRST] = defaults[i].reply;
      policy->targets[OD_CLOCK_NEXT] = defaults[i].reply;
      policy->targets[OD_CLOCK_PROMISE].warn_before_s = defaults[i].promise_before_s;
      g_ptr_array_add (policies, policy);
    }
  return policies;
}
