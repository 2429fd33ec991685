/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-accounts.h"
#include "od-alert-service.h"
#include "od-conversation-port.h"
#include "od-customer-service.h"
#include "od-deed-service.h"
#include "od-engine-options.h"
#include "od-erase-service.h"
#include "od-field-service.h"
#include "od-file-service.h"
#include "od-library-service.h"
#include "od-macro-service.h"
#include "od-operator-service.h"
#include "od-outbox.h"
#include "od-people-file-service.h"
#include "od-people-service.h"
#include "od-picture-service.h"
#include "od-presence.h"
#include "od-profile-dir.h"
#include "od-promise-service.h"
#include "od-reply-service.h"
#include "od-report-port.h"
#include "od-search-port.h"
#include "od-sla.h"
#include "od-stream-service.h"
#include "od-sweep.h"
#include "od-auto-answer-service.h"
#include "od-terms-service.h"
#include "od-thread-port.h"
#include "od-triage-service.h"
#include "od-usage-service.h"
#include "od-view-service.h"
#include "od-wake-alarm.h"
#include "od-wake-watch.h"

G_BEGIN_DECLS

/* The operator of this profile; others come with teams. */
#define OD_ENGINE_OPERATOR_ID 1

/**
 * OdEnginePorts: what a window asks.
 */
typedef struct {
  OdAlertService *alerts;            /* db, clock, bus */
  OdReplyService *replies;           /* db, clock, channels, worker */
  OdTriageService *triage;           /* db, clock */
  OdDeedService *deeds;              /* db, clock */
  OdMacroService *macros;            /* db, clock */
  OdCustomerService *customers;      /* db, clock */
  OdPeopleService *people;           /* db, clock */
  OdEraseService *erase;             /* db, clock */
  OdPeopleFileService *people_files; /* db, clock */
  OdFieldService *fields;            /* db, clock */
  OdLibraryService *library;         /* db, clock */
  OdOperatorService *operators;      /* db, clock */
  OdViewService *views;              /* db, clock */
  OdTermsService *terms;             /* db, clock */
  OdUsageService *usage;             /* db, clock */
  OdConversationPort *conversations; /* db */
  OdThreadPort *threads;             /* db */
  OdSearchPort *search;              /* db */
  OdFileService *files;              /* db, clock, bus, channels, worker */
  OdPictureService *pictures;        /* (nullable): clock, worker */
} OdEnginePorts;

/**
 * OdEngineParts: the services, in the order in which they are made.
 */
typedef struct {
  char *web_dir;          /* (nullable): as told; the channels keep pointing to it */
  OdWorker *worker;       /* od-cpu */
  OdSecretsPort *secrets; /* worker */
  OdDb *db;               /* the profile */
  OdChangeBus *bus;       /* clock; db tells it */
  OdChannelTable *channels;
  OdLive *live;               /* db, clock, bus, channels */
  OdIngestor *ingestor;       /* db, clock, live */
  OdStreamService *streams;   /* db, clock, bus, channels */
  OdOutbox *outbox;           /* db, clock, bus, channels: before the accounts, whose connections it hears of */
  OdAccounts *accounts;       /* db, ingestor, channels, bus; and for the channels: streams, secrets, the server */
  OdPresence *presence;       /* tells the accounts */
  OdEnginePorts ports;        /* all of the above */
  OdWakeAlarm *alarm;         /* db, clock, bus */
  OdPromiseService *promises; /* db, clock: a port, too */
  OdReportPort *reports;      /* db: a port, too */
  OdAutoAnswerService *auto_answers; /* db, clock: a port, too */
  OdSla *sla;                        /* db, clock, bus, ports.alerts; hears from presence */
  OdSweep *sweep;                    /* db, clock */
  OdWakeWatch *watch;                /* clock, worker; tells accounts and sla */
} OdEngineParts;

gboolean od_engine_parts_build (OdEngineParts *self, const OdEngineOptions *options, GError **error);
void od_engine_parts_clear (OdEngineParts *self);

G_END_DECLS
