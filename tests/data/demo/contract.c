/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "channel-contract.h"
#include "od-demo-channel-private.h"

extern const ChannelContract od_demo_contract;

static gboolean
parse (GBytes *bytes, GError **error)
{
  gsize len;
  const char *text = g_bytes_get_data (bytes, &len);
  g_autofree char *script = g_strndup (text != NULL ? text : "", len);
  g_autoptr (GArray) steps = od_demo_script_parse (script, error);

  return steps != NULL;
}

static gpointer
open_side (void)
{
  return od_demo_control_new ("contract");
}

static char *
dup_settings (gpointer side)
{
  return g_strdup ("{\"script\":\"\",\"control\":\"contract\"}");
}

static void
answer (gpointer side, ContractAnswer how)
{
  static const struct {
    OdDemoAnswer answer;
    gint64 argument;
  } answers[] = {
    [CONTRACT_TAKES] = { OD_DEMO_ACCEPT, 0 },
    [CONTRACT_REFUSES] = { OD_DEMO_REJECTED, 0 },
    [CONTRACT_LIMITS] = { OD_DEMO_RATE_LIMITED, CONTRACT_RETRY_MS },
    [CONTRACT_BREAKS] = { OD_DEMO_TRANSIENT, 0 },
    [CONTRACT_CUTS] = { OD_DEMO_CUT, 0 },
    [CONTRACT_HOLDS] = { OD_DEMO_HANG, 0 },
  };

  od_demo_control_push (side, answers[how].answer, answers[how].argument);
}

static guint
get_n_heard (gpointer side)
{
  return od_demo_control_get_attempts (side)->len;
}

static void
release (gpointer side)
{
  od_demo_control_release (side, OD_DEMO_ACCEPT);
}

const ChannelContract od_demo_contract = {
  .parse = parse,
  .chat_id = "5000000123",
  .open = open_side,
  .close = g_object_unref,
  .dup_settings = dup_settings,
  .answer = answer,
  .get_n_heard = get_n_heard,
  .release = release,
};
