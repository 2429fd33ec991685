/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-promise-badge"

#include "od-promise-badge.h"

#include "od-sla-badge.h"

/* The tooltip counts working time: asked anew when it is older. */
#define TOOLTIP_US (10 * (gint64) G_USEC_PER_SEC)

/**
 * OdPromiseBadge:
 *
 * How long there is to keep what was promised in the open conversation, or since when it is broken. It ticks while
 * somebody can see it, and only when it says something else. What else was promised is in the tooltip.
 */
struct _OdPromiseBadge {
  GtkWidget parent_instance;

  GtkImage *icon;
  GtkLabel *label;
  OdDesk *desk;              /* (owned) */
  GCancellable *cancellable; /* (owned) (nullable): of what the tooltip waits for */
  char *tooltip;             /* (owned) (nullable) */
  OdConversationMarks marks; /* its strings are not ours, and %NULL */
  gint64 conversation_id;    /* 0: none */
  gint64 asked_at_us;
  guint tick_id; /* timeout of the clock; 0 if there is none */
};

G_DEFINE_FINAL_TYPE (OdPromiseBadge, od_promise_badge, GTK_TYPE_WIDGET)

static void update (OdPromiseBadge *self);

static gboolean
tick_cb (gpointer user_data)
{
  OdPromiseBadge *self = user_data;

  self->tick_id = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
set_tick (OdPromiseBadge *self, gint64 now_us)
{
  gint64 next_us = od_sla_badge_get_next_us (&self->marks, now_us);

  if (self->tick_id != 0)
    od_clock_remove_timeout (self->desk->clock, self->tick_id);
  self->tick_id = 0;
  if (next_us != G_MAXINT64 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->tick_id = od_clock_add_timeout (self->desk->clock, MAX (0, next_us - now_us), tick_cb, self, NULL);
}

static void
update (OdPromiseBadge *self)
{
  static const char *const classes[] = {
    [OD_SLA_LEVEL_NONE] = "od-dim",
    [OD_SLA_LEVEL_OK] = "od-dim",
    [OD_SLA_LEVEL_AMBER] = "od-warn",
    [OD_SLA_LEVEL_RED] = "od-late",
  };
  gint64 now_us = od_clock_get_real_us (self->desk->clock);
  OdSlaLevel level = od_sla_badge_get_level (&self->marks, now_us);
  g_autofree char *time = od_sla_badge_text (&self->marks, now_us);
  g_autofree char *text = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *promised = od_sla_badge_promised (&self->marks, now_us, zone);
  g_autofree char *clock = od_sla_badge_words (&self->marks, now_us);
  g_autofree char *words = g_strjoin (" ", clock, promised, NULL);

  gtk_widget_set_visible (GTK_WIDGET (self), level != OD_SLA_LEVEL_NONE);
  if (level != OD_SLA_LEVEL_NONE)
    {
      gtk_image_set_from_icon_name (self->icon, od_sla_badge_get_icon (level));
      text = g_strjoin (" · ", time, promised, NULL);
      gtk_label_set_text (self->label, text);
      gtk_widget_set_css_classes (GTK_WIDGET (self), (const char *[]){ "od-small", classes[level], NULL });
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
    }
  set_tick (self, now_us);
}

/* ---- the tooltip ---- */

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) clocks = od_promise_port_load_finish (OD_PROMISE_PORT (source), result, &error);
  g_autoptr (GTimeZone) zone = NULL;
  OdPromiseBadge *self = user_data;

  if (clocks == NULL)
    return; /* cancelled: the badge may be gone; otherwise the badge says enough */
  zone = g_time_zone_new_local ();
  g_clear_object (&self->cancellable);
  g_free (self->tooltip);
  self->tooltip = od_sla_badge_tooltip (clocks, od_clock_get_real_us (self->desk->clock), zone);
  gtk_widget_trigger_tooltip_query (GTK_WIDGET (self));
}

static gboolean
od_promise_badge_query_tooltip (GtkWidget *widget, int x, int y, gboolean is_keyboard, GtkTooltip *tooltip)
{
  OdPromiseBadge *self = OD_PROMISE_BADGE (widget);
  gint64 now_us = od_clock_get_monotonic_us (self->desk->clock);

  if (self->cancellable == NULL && self->desk->tools.promises != NULL && self->conversation_id != 0 &&
      (self->tooltip == NULL || now_us - self->asked_at_us > TOOLTIP_US))
    {
      self->cancellable = g_cancellable_new ();
      self->asked_at_us = now_us;
      od_promise_port_load_async (self->desk->tools.promises, self->conversation_id, FALSE, self->cancellable,
                                  loaded_cb, self);
    }
  gtk_tooltip_set_text (tooltip, self->tooltip);
  return self->tooltip != NULL;
}

static void
forget_tooltip (OdPromiseBadge *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->tooltip, g_free);
}

/* ---- the widget ---- */

static void
od_promise_badge_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (od_promise_badge_parent_class)->map (widget);
  update (OD_PROMISE_BADGE (widget));
}

static void
stop_tick (OdPromiseBadge *self)
{
  if (self->tick_id != 0)
    od_clock_remove_timeout (self->desk->clock, self->tick_id);
  self->tick_id = 0;
}

static void
od_promise_badge_unmap (GtkWidget *widget)
{
  stop_tick (OD_PROMISE_BADGE (widget));
  GTK_WIDGET_CLASS (od_promise_badge_parent_class)->unmap (widget);
}

static void
od_promise_badge_dispose (GObject *object)
{
  OdPromiseBadge *self = OD_PROMISE_BADGE (object);
  GtkWidget *child;

  stop_tick (self);
  forget_tooltip (self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_promise_badge_parent_class)->dispose (object);
}

static void
od_promise_badge_class_init (OdPromiseBadgeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = od_promise_badge_dispose;
  widget_class->map = od_promise_badge_map;
  widget_class->unmap = od_promise_badge_unmap;
  widget_class->query_tooltip = od_promise_badge_query_tooltip;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
od_promise_badge_init (OdPromiseBadge *self)
{
  self->icon = GTK_IMAGE (gtk_image_new ());
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), 3);
  gtk_widget_set_parent (GTK_WIDGET (self->icon), GTK_WIDGET (self));
  gtk_widget_set_parent (GTK_WIDGET (self->label), GTK_WIDGET (self));
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
od_promise_badge_new (OdDesk *desk)
{
  OdPromiseBadge *self = g_object_new (OD_TYPE_PROMISE_BADGE, NULL);

  self->desk = od_desk_ref (desk);
  return GTK_WIDGET (self);
}

/**
 * od_promise_badge_set_row:
 * @row: (nullable): the conversation; read now, not kept
 */
void
od_promise_badge_set_row (OdPromiseBadge *self, const OdConversationRow *row)
{
  g_return_if_fail (OD_IS_PROMISE_BADGE (self));

  forget_tooltip (self);
  self->conversation_id = row != NULL ? row->id : 0;
  self->marks = row != NULL ? row->marks : (OdConversationMarks){ 0 };
  self->marks.last_mime = NULL;
  update (self);
}
