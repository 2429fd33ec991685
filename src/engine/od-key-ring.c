/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-key-ring"

#include <libsecret/secret.h>
#include <string.h>

#include "od-account-trouble.h"
#include "od-error.h"
#include "od-key-ring-port.h"
#include "od-limits.h"
#include "od-secrets.h"

/**
 * OdKeyRing:
 *
 * Secrets in the desktop's key ring. Looking for one never asks a person anything: a key ring that is locked is an
 * error, and od_key_ring_port_unlock_async() is what opens the desktop's dialog. Storing may ask: an operator who just
 * typed a secret is there to answer. Main thread only.
 */
struct _OdKeyRing {
  GObject parent_instance;

  char *profile; /* (owned): path; two profiles share a key ring but no secret */
  OdKeyRingState state;
  guint patience_s; /* how long it may take to answer, unless a person is asked */
};

static const SecretSchema schema = {
  "com.example.Omnidesk",
  SECRET_SCHEMA_NONE,
  {
      { "profile", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "field", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { NULL, 0 },
  },
};

static void secrets_iface_init (OdSecretsPortInterface *iface);
static void key_ring_iface_init (OdKeyRingPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdKeyRing, od_key_ring, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_SECRETS_PORT, secrets_iface_init)
                                   G_IMPLEMENT_INTERFACE (OD_TYPE_KEY_RING_PORT, key_ring_iface_init))

static void
od_key_ring_finalize (GObject *object)
{
  g_free (OD_KEY_RING (object)->profile);
  G_OBJECT_CLASS (od_key_ring_parent_class)->finalize (object);
}

static void
od_key_ring_class_init (OdKeyRingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_key_ring_finalize;
}

static void
od_key_ring_init (OdKeyRing *self)
{
  self->patience_s = OD_LIMIT_KEY_RING_S;
}

/* ---- how it is ---- */

static void
note (OdKeyRing *self, OdKeyRingState state)
{
  if (self->state == state)
    return;
  self->state = state;
  od_key_ring_port_emit_changed (OD_KEY_RING_PORT (self));
}

static const struct {
  OdAccountTrouble trouble;
  const char *words;
} faults[] = {
  [OD_KEY_RING_UNKNOWN] = { OD_ACCOUNT_TROUBLE_RING_REFUSED, "The key ring can't be used" },
  [OD_KEY_RING_READY] = { OD_ACCOUNT_TROUBLE_NO_SECRET, "The secret is not in the key ring" },
  [OD_KEY_RING_LOCKED] = { OD_ACCOUNT_TROUBLE_RING_LOCKED, "The key ring is locked" },
  [OD_KEY_RING_ABSENT] = { OD_ACCOUNT_TROUBLE_RING_ABSENT, "There is no key ring" },
  [OD_KEY_RING_REFUSED] = { OD_ACCOUNT_TROUBLE_RING_REFUSED, "The key ring refused" },
  [OD_KEY_RING_SLOW] = { OD_ACCOUNT_TROUBLE_RING_SLOW, "The key ring does not answer" },
};

/* All of it may be right a moment later, and asking again disturbs nobody. */
static void
return_fault (GTask *task, OdKeyRingState state)
{
  GError *error = g_error_new_literal (OD_ERROR, OD_ERROR_TRANSIENT, faults[state].words);

  od_error_set_reason (error, faults[state].trouble);
  note (g_task_get_source_object (task), state);
  g_task_return_error (task, error);
}

static OdKeyRingState
classify (const GError *error)
{
  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) /* a dialog that was sent away */
    return OD_KEY_RING_LOCKED;
  if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_TIMEOUT) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_TIMED_OUT) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return OD_KEY_RING_SLOW;
  if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) ||
      (error->domain == G_DBUS_ERROR && error->code >= G_DBUS_ERROR_SPAWN_EXEC_FAILED &&
       error->code <= G_DBUS_ERROR_SPAWN_NO_MEMORY) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_DISCONNECTED) ||
      (error->domain == G_IO_ERROR && error->code != G_IO_ERROR_DBUS_ERROR))
    return OD_KEY_RING_ABSENT;
  return OD_KEY_RING_REFUSED;
}

/* ---- a question, and how long it may take ---- */

typedef struct {
  char *account;             /* (owned) (nullable) */
  char *field;               /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned): of what is asked of libsecret */
  GCancellable *outer;       /* (owned) (nullable): the caller's */
  gulong outer_id;
  guint timeout_id;
  gboolean is_late;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_clear_handle_id (&question->timeout_id, g_source_remove);
  if (question->outer != NULL)
    g_cancellable_disconnect (question->outer, question->outer_id);
  g_clear_object (&question->outer);
  g_clear_object (&question->cancellable);
  g_free (question->account);
  g_free (question->field);
  g_free (question);
}

static void
outer_cancelled_cb (GCancellable *outer, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static gboolean
late_cb (gpointer user_data)
{
  Question *question = user_data;

  question->timeout_id = 0;
  question->is_late = TRUE;
  g_cancellable_cancel (question->cancellable);
  return G_SOURCE_REMOVE;
}

/* @seconds: 0: as long as a person takes */
static GTask *
ask (OdKeyRing *self, gint64 account_id, const char *field, guint seconds, GCancellable *outer,
     GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, outer, callback, user_data);
  Question *question = g_new0 (Question, 1);

  question->account = g_strdup_printf ("%" G_GINT64_FORMAT, account_id);
  question->field = g_strdup (field);
  question->cancellable = g_cancellable_new ();
  g_task_set_task_data (task, question, question_free);
  if (seconds > 0)
    question->timeout_id = g_timeout_add_seconds (seconds, late_cb, question);
  if (g_set_object (&question->outer, outer))
    question->outer_id = g_cancellable_connect (outer, G_CALLBACK (outer_cancelled_cb),
                                                g_object_ref (question->cancellable), g_object_unref);
  return task;
}

/* @error: (transfer full) */
static void
fail (GTask *task, GError *error)
{
  Question *question = g_task_get_task_data (task);
  OdKeyRingState state = question->is_late ? OD_KEY_RING_SLOW : classify (error);

  if (!g_task_return_error_if_cancelled (task))
    return_fault (task, state);
  g_error_free (error);
}

static void
free_secret (gpointer secret)
{
  od_secret_free (secret);
}

/* ---- looking for one ---- */

/* libsecret keeps secrets in a file of its own in a sandbox, which has no lock. */
static gboolean
is_service (void)
{
  const char *backend = g_getenv ("SECRET_BACKEND");

  return backend != NULL ? g_str_equal (backend, "service") : !g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

static void
collection_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_finish (result, &error);

  if (error != NULL)
    fail (task, error);
  else if (collection != NULL && secret_collection_get_locked (collection))
    return_fault (task, OD_KEY_RING_LOCKED);
  else
    {
      note (g_task_get_source_object (task), OD_KEY_RING_READY);
      g_task_return_pointer (task, NULL, NULL);
    }
}

static void
service_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Question *question = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (SecretService) service = secret_service_get_finish (result, &error);

  if (service == NULL)
    fail (task, error);
  else
    secret_collection_for_alias (service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, question->cancellable,
                                 collection_cb, g_object_ref (task));
}

static void
retrieved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  SecretValue *value = secret_retrievable_retrieve_secret_finish (SECRET_RETRIEVABLE (source), result, &error);

  if (error != NULL)
    {
      fail (task, error);
      return;
    }
  note (g_task_get_source_object (task), OD_KEY_RING_READY);
  g_task_return_pointer (task, value != NULL ? g_strdup (secret_value_get_text (value)) : NULL, free_secret);
  g_clear_pointer (&value, secret_value_unref);
}

static gboolean
is_locked (gpointer item)
{
  return SECRET_IS_ITEM (item) && secret_item_get_locked (item);
}

static void
free_objects (GList *objects)
{
  g_list_free_full (objects, g_object_unref);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Question *question = g_task_get_task_data (task);
  GError *error = NULL;
  GList *items = secret_password_search_finish (result, &error);

  if (error != NULL)
    fail (task, error);
  else if (items == NULL && is_service ()) /* some show nothing at all while they are locked */
    secret_service_get (SECRET_SERVICE_NONE, question->cancellable, service_cb, g_object_ref (task));
  else if (items == NULL)
    {
      note (g_task_get_source_object (task), OD_KEY_RING_READY);
      g_task_return_pointer (task, NULL, NULL);
    }
  else if (is_locked (items->data))
    return_fault (task, OD_KEY_RING_LOCKED);
  else
    secret_retrievable_retrieve_secret (items->data, question->cancellable, retrieved_cb, g_object_ref (task));
  free_objects (items);
}

static void
key_ring_lookup_async (OdSecretsPort *port, gint64 account_id, const char *field, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  OdKeyRing *self = OD_KEY_RING (port);
  g_autoptr (GTask) task = ask (self, account_id, field, self->patience_s, cancellable, callback, user_data);
  Question *question = g_task_get_task_data (task);

  g_task_set_source_tag (task, key_ring_lookup_async);
  secret_password_search (&schema, SECRET_SEARCH_NONE, question->cancellable, found_cb, g_object_ref (task), "profile",
                          self->profile, "account", question->account, "field", field, NULL);
}

/* ---- storing and forgetting ---- */

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!secret_password_store_finish (result, &error))
    {
      fail (task, error);
      return;
    }
  note (g_task_get_source_object (task), OD_KEY_RING_READY);
  g_task_return_boolean (task, TRUE);
}

static void
key_ring_store_async (OdSecretsPort *port, gint64 account_id, const char *field, const char *secret,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdKeyRing *self = OD_KEY_RING (port);
  g_autoptr (GTask) task = ask (self, account_id, field, 0, cancellable, callback, user_data);
  Question *question = g_task_get_task_data (task);
  g_autofree char *label = g_strdup_printf ("Omnidesk: account %s, %s", question->account, field);

  g_task_set_source_tag (task, key_ring_store_async);
  secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, secret, question->cancellable, stored_cb,
                         g_object_ref (task), "profile", self->profile, "account", question->account, "field", field,
                         NULL);
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  secret_password_clear_finish (result, &error); /* FALSE without an error: there was none */
  if (error == NULL)
    g_task_return_boolean (task, TRUE);
  else
    fail (task, error);
}

static void
key_ring_clear_async (OdSecretsPort *port, gint64 account_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data)
{
  OdKeyRing *self = OD_KEY_RING (port);
  g_autoptr (GTask) task = ask (self, account_id, NULL, self->patience_s, cancellable, callback, user_data);
  Question *question = g_task_get_task_data (task);

  g_task_set_source_tag (task, key_ring_clear_async);
  secret_password_clear (&schema, question->cancellable, cleared_cb, g_object_ref (task), "profile", self->profile,
                         "account", question->account, NULL);
}

static void
secrets_iface_init (OdSecretsPortInterface *iface)
{
  iface->lookup_async = key_ring_lookup_async;
  iface->store_async = key_ring_store_async;
  iface->clear_async = key_ring_clear_async;
}

/* ---- unlocking ---- */

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  int n = secret_service_unlock_finish (SECRET_SERVICE (source), result, NULL, &error);

  if (error != NULL)
    {
      fail (task, error);
      return;
    }
  if (n == 0) /* the dialog was sent away */
    {
      return_fault (task, OD_KEY_RING_LOCKED);
      return;
    }
  note (g_task_get_source_object (task), OD_KEY_RING_READY);
  g_task_return_boolean (task, TRUE);
}

/* What is kept in it may lie elsewhere than what is new: both are asked for. */
static void
all_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Question *question = g_task_get_task_data (task);
  GError *error = NULL;
  GList *items = secret_service_search_finish (SECRET_SERVICE (source), result, &error);
  SecretCollection *collection = g_object_get_data (G_OBJECT (task), "collection");
  g_autoptr (GList) locked = NULL;

  for (GList *l = items; l != NULL; l = l->next)
    if (is_locked (l->data))
      locked = g_list_prepend (locked, l->data);
  if (collection != NULL && secret_collection_get_locked (collection))
    locked = g_list_prepend (locked, collection);
  if (error != NULL)
    fail (task, error);
  else if (locked == NULL)
    {
      note (g_task_get_source_object (task), OD_KEY_RING_READY);
      g_task_return_boolean (task, TRUE);
    }
  else
    {
      g_clear_handle_id (&question->timeout_id, g_source_remove); /* now it is a person's turn */
      secret_service_unlock (SECRET_SERVICE (source), locked, question->cancellable, unlocked_cb, g_object_ref (task));
    }
  free_objects (items);
}

static void
collection_to_unlock_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Question *question = g_task_get_task_data (task);
  OdKeyRing *self = g_task_get_source_object (task);
  GError *error = NULL;
  SecretCollection *collection = secret_collection_for_alias_finish (result, &error);
  g_autoptr (GHashTable) attributes = NULL;
  SecretService *service = g_object_get_data (G_OBJECT (task), "service");

  if (error != NULL)
    {
      fail (task, error);
      return;
    }
  if (collection != NULL)
    g_object_set_data_full (G_OBJECT (task), "collection", collection, g_object_unref);
  attributes = secret_attributes_build (&schema, "profile", self->profile, NULL);
  secret_service_search (service, &schema, attributes, SECRET_SEARCH_ALL, question->cancellable, all_found_cb,
                         g_object_ref (task));
}

static void
service_to_unlock_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Question *question = g_task_get_task_data (task);
  GError *error = NULL;
  SecretService *service = secret_service_get_finish (result, &error);

  if (service == NULL)
    {
      fail (task, error);
      return;
    }
  g_object_set_data_full (G_OBJECT (task), "service", service, g_object_unref);
  secret_collection_for_alias (service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, question->cancellable,
                               collection_to_unlock_cb, g_object_ref (task));
}

static void
key_ring_unlock_async (OdKeyRingPort *port, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdKeyRing *self = OD_KEY_RING (port);
  g_autoptr (GTask) task = ask (self, 0, NULL, self->patience_s, cancellable, callback, user_data);
  Question *question = g_task_get_task_data (task);

  g_task_set_source_tag (task, key_ring_unlock_async);
  if (is_service ())
    secret_service_get (SECRET_SERVICE_NONE, question->cancellable, service_to_unlock_cb, g_object_ref (task));
  else
    g_task_return_boolean (task, TRUE); /* what is in a file has no lock */
}

static OdKeyRingState
key_ring_get_state (OdKeyRingPort *port)
{
  return OD_KEY_RING (port)->state;
}

static void
key_ring_iface_init (OdKeyRingPortInterface *iface)
{
  iface->get_state = key_ring_get_state;
  iface->unlock_async = key_ring_unlock_async;
}

/**
 * od_key_ring_new:
 * @profile_path: real path of the profile
 *
 * Returns: (transfer full): the desktop's key ring, also an #OdKeyRingPort; nothing is asked of it yet
 */
OdSecretsPort *
od_key_ring_new (const char *profile_path)
{
  OdKeyRing *self;

  g_return_val_if_fail (profile_path != NULL, NULL);

  self = g_object_new (OD_TYPE_KEY_RING, NULL);
  self->profile = g_strdup (profile_path);
  return OD_SECRETS_PORT (self);
}

/**
 * od_key_ring_set_patience:
 * @seconds: how long it may take to answer, unless a person is asked; ≥ 1
 */
void
od_key_ring_set_patience (OdKeyRing *self, guint seconds)
{
  g_return_if_fail (OD_IS_KEY_RING (self) && seconds > 0);

  self->patience_s = seconds;
}
