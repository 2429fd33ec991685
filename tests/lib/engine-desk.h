/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine-fixture.h"
#include "od-desk.h"

G_BEGIN_DECLS

OdDesk *engine_desk_new (EngineFixture *f);

G_END_DECLS
