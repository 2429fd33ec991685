/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "channel-contract.h"

/* Whatever comes from outside, every channel of this build reads it or says why not, and tells nothing of it. */

#define SEED 20261122
#define N_CUTS 40
#define N_FLIPS 200
#define N_SWAPS 300

static void
read_one (const ChannelContract *contract, const ContractSample *sample, const char *text, gsize len)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, len); /* of just that size: reading on would be noticed */
  g_autoptr (GError) error = NULL;
  gboolean is_read = contract->parse (bytes, &error);

  if (is_read == (error != NULL))
    g_error ("%s: neither a value nor an error, or both: %.*s", sample->name, (int) MIN (len, 2000), text);
  contract_assert_untold (sample, error);
}

static void
cut (const ChannelContract *contract, const ContractSample *sample, GRand *random)
{
  gsize len;
  const char *text = g_bytes_get_data (sample->bytes, &len);

  for (guint i = 0; i < N_CUTS && len > 0; i++)
    read_one (contract, sample, text, (gsize) g_rand_int_range (random, 0, (gint32) len));
}

static void
flip (const ChannelContract *contract, const ContractSample *sample, GRand *random)
{
  gsize len = g_bytes_get_size (sample->bytes);

  for (guint i = 0; i < N_FLIPS && len > 0; i++)
    {
      g_autofree char *text = g_memdup2 (g_bytes_get_data (sample->bytes, NULL), len);

      for (gint32 n = g_rand_int_range (random, 1, 4); n > 0; n--)
        text[g_rand_int_range (random, 0, (gint32) len)] ^= (char) (1 << g_rand_int_range (random, 0, 8));
      read_one (contract, sample, text, len);
    }
}

/* ---- other types than are expected ---- */

static JsonNode *
make_other (GRand *random)
{
  static const char *const others[] = {
    "null",  "true",        "0",  "-1",    "1.5", "9223372036854775807", "1e308",       "\"\"",
    "\"1\"", "\"\\u0000\"", "[]", "[[1]]", "{}",  "{\"a\":1}",           "\"\\n../x\"", "[null,null]",
  };

  return json_from_string (others[g_rand_int_range (random, 0, G_N_ELEMENTS (others))], NULL);
}

/* Puts something else in the place of what is the *n-th in here. Returns: whether there was one; *n is counted down */
static gboolean
swap_nth (JsonNode *node, guint *n, GRand *random)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      g_autoptr (GList) names = json_object_get_members (object);

      for (GList *l = names; l != NULL; l = l->next)
        {
          if ((*n)-- == 0)
            json_object_set_member (object, l->data, make_other (random));
          else if (!swap_nth (json_object_get_member (object, l->data), n, random))
            continue;
          return TRUE;
        }
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          if ((*n)-- == 0)
            {
              json_array_remove_element (array, i);
              json_array_add_element (array, make_other (random));
            }
          else if (!swap_nth (json_array_get_element (array, i), n, random))
            continue;
          return TRUE;
        }
    }
  return FALSE;
}

/* Each member and element once, at least. */
static void
swap (const ChannelContract *contract, const ContractSample *sample, GRand *random)
{
  gsize len;
  const char *text = g_bytes_get_data (sample->bytes, &len);
  guint round = 0;

  for (guint i = 0, nth = 0; i < N_SWAPS || round == 0; i++, nth++)
    {
      g_autoptr (JsonParser) parser = json_parser_new ();
      g_autofree char *other = NULL;
      guint n = nth;

      if (!json_parser_load_from_data (parser, text, (gssize) len, NULL) || json_parser_get_root (parser) == NULL)
        return; /* no JSON: then it has no types */
      if (!swap_nth (json_parser_get_root (parser), &n, random))
        {
          round++;
          nth = G_MAXUINT; /* the next is the first */
        }
      other = json_to_string (json_parser_get_root (parser), FALSE);
      read_one (contract, sample, other, strlen (other));
    }
}

static void
test_samples (gconstpointer data)
{
  const OdChannelDescriptor *descriptor = data;
  const ChannelContract *contract = channel_contract_find (descriptor->id);
  g_autoptr (GPtrArray) samples = contract_samples_load (descriptor->id);
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  guint n_read = 0;

  g_assert_cmpuint (samples->len, >, 0);
  for (guint i = 0; i < samples->len; i++)
    {
      const ContractSample *sample = samples->pdata[i];

      contract_log_clear ();
      n_read += contract->parse (sample->bytes, NULL);
      read_one (contract, sample, g_bytes_get_data (sample->bytes, NULL), g_bytes_get_size (sample->bytes));
      cut (contract, sample, random);
      flip (contract, sample, random);
      swap (contract, sample, random);
    }
  g_assert_cmpuint (n_read, >, 0);            /* a parser that knows nothing passes nothing */
  g_assert_cmpuint (n_read, <, samples->len); /* and what is bad must be among them */
}

/* What the others rely on: what is said is heard. */
static void
test_the_log_is_heard (void)
{
  g_assert_false (contract_log_tells ("order 1042"));
  g_log ("od-test", G_LOG_LEVEL_DEBUG, "about %s", "order 1042");
  g_assert_true (contract_log_tells ("order 1042"));
  contract_log_clear ();
  g_assert_false (contract_log_tells ("order 1042"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  contract_log_catch ();
  g_test_add_func ("/channel-parsers/log", test_the_log_is_heard);
  for (guint i = 0; i < od_channels_count (); i++)
    {
      g_autofree char *path = g_strdup_printf ("/channel-parsers/%s", od_channels_get (i)->id);

      g_test_add_data_func (path, od_channels_get (i), test_samples);
    }
  return g_test_run ();
}
