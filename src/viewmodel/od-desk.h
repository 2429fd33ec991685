/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-account-port.h"
#include "od-auto-answer-port.h"
#include "od-alert-port.h"
#include "od-change-feed.h"
#include "od-channel-info.h"
#include "od-clock.h"
#include "od-conversation-port.h"
#include "od-customer-port.h"
#include "od-deed-port.h"
#include "od-erase-port.h"
#include "od-field-port.h"
#include "od-file-port.h"
#include "od-key-ring-port.h"
#include "od-library-port.h"
#include "od-live-port.h"
#include "od-macro-port.h"
#include "od-operator-port.h"
#include "od-people-file-port.h"
#include "od-people-port.h"
#include "od-picture-port.h"
#include "od-presence.h"
#include "od-promise-port.h"
#include "od-reply-port.h"
#include "od-report-port.h"
#include "od-search-port.h"
#include "od-sending-port.h"
#include "od-terms-port.h"
#include "od-thread-port.h"
#include "od-triage-port.h"
#include "od-usage-port.h"
#include "od-view-port.h"

G_BEGIN_DECLS

/**
 * OdDeskTools: what work is sorted and found by, and whether the operator is at it. Each may be %NULL in a test that does without it.
 */
typedef struct {
  OdDeedPort *deeds;
  OdMacroPort *macros;
  OdPromisePort *promises;
  OdViewPort *views;
  OdTermsPort *terms;
  OdAutoAnswerPort *auto_answers;
  OdUsagePort *usage;
  OdPeoplePort *people;
  OdPeopleFilePort *people_files;
  OdFieldPort *fields;
  OdErasePort *erase;
  OdReportPort *reports;
  OdAlertPort *alerts;
  OdKeyRingPort *key_ring;
  OdPresence *presence;
} OdDeskTools;

/**
 * OdDesk: what a window needs to work at one desk: the ports, the clock, and who
 * sits there. Filled once by the composition root (or a test) and only read
 * afterwards. Each pane takes from it what it uses; there is nothing to ask it for.
 *
 * Every object is (owned). Main thread.
 *
 * @channels: (element-type OdChannelInfo): those of this build, in the order to show them
 * @operator_id: > 0
 * @operator_name: (owned): as customers see it; "" if unknown; see od_desk_follow_operator()
 */
typedef struct {
  OdChangeFeed *feed;
  OdConversationPort *conversations;
  OdThreadPort *threads;
  OdReplyPort *replies;
  OdTriagePort *triage;
  OdCustomerPort *customers;
  OdAccountPort *accounts;
  OdSearchPort *search;
  OdLivePort *live;
  OdLibraryPort *library;
  OdOperatorPort *operators;
  OdFilePort *files;
  OdSendingPort *sending;
  OdPicturePort *pictures;
  OdDeskTools tools;
  OdClock *clock;
  GPtrArray *channels;
  gint64 operator_id;
  char *operator_name;
  GCancellable *cancellable;
} OdDesk;

OdDesk *od_desk_new (gint64 operator_id, const char *operator_name);
OdDesk *od_desk_ref (OdDesk *self);
void od_desk_unref (OdDesk *self);
void od_desk_follow_operator (OdDesk *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdDesk, od_desk_unref)

G_END_DECLS
