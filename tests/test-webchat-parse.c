/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pure parts of web chat: frames, tokens, links, origins, types of files. */
#include <gio/gio.h>
#include <string.h>

#include "od-error.h"
#include "od-limits.h"
#include "od-webchat-config.h"
#include "od-webchat-frame.h"
#include "od-webchat-identity.h"
#include "od-webchat-link.h"
#include "od-webchat-origin.h"
#include "od-webchat-sniff.h"
#include "od-webchat-token.h"

#define VECTOR_KEY "omnidesk-test-secret-0123456789ab"
#define VECTOR_TOKEN                                                                                                     \
  "od1.eyJjaWQiOiJjXzhmM2IxZDJlIiwiZXhwIjoxNzkwMDAwMDAwLCJpYXQiOjE3ODc0MDgwMDAsIm8iOiJodHRwczovL3Nob3AuZXhhbXBsZSIsInYi" \
  "OjEsInciOiJ3X21haW4ifQ.kjavKujffgnkdYwbJEwq_BkySwB9tH-ME1DddfCDOiY"

static void
test_frames (void)
{
  static const struct {
    const char *text;
    OdWebchatFrameType type;
    const char *code, *field; /* of the fault; NULL: it is good */
  } cases[] = {
    { "{\"t\":\"hello\",\"v\":1,\"widget\":\"w_main\"}", OD_WEBCHAT_HELLO, NULL, NULL },
    { "{\"t\":\"hello\",\"v\":1,\"widget\":\"w_main\",\"after\":0,\"tz\":5}", OD_WEBCHAT_HELLO, NULL, NULL },
    { "{\"t\":\"hello\",\"v\":1}", 0, "bad_frame", "widget" },
    { "{\"t\":\"hello\",\"v\":\"1\",\"widget\":\"w\"}", 0, "bad_frame", "v" },
    { "{\"t\":\"hello\",\"v\":1,\"widget\":\"w\",\"after\":-1}", 0, "bad_frame", "after" },
    { "{\"t\":\"hello\",\"v\":1,\"widget\":\"w\",\"after\":1.5}", 0, "bad_frame", "after" },
    { "{\"t\":\"hello\",\"v\":1,\"widget\":\"w\",\"after\":9007199254740991}", OD_WEBCHAT_HELLO, NULL, NULL },
    { "{\"t\":\"hello\",\"v\":1,\"widget\":\"w\",\"after\":9007199254740992}", 0, "bad_frame", "after" },
    { "{\"t\":\"hello\",\"v\":1,\"widget\":\"w\",\"after\":1e3}", 0, "bad_frame", "after" },
    { "{\"t\":\"msg\",\"cid\":\"a\",\"text\":\"x\"}", OD_WEBCHAT_MSG, NULL, NULL },
    { "{\"t\":\"msg\",\"cid\":\"a\",\"text\":\"x\",\"later\":[1]}", OD_WEBCHAT_MSG, NULL, NULL },
    { "{\"t\":\"msg\",\"cid\":\"a\"}", 0, "bad_frame", "text" },
    { "{\"t\":\"msg\",\"text\":\"x\"}", 0, "bad_frame", "cid" },
    { "{\"t\":\"msg\",\"cid\":\"a b\",\"text\":\"x\"}", 0, "bad_frame", "cid" },
    { "{\"t\":\"msg\",\"cid\":\"\",\"text\":\"x\"}", 0, "bad_frame", "cid" },
    { "{\"t\":\"msg\",\"cid\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"text\":\"x\"}", OD_WEBCHAT_MSG, NULL,
      NULL },
    { "{\"t\":\"msg\",\"cid\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"text\":\"x\"}", 0, "bad_frame", "cid" },
    { "{\"t\":\"msg\",\"cid\":\"a\",\"files\":[\"f_1\",\"f_2\"]}", OD_WEBCHAT_MSG, NULL, NULL },
    { "{\"t\":\"msg\",\"cid\":\"a\",\"files\":[\"../x\"]}", 0, "bad_file", "files" },
    { "{\"t\":\"msg\",\"cid\":\"a\",\"files\":[1]}", 0, "bad_file", "files" },
    { "{\"t\":\"msg\",\"cid\":\"a\",\"files\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\"]}", 0, "too_long", "files" },
    { "{\"t\":\"loc\",\"cid\":\"a\",\"loc\":{\"lat\":1,\"lon\":2.5}}", OD_WEBCHAT_MSG, NULL, NULL },
    { "{\"t\":\"msg\",\"cid\":\"a\",\"loc\":{\"lat\":91,\"lon\":2.5}}", 0, "bad_frame", "loc.lat" },
    { "{\"t\":\"edit\",\"cid\":\"a\",\"seq\":3,\"text\":\"y\"}", OD_WEBCHAT_EDIT, NULL, NULL },
    { "{\"t\":\"edit\",\"cid\":\"a\",\"seq\":0,\"text\":\"y\"}", 0, "bad_frame", "seq" },
    { "{\"t\":\"edit\",\"cid\":\"a\",\"seq\":3,\"text\":\"\"}", 0, "bad_frame", "text" },
    { "{\"t\":\"del\",\"cid\":\"a\",\"seq\":3}", OD_WEBCHAT_DEL, NULL, NULL },
    { "{\"t\":\"react\",\"cid\":\"a\",\"seq\":3,\"emoji\":\"👨‍👩‍👧‍👦\"}", OD_WEBCHAT_REACT, NULL,
      NULL },
    { "{\"t\":\"react\",\"cid\":\"a\",\"seq\":3,\"emoji\":\"\"}", OD_WEBCHAT_REACT, NULL, NULL },
    { "{\"t\":\"react\",\"cid\":\"a\",\"seq\":3,\"emoji\":\"👍👍\"}", 0, "bad_frame", "emoji" },
    { "{\"t\":\"typing\",\"on\":true,\"text\":\"x\"}", OD_WEBCHAT_TYPING, NULL, NULL },
    { "{\"t\":\"typing\",\"on\":1}", 0, "bad_frame", "on" },
    { "{\"t\":\"ack\",\"upto\":5}", OD_WEBCHAT_ACK, NULL, NULL },
    { "{\"t\":\"read\",\"upto\":\"5\"}", 0, "bad_frame", "upto" },
    { "{\"t\":\"ping\",\"n\":5}", OD_WEBCHAT_PING, NULL, NULL },
    { "{\"t\":\"bye\"}", OD_WEBCHAT_BYE, NULL, NULL },
    { "{\"t\":\"dance\"}", OD_WEBCHAT_UNKNOWN, NULL, NULL },
    { "{\"t\":5}", 0, "bad_frame", "t" },
    { "[]", 0, "bad_frame", "" },
    { "5", 0, "bad_frame", "" },
    { "", 0, "bad_json", "" },
    { "{\"t\":\"bye\"", 0, "bad_json", "" },
    { "{\"t\":\"bye\"} x", 0, "bad_json", "" },
    { "{\"t\":\"bye\",\"x\":[[[[[[[1]]]]]]]}", OD_WEBCHAT_BYE, NULL, NULL },
    { "{\"t\":\"bye\",\"x\":[[[[[[[[1]]]]]]]]}", 0, "bad_json", "" },
    { "{\"t\":\"form\",\"cid\":\"a\",\"form\":\"csat\",\"data\":{\"rating\":5}}", OD_WEBCHAT_FORM, NULL, NULL },
    { "{\"t\":\"form\",\"cid\":\"a\",\"form\":\"csat\",\"data\":{\"rating\":6}}", 0, "bad_frame", "rating" },
    { "{\"t\":\"form\",\"cid\":\"a\",\"form\":\"csat\",\"data\":{}}", 0, "bad_frame", "rating" },
    { "{\"t\":\"form\",\"cid\":\"a\",\"form\":\"prechat\",\"data\":{\"name\":\"A\"}}", 0, "bad_frame", "consent" },
    { "{\"t\":\"form\",\"cid\":\"a\",\"form\":\"offline\",\"data\":{\"consent\":true,\"text\":\"x\"}}", 0, "bad_frame",
      "email" },
    { "{\"t\":\"form\",\"cid\":\"a\",\"form\":\"offline\",\"data\":{\"consent\":true,\"email\":\"a@b\"}}", 0,
      "bad_frame", "text" },
    { "{\"t\":\"form\",\"cid\":\"a\",\"form\":\"offline\",\"data\":{\"consent\":true,\"email\":\"ab\",\"text\":\"x\"}}",
      0, "bad_frame", "email" },
    { "{\"t\":\"form\",\"cid\":\"a\",\"form\":\"offline\",\"data\":{\"consent\":true,\"phone\":\"+7\",\"text\":\"x\"}}",
      OD_WEBCHAT_FORM, NULL, NULL },
    { "{\"t\":\"file_req\",\"cid\":\"a\",\"name\":\"x\",\"type\":\"image/png\",\"size\":-1}", 0, "bad_frame", "size" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OdWebchatFault fault;
      g_autoptr (OdWebchatFrame) frame = od_webchat_frame_parse (cases[i].text, -1, &fault);

      if ((frame != NULL) != (cases[i].code == NULL))
        g_error ("%s: %s %s", cases[i].text, frame != NULL ? "taken" : fault.code, frame != NULL ? "" : fault.field);
      if (frame != NULL)
        g_assert_cmpint (frame->type, ==, cases[i].type);
      else if (!g_str_equal (fault.code, cases[i].code) || !g_str_equal (fault.field, cases[i].field))
        g_error ("%s: %s “%s”", cases[i].text, fault.code, fault.field);
    }
}

static void
test_text_length (void)
{
  OdWebchatFault fault;

  for (guint n = 3999; n <= 4001; n++)
    {
      g_autoptr (GString) text = g_string_new ("{\"t\":\"msg\",\"cid\":\"a\",\"text\":\"");
      g_autoptr (OdWebchatFrame) frame = NULL;

      for (guint i = 0; i < n; i++)
        g_string_append (text, "🙂");
      g_string_append (text, "\"}");
      frame = od_webchat_frame_parse (text->str, (gssize) text->len, &fault);
      g_assert_cmpint (frame != NULL, ==, n <= OD_LIMIT_TEXT_CHARS);
      if (frame == NULL)
        g_assert_cmpstr (fault.code, ==, "too_long");
    }
}

/* The preview is the end, and no family is cut. */
static void
test_typing_tail (void)
{
  g_autoptr (GString) text = g_string_new ("{\"t\":\"typing\",\"on\":true,\"text\":\"");
  g_autoptr (OdWebchatFrame) frame = NULL;
  OdWebchatFault fault;

  for (guint i = 0; i < 50; i++)
    g_string_append (text, "👨‍👩‍👧‍👦"); /* seven code points */
  g_string_append (text, "!\"}");
  frame = od_webchat_frame_parse (text->str, (gssize) text->len, &fault);
  g_assert_nonnull (frame);
  g_assert_cmpint (g_utf8_strlen (frame->typing.text, -1), ==, 28 * 7 + 1);
  g_assert_true (g_str_has_prefix (frame->typing.text, "👨‍👩‍👧‍👦"));
  g_assert_true (g_str_has_suffix (frame->typing.text, "!"));
}

static void
parse_anything (const char *text, gsize len)
{
  OdWebchatFault fault;
  OdWebchatFrame *frame = od_webchat_frame_parse (text, (gssize) len, &fault);

  g_assert_true ((frame != NULL) || (fault.code != NULL && strlen (fault.code) > 0));
  g_clear_pointer (&frame, od_webchat_frame_free);
}

/* Every sample, every prefix of it and every changed byte: a value or an error, never a crash. */
static void
test_samples (void)
{
  static const struct {
    const char *name, *code;
  } bad[] = {
    { "bad_html_names.json", "too_long" },     { "bad_long_text.json", "too_long" },
    { "bad_missing.json", "bad_frame" },       { "bad_nested_200.json", "bad_json" },
    { "bad_path_traversal.json", "bad_json" }, { "bad_wrong_types.json", "bad_frame" },
  };
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "data", "webchat", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;
      gsize len, step;

      g_assert_true (g_file_get_contents (path, &text, &len, NULL));
      step = MAX (1, len / 400); /* the long ones in steps */
      for (gsize i = 0; i <= len; i += step)
        parse_anything (text, i);
      for (gsize i = 0; i < len; i += step)
        for (guint k = 0; k < 3; k++)
          {
            char before = text[i];

            text[i] = (char) (before ^ (k == 0 ? 1 : k == 1 ? 0x80 : 0x20));
            parse_anything (text, len);
            text[i] = before;
          }
      n++;
      for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
        if (g_str_equal (bad[i].name, name))
          {
            OdWebchatFault fault;

            g_assert_null (od_webchat_frame_parse (text, (gssize) len, &fault));
            g_assert_cmpstr (fault.code, ==, bad[i].code);
          }
    }
  g_assert_cmpuint (n, >=, 15);
}

static OdWebchatKeys *
vector_keys (void)
{
  OdWebchatKeys *keys = g_new0 (OdWebchatKeys, 1);

  keys->token_keys[0] = (OdWebchatKey){ 1, g_bytes_new_static (VECTOR_KEY, strlen (VECTOR_KEY)) };
  keys->n_token_keys = 1;
  keys->link_key = g_bytes_new_static ("\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff"
                                       "\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff",
                                       32);
  return keys;
}

static const char *const shop[] = { "https://shop.example", NULL };

static void
test_token (void)
{
  g_autoptr (OdWebchatKeys) keys = vector_keys ();
  const OdWebchatClaims made = { (char *) "c_8f3b1d2e", (char *) "https://shop.example", (char *) "w_main", 1790000000,
                                 1787408000 };
  g_autofree char *token = od_webchat_token_issue (keys, &made);
  g_autoptr (OdWebchatClaims) claims = NULL;
  g_autoptr (GError) error = NULL;
  static const char *const elsewhere[] = { "https://evil.example", NULL };

  g_assert_cmpstr (token, ==, VECTOR_TOKEN);
  claims = od_webchat_token_verify (keys, token, shop, "w_main", 1789999999, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (claims->visitor_id, ==, "c_8f3b1d2e");
  g_assert_true (od_webchat_claims_want_renewal (claims, 1789999999));
  g_assert_null (od_webchat_token_verify (keys, token, shop, "w_main", 1790000000, NULL));
  g_assert_null (od_webchat_token_verify (keys, token, elsewhere, "w_main", 1, NULL));
  g_assert_null (od_webchat_token_verify (keys, token, shop, "w_other", 1, NULL));
  for (gsize i = 0; i < strlen (token); i++) /* any byte changed: somebody else's */
    {
      g_autofree char *forged = g_strdup (token);

      forged[i] = forged[i] == 'A' ? 'B' : 'A';
      g_assert_null (od_webchat_token_verify (keys, forged, shop, "w_main", 1, NULL));
      forged[i] = '\0';
      g_assert_null (od_webchat_token_verify (keys, forged, shop, "w_main", 1, NULL));
    }
}

static void
test_key_rotation (void)
{
  g_autoptr (OdWebchatKeys) keys = vector_keys ();
  const OdWebchatClaims made = { (char *) "c_1", (char *) "https://shop.example", (char *) "w_main", 2000, 1000 };
  g_autofree char *token = NULL;
  g_autoptr (OdWebchatClaims) old = NULL, new = NULL;

  keys->token_keys[1] = (OdWebchatKey){ 2, g_bytes_new_static ("another-key-of-at-least-32-bytes", 32) };
  keys->n_token_keys = 2;
  token = od_webchat_token_issue (keys, &made);
  g_assert_true (g_str_has_prefix (token, "od1k2."));
  new = od_webchat_token_verify (keys, token, shop, "w_main", 1500, NULL);
  g_assert_nonnull (new);
  old = od_webchat_token_verify (keys, VECTOR_TOKEN, shop, "w_main", 1500, NULL);
  g_assert_nonnull (old);
  token[3] = '.'; /* a signature of key 2 is none of key 1 */
  g_assert_null (od_webchat_token_verify (keys, token, shop, "w_main", 1500, NULL));
}

static void
test_link (void)
{
  g_autoptr (OdWebchatKeys) keys = vector_keys ();
  g_autofree char *signature = od_webchat_link_sign (keys->link_key, "GET", "f_77aa10", 1787408900);
  g_autofree char *printed = od_webchat_link_sign (keys->token_keys[0].bytes, "GET", "f_77aa10", 1787408900);

  /* The signature that the protocol prints was made with the key of its token vector; openssl says so too. */
  g_assert_cmpstr (signature, ==, "46752f5a8ca458b5c1363a214a538d4a738303ea6927205e15ea208b002a7b73");
  g_assert_cmpstr (printed, ==, "489a2efb2d713cd7ec85cb7de22a92a5f3b41f9c672e541b5c91f8ecbdfcc238");
  g_assert_true (od_webchat_link_verify (keys->link_key, "GET", "f_77aa10", "1787408900", signature, 1787408899));
  g_assert_false (od_webchat_link_verify (keys->link_key, "GET", "f_77aa10", "1787408900", signature, 1787408900));
  g_assert_false (od_webchat_link_verify (keys->link_key, "PUT", "f_77aa10", "1787408900", signature, 1));
  g_assert_false (od_webchat_link_verify (keys->link_key, "GET", "f_77aa11", "1787408900", signature, 1));
  g_assert_false (od_webchat_link_verify (keys->link_key, "GET", "f_77aa10", "1787408901", signature, 1));
  g_assert_false (od_webchat_link_verify (keys->link_key, "GET", "f_77aa10", "x", signature, 1));
  g_assert_false (od_webchat_link_verify (keys->link_key, "GET", "f_77aa10", NULL, signature, 1));
  g_assert_false (od_webchat_link_verify (keys->link_key, "GET", "f_77aa10", "1787408900", NULL, 1));
  g_assert_false (od_webchat_link_verify (keys->link_key, "GET", "f_77aa10", "1787408900", "", 1));
}

static void
test_identity (void)
{
  const char *key = "0123456789abcdef0123456789abcdef";
  const char *hash = "d5b2aa3d8ff72944440368906483bbac95d0f1c5e9336c1b73b6dd07528f29b1";

  g_assert_true (od_webchat_identity_verify (key, "user-1042", hash));
  g_assert_false (od_webchat_identity_verify (key, "user-1043", hash));
  g_assert_false (od_webchat_identity_verify (key, "user-1042", NULL));
  g_assert_false (od_webchat_identity_verify (NULL, "user-1042", hash));
  g_assert_false (od_webchat_identity_verify ("", "user-1042", hash));
}

static void
test_profile (void)
{
  OdWebchatHello hello = {
    .widget = "w",
    .lang = "ru-RU",
    .time_zone = "../../etc/passwd",
    .page_url = "javascript:alert(1)",
    .page_title = "a\nb\u202e",
    .identity_id = "user-1042",
    .name = "<b>Анна</b>",
  };
  g_autoptr (OdProfile) profile = od_webchat_identity_profile (&hello, NULL);

  g_assert_cmpstr (profile->lang, ==, "ru-RU");
  g_assert_null (profile->time_zone);
  g_assert_null (profile->page_url);
  g_assert_cmpstr (profile->page_title, ==, "a b");
  g_assert_cmpstr (profile->name, ==, "<b>Анна</b>"); /* text; nobody renders it */
  g_assert_null (profile->external_id);
  g_assert_false (profile->is_verified);
}

static void
test_origins (void)
{
  static const struct {
    const char *list, *origin, *host;
    gboolean is_allowed;
  } cases[] = {
    { "https://shop.example", "https://shop.example", "x", TRUE },
    { "https://shop.example", "https://SHOP.example:443", "x", TRUE },
    { "https://shop.example", "http://shop.example", "x", FALSE },
    { "https://shop.example", "https://shop.example:8443", "x", FALSE },
    { "https://shop.example", "https://shop.example.evil.example", "x", FALSE },
    { "https://shop.example", "https://evil.example/https://shop.example", "x", FALSE },
    { "https://shop.example", "https://a.shop.example", "x", FALSE },
    { "https://*.shop.example", "https://a.shop.example", "x", TRUE },
    { "https://*.shop.example", "https://a.b.shop.example", "x", TRUE },
    { "https://*.shop.example", "https://shop.example", "x", FALSE },
    { "https://*.shop.example", "https://evilshop.example", "x", FALSE },
    { "https://*.shop.example", "http://a.shop.example", "x", FALSE },
    { "https://*.shop.example", "https://*.shop.example", "x", FALSE },
    { "", "null", "x", FALSE },
    { "", NULL, "x", FALSE },
    { "", "http://127.0.0.1:8080", "127.0.0.1:8080", TRUE },
    { "", "https://chat.shop.example", "chat.shop.example", TRUE },
    { "", "http://127.0.0.1:8081", "127.0.0.1:8080", FALSE },
    { "", "https://evil.example", "127.0.0.1:8080", FALSE },
    { "", "file://", "", FALSE },
  };
  static const char *const bad[] = { "shop.example",          "https://*", "https://*.example",
                                     "ftp://shop.example",    "https://",  "https://shop.example/path",
                                     "http://*.shop.example", "*",         "null" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) list = od_webchat_origins_parse (cases[i].list, NULL);

      g_assert_nonnull (list);
      if (od_webchat_origin_is_allowed ((const char *const *) list, cases[i].origin, cases[i].host) !=
          cases[i].is_allowed)
        g_error ("“%s” and “%s”", cases[i].list, cases[i].origin);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (od_webchat_origins_parse (bad[i], &error));
      g_assert_error (error, OD_ERROR, OD_ERROR_USAGE);
    }
}

static void
test_sniff (void)
{
#define BYTES(text) text, sizeof text - 1
  static const struct {
    const char *data;
    gsize len;
    const char *claimed, *type;
  } cases[] = {
    { BYTES ("\x89PNG\r\n\x1a\n...."), "image/png", "image/png" },
    { BYTES ("\x89PNG\r\n\x1a\n...."), "text/plain", "image/png" },
    { BYTES ("\xff\xd8\xff\xe0"), "image/jpeg", "image/jpeg" },
    { BYTES ("RIFF....WEBPVP8 "), "image/webp", "image/webp" },
    { BYTES ("JUNK....WEBPVP8 "), "image/webp", "text/plain" },
    { BYTES ("%PDF-1.4"), "application/pdf", "application/pdf" },
    { BYTES ("Hello, мир\n"), "text/plain", "text/plain" },
    { BYTES ("<html><script>"), "text/plain", NULL },
    { BYTES ("  \n<!DOCTYPE html>"), "image/png", NULL },
    { BYTES ("\xef\xbb\xbf<svg xmlns="), "image/png", NULL },
    { BYTES ("#!/bin/sh\n"), "text/plain", NULL },
    { BYTES ("\x7f"
             "ELF\x02\x01"),
      "image/png", NULL },
    { BYTES ("MZ\x90\x00\x03"), "image/png", NULL },
    { BYTES ("PK\x03\x04...."), "application/zip", NULL },
    { BYTES ("PK\x03\x04...."), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
    { BYTES ("\0\0\0\x18"
             "ftypisom"),
      "audio/mp4", "audio/mp4" },
    { BYTES (""), "text/plain", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (od_webchat_sniff ((const guint8 *) cases[i].data, cases[i].len, cases[i].claimed), ==,
                     cases[i].type);
  g_assert_false (od_webchat_sniff_may_be ("text/html"));
  g_assert_false (od_webchat_sniff_may_be ("image/svg+xml"));
  g_assert_false (od_webchat_sniff_name_is_safe ("photo.jpg.EXE"));
  g_assert_true (od_webchat_sniff_name_is_safe ("photo.exe.jpg"));
}

static void
test_settings (void)
{
  static const struct {
    const char *name, *value;
  } bad[] = {
    { "bind", "everywhere" },
    { "origins", "shop" },
    { "widget", "a b" },
    { "trusted_proxies", "proxy.example" },
  };
  g_autoptr (JsonObject) empty = json_object_new ();

  g_assert_true (od_webchat_config_check (empty, NULL));
  g_assert_true (g_str_has_prefix (json_object_get_string_member (empty, "widget"), "w_"));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (JsonObject) settings = json_object_new ();
      g_autoptr (GError) error = NULL;

      json_object_set_string_member (settings, bad[i].name, bad[i].value);
      g_assert_false (od_webchat_config_check (settings, &error));
      g_assert_error (error, OD_ERROR, OD_ERROR_USAGE);
      g_assert_nonnull (strstr (error->message, bad[i].name));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/webchat/frames", test_frames);
  g_test_add_func ("/webchat/text-length", test_text_length);
  g_test_add_func ("/webchat/typing-tail", test_typing_tail);
  g_test_add_func ("/webchat/samples", test_samples);
  g_test_add_func ("/webchat/token", test_token);
  g_test_add_func ("/webchat/key-rotation", test_key_rotation);
  g_test_add_func ("/webchat/link", test_link);
  g_test_add_func ("/webchat/identity", test_identity);
  g_test_add_func ("/webchat/profile", test_profile);
  g_test_add_func ("/webchat/origins", test_origins);
  g_test_add_func ("/webchat/sniff", test_sniff);
  g_test_add_func ("/webchat/settings", test_settings);
  return g_test_run ();
}
