/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "od-desk.h"

G_BEGIN_DECLS

typedef void (*OdPeopleFileSay) (GtkWindow *window, const char *words);

void od_people_file_dialog_import (GtkWindow *window, OdDesk *desk, OdPeopleFileSay say);
void od_people_file_dialog_import_file (GtkWindow *window, OdDesk *desk, const char *path, OdPeopleFileSay say);
void od_people_file_dialog_export_file (GtkWindow *window, OdDesk *desk, const char *path, const char *filter,
                                        OdPeopleFileSay say);
void od_people_file_dialog_export (GtkWindow *window, OdDesk *desk, const char *filter, OdPeopleFileSay say);

G_END_DECLS
