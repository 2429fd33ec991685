/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-engine-options.h"

G_BEGIN_DECLS

typedef struct _OdAccountPort OdAccountPort;
typedef struct _OdAlertPort OdAlertPort;
typedef struct _OdAutoAnswerPort OdAutoAnswerPort;
typedef struct _OdChangeFeed OdChangeFeed;
typedef struct _OdConversationPort OdConversationPort;
typedef struct _OdCustomerPort OdCustomerPort;
typedef struct _OdDb OdDb;
typedef struct _OdDeedPort OdDeedPort;
typedef struct _OdErasePort OdErasePort;
typedef struct _OdFieldPort OdFieldPort;
typedef struct _OdFilePort OdFilePort;
typedef struct _OdKeyRingPort OdKeyRingPort;
typedef struct _OdLibraryPort OdLibraryPort;
typedef struct _OdLivePort OdLivePort;
typedef struct _OdMacroPort OdMacroPort;
typedef struct _OdOperatorPort OdOperatorPort;
typedef struct _OdPeopleFilePort OdPeopleFilePort;
typedef struct _OdPeoplePort OdPeoplePort;
typedef struct _OdPicturePort OdPicturePort;
typedef struct _OdPresence OdPresence;
typedef struct _OdPromisePort OdPromisePort;
typedef struct _OdReplyPort OdReplyPort;
typedef struct _OdReportPort OdReportPort;
typedef struct _OdSearchPort OdSearchPort;
typedef struct _OdSendingPort OdSendingPort;
typedef struct _OdTermsPort OdTermsPort;
typedef struct _OdThreadPort OdThreadPort;
typedef struct _OdTriagePort OdTriagePort;
typedef struct _OdUsagePort OdUsagePort;
typedef struct _OdViewPort OdViewPort;

#define OD_TYPE_ENGINE (od_engine_get_type ())
G_DECLARE_FINAL_TYPE (OdEngine, od_engine, OD, ENGINE, GObject)

OdEngine *od_engine_new (const OdEngineOptions *options, GError **error);
void od_engine_start (OdEngine *self);
void od_engine_stop_async (OdEngine *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean od_engine_stop_finish (OdEngine *self, GAsyncResult *result, GError **error);

OdChangeFeed *od_engine_get_change_feed (OdEngine *self);
OdConversationPort *od_engine_get_conversation_port (OdEngine *self);
OdThreadPort *od_engine_get_thread_port (OdEngine *self);
OdReplyPort *od_engine_get_reply_port (OdEngine *self);
OdTriagePort *od_engine_get_triage_port (OdEngine *self);
OdDeedPort *od_engine_get_deed_port (OdEngine *self);
OdMacroPort *od_engine_get_macro_port (OdEngine *self);
OdPromisePort *od_engine_get_promise_port (OdEngine *self);
OdCustomerPort *od_engine_get_customer_port (OdEngine *self);
OdViewPort *od_engine_get_view_port (OdEngine *self);
OdTermsPort *od_engine_get_terms_port (OdEngine *self);
OdReportPort *od_engine_get_report_port (OdEngine *self);
OdAutoAnswerPort *od_engine_get_auto_answer_port (OdEngine *self);
OdUsagePort *od_engine_get_usage_port (OdEngine *self);
OdPeopleFilePort *od_engine_get_people_file_port (OdEngine *self);
OdPeoplePort *od_engine_get_people_port (OdEngine *self);
OdErasePort *od_engine_get_erase_port (OdEngine *self);
OdFieldPort *od_engine_get_field_port (OdEngine *self);
OdAccountPort *od_engine_get_account_port (OdEngine *self);
OdKeyRingPort *od_engine_get_key_ring_port (OdEngine *self);
OdAlertPort *od_engine_get_alert_port (OdEngine *self);
OdSearchPort *od_engine_get_search_port (OdEngine *self);
OdLivePort *od_engine_get_live_port (OdEngine *self);
OdFilePort *od_engine_get_file_port (OdEngine *self);
OdSendingPort *od_engine_get_sending_port (OdEngine *self);
OdPicturePort *od_engine_get_picture_port (OdEngine *self);
OdLibraryPort *od_engine_get_library_port (OdEngine *self);
OdOperatorPort *od_engine_get_operator_port (OdEngine *self);
OdPresence *od_engine_get_presence (OdEngine *self);
char *od_engine_dup_operator_name (OdEngine *self);
OdDb *od_engine_get_db (OdEngine *self);

G_END_DECLS
