/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "gen-text.h"

/* usage: gen-interchange SEED CONVERSATIONS MESSAGES >FILE
 *
 * Writes an interchange file, version 1, of that size: the same bytes for the same arguments. A third of the
 * conversations are of a customer who had another one just before; every hundredth has ten times as many messages as
 * others; times go over two years. */

#define START_S 1735689600 /* 2025-01-01 */
#define SPAN_S (2 * 365 * 86400)

static const char *const channels[][2] = {
  { "webchat", "Shop" },
  { "telegram", "Shop bot" },
  { "email", "support@shop.example" },
};
static const char *const operators[] = { "Ольга Синицына", "Petr Novak", "Anna Berg" };
static const char *const tags[] = { "vip", "refund", "доставка", "b2b", "жалоба" };

typedef struct {
  GenText text;
  GString *line;
  guint n_conversations;
  guint n_messages;
  guint n_written;
} Gen;

static void
append_time (GString *out, gint64 second)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_utc (second);
  g_autofree char *text = g_date_time_format (at, "\"%Y-%m-%dT%H:%M:%SZ\"");

  g_string_append (out, text);
}

static guint
customer_of (guint conversation)
{
  return conversation % 3 == 2 ? conversation - 1 : conversation;
}

static gint64
start_of (const Gen *gen, guint conversation)
{
  return START_S + (gint64) SPAN_S * conversation / gen->n_conversations;
}

static void
end_line (Gen *gen)
{
  puts (gen->line->str);
  g_string_truncate (gen->line, 0);
}

static void
write_customer (Gen *gen, guint i)
{
  guint channel = i % G_N_ELEMENTS (channels);

  g_string_append_printf (gen->line, "{\"type\":\"customer\",\"id\":\"c%u\",\"name\":\"", i);
  gen_text_append_name (&gen->text, gen->line);
  g_string_append_printf (gen->line, "\",\"contact_points\":[{\"channel\":\"%s\",\"address\":\"%u%s\"}]",
                          channels[channel][0], 700000000 + i, channel == 2 ? "@mail.example" : "");
  if (gen_text_number (&gen->text, 4) == 0)
    g_string_append_printf (gen->line, ",\"fields\":{\"order\":\"%05u\"}", gen_text_number (&gen->text, 100000));
  if (gen_text_number (&gen->text, 10) == 0)
    g_string_append_printf (gen->line, ",\"tags\":[\"%s\"]", tags[gen_text_number (&gen->text, G_N_ELEMENTS (tags))]);
  g_string_append_c (gen->line, '}');
  end_line (gen);
}

/* The newest tenth is not finished yet. */
static void
write_conversation (Gen *gen, guint i)
{
  guint customer = customer_of (i), channel = customer % G_N_ELEMENTS (channels);
  gboolean is_new = i >= gen->n_conversations - gen->n_conversations / 10;
  const char *status = is_new ? (gen_text_number (&gen->text, 3) == 0 ? "pending" : "open")
                       : gen_text_number (&gen->text, 50) == 0 ? "spam"
                                                               : "resolved";

  g_string_append_printf (gen->line,
                          "{\"type\":\"conversation\",\"id\":\"k%u\",\"customer\":\"c%u\",\"channel\":\"%s\","
                          "\"account\":\"%s\",\"status\":\"%s\"",
                          i, customer, channels[channel][0], channels[channel][1], status);
  if (gen_text_number (&gen->text, 2) == 0)
    g_string_append_printf (gen->line, ",\"assignee\":\"%s\"",
                            operators[gen_text_number (&gen->text, G_N_ELEMENTS (operators))]);
  if (gen_text_number (&gen->text, 8) == 0)
    g_string_append_printf (gen->line, ",\"tags\":[\"%s\"]", tags[gen_text_number (&gen->text, G_N_ELEMENTS (tags))]);
  g_string_append (gen->line, ",\"created_at\":");
  append_time (gen->line, start_of (gen, i));
  g_string_append_c (gen->line, '}');
  end_line (gen);
}

static void
write_message (Gen *gen, guint conversation, guint i, gint64 second)
{
  guint kind = i == 0 ? 0 : gen_text_number (&gen->text, 20);
  const char *direction = kind < 11 ? "in" : kind < 19 ? "out" : "note";

  g_string_append_printf (gen->line,
                          "{\"type\":\"message\",\"id\":\"m%u\",\"conversation\":\"k%u\",\"direction\":\"%s\"",
                          gen->n_written, conversation, direction);
  if (kind >= 11)
    g_string_append_printf (gen->line, ",\"author\":\"%s\"",
                            operators[gen_text_number (&gen->text, G_N_ELEMENTS (operators))]);
  g_string_append (gen->line, ",\"at\":");
  append_time (gen->line, second);
  g_string_append (gen->line, ",\"text\":\"");
  gen_text_append_message (&gen->text, gen->line);
  g_string_append_c (gen->line, '"');
  if (kind >= 11 && kind < 19)
    g_string_append (gen->line, ",\"delivery\":\"read\"");
  if (i > 0 && gen_text_number (&gen->text, 30) == 0)
    g_string_append_printf (gen->line, ",\"reply_to\":\"m%u\"", gen->n_written - 1);
  if (gen_text_number (&gen->text, 40) == 0)
    g_string_append (gen->line, ",\"reactions\":[{\"emoji\":\"👍\",\"by\":\"customer\"}]");
  g_string_append_c (gen->line, '}');
  end_line (gen);
  gen->n_written++;
}

static void
write_messages (Gen *gen)
{
  /* of a hundred conversations one counts ten times */
  double share = (double) gen->n_messages / ((double) gen->n_conversations * 1.09);

  for (guint i = 0; i < gen->n_conversations; i++)
    {
      double want = share * (i + 1 + 9 * ((i + 50) / 100));
      guint upto = i + 1 == gen->n_conversations ? gen->n_messages : MIN ((guint) want, gen->n_messages);
      gint64 second = start_of (gen, i);

      for (guint j = 0; gen->n_written < upto; j++)
        {
          write_message (gen, i, j, second);
          second += 5 + gen_text_number (&gen->text, j % 5 == 4 ? 20000 : 300);
        }
    }
}

int
main (int argc, char *argv[])
{
  Gen gen = { 0 };

  if (argc != 4 || atoi (argv[2]) <= 0 || atoi (argv[3]) < 0)
    {
      g_printerr ("usage: gen-interchange SEED CONVERSATIONS MESSAGES >FILE\n");
      return 2;
    }
  gen_text_init (&gen.text, g_ascii_strtoull (argv[1], NULL, 10));
  gen.n_conversations = (guint) atoi (argv[2]);
  gen.n_messages = (guint) atoi (argv[3]);
  gen.line = g_string_new ("{\"format\":\"omnidesk\",\"version\":1}");
  end_line (&gen);
  for (guint i = 0; i < gen.n_conversations; i++)
    if (customer_of (i) == i)
      write_customer (&gen, i);
  for (guint i = 0; i < gen.n_conversations; i++)
    write_conversation (&gen, i);
  write_messages (&gen);
  g_string_free (gen.line, TRUE);
  return fflush (stdout) == 0 ? 0 : 1;
}
