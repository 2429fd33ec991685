/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-key-ring"

#include <libsecret/secret.h>
#include <string.h>

#include "od-error.h"
#include "od-secrets.h"

/**
 * OdKeyRing:
 *
 * Secrets in the desktop's key ring. Every call is asynchronous: a locked key
 * ring opens a dialog and waits for a person. Main thread only.
 */
struct _OdKeyRing {
  GObject parent_instance;

  char *profile; /* (owned): path; two profiles share a key ring but no secret */
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

static void key_ring_iface_init (OdSecretsPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdKeyRing, od_key_ring, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_SECRETS_PORT, key_ring_iface_init))

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
}

/* The service may be away, locked, or refuse: all of it may be right a moment later. */
static void
return_failure (GTask *task, GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, error);
  else
    {
      g_task_return_new_error (task, OD_ERROR, OD_ERROR_TRANSIENT, "The key ring can't be used: %s (%d)",
                               g_quark_to_string (error->domain), error->code);
      g_error_free (error);
    }
}

static void
free_secret (gpointer secret)
{
  od_secret_free (secret);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *found = secret_password_lookup_finish (result, &error);

  if (error != NULL)
    {
      return_failure (task, error);
      return;
    }
  g_task_return_pointer (task, g_strdup (found), free_secret);
  secret_password_free (found);
}

static void
key_ring_lookup_async (OdSecretsPort *port, gint64 account_id, const char *field, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  OdKeyRing *self = OD_KEY_RING (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *account = g_strdup_printf ("%" G_GINT64_FORMAT, account_id);

  g_task_set_source_tag (task, key_ring_lookup_async);
  secret_password_lookup (&schema, cancellable, looked_up_cb, g_object_ref (task), "profile", self->profile, "account",
                          account, "field", field, NULL);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    return_failure (task, error);
}

static void
key_ring_store_async (OdSecretsPort *port, gint64 account_id, const char *field, const char *secret,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdKeyRing *self = OD_KEY_RING (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *account = g_strdup_printf ("%" G_GINT64_FORMAT, account_id);
  g_autofree char *label = g_strdup_printf ("Omnidesk: account %s, %s", account, field);

  g_task_set_source_tag (task, key_ring_store_async);
  secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, label, secret, cancellable, stored_cb, g_object_ref (task),
                         "profile", self->profile, "account", account, "field", field, NULL);
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
    return_failure (task, error);
}

static void
key_ring_clear_async (OdSecretsPort *port, gint64 account_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data)
{
  OdKeyRing *self = OD_KEY_RING (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *account = g_strdup_printf ("%" G_GINT64_FORMAT, account_id);

  g_task_set_source_tag (task, key_ring_clear_async);
  secret_password_clear (&schema, cancellable, cleared_cb, g_object_ref (task), "profile", self->profile, "account",
                         account, NULL);
}

static void
key_ring_iface_init (OdSecretsPortInterface *iface)
{
  iface->lookup_async = key_ring_lookup_async;
  iface->store_async = key_ring_store_async;
  iface->clear_async = key_ring_clear_async;
}

/**
 * od_key_ring_new:
 * @profile_path: real path of the profile
 *
 * Returns: (transfer full): the desktop's key ring; nothing is asked of it yet
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
