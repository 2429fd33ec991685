/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-conversation-status.h"
#include "od-delivery.h"

/* How far a message is on its way; receipts may only add. */
static int
rank (OdDelivery state)
{
  return state == OD_DELIVERY_READ ? 3 : state == OD_DELIVERY_DELIVERED ? 2 : state == OD_DELIVERY_SENT ? 1 : 0;
}

static void
test_receipts_never_go_back (void)
{
  for (guint state = 0; state < OD_N_DELIVERY; state++)
    for (guint event = OD_DELIVERY_EVENT_DELIVER; event < OD_N_DELIVERY_EVENT; event++)
      {
        OdDelivery next;

        if (od_delivery_next ((OdDelivery) state, (OdDeliveryEvent) event, &next))
          g_assert_cmpint (rank (next), >=, rank ((OdDelivery) state));
      }
}

static void
test_only_a_person_queues_what_may_be_out (void)
{
  for (guint event = 0; event < OD_N_DELIVERY_EVENT; event++)
    {
      OdDelivery next;

      if (event != OD_DELIVERY_EVENT_QUEUE &&
          od_delivery_next (OD_DELIVERY_UNCONFIRMED, (OdDeliveryEvent) event, &next))
        g_assert_cmpint (next, !=, OD_DELIVERY_QUEUED);
    }
}

static void
test_sending_begins_with_a_claim (void)
{
  for (guint state = 0; state < OD_N_DELIVERY; state++)
    for (guint event = 0; event < OD_N_DELIVERY_EVENT; event++)
      {
        OdDelivery next;

        if (od_delivery_next ((OdDelivery) state, (OdDeliveryEvent) event, &next) && next == OD_DELIVERY_SENDING)
          {
            g_assert_cmpint (state, ==, OD_DELIVERY_QUEUED);
            g_assert_cmpint (event, ==, OD_DELIVERY_EVENT_CLAIM);
          }
      }
}

static void
test_an_impossible_event_changes_nothing (void)
{
  OdDelivery next = OD_DELIVERY_HELD;

  g_assert_false (od_delivery_next (OD_DELIVERY_NONE, OD_DELIVERY_EVENT_ACCEPT, &next));
  g_assert_cmpint (next, ==, OD_DELIVERY_HELD);
}

static void
test_names_come_back (void)
{
  for (guint i = 0; i < OD_N_DELIVERY; i++)
    {
      OdDelivery state;

      g_assert_true (od_delivery_parse (od_delivery_get_name ((OdDelivery) i), &state));
      g_assert_cmpint (state, ==, i);
    }
  g_assert_false (od_delivery_parse ("lost", NULL));
  g_assert_false (od_delivery_parse (NULL, NULL));
}

static void
test_spam_stays_until_a_person_says (void)
{
  OdStatus next;

  g_assert_false (od_status_next (OD_STATUS_SPAM, OD_STATUS_EVENT_CUSTOMER_WROTE, &next));
  g_assert_false (od_status_next (OD_STATUS_SPAM, OD_STATUS_EVENT_OPERATOR_REPLIED, &next));
  g_assert_true (od_status_next (OD_STATUS_SPAM, OD_STATUS_EVENT_REOPEN, &next));
  g_assert_cmpint (next, ==, OD_STATUS_OPEN);
}

static void
test_a_customer_who_writes_is_never_left_closed (void)
{
  for (guint i = OD_STATUS_OPEN; i <= OD_STATUS_RESOLVED; i++)
    {
      OdStatus next = (OdStatus) i;

      od_status_next ((OdStatus) i, OD_STATUS_EVENT_CUSTOMER_WROTE, &next);
      g_assert_cmpint (next, ==, OD_STATUS_OPEN);
    }
}

static void
test_status_names_come_back (void)
{
  for (guint i = OD_STATUS_OPEN; i <= OD_STATUS_SPAM; i++)
    {
      OdStatus state;

      g_assert_true (od_status_parse (od_status_get_name ((OdStatus) i), &state));
      g_assert_cmpint (state, ==, i);
    }
  g_assert_false (od_status_parse ("snoozed", NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/delivery/receipts-never-go-back", test_receipts_never_go_back);
  g_test_add_func ("/delivery/only-a-person-queues-what-may-be-out", test_only_a_person_queues_what_may_be_out);
  g_test_add_func ("/delivery/sending-begins-with-a-claim", test_sending_begins_with_a_claim);
  g_test_add_func ("/delivery/an-impossible-event-changes-nothing", test_an_impossible_event_changes_nothing);
  g_test_add_func ("/delivery/names-come-back", test_names_come_back);
  g_test_add_func ("/status/spam-stays-until-a-person-says", test_spam_stays_until_a_person_says);
  g_test_add_func ("/status/a-customer-who-writes-is-never-left-closed",
                   test_a_customer_who_writes_is_never_left_closed);
  g_test_add_func ("/status/names-come-back", test_status_names_come_back);
  return g_test_run ();
}
