/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-probe-ports.h"

#include "od-error.h"

struct _OdProbePorts {
  GObject parent_instance;

  OdSecretsPort *stored; /* (owned) (nullable) */
  GHashTable *typed;     /* (owned): by field */
};

static void secrets_iface_init (OdSecretsPortInterface *iface);
static void ingest_iface_init (OdIngestPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdProbePorts, od_probe_ports, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_SECRETS_PORT, secrets_iface_init)
                                   G_IMPLEMENT_INTERFACE (OD_TYPE_INGEST_PORT, ingest_iface_init))

static void
od_probe_ports_finalize (GObject *object)
{
  OdProbePorts *self = OD_PROBE_PORTS (object);

  g_clear_object (&self->stored);
  g_hash_table_unref (self->typed);
  G_OBJECT_CLASS (od_probe_ports_parent_class)->finalize (object);
}

static void
od_probe_ports_class_init (OdProbePortsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_probe_ports_finalize;
}

static void
od_probe_ports_init (OdProbePorts *self)
{
}

/**
 * od_probe_ports_new:
 * @stored: (nullable): the key ring; %NULL or of no use for an account that is not there yet
 * @typed: (element-type utf8 utf8): by field; kept
 *
 * Returns: (transfer full): both ports
 */
OdProbePorts *
od_probe_ports_new (OdSecretsPort *stored, GHashTable *typed)
{
  OdProbePorts *self = g_object_new (OD_TYPE_PROBE_PORTS, NULL);

  g_set_object (&self->stored, stored);
  self->typed = g_hash_table_ref (typed);
  return self;
}

/* ---- secrets ---- */

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
  char *secret = od_secrets_port_lookup_finish (OD_SECRETS_PORT (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, secret, free_secret);
}

static void
probe_lookup_async (OdSecretsPort *port, gint64 account_id, const char *field, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer user_data)
{
  OdProbePorts *self = OD_PROBE_PORTS (port);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  const char *typed = g_hash_table_lookup (self->typed, field);

  g_task_set_source_tag (task, probe_lookup_async);
  if (typed != NULL || self->stored == NULL || account_id <= 0)
    g_task_return_pointer (task, g_strdup (typed), free_secret);
  else
    od_secrets_port_lookup_async (self->stored, account_id, field, cancellable, looked_up_cb, g_object_ref (task));
}

static void
return_refusal (OdProbePorts *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, return_refusal);
  g_task_return_new_error (task, OD_ERROR, OD_ERROR_REJECTED, "Nothing is kept of a try");
}

static void
probe_store_async (OdSecretsPort *port, gint64 account_id, const char *field, const char *secret,
                   GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  return_refusal (OD_PROBE_PORTS (port), callback, user_data);
}

static void
probe_clear_async (OdSecretsPort *port, gint64 account_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                   gpointer user_data)
{
  return_refusal (OD_PROBE_PORTS (port), callback, user_data);
}

static void
secrets_iface_init (OdSecretsPortInterface *iface)
{
  iface->lookup_async = probe_lookup_async;
  iface->store_async = probe_store_async;
  iface->clear_async = probe_clear_async;
}

/* ---- what comes in ---- */

static void
probe_ingest_async (OdIngestPort *port, gint64 account_id, OdUpdateBatch *batch, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (port, cancellable, callback, user_data);

  g_task_set_source_tag (task, probe_ingest_async);
  od_update_batch_free (batch);
  g_task_return_new_error (task, OD_ERROR, OD_ERROR_BUSY, "Nothing is taken during a try");
}

static void
probe_live (OdIngestPort *port, gint64 account_id, OdLiveEvent *event)
{
  od_live_event_free (event);
}

static void
ingest_iface_init (OdIngestPortInterface *iface)
{
  iface->ingest_async = probe_ingest_async;
  iface->live = probe_live;
}
