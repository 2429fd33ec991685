/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "od-base64url.h"
#include "od-error.h"
#include "od-hmac.h"
#include "od-random.h"
#include "od-ulid.h"

static void
test_base64url_vectors (void)
{
  static const struct {
    const char *bytes, *text;
  } cases[] = {
    { "", "" },           { "f", "Zg" },          { "fo", "Zm8" },          { "foo", "Zm9v" },
    { "foob", "Zm9vYg" }, { "fooba", "Zm9vYmE" }, { "foobar", "Zm9vYmFy" }, { "\xfb\xff\xfe", "-__-" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize len = strlen (cases[i].bytes);
      g_autofree char *text = od_base64url_encode (cases[i].bytes, len);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = od_base64url_decode (cases[i].text, -1, len, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), cases[i].bytes, len);
      if (len > 0)
        {
          g_assert_null (od_base64url_decode (cases[i].text, -1, len - 1, &error));
          g_assert_error (error, OD_ERROR, OD_ERROR_TOO_LARGE);
        }
    }
}

static void
test_base64url_refuses (void)
{
  static const char *const cases[] = {
    "Z", "Zm9vY", "Zg==", "Zm8=", "Zm+v", "Zm/v", "Zm9v\n", " Zm9v", "Zm9v ", "Zh", "Zm9", "Zm9vYh", "Zм9v", "Zm.v",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      if (od_base64url_decode (cases[i], -1, 100, &error) != NULL)
        g_error ("taken: %s", cases[i]);
      g_assert_error (error, OD_ERROR, OD_ERROR_MALFORMED);
    }
}

/* Whatever is taken has one spelling only. */
static void
test_base64url_has_one_spelling (void)
{
  guint n_taken = 0;

  for (guint a = 0; a < 256; a++)
    for (guint b = 0; b < 256; b++)
      {
        const char text[] = { 'Q', (char) a, (char) b };
        g_autoptr (GBytes) bytes = od_base64url_decode (text, sizeof text, 3, NULL);

        if (bytes != NULL)
          {
            g_autofree char *again = od_base64url_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

            g_assert_cmpmem (again, strlen (again), text, sizeof text);
            n_taken++;
          }
      }
  g_assert_cmpuint (n_taken, ==, 64 * 16);
}

/* RFC 4231, cases 1, 2, 6, and the vectors of the web chat protocol. */
static void
test_hmac_vectors (void)
{
  g_autofree char *long_key = g_strnfill (131, '\xaa');
  g_autofree char *key_1 = g_strnfill (20, '\x0b');
  guint8 file_key[32];
  const struct {
    gconstpointer key;
    gsize key_len;
    const char *data, *hex;
  } cases[] = {
    { key_1, 20, "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7" },
    { "Jefe", 4, "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843" },
    { long_key, 131, "Test Using Larger Than Block-Size Key - Hash Key First",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54" },
    { "0123456789abcdef0123456789abcdef", 32, "user-1042",
      "d5b2aa3d8ff72944440368906483bbac95d0f1c5e9336c1b73b6dd07528f29b1" },
    { file_key, 32, "GET\n/files/f_77aa10\n1787408900",
      "46752f5a8ca458b5c1363a214a538d4a738303ea6927205e15ea208b002a7b73" },
    { "omnidesk-test-secret-0123456789ab", 33, "GET\n/files/f_77aa10\n1787408900",
      "489a2efb2d713cd7ec85cb7de22a92a5f3b41f9c672e541b5c91f8ecbdfcc238" },
    { "", 0, "", "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad" },
  };

  for (guint i = 0; i < 32; i++)
    file_key[i] = (guint8) (i % 16 * 17);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize len = strlen (cases[i].data);
      g_autofree char *hex = od_hmac_sha256_hex (cases[i].key, cases[i].key_len, cases[i].data, len);
      g_autofree char *upper = g_ascii_strup (hex, -1);

      g_assert_cmpstr (hex, ==, cases[i].hex);
      g_assert_true (od_hmac_verify_hex (cases[i].key, cases[i].key_len, cases[i].data, len, hex));
      g_assert_true (od_hmac_verify_hex (cases[i].key, cases[i].key_len, cases[i].data, len, upper));
    }
}

static void
test_hmac_verify_refuses (void)
{
  g_autofree char *good = od_hmac_sha256_hex ("k", 1, "d", 1);
  g_autofree char *longer = g_strconcat (good, "0", NULL);
  g_autofree char *shorter = g_strndup (good, 63);
  g_autofree char *huge = g_strnfill (100000, '0');
  const char *const bad[] = { NULL, "", "0", longer, shorter, huge };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (od_hmac_verify_hex ("k", 1, "d", 1, bad[i]));
  for (guint i = 0; i < 64; i++)
    {
      g_autofree char *changed = g_strdup (good);

      changed[i] = changed[i] == '0' ? '1' : '0';
      g_assert_false (od_hmac_verify_hex ("k", 1, "d", 1, changed));
      changed[i] = 'g';
      g_assert_false (od_hmac_verify_hex ("k", 1, "d", 1, changed));
    }
  g_assert_true (od_hmac_equal ("abc", "abc", 3));
  g_assert_false (od_hmac_equal ("abc", "abd", 3));
  g_assert_false (od_hmac_equal ("abc", "bbc", 3));
  g_assert_true (od_hmac_equal ("", "", 0));
}

static void
test_random (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  double sum = 0;

  for (guint i = 0; i < 1000; i++)
    {
      double unit = od_random_unit ();
      char *hex = od_random_hex (16);

      g_assert_cmpuint (strlen (hex), ==, 32);
      g_assert_cmpuint (strspn (hex, "0123456789abcdef"), ==, 32);
      g_assert_true (g_hash_table_add (seen, hex));
      g_assert_true (unit >= 0 && unit < 1);
      sum += unit;
    }
  g_assert_true (sum > 400 && sum < 600); /* 11 standard deviations */
}

static void
test_ulids_sort_and_tell_the_time (void)
{
  const gint64 now_us = G_GINT64_CONSTANT (1772967909250000);
  g_autofree char *previous = od_ulid_new (now_us);

  g_assert_cmpuint (strlen (previous), ==, OD_ULID_LENGTH);
  g_assert_true (g_str_has_prefix (previous, "01KK6HYNW2")); /* 1772967909250 ms in base 32 */
  for (guint i = 0; i < 10000; i++)
    {
      /* within a millisecond, forwards and backwards */
      char *next = od_ulid_new (now_us + (i % 100 == 0 ? (gint64) i * 1000 : -(gint64) (i % 7) * 1000000));

      g_assert_true (od_ulid_is_valid (next));
      g_assert_cmpstr (previous, <, next);
      g_free (previous);
      previous = next;
    }
}

static void
test_ulid_validity (void)
{
  static const char *const bad[] = {
    "",
    "01KK6HYNW200000000000000",
    "01KK6HYNW20000000000000000A",
    "81KK6XV0620000000000000000",
    "01KK6HYNW2000000000000000I",
    "01KK6HYNW2000000000000000l",
    "01kk6xv0620000000000000000",
    "01KK6HYNW200000000000000 0",
    "01KK6HYNW200000000000000я",
  };

  g_assert_true (od_ulid_is_valid ("01KK6HYNW20000000000000000"));
  g_assert_true (od_ulid_is_valid ("7ZZZZZZZZZZZZZZZZZZZZZZZZZ"));
  g_assert_false (od_ulid_is_valid (NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    if (od_ulid_is_valid (bad[i]))
      g_error ("taken: %s", bad[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/codec/base64url/vectors", test_base64url_vectors);
  g_test_add_func ("/codec/base64url/refused", test_base64url_refuses);
  g_test_add_func ("/codec/base64url/one-spelling", test_base64url_has_one_spelling);
  g_test_add_func ("/codec/hmac/vectors", test_hmac_vectors);
  g_test_add_func ("/codec/hmac/refused", test_hmac_verify_refuses);
  g_test_add_func ("/codec/random", test_random);
  g_test_add_func ("/codec/ulid/order", test_ulids_sort_and_tell_the_time);
  g_test_add_func ("/codec/ulid/valid", test_ulid_validity);
  return g_test_run ();
}
