/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each reply in tests/data/telegram gives exactly the updates that are written out beside it. OD_WRITE_EXPECTED=1
 * writes them anew; read the difference before it is kept. */
#include <glib/gstdio.h>
#include <string.h>

#include "od-error.h"
#include "od-limits.h"
#include "od-telegram-parse.h"

static const char *const kind_names[] = { "message", "edit",  "removal", "reaction", "receipt",
                                          "profile", "state", "event",   "reach",    "move" };
static const char *const file_kinds[] = { "plain", "photo", "voice", "audio", "video", "note", "animation", "sticker" };
static const char *const reaches[] = { "ok", "blocked", "removed", "disconnected", "moved", "gone" };

static void
add (GString *dump, const char *name, const char *value)
{
  g_autofree char *escaped = NULL;

  if (value == NULL || *value == '\0')
    return;
  escaped = g_strescape (value, NULL);
  g_string_append_printf (dump, "  %s: ", name);
  for (const char *p = value; *p != '\0'; p++) /* UTF-8 stays readable */
    if (*p == '\n')
      g_string_append (dump, "\\n");
    else if (*p == '\\')
      g_string_append (dump, "\\\\");
    else
      g_string_append_c (dump, *p);
  g_string_append_c (dump, '\n');
}

static void
add_file (GString *dump, const OdUpdateAttachment *file)
{
  g_string_append_printf (dump, "  file: %s “%s” %s %s %" G_GINT64_FORMAT " bytes %dx%d %" G_GINT64_FORMAT " ms\n",
                          file_kinds[file->kind], file->name, file->mime, file->remote_ref, file->size_bytes,
                          file->width, file->height, file->duration_ms);
}

static void
add_update (GString *dump, const OdUpdate *update)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_utc (update->at_us / G_USEC_PER_SEC);
  g_autofree char *when = update->at_us != 0 ? g_date_time_format_iso8601 (at) : NULL;

  g_string_append_printf (dump, "%s %s%s%s%s%s\n", kind_names[update->kind], update->chat_id,
                          update->remote.covers_prefix ? " (all)" : "", update->is_own ? " (own)" : "",
                          update->remote.is_automatic ? " (automatic)" : "", update->remote.is_group ? " (group)" : "");
  add (dump, "key", update->remote.key);
  add (dump, "at", when);
  add (dump, "id", update->remote_id);
  add (dump, "new chat", update->remote.new_chat_id);
  add (dump, "address", update->remote.address);
  add (dump, "album", update->remote.album_id);
  add (dump, "author", update->remote.author);
  add (dump, "target", update->target_remote_id);
  add (dump, "reply to", update->reply_to_remote_id);
  add (dump, update->format == OD_FORMAT_MARKDOWN ? "markdown" : "text", update->text);
  add (dump, "payload", update->payload);
  add (dump, "event", update->remote.event);
  if (update->kind == OD_UPDATE_REACTION)
    add (dump, "emoji", *update->emoji != '\0' ? update->emoji : "(none)");
  if (update->kind == OD_UPDATE_REACH)
    add (dump, "reach", reaches[update->remote.reach]);
  for (guint i = 0; update->attachments != NULL && i < update->attachments->len; i++)
    add_file (dump, update->attachments->pdata[i]);
  if (update->profile != NULL)
    {
      add (dump, "profile name", update->profile->name);
      add (dump, "profile display", update->profile->display);
      add (dump, "profile phone", update->profile->phone);
      add (dump, "profile lang", update->profile->lang);
    }
}

static char *
dump_reply (GBytes *body)
{
  GString *dump = g_string_new (NULL);
  g_auto (OdTelegramAside) aside = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (OdUpdateBatch) batch = od_telegram_parse_updates (body, &aside, &error);

  if (batch == NULL)
    {
      g_string_append_printf (dump, "error %d: %s\n", error->code, error->message);
      return g_string_free (dump, FALSE);
    }
  g_string_append_printf (dump, "%u entries, %u passed over, next %s\n", aside.n_entries, batch->n_skipped,
                          batch->cursor != NULL ? batch->cursor : "(as before)");
  for (guint i = 0; i < aside.callback_ids->len; i++)
    g_string_append_printf (dump, "answer press %s\n", (const char *) aside.callback_ids->pdata[i]);
  for (guint i = 0; i < batch->updates->len; i++)
    add_update (dump, batch->updates->pdata[i]);
  return g_string_free (dump, FALSE);
}

static GBytes *
load (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text;
  gsize len;

  g_file_get_contents (path, &text, &len, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (text, len);
}

static char *
replace_ending (const char *path, const char *ending)
{
  g_autofree char *base = g_strndup (path, strlen (path) - strlen (".json"));

  return g_strconcat (base, ending, NULL);
}

static void
test_sample (gconstpointer data)
{
  const char *path = data;
  g_autofree char *expected_path = replace_ending (path, ".expected");
  g_autoptr (GBytes) body = load (path);
  g_autofree char *dump = dump_reply (body), *expected = NULL;
  g_autoptr (GError) error = NULL;

  if (g_getenv ("OD_WRITE_EXPECTED") != NULL)
    {
      g_file_set_contents (expected_path, dump, -1, &error);
      g_assert_no_error (error);
    }
  g_file_get_contents (expected_path, &expected, NULL, &error);
  g_assert_no_error (error);
  if (!g_str_equal (dump, expected))
    g_error ("%s gives\n%s", path, dump);
}

/* ---- A value or an error, whatever comes ------------------------------------------- */

static void
check_update (const OdUpdate *update)
{
  g_assert_true (update->chat_id != NULL && *update->chat_id != '\0');
  g_assert_true (g_utf8_validate (update->text, -1, NULL));
  g_assert_true (update->remote.key != NULL);
  g_assert_true (update->kind != OD_UPDATE_MESSAGE || update->remote_id != NULL);
  g_assert_true (update->kind != OD_UPDATE_EDIT || update->target_remote_id != NULL);
  g_assert_true (update->payload == NULL || strlen (update->payload) <= 4096);
  for (guint i = 0; update->attachments != NULL && i < update->attachments->len; i++)
    {
      const OdUpdateAttachment *file = update->attachments->pdata[i];

      g_assert_true (file->remote_ref != NULL && *file->remote_ref != '\0' && file->size_bytes >= -1);
      g_assert_null (strpbrk (file->name, "/\\\n"));
    }
}

static void
parse_anything (const char *text, gsize len)
{
  g_autoptr (GBytes) body = g_bytes_new_static (text, len);
  g_auto (OdTelegramAside) aside = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (OdUpdateBatch) batch = od_telegram_parse_updates (body, &aside, &error);

  g_assert_true ((batch != NULL) == (error == NULL));
  if (batch == NULL)
    {
      g_assert_true (error->domain == OD_ERROR);
      return;
    }
  g_assert_true (aside.n_entries == 0 || batch->cursor != NULL);
  for (guint i = 0; i < batch->updates->len; i++)
    check_update (batch->updates->pdata[i]);
}

static void
test_mutations (gconstpointer data)
{
  static const char others[] = { '"', '{', '}', '[', ']', ',', ':', '0', '-', '.', 'x', '\\', '\0', (char) 0xFF };
  g_autoptr (GBytes) body = load (data);
  gsize len;
  const char *text = g_bytes_get_data (body, &len);
  g_autofree char *changed = g_memdup2 (text, len);
  gsize step = 1 + len / 1200;

  for (gsize i = 0; i <= len; i += step)
    {
      g_autofree char *prefix = g_memdup2 (text, i); /* of its own, so that a read behind it is seen */

      parse_anything (i > 0 ? prefix : "", i);
    }
  for (gsize i = 0; i < len; i += step)
    {
      changed[i] = others[i % G_N_ELEMENTS (others)];
      parse_anything (changed, len);
      changed[i] = others[(i / 3) % G_N_ELEMENTS (others)];
      parse_anything (changed, len);
      changed[i] = text[i];
    }
}

static void
test_whatever_type (gconstpointer data)
{
  static const char *const values[] = { "null",  "true", "-1", "1.5", "1e300", "9223372036854775807",
                                        "\"x\"", "\"\"", "[]", "{}",  "[[1]]", "{\"id\":1}" };
  g_autoptr (GBytes) body = load (data);
  gsize len;
  const char *text = g_bytes_get_data (body, &len);

  /* In the place of each value that stands behind a colon. */
  for (gsize i = 0; i < len; i++)
    if (text[i] == ':' && i > 0 && text[i - 1] == '"')
      for (guint k = 0; k < G_N_ELEMENTS (values); k++)
        {
          gsize end = i + 1;

          for (int depth = 0, in_string = 0; end < len; end++)
            {
              if (text[end] == '"' && text[end - 1] != '\\')
                in_string = !in_string;
              if (in_string)
                continue;
              if (depth == 0 && strchr (",}]", text[end]) != NULL)
                break;
              depth += (text[end] == '{' || text[end] == '[') - (text[end] == '}' || text[end] == ']');
            }
          {
            g_autofree char *changed =
                g_strdup_printf ("%.*s%s%.*s", (int) i + 1, text, values[k], (int) (len - end), text + end);

            parse_anything (changed, strlen (changed));
          }
        }
}

/* ---- Numbers and limits ------------------------------------------------------------- */

#define MESSAGE(id, message_id)                                                                                        \
  "{\"update_id\":" id ",\"message\":{\"message_id\":" message_id                                                      \
  ",\"date\":1790000000,\"chat\":{\"id\":5,\"type\":\"private\"},\"text\":\"x\"}}"

static OdUpdateBatch *
parse (const char *text)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  g_auto (OdTelegramAside) aside = { 0 };

  return od_telegram_parse_updates (body, &aside, NULL);
}

/* After a quiet week the numbers begin anew, lower: the cursor goes with them. */
static void
test_cursor (void)
{
  g_autoptr (OdUpdateBatch) before =
      parse ("{\"ok\":true,\"result\":[" MESSAGE ("900", "1") "," MESSAGE ("901", "2") "]}");
  g_autoptr (OdUpdateBatch) after = parse ("{\"ok\":true,\"result\":[" MESSAGE ("17", "3") "]}");
  g_autoptr (OdUpdateBatch) none = parse ("{\"ok\":true,\"result\":[]}");

  g_assert_cmpstr (before->cursor, ==, "902");
  g_assert_cmpstr (after->cursor, ==, "18");
  g_assert_cmpuint (after->updates->len, ==, 1);
  g_assert_null (none->cursor);
  g_assert_null (parse ("{\"ok\":true,\"result\":[{},7]}"));
  g_assert_null (parse ("{\"ok\":true,\"result\":[" MESSAGE ("1.5", "1") "]}"));
  g_assert_null (parse ("{\"ok\":true,\"result\":[" MESSAGE ("2147483647", "1") "]}"));
}

/* One entry that no reader of JSON takes is lost, not those beside it. */
static void
test_one_bad_entry (void)
{
  g_autoptr (GString) deep = g_string_new ("{\"ok\":true,\"result\":[" MESSAGE ("11", "1") ",{\"update_id\":12,\"x\":");
  g_autoptr (OdUpdateBatch) batch = NULL, zero = NULL, lone = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append_c (deep, '[');
  for (guint i = 0; i < 100000; i++)
    g_string_append_c (deep, ']');
  g_string_append (deep, "}," MESSAGE ("13", "2") ",{\"update_id\":14,\"y\":01}]}");
  batch = parse (deep->str);
  g_assert_nonnull (batch);
  g_assert_cmpuint (batch->updates->len, ==, 2);
  g_assert_cmpuint (batch->n_skipped, ==, 2);
  g_assert_cmpstr (batch->cursor, ==, "15");

  zero = parse ("{\"ok\":true,\"result\":[{\"update_id\":5,\"message\":{\"message_id\":1,\"date\":1790000000,"
                "\"chat\":{\"id\":5,\"type\":\"private\"},\"text\":\"a\\u0000b \\\\u0000 \\\"]},\"}}]}");
  g_assert_cmpstr (((OdUpdate *) zero->updates->pdata[0])->text, ==,
                   "a\xEF\xBF\xBD"
                   "b \\u0000 \"]},");
  lone = parse ("{\"ok\":true,\"result\":[{\"update_id\":5,\"message\":{\"message_id\":1,\"date\":1790000000,"
                "\"chat\":{\"id\":5,\"type\":\"private\"},\"text\":\"\\ud83d x \\ude00 \\ud83d\\ude00\"}}]}");
  g_assert_cmpstr (((OdUpdate *) lone->updates->pdata[0])->text, ==, "\xEF\xBF\xBD x \xEF\xBF\xBD 😀");
}

static void
test_too_much (void)
{
  g_autoptr (GString) text = g_string_new ("{\"ok\":true,\"result\":[");
  g_autoptr (GString) quote = g_string_new (NULL);
  g_autoptr (OdUpdateBatch) batch = NULL, long_one = NULL;
  g_autofree char *reply = NULL;

  for (guint i = 1; i <= 150; i++)
    g_string_append_printf (text, "%s" MESSAGE ("%u", "%u"), i > 1 ? "," : "", i, i);
  g_string_append (text, "]}");
  batch = parse (text->str);
  g_assert_cmpuint (batch->updates->len, ==, OD_LIMIT_TELEGRAM_UPDATES);
  g_assert_cmpstr (batch->cursor, ==, "101");

  for (guint i = 0; i < 3000; i++)
    g_string_append (quote, "👨‍👩‍👧‍👦");
  reply =
      g_strdup_printf ("{\"ok\":true,\"result\":[{\"update_id\":5,\"message\":{\"message_id\":1,\"date\":1790000000,"
                       "\"chat\":{\"id\":5,\"type\":\"private\"},\"text\":\"%1$s\",\"quote\":{\"text\":\"%1$s\"},"
                       "\"forward_origin\":{\"sender_user_name\":\"%1$s\"}}}]}",
                       quote->str);
  long_one = parse (reply);
  g_assert_cmpstr (((OdUpdate *) long_one->updates->pdata[0])->text, ==, quote->str);
  check_update (long_one->updates->pdata[0]);
}

static void
add_samples (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "data", "telegram", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *sample = NULL, *mutations = NULL, *types = NULL;

      if (!g_str_has_suffix (name, ".json"))
        continue;
      sample = g_strconcat ("/telegram-parse/sample/", name, NULL);
      mutations = g_strconcat ("/telegram-parse/mutations/", name, NULL);
      types = g_strconcat ("/telegram-parse/types/", name, NULL);
      g_test_add_data_func_full (sample, g_build_filename (folder, name, NULL), test_sample, g_free);
      g_test_add_data_func_full (mutations, g_build_filename (folder, name, NULL), test_mutations, g_free);
      g_test_add_data_func_full (types, g_build_filename (folder, name, NULL), test_whatever_type, g_free);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_samples ();
  g_test_add_func ("/telegram-parse/cursor", test_cursor);
  g_test_add_func ("/telegram-parse/one-bad-entry", test_one_bad_entry);
  g_test_add_func ("/telegram-parse/too-much", test_too_much);
  return g_test_run ();
}
