/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "od-terms.h"

G_BEGIN_DECLS

/**
 * OdTermsPort:
 *
 * Opening hours and promises. A change is %OD_CHANGE_LIBRARY in the feed. What is saved gets a new version; what has
 * another version than it was read with is not saved over (%OD_ERROR_REJECTED), unless the version is 0. Clocks that
 * run are counted anew by a calendar that changed, by a policy only on request (R12). Main thread.
 */
#define OD_TYPE_TERMS_PORT (od_terms_port_get_type ())
G_DECLARE_INTERFACE (OdTermsPort, od_terms_port, OD, TERMS_PORT, GObject)

struct _OdTermsPortInterface {
  GTypeInterface parent_iface;

  void (*load_async) (OdTermsPort *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  void (*save_calendar_async) (OdTermsPort *self, const OdCalendar *calendar, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
  void (*remove_calendar_async) (OdTermsPort *self, gint64 id, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);
  void (*save_policy_async) (OdTermsPort *self, const OdSlaPolicy *policy, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
  void (*remove_policy_async) (OdTermsPort *self, gint64 id, GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data);
  void (*move_policy_async) (OdTermsPort *self, gint64 id, guint position, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
};

void od_terms_port_load_async (OdTermsPort *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data);
OdTerms *od_terms_port_load_finish (OdTermsPort *self, GAsyncResult *result, GError **error);
void od_terms_port_save_calendar_async (OdTermsPort *self, const OdCalendar *calendar, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data);
void od_terms_port_save_policy_async (OdTermsPort *self, const OdSlaPolicy *policy, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data);
gint64 od_terms_port_save_finish (OdTermsPort *self, GAsyncResult *result, GError **error);
void od_terms_port_remove_calendar_async (OdTermsPort *self, gint64 id, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer user_data);
void od_terms_port_remove_policy_async (OdTermsPort *self, gint64 id, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data);
void od_terms_port_move_policy_async (OdTermsPort *self, gint64 id, guint position, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data);
gboolean od_terms_port_write_finish (OdTermsPort *self, GAsyncResult *result, GError **error);

G_END_DECLS
