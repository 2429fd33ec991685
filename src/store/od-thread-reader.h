/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-db.h"
#include "od-thread-port.h"

G_BEGIN_DECLS

#define OD_TYPE_THREAD_READER (od_thread_reader_get_type ())
G_DECLARE_FINAL_TYPE (OdThreadReader, od_thread_reader, OD, THREAD_READER, GObject)

OdThreadPort *od_thread_reader_new (OdDb *db, const char *files_dir, gint64 operator_id);

G_END_DECLS
