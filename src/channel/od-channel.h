/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "od-channel-field.h"
#include "od-formatting.h"
#include "od-ingest-port.h"
#include "od-rows.h"
#include "od-secrets-port.h"
#include "od-server-port.h"
#include "od-stream-port.h"
#include "od-update.h"

G_BEGIN_DECLS

typedef struct _OdClock OdClock;
typedef struct _OdOutgoing OdOutgoing;

typedef enum {
  OD_CHANNEL_CAN_RECEIPTS = 1 << 0, /* tells delivered / read */
  OD_CHANNEL_CAN_TYPING = 1 << 1,   /* tells the customer that we type */
  OD_CHANNEL_CAN_EDIT = 1 << 2,
  OD_CHANNEL_CAN_REMOVE = 1 << 3,
  OD_CHANNEL_CAN_REACT = 1 << 4,
  OD_CHANNEL_CAN_READ = 1 << 5, /* tells the customer that we read */
  OD_CHANNEL_CAN_FILES = 1 << 6,
  OD_CHANNEL_CAN_REPLY_TO = 1 << 7,    /* quotes */
  OD_CHANNEL_IDEMPOTENT_SEND = 1 << 8, /* same key twice = one message: a lost send may be repeated */
  /* The chat is a numbered stream of ours (web chat): the transaction that records
   * the outcome of a send appends the stream event, and that commit *is* the acceptance. */
  OD_CHANNEL_HAS_STREAM = 1 << 9,
  OD_CHANNEL_SHARES_STATE = 1 << 10, /* the other side is a shared desk */
  OD_CHANNEL_POLLS = 1 << 11,        /* poll_async is implemented */
  OD_CHANNEL_FOR_TESTS = 1 << 12,    /* nobody is offered it */
  OD_CHANNEL_SPLITS_TEXT = 1 << 13,  /* a text longer than max_text is enqueued as several messages */
  OD_CHANNEL_SERVES = 1 << 14,       /* listens here: a second one of the same account is in its way */
} OdChannelCaps;

/**
 * OdFileLimit: what a channel takes of one kind of file.
 * @kind: as what it goes
 * @mime: prefix of the MIME type, e.g. "image/"; "": any
 * @max_bytes: 0: as the descriptor says
 * @max_side: px: width, height, each; @max_sides: both together; 0: no limit
 * @max_ratio: of the longer side to the shorter; 0: no limit
 *
 * A file goes by the first line that it fits, so a picture that is too large for a photo can go as a document.
 */
typedef struct {
  OdFileKind kind;
  const char *mime;
  gint64 max_bytes;
  int max_side, max_sides, max_ratio;
} OdFileLimit;

/**
 * OdSendRate: how fast a channel may be asked to act. All are token buckets: @burst at once, then @per_s. 0 in
 * @per_s: no limit. Counted are attempts of any kind of operation but "read"; of one that is several messages there,
 * each of these.
 * @chat_per_s, @chat_burst: in one chat
 * @group_per_s, @group_burst: in one where many write, instead; 0: as in any other
 * @account_per_s, @account_burst: of the account, all together
 */
typedef struct {
  double chat_per_s, group_per_s, account_per_s;
  guint chat_burst, group_burst, account_burst;
} OdSendRate;

/**
 * OdChannelDescriptor:
 * @id: stable, lower case; it is in the database
 * @name: N_(): for people
 * @icon_name: symbolic icon
 * @max_text: in one message, counted by @measure; 0: no limit
 * @measure: how it counts
 * @formatting: what it can show; 0: plain text only
 * @max_files: in one message; @max_file_bytes: each; @max_files_bytes: all together, 0: no limit
 * @file_limits: (nullable): by kind, ends with a %NULL mime; see od_channel_choose_file()
 * @rate: how fast it may be asked to act
 * @answer_window_s: seconds after the customer's last message in which it takes an answer; 0: for ever
 * @retention_s: seconds for which the provider keeps what we did not fetch; what is older is lost. 0: for ever, or
 *   nothing is kept there
 * @contact_scope_is_account: addresses mean something only within the account
 * @summary: (nullable): N_(): one sentence for who looks for a way to be reached
 * @needs: (nullable): N_(): what one must have to connect it
 * @help: (nullable): N_(): where to get what the form asks for, some plain sentences
 * @help_url: (nullable): https://, more of it
 * @fields: ends with a %NULL key
 * @list_parts: (nullable): (transfer full) (element-type guint): for each request that a message takes, one after the
 *   other, how many of its parts go with it: its text, if there is one, then its files. %NULL: one request takes
 *   all. Pure: any thread
 * @is_group: (nullable): whether many write in a chat; %NULL: in none
 * @check_settings: (nullable): further checks of settings than the fields say;
 *   may fill in what is missing (a random id). %OD_ERROR_USAGE names the field
 *
 * Everything the program may know about a channel without running it. Code
 * outside the channel's folder asks this table, and never "if (telegram)".
 */
typedef struct {
  const char *id;
  const char *name;
  const char *icon_name;
  OdChannelCaps caps;
  guint max_text;
  OdTextMeasure measure;
  OdFormatting formatting;
  guint max_files;
  gint64 max_file_bytes;
  gint64 max_files_bytes;
  const OdFileLimit *file_limits;
  OdSendRate rate;
  guint answer_window_s;
  guint retention_s;
  gboolean contact_scope_is_account;
  const char *summary;
  const char *needs;
  const char *help;
  const char *help_url;
  const OdChannelField *fields;
  GArray *(*list_parts) (const OdOutgoing *message);
  gboolean (*is_group) (const char *chat_id);
  gboolean (*check_settings) (JsonObject *settings, GError **error);
  GType (*get_type) (void);
} OdChannelDescriptor;

/**
 * OdChannelContext: what a running channel may use. All ports outlive the channel.
 * @takes_over: of a try: see #OdAccountTry
 * @files_dir: the profile's `files` folder
 * @profile_dir: the profile; only for a channel's own key file
 */
typedef struct {
  OdIngestPort *ingest;
  OdStreamPort *streams;
  OdServerPort *server; /* (nullable): where nothing can be served */
  OdSecretsPort *secrets;
  OdClock *clock;
  const char *profile_dir;
  const char *files_dir;
  const char *web_dir; /* data/webchat as installed, or in the source tree */
  gboolean takes_over;
} OdChannelContext;

typedef enum {
  OD_OUTGOING_SEND,   /* text, files, reply_to */
  OD_OUTGOING_EDIT,   /* target, text */
  OD_OUTGOING_REMOVE, /* target */
  OD_OUTGOING_REACT,  /* target, emoji */
  OD_OUTGOING_READ,   /* target: everything up to it */
  OD_OUTGOING_STATUS, /* status; channels with a stream or a shared state */
} OdOutgoingKind;

/**
 * OdOutgoing: one operation's remote half, as a value.
 * @key: the same on every attempt
 * @part_remote_ids: (nullable): of a removal: all that the message is there, if it is several, @target_remote_id too
 * @files: (nullable) (element-type OdAttachmentRow)
 */
struct _OdOutgoing {
  OdOutgoingKind kind;
  char *chat_id;
  char *key;
  char *text;
  char *emoji;
  char *target_remote_id; /* (nullable) */
  GStrv part_remote_ids;
  char *reply_to_remote_id; /* (nullable) */
  gint64 target_seq;        /* 0 if none */
  GPtrArray *files;
  OdTextFormat format;
  OdStatus status;
};

/**
 * OdFetch: a file that the channel told about (`remote_ref`), and where it goes.
 * @path: a file of ours; the channel appends to it
 * @offset: bytes in it that came before, of the same @remote_ref. A channel that cannot go on from there
 *   empties it and begins again
 * @max_bytes: altogether; more is %OD_ERROR_TOO_LARGE, as soon as it is known
 * @version: of which version of the file these bytes are, in the other side's words; the channel keeps it up to date,
 *   so that bytes of two versions never meet. Empty: nobody said
 */
typedef struct {
  char *remote_ref;
  char *path;
  gint64 offset;
  gint64 max_bytes;
  GString *version;
} OdFetch;

#define OD_TYPE_CHANNEL (od_channel_get_type ())
G_DECLARE_INTERFACE (OdChannel, od_channel, OD, CHANNEL, GObject)

/**
 * OdChannelInterface:
 * @start_async: connect or listen; completes when the account works, or with an
 *   error (%OD_ERROR_BUSY, _TRANSIENT: the runner tries again; _AUTH, _REJECTED: the owner must)
 * @stop_async: let go of everything; completes always
 * @poll_async: (nullable): ask for what is new since @cursor; may wait for the server
 * @perform_async: carry out one operation; exactly one completion. Cancelled, it stops as soon as it can and says
 *   how it ended: %OD_ERROR_TRANSIENT only if what was not told by "part-taken" surely did not leave
 * @perform_finish: (transfer full): the channel's id of the new message, or "" where there is none
 * @fetch_file_async: (nullable): bring a file that was only named; @fetch lives until it completes.
 *   @progress is told how far it is (total -1 if unknown), until then and from the main thread. Cancelled, it
 *   leaves what came. Errors: %OD_ERROR_NOT_FOUND: it is gone there, _TRANSIENT, _RATE_LIMITED, _AUTH, _REJECTED,
 *   _TOO_LARGE, _STORE: our disk
 * @probe_async: (nullable): whether these settings and secrets work, without taking anything from anybody: the
 *   channel is new, was not started, and is thrown away after. A channel without it is started and stopped
 * @probe_finish: (transfer full): what the other side calls the account, e.g. "@shop_bot"; "" if it has no name
 * @set_typing: (nullable)
 * @set_online: (nullable): whether an operator is there
 * @stream_advanced: (nullable): events were committed; for channels with a stream
 * @dup_url: (nullable): (transfer full) (nullable): where customers find it, while it runs
 *
 * A running account of a channel. It is stateless towards the store: cursors come
 * in as arguments and go out in batches. All methods run on the main thread.
 * Emits "failed" (GError) if a started account breaks; the runner starts it again.
 * Emits "progress" (key, done bytes, total bytes or -1) while the bytes of an operation move: its lease is renewed.
 * Emits "part-taken" (key, id of the attachment; 0: the text, its id there) when a channel for which one message
 * is several there knows that the other side has that part: it is written down, and the next attempt gets the rest
 * only. What is said there of a part is known to mean the message.
 * Emits "settings-changed" (JSON) when it chose something that is to be remembered.
 */
struct _OdChannelInterface {
  GTypeInterface parent_iface;

  void (*start_async) (OdChannel *self, const OdAccountRow *account, const OdChannelContext *context,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  void (*stop_async) (OdChannel *self, GAsyncReadyCallback callback, gpointer user_data);
  void (*poll_async) (OdChannel *self, const char *cursor, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data);
  void (*perform_async) (OdChannel *self, const OdOutgoing *outgoing, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data);
  void (*fetch_file_async) (OdChannel *self, const OdFetch *fetch, GFileProgressCallback progress,
                            gpointer progress_data, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data);
  void (*probe_async) (OdChannel *self, const OdAccountRow *account, const OdChannelContext *context,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  void (*set_typing) (OdChannel *self, const char *chat_id, gboolean is_typing, const char *operator_name);
  void (*set_online) (OdChannel *self, gboolean is_online);
  void (*stream_advanced) (OdChannel *self, const char *chat_id, gint64 last_seq);
  char *(*dup_url) (OdChannel *self);
};

void od_channel_start_async (OdChannel *self, const OdAccountRow *account, const OdChannelContext *context,
                             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean od_channel_start_finish (OdChannel *self, GAsyncResult *result, GError **error);
void od_channel_stop_async (OdChannel *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean od_channel_stop_finish (OdChannel *self, GAsyncResult *result, GError **error);
void od_channel_poll_async (OdChannel *self, const char *cursor, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data);
OdUpdateBatch *od_channel_poll_finish (OdChannel *self, GAsyncResult *result, GError **error);
void od_channel_perform_async (OdChannel *self, const OdOutgoing *outgoing, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
char *od_channel_perform_finish (OdChannel *self, GAsyncResult *result, GError **error);
gboolean od_channel_can_fetch (OdChannel *self);
void od_channel_fetch_file_async (OdChannel *self, const OdFetch *fetch, GFileProgressCallback progress,
                                  gpointer progress_data, GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean od_channel_fetch_file_finish (OdChannel *self, GAsyncResult *result, GError **error);
void od_channel_probe_async (OdChannel *self, const OdAccountRow *account, const OdChannelContext *context,
                             GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
char *od_channel_probe_finish (OdChannel *self, GAsyncResult *result, GError **error);
void od_channel_set_typing (OdChannel *self, const char *chat_id, gboolean is_typing, const char *operator_name);
void od_channel_set_online (OdChannel *self, gboolean is_online);
void od_channel_stream_advanced (OdChannel *self, const char *chat_id, gint64 last_seq);
char *od_channel_dup_url (OdChannel *self);
void od_channel_emit_failed (OdChannel *self, const GError *error);
void od_channel_emit_progress (OdChannel *self, const char *key, gint64 done_bytes, gint64 total_bytes);
void od_channel_emit_part_taken (OdChannel *self, const char *key, gint64 attachment_id, const char *remote_id);
void od_channel_emit_settings_changed (OdChannel *self, const char *settings);

OdOutgoing *od_outgoing_new (OdOutgoingKind kind, const char *chat_id, const char *key);
OdOutgoing *od_outgoing_copy (const OdOutgoing *self);
void od_outgoing_free (OdOutgoing *self);

const OdFileLimit *od_channel_choose_file (const OdChannelDescriptor *descriptor, const char *mime, gint64 size_bytes,
                                           int width, int height);
gboolean od_channel_check_text (const OdChannelDescriptor *descriptor, const char *text, GError **error);
gboolean od_channel_descriptor_check (const OdChannelDescriptor *descriptor, JsonObject *settings, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdOutgoing, od_outgoing_free)

G_END_DECLS
