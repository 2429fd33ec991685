/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-auto-run.h"

#include "od-store-clock.h"

#define SECOND_US ((gint64) G_USEC_PER_SEC)

void
od_auto_run_sql (OdAutoRun *self, const char *sql)
{
  od_write_fixture_run (self->store, sql);
}

/**
 * od_auto_run_set_up:
 * @hours: a calendar's body
 *
 * A store with a text of each kind, and half an hour to answer.
 */
void
od_auto_run_set_up (OdAutoRun *self, const char *hours, gboolean has_stream)
{
  g_autofree char *calendar =
      g_strdup_printf ("INSERT INTO calendar (uid, name, body) VALUES ('h', 'Hours', '%s')", hours);

  self->store = od_write_fixture_new (has_stream);
  od_auto_run_sql (self, calendar);
  od_auto_run_sql (self, "INSERT INTO policy (uid, name, body) VALUES ('p', 'All',"
                         " '{\"first\":{\"seconds\":1800},\"next\":{\"seconds\":1800}}')");
  od_auto_run_sql (self, "INSERT INTO automatic_answer (uid, kind, is_on, occasions, calendar_id, lang, body) VALUES"
                         " ('1', 1, 1, 0, 1, 'en', 'greeting {due}'), ('2', 2, 1, 3, 1, 'en', 'away {opens}'),"
                         " ('3', 3, 1, 0, 1, 'en', 'acknowledgement {due}'), ('4', 4, 1, 0, 1, 'en', 'contact')");
  od_auto_run_sql (self, "INSERT INTO automatic_answer (uid, kind, is_on, body, accounts) VALUES"
                         " ('5', 1, 1, 'of another account', '[77]'), ('6', 3, 1, 'of nobody knows whom', '{}')");
}

/**
 * od_auto_run_send_all:
 *
 * What is queued leaves at once, and is taken.
 */
void
od_auto_run_send_all (OdAutoRun *self)
{
  while (TRUE)
    {
      g_autoptr (OdClaimJob) claim = od_write_fixture_claim (self->store);

      if (claim->claimed->len == 0)
        return;
      for (guint i = 0; i < claim->claimed->len; i++)
        {
          const OdClaimedOperation *one = claim->claimed->pdata[i];
          g_autofree char *id = g_strdup_printf ("out-%" G_GINT64_FORMAT, one->id);

          od_write_fixture_accept (self->store, one->id, id);
        }
    }
}

/**
 * od_auto_run_new_update:
 * @verb: what the customer does, or our side elsewhere; "again": the same as before
 *
 * Returns: (transfer full): an update of now
 */
OdUpdate *
od_auto_run_new_update (OdAutoRun *self, const char *verb)
{
  gboolean is_again = g_str_equal (verb, "again");
  g_autofree char *id = g_strdup_printf ("in-%u", is_again ? self->n_in : ++self->n_in);
  OdUpdate *update =
      od_write_fixture_update (self->store, g_str_equal (verb, "react") ? OD_UPDATE_REACTION : OD_UPDATE_MESSAGE, "700",
                               id, g_str_equal (verb, "in-phone") ? "Call me: +7 912 345-67-89" : "Hello");

  update->profile = od_profile_new ();
  update->profile->lang = g_strdup ("en-GB");
  update->is_own = g_str_equal (verb, "own") || g_str_equal (verb, "echo");
  update->remote.is_automatic = g_str_equal (verb, "machine") || g_str_equal (verb, "echo");
  update->remote.is_group = g_str_equal (verb, "group");
  if (g_str_equal (verb, "late"))
    update->at_us = OD_WRITE_FIXTURE_NOW_US;
  if (update->kind == OD_UPDATE_REACTION)
    {
      update->target_remote_id = g_strdup ("in-1");
      update->emoji = g_strdup ("👍");
    }
  return update;
}

static void
write_note (OdAutoRun *self)
{
  g_autoptr (OdEnqueueJob) job = od_enqueue_job_new (self->conversation_id, 1, "a note", self->store->now_us);

  job->is_note = TRUE;
  od_write_fixture_write (self->store, od_store_enqueue, job);
}

static void
step (OdAutoRun *self, const char *verb)
{
  static const struct {
    const char *verb;
    OdDeedKind deed;
  } deeds[] = { { "resolve", OD_DEED_RESOLVE }, { "spam", OD_DEED_SPAM }, { "block", OD_DEED_BLOCK } };
  OdClockOnlineJob online = { g_str_equal (verb, "online") };

  for (guint i = 0; i < G_N_ELEMENTS (deeds); i++)
    if (g_str_equal (verb, deeds[i].verb))
      {
        od_write_fixture_do (self->store, self->conversation_id, deeds[i].deed, 0, NULL);
        return;
      }
  if (g_str_equal (verb, "online") || g_str_equal (verb, "offline"))
    od_write_fixture_write (self->store, od_store_clock_set_online, &online);
  else if (g_str_equal (verb, "off"))
    od_auto_run_sql (self, "UPDATE automatic_answer SET is_on = 0");
  else if (g_str_equal (verb, "history"))
    od_auto_run_sql (self, "UPDATE account SET is_history_only = 1");
  else if (g_str_equal (verb, "phone"))
    {
      step (self, "machine"); /* makes the customer */
      od_auto_run_sql (self, "INSERT INTO contact_point (customer_id, channel, address, match_key) VALUES (1, 'phone',"
                             " '+79123456789', '+79123456789')");
    }
  else if (g_str_equal (verb, "note"))
    write_note (self);
  else if (g_str_equal (verb, "reply"))
    od_write_fixture_reply (self->store, self->conversation_id, "a person's answer");
  else
    {
      gint64 id = od_write_fixture_take (self->store, od_auto_run_new_update (self, verb)).conversation_id;

      self->conversation_id = MAX (self->conversation_id, id);
    }
  if (!g_str_equal (verb, "late"))
    od_auto_run_send_all (self);
}

/**
 * od_auto_run_script:
 * @script: "SECONDS VERB; ...", since the start of the fixture
 */
void
od_auto_run_script (OdAutoRun *self, const char *script)
{
  g_auto (GStrv) steps = g_strsplit (script, "; ", -1);

  for (guint i = 0; steps[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (steps[i], " ", 2);

      self->store->now_us = OD_WRITE_FIXTURE_NOW_US + g_ascii_strtoll (words[0], NULL, 10) * SECOND_US;
      step (self, words[1]);
      od_write_fixture_check (self->store);
    }
}

/**
 * od_auto_run_dup_said:
 *
 * Returns: (transfer full): all automatic answers, joined by " | "
 */
char *
od_auto_run_dup_said (OdAutoRun *self)
{
  return od_write_fixture_ask_text (self->store,
                                    "SELECT coalesce (group_concat (replace (body, char (10, 10), ' + '), ' | '), '')"
                                    " FROM (SELECT body FROM message WHERE is_bot = 1 ORDER BY timeline_id)");
}
