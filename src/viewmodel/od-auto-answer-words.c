/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-auto-answer-words.h"

#include <glib/gi18n.h>

#include "od-error.h"
#include "od-limits.h"
#include "od-template.h"
#include "od-text.h"

typedef struct {
  const char *title;
  const char *when;
  const char *text; /* to begin with */
} Kind;

static const Kind kinds[] = {
  [OD_AUTO_ANSWER_GREETING] = { N_ ("Greeting"), N_ ("To the first message of a conversation, within working hours"),
                                /* TRANSLATORS: said to customers; {due} becomes “by 14:30” or “soon” */
                                N_ ("Hello! Thank you for writing to us. We will answer {due}.") },
  [OD_AUTO_ANSWER_AWAY] = { N_ ("Away"), N_ ("Outside working hours, or while nobody is online"),
                            /* TRANSLATORS: said to customers; {opens} becomes “tomorrow at 09:00” or “soon” */
                            N_ ("Hello! We have your message. Nobody is here just now: we are back {opens} and will "
                                "answer then.") },
  [OD_AUTO_ANSWER_ACKNOWLEDGEMENT] = { N_ ("Acknowledgement"),
                                       N_ ("To who begins to wait, when neither of the others is said"),
                                       /* TRANSLATORS: said to customers; {due} becomes “by 14:30” or “soon” */
                                       N_ ("Thank you, we have your message and will answer {due}.") },
  [OD_AUTO_ANSWER_CONTACT] = { N_ ("Request for a contact"),
                               N_ ("In web chat, once, to who has neither a phone nor a mail address"),
                               /* TRANSLATORS: said to customers */
                               N_ ("In case you have to leave: please write your phone number or e-mail address, so "
                                   "that our answer reaches you.") },
};

/**
 * od_auto_answer_words_kind:
 *
 * Returns: (transfer none): its name
 */
const char *
od_auto_answer_words_kind (OdAutoAnswerKind kind)
{
  return _ (kinds[kind].title);
}

/**
 * od_auto_answer_words_when:
 *
 * Returns: (transfer none): to whom it is said
 */
const char *
od_auto_answer_words_when (OdAutoAnswerKind kind)
{
  return _ (kinds[kind].when);
}

/**
 * od_auto_answer_words_new_draft:
 *
 * Returns: (transfer full): one that is switched off and not stored, with words to begin with
 */
OdAutoAnswer *
od_auto_answer_words_new_draft (OdAutoAnswerKind kind)
{
  OdAutoAnswer *draft = od_auto_answer_new (kind);

  g_free (draft->text);
  draft->text = g_strdup (_ (kinds[kind].text));
  return draft;
}

/**
 * od_auto_answer_words_title:
 *
 * Returns: (transfer full): its name, and what it is only for: "Away · ru · 2 accounts"
 */
char *
od_auto_answer_words_title (const OdAutoAnswer *answer)
{
  GString *title = g_string_new (od_auto_answer_words_kind (answer->kind));

  if (*answer->lang != '\0')
    g_string_append_printf (title, " · %s", answer->lang);
  if (answer->accounts->len > 0)
    {
      g_string_append (title, " · ");
      g_string_append_printf (title, ngettext ("%u account", "%u accounts", answer->accounts->len),
                              answer->accounts->len);
    }
  return g_string_free (title, FALSE);
}

/**
 * od_auto_answer_words_text:
 *
 * Returns: (transfer full): when it is said, and how it begins
 */
char *
od_auto_answer_words_text (const OdAutoAnswer *answer)
{
  g_autofree char *line = od_text_snippet (answer->text, OD_LIMIT_SNIPPET_GRAPHEMES);

  return g_strdup_printf ("%s\n%s", od_auto_answer_words_when (answer->kind), line);
}

/**
 * od_auto_answer_words_trouble:
 *
 * Returns: (transfer none) (nullable): why it can't be saved; %NULL: it can
 */
const char *
od_auto_answer_words_trouble (const OdAutoAnswer *answer)
{
  g_autoptr (OdAutoAnswer) plain = NULL;
  g_autofree char *bare = g_strstrip (g_strdup (answer->text));

  if (od_auto_answer_check (answer, NULL))
    return NULL;
  if (*bare == '\0')
    return _ ("Write what is to be said.");
  if (answer->kind == OD_AUTO_ANSWER_AWAY && answer->occasions == 0)
    return _ ("Choose when it is said.");
  plain = od_auto_answer_copy (answer);
  g_free (plain->lang);
  plain->lang = g_strdup ("");
  if (od_auto_answer_check (plain, NULL))
    return _ ("Write the language as two letters, like “en”, or leave it empty.");
  if (od_text_count_code_points (answer->text) > OD_LIMIT_AUTO_ANSWER_CHARS)
    return _ ("The text is too long.");
  return _ ("In braces stand only {due}, {opens}, {customer.name} and {customer.first_name}.");
}

/**
 * od_auto_answer_words_silence:
 *
 * Returns: (transfer none): why nothing is said
 */
const char *
od_auto_answer_words_silence (OdAutoSilence silence)
{
  switch (silence)
    {
    case OD_AUTO_SILENCE_HISTORY:
      return _ ("Nothing: the account only keeps what was.");
    case OD_AUTO_SILENCE_AUTOMATIC:
      return _ ("Nothing: a machine wrote it.");
    case OD_AUTO_SILENCE_BLOCKED:
      return _ ("Nothing: the contact is blocked.");
    case OD_AUTO_SILENCE_SPAM:
      return _ ("Nothing: the conversation is spam.");
    case OD_AUTO_SILENCE_IN_A_ROW:
      return _ ("Nothing: never two automatic answers in a row.");
    case OD_AUTO_SILENCE_SERVED:
      return _ ("Nothing: somebody of us wrote just now.");
    case OD_AUTO_SILENCE_LATE:
      return _ ("Nothing: it was written long ago.");
    case OD_AUTO_SILENCE_NONE:
    case OD_AUTO_SILENCE_NOTHING:
    default:
      return _ ("Nothing: no answer that is switched on fits.");
    }
}

/**
 * od_auto_answer_words_trial:
 * @answers: (element-type OdAutoAnswer)
 *
 * Returns: (transfer full): what would be said to the first message of somebody of whom nothing is known, or why nothing
 */
char *
od_auto_answer_words_trial (GPtrArray *answers, const OdTerms *terms, const OdAutoAnswerTrial *trial)
{
  OdAutoSilence silence = OD_AUTO_SILENCE_NONE;
  char *text = od_auto_answer_trial_run (trial, answers, terms, &silence);

  return text != NULL ? text : g_strdup (od_auto_answer_words_silence (silence));
}
