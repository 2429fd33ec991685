/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-read-mark.h"
#include "od-thread-row.h"
#include "od-thread-view.h"

G_BEGIN_DECLS

#define MAX_JUMPS 2

/**
 * OdThreadView:
 *
 * The rows of a thread on screen. It stays at the end if the reader is there, keeps their
 * place if not, asks for more rows before they are needed, and tells what was seen.
 *
 * Jumps go through the list's own action: with rows of different heights, setting the
 * adjustment's value leads to an empty view. An action takes the rows as they were laid out
 * last, so each jump waits for a frame.
 */
struct _OdThreadView {
  AdwBin parent_instance;

  GtkScrolledWindow *scroller;
  GtkListView *list;
  GtkRevealer *end_revealer;
  GtkButton *end_button;
  GtkLabel *end_label;

  OdDesk *desk;                   /* (owned) */
  OdThreadModel *model;           /* (owned) */
  OdCurrentConversation *current; /* (owned) */
  OdReadMark *read_mark;          /* (owned) */
  GtkAdjustment *adjustment;      /* not owned: of the scroller */
  OdThreadSetting setting;
  gint64 jumps[MAX_JUMPS]; /* messages to go to, one a frame; 0: the last, whichever it is then */
  guint n_jumps;
  guint tick_id;
  guint look_id;
  guint n_new;          /* came in below what is in sight */
  gint64 flash_id;      /* message to point out once it is in sight; 0 if none */
  gboolean is_at_end;   /* follow what comes in */
  gboolean is_settling; /* sizes change by themselves: not the reader's doing */
};

OdThreadRow *od_thread_view_row_of (GtkWidget *list_child);
void od_thread_view_install_actions (GtkWidgetClass *widget_class);

G_END_DECLS
