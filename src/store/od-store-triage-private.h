/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-operation-private.h"
#include "od-store-triage.h"
#include "od-store-write-private.h"

G_BEGIN_DECLS

/**
 * OdTriageMessage: the message that is edited, removed, reacted to or read up to.
 */
typedef struct {
  gint64 id; /* 0: there is none in this job */
  gint64 at_us;
  gint64 written_at_us; /* its text is of then */
  gint64 deleted_at_us;
  OdTimelineKind direction;
  OdDelivery delivery;
  char *body; /* (owned) */
} OdTriageMessage;

/**
 * OdTriage: a job under way, and what it found.
 */
typedef struct {
  sqlite3 *db;
  OdChangeSet *changes;
  OdTriageJob *job;
  gint64 account_id;
  gint64 assignee_id;
  gint64 snoozed_until_us;
  gint64 read_upto_id;
  OdStatus status;
  int priority;              /* OdPriority */
  gboolean has_live_sibling; /* another conversation of the chat is open or pending */
  OdTriageMessage message;
} OdTriage;

void od_triage_message_clear (OdTriageMessage *message);
gboolean od_triage_load_message (OdTriage *triage, GError **error);
gboolean od_triage_tell_channel (OdTriage *triage, gint64 message_id, const char *payload, GError **error);
gboolean od_triage_load_conversation (OdTriage *triage, GError **error);
gboolean od_triage_tell (OdTriage *triage, const char *what, const char *payload, GError **error);
gboolean od_triage_reject (GError **error, const char *why);
char *od_triage_make_payload (const char *name, const char *value);

gboolean od_triage_edit (OdTriage *triage, GError **error);
gboolean od_triage_remove (OdTriage *triage, GError **error);
gboolean od_triage_react (OdTriage *triage, GError **error);
gboolean od_triage_read (OdTriage *triage, GError **error);

G_END_DECLS
