/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-webchat"

#include "od-webchat-keys.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "od-base64url.h"
#include "od-error.h"
#include "od-json.h"
#include "od-random.h"

#define KEY_BYTES 32
#define MAX_KEY_BYTES 128
#define MAX_FILE_BYTES 4096

static gboolean
read_key (JsonObject *from, const char *name, GBytes **out, GError **error)
{
  const char *text = NULL;

  if (!od_json_get_string (from, name, MAX_FILE_BYTES, &text, error))
    return FALSE;
  *out = od_base64url_decode (text, -1, MAX_KEY_BYTES, error);
  if (*out == NULL)
    return FALSE;
  if (g_bytes_get_size (*out) >= KEY_BYTES)
    return TRUE;
  g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "“%s” is too short", name);
  return FALSE;
}

static gboolean
read_token_keys (OdWebchatKeys *self, JsonArray *list, GError **error)
{
  guint n = json_array_get_length (list);

  if (n == 0 || n > OD_WEBCHAT_MAX_KEYS)
    {
      g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "“token” must have 1 to %d keys", OD_WEBCHAT_MAX_KEYS);
      return FALSE;
    }
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      OdWebchatKey *key = &self->token_keys[i];
      gint64 kid;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "“token” must be a list of objects");
          return FALSE;
        }
      if (!od_json_get_int (json_node_get_object (node), "kid", 1, 9999, &kid, error) ||
          !read_key (json_node_get_object (node), "key", &key->bytes, error))
        return FALSE;
      key->kid = (guint) kid;
      self->n_token_keys++;
    }
  return TRUE;
}

/**
 * od_webchat_keys_parse:
 * @text: `{"version":1,"token":[{"kid":1,"key":"…"}],"link":"…"}`, keys in base64url
 *
 * To rotate, add a key with the next number at the end, and take the first one
 * out half a year later.
 *
 * Returns: (transfer full): the keys, or %NULL with %OD_ERROR_MALFORMED, which never has a key in it
 */
OdWebchatKeys *
od_webchat_keys_parse (const char *text, gsize len, GError **error)
{
  static const OdJsonLimits limits = { .max_bytes = MAX_FILE_BYTES, .max_depth = 4 };
  g_autoptr (OdWebchatKeys) self = g_new0 (OdWebchatKeys, 1);
  g_autoptr (JsonNode) root = od_json_parse (text, (gssize) len, &limits, error);
  JsonArray *list;
  gint64 version;

  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error (error, OD_ERROR, OD_ERROR_MALFORMED, "Not a JSON object");
      return NULL;
    }
  if (!od_json_get_int (json_node_get_object (root), "version", 1, 1, &version, error) ||
      !od_json_get_array (json_node_get_object (root), "token", &list, error) || !read_token_keys (self, list, error) ||
      !read_key (json_node_get_object (root), "link", &self->link_key, error))
    return NULL;
  return g_steal_pointer (&self);
}

static gboolean
fail_errno (GError **error, const char *what)
{
  int code = errno;

  g_set_error (error, OD_ERROR, OD_ERROR_TRANSIENT, "%s of the server's keys: %s", what, g_strerror (code));
  return FALSE;
}

static char *
make_text (void)
{
  guint8 token[KEY_BYTES], link_key[KEY_BYTES];
  g_autofree char *token_text = NULL, *link_text = NULL;
  char *text;

  od_random_bytes (token, sizeof token);
  od_random_bytes (link_key, sizeof link_key);
  token_text = od_base64url_encode (token, sizeof token);
  link_text = od_base64url_encode (link_key, sizeof link_key);
  text = g_strdup_printf ("{\"version\":1,\"token\":[{\"kid\":1,\"key\":\"%s\"}],\"link\":\"%s\"}\n", token_text,
                          link_text);
  explicit_bzero (token, sizeof token);
  explicit_bzero (link_key, sizeof link_key);
  explicit_bzero (token_text, strlen (token_text));
  explicit_bzero (link_text, strlen (link_text));
  return text;
}

/* Whole and synced under another name, then linked to its own: whoever comes second keeps the first one's keys. */
static gboolean
make_file (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *suffix = od_random_hex (8);
  g_autofree char *temporary = g_strconcat (path, ".", suffix, NULL);
  g_autofree char *text = make_text ();
  gsize len = strlen (text);
  gboolean is_made;
  int fd, folder_fd;

  fd = open (temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0)
    return fail_errno (error, "Making");
  is_made = write (fd, text, len) == (gssize) len && fsync (fd) == 0;
  explicit_bzero (text, len);
  if (close (fd) != 0 || !is_made)
    {
      fail_errno (error, "Writing");
      unlink (temporary);
      return FALSE;
    }
  is_made = link (temporary, path) == 0 || errno == EEXIST;
  if (!is_made)
    fail_errno (error, "Naming");
  unlink (temporary);
  folder_fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder_fd >= 0)
    {
      fsync (folder_fd);
      close (folder_fd);
    }
  return is_made;
}

/**
 * od_webchat_keys_ensure:
 * @path: `server.keys` of the profile
 *
 * Reads the keys, making them first if there are none (mode 0600, whole or not
 * at all). A file that others may read is made private. Blocks: on a worker only.
 *
 * Returns: (transfer full): the keys, or %NULL with %OD_ERROR_MALFORMED or %OD_ERROR_TRANSIENT
 */
OdWebchatKeys *
od_webchat_keys_ensure (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  OdWebchatKeys *self;
  struct stat info;
  gsize len = 0;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

  if (fd < 0 && errno == ENOENT)
    {
      if (!make_file (path, error))
        return NULL;
      fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    }
  if (fd < 0)
    {
      fail_errno (error, "Opening");
      return NULL;
    }
  text = g_malloc (MAX_FILE_BYTES);
  while (len < MAX_FILE_BYTES)
    {
      gssize n = read (fd, text + len, MAX_FILE_BYTES - len);

      if (n <= 0)
        break;
      len += (gsize) n;
    }
  if (fstat (fd, &info) == 0 && (info.st_mode & 077) != 0 && fchmod (fd, 0600) != 0)
    g_warning ("The server's keys can be read by others");
  close (fd);
  self = od_webchat_keys_parse (text, len, error);
  explicit_bzero (text, MAX_FILE_BYTES);
  return self;
}

void
od_webchat_keys_free (OdWebchatKeys *self)
{
  for (guint i = 0; i < OD_WEBCHAT_MAX_KEYS; i++)
    g_clear_pointer (&self->token_keys[i].bytes, g_bytes_unref);
  g_clear_pointer (&self->link_key, g_bytes_unref);
  g_free (self);
}
