/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-message-deeds.h"
#include "od-read-mark.h"
#include "od-thread-folds.h"
#include "od-thread-row.h"
#include "od-thread-view.h"

G_BEGIN_DECLS

#define MAX_JUMPS 2

/* Messages to go to, one a frame; 0: the last, whichever it is then. */
typedef struct {
  gint64 ids[MAX_JUMPS];
  guint n;
  guint tick_id;
  gboolean is_settling; /* sizes change by themselves: not the reader's doing */
} OdThreadJumps;

/* What is shown of one message at a time. */
typedef struct {
  GtkWidget *popover;      /* (nullable): menu, emoji or history */
  GtkWidget *emoji;        /* (nullable): all of them; made when they are first wanted */
  OdThreadRow *hovered;    /* (weak) (nullable) */
  gint64 emoji_message_id; /* what the emoji is for */
} OdThreadPointer;

/* Timeouts of the clock; 0 if there is none. */
typedef struct {
  guint midnight_id; /* "today" is another day */
  guint count_id;    /* while a row in sight has seconds to count */
} OdThreadTimes;

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
  OdThreadFolds *folds;           /* (owned): of the model; what the list shows */
  OdCurrentConversation *current; /* (owned) */
  OdReadMark *read_mark;          /* (owned) */
  GtkAdjustment *adjustment;      /* not owned: of the scroller */
  OdThreadSetting setting;
  OdThreadJumps jumps;
  OdThreadPointer pointer;
  OdThreadTimes times;
  guint look_id;
  guint n_new;        /* came in below what is in sight */
  gint64 flash_id;    /* message to point out once it is in sight; 0 if none */
  gint64 shown_id;    /* conversation that was opened last */
  gboolean is_at_end; /* follow what comes in */
};

OdThreadRow *od_thread_view_row_of (GtkWidget *list_child);
OdThreadRow *od_thread_view_find_row (OdThreadView *self, gint64 message_id);
OdMessageDeeds od_thread_view_get_deeds (OdThreadView *self, const OdMessageRow *row);
void od_thread_view_install_actions (GtkWidgetClass *widget_class);
void od_thread_view_watch_scrolling (OdThreadView *self);
void od_thread_view_look_soon (OdThreadView *self);
void od_thread_view_watch_pointer (OdThreadView *self);
void od_thread_view_show_menu (OdThreadView *self, OdThreadRow *row, const GdkRectangle *at);
void od_thread_view_popup (OdThreadView *self, GtkWidget *popover, gint64 message_id, const GdkRectangle *at);
void od_thread_view_pick_emoji (OdThreadView *self, gint64 message_id);
void od_thread_view_pick_any_emoji (OdThreadView *self, gint64 message_id);
void od_thread_view_watch_time (OdThreadView *self);
void od_thread_view_count_down (gpointer view);
void od_thread_view_show_history (OdThreadView *self, gint64 message_id);
void od_thread_view_send_elsewhere (OdThreadView *self, const OdMessageRow *row);
void od_thread_view_move (OdThreadView *self, const OdMessageRow *row, gint64 conversation_id);

G_END_DECLS
