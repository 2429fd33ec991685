/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-fake-desk-private.h"

#define OD_TYPE_FAKE_LIVE (od_fake_live_get_type ())
G_DECLARE_FINAL_TYPE (OdFakeLive, od_fake_live, OD, FAKE_LIVE, GObject)

struct _OdFakeLive {
  GObject parent_instance;

  OdFakeDesk *desk; /* (nullable): NULL once that is gone */
};

static OdFakeConversation *
find (OdLivePort *port, gint64 conversation_id)
{
  OdFakeLive *self = OD_FAKE_LIVE (port);

  return self->desk != NULL ? od_fake_desk_find (self->desk, conversation_id) : NULL;
}

static const char *
get_typing (OdLivePort *port, gint64 conversation_id)
{
  OdFakeConversation *conversation = find (port, conversation_id);

  return conversation != NULL ? conversation->typing : NULL;
}

static gboolean
get_is_online (OdLivePort *port, gint64 conversation_id)
{
  OdFakeConversation *conversation = find (port, conversation_id);

  return conversation != NULL && conversation->is_online;
}

static void
live_iface_init (OdLivePortInterface *iface)
{
  iface->get_typing = get_typing;
  iface->get_is_online = get_is_online;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (OdFakeLive, od_fake_live, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (OD_TYPE_LIVE_PORT, live_iface_init))

static void
od_fake_live_class_init (OdFakeLiveClass *klass)
{
}

static void
od_fake_live_init (OdFakeLive *self)
{
}

OdLivePort *
od_fake_live_new (OdFakeDesk *desk)
{
  OdFakeLive *self = g_object_new (OD_TYPE_FAKE_LIVE, NULL);

  self->desk = desk;
  return OD_LIVE_PORT (self);
}

void
od_fake_live_forget (OdLivePort *live)
{
  OD_FAKE_LIVE (live)->desk = NULL;
}
