/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-demo-channel-private.h"
#include "od-error.h"

#define MAX_STEPS 1000

static const struct {
  const char *word;
  OdDemoAnswer answer;
} words[] = {
  { "ok", OD_DEMO_ACCEPT },         { "rate", OD_DEMO_RATE_LIMITED }, { "transient", OD_DEMO_TRANSIENT },
  { "rejected", OD_DEMO_REJECTED }, { "auth", OD_DEMO_AUTH },         { "malformed", OD_DEMO_MALFORMED },
  { "cut", OD_DEMO_CUT },           { "lost", OD_DEMO_LOST },         { "hang", OD_DEMO_HANG },
};

static gboolean
parse_word (const char *text, OdDemoStep *step)
{
  const char *colon = strchr (text, ':');
  gsize len = colon != NULL ? (gsize) (colon - text) : strlen (text);

  step->argument = -1;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (strlen (words[i].word) != len || strncmp (words[i].word, text, len) != 0)
        continue;
      step->answer = words[i].answer;
      if (colon == NULL)
        return TRUE;
      return words[i].answer == OD_DEMO_RATE_LIMITED &&
             g_ascii_string_to_signed (colon + 1, 10, 0, G_MAXINT, &step->argument, NULL);
    }
  return FALSE;
}

/**
 * od_demo_script_parse:
 * @script: words: what is answered to one send after another, then "ok" for ever. `ok`, `rate:MS`, `transient`,
 *   `rejected`, `auth`, `malformed`, `cut`, `lost`, `hang`
 *
 * Returns: (transfer full) (element-type OdDemoStep): %NULL with %OD_ERROR_USAGE, which names the word
 */
GArray *
od_demo_script_parse (const char *script, GError **error)
{
  g_auto (GStrv) parts = g_strsplit_set (script, " ,\n", MAX_STEPS);
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (OdDemoStep));

  for (guint i = 0; parts[i] != NULL; i++)
    {
      OdDemoStep step;

      if (*parts[i] == '\0')
        continue;
      if (!parse_word (parts[i], &step))
        {
          g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "“script” has no word “%.20s”", parts[i]);
          return NULL;
        }
      g_array_append_val (steps, step);
    }
  return g_steal_pointer (&steps);
}

/**
 * od_demo_step_to_error:
 *
 * Returns: (transfer full) (nullable): how it looks to the caller; %NULL if it was accepted
 */
GError *
od_demo_step_to_error (const OdDemoStep *step)
{
  switch (step->answer)
    {
    case OD_DEMO_RATE_LIMITED:
      return od_error_new_rate_limited (step->argument);
    case OD_DEMO_TRANSIENT:
      return g_error_new_literal (OD_ERROR, OD_ERROR_TRANSIENT, "Demo: nobody there");
    case OD_DEMO_REJECTED:
      return g_error_new_literal (OD_ERROR, OD_ERROR_REJECTED, "Demo: refused");
    case OD_DEMO_AUTH:
      return g_error_new_literal (OD_ERROR, OD_ERROR_AUTH, "Demo: who are you?");
    case OD_DEMO_MALFORMED:
      return g_error_new_literal (OD_ERROR, OD_ERROR_MALFORMED, "Demo: nonsense");
    case OD_DEMO_CUT:
    case OD_DEMO_LOST:
    case OD_DEMO_HANG:
    case OD_DEMO_DEAF:
      return g_error_new_literal (OD_ERROR, OD_ERROR_UNCONFIRMED, "Demo: no answer");
    case OD_DEMO_BUSY:
      return g_error_new_literal (OD_ERROR, OD_ERROR_BUSY, "Demo: taken");
    case OD_DEMO_ACCEPT:
    default:
      return NULL;
    }
}
