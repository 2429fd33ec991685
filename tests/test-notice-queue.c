/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-notice-queue.h"

static gboolean
push (OdNoticeQueue *queue, gint64 id, const char *title)
{
  const OdNotice notice = { .id = id, .title = (char *) title };

  return od_notice_queue_push (queue, id, title != NULL ? &notice : NULL);
}

/* Exactly this comes next; @title: NULL: to be taken back. */
static void
assert_next (OdNoticeQueue *queue, gint64 expected_id, const char *title)
{
  g_autoptr (OdNotice) notice = NULL;
  gint64 id = 0;

  g_assert_true (od_notice_queue_pop (queue, &id, &notice));
  g_assert_cmpint (id, ==, expected_id);
  g_assert_cmpstr (notice != NULL ? notice->title : NULL, ==, title);
}

static void
assert_empty (OdNoticeQueue *queue)
{
  OdNotice *notice = NULL;
  gint64 id;

  g_assert_false (od_notice_queue_pop (queue, &id, &notice));
}

static void
test_newest_of_one (void)
{
  g_autoptr (OdNoticeQueue) queue = od_notice_queue_new (4);

  g_assert_true (push (queue, 1, "a"));
  g_assert_false (push (queue, 2, "b"));
  g_assert_false (push (queue, 1, "c"));
  g_assert_false (push (queue, 2, NULL));
  assert_next (queue, 1, "c");
  assert_next (queue, 2, NULL);
  assert_empty (queue);
  g_assert_true (push (queue, 1, NULL));
}

/* A withdrawal that is lost leaves something on display for ever. */
static void
test_withdrawals_are_never_dropped (void)
{
  g_autoptr (OdNoticeQueue) queue = od_notice_queue_new (4);

  for (gint64 id = 1; id <= 3; id++)
    push (queue, id, NULL);
  for (gint64 id = 11; id <= 20; id++)
    push (queue, id, "new");
  for (gint64 id = 1; id <= 3; id++)
    assert_next (queue, id, NULL);
  assert_next (queue, 20, "new"); /* of the others the newest */
  assert_empty (queue);

  for (gint64 id = 1; id <= 100; id++)
    push (queue, id, NULL);
  for (gint64 id = 1; id <= 100; id++)
    assert_next (queue, id, NULL);
  assert_empty (queue);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/notice-queue/newest-of-one", test_newest_of_one);
  g_test_add_func ("/notice-queue/withdrawals-are-never-dropped", test_withdrawals_are_never_dropped);
  return g_test_run ();
}
