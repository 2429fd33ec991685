/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OdFormatting: what of a text's formatting a channel can show. What it can't is taken out
 * before sending, where the operator sees it.
 */
typedef enum {
  OD_FORMATTING_NONE = 0,
  OD_FORMATTING_BOLD = 1 << 0,
  OD_FORMATTING_ITALIC = 1 << 1,
  OD_FORMATTING_STRIKE = 1 << 2,
  OD_FORMATTING_CODE = 1 << 3,
  OD_FORMATTING_LINK = 1 << 4, /* words that lead somewhere; a bare address needs no ability */
  OD_FORMATTING_LIST = 1 << 5,
} OdFormatting;
#define OD_FORMATTING_ALL                                                                                              \
  (OD_FORMATTING_BOLD | OD_FORMATTING_ITALIC | OD_FORMATTING_STRIKE | OD_FORMATTING_CODE | OD_FORMATTING_LINK |        \
   OD_FORMATTING_LIST)

/**
 * OdTextMeasure: in what a channel counts the length of a text.
 * @OD_MEASURE_GSM7: septets of GSM 03.38 while every character is in it, else UTF-16 units, in segments
 */
typedef enum {
  OD_MEASURE_CODE_POINTS,
  OD_MEASURE_UTF16,
  OD_MEASURE_BYTES,
  OD_MEASURE_GSM7,
} OdTextMeasure;

G_END_DECLS
