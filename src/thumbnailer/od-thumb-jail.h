/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A sanitizer keeps terabytes of addresses and asks the system for more than a decoder does: such a build is not
 * locked up. */
#if defined(__SANITIZE_ADDRESS__)
#define OD_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define OD_SANITIZED 1
#endif
#endif

G_BEGIN_DECLS

void od_thumb_jail_prepare (void);
void od_thumb_jail_lock (void);
void od_thumb_jail_allow_time (void);

G_END_DECLS
