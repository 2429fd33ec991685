/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-conversation-item"

#include "od-conversation-item.h"

/**
 * OdConversationItem:
 *
 * One row of the conversation list. It exists while somebody looks at it; its members
 * come a moment later, all at once, and again whenever the store has changed them.
 * Every member of #OdConversationRow is a property of the same name. Where another list is shown, it becomes the row
 * of another conversation.
 */
struct _OdConversationItem {
  GObject parent_instance;

  gint64 id;
  OdConversationRow *row; /* (owned) (nullable): NULL until loaded */
  gboolean is_leaving;
};

G_DEFINE_FINAL_TYPE (OdConversationItem, od_conversation_item, G_TYPE_OBJECT)

typedef enum {
  MEMBER_STRING,
  MEMBER_STRV,
  MEMBER_INT64,
  MEMBER_INT, /* enumerations */
  MEMBER_UINT,
} MemberKind;

/* One line per member instead of a case each in get, compare and install. */
static const struct {
  const char *name;
  MemberKind kind;
  gsize offset;
} members[] = {
#define MEMBER(name, kind, field)                                                                                      \
  {                                                                                                                    \
    name, kind, G_STRUCT_OFFSET (OdConversationRow, field)                                                             \
  }
  MEMBER ("customer-id", MEMBER_INT64, customer_id),
  MEMBER ("account-id", MEMBER_INT64, account_id),
  MEMBER ("assignee-id", MEMBER_INT64, assignee_id),
  MEMBER ("channel", MEMBER_STRING, channel),
  MEMBER ("account-name", MEMBER_STRING, account_name),
  MEMBER ("name", MEMBER_STRING, name),
  MEMBER ("address", MEMBER_STRING, address),
  MEMBER ("snippet", MEMBER_STRING, snippet),
  MEMBER ("last-kind", MEMBER_INT, last_kind),
  MEMBER ("last-author", MEMBER_STRING, last_author),
  MEMBER ("last-mime", MEMBER_STRING, marks.last_mime),
  MEMBER ("priority", MEMBER_INT, marks.priority),
  MEMBER ("due-us", MEMBER_INT64, marks.due_us),
  MEMBER ("sends-at-us", MEMBER_INT64, marks.sends_at_us),
  MEMBER ("has-draft", MEMBER_INT, marks.has_draft),
  MEMBER ("is-blocked", MEMBER_INT, marks.is_blocked),
  MEMBER ("last-delivery", MEMBER_INT, last_delivery),
  MEMBER ("assignee-name", MEMBER_STRING, assignee_name),
  MEMBER ("tags", MEMBER_STRV, tags),
  MEMBER ("last-at-us", MEMBER_INT64, last_at_us),
  MEMBER ("waiting-since-us", MEMBER_INT64, waiting_since_us),
  MEMBER ("snoozed-until-us", MEMBER_INT64, snoozed_until_us),
  MEMBER ("status", MEMBER_INT, status),
  MEMBER ("n-unread", MEMBER_UINT, n_unread),
#undef MEMBER
};

/* The members are 1 … n; what is not one of them follows. */
enum {
  PROP_LOADED = G_N_ELEMENTS (members) + 1,
  PROP_ID,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
get_member (const OdConversationRow *row, guint which, GValue *value)
{
  gconstpointer at = G_STRUCT_MEMBER_P (row, members[which].offset);

  switch (members[which].kind)
    {
    case MEMBER_STRING:
      g_value_set_string (value, *(char *const *) at);
      break;
    case MEMBER_STRV:
      g_value_set_boxed (value, *(const GStrv *) at);
      break;
    case MEMBER_INT64:
      g_value_set_int64 (value, *(const gint64 *) at);
      break;
    case MEMBER_INT:
      g_value_set_int (value, *(const int *) at);
      break;
    case MEMBER_UINT:
      g_value_set_uint (value, *(const guint *) at);
      break;
    default:
      g_assert_not_reached ();
    }
}

static gboolean
same_strv (GStrv a, GStrv b)
{
  static const char *const none[] = { NULL };

  return g_strv_equal (a != NULL ? (const char *const *) a : none, b != NULL ? (const char *const *) b : none);
}

static gboolean
same_member (const OdConversationRow *a, const OdConversationRow *b, guint which)
{
  gconstpointer left = G_STRUCT_MEMBER_P (a, members[which].offset);
  gconstpointer right = G_STRUCT_MEMBER_P (b, members[which].offset);

  switch (members[which].kind)
    {
    case MEMBER_STRING:
      return g_strcmp0 (*(char *const *) left, *(char *const *) right) == 0;
    case MEMBER_STRV:
      return same_strv (*(const GStrv *) left, *(const GStrv *) right);
    case MEMBER_INT64:
      return *(const gint64 *) left == *(const gint64 *) right;
    case MEMBER_INT:
      return *(const int *) left == *(const int *) right;
    case MEMBER_UINT:
      return *(const guint *) left == *(const guint *) right;
    default:
      g_assert_not_reached ();
    }
}

static void
od_conversation_item_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  OdConversationItem *self = OD_CONVERSATION_ITEM (object);

  if (prop_id == PROP_LOADED)
    g_value_set_boolean (value, self->row != NULL);
  else if (prop_id == PROP_ID)
    g_value_set_int64 (value, self->id);
  else if (prop_id - 1 >= G_N_ELEMENTS (members))
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  else if (self->row != NULL)
    get_member (self->row, prop_id - 1, value);
}

static void
od_conversation_item_finalize (GObject *object)
{
  OdConversationItem *self = OD_CONVERSATION_ITEM (object);

  g_clear_pointer (&self->row, od_conversation_row_free);
  G_OBJECT_CLASS (od_conversation_item_parent_class)->finalize (object);
}

static GParamSpec *
member_pspec (guint which)
{
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const char *name = members[which].name;

  switch (members[which].kind)
    {
    case MEMBER_STRING:
      return g_param_spec_string (name, NULL, NULL, NULL, flags);
    case MEMBER_STRV:
      return g_param_spec_boxed (name, NULL, NULL, G_TYPE_STRV, flags);
    case MEMBER_INT64:
      return g_param_spec_int64 (name, NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
    case MEMBER_INT:
      return g_param_spec_int (name, NULL, NULL, G_MININT, G_MAXINT, 0, flags);
    case MEMBER_UINT:
      return g_param_spec_uint (name, NULL, NULL, 0, G_MAXUINT, 0, flags);
    default:
      g_assert_not_reached ();
    }
}

static void
od_conversation_item_class_init (OdConversationItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = od_conversation_item_get_property;
  object_class->finalize = od_conversation_item_finalize;
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    props[i + 1] = member_pspec (i);
  props[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE, flags);
  props[PROP_ID] = g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * OdConversationItem::changed:
   *
   * At least one member is not what it was; once for all of them, after their notifications.
   */
  signals[CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
od_conversation_item_init (OdConversationItem *self)
{
}

OdConversationItem *
od_conversation_item_new (gint64 id)
{
  OdConversationItem *self = g_object_new (OD_TYPE_CONVERSATION_ITEM, NULL);

  self->id = id;
  return self;
}

gint64
od_conversation_item_get_id (OdConversationItem *self)
{
  g_return_val_if_fail (OD_IS_CONVERSATION_ITEM (self), 0);

  return self->id;
}

/**
 * od_conversation_item_set_id:
 * @id: the conversation it is from now on; empty until that is loaded
 */
void
od_conversation_item_set_id (OdConversationItem *self, gint64 id)
{
  gboolean was_loaded;

  g_return_if_fail (OD_IS_CONVERSATION_ITEM (self));

  if (self->id == id)
    return;
  was_loaded = self->row != NULL;
  self->id = id;
  self->is_leaving = FALSE;
  g_clear_pointer (&self->row, od_conversation_row_free);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ID]);
  if (was_loaded)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOADED]);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * od_conversation_item_get_row:
 *
 * Returns: (transfer none) (nullable): all members at once; %NULL until loaded. Valid until
 *   the next change of the item
 */
const OdConversationRow *
od_conversation_item_get_row (OdConversationItem *self)
{
  g_return_val_if_fail (OD_IS_CONVERSATION_ITEM (self), NULL);

  return self->row;
}

/**
 * od_conversation_item_get_is_leaving:
 *
 * Returns: whether it is in the list only because it is open in front of the operator
 */
gboolean
od_conversation_item_get_is_leaving (OdConversationItem *self)
{
  g_return_val_if_fail (OD_IS_CONVERSATION_ITEM (self), FALSE);

  return self->is_leaving;
}

void
od_conversation_item_set_is_leaving (OdConversationItem *self, gboolean is_leaving)
{
  g_return_if_fail (OD_IS_CONVERSATION_ITEM (self));

  if (self->is_leaving == is_leaving)
    return;
  self->is_leaving = is_leaving;
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * od_conversation_item_take_row:
 * @row: (transfer full): what the store says of it now
 *
 * Notifies of the members that differ from what was known.
 */
void
od_conversation_item_take_row (OdConversationItem *self, OdConversationRow *row)
{
  g_autoptr (OdConversationRow) old = NULL;
  gboolean differs;

  g_return_if_fail (OD_IS_CONVERSATION_ITEM (self));
  g_return_if_fail (row->id == self->id);

  old = g_steal_pointer (&self->row);
  self->row = row;
  differs = old == NULL;
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (old == NULL || !same_member (old, row, i))
      {
        g_object_notify_by_pspec (G_OBJECT (self), props[i + 1]);
        differs = TRUE;
      }
  if (old == NULL)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOADED]);
  g_object_thaw_notify (G_OBJECT (self));
  if (differs)
    g_signal_emit (self, signals[CHANGED], 0);
}
