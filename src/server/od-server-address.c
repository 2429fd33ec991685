/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-server-address.h"

#include <string.h>

#include "od-limits.h"

/* An IPv4 address that came through an IPv6 socket is the same address. */
static GInetAddress *
unmap (GInetAddress *address)
{
  static const guint8 prefix[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 && memcmp (bytes, prefix, sizeof prefix) == 0)
    return g_inet_address_new_from_bytes (bytes + 12, G_SOCKET_FAMILY_IPV4);
  return g_object_ref (address);
}

/**
 * od_server_address_to_text:
 * @address: (nullable): of a peer
 * @is_loopback: (out)
 *
 * Returns: (transfer full): its IP address as text, without the port; "" if it has none
 */
char *
od_server_address_to_text (GSocketAddress *address, gboolean *is_loopback)
{
  g_autoptr (GInetAddress) inet = NULL;

  *is_loopback = FALSE;
  if (!G_IS_INET_SOCKET_ADDRESS (address))
    return g_strdup ("");
  inet = unmap (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
  *is_loopback = g_inet_address_get_is_loopback (inet);
  return g_inet_address_to_string (inet);
}

static char *
normal (const char *text)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);
  g_autoptr (GInetAddress) inet = address != NULL ? unmap (address) : NULL;

  return inet != NULL ? g_inet_address_to_string (inet) : NULL;
}

static gboolean
is_trusted (const char *address, const char *const *trusted_proxies)
{
  for (guint i = 0; trusted_proxies != NULL && trusted_proxies[i] != NULL; i++)
    {
      g_autofree char *proxy = normal (trusted_proxies[i]);

      if (g_strcmp0 (proxy, address) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * od_server_address_forwarded:
 * @peer: who is connected to us
 * @forwarded_for: (nullable): the X-Forwarded-For header: anything
 * @trusted_proxies: (nullable): whose word counts
 *
 * Goes from the right to the left as long as the one who said it is trusted: what
 * stands further left may be the customer's own invention.
 *
 * Returns: (transfer full): the customer's address
 */
char *
od_server_address_forwarded (const char *peer, const char *forwarded_for, const char *const *trusted_proxies)
{
  g_auto (GStrv) hops = forwarded_for != NULL ? g_strsplit (forwarded_for, ",", -1) : NULL;
  g_autofree char *current = g_strdup (peer);
  guint n = hops != NULL ? g_strv_length (hops) : 0;

  for (guint i = 0; i < MIN (n, OD_LIMIT_FORWARDED_HOPS) && is_trusted (current, trusted_proxies); i++)
    {
      char *before = normal (g_strstrip (hops[n - 1 - i]));

      if (before == NULL)
        break;
      g_free (current);
      current = before;
    }
  return g_steal_pointer (&current);
}
