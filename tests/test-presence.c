/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-presence.h"

/* Whether the operator is there. */

static void
count_cb (OdPresence *presence, guint *n)
{
  (*n)++;
}

static void
test_machine_knows_better (void)
{
  static const struct {
    OdPresenceState choice;
    gboolean is_idle, is_locked;
    OdPresenceState state;
    OdPresenceReason reason;
  } cases[] = {
    { OD_PRESENCE_ONLINE, FALSE, FALSE, OD_PRESENCE_ONLINE, OD_PRESENCE_CHOSEN },
    { OD_PRESENCE_ONLINE, TRUE, FALSE, OD_PRESENCE_AWAY, OD_PRESENCE_IDLE },
    { OD_PRESENCE_ONLINE, FALSE, TRUE, OD_PRESENCE_OFFLINE, OD_PRESENCE_LOCKED },
    { OD_PRESENCE_ONLINE, TRUE, TRUE, OD_PRESENCE_OFFLINE, OD_PRESENCE_LOCKED },
    { OD_PRESENCE_AWAY, FALSE, FALSE, OD_PRESENCE_AWAY, OD_PRESENCE_CHOSEN },
    { OD_PRESENCE_AWAY, TRUE, FALSE, OD_PRESENCE_AWAY, OD_PRESENCE_CHOSEN },
    { OD_PRESENCE_AWAY, FALSE, TRUE, OD_PRESENCE_OFFLINE, OD_PRESENCE_LOCKED },
    { OD_PRESENCE_OFFLINE, FALSE, FALSE, OD_PRESENCE_OFFLINE, OD_PRESENCE_CHOSEN },
    { OD_PRESENCE_OFFLINE, TRUE, TRUE, OD_PRESENCE_OFFLINE, OD_PRESENCE_CHOSEN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OdPresence) presence = od_presence_new (cases[i].choice);

      g_test_message ("case %u", i);
      od_presence_set_is_idle (presence, cases[i].is_idle);
      od_presence_set_is_locked (presence, cases[i].is_locked);
      g_assert_cmpuint (od_presence_get_state (presence), ==, cases[i].state);
      g_assert_cmpuint (od_presence_get_reason (presence), ==, cases[i].reason);
      g_assert_cmpuint (od_presence_get_choice (presence), ==, cases[i].choice);

      od_presence_set_is_locked (presence, FALSE);
      od_presence_set_is_idle (presence, FALSE);
      g_assert_cmpuint (od_presence_get_state (presence), ==, cases[i].choice);
    }
}

static void
test_told_once (void)
{
  g_autoptr (OdPresence) presence = od_presence_new (OD_PRESENCE_ONLINE);
  guint n = 0;

  g_signal_connect (presence, "changed", G_CALLBACK (count_cb), &n);
  od_presence_set_choice (presence, OD_PRESENCE_ONLINE);
  od_presence_set_is_idle (presence, FALSE);
  g_assert_cmpuint (n, ==, 0);
  od_presence_set_is_idle (presence, TRUE);
  od_presence_set_is_idle (presence, TRUE);
  g_assert_cmpuint (n, ==, 1);
  od_presence_set_choice (presence, OD_PRESENCE_AWAY); /* away already, but now because it was chosen */
  g_assert_cmpuint (n, ==, 2);
  od_presence_set_is_idle (presence, FALSE);
  g_assert_cmpuint (n, ==, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/presence/machine-knows-better", test_machine_knows_better);
  g_test_add_func ("/presence/told-once", test_told_once);
  return g_test_run ();
}
