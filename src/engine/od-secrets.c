/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-secrets"

#include "od-secrets.h"

#include <glib/gstdio.h>
#include <string.h>

#include "od-error.h"
#include "od-json.h"

#define MAX_FILE_BYTES (256 * 1024)

/**
 * OdSecretsFile:
 *
 * Secrets in a plain file, for tests: `{"<account row>/<field>":"value"}`, read
 * at each access, rewritten atomically, mode 0600. It works on a worker's
 * thread, so that a slow disk stops nobody.
 */
struct _OdSecretsFile {
  GObject parent_instance;

  char *path;       /* (owned) */
  OdWorker *worker; /* (owned): one thread, so that two changes can't cross */
};

static void secrets_file_iface_init (OdSecretsPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OdSecretsFile, od_secrets_file, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_SECRETS_PORT, secrets_file_iface_init))

static void
od_secrets_file_finalize (GObject *object)
{
  OdSecretsFile *self = OD_SECRETS_FILE (object);

  g_free (self->path);
  g_clear_object (&self->worker);
  G_OBJECT_CLASS (od_secrets_file_parent_class)->finalize (object);
}

static void
od_secrets_file_class_init (OdSecretsFileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_secrets_file_finalize;
}

static void
od_secrets_file_init (OdSecretsFile *self)
{
}

/* One access, as a value: the worker sees no object. */
typedef struct {
  char *path;
  char *key;    /* "12/token"; to clear: "12/" */
  char *secret; /* (nullable): to store */
  gboolean is_clear;
} Access;

static void
access_free (gpointer data)
{
  Access *access = data;

  g_free (access->path);
  g_free (access->key);
  od_secret_free (access->secret);
  g_free (access);
}

/* A missing file is an empty one. */
static JsonNode *
read_file (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) local_error = NULL;
  OdJsonLimits limits = { .max_bytes = MAX_FILE_BYTES };
  JsonNode *root = NULL;
  gsize len = 0;

  if (!g_file_get_contents (path, &text, &len, &local_error))
    {
      if (!g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        {
          g_set_error (error, OD_ERROR, OD_ERROR_TRANSIENT, "The file with secrets can't be read");
          return NULL;
        }
      len = 0;
    }
  if (len == 0)
    {
      root = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (root, json_object_new ());
      return root;
    }
  root = od_json_parse (text, (gssize) len, &limits, NULL);
  explicit_bzero (text, len);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    return root;
  g_clear_pointer (&root, json_node_unref);
  g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "The file with secrets is no JSON object");
  return NULL;
}

static gboolean
write_file (const char *path, JsonNode *root, GError **error)
{
  gsize len;
  char *text = od_json_to_string (root, &len);
  gboolean ok = g_file_set_contents_full (path, text, (gssize) len,
                                          G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, NULL);

  od_secret_free (text);
  if (ok && g_chmod (path, 0600) == 0) /* the mode above is for a new file only */
    return TRUE;
  g_set_error (error, OD_ERROR, OD_ERROR_TRANSIENT, "The file with secrets can't be written");
  return FALSE;
}

/* json-glib gives no immutable tree a change: what stays is put into a new object. */
static JsonNode *
change (JsonNode *root, const Access *access)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value, *changed;

  json_object_iter_init_ordered (&iter, json_node_get_object (root));
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (access->is_clear ? !g_str_has_prefix (name, access->key) : !g_str_equal (name, access->key))
      json_object_set_member (object, name, json_node_copy (value));
  if (access->secret != NULL)
    json_object_set_string_member (object, access->key, access->secret);
  changed = json_node_new (JSON_NODE_OBJECT);
  json_node_set_object (changed, object);
  return changed;
}

static void
free_secret (gpointer secret)
{
  od_secret_free (secret);
}

static void
lookup_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Access *access = task_data;
  GError *error = NULL;
  g_autoptr (JsonNode) root = read_file (access->path, &error);
  const char *found = NULL;

  if (root == NULL ||
      !od_json_get_string_opt (json_node_get_object (root), access->key, MAX_FILE_BYTES, &found, &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_strdup (found), free_secret);
}

static void
change_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Access *access = task_data;
  GError *error = NULL;
  g_autoptr (JsonNode) root = read_file (access->path, &error);
  g_autoptr (JsonNode) changed = root != NULL ? change (root, access) : NULL;

  if (changed == NULL || !write_file (access->path, changed, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
push (OdSecretsPort *port, gint64 account_id, const char *field, const char *secret, gboolean is_clear,
      GTaskThreadFunc func, GTask *task)
{
  OdSecretsFile *self = OD_SECRETS_FILE (port);
  Access *access = g_new0 (Access, 1);

  access->path = g_strdup (self->path);
  access->key = g_strdup_printf ("%" G_GINT64_FORMAT "/%s", account_id, field);
  access->secret = g_strdup (secret);
  access->is_clear = is_clear;
  g_task_set_task_data (task, access, access_free);
  od_worker_push (self->worker, G_PRIORITY_DEFAULT, func, task);
}

static void
file_lookup_async (OdSecretsPort *port, gint64 account_id, const char *field, GCancellable *cancellable,
                   GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (port, cancellable, callback, user_data);

  g_task_set_source_tag (task, file_lookup_async);
  push (port, account_id, field, NULL, FALSE, lookup_in_thread, task);
}

static void
file_store_async (OdSecretsPort *port, gint64 account_id, const char *field, const char *secret,
                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (port, cancellable, callback, user_data);

  g_task_set_source_tag (task, file_store_async);
  push (port, account_id, field, secret, FALSE, change_in_thread, task);
}

static void
file_clear_async (OdSecretsPort *port, gint64 account_id, GCancellable *cancellable, GAsyncReadyCallback callback,
                  gpointer user_data)
{
  GTask *task = g_task_new (port, cancellable, callback, user_data);

  g_task_set_source_tag (task, file_clear_async);
  push (port, account_id, "", NULL, TRUE, change_in_thread, task);
}

static void
secrets_file_iface_init (OdSecretsPortInterface *iface)
{
  iface->lookup_async = file_lookup_async;
  iface->store_async = file_store_async;
  iface->clear_async = file_clear_async;
}

/**
 * od_secrets_file_new:
 * @path: the file; need not exist
 * @worker: does the reading and writing
 *
 * Returns: (transfer full): secrets in a file, for tests
 */
OdSecretsPort *
od_secrets_file_new (const char *path, OdWorker *worker)
{
  OdSecretsFile *self;

  g_return_val_if_fail (path != NULL && OD_IS_WORKER (worker), NULL);

  self = g_object_new (OD_TYPE_SECRETS_FILE, NULL);
  self->path = g_strdup (path);
  self->worker = g_object_ref (worker);
  return OD_SECRETS_PORT (self);
}

/**
 * od_secrets_new:
 * @how: (nullable): value of OMNIDESK_SECRETS: `file:FILE`; %NULL or "": the key ring
 *
 * Returns: (transfer full): where this process keeps secrets; %NULL with
 *   %OD_ERROR_USAGE if @how says something else
 */
OdSecretsPort *
od_secrets_new (const char *how, const char *profile_path, OdWorker *worker, GError **error)
{
  if (how == NULL || *how == '\0')
    return od_key_ring_new (profile_path);
  if (g_str_has_prefix (how, "file:") && how[strlen ("file:")] != '\0')
    return od_secrets_file_new (how + strlen ("file:"), worker);
  g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "OMNIDESK_SECRETS must be “file:” and the name of a file");
  return NULL;
}
