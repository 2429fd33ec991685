/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-control-call.h"

#include "od-auto-answer-trial.h"
#include "od-clock.h"
#include "od-stmt.h"
#include "od-store-auto-answer.h"
#include "od-store-terms.h"

static const char usage[] =
    "Usage: omnideskctl answers list | show ID | enable ID | disable ID | preview ACCOUNT [WHEN]";

/* What there is, read at once. */
typedef struct {
  OdAutoAnswerJob answers;
  OdTermsJob terms;
  gint64 account_id; /* of a preview; 0: none */
  char *channel;     /* (owned) (nullable): of the account; NULL: there is no such account */
} Stock;

static void
stock_free (Stock *self)
{
  g_clear_pointer (&self->answers.found, g_ptr_array_unref);
  g_clear_pointer (&self->terms.terms, od_terms_free);
  g_free (self->channel);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Stock, stock_free)

static gboolean
load (sqlite3 *db, gpointer data, GError **error)
{
  Stock *stock = data;
  g_autoptr (OdStmt) row = NULL;

  if (!od_store_auto_answer_load (db, &stock->answers, error) || !od_store_terms_load (db, &stock->terms, error) ||
      !od_stmt_get_row (db, error, "SELECT channel FROM account WHERE id = ?1", &row, "i", stock->account_id))
    return FALSE;
  stock->channel = row != NULL ? od_stmt_dup_text (row, 0) : NULL;
  return TRUE;
}

/* ---- what there is ---- */

static JsonObject *
describe (const OdAutoAnswer *answer, const OdTerms *terms)
{
  JsonObject *object = json_object_new ();
  JsonArray *accounts = json_array_new (), *when = json_array_new ();
  const OdCalendar *calendar = od_terms_find_calendar (terms, answer->calendar_id);

  for (guint i = 0; i < answer->accounts->len; i++)
    json_array_add_int_element (accounts, g_array_index (answer->accounts, gint64, i));
  if (answer->kind == OD_AUTO_ANSWER_AWAY && (answer->occasions & OD_AUTO_ANSWER_WHEN_CLOSED) != 0)
    json_array_add_string_element (when, "closed");
  if (answer->kind == OD_AUTO_ANSWER_AWAY && (answer->occasions & OD_AUTO_ANSWER_WHEN_OFFLINE) != 0)
    json_array_add_string_element (when, "offline");
  json_object_set_int_member (object, "id", answer->id);
  json_object_set_string_member (object, "kind", od_auto_answer_kind_get_name (answer->kind));
  json_object_set_boolean_member (object, "on", answer->is_on);
  json_object_set_string_member (object, "calendar", calendar != NULL ? calendar->name : NULL);
  json_object_set_array_member (object, "accounts", accounts);
  json_object_set_string_member (object, "lang", answer->lang);
  json_object_set_array_member (object, "when", when);
  json_object_set_int_member (object, "delay_s", answer->delay_s);
  json_object_set_string_member (object, "text", answer->text);
  return object;
}

/* One line: a text may have several. */
static void
print_line (OdControlCall *call, const OdAutoAnswer *answer)
{
  g_autofree char *line = g_strdelimit (g_strdup (answer->text), "\n\t", ' ');

  g_string_append_printf (call->out, "%" G_GINT64_FORMAT "\t%s\t%s\t%s\n", answer->id, answer->is_on ? "on" : "off",
                          od_auto_answer_kind_get_name (answer->kind), line);
}

static void
list (OdControlCall *call, const Stock *stock)
{
  g_autoptr (JsonNode) all = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  json_node_take_array (all, array);
  for (guint i = 0; i < stock->answers.found->len; i++)
    {
      json_array_add_object_element (array, describe (stock->answers.found->pdata[i], stock->terms.terms));
      if (!call->line->has[OD_FLAG_JSON])
        print_line (call, stock->answers.found->pdata[i]);
    }
  if (call->line->has[OD_FLAG_JSON])
    od_control_call_print_json (call, all);
  od_control_call_done (call, OD_EXIT_DONE);
}

static void
print_object (OdControlCall *call, JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  od_control_call_print_json (call, node);
}

static void
show (OdControlCall *call, const Stock *stock, const OdAutoAnswer *answer)
{
  if (call->line->has[OD_FLAG_JSON])
    print_object (call, describe (answer, stock->terms.terms));
  else
    {
      print_line (call, answer);
      g_string_append_printf (call->out, "%s\n", answer->text);
    }
  od_control_call_done (call, OD_EXIT_DONE);
}

/* ---- what becomes of it ---- */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  g_autoptr (OdAutoAnswerJob) job = od_db_finish (OD_DB (source), result, &error);

  if (job != NULL)
    od_control_call_done (user_data, OD_EXIT_DONE);
  else
    od_control_call_take_error (user_data, error);
}

static void
turn (OdControlCall *call, const OdAutoAnswer *answer, gboolean is_on)
{
  OdAutoAnswerJob *job = g_new0 (OdAutoAnswerJob, 1);

  job->answer = od_auto_answer_copy (answer);
  job->answer->is_on = is_on;
  job->operator_id = call->operator_id;
  job->now_us = od_clock_get_real_us (call->desk->clock);
  od_db_write_async (call->desk->db, od_store_auto_answer_save, job, (GDestroyNotify) od_auto_answer_job_free, saved_cb,
                     call);
}

static void
preview (OdControlCall *call, const Stock *stock)
{
  OdAutoAnswerTrial trial = { .account_id = stock->account_id,
                              .channel = stock->channel,
                              .at_us = od_clock_get_real_us (call->desk->clock),
                              .is_online = call->line->has[OD_FLAG_ONLINE] };
  OdAutoSilence silence = OD_AUTO_SILENCE_NONE;
  g_autofree char *text = NULL;

  if (call->line->rest[2] != NULL && !od_control_read_moment (call, call->line->rest[2], &trial.at_us))
    return;
  text = od_auto_answer_trial_run (&trial, stock->answers.found, stock->terms.terms, &silence);
  if (call->line->has[OD_FLAG_JSON])
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "text", text);
      json_object_set_string_member (object, "silence", text == NULL ? od_auto_silence_get_name (silence) : NULL);
      print_object (call, object);
    }
  else if (text != NULL)
    g_string_append_printf (call->out, "%s\n", text);
  else
    od_control_call_say (call, "Nothing is said: %s", od_auto_silence_get_name (silence));
  od_control_call_done (call, OD_EXIT_DONE);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  OdControlCall *call = user_data;
  GError *error = NULL;
  g_autoptr (Stock) stock = od_db_finish (OD_DB (source), result, &error);
  const char *verb = call->line->rest[0];
  gint64 id = 0;

  if (stock == NULL)
    od_control_call_take_error (call, error);
  else if (g_str_equal (verb, "list"))
    list (call, stock);
  else if (g_str_equal (verb, "preview") && stock->channel == NULL)
    od_control_call_fail (call, OD_EXIT_FAILED, "There is no such account");
  else if (g_str_equal (verb, "preview"))
    preview (call, stock);
  else
    {
      od_control_parse_row (call->line->rest[1], &id);
      for (guint i = 0; i < stock->answers.found->len; i++)
        {
          const OdAutoAnswer *answer = stock->answers.found->pdata[i];

          if (answer->id != id)
            continue;
          if (g_str_equal (verb, "show"))
            show (call, stock, answer);
          else
            turn (call, answer, g_str_equal (verb, "enable"));
          return;
        }
      od_control_call_fail (call, OD_EXIT_FAILED, "There is no such automatic answer");
    }
}

/**
 * od_control_answers:
 *
 * "answers": what the desk says by itself.
 */
void
od_control_answers (OdControlCall *call)
{
  static const char *const of_one[] = { "show", "enable", "disable", NULL };
  GStrv rest = call->line->rest;
  guint n = g_strv_length (rest);
  gboolean is_preview = g_str_equal (rest[0], "preview") && n >= 2;
  gint64 id = 0;
  Stock *stock;

  if (!(g_str_equal (rest[0], "list") && n == 1) &&
      !((is_preview || (g_strv_contains (of_one, rest[0]) && n == 2)) && od_control_parse_row (rest[1], &id)))
    {
      od_control_call_fail (call, OD_EXIT_USAGE, "%s", usage);
      return;
    }
  stock = g_new0 (Stock, 1);
  stock->account_id = is_preview ? id : 0;
  od_db_read_async (call->desk->db, OD_DB_PAGES, load, stock, (GDestroyNotify) stock_free, NULL, loaded_cb, call);
}
