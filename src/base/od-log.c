/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-log.h"

#include <string.h>
#include <unistd.h>

#include "od-hmac.h"
#include "od-random.h"

/* How many results of od_log_id() are good at the same time, per thread. */
#define N_IDS 8
#define ID_BYTES 5

static GLogLevelFlags least_important = G_LOG_LEVEL_MESSAGE;
static char **loud_domains; /* (owned) (nullable): told whatever their level */

static gboolean
is_wanted (GLogLevelFlags level, const GLogField *fields, gsize n_fields)
{
  if ((level & G_LOG_LEVEL_MASK) <= least_important)
    return TRUE;
  for (gsize i = 0; loud_domains != NULL && i < n_fields; i++)
    if (g_str_equal (fields[i].key, "GLIB_DOMAIN"))
      return g_strv_contains ((const char *const *) loud_domains, fields[i].value) ||
             g_strv_contains ((const char *const *) loud_domains, "all");
  return FALSE;
}

static GLogWriterOutput
write_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  if (!is_wanted (level, fields, n_fields))
    return G_LOG_WRITER_HANDLED;
  if (g_log_writer_is_journald (STDERR_FILENO) &&
      g_log_writer_journald (level, fields, n_fields, NULL) == G_LOG_WRITER_HANDLED)
    return G_LOG_WRITER_HANDLED;
  return g_log_writer_standard_streams (level, fields, n_fields, NULL);
}

/**
 * od_log_parse_level:
 * @text: (nullable): `error`, `critical`, `warning`, `message`, `info` or `debug`
 * @out: (out): that level; untouched otherwise
 *
 * Returns: %FALSE if it is none of these
 */
gboolean
od_log_parse_level (const char *text, GLogLevelFlags *out)
{
  static const struct {
    const char *name;
    GLogLevelFlags level;
  } levels[] = {
    { "error", G_LOG_LEVEL_ERROR },     { "critical", G_LOG_LEVEL_CRITICAL }, { "warning", G_LOG_LEVEL_WARNING },
    { "message", G_LOG_LEVEL_MESSAGE }, { "info", G_LOG_LEVEL_INFO },         { "debug", G_LOG_LEVEL_DEBUG },
  };

  for (gsize i = 0; text != NULL && i < G_N_ELEMENTS (levels); i++)
    if (g_str_equal (text, levels[i].name))
      {
        *out = levels[i].level;
        return TRUE;
      }
  return FALSE;
}

/**
 * od_log_init:
 *
 * Called once at the start of each program, before there are threads. From then on messages of GLib's log go to the
 * journal if standard error is connected to it, otherwise to standard error; never to standard output, which belongs to
 * the program's answers. `OMNIDESK_LOG=LEVEL` says what is told (see od_log_parse_level(); the default is `message`);
 * domains named in `G_MESSAGES_DEBUG` are told in full. Safe to call again.
 *
 * Files say `#define G_LOG_DOMAIN "od-…"` in front of their includes and use g_debug(), g_info(), g_message() and
 * g_warning(); not `G_LOG_USE_STRUCTURED`, whose fatal levels a writer can't see.
 */
void
od_log_init (void)
{
  static gboolean is_done;
  const char *domains = g_getenv ("G_MESSAGES_DEBUG");
  const char *level = g_getenv ("OMNIDESK_LOG");

  if (is_done)
    return;
  is_done = TRUE;
  /* Made now, by one thread: whoever finds another at it takes what the lock left in errno for a number's fault. */
  g_ascii_strtoll ("0", NULL, 10);

  if (domains != NULL)
    loud_domains = g_strsplit_set (domains, " ,", -1);
  g_log_writer_default_set_use_stderr (TRUE);
  g_log_set_writer_func (write_cb, NULL, NULL);
  if (level != NULL && !od_log_parse_level (level, &least_important))
    g_message ("OMNIDESK_LOG is none of error, critical, warning, message, info, debug");
}

/**
 * od_log_id:
 * @id: (nullable): an address, a name, a remote id: anything that leads to a person
 *
 * What the log may say of it: a short hash with a key that is drawn anew in each process. The same @id gives the same
 * hash within one run, so that lines can be put together, and nobody can find out or try out which @id it was. Any
 * thread may call this.
 *
 * Returns: (transfer none): ten hexadecimal digits, or "-" for %NULL; good until the eighth next call on this thread
 */
const char *
od_log_id (const char *id)
{
  static GPrivate ring_key = G_PRIVATE_INIT (g_free);
  static guint8 key[32];
  static gsize has_key;
  guint8 hash[OD_HMAC_BYTES] = { 0 };
  struct {
    guint next;
    char ids[N_IDS][2 * ID_BYTES + 1];
  } * ring;
  char *text;

  if (id == NULL)
    return "-";
  if (g_once_init_enter (&has_key))
    {
      od_random_bytes (key, sizeof key);
      g_once_init_leave (&has_key, 1);
    }
  ring = g_private_get (&ring_key);
  if (ring == NULL)
    {
      ring = g_malloc0 (sizeof *ring);
      g_private_set (&ring_key, ring);
    }

  od_hmac_sha256 (key, sizeof key, id, strlen (id), hash);
  text = ring->ids[ring->next];
  ring->next = (ring->next + 1) % N_IDS;
  for (guint i = 0; i < ID_BYTES; i++)
    g_snprintf (text + 2 * i, 3, "%02x", hash[i]);
  return text;
}
