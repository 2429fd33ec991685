/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-error.h"
#include "od-telegram-api.h"
#include "od-telegram-channel.h"
#include "od-telegram-plan.h"
#include "od-telegram-text.h"

/* ---- words ---- */

static const struct {
  const char *markdown;
  const char *text;
  const char *entities; /* NULL: none */
} words[] = {
  { "just words", "just words", NULL },
  { "", "", NULL },
  { "  \n in the middle \n", "in the middle", NULL },
  { "a **bold** b", "a bold b", "[{\"type\":\"bold\",\"offset\":2,\"length\":4}]" },
  { "👍 *b*", "👍 b", "[{\"type\":\"italic\",\"offset\":3,\"length\":1}]" },
  { "👩‍👩‍👧‍👦 ~~вон~~", "👩‍👩‍👧‍👦 вон",
    "[{\"type\":\"strikethrough\",\"offset\":12,\"length\":3}]" },
  { "**a *b* c**", "a b c",
    "[{\"type\":\"bold\",\"offset\":0,\"length\":5},{\"type\":\"italic\",\"offset\":2,\"length\":1}]" },
  { "**a** **b**", "a b",
    "[{\"type\":\"bold\",\"offset\":0,\"length\":1},{\"type\":\"bold\",\"offset\":2,\"length\":1}]" },
  { "run `a*b*` now", "run a*b* now", "[{\"type\":\"code\",\"offset\":4,\"length\":4}]" },
  { "```python\nx = 1\n```", "x = 1", "[{\"type\":\"pre\",\"offset\":0,\"language\":\"python\",\"length\":5}]" },
  { "see [shop](https://shop.example/a)", "see shop",
    "[{\"type\":\"text_link\",\"offset\":4,\"url\":\"https://shop.example/a\",\"length\":4}]" },
  { "[write](mailto:a@shop.example) us", "write (a@shop.example) us", NULL },
  { "- one\n- two", "• one\n• two", NULL },
  { "1. one\n2. two", "1. one\n2. two", NULL },
  { "2\\*3", "2*3", NULL },
};

static char *
dup_entities (const OdTelegramText *text)
{
  g_autoptr (JsonNode) node = NULL;

  if (text->entities == NULL)
    return NULL;
  node = json_node_init_array (json_node_alloc (), text->entities);
  return json_to_string (node, FALSE);
}

static void
test_words (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autoptr (OdTelegramText) text = od_telegram_text_new (words[i].markdown, OD_FORMAT_MARKDOWN);
      g_autofree char *entities = dup_entities (text);
      g_autofree gunichar2 *units = g_utf8_to_utf16 (text->text, -1, NULL, NULL, NULL);
      gsize n = 0;

      while (units[n] != 0)
        n++;
      g_assert_cmpstr (text->text, ==, words[i].text);
      g_assert_cmpstr (entities, ==, words[i].entities);
      g_assert_cmpuint (text->n_units, ==, n);
    }
}

static void
test_plain_words_have_no_marks (void)
{
  g_autoptr (OdTelegramText) text = od_telegram_text_new (" **a** ", OD_FORMAT_PLAIN);

  g_assert_cmpstr (text->text, ==, "**a**");
  g_assert_null (text->entities);
}

/* Whatever is typed: entities lie in the text, in order. */
static void
test_entities_lie_in_the_text (void)
{
  static const char *const pieces[] = { "*",  "**", "~~", "`",   "```\n", "\n",
                                        " ",  "a",  "👍",  "ж",   "[",     "](https://a.example)",
                                        "- ", "\\", "é",  "\n\n" };

  for (guint round = 0; round < 3000; round++)
    {
      g_autoptr (GString) source = g_string_new (NULL);
      g_autoptr (OdTelegramText) text = NULL;
      gint64 last = 0;

      for (guint i = 0; i < 14; i++)
        g_string_append (source, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      text = od_telegram_text_new (source->str, OD_FORMAT_MARKDOWN);
      for (guint i = 0; text->entities != NULL && i < json_array_get_length (text->entities); i++)
        {
          JsonObject *entity = json_array_get_object_element (text->entities, i);
          gint64 offset = json_object_get_int_member (entity, "offset");
          gint64 length = json_object_get_int_member (entity, "length");

          g_assert_cmpint (offset, >=, last);
          g_assert_cmpint (length, >, 0);
          g_assert_cmpint (offset + length, <=, (gint64) text->n_units);
          last = offset;
        }
    }
}

/* ---- requests ---- */

static OdOutgoing *
new_outgoing (OdOutgoingKind kind, const char *chat_id, const char *text)
{
  OdOutgoing *outgoing = od_outgoing_new (kind, chat_id, "key");

  g_free (outgoing->text);
  outgoing->text = g_strdup (text);
  return outgoing;
}

static void
add_file (OdOutgoing *outgoing, const char *name, const char *mime, gint64 size_bytes, int side)
{
  OdAttachmentRow *file = g_new0 (OdAttachmentRow, 1);

  if (outgoing->files == NULL)
    outgoing->files = g_ptr_array_new_with_free_func ((GDestroyNotify) od_attachment_row_free);
  file->id = 70 + outgoing->files->len;
  file->uid = g_strdup ("f_1");
  file->name = g_strdup (name);
  file->mime = g_strdup (mime);
  file->path = g_strdup ("/nowhere");
  file->size_bytes = size_bytes;
  file->width = file->height = side;
  g_ptr_array_add (outgoing->files, file);
}

static GPtrArray *
plan (const OdOutgoing *outgoing)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *requests = od_telegram_plan (outgoing, &error);

  g_assert_no_error (error);
  return requests;
}

static void
assert_request (const OdTelegramRequest *request, const char *method, const char *json)
{
  g_autofree char *body = od_telegram_request_dup_json (request);

  g_assert_cmpstr (request->method, ==, method);
  g_assert_cmpstr (body, ==, json);
}

static void
test_a_text_that_answers (void)
{
  g_autoptr (OdOutgoing) outgoing = new_outgoing (OD_OUTGOING_SEND, "5000000123", "Добрый **день**");
  g_autoptr (GPtrArray) requests = NULL;

  outgoing->format = OD_FORMAT_MARKDOWN;
  outgoing->reply_to_remote_id = g_strdup ("5000000123:41");
  requests = plan (outgoing);
  g_assert_cmpuint (requests->len, ==, 1);
  assert_request (requests->pdata[0], "sendMessage",
                  "{\"chat_id\":5000000123,\"text\":\"Добрый день\",\"entities\":[{\"type\":\"bold\",\"offset\":7,"
                  "\"length\":4}],\"link_preview_options\":{\"is_disabled\":true},\"reply_parameters\":{\"message_id\":"
                  "41,\"allow_sending_without_reply\":true}}");
  g_assert_false (((OdTelegramRequest *) requests->pdata[0])->is_repeatable);
}

static void
test_what_can_not_be_quoted_is_not (void)
{
  static const char *const targets[] = { "5000000123:cb77", "5000000124:41", "41", "x", "5000000123:0", "" };

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autoptr (OdOutgoing) outgoing = new_outgoing (OD_OUTGOING_SEND, "5000000123", "a");
      g_autoptr (GPtrArray) requests = NULL;

      outgoing->reply_to_remote_id = g_strdup (targets[i]);
      requests = plan (outgoing);
      g_assert_false (
          json_object_has_member (((OdTelegramRequest *) requests->pdata[0])->parameters, "reply_parameters"));
    }
}

static void
test_a_business_chat (void)
{
  g_autoptr (OdOutgoing) outgoing = new_outgoing (OD_OUTGOING_READ, "bc_77:5000000123", "");
  g_autoptr (GPtrArray) requests = NULL;

  outgoing->target_remote_id = g_strdup ("bc_77:5000000123:900");
  requests = plan (outgoing);
  g_assert_cmpuint (requests->len, ==, 1);
  assert_request (requests->pdata[0], "readBusinessMessage",
                  "{\"chat_id\":5000000123,\"business_connection_id\":\"bc_77\",\"message_id\":900}");
}

static void
test_an_ordinary_chat_hears_of_no_reading (void)
{
  g_autoptr (OdOutgoing) outgoing = new_outgoing (OD_OUTGOING_READ, "5000000123", "");
  g_autoptr (GPtrArray) requests = NULL;

  outgoing->target_remote_id = g_strdup ("5000000123:900");
  requests = plan (outgoing);
  g_assert_cmpuint (requests->len, ==, 0);
}

static void
test_changes (void)
{
  static const struct {
    OdOutgoingKind kind;
    const char *text, *emoji, *method, *json;
  } cases[] = {
    { OD_OUTGOING_EDIT, "new", NULL, "editMessageText",
      "{\"chat_id\":5,\"message_id\":42,\"text\":\"new\",\"link_preview_options\":{\"is_disabled\":true}}" },
    { OD_OUTGOING_REMOVE, "", NULL, "deleteMessage", "{\"chat_id\":5,\"message_id\":42}" },
    { OD_OUTGOING_REACT, "", "\xE2\x9D\xA4\xEF\xB8\x8F", "setMessageReaction",
      "{\"chat_id\":5,\"message_id\":42,\"reaction\":[{\"type\":\"emoji\",\"emoji\":\"\xE2\x9D\xA4\"}]}" },
    { OD_OUTGOING_REACT, "", "", "setMessageReaction", "{\"chat_id\":5,\"message_id\":42,\"reaction\":[]}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OdOutgoing) outgoing = new_outgoing (cases[i].kind, "5", cases[i].text);
      g_autoptr (GPtrArray) requests = NULL;
      const OdTelegramRequest *request;

      outgoing->emoji = g_strdup (cases[i].emoji);
      outgoing->target_remote_id = g_strdup ("5:42");
      requests = plan (outgoing);
      g_assert_cmpuint (requests->len, ==, 1);
      request = requests->pdata[0];
      assert_request (request, cases[i].method, cases[i].json);
      g_assert_true (request->is_repeatable);
      if (cases[i].kind == OD_OUTGOING_EDIT)
        assert_request (request->otherwise, "editMessageCaption",
                        "{\"chat_id\":5,\"message_id\":42,\"caption\":\"new\"}");
    }
}

static void
test_an_album_with_a_caption (void)
{
  g_autoptr (OdOutgoing) outgoing = new_outgoing (OD_OUTGOING_SEND, "5", "two");
  g_autoptr (GPtrArray) requests = NULL;
  const OdTelegramRequest *request;

  add_file (outgoing, "a.jpg", "image/jpeg", 1000, 100);
  add_file (outgoing, "b.mp4", "video/mp4", 2000, 100);
  requests = plan (outgoing);
  g_assert_cmpuint (requests->len, ==, 1);
  request = requests->pdata[0];
  assert_request (request, "sendMediaGroup",
                  "{\"chat_id\":5,\"media\":[{\"type\":\"photo\",\"media\":\"attach://file0\",\"caption\":\"two\"},"
                  "{\"type\":\"video\",\"media\":\"attach://file1\"}]}");
  g_assert_cmpuint (request->files->len, ==, 2);
  g_assert_cmpint (od_telegram_request_get_files_bytes (request), ==, 3000);
  g_assert_true (request->has_text);
  g_assert_cmpstr (request->otherwise->method, ==, "sendMediaGroup");
}

static void
test_kinds_go_apart_in_order (void)
{
  static const char *const methods[] = { "sendMessage", "sendPhoto", "sendDocument", "sendVoice", "sendMediaGroup" };
  static const guint n_parts[] = { 1, 1, 1, 1, 2 };
  g_autofree char *text = g_strnfill (1025, 'x');
  g_autoptr (OdOutgoing) outgoing = new_outgoing (OD_OUTGOING_SEND, "5", text);
  g_autoptr (GPtrArray) requests = NULL;
  g_autoptr (GArray) parts = NULL;

  add_file (outgoing, "a.jpg", "image/jpeg", 1000, 100);
  add_file (outgoing, "large.jpg", "image/jpeg", 11 * 1024 * 1024, 100); /* too large for a photo */
  add_file (outgoing, "v.ogg", "audio/ogg", 1000, 0);
  add_file (outgoing, "a.pdf", "application/pdf", 1000, 0);
  add_file (outgoing, "wide.png", "image/png", 1000, 5001); /* its sides are more than 10000 together */
  requests = plan (outgoing);
  g_assert_cmpuint (requests->len, ==, G_N_ELEMENTS (methods));
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      const OdTelegramRequest *request = requests->pdata[i];

      g_assert_cmpstr (request->method, ==, methods[i]);
      g_assert_cmpint (request->has_text, ==, i == 0);
    }
  parts = od_telegram_descriptor.list_parts (outgoing);
  g_assert_cmpmem (parts->data, parts->len * sizeof (guint), n_parts, sizeof n_parts);
}

/* A short text stands under the first of them: all of it is one request. */
static void
test_what_goes_with_one_request (void)
{
  g_autoptr (OdOutgoing) outgoing = new_outgoing (OD_OUTGOING_SEND, "5", "look");
  g_autoptr (GArray) parts = NULL;

  add_file (outgoing, "a.jpg", "image/jpeg", 1000, 100);
  add_file (outgoing, "b.jpg", "image/jpeg", 1000, 100);
  parts = od_telegram_list_parts (outgoing);
  g_assert_cmpuint (parts->len, ==, 1);
  g_assert_cmpuint (g_array_index (parts, guint, 0), ==, 3);
}

static void
test_an_album_is_removed_as_a_whole (void)
{
  g_autoptr (OdOutgoing) outgoing = new_outgoing (OD_OUTGOING_REMOVE, "5", "");
  g_autoptr (GPtrArray) requests = NULL;

  outgoing->target_remote_id = g_strdup ("5:42");
  outgoing->part_remote_ids = g_strsplit ("5:42 5:43 5:album 6:44", " ", -1);
  requests = plan (outgoing);
  assert_request (requests->pdata[0], "deleteMessages", "{\"chat_id\":5,\"message_ids\":[42,43]}");
}

/* There, the numbers of messages are others than in the bot's own chat with the same person. */
static void
test_changes_in_a_business_chat (void)
{
  g_autoptr (OdOutgoing) removal = new_outgoing (OD_OUTGOING_REMOVE, "bc_77:5", "");
  g_autoptr (OdOutgoing) reaction = new_outgoing (OD_OUTGOING_REACT, "bc_77:5", "");
  g_autoptr (GPtrArray) requests = NULL;
  g_autoptr (GError) error = NULL;

  removal->target_remote_id = g_strdup ("bc_77:5:42");
  requests = plan (removal);
  assert_request (requests->pdata[0], "deleteBusinessMessages",
                  "{\"business_connection_id\":\"bc_77\",\"message_ids\":[42]}");
  reaction->target_remote_id = g_strdup ("bc_77:5:42");
  reaction->emoji = g_strdup ("👍");
  g_assert_null (od_telegram_plan (reaction, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_REJECTED);
}

static void
test_an_album_has_ten_at_most (void)
{
  g_autoptr (OdOutgoing) outgoing = new_outgoing (OD_OUTGOING_SEND, "5", "");
  g_autoptr (GPtrArray) requests = NULL;

  for (guint i = 0; i < 11; i++)
    add_file (outgoing, "a.pdf", "application/pdf", 10, 0);
  requests = plan (outgoing);
  g_assert_cmpuint (requests->len, ==, 2);
  g_assert_cmpuint (((OdTelegramRequest *) requests->pdata[0])->files->len, ==, 10);
  g_assert_cmpstr (((OdTelegramRequest *) requests->pdata[1])->method, ==, "sendDocument");
}

static void
test_what_can_not_be (void)
{
  static const struct {
    OdOutgoingKind kind;
    const char *chat_id, *text, *target;
  } cases[] = {
    { OD_OUTGOING_SEND, "", "a", NULL },
    { OD_OUTGOING_SEND, "x", "a", NULL },
    { OD_OUTGOING_SEND, "5", " ", NULL },
    { OD_OUTGOING_EDIT, "5", "a", "5:cb1" },
    { OD_OUTGOING_REMOVE, "5", "", NULL },
    /* another chat's: the same number is another message here */
    { OD_OUTGOING_EDIT, "-1005", "a", "-5:42" },
    { OD_OUTGOING_REMOVE, "-1005", "", "-5:42" },
    { OD_OUTGOING_REACT, "-1005", "", "-5:42" },
    { OD_OUTGOING_REMOVE, "5", "", "bc_77:5:42" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OdOutgoing) outgoing = new_outgoing (cases[i].kind, cases[i].chat_id, cases[i].text);
      g_autoptr (GError) error = NULL;

      outgoing->target_remote_id = g_strdup (cases[i].target);
      g_assert_null (od_telegram_plan (outgoing, &error));
      g_assert_error (error, OD_ERROR, OD_ERROR_REJECTED);
    }
}

static void
test_polls (void)
{
  g_autoptr (OdTelegramRequest) first = od_telegram_request_new_poll (NULL, 50);
  g_autoptr (OdTelegramRequest) next = od_telegram_request_new_poll ("512000125", 50);
  g_autoptr (OdTelegramRequest) odd = od_telegram_request_new_poll ("-7", 50);

  assert_request (next, "getUpdates",
                  "{\"offset\":512000125,\"limit\":100,\"timeout\":50,\"allowed_updates\":[\"message\","
                  "\"edited_message\",\"callback_query\",\"message_reaction\",\"my_chat_member\",\"business_message\","
                  "\"business_connection\",\"edited_business_message\",\"deleted_business_messages\"]}");
  g_assert_false (json_object_has_member (first->parameters, "offset"));
  g_assert_false (json_object_has_member (odd->parameters, "offset")); /* it would drop what waits */
}

static void
test_tokens (void)
{
  static const struct {
    const char *token;
    gboolean is_good;
  } cases[] = {
    { "7300000001:AAHk3xExampleExampleExampleExample_1", TRUE },
    { "1:a-b_C", TRUE },
    { "", FALSE },
    { ":a", FALSE },
    { "07:a", FALSE },
    { "7300000001", FALSE },
    { "7300000001:", FALSE },
    { "7300000001:a/../b", FALSE },
    { "7300000001:a b", FALSE },
    { "bot7300000001:a", FALSE },
    { "7:a\n", FALSE },
  };
  g_autofree char *long_one = g_strnfill (79, '7');
  g_autofree char *too_long = g_strconcat (long_one, ":a", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (od_telegram_token_is_good (cases[i].token), ==, cases[i].is_good);
  g_assert_false (od_telegram_token_is_good (too_long));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/telegram-plan/words", test_words);
  g_test_add_func ("/telegram-plan/plain-words-have-no-marks", test_plain_words_have_no_marks);
  g_test_add_func ("/telegram-plan/entities-lie-in-the-text", test_entities_lie_in_the_text);
  g_test_add_func ("/telegram-plan/a-text-that-answers", test_a_text_that_answers);
  g_test_add_func ("/telegram-plan/what-can-not-be-quoted-is-not", test_what_can_not_be_quoted_is_not);
  g_test_add_func ("/telegram-plan/a-business-chat", test_a_business_chat);
  g_test_add_func ("/telegram-plan/an-ordinary-chat-hears-of-no-reading", test_an_ordinary_chat_hears_of_no_reading);
  g_test_add_func ("/telegram-plan/changes", test_changes);
  g_test_add_func ("/telegram-plan/an-album-with-a-caption", test_an_album_with_a_caption);
  g_test_add_func ("/telegram-plan/kinds-go-apart-in-order", test_kinds_go_apart_in_order);
  g_test_add_func ("/telegram-plan/what-goes-with-one-request", test_what_goes_with_one_request);
  g_test_add_func ("/telegram-plan/an-album-is-removed-as-a-whole", test_an_album_is_removed_as_a_whole);
  g_test_add_func ("/telegram-plan/changes-in-a-business-chat", test_changes_in_a_business_chat);
  g_test_add_func ("/telegram-plan/an-album-has-ten-at-most", test_an_album_has_ten_at_most);
  g_test_add_func ("/telegram-plan/what-can-not-be", test_what_can_not_be);
  g_test_add_func ("/telegram-plan/polls", test_polls);
  g_test_add_func ("/telegram-plan/tokens", test_tokens);
  return g_test_run ();
}
