/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OdRecognised: something in a text.
 * @kind: "order", "tracking", "phone" or "email"; static
 * @value: in one spelling: `A-1042`, `RA123456785RU`, `+79161234567`, `maria@shop.example`
 */
typedef struct {
  const char *kind;
  char *value;
} OdRecognised;

void od_recognised_free (OdRecognised *self);
const char *od_recognise_get_order_pattern (void);
GPtrArray *od_recognise (const char *text, const char *order_pattern, const char *region);

G_END_DECLS
