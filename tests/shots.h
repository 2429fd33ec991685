/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-fake-desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What the painters of pictures share. */
typedef struct {
  AdwApplication *application;
  const char *folder;
  const char *language;
} Studio;

void let_settle (OdDesk *desk, guint ms);
void save (Studio *studio, GtkWidget *widget, const char *name);
OdDesk *make_desk (gboolean is_filled, OdFakeDesk **fake);
void shoot_accounts (Studio *studio, const char *scheme);
void shoot_inbox (Studio *studio, const char *scheme);
void shoot_people (Studio *studio, const char *scheme);
void shoot_reports (Studio *studio, const char *scheme);

G_END_DECLS
