/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "channel-contract.h"
#include "let-server-leak.h"
#include "od-clock.h"
#include "od-error.h"
#include "od-fake-stream.h"
#include "od-server.h"
#include "od-temp-folder.h"

/* Whatever the other side does, every channel of this build ends a send once, in a way that tells the outbox what may
 * be done, and tells nobody what was written, to whom, and with which key. */

#define TEXT "Your order 1042 is at the door, Masha"

/* ---- a key ring that has one key ---- */

#define TEST_TYPE_RING (test_ring_get_type ())
G_DECLARE_FINAL_TYPE (TestRing, test_ring, TEST, RING, GObject)

struct _TestRing {
  GObject parent_instance;
  const char *secret;
};

static void
ring_lookup_async (OdSecretsPort *port, gint64 account_id, const char *field, GCancellable *cancellable,
                   GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (port, cancellable, callback, user_data);

  g_task_return_pointer (task, g_strdup (TEST_RING (port)->secret), g_free);
}

static void
ring_iface_init (OdSecretsPortInterface *iface)
{
  iface->lookup_async = ring_lookup_async;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestRing, test_ring, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_SECRETS_PORT, ring_iface_init))

static void
test_ring_class_init (TestRingClass *klass)
{
}

static void
test_ring_init (TestRing *self)
{
}

/* ---- a connected account ---- */

typedef struct {
  const OdChannelDescriptor *descriptor;
  const ChannelContract *contract;
  gpointer side;
  char *folder;
  OdServer *server;
  OdFakeStream *stream;
  OdClock *clock;
  TestRing *ring;
  OdChannelContext context;
  OdAccountRow account;
  OdChannel *channel;
} Fixture;

typedef struct {
  GAsyncResult *result;
  guint n_done;
} Done;

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Done *done = user_data;

  done->n_done++;
  g_set_object (&done->result, result);
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
wait_for (const Done *done)
{
  let_server_leak (TRUE);
  while (done->n_done == 0)
    g_main_context_iteration (NULL, TRUE);
  settle ();
  let_server_leak (FALSE);
}

/* What the contract says, and the defaults. */
static char *
dup_settings (Fixture *f)
{
  g_autofree char *text = f->side != NULL ? f->contract->dup_settings (f->side) : g_strdup ("{}");
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  g_autoptr (GError) error = NULL;

  od_channel_descriptor_check (f->descriptor, json_node_get_object (node), &error);
  g_assert_no_error (error);
  return json_to_string (node, FALSE);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  Done done = { 0 };

  contract_log_clear ();
  f->descriptor = data;
  f->contract = channel_contract_find (f->descriptor->id);
  f->side = f->contract->open != NULL ? f->contract->open () : NULL;
  f->folder = od_temp_folder_new ();
  f->server = od_server_new (f->folder);
  f->stream = od_fake_stream_new ();
  f->clock = od_clock_new ();
  f->ring = g_object_new (TEST_TYPE_RING, NULL);
  f->ring->secret = f->contract->secret;
  f->context = (OdChannelContext){
    .ingest = OD_INGEST_PORT (f->stream),
    .streams = OD_STREAM_PORT (f->stream),
    .server = OD_SERVER_PORT (f->server),
    .secrets = OD_SECRETS_PORT (f->ring),
    .clock = f->clock,
    .profile_dir = f->folder,
    .files_dir = f->folder,
  };
  f->account.id = 1;
  f->account.settings = dup_settings (f);
  f->channel = g_object_new (f->descriptor->get_type (), NULL);
  od_channel_start_async (f->channel, &f->account, &f->context, NULL, done_cb, &done);
  wait_for (&done);
  od_channel_start_finish (f->channel, done.result, &error);
  g_assert_no_error (error);
  g_object_unref (done.result);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  Done done = { 0 };

  od_channel_stop_async (f->channel, done_cb, &done);
  wait_for (&done);
  g_object_unref (done.result);
  od_server_stop (f->server);
  settle ();
  g_assert_finalize_object (f->channel);
  if (f->side != NULL)
    f->contract->close (f->side);
  g_object_unref (f->server);
  g_object_unref (f->stream);
  g_object_unref (f->clock);
  g_object_unref (f->ring);
  g_free (f->account.settings);
  od_temp_folder_free (f->folder);
}

static OdOutgoing *
new_send (Fixture *f)
{
  OdOutgoing *outgoing = od_outgoing_new (OD_OUTGOING_SEND, f->contract->chat_id, "key");

  g_free (outgoing->text);
  outgoing->text = g_strdup (TEXT);
  return outgoing;
}

static void
assert_untold (Fixture *f, const GError *error)
{
  const char *secret = f->contract->secret;
  const char *const words[] = { TEXT,
                                "1042",
                                "Masha",
                                f->contract->chat_id,
                                secret != NULL ? secret : TEXT,
                                secret != NULL ? secret + strlen (secret) / 2 : TEXT };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (contract_log_tells (words[i]))
        g_error ("%s tells “%s” in the log", f->descriptor->id, words[i]);
      if (error != NULL && strstr (error->message, words[i]) != NULL)
        g_error ("%s tells “%s” in an error: %s", f->descriptor->id, words[i], error->message);
    }
}

/* Returns: (nullable): the id; it ended once */
static char *
finish (Fixture *f, Done *done, GError **error)
{
  char *remote_id;

  wait_for (done);
  g_assert_cmpuint (done->n_done, ==, 1);
  remote_id = od_channel_perform_finish (f->channel, done->result, error);
  g_assert_true ((remote_id == NULL) == (*error != NULL));
  g_clear_object (&done->result);
  assert_untold (f, *error);
  return remote_id;
}

static char *
perform (Fixture *f, GError **error)
{
  g_autoptr (OdOutgoing) outgoing = new_send (f);
  Done done = { 0 };

  od_channel_perform_async (f->channel, outgoing, NULL, done_cb, &done);
  return finish (f, &done, error);
}

/* Who may ask again blindly, and only who may, is told so. */
static void
check_error (Fixture *f, ContractAnswer answer, const GError *error)
{
  gboolean is_safe = (f->descriptor->caps & OD_CHANNEL_IDEMPOTENT_SEND) != 0;

  g_assert_true (error->domain == OD_ERROR);
  switch (answer)
    {
    case CONTRACT_REFUSES:
      g_assert_false (od_error_is_retryable (error));
      g_assert_cmpint (error->code, !=, OD_ERROR_UNCONFIRMED);
      break;
    case CONTRACT_LIMITS:
      g_assert_cmpint (error->code, ==, OD_ERROR_RATE_LIMITED);
      g_assert_cmpint (od_error_get_retry_after_ms (error), >=, CONTRACT_RETRY_MS);
      break;
    case CONTRACT_BREAKS:
      g_assert_true (error->code == OD_ERROR_TRANSIENT || error->code == OD_ERROR_UNCONFIRMED);
      break;
    case CONTRACT_CUTS:
      g_assert_true (error->code == OD_ERROR_UNCONFIRMED || (is_safe && error->code == OD_ERROR_TRANSIENT));
      break;
    case CONTRACT_TAKES:
    case CONTRACT_HOLDS:
    default:
      g_error ("%s: %s", f->descriptor->id, error->message);
    }
}

static void
test_it_ends_once (Fixture *f, gconstpointer data)
{
  for (ContractAnswer answer = CONTRACT_TAKES; answer < CONTRACT_HOLDS; answer++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *remote_id = NULL;
      guint n_heard = f->side != NULL ? f->contract->get_n_heard (f->side) : 0;

      g_test_message ("%s, answer %d", f->descriptor->id, answer);
      if (f->side != NULL)
        f->contract->answer (f->side, answer);
      remote_id = perform (f, &error);
      if (f->side != NULL)
        g_assert_cmpuint (f->contract->get_n_heard (f->side), ==, n_heard + 1); /* not again by itself */
      if (f->side == NULL || answer == CONTRACT_TAKES)
        {
          g_assert_no_error (error);
          g_assert_nonnull (remote_id);
          g_assert_cmpstr (remote_id, !=, "");
        }
      else
        {
          g_assert_nonnull (error);
          check_error (f, answer, error);
        }
    }
}

static void
wait_until_heard (Fixture *f, guint n)
{
  let_server_leak (TRUE);
  while (f->contract->get_n_heard (f->side) < n)
    g_main_context_iteration (NULL, TRUE);
  settle ();
  let_server_leak (FALSE);
}

static void
test_a_slow_answer_is_waited_for (Fixture *f, gconstpointer data)
{
  g_autoptr (OdOutgoing) outgoing = new_send (f);
  g_autoptr (GError) error = NULL;
  g_autofree char *remote_id = NULL;
  Done done = { 0 };

  if (f->side == NULL)
    return; /* nobody to wait for */
  f->contract->answer (f->side, CONTRACT_HOLDS);
  od_channel_perform_async (f->channel, outgoing, NULL, done_cb, &done);
  wait_until_heard (f, 1);
  g_assert_cmpuint (done.n_done, ==, 0);
  f->contract->release (f->side);
  remote_id = finish (f, &done, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (f->contract->get_n_heard (f->side), ==, 1);
}

/* Stopped once the body is out, nobody knows; and the answer that comes afterwards changes nothing. */
static void
test_a_cancelled_one_is_unconfirmed (Fixture *f, gconstpointer data)
{
  g_autoptr (OdOutgoing) outgoing = new_send (f);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Done done = { 0 };

  if (f->side == NULL)
    return;
  f->contract->answer (f->side, CONTRACT_HOLDS);
  od_channel_perform_async (f->channel, outgoing, cancellable, done_cb, &done);
  wait_until_heard (f, 1);
  g_cancellable_cancel (cancellable);
  g_assert_null (finish (f, &done, &error));
  check_error (f, CONTRACT_CUTS, error);
  f->contract->release (f->side);
  settle ();
  g_assert_cmpuint (done.n_done, ==, 1);
  g_clear_object (&done.result);
}

/* Stopped before it began: if it says that it did not leave, it did not. */
static void
test_one_that_never_began (Fixture *f, gconstpointer data)
{
  g_autoptr (OdOutgoing) outgoing = new_send (f);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *remote_id = NULL;
  Done done = { 0 };

  g_cancellable_cancel (cancellable);
  od_channel_perform_async (f->channel, outgoing, cancellable, done_cb, &done);
  remote_id = finish (f, &done, &error);
  if (g_error_matches (error, OD_ERROR, OD_ERROR_TRANSIENT) && f->side != NULL)
    g_assert_cmpuint (f->contract->get_n_heard (f->side), ==, 0);
}

/* What comes by a poll is a batch or an error, once, and is not told either. */
static void
test_polls (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) samples = contract_samples_load (f->descriptor->id);

  if (f->contract->offer == NULL)
    return; /* there is no such thing, or nothing that is read from bytes */
  for (guint i = 0; i < samples->len; i++)
    {
      const ContractSample *sample = samples->pdata[i];
      g_autoptr (OdUpdateBatch) batch = NULL;
      g_autoptr (GError) error = NULL;
      Done done = { 0 };

      f->contract->offer (f->side, sample->bytes);
      od_channel_poll_async (f->channel, "1", NULL, done_cb, &done);
      wait_for (&done);
      g_assert_cmpuint (done.n_done, ==, 1);
      batch = od_channel_poll_finish (f->channel, done.result, &error);
      g_object_unref (done.result);
      g_assert_true ((batch == NULL) == (error != NULL));
      contract_assert_untold (sample, error);
      assert_untold (f, error);
    }
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *name;
    void (*func) (Fixture *f, gconstpointer data);
  } tests[] = {
    { "ends-once", test_it_ends_once },
    { "slow", test_a_slow_answer_is_waited_for },
    { "cancelled", test_a_cancelled_one_is_unconfirmed },
    { "never-began", test_one_that_never_began },
    { "polls", test_polls },
  };

  g_test_init (&argc, &argv, NULL);
  contract_log_catch ();
  for (guint i = 0; i < od_channels_count (); i++)
    for (guint j = 0; j < G_N_ELEMENTS (tests); j++)
      {
        const OdChannelDescriptor *descriptor = od_channels_get (i);
        g_autofree char *path = g_strdup_printf ("/channel-sends/%s/%s", descriptor->id, tests[j].name);

        g_test_add (path, Fixture, descriptor, set_up, tests[j].func, tear_down);
      }
  return g_test_run ();
}
