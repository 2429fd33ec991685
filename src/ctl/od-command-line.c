/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-command-line.h"

#include <string.h>

#include "od-command-help.h"
#include "od-error.h"

#define BIT(id) (G_GUINT64_CONSTANT (1) << OD_COMMAND_##id)
#define ANY G_MAXUINT64
#define MANY 100000 /* words */

G_STATIC_ASSERT (OD_N_COMMANDS < 64);

/* What follows the name: at least min_rest words, at most max_rest. */
typedef struct {
  const char *name;
  OdCommandAccess access;
  guint min_rest, max_rest;
  const char *arguments;
  const char *summary;
} CommandRow;

static const CommandRow commands[OD_N_COMMANDS] = {
  [OD_COMMAND_SERVE] = { "serve", OD_ACCESS_SERVE, 0, 0, "", "Run the accounts without a window, until SIGTERM" },
  [OD_COMMAND_ACCOUNT] = { "account", OD_ACCESS_WRITE, 1, 2,
                           "add CHANNEL | list | test ID | take-over ID | set ID | enable ID | pause ID | measure ID | "
                           "remove ID",
                           "Ways to be reached" },
  [OD_COMMAND_CONVERSATIONS] = { "conversations", OD_ACCESS_READ, 0, 0, "",
                                 "List conversations, newest activity first" },
  [OD_COMMAND_SHOW] = { "show", OD_ACCESS_READ, 1, 1, "ID", "One conversation with its messages, oldest first" },
  [OD_COMMAND_CUSTOMERS] = { "customers", OD_ACCESS_READ, 0, 0, "", "List customers" },
  [OD_COMMAND_CUSTOMER] = { "customer", OD_ACCESS_WRITE, 2, 4,
                            "show ID | link KEPT JOINED | unlink LINK | set ID FIELD VALUE | tag ID TAG",
                            "One customer, and which profiles are the same person" },
  [OD_COMMAND_ERASE] = { "erase", OD_ACCESS_WRITE, 1, 1, "ID", "Erase a person with everything of theirs, for good" },
  [OD_COMMAND_SEARCH] = { "search", OD_ACCESS_READ, 1, 1, "QUERY", "Find messages, newest first" },
  [OD_COMMAND_SEND] = { "send", OD_ACCESS_WRITE, 1, 2, "ID [TEXT]", "Answer in a conversation" },
  [OD_COMMAND_NOTE] = { "note", OD_ACCESS_WRITE, 2, 2, "ID TEXT", "Write a private note" },
  [OD_COMMAND_ASSIGN] = { "assign", OD_ACCESS_WRITE, 2, MANY, "ID… OPERATOR|none",
                          "Give conversations to an operator" },
  [OD_COMMAND_RESOLVE] = { "resolve", OD_ACCESS_WRITE, 1, MANY, "ID…", "Close conversations" },
  [OD_COMMAND_REOPEN] = { "reopen", OD_ACCESS_WRITE, 1, MANY, "ID…", "Open conversations again" },
  [OD_COMMAND_SNOOZE] = { "snooze", OD_ACCESS_WRITE, 2, MANY, "ID… WHEN|none",
                          "Hide conversations until then (RFC 3339, “tomorrow 9”, “until reply”)" },
  [OD_COMMAND_TAG] = { "tag", OD_ACCESS_WRITE, 2, MANY, "ID… TAG", "Tag conversations" },
  [OD_COMMAND_UNTAG] = { "untag", OD_ACCESS_WRITE, 2, MANY, "ID… TAG", "Take a tag off conversations" },
  [OD_COMMAND_WAIT] = { "wait", OD_ACCESS_WRITE, 1, MANY, "ID…", "Wait for the customer" },
  [OD_COMMAND_SPAM] = { "spam", OD_ACCESS_WRITE, 1, MANY, "ID…", "Put conversations to the spam" },
  [OD_COMMAND_PRIORITY] = { "priority", OD_ACCESS_WRITE, 2, MANY, "ID… low|normal|high|urgent",
                            "Say how urgent conversations are" },
  [OD_COMMAND_BLOCK] = { "block", OD_ACCESS_WRITE, 1, MANY, "ID…", "Whatever the customer sends there is spam" },
  [OD_COMMAND_UNBLOCK] = { "unblock", OD_ACCESS_WRITE, 1, MANY, "ID…", "End the block" },
  [OD_COMMAND_READ] = { "read", OD_ACCESS_WRITE, 1, MANY, "ID…", "Nothing in them is new" },
  [OD_COMMAND_UNREAD] = { "unread", OD_ACCESS_WRITE, 1, MANY, "ID…", "The customer's last message is new" },
  [OD_COMMAND_NO_REPLY] = { "no-reply", OD_ACCESS_WRITE, 1, MANY, "ID…", "No reply is needed" },
  [OD_COMMAND_PROMISE] = { "promise", OD_ACCESS_WRITE, 2, 2, "ID MINUTES|WHEN|none",
                           "Promise the next reply within so many minutes" },
  [OD_COMMAND_UNDO] = { "undo", OD_ACCESS_WRITE, 1, 1, "BATCH", "Take back what one command did, within an hour" },
  [OD_COMMAND_MACRO] = { "macro", OD_ACCESS_WRITE, 1, MANY, "list | add NAME STEPS | remove ID | run ID CONVERSATION…",
                         "Several steps with a name" },
  [OD_COMMAND_VIEW] = { "view", OD_ACCESS_WRITE, 1, 3, "list | add NAME QUERY | remove ID", "Saved views" },
  [OD_COMMAND_ANSWERS] = { "answers", OD_ACCESS_WRITE, 1, 3,
                           "list | show ID | enable ID | disable ID | preview ACCOUNT [WHEN]",
                           "What the desk says by itself, and what it would say" },
  [OD_COMMAND_CANNED] = { "canned", OD_ACCESS_WRITE, 1, 3, "list | add CODE TEXT | remove ID",
                          "Texts that are ready to be sent" },
  [OD_COMMAND_OPERATOR] = { "operator", OD_ACCESS_WRITE, 1, 2, "show | rename NAME",
                            "Who works here, as customers see it" },
  [OD_COMMAND_DUE] = { "due", OD_ACCESS_FILES, 0, 0, "", "When a promise falls due by a calendar file" },
  [OD_COMMAND_IMPORT] = { "import", OD_ACCESS_WRITE, 1, 1, "FILE",
                          "Take in an interchange file (NDJSON, version 1), or a table of customers (.csv)" },
  [OD_COMMAND_EXPORT] = { "export", OD_ACCESS_READ, 0, 0, "", "Write an interchange file" },
  [OD_COMMAND_REPORT] = { "report", OD_ACCESS_READ, 0, 0, "", "Kept promises, waiting times and load of a period" },
  [OD_COMMAND_BACKUP] = { "backup", OD_ACCESS_READ, 1, 1, "FILE", "Copy the store while it is in use" },
  [OD_COMMAND_CHECK] = { "check", OD_ACCESS_READ, 0, 0, "", "Check store, index and files" },
};

#define OD_COMMAND_EXITS                                                                                               \
  "Exit status: 0 done, 1 it failed (one line says why), 2 usage, 3 (serve) somebody else owns the profile.\n"

/* Where an option's value goes, and which commands know it. */
typedef struct {
  GOptionEntry entry;
  gsize offset;
  guint64 mask;
} OptionRow;

#define FIELD(member) G_STRUCT_OFFSET (OdCommandLine, member)

static const OptionRow options[] = {
  { { "profile", 0, 0, G_OPTION_ARG_FILENAME, NULL, "The profile's folder", "DIR" }, FIELD (profile), ANY },
  { { "json", 0, 0, G_OPTION_ARG_NONE, NULL, "Print one JSON value", NULL }, FIELD (has[OD_FLAG_JSON]), ANY },
  { { "help", 'h', 0, G_OPTION_ARG_NONE, NULL, "Say how to use the command", NULL }, FIELD (has[OD_FLAG_HELP]), ANY },
  { { "operator", 0, 0, G_OPTION_ARG_STRING, NULL, "Who does it (row or exact name)", "OPERATOR" },
    FIELD (operator_name),
    BIT (SEND) | BIT (NOTE) | BIT (OPERATOR) },
  { { "online", 0, 0, G_OPTION_ARG_NONE, NULL, "Tell customers that somebody is there", NULL },
    FIELD (has[OD_FLAG_ONLINE]),
    BIT (SERVE) },
  { { "online", 0, 0, G_OPTION_ARG_NONE, NULL, "Preview: somebody is there", NULL },
    FIELD (has[OD_FLAG_ONLINE]),
    BIT (ANSWERS) },
  { { "name", 0, 0, G_OPTION_ARG_STRING, NULL, "The account's name", "NAME" }, FIELD (name), BIT (ACCOUNT) },
  { { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, NULL, "A field of the account", "FIELD=VALUE" },
    FIELD (set),
    BIT (ACCOUNT) },
  { { "secret", 0, 0, G_OPTION_ARG_STRING_ARRAY, NULL, "Read a secret field from standard input", "FIELD" },
    FIELD (secrets),
    BIT (ACCOUNT) },
  { { "view", 0, 0, G_OPTION_ARG_STRING, NULL,
      "inbox, mine, unassigned, late, waiting, snoozed, resolved, mentions, spam, all, or the name of a saved one",
      "VIEW" },
    FIELD (view.name),
    BIT (CONVERSATIONS) },
  { { "filter", 0, 0, G_OPTION_ARG_STRING, NULL, "Only those that match, like “tag:vip -is:late”", "QUERY" },
    FIELD (view.filter),
    BIT (CONVERSATIONS) },
  { { "order", 0, 0, G_OPTION_ARG_STRING, NULL, "urgent, waiting, newest, oldest or activity", "ORDER" },
    FIELD (view.order),
    BIT (CONVERSATIONS) | BIT (VIEW) },
  { { "limit", 0, 0, G_OPTION_ARG_INT, NULL, "At most so many", "N" },
    FIELD (limit),
    BIT (CONVERSATIONS) | BIT (CUSTOMERS) | BIT (SEARCH) },
  { { "remove", 0, 0, G_OPTION_ARG_NONE, NULL, "Take the tag off", NULL },
    FIELD (has[OD_FLAG_REMOVE]),
    BIT (TAG) | BIT (CUSTOMER) },
  { { "yes", 0, 0, G_OPTION_ARG_NONE, NULL, "Really: nothing is asked", NULL },
    FIELD (has[OD_FLAG_YES]),
    BIT (ERASE) | BIT (ACCOUNT) },
  { { "erase", 0, 0, G_OPTION_ARG_NONE, NULL, "Of remove: erase its whole history, too, for good", NULL },
    FIELD (has[OD_FLAG_ERASE]),
    BIT (ACCOUNT) },
  { { "filter", 0, 0, G_OPTION_ARG_STRING, NULL, "Only who has these words, tag:TAG or channel:CHANNEL", "QUERY" },
    FIELD (view.filter),
    BIT (CUSTOMERS) },
  { { "attach", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, "Send a file along", "FILE" }, FIELD (attach), BIT (SEND) },
  { { "seen", 0, 0, G_OPTION_ARG_INT64, NULL, "Newest message that was seen; hold if somebody answered since", "ROW" },
    FIELD (seen),
    BIT (SEND) },
  { { "later", 0, 0, G_OPTION_ARG_STRING, NULL, "Send it then (RFC 3339), unless somebody writes before", "WHEN" },
    FIELD (later),
    BIT (SEND) },
  { { "title", 0, 0, G_OPTION_ARG_STRING, NULL, "What it is about", "TITLE" }, FIELD (name), BIT (CANNED) },
  { { "folder", 0, 0, G_OPTION_ARG_STRING, NULL, "Where it is kept, like Delivery/Moscow", "FOLDER" },
    FIELD (canned.folder),
    BIT (CANNED) },
  { { "channel", 0, 0, G_OPTION_ARG_STRING, NULL, "Only for this channel", "CHANNEL" }, FIELD (channel), BIT (CANNED) },
  { { "lang", 0, 0, G_OPTION_ARG_STRING, NULL, "Only for customers of this language", "LANG" },
    FIELD (canned.lang),
    BIT (CANNED) },
  { { "calendar", 0, 0, G_OPTION_ARG_FILENAME, NULL, "Opening hours", "FILE" }, FIELD (due.calendar), BIT (DUE) },
  { { "start", 0, 0, G_OPTION_ARG_STRING, NULL, "When it begins (RFC 3339)", "TIME" }, FIELD (due.start), BIT (DUE) },
  { { "target", 0, 0, G_OPTION_ARG_INT64, NULL, "Open time that it may take", "SECONDS" },
    FIELD (due.target_s),
    BIT (DUE) },
  { { "pause", 0, 0, G_OPTION_ARG_STRING_ARRAY, NULL, "Time that does not count; without an end: not over yet",
      "TIME/[TIME]" },
    FIELD (due.pauses),
    BIT (DUE) },
  { { "wait", 0, 0, G_OPTION_ARG_INT, NULL, "Wait for the outcome", "SECONDS" }, FIELD (wait_s), BIT (SEND) },
  { { "conversation", 0, 0, G_OPTION_ARG_STRING, NULL, "Only this conversation", "ID" },
    FIELD (conversation),
    BIT (EXPORT) },
  { { "format", 0, 0, G_OPTION_ARG_STRING, NULL, "ndjson, txt, or csv of customers", "FORMAT" },
    FIELD (format),
    BIT (EXPORT) },
  { { "from", 0, 0, G_OPTION_ARG_STRING, NULL, "First day or moment; 30 days ago if not given", "WHEN" },
    FIELD (report.from),
    BIT (REPORT) },
  { { "to", 0, 0, G_OPTION_ARG_STRING, NULL, "Last day, or the moment after the last; today if not given", "WHEN" },
    FIELD (report.to),
    BIT (REPORT) },
  { { "account", 0, 0, G_OPTION_ARG_STRING, NULL, "Only this account (row or exact name)", "ACCOUNT" },
    FIELD (report.account),
    BIT (REPORT) },
  { { "channel", 0, 0, G_OPTION_ARG_STRING, NULL, "Only this channel", "CHANNEL" }, FIELD (channel), BIT (REPORT) },
  { { "operator", 0, 0, G_OPTION_ARG_STRING, NULL, "Only what this operator answered (row or exact name)", "OPERATOR" },
    FIELD (operator_name),
    BIT (REPORT) },
  { { "tag", 0, 0, G_OPTION_ARG_STRING, NULL, "Only conversations with this tag", "TAG" },
    FIELD (report.tag),
    BIT (REPORT) },
  { { "format", 0, 0, G_OPTION_ARG_STRING, NULL, "csv: every figure, a line for each row of each group", "FORMAT" },
    FIELD (format),
    BIT (REPORT) },
  { { "output", 'o', 0, G_OPTION_ARG_FILENAME, NULL, "Write to a file; attachments go to FILE.files/", "FILE" },
    FIELD (output),
    BIT (EXPORT) },
};

static gboolean
find_command (const char *const *args, OdCommandId *id, GError **error)
{
  for (guint i = 0; args[i] != NULL; i++)
    {
      if (g_str_equal (args[i], "--profile"))
        {
          if (args[i + 1] == NULL)
            break;
          i++;
          continue;
        }
      if (args[i][0] == '-')
        continue;
      for (guint c = 0; c < OD_N_COMMANDS; c++)
        if (g_str_equal (args[i], commands[c].name))
          {
            *id = (OdCommandId) c;
            return TRUE;
          }
      g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "There is no command “%s”", args[i]);
      return FALSE;
    }
  g_set_error_literal (error, OD_ERROR, OD_ERROR_USAGE, "Say what to do: see omnideskctl --help");
  return FALSE;
}

static GOptionContext *
build_context (OdCommandLine *self, OdCommandId id)
{
  const CommandRow *row = &commands[id];
  g_autofree char *parameters = g_strdup_printf ("%s %s", row->name, row->arguments);
  GOptionContext *context = g_option_context_new (parameters);
  g_autoptr (GArray) entries = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    if (options[i].mask == ANY || (options[i].mask & (G_GUINT64_CONSTANT (1) << id)) != 0)
      {
        GOptionEntry entry = options[i].entry;

        entry.arg_data = (char *) self + options[i].offset;
        g_array_append_val (entries, entry);
      }
  g_option_context_set_summary (context, row->summary);
  g_option_context_set_description (context, od_command_help_describe (row->name));
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, (const GOptionEntry *) (gpointer) entries->data, NULL);
  return context;
}

static gboolean
check_rest (OdCommandLine *self, GError **error)
{
  const CommandRow *row = &commands[self->id];
  guint n = g_strv_length (self->rest);

  if (self->has[OD_FLAG_HELP] || (n >= row->min_rest && n <= row->max_rest))
    return TRUE;
  g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "Usage: omnideskctl %s %s", row->name, row->arguments);
  return FALSE;
}

/**
 * od_command_line_parse:
 * @args: without the program's name; options may stand anywhere, "--" ends them
 *
 * Returns: (transfer full) (nullable): the command; %OD_ERROR_USAGE says what is wrong
 */
OdCommandLine *
od_command_line_parse (const char *const *args, GError **error)
{
  g_autoptr (OdCommandLine) self = g_new0 (OdCommandLine, 1);
  g_autoptr (GOptionContext) context = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GError) local_error = NULL;
  g_auto (GStrv) argv = NULL;

  self->seen = self->wait_s = -1;
  self->limit = OD_COMMAND_NO_LIMIT;
  self->due.target_s = -1;
  if (!find_command (args, &self->id, error))
    return NULL;
  g_strv_builder_add (builder, "omnideskctl");
  g_strv_builder_addv (builder, (const char **) args);
  argv = g_strv_builder_end (builder);
  context = build_context (self, self->id);
  if (!g_option_context_parse_strv (context, &argv, &local_error))
    {
      g_set_error_literal (error, OD_ERROR, OD_ERROR_USAGE, local_error->message);
      return NULL;
    }
  if (self->limit != OD_COMMAND_NO_LIMIT)
    self->limit = MAX (self->limit, 0);
  self->rest = g_new0 (char *, g_strv_length (argv));
  for (guint i = 1, n = 0, is_named = 0; argv[i] != NULL; i++)
    if (!is_named && g_str_equal (argv[i], commands[self->id].name))
      is_named = 1;
    else if (!g_str_equal (argv[i], "--") || n >= commands[self->id].max_rest)
      self->rest[n++] = g_strdup (argv[i]);
  if (self->secrets == NULL)
    self->secrets = g_new0 (char *, 1);
  return check_rest (self, error) ? g_steal_pointer (&self) : NULL;
}

void
od_command_line_free (OdCommandLine *self)
{
  g_strfreev (self->rest);
  g_strfreev (self->set);
  g_strfreev (self->secrets);
  g_strfreev (self->attach);
  g_free (self->profile);
  g_free (self->name);
  g_free (self->operator_name);
  g_free (self->view.name);
  g_free (self->view.filter);
  g_free (self->view.order);
  g_free (self->due.calendar);
  g_free (self->due.start);
  g_strfreev (self->due.pauses);
  g_free (self->report.from);
  g_free (self->report.to);
  g_free (self->report.account);
  g_free (self->report.tag);
  g_free (self->conversation);
  g_free (self->format);
  g_free (self->output);
  g_free (self->canned.folder);
  g_free (self->channel);
  g_free (self->canned.lang);
  g_free (self->later);
  g_free (self);
}

/**
 * od_command_line_get_access:
 *
 * Returns: what the command needs of the profile
 */
OdCommandAccess
od_command_line_get_access (const OdCommandLine *self)
{
  if (self->has[OD_FLAG_HELP])
    return OD_ACCESS_NONE;
  if (self->id == OD_COMMAND_CUSTOMER && g_str_equal (self->rest[0], "show"))
    return OD_ACCESS_READ;
  if (self->id == OD_COMMAND_ACCOUNT && g_str_equal (self->rest[0], "list"))
    return OD_ACCESS_LIVE;
  if (self->id == OD_COMMAND_ANSWERS && !g_str_equal (self->rest[0], "enable") &&
      !g_str_equal (self->rest[0], "disable"))
    return OD_ACCESS_READ;
  if ((self->id == OD_COMMAND_VIEW && g_str_equal (self->rest[0], "list")) ||
      (self->id == OD_COMMAND_CANNED && g_str_equal (self->rest[0], "list")) ||
      (self->id == OD_COMMAND_OPERATOR && g_str_equal (self->rest[0], "show")))
    return OD_ACCESS_READ;
  return commands[self->id].access;
}

static void
make_absolute (char **path)
{
  char *absolute;

  if (*path == NULL || g_str_equal (*path, "-"))
    return;
  absolute = g_canonicalize_filename (*path, NULL);
  g_free (*path);
  *path = absolute;
}

/**
 * od_command_line_make_absolute:
 *
 * The desk that may carry the command out stands in another folder.
 */
gboolean
od_command_line_make_absolute (OdCommandLine *self, GError **error)
{
  if (self->id == OD_COMMAND_IMPORT || self->id == OD_COMMAND_BACKUP)
    make_absolute (&self->rest[0]);
  make_absolute (&self->output);
  for (guint i = 0; self->attach != NULL && self->attach[i] != NULL; i++)
    {
      make_absolute (&self->attach[i]);
      if (!g_file_test (self->attach[i], G_FILE_TEST_IS_REGULAR))
        {
          g_set_error (error, OD_ERROR, OD_ERROR_NOT_FOUND, "There is no file “%s”", self->attach[i]);
          return FALSE;
        }
    }
  return TRUE;
}

static void
add_option (GStrvBuilder *builder, const char *name, const char *value)
{
  g_autofree char *arg = g_strdup_printf ("--%s=%s", name, value);

  if (value != NULL)
    g_strv_builder_add (builder, arg);
}

static void
add_number (GStrvBuilder *builder, const char *name, gint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  if (value >= 0)
    add_option (builder, name, text);
}

static void
add_options (GStrvBuilder *builder, const char *name, GStrv values)
{
  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    add_option (builder, name, values[i]);
}

/**
 * od_command_line_dup_args:
 *
 * Returns: (transfer full): what od_command_line_parse() would read the same command from;
 *   without the profile, for the one who owns it
 */
char **
od_command_line_dup_args (const OdCommandLine *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add (builder, commands[self->id].name);
  if (self->has[OD_FLAG_JSON])
    g_strv_builder_add (builder, "--json");
  if (self->has[OD_FLAG_REMOVE])
    g_strv_builder_add (builder, "--remove");
  if (self->has[OD_FLAG_YES])
    g_strv_builder_add (builder, "--yes");
  if (self->has[OD_FLAG_ERASE])
    g_strv_builder_add (builder, "--erase");
  add_option (builder, self->id == OD_COMMAND_CANNED ? "title" : "name", self->name);
  add_option (builder, "folder", self->canned.folder);
  add_option (builder, "channel", self->channel);
  add_option (builder, "lang", self->canned.lang);
  add_option (builder, "later", self->later);
  add_option (builder, "operator", self->operator_name);
  add_option (builder, "view", self->view.name);
  add_option (builder, "filter", self->view.filter);
  add_option (builder, "order", self->view.order);
  add_option (builder, "conversation", self->conversation);
  add_option (builder, "format", self->format);
  add_option (builder, "output", self->output);
  add_options (builder, "set", self->set);
  add_options (builder, "secret", self->secrets);
  add_options (builder, "attach", self->attach);
  add_number (builder, "seen", self->seen);
  if (self->limit != OD_COMMAND_NO_LIMIT)
    add_number (builder, "limit", self->limit);
  add_number (builder, "wait", self->wait_s);
  g_strv_builder_add (builder, "--");
  g_strv_builder_addv (builder, (const char **) self->rest);
  return g_strv_builder_end (builder);
}

/**
 * od_command_dup_help:
 * @self: (nullable): a command, or %NULL for the list of all
 *
 * Returns: (transfer full): how to use it
 */
char *
od_command_dup_help (const OdCommandLine *self)
{
  GString *text;

  if (self != NULL)
    {
      OdCommandLine unused = { 0 };
      g_autoptr (GOptionContext) context = build_context (&unused, self->id);
      g_autofree char *help = NULL;

      text = g_string_new (NULL);
      help = g_option_context_get_help (context, TRUE, NULL);
      g_string_append (text, help);
      g_string_append (text, OD_COMMAND_EXITS);
      return g_string_free (text, FALSE);
    }
  text = g_string_new ("Usage: omnideskctl COMMAND [OPTION…]\n\n");
  for (guint i = 0; i < OD_N_COMMANDS; i++)
    g_string_append_printf (text, "  %-14s %s\n", commands[i].name, commands[i].summary);
  g_string_append (
      text, "\nEvery command has --profile DIR, --json and --help; “help COMMAND” says the same.\n" OD_COMMAND_EXITS);
  return g_string_free (text, FALSE);
}

/**
 * od_command_get_name:
 *
 * Returns: (transfer none): the word on the command line
 */
const char *
od_command_get_name (OdCommandId id)
{
  return commands[id].name;
}
