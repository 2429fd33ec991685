/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Exit statuses of the control tool. */
#define OD_EXIT_DONE 0
#define OD_EXIT_FAILED 1
#define OD_EXIT_USAGE 2
#define OD_EXIT_OWNED 3 /* a second "serve" */

/**
 * OdCommandAccess: what a command needs of the profile.
 * @OD_ACCESS_NONE: nothing
 * @OD_ACCESS_FILES: nothing but the files that it names
 * @OD_ACCESS_READ: the store, query-only; works beside a running desk
 * @OD_ACCESS_LIVE: a running desk's word where there is one, otherwise the store
 * @OD_ACCESS_WRITE: the profile's owner: the running desk, or this process under the lock
 * @OD_ACCESS_SERVE: this process owns the profile until it is told to stop
 */
typedef enum {
  OD_ACCESS_NONE,
  OD_ACCESS_FILES,
  OD_ACCESS_READ,
  OD_ACCESS_LIVE,
  OD_ACCESS_WRITE,
  OD_ACCESS_SERVE,
} OdCommandAccess;

typedef enum {
  OD_COMMAND_SERVE,
  OD_COMMAND_ACCOUNT,
  OD_COMMAND_CONVERSATIONS,
  OD_COMMAND_SHOW,
  OD_COMMAND_CUSTOMERS,
  OD_COMMAND_CUSTOMER,
  OD_COMMAND_ERASE,
  OD_COMMAND_SEARCH,
  OD_COMMAND_SEND,
  OD_COMMAND_NOTE,
  OD_COMMAND_ASSIGN,
  OD_COMMAND_RESOLVE,
  OD_COMMAND_REOPEN,
  OD_COMMAND_SNOOZE,
  OD_COMMAND_TAG,
  OD_COMMAND_UNTAG,
  OD_COMMAND_WAIT,
  OD_COMMAND_SPAM,
  OD_COMMAND_PRIORITY,
  OD_COMMAND_BLOCK,
  OD_COMMAND_UNBLOCK,
  OD_COMMAND_READ,
  OD_COMMAND_UNREAD,
  OD_COMMAND_NO_REPLY,
  OD_COMMAND_PROMISE,
  OD_COMMAND_UNDO,
  OD_COMMAND_MACRO,
  OD_COMMAND_VIEW,
  OD_COMMAND_ANSWERS,
  OD_COMMAND_CANNED,
  OD_COMMAND_OPERATOR,
  OD_COMMAND_DUE,
  OD_COMMAND_IMPORT,
  OD_COMMAND_EXPORT,
  OD_COMMAND_REPORT,
  OD_COMMAND_BACKUP,
  OD_COMMAND_CHECK,
} OdCommandId;
#define OD_N_COMMANDS (OD_COMMAND_CHECK + 1)

typedef enum {
  OD_FLAG_JSON,   /* print one JSON value */
  OD_FLAG_ONLINE, /* serve, answers: somebody is there */
  OD_FLAG_REMOVE, /* tag: take it off */
  OD_FLAG_YES,    /* erase, account remove and take-over: really */
  OD_FLAG_ERASE,  /* account remove: its history, too */
  OD_FLAG_HELP,
} OdCommandFlag;
#define OD_N_COMMAND_FLAGS (OD_FLAG_HELP + 1)

/**
 * OdCommandView: which conversations, and in which order. Strings are (nullable).
 */
typedef struct {
  char *name;
  char *filter;
  char *order;
} OdCommandView;

/**
 * OdCommandDue: a promise to look at. Strings are (nullable).
 * @target_s: -1 if not given
 */
typedef struct {
  char *calendar;
  char *start;
  gint64 target_s;
  GStrv pauses;
} OdCommandDue;

/**
 * OdCommandCanned: of a text that is ready to be sent. Strings are (nullable).
 */
typedef struct {
  char *folder;
  char *lang;
} OdCommandCanned;

/**
 * OdCommandReport: what a report is of. Strings are (nullable).
 */
typedef struct {
  char *from, *to;
  char *account;
  char *tag;
} OdCommandReport;

#define OD_COMMAND_NO_LIMIT G_MININT

/**
 * OdCommandLine: one command with its options, as given. Strings are (nullable)
 * where an option was not given.
 * @rest: (not nullable): what follows the options, without the command's name
 * @secrets: (not nullable): field keys of --secret, in order
 * @limit: OD_COMMAND_NO_LIMIT if not given, 0 for what makes no sense; @wait_s: -1 if not given; @seen: -1 if not given
 */
typedef struct {
  OdCommandId id;
  GStrv rest;
  char *profile;
  char *name;
  char *operator_name;
  OdCommandView view;
  OdCommandDue due;
  OdCommandReport report;
  char *conversation;
  char *format;
  char *output;
  OdCommandCanned canned;
  char *channel;
  char *later;
  GStrv set;
  GStrv secrets;
  GStrv attach;
  gint64 seen;
  int limit, wait_s;
  gboolean has[OD_N_COMMAND_FLAGS];
} OdCommandLine;

OdCommandLine *od_command_line_parse (const char *const *args, GError **error);
void od_command_line_free (OdCommandLine *self);
OdCommandAccess od_command_line_get_access (const OdCommandLine *self);
gboolean od_command_line_make_absolute (OdCommandLine *self, GError **error);
char **od_command_line_dup_args (const OdCommandLine *self);
char *od_command_dup_help (const OdCommandLine *self);
const char *od_command_get_name (OdCommandId id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdCommandLine, od_command_line_free)

G_END_DECLS
