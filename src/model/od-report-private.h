/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-report.h"

G_BEGIN_DECLS

/* What a sample is. */
typedef enum {
  OD_SAMPLE_KEPT,
  OD_SAMPLE_WARNED,
  OD_SAMPLE_BROKEN,
  OD_SAMPLE_OPEN,
  OD_SAMPLE_WAIVED,
  OD_SAMPLE_MESSAGE,
  OD_SAMPLE_REPLY,
} OdSampleWhat;

/* A conversation; its tags are a stretch of those of the report. */
typedef struct {
  gint64 id;
  gint64 account_id;
  gint64 assignee_id;
  gint32 channel;
  guint first_tag, n_tags;
} OdReportChat;

/* A clock, or a message. There may be a million of them. */
typedef struct {
  gint64 operator_id;
  guint chat; /* its place */
  gint32 day;
  gint32 wall_s, open_s; /* of a first or next reply; -1: none */
  guint8 hour, weekday;
  guint8 kind; /* 0: a message */
  guint8 what;
} OdSample;

struct _OdReport {
  gatomicrefcount n_refs;
  OdReportQuery *query;                    /* (owned) */
  GTimeZone *zone;                         /* (owned) */
  GArray *chats;                           /* (owned) (element-type OdReportChat): by id */
  GArray *tags;                            /* (owned) (element-type gint64) */
  GArray *samples;                         /* (owned) (element-type OdSample): by conversation */
  GHashTable *accounts;                    /* (owned) (element-type gint64 gint): id to channel */
  GPtrArray *channels;                     /* (owned) (element-type utf8) */
  GHashTable *names[OD_N_REPORT_GROUPING]; /* (owned) (nullable) (element-type gint64 utf8) */
  GPtrArray *rows[OD_N_REPORT_GROUPING];   /* (owned) (nullable) (element-type OdReportRow) */
};

gint32 od_report_get_day (const OdReport *self, gint64 at_us);
guint od_report_get_keys (const OdReport *self, const OdSample *sample, OdReportGrouping grouping, gint64 *only,
                          const gint64 **keys);
char *od_report_dup_name (const OdReport *self, OdReportGrouping grouping, gint64 key);
gboolean od_sample_is_reply_of (const OdSample *self, OdReportMeasure replies);

G_END_DECLS
