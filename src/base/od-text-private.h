/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What nearly every message consists of: characters that are no marks and that NFC leaves alone, whatever stands beside
 * them, unless that is no such character itself. A text of only these needs no normalizing, which is slow. */
static inline gboolean
od_text_is_composed (gunichar c)
{
  return c < 0x0300 || (c >= 0x0400 && c <= 0x0481) || (c >= 0x2010 && c <= 0x2027) || c == 0x2116 ||
         (c >= 0x1F300 && c <= 0x1FAFF);
}

G_END_DECLS
