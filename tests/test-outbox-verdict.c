/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-error.h"
#include "od-limits.h"
#include "od-outbox-verdict.h"

/* What is done about each end of an attempt; the table is the law. */
static void
test_codes (void)
{
  static const struct {
    OdError code;
    OdVerdict plain, idempotent;
  } rows[] = {
    { OD_ERROR_TRANSIENT, OD_VERDICT_AGAIN, OD_VERDICT_AGAIN },
    { OD_ERROR_RATE_LIMITED, OD_VERDICT_PAUSE, OD_VERDICT_PAUSE },
    { OD_ERROR_AUTH, OD_VERDICT_OWNER, OD_VERDICT_OWNER },
    { OD_ERROR_REJECTED, OD_VERDICT_REFUSED, OD_VERDICT_REFUSED },
    { OD_ERROR_MALFORMED, OD_VERDICT_LOST, OD_VERDICT_AGAIN },
    { OD_ERROR_TOO_LARGE, OD_VERDICT_REFUSED, OD_VERDICT_REFUSED },
    { OD_ERROR_UNCONFIRMED, OD_VERDICT_LOST, OD_VERDICT_AGAIN },
    { OD_ERROR_STORE, OD_VERDICT_AGAIN, OD_VERDICT_AGAIN },
    { OD_ERROR_NOT_FOUND, OD_VERDICT_REFUSED, OD_VERDICT_REFUSED },
    { OD_ERROR_BUSY, OD_VERDICT_AGAIN, OD_VERDICT_AGAIN },
    { OD_ERROR_USAGE, OD_VERDICT_REFUSED, OD_VERDICT_REFUSED },
  };
  g_autoptr (GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (OD_ERROR, rows[i].code, "");

      g_assert_cmpint (od_verdict_of (error, 0), ==, rows[i].plain);
      g_assert_cmpint (od_verdict_of (error, OD_CHANNEL_IDEMPOTENT_SEND), ==, rows[i].idempotent);
    }
  g_assert_cmpint (od_verdict_of (NULL, 0), ==, OD_VERDICT_DONE);
  g_assert_cmpint (od_verdict_of (cancelled, 0), ==, OD_VERDICT_LOST);
  g_assert_cmpint (od_verdict_of (cancelled, OD_CHANNEL_IDEMPOTENT_SEND), ==, OD_VERDICT_AGAIN);
}

/* Whatever the verdict, the table of delivery states knows the way from "sending". */
static void
test_every_verdict_leads_somewhere (void)
{
  for (guint verdict = OD_VERDICT_DONE; verdict <= OD_VERDICT_LOST; verdict++)
    {
      OdDelivery next;

      g_assert_true (od_delivery_next (OD_DELIVERY_SENDING, od_verdict_get_event ((OdVerdict) verdict), &next));
    }
}

static void
test_pause (void)
{
  g_autoptr (GError) silent = od_error_new_rate_limited (-1);
  g_autoptr (GError) soon = od_error_new_rate_limited (7000);
  g_autoptr (GError) never = od_error_new_rate_limited (G_MAXINT64);

  g_assert_cmpint (od_verdict_get_pause_us (silent), ==, -1);
  g_assert_cmpint (od_verdict_get_pause_us (soon), ==, 7 * G_USEC_PER_SEC);
  g_assert_cmpint (od_verdict_get_pause_us (never), ==, OD_LIMIT_RETRY_AFTER_S * (gint64) G_USEC_PER_SEC);
}

static OdOutgoing *
make_outgoing (const char *text, guint n_files, gint64 size_bytes)
{
  OdOutgoing *outgoing = od_outgoing_new (OD_OUTGOING_SEND, "chat", "key");

  g_free (outgoing->text);
  outgoing->text = g_strdup (text);
  outgoing->files = g_ptr_array_new_with_free_func ((GDestroyNotify) od_attachment_row_free);
  for (guint i = 0; i < n_files; i++)
    {
      OdAttachmentRow *file = g_new0 (OdAttachmentRow, 1);

      file->uid = g_strdup ("f_1");
      file->name = g_strdup ("a");
      file->mime = g_strdup ("image/png");
      file->path = g_strdup ("/a");
      file->size_bytes = size_bytes;
      g_ptr_array_add (outgoing->files, file);
    }
  return outgoing;
}

static void
test_what_surely_fails_does_not_leave (void)
{
  static const OdChannelDescriptor narrow = {
    .caps = OD_CHANNEL_CAN_FILES, .max_text = 3, .max_files = 1, .max_file_bytes = 10
  };
  static const OdChannelDescriptor no_files = { .max_text = 0 };
  static const struct {
    const OdChannelDescriptor *descriptor;
    const char *text;
    guint n_files;
    gint64 size_bytes;
    int code; /* -1: it may leave */
  } rows[] = {
    { &narrow, "три", 0, 0, -1 }, /* counted in characters */
    { &narrow, "four", 0, 0, OD_ERROR_TOO_LARGE },
    { &narrow, "", 1, 10, -1 },
    { &narrow, "", 1, 11, OD_ERROR_TOO_LARGE },
    { &narrow, "", 2, 1, OD_ERROR_REJECTED },
    { &no_files, "as long as one likes", 0, 0, -1 },
    { &no_files, "", 1, 1, OD_ERROR_REJECTED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (OdOutgoing) outgoing = make_outgoing (rows[i].text, rows[i].n_files, rows[i].size_bytes);
      g_autoptr (GError) error = NULL;
      gboolean may_leave = od_verdict_can_perform (outgoing, rows[i].descriptor, &error);

      g_assert_true (may_leave == (rows[i].code < 0));
      if (!may_leave)
        g_assert_error (error, OD_ERROR, rows[i].code);
    }
}

static void
test_remote_half (void)
{
  static const OdChannelDescriptor plain = { .caps = OD_CHANNEL_CAN_EDIT };
  g_autoptr (OdOutgoing) edit = od_outgoing_new (OD_OUTGOING_EDIT, "chat", "key");
  g_autoptr (OdOutgoing) remove = od_outgoing_new (OD_OUTGOING_REMOVE, "chat", "key");
  g_autoptr (OdOutgoing) send = od_outgoing_new (OD_OUTGOING_SEND, "chat", "key");

  g_assert_true (od_verdict_has_remote_half (send, &plain));
  g_assert_true (od_verdict_has_remote_half (edit, &plain));
  g_assert_false (od_verdict_has_remote_half (remove, &plain));
  g_assert_false (od_verdict_has_remote_half (NULL, &plain)); /* assigned, tagged: of use to us only */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outbox-verdict/codes", test_codes);
  g_test_add_func ("/outbox-verdict/states", test_every_verdict_leads_somewhere);
  g_test_add_func ("/outbox-verdict/pause", test_pause);
  g_test_add_func ("/outbox-verdict/limits", test_what_surely_fails_does_not_leave);
  g_test_add_func ("/outbox-verdict/remote-half", test_remote_half);
  return g_test_run ();
}
