/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-library-list.h"

G_BEGIN_DECLS

#define OD_TYPE_LIBRARY_EDITOR (od_library_editor_get_type ())
G_DECLARE_FINAL_TYPE (OdLibraryEditor, od_library_editor, OD, LIBRARY_EDITOR, AdwBin)

GtkWidget *od_library_editor_new (OdDesk *desk, OdLibraryList *list, gboolean has_articles);
void od_library_editor_open (OdLibraryEditor *self, OdCompletionItem *item, gboolean as_copy);
void od_library_editor_begin (OdLibraryEditor *self, const char *body);
void od_library_editor_attach (OdLibraryEditor *self, const char *path);
gboolean od_library_editor_save (OdLibraryEditor *self);

G_END_DECLS
