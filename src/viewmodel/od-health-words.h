/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-rows.h"

G_BEGIN_DECLS

/**
 * OdHealthLine: what is told of how an account does, in the order to show it.
 */
typedef enum {
  OD_HEALTH_HEARD,
  OD_HEALTH_TROUBLE,
  OD_HEALTH_OFFLINE,
  OD_HEALTH_GAP,
  OD_HEALTH_LIMIT,
  OD_HEALTH_LAG,
  OD_HEALTH_QUEUE,
  OD_HEALTH_STUCK,
  OD_HEALTH_PASSED_OVER,
} OdHealthLine;
#define OD_N_HEALTH_LINE (OD_HEALTH_PASSED_OVER + 1)

/**
 * OdHealthRemedy: what the operator can do about it.
 */
typedef enum {
  OD_HEALTH_REMEDY_NONE,
  OD_HEALTH_REMEDY_UNLOCK,    /* the key ring */
  OD_HEALTH_REMEDY_SECRET,    /* type it anew */
  OD_HEALTH_REMEDY_EDIT,      /* its settings */
  OD_HEALTH_REMEDY_AGAIN,     /* try again at once */
  OD_HEALTH_REMEDY_TAKE_OVER, /* its messages go to another program */
} OdHealthRemedy;

const char *od_health_words_icon (const OdAccountRow *row);
char *od_health_words_state (const OdAccountRow *row);
const char *od_health_words_title (OdHealthLine line);
char *od_health_words_line (const OdAccountRow *row, OdHealthLine line, guint retention_s, gint64 now_us,
                            GTimeZone *zone);
OdHealthRemedy od_health_words_remedy (const OdAccountRow *row);
char *od_health_words_tested (const char *name);
char *od_health_words_refused (const GError *error);

G_END_DECLS
