/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-account-port.h"
#include "od-change-feed.h"
#include "od-conversation-port.h"
#include "od-db.h"
#include "od-deed-port.h"
#include "od-erase-port.h"
#include "od-field-port.h"
#include "od-library-port.h"
#include "od-macro-port.h"
#include "od-operator-port.h"
#include "od-people-file-port.h"
#include "od-people-port.h"
#include "od-promise-port.h"
#include "od-reply-port.h"
#include "od-search-port.h"
#include "od-view-port.h"

G_BEGIN_DECLS

typedef struct _OdClock OdClock;

/**
 * OdControlDesk: what commands work on. Everything outlives every command.
 * @replies, @deeds, @macros, @promises, @accounts, @people, @people_files, @fields, @erase, @library, @operators, @views, @feed:
 *   (nullable): %NULL when the store is only read
 * @operator_id: whoever --operator doesn't name
 * @runs_accounts: messages leave as soon as they are written
 */
typedef struct {
  OdDb *db;
  OdClock *clock;
  OdConversationPort *conversations;
  OdSearchPort *search;
  OdReplyPort *replies;
  OdDeedPort *deeds;
  OdMacroPort *macros;
  OdPromisePort *promises;
  OdAccountPort *accounts;
  OdPeoplePort *people;
  OdPeopleFilePort *people_files;
  OdFieldPort *fields;
  OdErasePort *erase;
  OdLibraryPort *library;
  OdOperatorPort *operators;
  OdViewPort *views;
  OdChangeFeed *feed;
  const char *files_dir;
  gint64 operator_id;
  gboolean runs_accounts;
} OdControlDesk;

G_END_DECLS
