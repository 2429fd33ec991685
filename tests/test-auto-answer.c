/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-auto-answer.h"
#include "od-error.h"
#include "od-limits.h"
#include "od-moment-words.h"

/* What a desk says by itself, as a function of what it knows. */

#define SECOND_US ((gint64) G_USEC_PER_SEC)
#define HOUR_US (3600 * SECOND_US)
#define MONDAY_US G_GINT64_CONSTANT (1772409600000000) /* 2026-03-02 00:00 UTC */
#define HOURS 7                                        /* the row of the calendar */
#define OPEN (MONDAY_US + 12 * HOUR_US)
#define CLOSED (MONDAY_US + 20 * HOUR_US)

static const OdBizcal *
find_calendar_cb (gint64 id, gpointer data)
{
  return id == HOURS ? data : NULL;
}

static OdBizcal *
new_hours (void)
{
  return od_bizcal_parse (
      "{\"zone\":\"UTC\",\"weekly\":{\"mon\":[[\"09:00\",\"18:00\"]],\"tue\":[[\"09:00\",\"18:00\"]]}}", -1, NULL);
}

static OdAutoAnswer *
add (GPtrArray *answers, OdAutoAnswerKind kind, const char *text)
{
  OdAutoAnswer *answer = od_auto_answer_new (kind);

  answer->is_on = TRUE;
  answer->calendar_id = HOURS;
  g_free (answer->text);
  answer->text = g_strdup (text);
  g_ptr_array_add (answers, answer);
  return answer;
}

static GPtrArray *
new_answers (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) od_auto_answer_free);
}

typedef struct {
  const char *why;
  gint64 now_us;
  OdAutoAnswerFlags flags;
  gint64 age_us;    /* of the message */
  gint64 person_us; /* how long ago a person wrote; 0: never */
  const char *expected;
  OdAutoSilence silence;
} Case;

#define ONLINE OD_AUTO_IS_ONLINE
#define FIRST OD_AUTO_IS_FIRST

static const Case cases[] = {
  { "first, within hours", OPEN, ONLINE | FIRST, 0, 0, "greeting", 0 },
  { "a later turn", OPEN, ONLINE, 0, 0, "acknowledgement", 0 },
  { "outside hours", CLOSED, ONLINE | FIRST, 0, 0, "away", 0 },
  { "outside hours, later", CLOSED, ONLINE, 0, 0, "away", 0 },
  { "nobody online", OPEN, FIRST, 0, 0, "away", 0 },
  { "on the minute of opening", MONDAY_US + 9 * HOUR_US, ONLINE | FIRST, 0, 0, "greeting", 0 },
  { "on the minute of closing", MONDAY_US + 18 * HOUR_US, ONLINE | FIRST, 0, 0, "away", 0 },
  { "no way to reach them", OPEN, ONLINE | FIRST | OD_AUTO_CAN_ASK, 0, 0, "greeting + contact", 0 },
  { "they can be reached", OPEN, ONLINE | FIRST | OD_AUTO_CAN_ASK | OD_AUTO_HAS_CONTACT, 0, 0, "greeting", 0 },
  { "they were asked", CLOSED, OD_AUTO_CAN_ASK | OD_AUTO_WAS_ASKED, 0, 0, "away", 0 },
  { "in a row", OPEN, ONLINE | OD_AUTO_IS_ANSWERED_BY_BOT, 0, 0, NULL, OD_AUTO_SILENCE_IN_A_ROW },
  { "in a row, at night", CLOSED, OD_AUTO_IS_ANSWERED_BY_BOT, 0, 0, NULL, OD_AUTO_SILENCE_IN_A_ROW },
  { "automatic mail", OPEN, FIRST | OD_AUTO_IS_AUTOMATIC, 0, 0, NULL, OD_AUTO_SILENCE_AUTOMATIC },
  { "blocked", OPEN, FIRST | OD_AUTO_IS_BLOCKED, 0, 0, NULL, OD_AUTO_SILENCE_BLOCKED },
  { "spam", OPEN, FIRST | OD_AUTO_IS_SPAM, 0, 0, NULL, OD_AUTO_SILENCE_SPAM },
  { "history", OPEN, FIRST | OD_AUTO_IS_HISTORY, 0, 0, NULL, OD_AUTO_SILENCE_HISTORY },
  { "a person writes with them", CLOSED, 0, 0, 299 * SECOND_US, NULL, OD_AUTO_SILENCE_SERVED },
  { "a person wrote a while ago", CLOSED, 0, 0, 300 * SECOND_US, "away", 0 },
  { "written yesterday", OPEN, ONLINE, 24 * HOUR_US, 0, "acknowledgement", 0 },
  { "written before that", OPEN, ONLINE, 24 * HOUR_US + 1, 0, NULL, OD_AUTO_SILENCE_LATE },
};

static void
test_decisions (void)
{
  g_autoptr (OdBizcal) hours = new_hours ();
  g_autoptr (GPtrArray) answers = new_answers ();

  add (answers, OD_AUTO_ANSWER_CONTACT, "contact");
  add (answers, OD_AUTO_ANSWER_ACKNOWLEDGEMENT, "acknowledgement");
  add (answers, OD_AUTO_ANSWER_GREETING, "greeting");
  add (answers, OD_AUTO_ANSWER_AWAY, "away");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      OdAutoAnswerFacts facts = { .account_id = 1,
                                  .now_us = c->now_us,
                                  .at_us = c->now_us - c->age_us,
                                  .person_us = c->person_us != 0 ? c->now_us - c->person_us : 0,
                                  .flags = c->flags,
                                  .find_calendar = find_calendar_cb,
                                  .calendar_data = hours };
      OdAutoDecision decision;
      gboolean is_said = od_auto_answer_decide (answers, &facts, &decision);
      g_autofree char *said = NULL;

      g_test_message ("%s", c->why);
      g_assert_cmpint (is_said, ==, c->expected != NULL);
      g_assert_cmpint (decision.silence, ==, c->silence);
      if (is_said)
        said = g_strjoin (decision.contact != NULL ? " + " : NULL, decision.main->text,
                          decision.contact != NULL ? decision.contact->text : NULL, NULL);
      g_assert_cmpstr (said, ==, c->expected);
    }
}

static void
test_nothing_to_say (void)
{
  g_autoptr (OdBizcal) hours = new_hours ();
  g_autoptr (GPtrArray) answers = new_answers ();
  OdAutoAnswerFacts facts = { .account_id = 1,
                              .now_us = OPEN,
                              .at_us = OPEN,
                              .flags = ONLINE | FIRST,
                              .find_calendar = find_calendar_cb,
                              .calendar_data = hours };
  OdAutoDecision decision;
  OdAutoAnswer *answer;
  gint64 account = 2;

  g_assert_false (od_auto_answer_decide (answers, &facts, &decision));
  g_assert_cmpint (decision.silence, ==, OD_AUTO_SILENCE_NOTHING);
  answer = add (answers, OD_AUTO_ANSWER_GREETING, "switched off");
  answer->is_on = FALSE;
  g_assert_false (od_auto_answer_decide (answers, &facts, &decision));
  answer = add (answers, OD_AUTO_ANSWER_GREETING, "of another account");
  g_array_append_val (answer->accounts, account);
  g_assert_false (od_auto_answer_decide (answers, &facts, &decision));
  answer = add (answers, OD_AUTO_ANSWER_AWAY, "only outside hours");
  answer->occasions = OD_AUTO_ANSWER_WHEN_CLOSED;
  facts.flags = 0;
  g_assert_false (od_auto_answer_decide (answers, &facts, &decision));
  answer->occasions |= OD_AUTO_ANSWER_WHEN_OFFLINE;
  g_assert_true (od_auto_answer_decide (answers, &facts, &decision));
  facts.now_us = facts.at_us = CLOSED;
  answer->occasions = OD_AUTO_ANSWER_WHEN_OFFLINE;
  facts.flags = ONLINE;
  g_assert_false (od_auto_answer_decide (answers, &facts, &decision));
}

/* That of the account before that of all, that of the language before that of any. */
static void
test_which_text (void)
{
  static const struct {
    gint64 account_id;
    const char *lang;
    const char *expected;
  } rows[] = {
    { 1, NULL, "any" },       { 1, "de-AT", "any" },         { 1, "ru", "russian" }, { 1, "ru-RU", "russian" },
    { 1, "RU", "russian" },   { 1, "rus", "any" },           { 2, NULL, "second" },  { 2, "de", "second" },
    { 2, "en_GB", "second" }, { 2, "ru", "second russian" },
  };
  g_autoptr (GPtrArray) answers = new_answers ();
  OdAutoAnswer *answer;
  gint64 second = 2;

  add (answers, OD_AUTO_ANSWER_GREETING, "any");
  add (answers, OD_AUTO_ANSWER_GREETING, "any, but later");
  for (guint i = 0; i < 2; i++)
    {
      answer = add (answers, OD_AUTO_ANSWER_GREETING, i == 0 ? "russian" : "second russian");
      g_free (answer->lang);
      answer->lang = g_strdup ("ru");
      if (i == 1)
        g_array_append_val (answer->accounts, second);
    }
  answer = add (answers, OD_AUTO_ANSWER_GREETING, "second");
  g_array_append_val (answer->accounts, second);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      OdAutoAnswerFacts facts = {
        .account_id = rows[i].account_id, .lang = rows[i].lang, .now_us = OPEN, .at_us = OPEN, .flags = FIRST
      };
      OdAutoDecision decision;

      g_assert_true (od_auto_answer_decide (answers, &facts, &decision));
      g_assert_cmpstr (decision.main->text, ==, rows[i].expected);
    }
}

static void
test_words_of_an_answer (void)
{
  static const struct {
    const char *text;
    const char *lang;
    const char *name;
    gint64 due_us, now_us;
    const char *expected;
  } rows[] = {
    { "We answer {due}.", "en", NULL, CLOSED + HOUR_US / 2, CLOSED, "We answer by 20:30." },
    { "We answer {due}.", "en", NULL, 0, CLOSED, "We answer soon." },
    { "We answer {due}.", "en", NULL, CLOSED - 1, CLOSED, "We answer soon." },
    { "We answer {due|as we can}.", "en", NULL, 0, CLOSED, "We answer as we can." },
    { "We are back {opens}.", "en", NULL, 0, CLOSED, "We are back tomorrow at 09:00." },
    { "We are back {opens}.", "en", NULL, 0, OPEN, "We are back soon." },
    { "Мы вернёмся {opens} и ответим {due}.", "ru", NULL, CLOSED + 14 * HOUR_US, CLOSED,
      "Мы вернёмся завтра в 09:00 и ответим завтра до 10:00." },
    { "Ответим {due}.", "", NULL, CLOSED + HOUR_US / 2, CLOSED, "Ответим до 20:30." },
    { "Ответим {due}.", "", NULL, 0, CLOSED, "Ответим скоро." },
    { "We answer {due}.", "", NULL, CLOSED + HOUR_US / 2, CLOSED, "We answer by 20:30." },
    { "Hello, {customer.first_name}!", "en", "Maria Petrova", 0, OPEN, "Hello, Maria!" },
    { "Hello, {customer.first_name}! ", "en", "", 0, OPEN, "Hello!" },
    { "Hello, {customer.name|friend}!", "en", NULL, 0, OPEN, "Hello, friend!" },
    { "{customer.name}", "en", "{due} {x}", OPEN + 1, OPEN, "(due) (x)" },
  };
  g_autoptr (OdBizcal) hours = new_hours ();
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) answers = new_answers ();
      OdAutoAnswer *answer = add (answers, OD_AUTO_ANSWER_ACKNOWLEDGEMENT, rows[i].text);
      OdAutoAnswerFacts facts = { .now_us = rows[i].now_us,
                                  .at_us = rows[i].now_us,
                                  .lang = rows[i].lang,
                                  .find_calendar = find_calendar_cb,
                                  .calendar_data = hours };
      OdAutoAnswerValues values = { rows[i].name, rows[i].due_us, rows[i].now_us, zone };
      g_autofree char *said = NULL;
      OdAutoDecision decision;

      g_free (answer->lang);
      answer->lang = g_strdup (rows[i].lang);
      g_assert_true (od_auto_answer_decide (answers, &facts, &decision));
      said = od_auto_decision_compose (&decision, &values);
      g_assert_cmpstr (said, ==, rows[i].expected);
    }
}

static void
test_moments (void)
{
  static const struct {
    OdMomentRole role;
    gint64 after_us; /* since Monday 20:00 UTC */
    const char *zone, *lang, *expected;
  } rows[] = {
    { OD_MOMENT_BY, 60 * SECOND_US, "UTC", "en", "by 20:01" },
    { OD_MOMENT_BY, 61 * SECOND_US, "UTC", "en-GB", "by 20:02" },
    { OD_MOMENT_AT, 4 * HOUR_US - SECOND_US, "UTC", "en", "tomorrow at 00:00" },
    { OD_MOMENT_AT, 4 * HOUR_US, "UTC", "de", "tomorrow at 00:00" },
    { OD_MOMENT_AT, 4 * HOUR_US, "Europe/Moscow", "ru", "завтра в 03:00" },
    { OD_MOMENT_AT, 0, "UTC", "ru", "скоро" },
    { OD_MOMENT_BY, 37 * HOUR_US, "UTC", "ru", "в среду до 09:00" },
    { OD_MOMENT_BY, 157 * HOUR_US, "UTC", "en", "on Monday, 9 March, by 09:00" },
    { OD_MOMENT_BY, 157 * HOUR_US, "UTC", "ru", "в понедельник, 9 марта, до 09:00" },
    { OD_MOMENT_AT, 7 * 24 * HOUR_US, "Asia/Vladivostok", "ru", "во вторник, 10 марта, в 06:00" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (rows[i].zone);
      g_autofree char *words = od_moment_words (rows[i].role, CLOSED + rows[i].after_us, CLOSED, zone, rows[i].lang);

      g_assert_cmpstr (words, ==, rows[i].expected);
    }
}

static void
test_check (void)
{
  static const struct {
    const char *text, *lang;
    gint64 delay_s;
    OdAutoAnswerOccasions occasions;
    gboolean is_fine;
  } rows[] = {
    { "Back {opens}, {customer.first_name|friend}", "", 0, OD_AUTO_ANSWER_WHEN_CLOSED, TRUE },
    { "A brace { is text }", "ru", OD_LIMIT_AUTO_DELAY_S, OD_AUTO_ANSWER_WHEN_OFFLINE, TRUE },
    { " \n", "", 0, OD_AUTO_ANSWER_WHEN_CLOSED, FALSE },
    { "{order}", "", 0, OD_AUTO_ANSWER_WHEN_CLOSED, FALSE },
    { "{?which one}", "", 0, OD_AUTO_ANSWER_WHEN_CLOSED, FALSE },
    { "x", "Russian", 0, OD_AUTO_ANSWER_WHEN_CLOSED, FALSE },
    { "x", "", -1, OD_AUTO_ANSWER_WHEN_CLOSED, FALSE },
    { "x", "", OD_LIMIT_AUTO_DELAY_S + 1, OD_AUTO_ANSWER_WHEN_CLOSED, FALSE },
    { "x", "", 0, 0, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (OdAutoAnswer) answer = od_auto_answer_new (OD_AUTO_ANSWER_AWAY), copy = NULL;
      g_autoptr (GError) error = NULL;

      g_free (answer->text);
      g_free (answer->lang);
      answer->text = g_strdup (rows[i].text);
      answer->lang = g_strdup (rows[i].lang);
      answer->delay_s = rows[i].delay_s;
      answer->occasions = rows[i].occasions;
      copy = od_auto_answer_copy (answer);
      g_assert_cmpint (od_auto_answer_check (copy, &error), ==, rows[i].is_fine);
      if (!rows[i].is_fine)
        g_assert_error (error, OD_ERROR, OD_ERROR_USAGE);
    }
}

/* A text of nothing but a name that nobody knows says nothing, and leaves no empty paragraph. */
static void
test_empty_parts (void)
{
  static const struct {
    const char *main, *contact, *expected;
  } rows[] = {
    { "{customer.name}", "{customer.first_name} ", "" },
    { "{customer.name}", "Your phone?", "Your phone?" },
    { "Hello", "{customer.name}", "Hello" },
    { "Hello", "Your phone?", "Hello\n\nYour phone?" },
    { "{customer.name}", NULL, "" },
    { NULL, "{customer.name}", "" },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) answers = new_answers ();
      OdAutoAnswerValues values = { NULL, 0, OPEN, zone };
      OdAutoDecision decision = { 0 };
      g_autofree char *said = NULL;

      if (rows[i].main != NULL)
        decision.main = add (answers, OD_AUTO_ANSWER_GREETING, rows[i].main);
      if (rows[i].contact != NULL)
        decision.contact = add (answers, OD_AUTO_ANSWER_CONTACT, rows[i].contact);
      said = od_auto_decision_compose (&decision, &values);
      g_assert_cmpstr (said, ==, rows[i].expected);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/auto-answer/decisions", test_decisions);
  g_test_add_func ("/auto-answer/nothing", test_nothing_to_say);
  g_test_add_func ("/auto-answer/which", test_which_text);
  g_test_add_func ("/auto-answer/words", test_words_of_an_answer);
  g_test_add_func ("/auto-answer/moments", test_moments);
  g_test_add_func ("/auto-answer/check", test_check);
  g_test_add_func ("/auto-answer/empty-parts", test_empty_parts);
  return g_test_run ();
}
