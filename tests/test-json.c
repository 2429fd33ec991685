/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-json.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "od-error.h"
#include "od-limits.h"

static const OdJsonLimits small = {
  .max_bytes = 200,
  .max_depth = 3,
  .max_keys = 4,
  .max_values = 12,
  .max_string_bytes = 10,
};

static void
test_what_rfc_8259_allows (void)
{
  static const struct {
    const char *text, *compact;
  } cases[] = {
    { "null", "null" },
    { " \t\r\n true \n", "true" },
    { "\"\"", "\"\"" },
    { "[]", "[]" },
    { "{}", "{}" },
    { "{\"\":0}", "{\"\":0}" },
    { "[ 1 , -1 , 0 , -0 ]", "[1,-1,0,0]" },
    { "[9223372036854775807,-9223372036854775808]", "[9223372036854775807,-9223372036854775808]" },
    { "[0.5,-0.0,1.0,1e3,1E+3,25e-1]", "[0.5,-0.0,1.0,1000.0,1000.0,2.5]" },
    { "[0.1,1e300,5e-324,1e-999]", "[0.1,1e+300,4.94065645841247e-324,0.0]" },
    { "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\\"\\\\/\\b\\f\\n\\r\\t\"" },
    { "\"\\u0041\\u0451\\u20AC\\uD83D\\uDE00\"", "\"Aё€😀\"" },
    { "\"\\u001f\x7f\"", "\"\\u001f\x7f\"" },
    { "\"👋 Привет, مرحبا\"", "\"👋 Привет, مرحبا\"" },
    { "{\"b\":[{\"a\":null}],\"a\":false}", "{\"b\":[{\"a\":null}],\"a\":false}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = od_json_parse (cases[i].text, -1, NULL, &error);
      g_autofree char *compact = NULL;
      gsize len = 0;

      g_assert_no_error (error);
      g_assert_true (json_node_is_immutable (node));
      compact = od_json_to_string (node, &len);
      g_assert_cmpstr (compact, ==, cases[i].compact);
      g_assert_cmpuint (len, ==, strlen (compact));
    }
}

static const struct {
  const char *text;
  int at; /* the byte that the message names */
} refused[] = {
  { "", 0 },
  { " ", 1 },
  { "\xEF\xBB\xBF{}", 0 }, /* byte order mark */
  { "{} {}", 3 },
  { "{}x", 2 },
  { "{},", 2 },
  { "// a\n1", 0 },
  { "/* a */ 1", 0 },
  { "[1]#", 3 },
  { "'a'", 0 },
  { "{a:1}", 1 },
  { "{'a':1}", 1 },
  { "{1:1}", 1 },
  { "{\"a\" 1}", 5 },
  { "{\"a\":}", 5 },
  { "{\"a\":1,}", 7 },
  { "{,}", 1 },
  { "{\"a\":1 \"b\":2}", 7 },
  { "{\"a\":1;\"b\":2}", 6 },
  { "[1,]", 3 },
  { "[,1]", 1 },
  { "[1 2]", 3 },
  { "[1}", 2 },
  { "{\"a\":1]", 6 },
  { "[", 1 },
  { "{", 1 },
  { "{\"a\":1", 6 },
  { "[1", 2 },
  { "]", 0 },
  { "}", 0 },
  { ":", 0 },
  { "nul", 0 },
  { "nullx", 4 },
  { "True", 0 },
  { "NaN", 0 },
  { "Infinity", 0 },
  { "-Infinity", 1 },
  { "undefined", 0 },
  { "+1", 0 },
  { "-", 1 },
  { "- 1", 1 },
  { ".5", 0 },
  { "1.", 2 },
  { "1.e1", 2 },
  { "1e", 2 },
  { "1e+", 3 },
  { "01", 1 },
  { "-01", 2 },
  { "0x10", 1 },
  { "1_000", 1 },
  { "9223372036854775808", 0 },
  { "-9223372036854775809", 0 },
  { "[99999999999999999999999]", 1 },
  { "1e999", 0 },
  { "-1e999", 0 },
  { "\"", 1 },
  { "\"a", 2 },
  { "\"a\nb\"", 2 },
  { "\"\t\"", 1 },
  { "\"\x01\"", 1 },
  { "\"\\", 2 },
  { "\"\\\"", 3 },
  { "\"\\x41\"", 2 },
  { "\"\\'\"", 2 },
  { "\"\\u\"", 3 },
  { "\"\\u004\"", 6 },
  { "\"\\u004g\"", 6 },
  { "\"\\u0000\"", 1 },
  { "{\"\\u0000\":1}", 2 },
  { "\"\\uD83D\"", 1 },
  { "\"\\uD83Dx\"", 1 },
  { "\"\\uD83D\\n\"", 1 },
  { "\"\\uD83D\\u0041\"", 1 },
  { "\"\\uDE00\"", 1 },
  { "\"ab\\uDE00\\uD83D\"", 3 },
  { "\"\xC3\"", 1 },
  { "\"\xC0\x80\"", 1 },
  { "\"\xED\xA0\x80\"", 1 }, /* a surrogate in UTF-8 */
  { "\"\xF4\x90\x80\x80\"", 1 },
  { "\"\xFF\"", 1 },
  { "{\"a\":1,\"a\":1}", 7 },
  { "{\"a\":1,\"\\u0061\":2}", 7 },
  { "[{\"x\":{\"t\":1,\"u\":2,\"t\":3}}]", 19 },
  { "\xC2\xA0 1", 0 }, /* a space, but not one of JSON's */
};

static void
test_what_it_does_not (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = od_json_parse (refused[i].text, -1, NULL, &error);
      g_autofree char *where = g_strdup_printf ("byte %d:", refused[i].at);

      if (node != NULL)
        g_error ("taken: %s", refused[i].text);
      g_assert_error (error, OD_ERROR, OD_ERROR_MALFORMED);
      if (strstr (error->message, where) == NULL)
        g_error ("%s: “%s” instead of %s", refused[i].text, error->message, where);
    }
}

static void
test_zero_bytes (void)
{
  static const struct {
    const char *text;
    gssize len;
  } cases[] = {
    { "{}\0", 3 },
    { "\"a\0b\"", 5 },
    { "\0", 1 },
    { "[\0]", 3 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (od_json_parse (cases[i].text, cases[i].len, NULL, &error));
      g_assert_error (error, OD_ERROR, OD_ERROR_MALFORMED);
      g_assert_nonnull (strstr (error->message, "a zero byte"));
    }
  g_assert_null (od_json_parse (NULL, 0, NULL, NULL));
}

static void
test_limits_hold_at_their_edge (void)
{
  static const struct {
    const char *good, *bad;
  } cases[] = {
    { "[[[1]]]", "[[[[1]]]]" },
    { "{\"a\":{\"a\":{\"a\":1}}}", "{\"a\":{\"a\":{\"a\":{}}}}" },
    { "{\"a\":1,\"b\":{\"c\":1,\"d\":1}}", "{\"a\":1,\"b\":{\"c\":1,\"d\":1,\"e\":1}}" },
    { "[1,2,3,4,5,6,7,8,9,10,11]", "[1,2,3,4,5,6,7,8,9,10,11,12]" },
    { "\"1234567890\"", "\"12345678901\"" },
    { "\"яяяяя\"", "\"яяяяяя\"" },
    { "\"\\u044f\\u044f\\u044f\\u044f\\u044f\"", "\"\\u044f\\u044f\\u044f\\u044f\\u044f\\u044f\"" },
    { "{\"1234567890\":1}", "{\"12345678901\":1}" },
  };
  g_autofree char *spaces = g_strnfill (199, ' ');
  g_autofree char *exact = g_strconcat (spaces, "1", NULL);
  g_autofree char *longer = g_strconcat (spaces, "12", NULL);
  g_autofree char *digits = g_strnfill (129, '1');
  g_autoptr (JsonNode) last = NULL;
  g_autoptr (GError) last_error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) good = od_json_parse (cases[i].good, -1, &small, &error);

      g_assert_no_error (error);
      g_assert_nonnull (good);
      g_assert_null (od_json_parse (cases[i].bad, -1, &small, &error));
      g_assert_error (error, OD_ERROR, OD_ERROR_TOO_LARGE);
    }

  last = od_json_parse (exact, -1, &small, NULL);
  g_assert_nonnull (last);
  g_assert_null (od_json_parse (longer, -1, &small, &last_error));
  g_assert_error (last_error, OD_ERROR, OD_ERROR_TOO_LARGE);
  g_clear_error (&last_error);
  g_assert_null (od_json_parse (digits, -1, &small, &last_error));
  g_assert_error (last_error, OD_ERROR, OD_ERROR_TOO_LARGE);
}

static void
test_nobody_may_ask_for_endless_depth (void)
{
  const OdJsonLimits limits = { .max_bytes = 1 << 24, .max_depth = G_MAXUINT, .max_values = 1 << 24 };
  g_autofree char *open = g_strnfill (1 << 22, '[');
  g_autoptr (GString) edge = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < OD_LIMIT_JSON_DEPTH_CEILING; i++)
    g_string_append_c (edge, '[');
  for (guint i = 0; i < OD_LIMIT_JSON_DEPTH_CEILING; i++)
    g_string_append_c (edge, ']');
  node = od_json_parse (edge->str, -1, &limits, &error);
  g_assert_no_error (error);

  g_assert_null (od_json_parse (open, -1, &limits, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_TOO_LARGE);
  g_assert_nonnull (strstr (error->message, "byte 128:"));
}

static void
test_one_object_has_so_many_members (void)
{
  g_autoptr (GString) text = g_string_new ("[{");
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < OD_LIMIT_JSON_MEMBERS; i++)
    g_string_append_printf (text, "%s\"%u\":0", i > 0 ? "," : "", i);
  g_string_append (text, "},{\"a\":0}]");
  node = od_json_parse (text->str, -1, NULL, &error);
  g_assert_no_error (error);

  g_string_insert (text, 2, "\"a\":0,");
  g_assert_null (od_json_parse (text->str, -1, NULL, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_TOO_LARGE);
}

static void
test_content_stays_out_of_messages (void)
{
  static const char *const texts[] = { "{\"secret\":1,\"secret\":2}", "{\"secret\":secret}", "\"secret\" secret",
                                       "[\"secret\\q\"]" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (od_json_parse (texts[i], -1, NULL, &error));
      g_assert_null (strstr (error->message, "secret"));
    }
}

/* Every prefix and every changed byte gives either a value or an error, and a value can be written and read again. */
static void
test_any_bytes_give_a_value_or_an_error (void)
{
  static const char good[] = "{\"t\":\"msg\",\"cid\":\"\\u0061\\ud83d\\ude00\",\"text\":\"Где заказ 😟?\","
                             "\"files\":[\"f_1\",\"f_2\"],\"n\":-12.5e3,\"ok\":true,\"x\":{\"y\":null}}";
  guint n_values = 0, n_errors = 0;

  for (gsize len = 0; len < sizeof good; len++)
    for (guint byte = 0; byte < 256; byte++)
      {
        char bytes[sizeof good];
        g_autoptr (GError) error = NULL;
        g_autoptr (JsonNode) node = NULL;
        gsize n = byte == 0 ? len : sizeof good - 1;

        memcpy (bytes, good, sizeof good);
        if (len < sizeof good - 1 && byte != 0)
          bytes[len] = (char) byte;
        node = od_json_parse (bytes, (gssize) n, NULL, &error);
        g_assert_true ((node != NULL) != (error != NULL));
        if (node != NULL)
          {
            gsize written_len;
            g_autofree char *written = od_json_to_string (node, &written_len);
            g_autoptr (JsonNode) again = od_json_parse (written, (gssize) written_len, NULL, NULL);

            g_assert_nonnull (again);
            g_assert_true (json_node_equal (node, again));
            n_values++;
          }
        else
          n_errors++;
      }
  g_assert_cmpuint (n_values, >, 1000);
  g_assert_cmpuint (n_errors, >, 1000);
}

static JsonObject *
parse_object (const char *text, JsonNode **node)
{
  g_autoptr (GError) error = NULL;

  *node = od_json_parse (text, -1, NULL, &error);
  g_assert_no_error (error);
  return json_node_get_object (*node);
}

static void
assert_malformed (gboolean ok, GError **error, const char *message)
{
  g_assert_false (ok);
  g_assert_error (*error, OD_ERROR, OD_ERROR_MALFORMED);
  g_assert_cmpstr ((*error)->message, ==, message);
  g_clear_error (error);
}

static void
test_getters_give_what_is_there (void)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *from =
      parse_object ("{\"o\":{},\"a\":[],\"b\":true,\"i\":7,\"d\":0.5,\"s\":\"я\",\"e\":\"\",\"z\":null}", &node);
  g_autoptr (GError) error = NULL;
  JsonObject *object = NULL;
  JsonArray *array = NULL;
  gboolean yes = FALSE;
  gint64 integer = 0;
  double real = 0;
  const char *text = NULL;

  g_assert_true (od_json_get_object (from, "o", &object, &error) && object != NULL);
  g_assert_true (od_json_get_array (from, "a", &array, &error) && array != NULL);
  g_assert_true (od_json_get_bool (from, "b", &yes, &error) && yes);
  g_assert_true (od_json_get_int (from, "i", 7, 7, &integer, &error) && integer == 7);
  g_assert_true (od_json_get_double (from, "d", 0, 1, &real, &error) && real == 0.5);
  g_assert_true (od_json_get_double (from, "i", 0, 7, &real, &error) && real == 7);
  g_assert_true (od_json_get_string (from, "s", 2, &text, &error));
  g_assert_cmpstr (text, ==, "я");
  g_assert_true (od_json_get_string_opt (from, "e", 0, &text, &error));
  g_assert_cmpstr (text, ==, "");
  g_assert_no_error (error);
}

static void
test_getters_name_the_member (void)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *from =
      parse_object ("{\"i\":7,\"d\":1.0,\"e\":1e3,\"s\":\"abc\",\"empty\":\"\",\"z\":null,\"b\":1}", &node);
  g_autoptr (GError) error = NULL;
  JsonObject *object = NULL;
  JsonArray *array = NULL;
  gboolean yes = FALSE;
  gint64 integer = -5;
  double real = -5;
  const char *text = "x";

  assert_malformed (od_json_get_object (from, "i", &object, &error), &error, "“i” is not an object");
  assert_malformed (od_json_get_object (from, "none", &object, &error), &error, "“none” is missing");
  assert_malformed (od_json_get_object_opt (from, "s", &object, &error), &error, "“s” is not an object");
  assert_malformed (od_json_get_array (from, "z", &array, &error), &error, "“z” is not an array");
  assert_malformed (od_json_get_array_opt (from, "i", &array, &error), &error, "“i” is not an array");
  assert_malformed (od_json_get_bool (from, "b", &yes, &error), &error, "“b” is not true or false");
  assert_malformed (od_json_get_bool_opt (from, "s", &yes, &error), &error, "“s” is not true or false");
  assert_malformed (od_json_get_int (from, "d", 0, 9, &integer, &error), &error, "“d” is not an integer");
  assert_malformed (od_json_get_int (from, "e", 0, 9999, &integer, &error), &error, "“e” is not an integer");
  assert_malformed (od_json_get_int (from, "s", 0, 9, &integer, &error), &error, "“s” is not an integer");
  assert_malformed (od_json_get_int (from, "i", 8, 9, &integer, &error), &error, "“i” is not in range");
  assert_malformed (od_json_get_int_opt (from, "i", 0, 6, &integer, &error), &error, "“i” is not in range");
  assert_malformed (od_json_get_double (from, "s", 0, 9, &real, &error), &error, "“s” is not a number");
  assert_malformed (od_json_get_double (from, "d", 2, 9, &real, &error), &error, "“d” is not in range");
  assert_malformed (od_json_get_string (from, "i", 9, &text, &error), &error, "“i” is not a string");
  assert_malformed (od_json_get_string (from, "empty", 9, &text, &error), &error, "“empty” is not a non-empty string");
  assert_malformed (od_json_get_string_opt (from, "b", 9, &text, &error), &error, "“b” is not a string");
  g_assert_null (text);
  g_assert_cmpint (integer, ==, -5);
  g_assert_true (real == -5);

  g_assert_false (od_json_get_string (from, "s", 2, &text, &error));
  g_assert_error (error, OD_ERROR, OD_ERROR_TOO_LARGE);
  g_assert_cmpstr (error->message, ==, "“s” is longer than 2 bytes");
}

static void
test_optional_members_may_be_absent_or_null (void)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *from = parse_object ("{\"z\":null}", &node);
  static const char *const names[] = { "z", "none" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;
      JsonObject *object = from;
      JsonArray *array = (gpointer) from;
      gboolean yes = TRUE;
      gint64 integer = 42;
      double real = 42;
      const char *text = "x";

      g_assert_true (od_json_get_object_opt (from, names[i], &object, &error) && object == NULL);
      g_assert_true (od_json_get_array_opt (from, names[i], &array, &error) && array == NULL);
      g_assert_true (od_json_get_string_opt (from, names[i], 9, &text, &error) && text == NULL);
      g_assert_true (od_json_get_bool_opt (from, names[i], &yes, &error) && yes);
      g_assert_true (od_json_get_int_opt (from, names[i], 0, 1, &integer, &error) && integer == 42);
      g_assert_true (od_json_get_double_opt (from, names[i], 0, 1, &real, &error) && real == 42);
      g_assert_no_error (error);
    }
}

static void
test_doubles_come_back_the_same (void)
{
  static const double values[] = { 0.1, 1.0 / 3, 1e21, 123456789.125, DBL_MAX, DBL_MIN, DBL_EPSILON, -2.5, 55.7558 };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (JsonNode) node = json_node_init_double (json_node_alloc (), values[i]);
      g_autofree char *text = od_json_to_string (node, NULL);
      g_autoptr (JsonNode) again = od_json_parse (text, -1, NULL, NULL);

      g_assert_nonnull (again);
      g_assert_true (json_node_get_value_type (again) == G_TYPE_DOUBLE);
      g_assert_true (json_node_get_double (again) == values[i]);
    }
}

static void
test_writer_says_null_for_what_json_cannot_say (void)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_array (builder);
  json_builder_add_double_value (builder, (double) INFINITY);
  json_builder_add_double_value (builder, (double) NAN);
  json_builder_add_string_value (builder, "a\xFF"
                                          "b");
  json_builder_add_string_value (builder, "</script>");
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  text = od_json_to_string (root, NULL);
  g_assert_cmpstr (text, ==,
                   "[null,null,\"a\xEF\xBF\xBD"
                   "b\",\"</script>\"]");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/parse/allowed", test_what_rfc_8259_allows);
  g_test_add_func ("/json/parse/refused", test_what_it_does_not);
  g_test_add_func ("/json/parse/zero-bytes", test_zero_bytes);
  g_test_add_func ("/json/parse/limits", test_limits_hold_at_their_edge);
  g_test_add_func ("/json/parse/depth", test_nobody_may_ask_for_endless_depth);
  g_test_add_func ("/json/parse/members", test_one_object_has_so_many_members);
  g_test_add_func ("/json/parse/privacy", test_content_stays_out_of_messages);
  g_test_add_func ("/json/parse/any-bytes", test_any_bytes_give_a_value_or_an_error);
  g_test_add_func ("/json/get/present", test_getters_give_what_is_there);
  g_test_add_func ("/json/get/wrong", test_getters_name_the_member);
  g_test_add_func ("/json/get/optional", test_optional_members_may_be_absent_or_null);
  g_test_add_func ("/json/write/doubles", test_doubles_come_back_the_same);
  g_test_add_func ("/json/write/unsayable", test_writer_says_null_for_what_json_cannot_say);
  return g_test_run ();
}
