/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-message-deeds.h"
#include "od-message-details.h"
#include "od-message-link.h"
#include "od-message-words.h"

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC) /* 2026-03-10 14:00 UTC */
#define SECOND_US ((gint64) G_USEC_PER_SEC)
#define HOUR_US (3600 * SECOND_US)
#define ME 1
#define OPEN 5

#define C OD_DEED_COPY
#define R OD_DEED_REPLY
#define T OD_DEED_REACT
#define E OD_DEED_EDIT
#define D OD_DEED_REMOVE
#define K OD_DEED_KEEP
#define H OD_DEED_HISTORY
#define P OD_DEED_POINT_AT

static void
test_deeds (void)
{
  static const struct {
    const char *why;
    OdTimelineKind kind;
    OdDelivery delivery;
    gint64 operator_id, conversation_id;
    gboolean is_deleted, is_able; /* the channel can edit, remove and react */
    const char *body;
    guint deeds;
  } cases[] = {
    { "an event", OD_TIMELINE_EVENT, 0, ME, OPEN, FALSE, TRUE, "status", 0 },
    { "the customer's", OD_TIMELINE_IN, 0, 0, OPEN, FALSE, TRUE, "Hi", P | C | K | R | T },
    { "on a plain channel", OD_TIMELINE_IN, 0, 0, OPEN, FALSE, FALSE, "Hi", P | C | K | R },
    { "of an old conversation", OD_TIMELINE_IN, 0, 0, 4, FALSE, TRUE, "Hi", P | C | K | T },
    { "without text", OD_TIMELINE_IN, 0, 0, OPEN, FALSE, TRUE, "", P | R | T },
    { "deleted", OD_TIMELINE_IN, 0, 0, OPEN, TRUE, TRUE, "", P | H },
    { "mine", OD_TIMELINE_OUT, OD_DELIVERY_READ, ME, OPEN, FALSE, TRUE, "Hi", P | C | K | R | T | E | D },
    { "mine of an old conversation", OD_TIMELINE_OUT, OD_DELIVERY_READ, ME, 4, FALSE, TRUE, "Hi", P | C | K | T | D },
    { "mine on a plain channel", OD_TIMELINE_OUT, OD_DELIVERY_SENT, ME, OPEN, FALSE, FALSE, "Hi", P | C | K | R },
    { "a colleague's", OD_TIMELINE_OUT, OD_DELIVERY_SENT, 2, OPEN, FALSE, TRUE, "Hi", P | C | K | R | T },
    { "a picture of mine", OD_TIMELINE_OUT, OD_DELIVERY_SENT, ME, OPEN, FALSE, TRUE, "", P | R | T | D },
    { "on its way", OD_TIMELINE_OUT, OD_DELIVERY_SENDING, ME, OPEN, FALSE, TRUE, "Hi", P | C | K },
    { "perhaps sent", OD_TIMELINE_OUT, OD_DELIVERY_UNCONFIRMED, ME, OPEN, FALSE, TRUE, "Hi", P | C | K },
    { "failed: has buttons", OD_TIMELINE_OUT, OD_DELIVERY_FAILED, ME, OPEN, FALSE, TRUE, "Hi", P | C | K },
    { "my note", OD_TIMELINE_NOTE, 0, ME, OPEN, FALSE, FALSE, "Hm", P | C | K | T | E | D },
    { "a colleague's note", OD_TIMELINE_NOTE, 0, 2, OPEN, FALSE, FALSE, "Hm", P | C | K | T },
  };
  g_autoptr (OdChannelInfo) able = od_channel_info_new ("able", "Able", "x");
  g_autoptr (OdChannelInfo) plain = od_channel_info_new ("plain", "Plain", "x");

  able->can_edit = able->can_remove = able->can_react = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const OdMessageRow row = { .id = 1,
                                 .kind = cases[i].kind,
                                 .delivery = cases[i].delivery,
                                 .operator_id = cases[i].operator_id,
                                 .conversation_id = cases[i].conversation_id,
                                 .deleted_at_us = cases[i].is_deleted ? NOW_US : 0,
                                 .body = (char *) cases[i].body };
      guint deeds = od_message_deeds (&row, cases[i].is_able ? able : plain, ME, OPEN);

      if (deeds != cases[i].deeds)
        g_error ("%s: %x instead of %x", cases[i].why, deeds, cases[i].deeds);
    }
}

static void
test_needs (void)
{
  static const struct {
    OdDelivery delivery;
    gint64 left_us;
    const char *error, *payload;
    OdMessageNeed need;
    guint n_seconds;
    const char *words;
  } cases[] = {
    { OD_DELIVERY_QUEUED, 0, NULL, NULL, OD_NEED_NOTHING, 0, NULL },
    { OD_DELIVERY_QUEUED, -SECOND_US, NULL, NULL, OD_NEED_NOTHING, 0, NULL },
    { OD_DELIVERY_QUEUED, 5 * SECOND_US, NULL, NULL, OD_NEED_UNDO, 5, NULL },
    { OD_DELIVERY_QUEUED, 5 * SECOND_US - 1, NULL, NULL, OD_NEED_UNDO, 5, NULL },
    { OD_DELIVERY_QUEUED, 1, NULL, NULL, OD_NEED_UNDO, 1, NULL },
    { OD_DELIVERY_QUEUED, 2 * HOUR_US, NULL, NULL, OD_NEED_TIME, 0, "Will be sent 16:00" },
    { OD_DELIVERY_QUEUED, 19 * HOUR_US, NULL, NULL, OD_NEED_TIME, 0, "Will be sent tomorrow 09:00" },
    { OD_DELIVERY_SENT, 5 * SECOND_US, NULL, NULL, OD_NEED_NOTHING, 0, NULL },
    { OD_DELIVERY_FAILED, 0, "no such chat", NULL, OD_NEED_RETRY, 0, "Not sent: no such chat" },
    { OD_DELIVERY_FAILED, 0, NULL, NULL, OD_NEED_RETRY, 0, "Not sent." },
    { OD_DELIVERY_UNCONFIRMED, 0, NULL, NULL, OD_NEED_VERDICT, 0,
      "The connection broke off: this may have been sent." },
    { OD_DELIVERY_HELD, 0, NULL, "{\"held_by\":\"customer\"}", OD_NEED_RELEASE, 0,
      "Held back: the customer wrote meanwhile." },
    { OD_DELIVERY_HELD, 0, NULL, "{\"held_by\":\"colleague\"}", OD_NEED_RELEASE, 0,
      "Held back: a colleague answered meanwhile." },
    { OD_DELIVERY_HELD, 0, NULL, "{\"held_by\":7}", OD_NEED_RELEASE, 0,
      "Held back: there is a newer message that you had not seen." },
    { OD_DELIVERY_HELD, 0, NULL, NULL, OD_NEED_RELEASE, 0,
      "Held back: there is a newer message that you had not seen." },
  };
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const OdMessageRow row = { .kind = OD_TIMELINE_OUT,
                                 .delivery = cases[i].delivery,
                                 .not_before_us = cases[i].left_us != 0 ? NOW_US + cases[i].left_us : 0,
                                 .error = (char *) cases[i].error,
                                 .payload = (char *) cases[i].payload };
      g_autofree char *words = od_message_words_need (&row, NOW_US, utc);

      g_assert_cmpint (od_message_need (&row, NOW_US), ==, cases[i].need);
      g_assert_cmpuint (od_message_seconds_to_undo (&row, NOW_US), ==, cases[i].n_seconds);
      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
test_links (void)
{
  static const struct {
    const char *uri;
    gint64 id;
  } cases[] = {
    { "omnidesk:message/42", 42 },
    { "OMNIDESK:message/42", 42 },
    { "omnidesk:message/9223372036854775807", G_MAXINT64 },
    { "omnidesk:message/9223372036854775808", 0 },
    { "omnidesk:message/0", 0 },
    { "omnidesk:message/-1", 0 },
    { "omnidesk:message/ 1", 0 },
    { "omnidesk:message/1/2", 0 },
    { "omnidesk:message/", 0 },
    { "omnidesk:conversation/1", 0 },
    { "https://shop.example/", 0 },
    { "", 0 },
  };
  g_autofree char *link = od_message_link_new (42);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (od_message_link_parse (cases[i].uri), ==, cases[i].id);
  g_assert_cmpint (od_message_link_parse (link), ==, 42);
}

static void
test_details (void)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  OdConversationHead head = { .id = OPEN, .account_name = (char *) "Shop" };
  OdMessageRow row = { .id = 42,
                       .kind = OD_TIMELINE_OUT,
                       .conversation_id = OPEN,
                       .at_us = NOW_US,
                       .sent_at_us = NOW_US + SECOND_US,
                       .delivery = OD_DELIVERY_SENT,
                       .author = (char *) "Anton",
                       .body = (char *) "Hi" };
  g_autoptr (GPtrArray) details = od_message_details (&row, &head, "Web chat", "Maria", utc);
  g_autofree char *text = od_message_details_to_text (details);

  g_assert_cmpstr (text, ==,
                   "From: Anton\nChannel: Web chat\nAccount: Shop\nState: Sent\n"
                   "Written: 10 March 2026, 14:00:00\nSent: 10 March 2026, 14:00:01\n"
                   "Conversation: 5\nAddress: omnidesk:message/42\n");
}

static void
test_who_reacted (void)
{
  static const struct {
    const char *who;
    gboolean is_own, is_customers;
    const char *words;
  } cases[] = {
    { "", FALSE, TRUE, "Maria" },
    { "", TRUE, FALSE, "You" },
    { "Anton", TRUE, TRUE, "Maria, Anton" },
    { "Anton, Olga", FALSE, FALSE, "Anton, Olga" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OdReactionRow reaction = { .who = (char *) cases[i].who,
                                 .is_own = cases[i].is_own,
                                 .is_customers = cases[i].is_customers };
      g_autofree char *words = od_message_words_reaction (&reaction, "Maria");

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/message-deeds/deeds", test_deeds);
  g_test_add_func ("/message-deeds/needs", test_needs);
  g_test_add_func ("/message-deeds/links", test_links);
  g_test_add_func ("/message-deeds/details", test_details);
  g_test_add_func ("/message-deeds/reactions", test_who_reacted);
  return g_test_run ();
}
