/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "channel-contract.h"

#include <string.h>

/* A word of a sample that is as short as this may be in a log by chance. */
#define MIN_WORD_BYTES 5

#define OD_CHANNEL(name) extern const ChannelContract od_##name##_contract;
#include "od-channel-list.h"
#undef OD_CHANNEL

static const struct {
  const char *id;
  const ChannelContract *contract;
} contracts[] = {
#define OD_CHANNEL(name) { #name, &od_##name##_contract },
#include "od-channel-list.h"
#undef OD_CHANNEL
};

/* Returns: (transfer none): there is one for each channel of the registry */
const ChannelContract *
channel_contract_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (contracts); i++)
    if (g_str_equal (contracts[i].id, id))
      return contracts[i].contract;
  g_error ("No contract of %s", id);
}

/* ---- samples ---- */

static void
sample_free (gpointer data)
{
  ContractSample *sample = data;

  g_free (sample->name);
  g_bytes_unref (sample->bytes);
  g_ptr_array_unref (sample->words);
  g_free (sample);
}

/* What people wrote, are called or can be found by has a digit, a space, a sign or another script in it; the words of
 * a protocol ("private", "bot_command") have not. */
static gboolean
is_somebodys (const char *word)
{
  return strlen (word) >= MIN_WORD_BYTES && strspn (word, G_CSET_a_2_z G_CSET_A_2_Z "_-/.") < strlen (word);
}

static void
collect_words (JsonNode *node, GPtrArray *words)
{
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING &&
      is_somebodys (json_node_get_string (node)))
    g_ptr_array_add (words, json_node_dup_string (node));
  if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      collect_words (json_array_get_element (json_node_get_array (node), i), words);
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      g_autoptr (GList) values = json_object_get_values (json_node_get_object (node));

      for (GList *l = values; l != NULL; l = l->next)
        collect_words (l->data, words);
    }
}

static ContractSample *
load (const char *folder, const char *name)
{
  ContractSample *sample = g_new0 (ContractSample, 1);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  char *text;
  gsize len;

  g_file_get_contents (path, &text, &len, &error);
  g_assert_no_error (error);
  sample->name = g_strdup (name);
  sample->words = g_ptr_array_new_with_free_func (g_free);
  if (json_parser_load_from_data (parser, text, (gssize) len, NULL) && json_parser_get_root (parser) != NULL)
    collect_words (json_parser_get_root (parser), sample->words);
  sample->bytes = g_bytes_new_take (text, len);
  return sample;
}

/**
 * contract_samples_load:
 * @id: a channel
 *
 * Returns: (transfer full) (element-type ContractSample): all files of tests/data/CHANNEL that come from outside
 */
GPtrArray *
contract_samples_load (const char *id)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "data", id, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *samples = g_ptr_array_new_with_free_func (sample_free);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (!g_str_has_suffix (name, ".c") && !g_str_has_suffix (name, ".expected"))
      g_ptr_array_add (samples, load (folder, name));
  return samples;
}

/* ---- the log ---- */

static GMutex log_lock;
static GString *log_text; /* (lock log_lock): all that was said, of every level */

static GLogWriterOutput
write_log_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  g_mutex_lock (&log_lock);
  for (gsize i = 0; i < n_fields; i++)
    if (fields[i].length < 0)
      g_string_append_printf (log_text, "%s=%s\n", fields[i].key, (const char *) fields[i].value);
    else
      g_string_append_len (log_text, fields[i].value, fields[i].length);
  g_mutex_unlock (&log_lock);
  return level <= G_LOG_LEVEL_WARNING ? g_log_writer_default (level, fields, n_fields, NULL) : G_LOG_WRITER_HANDLED;
}

static void
handle_log_cb (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
  g_mutex_lock (&log_lock);
  g_string_append_printf (log_text, "%s\n", message);
  g_mutex_unlock (&log_lock);
  if ((level & G_LOG_LEVEL_MASK) <= G_LOG_LEVEL_WARNING)
    g_log_default_handler (domain, level, message, NULL);
}

/* Once, after g_test_init(), before anything is logged. */
void
contract_log_catch (void)
{
  log_text = g_string_new (NULL);
  g_log_set_default_handler (handle_log_cb, NULL); /* a newer GLib's own one for tests asks no writer */
  g_log_set_writer_func (write_log_cb, NULL, NULL);
}

void
contract_log_clear (void)
{
  g_mutex_lock (&log_lock);
  g_string_truncate (log_text, 0);
  g_mutex_unlock (&log_lock);
}

gboolean
contract_log_tells (const char *word)
{
  gboolean is_told;

  g_mutex_lock (&log_lock);
  is_told = strstr (log_text->str, word) != NULL;
  g_mutex_unlock (&log_lock);
  return is_told;
}

/* Neither the log nor the error, which somebody will log, has anything of that sample in it. */
void
contract_assert_untold (const ContractSample *sample, const GError *error)
{
  for (guint i = 0; i < sample->words->len; i++)
    {
      const char *word = sample->words->pdata[i];

      if (contract_log_tells (word))
        g_error ("The log tells “%s” of %s", word, sample->name);
      if (error != NULL && strstr (error->message, word) != NULL)
        g_error ("An error tells “%s” of %s: %s", word, sample->name, error->message);
    }
}
