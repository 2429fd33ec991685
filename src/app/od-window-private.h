/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-account-list.h"
#include "od-column.h"
#include "od-current-conversation.h"
#include "od-customer-pane.h"
#include "od-deed-runner.h"
#include "od-inbox-pane.h"
#include "od-keymap.h"
#include "od-sidebar.h"
#include "od-thread-header.h"
#include "od-thread-pane.h"
#include "od-view-list.h"
#include "od-window.h"

G_BEGIN_DECLS

/* The panes: made once, each lives in a place of the template. */
typedef struct {
  OdSidebar *sidebar;
  OdInboxPane *inbox;
  OdThreadHeader *header;
  OdThreadPane *thread;
  OdCustomerPane *customer;
} OdWindowPanes;

/* Where the panes live, from the template. */
typedef struct {
  OdColumn *side_column;
  AdwToastOverlay *side_toasts;
  OdColumn *list_column;
  OdColumn *thread_column;
  GtkBox *thread_box;
  AdwBin *sidebar_bin;
  AdwBin *profile_bin;
  AdwBin *welcome_bin;
} OdWindowPlaces;

/* How many panes stand side by side; the rest slides over. Below them all, the leaflet folds. */
typedef enum {
  OD_WINDOW_LAYOUT_NARROW, /* conversations and thread, or one of them */
  OD_WINDOW_LAYOUT_MEDIUM, /* and the views */
  OD_WINDOW_LAYOUT_WIDE,   /* and the profile */
} OdWindowLayout;

/* What the operator chose, for every profile. */
typedef struct {
  GSettings *settings; /* (owned) (nullable): without installed schemas */
  OdKeymap *keymap;    /* (owned) */
} OdWindowTaste;

#define OD_WINDOW_PAGE_LIST "list"
#define OD_WINDOW_PAGE_THREAD "thread"

typedef struct {
  OdWindowLayout layout;
  gboolean is_folded; /* was so when the panes were laid out */
  const char *page;   /* (unowned): what is seen where there is room for one pane: OD_WINDOW_PAGE_... */
  guint layout_id;    /* idle that follows a new width */
} OdWindowFolding;

/* What is done with conversations. */
typedef struct {
  OdDeedRunner *runner; /* (owned) */
  AdwToast *toast;      /* (unowned) (nullable): what the last deed came to, while it is shown */
  guint64 undo_id;      /* what its Undo takes back; 0: nothing */
  guint toast_id;       /* takes it away; 0 if none */
} OdWindowTriage;

struct _OdWindow {
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts; /* of the first page */
  GtkLabel *announcement;
  GtkStack *root_stack;
  AdwFlap *profile_flap;
  AdwFlap *sidebar_flap;
  AdwLeaflet *leaflet;
  GtkStack *thread_stack;

  OdWindowPlaces places;          /* from the template */
  OdWindowPanes panes;            /* borrowed from the template's places */
  OdDesk *desk;                   /* (owned) */
  GSettings *state;               /* (owned) (nullable) */
  OdAccountList *accounts;        /* (owned) */
  OdViewList *views;              /* (owned) */
  OdCurrentConversation *current; /* (owned) */
  OdWindowTaste taste;
  OdWindowTriage triage;
  GCancellable *cancellable; /* (owned): of what was asked for by an action */
  OdWindowFolding folding;
  gboolean is_to_write;     /* the cursor goes where one writes once the thread is there */
  gint64 wanted_message_id; /* to be shown once it is known whose conversation this is; -1: nothing waits */
};

void od_window_install_actions (GtkWidgetClass *widget_class);
void od_window_install_people_actions (GtkWidgetClass *widget_class);
void od_window_install_report_actions (GtkWidgetClass *widget_class);
void od_window_follow_customer (OdWindow *self);
void od_window_install_keys (OdWindow *self);
GPtrArray *od_window_list_commands (OdWindow *self);
gboolean od_window_can_run (OdWindow *self, const OdCommand *command);
gboolean od_window_run (OdWindow *self, const OdCommand *command);
void od_window_install_settings (OdWindow *self);
void od_window_install_view_actions (GtkWidgetClass *widget_class);
void od_window_choose_view (OdWindow *self, OdView *view);
void od_window_recall_view (OdWindow *self);
gint64 *od_window_dup_targets (OdWindow *self, guint *n_ids);
void od_window_install_triage_actions (GtkWidgetClass *widget_class);
void od_window_begin_triage (OdWindow *self);
void od_window_update_triage (OdWindow *self);
void od_window_install_undo_actions (GtkWidgetClass *widget_class);
void od_window_begin_undo (OdWindow *self);
void od_window_undo (OdWindow *self);
void od_window_end_undo (OdWindow *self);
void od_window_offer_undo (OdWindow *self, AdwToast *toast, OdUndoFunc func, gpointer data, GDestroyNotify destroy);
void od_window_update_actions (OdWindow *self);
void od_window_open (OdWindow *self, gint64 conversation_id, gint64 customer_id, gint64 message_id);
void od_window_show_page (OdWindow *self, const char *page);
void od_window_lay_out (OdWindow *self, int width);
void od_window_lay_out_soon (OdWindow *self, int width);
void od_window_take_focus (OdWindow *self);
void od_window_note_page (OdWindow *self);
void od_window_leave_thread_controls (OdWindow *self);
gboolean od_window_find_focus (OdWindow *self);
gboolean od_window_type (OdWindow *self, GtkEventControllerKey *controller, guint keyval);
void od_window_show_palette (OdWindow *self);
void od_window_show_error (OdWindow *self, const GError *error);
void od_window_show_toast (OdWindow *self, AdwToast *toast);
void od_window_try_it (OdWindow *self);

G_END_DECLS
