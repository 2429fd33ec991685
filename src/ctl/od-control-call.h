/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "od-command-line.h"
#include "od-control-desk.h"
#include "od-door-server.h"
#include "od-person.h"

G_BEGIN_DECLS

/**
 * OdControlCall: one command that is being carried out. A command ends with
 * exactly one of od_control_call_done(), _fail() and _take_error(); after that
 * the call is gone.
 * @secrets: (not nullable): lines read for the line's --secret options, in order
 * @out: becomes standard output, @messages standard error
 */
typedef struct {
  const OdControlDesk *desk;
  OdCommandLine *line; /* (owned) */
  GStrv secrets;       /* (owned) */
  GString *out;        /* (owned) */
  GString *messages;   /* (owned) */
  GTask *task;         /* (owned) */
  gint64 row;          /* what ID means, once it is looked up */
  gint64 operator_id;
} OdControlCall;

typedef void (*OdControlFunc) (OdControlCall *call);
typedef void (*OdControlOperatorFunc) (OdControlCall *call, gint64 operator_id);

void od_control_call_done (OdControlCall *call, int status);
void od_control_call_fail (OdControlCall *call, int status, const char *format, ...) G_GNUC_PRINTF (3, 4);
void od_control_call_take_error (OdControlCall *call, GError *error);
void od_control_call_print_row (OdControlCall *call, gint64 row);
void od_control_call_print_json (OdControlCall *call, JsonNode *node);
void od_control_call_say (OdControlCall *call, const char *format, ...) G_GNUC_PRINTF (2, 3);
void od_control_find_operator (OdControlCall *call, const char *who, OdControlOperatorFunc func);
void od_control_call_wait (OdControlCall *call, gint64 message_id, guint seconds);
gboolean od_control_check_query (OdControlCall *call, const char *text);
void od_control_perform (OdControlCall *call, const GPtrArray *steps, const char *const *ids);
gboolean od_control_read_moment (OdControlCall *call, const char *when, gint64 *until_us);
void od_control_print_erasure (OdControlCall *call, const OdErasure *erasure);
void od_control_erased_cb (GObject *source, GAsyncResult *result, gpointer user_data);
gboolean od_control_parse_row (const char *text, gint64 *row);

gboolean od_control_describe_clocks (sqlite3 *db, gint64 conversation_id, gint64 now_us, JsonObject *to,
                                     GError **error);

/* One per command; see od-control.c. */
void od_control_account (OdControlCall *call);
void od_control_answers (OdControlCall *call);
void od_control_backup (OdControlCall *call);
void od_control_canned (OdControlCall *call);
void od_control_check (OdControlCall *call);
void od_control_conversations (OdControlCall *call);
void od_control_customer (OdControlCall *call);
void od_control_deed (OdControlCall *call);
void od_control_customers (OdControlCall *call);
void od_control_erase (OdControlCall *call);
void od_control_export (OdControlCall *call);
void od_control_import (OdControlCall *call);
void od_control_macro (OdControlCall *call);
void od_control_operator (OdControlCall *call);
void od_control_promise (OdControlCall *call);
void od_control_report (OdControlCall *call);
void od_control_search (OdControlCall *call);
void od_control_send (OdControlCall *call);
void od_control_show (OdControlCall *call);
void od_control_undo (OdControlCall *call);
void od_control_view (OdControlCall *call);

G_END_DECLS
