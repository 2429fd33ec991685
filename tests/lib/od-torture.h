/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-write-fixture.h"

G_BEGIN_DECLS

void od_torture (OdWriteFixture *fixture, OdDbWriteFunc func, gpointer data);

G_END_DECLS
