/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-auto-answer.h"

#include <string.h>

#include "od-error.h"
#include "od-limits.h"
#include "od-moment-words.h"
#include "od-template.h"
#include "od-text.h"

static const char *const kind_names[] = {
  [OD_AUTO_ANSWER_GREETING] = "greeting",
  [OD_AUTO_ANSWER_AWAY] = "away",
  [OD_AUTO_ANSWER_ACKNOWLEDGEMENT] = "acknowledgement",
  [OD_AUTO_ANSWER_CONTACT] = "contact",
};

/* ---- the value ---- */

/**
 * od_auto_answer_new:
 *
 * Returns: (transfer full): switched off, without a text, for all accounts, around the clock
 */
OdAutoAnswer *
od_auto_answer_new (OdAutoAnswerKind kind)
{
  OdAutoAnswer *self = g_new0 (OdAutoAnswer, 1);

  self->kind = kind;
  self->uid = g_strdup ("");
  self->lang = g_strdup ("");
  self->text = g_strdup ("");
  self->accounts = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (kind == OD_AUTO_ANSWER_AWAY)
    self->occasions = OD_AUTO_ANSWER_WHEN_CLOSED | OD_AUTO_ANSWER_WHEN_OFFLINE;
  return self;
}

OdAutoAnswer *
od_auto_answer_copy (const OdAutoAnswer *self)
{
  OdAutoAnswer *copy = g_memdup2 (self, sizeof *self);

  copy->uid = g_strdup (self->uid);
  copy->lang = g_strdup (self->lang);
  copy->text = g_strdup (self->text);
  copy->accounts = g_array_copy (self->accounts);
  return copy;
}

void
od_auto_answer_free (OdAutoAnswer *self)
{
  g_free (self->uid);
  g_free (self->lang);
  g_free (self->text);
  g_array_unref (self->accounts);
  g_free (self);
}

const char *
od_auto_answer_kind_get_name (OdAutoAnswerKind kind)
{
  g_return_val_if_fail (kind >= OD_AUTO_ANSWER_GREETING && kind < OD_N_AUTO_ANSWER_KIND, NULL);

  return kind_names[kind];
}

/**
 * od_auto_answer_get_variables:
 *
 * Returns: (transfer none) (array zero-terminated=1): what a text may have in braces
 */
const char *const *
od_auto_answer_get_variables (void)
{
  static const char *const names[] = { "due", "opens", "customer.name", "customer.first_name", NULL };

  return names;
}

static gboolean
check_variables (const char *text, GError **error)
{
  g_autoptr (GArray) parts = od_template_find_unfilled (text);

  for (guint i = 0; i < parts->len; i++)
    {
      const OdTemplatePart *part = &g_array_index (parts, OdTemplatePart, i);
      g_autofree char *name = od_template_dup_name (text, part);
      g_autofree char *folded = od_text_fold (name);

      if (part->is_question || !g_strv_contains (od_auto_answer_get_variables (), folded))
        {
          g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "text: nothing is known of {%s}", name);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
is_lang (const char *lang)
{
  gsize n = strlen (lang);

  return n == 0 || ((n == 2 || n == 3) && strspn (lang, "abcdefghijklmnopqrstuvwxyz") == n);
}

/**
 * od_auto_answer_check:
 *
 * Returns: %FALSE with %OD_ERROR_USAGE, or %OD_ERROR_TOO_LARGE
 */
gboolean
od_auto_answer_check (const OdAutoAnswer *self, GError **error)
{
  g_autofree char *bare = g_strstrip (g_strdup (self->text));

  if (self->kind < OD_AUTO_ANSWER_GREETING || self->kind >= OD_N_AUTO_ANSWER_KIND)
    g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "kind: not one of them");
  else if (*bare == '\0')
    g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "text: one is needed");
  else if (!g_utf8_validate (self->text, -1, NULL))
    g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "text: not valid UTF-8");
  else if (od_text_count_code_points (self->text) > OD_LIMIT_AUTO_ANSWER_CHARS)
    g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "text: more than %d characters", OD_LIMIT_AUTO_ANSWER_CHARS);
  else if (!is_lang (self->lang))
    g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "lang: a tag like “ru” is needed");
  else if (self->delay_s < 0 || self->delay_s > OD_LIMIT_AUTO_DELAY_S)
    g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "delay: 0 to %d seconds", OD_LIMIT_AUTO_DELAY_S);
  else if (self->accounts->len > OD_LIMIT_AUTO_ACCOUNTS)
    g_set_error (error, OD_ERROR, OD_ERROR_TOO_LARGE, "accounts: more than %d", OD_LIMIT_AUTO_ACCOUNTS);
  else if (self->kind == OD_AUTO_ANSWER_AWAY && self->occasions == 0)
    g_set_error (error, OD_ERROR, OD_ERROR_USAGE, "occasions: one is needed");
  else
    return check_variables (self->text, error);
  return FALSE;
}

/**
 * od_auto_answer_is_for:
 *
 * Returns: whether it answers messages of the account
 */
gboolean
od_auto_answer_is_for (const OdAutoAnswer *self, gint64 account_id)
{
  for (guint i = 0; i < self->accounts->len; i++)
    if (g_array_index (self->accounts, gint64, i) == account_id)
      return TRUE;
  return self->accounts->len == 0;
}

/* ---- the decision ---- */

static const OdBizcal *
find_hours (const OdAutoAnswer *answer, const OdAutoAnswerFacts *facts)
{
  if (answer->calendar_id == 0 || facts->find_calendar == NULL)
    return NULL;
  return facts->find_calendar (answer->calendar_id, facts->calendar_data);
}

static gboolean
fits (const OdAutoAnswer *answer, const OdAutoAnswerFacts *facts)
{
  const OdBizcal *hours = find_hours (answer, facts);
  gboolean is_open = hours == NULL || od_bizcal_is_open (hours, facts->now_us);

  switch (answer->kind)
    {
    case OD_AUTO_ANSWER_GREETING:
      return is_open && (facts->flags & OD_AUTO_IS_FIRST) != 0;
    case OD_AUTO_ANSWER_AWAY:
      return (!is_open && (answer->occasions & OD_AUTO_ANSWER_WHEN_CLOSED) != 0) ||
             ((facts->flags & OD_AUTO_IS_ONLINE) == 0 && (answer->occasions & OD_AUTO_ANSWER_WHEN_OFFLINE) != 0);
    case OD_AUTO_ANSWER_CONTACT:
      return (facts->flags & OD_AUTO_CAN_ASK) != 0 && (facts->flags & (OD_AUTO_HAS_CONTACT | OD_AUTO_WAS_ASKED)) == 0;
    case OD_AUTO_ANSWER_ACKNOWLEDGEMENT:
    default:
      return TRUE;
    }
}

/* How well it is meant: that of the account before that of all, that of the language before that of any. 0: not at all. */
static guint
get_rank (const OdAutoAnswer *answer, const OdAutoAnswerFacts *facts)
{
  gsize n = facts->lang != NULL ? strcspn (facts->lang, "-_") : 0;
  gboolean has_lang = *answer->lang != '\0';

  if (!answer->is_on || !od_auto_answer_is_for (answer, facts->account_id))
    return 0;
  if (has_lang && (strlen (answer->lang) != n || g_ascii_strncasecmp (answer->lang, facts->lang, n) != 0))
    return 0;
  return 1 + (answer->accounts->len > 0 ? 2 : 0) + (has_lang ? 1 : 0);
}

/* The best one of a kind that fits; of equal ones the first. */
static const OdAutoAnswer *
choose (const GPtrArray *answers, OdAutoAnswerKind kind, const OdAutoAnswerFacts *facts)
{
  const OdAutoAnswer *best = NULL;
  guint best_rank = 0;

  for (guint i = 0; i < answers->len; i++)
    {
      const OdAutoAnswer *answer = answers->pdata[i];
      guint rank = answer->kind == kind ? get_rank (answer, facts) : 0;

      if (rank > best_rank && fits (answer, facts))
        {
          best = answer;
          best_rank = rank;
        }
    }
  return best;
}

static OdAutoSilence
find_silence (const OdAutoAnswerFacts *facts)
{
  static const struct {
    OdAutoAnswerFlags flag;
    OdAutoSilence silence;
  } flags[] = {
    { OD_AUTO_IS_HISTORY, OD_AUTO_SILENCE_HISTORY },          { OD_AUTO_IS_AUTOMATIC, OD_AUTO_SILENCE_AUTOMATIC },
    { OD_AUTO_IS_BLOCKED, OD_AUTO_SILENCE_BLOCKED },          { OD_AUTO_IS_SPAM, OD_AUTO_SILENCE_SPAM },
    { OD_AUTO_IS_ANSWERED_BY_BOT, OD_AUTO_SILENCE_IN_A_ROW },
  };

  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    if ((facts->flags & flags[i].flag) != 0)
      return flags[i].silence;
  if (facts->person_us != 0 && facts->now_us - facts->person_us < OD_LIMIT_AUTO_SERVED_S * (gint64) G_USEC_PER_SEC)
    return OD_AUTO_SILENCE_SERVED;
  if (facts->now_us - facts->at_us > OD_LIMIT_AUTO_LATE_S * (gint64) G_USEC_PER_SEC)
    return OD_AUTO_SILENCE_LATE;
  return OD_AUTO_SILENCE_NONE;
}

/**
 * od_auto_answer_decide:
 * @answers: (element-type OdAutoAnswer): in their order
 * @decision: (out): borrows from @answers
 *
 * Pure. Never two automatic answers in a row: a person of ours has to write between them.
 *
 * Returns: whether something is said; otherwise the decision has the reason
 */
gboolean
od_auto_answer_decide (const GPtrArray *answers, const OdAutoAnswerFacts *facts, OdAutoDecision *decision)
{
  static const OdAutoAnswerKind mains[] = { OD_AUTO_ANSWER_AWAY, OD_AUTO_ANSWER_GREETING,
                                            OD_AUTO_ANSWER_ACKNOWLEDGEMENT };
  const OdBizcal *hours;

  *decision = (OdAutoDecision){ .silence = find_silence (facts) };
  if (decision->silence != OD_AUTO_SILENCE_NONE)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (mains) && decision->main == NULL; i++)
    decision->main = choose (answers, mains[i], facts);
  decision->contact = choose (answers, OD_AUTO_ANSWER_CONTACT, facts);
  if (decision->main == NULL && decision->contact == NULL)
    {
      decision->silence = OD_AUTO_SILENCE_NOTHING;
      return FALSE;
    }
  decision->delay_s = MAX (decision->main != NULL ? decision->main->delay_s : 0,
                           decision->contact != NULL ? decision->contact->delay_s : 0);
  hours = find_hours (decision->main != NULL ? decision->main : decision->contact, facts);
  if (hours != NULL && !od_bizcal_is_open (hours, facts->now_us))
    {
      gint64 opens_us = od_bizcal_next_open (hours, facts->now_us);

      decision->opens_us = opens_us != OD_BIZCAL_NEVER ? opens_us : 0;
    }
  return TRUE;
}

/* ---- the words ---- */

/* What nobody knows goes, with the space or the comma before it: "Hello, {customer.first_name}!" is "Hello!". A moment that
 * nobody knows, and that has nothing to stand for it, is @soon. */
static char *
drop_unfilled (const char *text, const GArray *unfilled, const char *soon)
{
  GString *out = g_string_new (NULL);
  gsize at = 0;

  for (guint i = 0; i < unfilled->len; i++)
    {
      const OdTemplatePart *part = &g_array_index (unfilled, OdTemplatePart, i);
      g_autofree char *name = od_template_dup_name (text, part);
      g_autofree char *folded = od_text_fold (name);

      g_string_append_len (out, text + at, (gssize) (part->start_byte - at));
      at = part->end_byte;
      if (g_str_equal (folded, "due") || g_str_equal (folded, "opens"))
        {
          g_string_append (out, soon);
          continue;
        }
      while (out->len > 0 && (out->str[out->len - 1] == ' ' || out->str[out->len - 1] == ','))
        g_string_truncate (out, out->len - 1);
    }
  g_string_append (out, text + at);
  return g_string_free (out, FALSE);
}

static void
set_moment (GHashTable *table, const char *name, OdMomentRole role, gint64 at_us, const OdAutoAnswerValues *values,
            const char *lang)
{
  g_autofree char *words = od_moment_words (role, at_us, values->now_us, values->zone, lang);

  if (at_us > values->now_us)
    od_template_values_set (table, name, words);
}

/* Of a text for whoever there is no other for, what it is written in says more than where the desk stands. */
static const char *
get_lang (const OdAutoAnswer *answer)
{
  if (*answer->lang != '\0')
    return answer->lang;
  for (const char *p = answer->text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_get_script (g_utf8_get_char (p)) == G_UNICODE_SCRIPT_CYRILLIC)
      return "ru";
  return od_moment_words_get_desk_lang ();
}

static char *
fill (const OdAutoAnswer *answer, const OdAutoDecision *decision, const OdAutoAnswerValues *values)
{
  const char *lang = get_lang (answer);
  g_autoptr (GHashTable) table = od_template_values_new ();
  g_autoptr (GArray) unfilled = NULL;
  g_autofree char *soon = od_moment_words (OD_MOMENT_BY, 0, values->now_us, values->zone, lang);
  g_autofree char *first_name = od_template_first_name (values->name != NULL ? values->name : "");
  g_autofree char *text = NULL;

  set_moment (table, "due", OD_MOMENT_BY, values->due_us, values, lang);
  set_moment (table, "opens", OD_MOMENT_AT, decision->opens_us, values, lang);
  od_template_values_set (table, "customer.name", values->name);
  od_template_values_set (table, "customer.first_name", first_name);
  text = od_template_fill (answer->text, table, &unfilled);
  return g_strstrip (drop_unfilled (text, unfilled, soon));
}

/**
 * od_auto_decision_compose:
 *
 * Moments are in the language of the text: that of the customer, if there is a text for it, else Russian if it has a
 * Cyrillic letter, else that of the desk.
 *
 * Returns: (transfer full): what is said: one message, in one or two paragraphs; "" if nothing stands for the variables
 */
char *
od_auto_decision_compose (const OdAutoDecision *self, const OdAutoAnswerValues *values)
{
  g_autofree char *first = NULL, *second = NULL;

  g_return_val_if_fail (self->main != NULL || self->contact != NULL, NULL);

  if (self->main != NULL)
    first = fill (self->main, self, values);
  if (self->contact != NULL)
    second = fill (self->contact, self, values);
  if (first == NULL || *first == '\0')
    return second != NULL ? g_steal_pointer (&second) : g_steal_pointer (&first);
  return second != NULL && *second != '\0' ? g_strjoin ("\n\n", first, second, NULL) : g_steal_pointer (&first);
}
