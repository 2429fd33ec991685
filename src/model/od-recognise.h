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

/**
 * OdRecognition: how things in messages are recognised; of each %NULL or "" is the program's own way.
 * @order_pattern: a regular expression whose first group is the number of an order
 * @tracking_pattern: another one, for parcels that the program does not know by itself
 * @region: two capital letters: where phones without a plus sign are; otherwise od_recognise_get_home_region()
 */
typedef struct {
  char *order_pattern;
  char *tracking_pattern;
  char *region;
} OdRecognition;

typedef enum {
  OD_PATTERN_GOOD,
  OD_PATTERN_TOO_LONG,
  OD_PATTERN_BROKEN,        /* no regular expression */
  OD_PATTERN_WITHOUT_GROUP, /* nothing of it says which part is the number */
  OD_PATTERN_TOO_SLOW,      /* there are texts on which it takes too long */
} OdPatternFault;

void od_recognition_free (OdRecognition *self);
OdPatternFault od_recognise_check_pattern (const char *pattern);
gboolean od_recognise_check_region (const char *region);
const char *od_recognise_get_home_region (void);

void od_recognised_free (OdRecognised *self);
const char *od_recognise_get_order_pattern (void);
GPtrArray *od_recognise (const char *text, const OdRecognition *how);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdRecognition, od_recognition_free)

G_END_DECLS
