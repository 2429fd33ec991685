/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-arrivals.h"
#include "od-fake-desk.h"

#define NOW_US (G_GINT64_CONSTANT (1773151200) * G_USEC_PER_SEC)

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
arrived_cb (OdArrivals *arrivals, const OdConversationRow *row, gpointer user_data)
{
  g_assert_cmpstr (row->snippet, ==, "Hello");
  ++*(guint *) user_data;
}

static void
test_only_what_a_customer_just_wrote (void)
{
  g_autoptr (OdClock) clock = od_clock_new_fake (NOW_US);
  g_autoptr (OdFakeDesk) fake = od_fake_desk_new (clock);
  g_autoptr (OdDesk) desk = od_fake_desk_make_desk (fake);
  OdArrivals *arrivals = od_arrivals_new (desk);
  g_autoptr (OdChangeSet) imported = od_change_set_new ();
  gint64 account_id = od_fake_desk_add_account (fake, "webchat", "Shop", NULL);
  gint64 customer_id = od_fake_desk_add_customer (fake, "Maria", NULL, NULL);
  gint64 id = od_fake_desk_add_conversation (fake, customer_id, account_id, "v_1");
  guint n = 0;

  g_signal_connect (arrivals, "arrived", G_CALLBACK (arrived_cb), &n);
  od_fake_desk_receive (fake, id, "Hello");
  settle ();
  g_assert_cmpuint (n, ==, 1);

  od_fake_desk_emit (fake, OD_CHANGE_CONVERSATION, id); /* assigned, say: nothing was written */
  settle ();
  g_assert_cmpuint (n, ==, 1);

  od_clock_advance (clock, G_USEC_PER_SEC);
  od_fake_desk_add_message (fake, id, OD_TIMELINE_OUT, "Good day", NOW_US + G_USEC_PER_SEC);
  od_change_set_add (imported, OD_CHANGE_CONVERSATION, id);
  od_change_set_add (imported, OD_CHANGE_MESSAGE, 1);
  od_change_feed_emit_changed (OD_CHANGE_FEED (fake), imported); /* our own answer */
  settle ();
  g_assert_cmpuint (n, ==, 1);

  od_clock_advance (clock, 100 * (gint64) G_USEC_PER_SEC);
  od_fake_desk_add_message (fake, id, OD_TIMELINE_IN, "Hello", NOW_US + 2 * G_USEC_PER_SEC);
  od_change_feed_emit_changed (OD_CHANGE_FEED (fake), imported); /* from before: an import, a late network */
  settle ();
  g_assert_cmpuint (n, ==, 1);

  od_fake_desk_receive (fake, id, "Hello");
  settle ();
  g_assert_cmpuint (n, ==, 2);
  g_assert_finalize_object (arrivals);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/arrivals/only-what-a-customer-just-wrote", test_only_what_a_customer_just_wrote);
  return g_test_run ();
}
