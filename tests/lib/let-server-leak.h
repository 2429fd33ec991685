/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* There in a build with the leak checker only. */
void __lsan_disable (void) __attribute__ ((weak));
void __lsan_enable (void) __attribute__ ((weak));

/* libsoup 3.2's own server, which runs in the same loop, keeps its address and the sockets it took. */
static inline void
let_server_leak (gboolean is_leaking)
{
  if (is_leaking && __lsan_disable != NULL)
    __lsan_disable ();
  if (!is_leaking && __lsan_enable != NULL)
    __lsan_enable ();
}
