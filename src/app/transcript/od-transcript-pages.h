/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "od-picture.h"
#include "od-transcript.h"

G_BEGIN_DECLS

/**
 * OdTranscriptPages: a transcript on paper: where its pages break and how each is drawn. One drawing code for a printer and for
 * a PDF, whose text stays text. Sizes are points.
 */
typedef struct _OdTranscriptPages OdTranscriptPages;

OdTranscriptPages *od_transcript_pages_new (GPtrArray *lines, const char *title, const char *made);
void od_transcript_pages_free (OdTranscriptPages *self);
void od_transcript_pages_add_picture (OdTranscriptPages *self, const char *path, const OdPicture *picture);
gboolean od_transcript_pages_paginate (OdTranscriptPages *self, PangoLayout *layout, double width, double height,
                                       gint64 budget_us);
guint od_transcript_pages_get_n_pages (OdTranscriptPages *self);
void od_transcript_pages_draw (OdTranscriptPages *self, cairo_t *cr, PangoLayout *layout, guint page);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdTranscriptPages, od_transcript_pages_free)

G_END_DECLS
