/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "od-server-address.h"
#include "od-webchat-link.h"
#include "od-webchat-origin.h"
#include "od-webchat-sniff.h"
#include "od-webchat-token.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

#define KEYS                                                                                                           \
  "{\"version\":1,\"token\":[{\"kid\":1,\"key\":\"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY\"}],"                    \
  "\"link\":\"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY\"}"

/* Nobody gets in with bytes of his own: tokens, links, key files, origins, forwarding headers, contents of files. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char *const shop[] = { "https://shop.example", NULL };
  static const char *const proxies[] = { "127.0.0.1", "::1", NULL };
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (OdWebchatKeys) keys = od_webchat_keys_parse (KEYS, strlen (KEYS), NULL);
  g_autoptr (OdWebchatKeys) parsed = od_webchat_keys_parse ((const char *) data, size, NULL);
  g_autoptr (OdWebchatClaims) claims = od_webchat_token_verify (keys, text, shop, "w_main", 1, NULL);
  g_auto (GStrv) origins = od_webchat_origins_parse (text, NULL);
  g_autofree char *address = od_server_address_forwarded ("127.0.0.1", text, proxies);
  const char *type = od_webchat_sniff (data, size, "image/png");

  if (claims != NULL || od_webchat_link_verify (keys->link_key, "GET", "f_1", "2", text, 1))
    abort ();
  if (od_webchat_origin_is_allowed (shop, text, NULL) && g_ascii_strncasecmp (text, "https://shop.example", 20) != 0)
    abort ();
  if (type != NULL && !od_webchat_sniff_may_be (type))
    abort ();
  if (*address == '\0')
    abort ();
  return 0;
}
