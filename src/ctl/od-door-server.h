/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * OdDoorResult: what a command said.
 * @output: (not nullable): for standard output; complete or empty
 * @messages: (not nullable): for standard error
 */
typedef struct {
  int status;
  char *output;
  char *messages;
} OdDoorResult;

OdDoorResult *od_door_result_new (int status, const char *output, const char *messages);
void od_door_result_free (OdDoorResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdDoorResult, od_door_result_free)

/**
 * OdDoorRunFunc:
 * @args: the command and its arguments, paths absolute
 * @secrets: (element-type utf8): lines that the tool read for --secret, in order
 *
 * Starts a command; must complete @task with a #OdDoorResult. Main thread.
 */
typedef void (*OdDoorRunFunc) (const char *const *args, const char *const *secrets, GTask *task, gpointer user_data);

#define OD_TYPE_DOOR_SERVER (od_door_server_get_type ())
G_DECLARE_FINAL_TYPE (OdDoorServer, od_door_server, OD, DOOR_SERVER, GObject)

OdDoorServer *od_door_server_new (const char *profile_dir, OdDoorRunFunc run, gpointer user_data, GError **error);
void od_door_server_stop (OdDoorServer *self);

G_END_DECLS
