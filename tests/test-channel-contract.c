/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-channels.h"
#include "od-error.h"

/* What holds for every channel of this build, whichever they are. */

static void
check_field (const OdChannelField *field)
{
  OdFieldFault fault = od_channel_field_check (field, field->default_value);

  g_assert_true (g_regex_match_simple ("^[a-z][a-z0-9_]*$", field->key, 0, 0));
  g_assert_cmpstr (field->label, !=, "");
  if (field->type == OD_FIELD_INTEGER)
    g_assert_cmpint (field->min, <=, field->max);
  if (field->is_good != NULL)
    g_assert_nonnull (field->wanted);
  if (field->default_value == NULL)
    {
      g_assert_cmpint (fault, ==, OD_FIELD_FAULT_MISSING);
      g_assert_cmpint (field->flags & OD_FIELD_ADVANCED, ==, 0); /* nobody looks there for what must be given */
    }
  else
    g_assert_cmpint (fault, ==, OD_FIELD_FAULT_NONE);
}

/* Whatever somebody types, there is an answer, and words for it. */
static void
type_nonsense (const OdChannelField *field)
{
  static const char *const typed[] = { "",          " ",       "a",         "-1",       "99999999999999999999",
                                       "true",      "http://", "https://x", "\xff\xfe", "1:\n2",
                                       "{\"a\":1}", "🙂",    "../../etc" };
  g_autofree char *long_text = g_strnfill (100000, 'x');

  for (guint i = 0; i <= G_N_ELEMENTS (typed); i++)
    {
      OdFieldFault fault = od_channel_field_check (field, i < G_N_ELEMENTS (typed) ? typed[i] : long_text);
      g_autofree char *words = od_channel_field_describe (field, fault);

      g_assert_true ((words == NULL) == (fault == OD_FIELD_FAULT_NONE));
      g_assert_true (words == NULL || *words != '\0');
      if (i == G_N_ELEMENTS (typed))
        g_assert_cmpint (fault, ==, OD_FIELD_FAULT_TOO_LONG);
    }
}

static void
check_form (const OdChannelDescriptor *descriptor)
{
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean is_needed = FALSE;

  for (const OdChannelField *field = descriptor->fields; field->key != NULL; field++)
    {
      g_test_message ("%s.%s", descriptor->id, field->key);
      g_assert_true (g_hash_table_add (keys, (gpointer) field->key));
      check_field (field);
      type_nonsense (field);
      is_needed = is_needed || field->default_value == NULL;
    }
  if (is_needed) /* who is asked for something must learn where it is */
    g_assert_nonnull (descriptor->help);
  if (descriptor->help_url != NULL)
    g_assert_true (g_str_has_prefix (descriptor->help_url, "https://"));
}

static void
check_limits (const OdChannelDescriptor *descriptor)
{
  if ((descriptor->caps & OD_CHANNEL_CAN_FILES) != 0)
    {
      g_assert_cmpuint (descriptor->max_files, >, 0);
      g_assert_nonnull (od_channel_choose_file (descriptor, "application/octet-stream", 1, 0, 0)); /* any file goes */
      g_assert_nonnull (od_channel_choose_file (descriptor, "image/png", 1000, 10, 10));
    }
  else
    g_assert_null (od_channel_choose_file (descriptor, "image/png", 1, 1, 1));
  if (descriptor->max_file_bytes > 0)
    g_assert_null (od_channel_choose_file (descriptor, "application/pdf", G_MAXINT64, 0, 0));
  if ((descriptor->caps & OD_CHANNEL_SPLITS_TEXT) != 0)
    g_assert_cmpuint (descriptor->max_text, >, 0);
  if (descriptor->max_text > 0)
    {
      g_autofree char *fits = g_strnfill (descriptor->max_text, 'x');
      g_autofree char *over = g_strnfill ((gsize) descriptor->max_text + 1, 'x');
      g_autoptr (GError) error = NULL;

      g_assert_true (od_channel_check_text (descriptor, fits, NULL));
      g_assert_false (od_channel_check_text (descriptor, over, &error));
      g_assert_error (error, OD_ERROR, OD_ERROR_TOO_LARGE);
    }
  g_assert_cmpfloat (descriptor->rate.chat_per_s, >=, 0);
  g_assert_cmpfloat (descriptor->rate.account_per_s, >=, 0);
  g_assert_true (descriptor->rate.chat_per_s == 0 || descriptor->rate.chat_burst > 0);
  g_assert_true (descriptor->rate.account_per_s == 0 || descriptor->rate.account_burst > 0);
}

static void
check_object (const OdChannelDescriptor *descriptor)
{
  g_autoptr (OdChannel) channel = g_object_new (descriptor->get_type (), NULL);
  const OdChannelInterface *iface = OD_CHANNEL_GET_IFACE (channel);

  g_assert_true (OD_IS_CHANNEL (channel));
  g_assert_nonnull (iface->start_async);
  g_assert_nonnull (iface->stop_async);
  g_assert_nonnull (iface->perform_async);
  g_assert_true ((iface->poll_async != NULL) >= ((descriptor->caps & OD_CHANNEL_POLLS) != 0));
  g_assert_true ((iface->set_typing != NULL) >= ((descriptor->caps & OD_CHANNEL_CAN_TYPING) != 0));
  g_assert_true ((iface->stream_advanced != NULL) >=
                 ((descriptor->caps & (OD_CHANNEL_HAS_STREAM | OD_CHANNEL_FOR_TESTS)) == OD_CHANNEL_HAS_STREAM));
  g_assert_finalize_object (g_steal_pointer (&channel)); /* one that was never started is not kept by anything */
}

static void
test_descriptor (gconstpointer data)
{
  const OdChannelDescriptor *descriptor = data;

  g_assert_true (g_regex_match_simple ("^[a-z][a-z0-9]*$", descriptor->id, 0, 0));
  g_assert_cmpstr (descriptor->name, !=, "");
  g_assert_true (g_str_has_suffix (descriptor->icon_name, "-symbolic"));
  g_assert_true (od_channels_find (descriptor->id) == descriptor);
  check_form (descriptor);
  check_limits (descriptor);
  check_object (descriptor);
}

/* Settings that lack nothing but secrets are complete with their defaults, and stay as they are when they are
 * completed again; a secret among them is refused, and its value is not told. */
static void
test_settings (gconstpointer data)
{
  const OdChannelDescriptor *descriptor = data;
  g_autoptr (JsonObject) settings = json_object_new ();
  g_autoptr (GError) error = NULL;
  guint n;

  for (const OdChannelField *field = descriptor->fields; field->key != NULL; field++)
    if (field->type != OD_FIELD_SECRET && field->default_value == NULL)
      {
        g_assert_false (od_channel_descriptor_check (descriptor, settings, &error));
        g_assert_error (error, OD_ERROR, OD_ERROR_USAGE);
        return;
      }
  od_channel_descriptor_check (descriptor, settings, &error);
  g_assert_no_error (error);
  n = json_object_get_size (settings);
  od_channel_descriptor_check (descriptor, settings, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_object_get_size (settings), ==, n);
  for (const OdChannelField *field = descriptor->fields; field->key != NULL; field++)
    {
      if (field->type != OD_FIELD_SECRET)
        continue;
      json_object_set_string_member (settings, field->key, "AAHk3xSecret");
      g_assert_false (od_channel_descriptor_check (descriptor, settings, &error));
      g_assert_error (error, OD_ERROR, OD_ERROR_USAGE);
      g_assert_null (strstr (error->message, "AAHk3x"));
      g_clear_error (&error);
      json_object_remove_member (settings, field->key);
    }
  json_object_set_string_member (settings, "no_such_field", "x");
  g_assert_false (od_channel_descriptor_check (descriptor, settings, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_USAGE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < od_channels_count (); i++)
    {
      const OdChannelDescriptor *descriptor = od_channels_get (i);
      g_autofree char *one = g_strdup_printf ("/channel-contract/%s/descriptor", descriptor->id);
      g_autofree char *two = g_strdup_printf ("/channel-contract/%s/settings", descriptor->id);

      g_test_add_data_func (one, descriptor, test_descriptor);
      g_test_add_data_func (two, descriptor, test_settings);
    }
  return g_test_run ();
}
