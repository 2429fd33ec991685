/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-text.h"

#include <string.h>

#include "od-limits.h"

/* Links stand between back quotes, which are not part of the text. */
static const struct {
  const char *text;
  const char *url; /* of the first link; NULL: as written */
} cases[] = {
  { "`https://shop.example/a?b=c#d` ok", NULL },
  { "see `http://shop.example`.", NULL },
  { "(`https://shop.example/a`)", NULL },
  { "`https://shop.example/a_(b)`, or", NULL },
  { "(`https://shop.example/a_(b)`)", NULL },
  { "[`https://shop.example/[x]`]", NULL },
  { "«`https://shop.example/счёт`»!", NULL },
  { "“`https://shop.example`”", NULL },
  { "\"`https://shop.example`\"", NULL },
  { "<`https://shop.example`>", NULL },
  { "`https://shop.example/a.b.c`...", NULL },
  { "`https://shop.example/`…", NULL },
  { "`https://магазин.example/`", NULL },
  { "`https://shop.example:8443/x`", NULL },
  { "`http://127.0.0.1:8080/chat`", NULL },
  { "`http://[::1]:8080/chat`", NULL },
  { "`http://localhost`", NULL },
  { "`HTTPS://shop.example/A`", "https://shop.example/A" },
  { "`www.shop.example`", "https://www.shop.example" },
  { "`WWW.shop.example/x`,", "https://WWW.shop.example/x" },
  { "`mailto:help@shop.example`.", NULL },
  { "`mailto:help@shop.example?subject=a`", NULL },
  { "a `https://a.example` b `https://b.example` c `www.c.example`", NULL },
  { "`https://a.example/x`\n`https://b.example`", NULL },
  { "привет,`https://shop.example`", NULL },
  { "`https://shop.example/?next=javascript:alert(1)`", NULL },
  { "see `omnidesk:message/42`.", NULL },
  { "`OMNIDESK:message/7`", "omnidesk:message/7" },
  /* none */
  { "omnidesk:message/", NULL },
  { "omnidesk:message/4x", NULL },
  { "omnidesk:message/12345678901234567890", NULL },
  { "omnidesk:quit", NULL },
  { "", NULL },
  { "javascript:alert(1)", NULL },
  { "javascript:https://shop.example/", NULL },
  { "JaVaScRiPt://shop.example/%0aalert(1)", NULL },
  { "data:text/html,x", NULL },
  { "file:///etc/passwd", NULL },
  { "ftp://shop.example", NULL },
  { "https://", NULL },
  { "https:// shop.example", NULL },
  { "https:///x", NULL },
  { "https:"
    "//.",
    NULL },
  { "https://..example", NULL },
  { "https://-x.example", NULL },
  { "https://?x", NULL },
  { "https:"
    "//:80",
    NULL },
  { "https://bank.example@evil.example/", NULL },
  { "https://user:pw@evil.example/", NULL },
  { "https://a.example:80x/", NULL },
  { "http://[::1/", NULL },
  { "http://[]/", NULL },
  { "http:/shop.example", NULL },
  { "xhttps://shop.example", NULL },
  { "яhttps://shop.example", NULL },
  { "www.", NULL },
  { "www.shop", "https:"
                "//www.shop" },
  { "www..example", NULL },
  { "wwwxshop.example", NULL },
  { "a.www.shop.example", NULL },
  { "mail@www.shop.example", NULL },
  { "mailto:", NULL },
  { "mailto:help", NULL },
  { "mailto:@shop.example", NULL },
  { "mailto:a@b@c.example", NULL },
  { "mailto:help@localhost", NULL },
  { "shop.example", NULL },
  { "https\xE2\x81\x84\xE2\x81\x84shop.example", NULL },
};

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) parts = g_strsplit (cases[i].text, "`", -1);
      g_autofree char *text = g_strjoinv ("", parts);
      g_autoptr (GArray) links = od_text_find_links (text);
      gsize at = 0;

      if (links->len != g_strv_length (parts) / 2)
        g_error ("%u links in %s", links->len, text);
      for (guint k = 0; parts[k] != NULL; at += strlen (parts[k++]))
        if (k % 2 == 1)
          {
            OdTextLink *link = &g_array_index (links, OdTextLink, k / 2);

            g_assert_cmpuint (link->start_byte, ==, at);
            g_assert_cmpuint (link->end_byte, ==, at + strlen (parts[k]));
            if (k == 1 && cases[i].url != NULL)
              g_assert_cmpstr (link->url, ==, cases[i].url);
            else if (!g_str_has_prefix (parts[k], "www."))
              g_assert_cmpstr (link->url, ==, parts[k]);
          }
    }
}

static void
test_bidi_controls_end_a_link (void)
{
  g_autoptr (GArray) links = od_text_find_links ("https://shop.example/\u202Emoc.live");

  g_assert_cmpuint (links->len, ==, 1);
  g_assert_cmpstr (g_array_index (links, OdTextLink, 0).url, ==, "https://shop.example/");
}

static void
test_number_and_length_are_limited (void)
{
  g_autoptr (GString) many = g_string_new (NULL);
  g_autoptr (GString) longest = g_string_new ("https://shop.example/");
  g_autoptr (GArray) links = NULL;

  for (guint i = 0; i < 3 * OD_LIMIT_LINKS; i++)
    g_string_append (many, "http://a.example ");
  links = od_text_find_links (many->str);
  g_assert_cmpuint (links->len, ==, OD_LIMIT_LINKS);
  g_clear_pointer (&links, g_array_unref);

  while (longest->len < OD_LIMIT_URL_BYTES)
    g_string_append_c (longest, 'x');
  links = od_text_find_links (longest->str);
  g_assert_cmpuint (links->len, ==, 1);
  g_clear_pointer (&links, g_array_unref);
  g_string_append_c (longest, 'x');
  links = od_text_find_links (longest->str);
  g_assert_cmpuint (links->len, ==, 0);
}

/* Texts that are all beginnings: time must stay linear, or the suite's timeout ends this. */
static void
test_hostile_texts_take_linear_time (void)
{
  static const char ends[] = { ')', ']', '.', '!' };
  static const char *const units[] = { "www.",     "http://",    "https://@", "mailto:", "(",
                                       "http://[", "https://a)", "www.a ",    " http://" };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GArray) links = NULL;

      while (text->len < 1 << 20)
        g_string_append (text, units[i]);
      links = od_text_find_links (text->str);
      g_assert_cmpuint (links->len, <=, OD_LIMIT_LINKS);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *end = g_strnfill (1 << 20, ends[i]);
      g_autofree char *text = g_strconcat ("https://shop.example/a", end, NULL);
      g_autoptr (GArray) links = od_text_find_links (text);

      g_assert_cmpuint (links->len, ==, 1);
      g_assert_cmpuint (g_array_index (links, OdTextLink, 0).end_byte, ==, strlen ("https://shop.example/a"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text-links/table", test_table);
  g_test_add_func ("/text-links/bidi", test_bidi_controls_end_a_link);
  g_test_add_func ("/text-links/limits", test_number_and_length_are_limited);
  g_test_add_func ("/text-links/linear", test_hostile_texts_take_linear_time);
  return g_test_run ();
}
