/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-bizcal.h"
#include "od-deed.h"
#include "od-sla-clock.h"

G_BEGIN_DECLS

/** How many policies a new desk has. */
#define OD_SLA_N_DEFAULTS 5

/** The name of a channel in conditions for what came by a web form (`conversation.kind` is `offline`). */
#define OD_SLA_CHANNEL_FORM "form"

/**
 * OdSlaTarget: what a policy promises for one kind of clock.
 * @target_s: elapsed seconds, 1 to %OD_LIMIT_CALENDAR_TARGET_S; 0: no such clock. Of %OD_CLOCK_PROMISE always 0: its time
 *   is agreed, only the warnings count.
 * @is_working: counts open time of the policy's calendar; else around the clock
 * @warn_percent: first warning, percent of the target in the same time that it counts in (R22), 1 to 99; 0: none
 * @warn_before_s: second warning, seconds on the wall before the due time (R22); 0: none
 */
typedef struct {
  gint64 target_s;
  gint64 warn_before_s;
  guint8 warn_percent;
  gboolean is_working;
} OdSlaTarget;

/**
 * OdSlaFieldIs: the customer's field @key has the value @value.
 */
typedef struct {
  char *key;
  char *value;
} OdSlaFieldIs;

/**
 * OdSlaWhen: which conversations a policy is for. All groups must hold; of a group that is empty any value does.
 * @channels: (element-type utf8): one of them; %OD_SLA_CHANNEL_FORM for web forms
 * @tags: (element-type utf8): at least one of them, on the conversation or the customer
 * @priorities: bit `priority - OD_PRIORITY_LOW` for each that is meant; 0: any
 * @fields: (element-type OdSlaFieldIs): each of them
 * @online_only: only while an operator is online (decision 3)
 */
typedef struct {
  GPtrArray *channels;
  GPtrArray *tags;
  GPtrArray *fields;
  guint8 priorities;
  gboolean online_only;
} OdSlaWhen;

/**
 * OdSlaPolicy: a row of `policy`. The first four fields, @name and @position are columns; the rest is its body.
 * @id: 0: not stored yet
 * @calendar_id: 0: none; working time is then around the clock
 * @targets: by #OdClockKind; [0] is nothing
 * @pauses_on_pending: the resolution clock stands still while the customer is waited for (R7)
 */
typedef struct {
  gint64 id;
  char *uid;
  gint64 calendar_id;
  gint64 version;
  gint64 position;
  char *name;
  OdSlaWhen when;
  OdSlaTarget targets[OD_N_CLOCK_KIND];
  gboolean pauses_on_pending;
} OdSlaPolicy;

/**
 * OdSlaFacts: what is known of a conversation when a clock starts. All borrowed.
 * @channel: of its account; %OD_SLA_CHANNEL_FORM if it began with a web form
 * @tags: (nullable) (array zero-terminated=1): of conversation and customer
 * @get_field: (nullable): the customer's value of a field, %NULL if there is none; borrowed until the next call
 */
typedef struct {
  const char *channel;
  const char *const *tags;
  OdPriority priority;
  gboolean operator_online;
  const char *(*get_field) (const char *key, gpointer data);
  gpointer get_field_data;
} OdSlaFacts;

/**
 * OdSlaTimes: µs since 1970 UTC.
 * @due_us: %OD_BIZCAL_NEVER while a pause is not over
 * @warn1_us: by percent; 0: none
 * @warn2_us: by time before due; 0: none
 * @fell_back: R21: nothing is open within 400 days, so it is counted around the clock
 */
typedef struct {
  gint64 due_us;
  gint64 warn1_us;
  gint64 warn2_us;
  gboolean fell_back;
} OdSlaTimes;

OdSlaPolicy *od_sla_policy_new (const char *name);
OdSlaPolicy *od_sla_policy_copy (const OdSlaPolicy *self);
void od_sla_policy_free (OdSlaPolicy *self);
gboolean od_sla_policy_parse_body (OdSlaPolicy *self, const char *body, gssize len, GError **error);
char *od_sla_policy_dup_body (const OdSlaPolicy *self);
gboolean od_sla_policy_check (const OdSlaPolicy *self, GError **error);
void od_sla_when_add_field (OdSlaWhen *self, const char *key, const char *value);

gboolean od_sla_policy_matches (const OdSlaPolicy *self, const OdSlaFacts *facts);
const OdSlaPolicy *od_sla_policy_choose (GPtrArray *policies, const OdSlaFacts *facts);
gboolean od_sla_policy_pauses (const OdSlaPolicy *self, OdClockKind kind);

gboolean od_sla_times (const OdSlaPolicy *self, const OdBizcal *calendar, OdClockKind kind, gint64 anchor_us,
                       const OdBizcalPause *pauses, guint n_pauses, OdSlaTimes *times);
void od_sla_times_agreed (const OdSlaPolicy *self, gint64 anchor_us, gint64 due_us, OdSlaTimes *times);

const char *od_sla_default_calendar_name (void);
OdBizcal *od_sla_default_calendar (const char *zone);
GPtrArray *od_sla_default_policies (gint64 calendar_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdSlaPolicy, od_sla_policy_free)

G_END_DECLS
