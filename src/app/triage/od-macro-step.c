/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-macro-step"

#include "od-macro-step.h"

#include <glib/gi18n.h>

#include "od-deed-words.h"
#include "od-rows.h"
#include "od-snooze-phrase.h"

/**
 * OdMacroStep:
 *
 * One step of a macro: what is done, with what, and the ways to move it: buttons, Alt with an arrow, or by its handle.
 */
struct _OdMacroStep {
  GtkBox parent_instance;

  GtkDropDown *kind;
  GtkStack *values; /* one page for each sort of value */
  GtkEntry *text;
  GtkDropDown *priority;
  GtkDropDown *assignee;

  GPtrArray *operators; /* (owned) (element-type OdOperatorRow) */
  gint64 operator_id;
};

G_DEFINE_FINAL_TYPE (OdMacroStep, od_macro_step, GTK_TYPE_BOX)

enum { MOVE, REMOVE, PLACE, N_SIGNALS };

static guint signals[N_SIGNALS];

#define FIRST_OPERATOR 2 /* in the list of who can be assigned, behind me and nobody */

static OdDeedKind
get_kind (OdMacroStep *self)
{
  return (OdDeedKind) gtk_drop_down_get_selected (self->kind);
}

static void
kind_changed_cb (OdMacroStep *self)
{
  const char *page = "none";
  const char *hint = "";

  switch (get_kind (self))
    {
    case OD_DEED_SNOOZE:
      page = "text";
      hint = _ ("tomorrow 9, in 2 hours, friday…");
      break;
    case OD_DEED_TAG:
    case OD_DEED_UNTAG:
      page = "text";
      hint = _ ("Name of a tag");
      break;
    case OD_DEED_PRIORITY:
      page = "priority";
      break;
    case OD_DEED_ASSIGN:
      page = "assignee";
      break;
    case OD_DEED_RESOLVE:
    case OD_DEED_REOPEN:
    case OD_DEED_WAIT:
    case OD_DEED_SPAM:
    case OD_DEED_WAKE:
    case OD_DEED_BLOCK:
    case OD_DEED_UNBLOCK:
    case OD_DEED_READ:
    case OD_DEED_UNREAD:
    case OD_DEED_NO_REPLY:
    default:
      break;
    }
  gtk_entry_set_placeholder_text (self->text, hint);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL, hint, -1);
  gtk_stack_set_visible_child_name (self->values, page);
}

/* ---- Moving -------------------------------------------------------------------------- */

static void
move_up_cb (OdMacroStep *self)
{
  g_signal_emit (self, signals[MOVE], 0, -1);
}

static void
move_down_cb (OdMacroStep *self)
{
  g_signal_emit (self, signals[MOVE], 0, 1);
}

static void
remove_cb (OdMacroStep *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static gboolean
key_cb (OdMacroStep *self, guint keyval, guint keycode, GdkModifierType state)
{
  if ((state & GDK_ALT_MASK) == 0 || (keyval != GDK_KEY_Up && keyval != GDK_KEY_Down))
    return GDK_EVENT_PROPAGATE;
  g_signal_emit (self, signals[MOVE], 0, keyval == GDK_KEY_Up ? -1 : 1);
  return GDK_EVENT_STOP;
}

static GdkContentProvider *
drag_cb (OdMacroStep *self)
{
  return gdk_content_provider_new_typed (OD_TYPE_MACRO_STEP, self);
}

static gboolean
drop_cb (OdMacroStep *self, const GValue *value)
{
  OdMacroStep *dragged = g_value_get_object (value);

  if (dragged == NULL || dragged == self)
    return FALSE;
  g_signal_emit (self, signals[PLACE], 0, dragged);
  return TRUE;
}

static void
install_moving (OdMacroStep *self, GtkWidget *handle)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (OD_TYPE_MACRO_STEP, GDK_ACTION_MOVE);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE); /* lists have the arrows for themselves */
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_swapped (source, "prepare", G_CALLBACK (drag_cb), self);
  gtk_widget_add_controller (handle, GTK_EVENT_CONTROLLER (source));
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/* ---- Parts ---------------------------------------------------------------------------- */

static GtkWidget *
add_button (OdMacroStep *self, const char *icon_name, const char *label, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_swapped (button, "clicked", callback, self);
  gtk_box_append (GTK_BOX (self), button);
  return button;
}

static GtkDropDown *
make_list (const char *const *strings, const char *label)
{
  GtkWidget *list = gtk_drop_down_new_from_strings (strings);

  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return GTK_DROP_DOWN (list);
}

static void
od_macro_step_finalize (GObject *object)
{
  g_clear_pointer (&OD_MACRO_STEP (object)->operators, g_ptr_array_unref);
  G_OBJECT_CLASS (od_macro_step_parent_class)->finalize (object);
}

static void
od_macro_step_class_init (OdMacroStepClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = od_macro_step_finalize;
  /**
   * OdMacroStep::move:
   * @by: -1 up, 1 down
   */
  signals[MOVE] =
      g_signal_new ("move", OD_TYPE_MACRO_STEP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[REMOVE] = g_signal_new ("remove", OD_TYPE_MACRO_STEP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * OdMacroStep::place:
   * @other: a step that was dropped here
   */
  signals[PLACE] = g_signal_new ("place", OD_TYPE_MACRO_STEP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                 OD_TYPE_MACRO_STEP);
}

static void
od_macro_step_init (OdMacroStep *self)
{
  GtkWidget *handle = gtk_image_new_from_icon_name ("list-drag-handle-symbolic");
  const char *kinds[OD_N_DEED + 1] = { NULL };
  const char *const priorities[] = { od_deed_words_priority (OD_PRIORITY_LOW),
                                     od_deed_words_priority (OD_PRIORITY_NORMAL),
                                     od_deed_words_priority (OD_PRIORITY_HIGH),
                                     od_deed_words_priority (OD_PRIORITY_URGENT), NULL };

  for (guint i = 0; i < OD_N_DEED; i++)
    kinds[i] = od_deed_words_kind ((OdDeedKind) i);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_box_append (GTK_BOX (self), handle);
  self->kind = make_list (kinds, _ ("What to do"));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->kind));
  self->values = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_hhomogeneous (self->values, FALSE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->values), TRUE);
  self->text = GTK_ENTRY (gtk_entry_new ());
  gtk_editable_set_width_chars (GTK_EDITABLE (self->text), 6);
  self->priority = make_list (priorities, _ ("Priority"));
  gtk_stack_add_named (self->values, gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), "none");
  gtk_stack_add_named (self->values, GTK_WIDGET (self->text), "text");
  gtk_stack_add_named (self->values, GTK_WIDGET (self->priority), "priority");
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->values));
  add_button (self, "go-up-symbolic", _ ("Move Up (Alt+Up)"), G_CALLBACK (move_up_cb));
  add_button (self, "go-down-symbolic", _ ("Move Down (Alt+Down)"), G_CALLBACK (move_down_cb));
  add_button (self, "list-remove-symbolic", _ ("Remove This Step"), G_CALLBACK (remove_cb));
  install_moving (self, handle);
}

/**
 * od_macro_step_new:
 * @operators: (element-type OdOperatorRow): who can be assigned
 * @operator_id: who edits
 */
GtkWidget *
od_macro_step_new (GPtrArray *operators, gint64 operator_id)
{
  OdMacroStep *self = g_object_new (OD_TYPE_MACRO_STEP, NULL);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  self->operators = g_ptr_array_ref (operators);
  self->operator_id = operator_id;
  gtk_string_list_append (names, _ ("Me"));
  gtk_string_list_append (names, _ ("Nobody"));
  for (guint i = 0; i < operators->len; i++)
    gtk_string_list_append (names, ((OdOperatorRow *) operators->pdata[i])->name);
  self->assignee = make_list (NULL, _ ("Who takes care of it"));
  gtk_drop_down_set_model (self->assignee, G_LIST_MODEL (names));
  gtk_stack_add_named (self->values, GTK_WIDGET (self->assignee), "assignee");
  g_signal_connect_object (self->kind, "notify::selected", G_CALLBACK (kind_changed_cb), self, G_CONNECT_SWAPPED);
  kind_changed_cb (self);
  return GTK_WIDGET (self);
}

void
od_macro_step_set_deed (OdMacroStep *self, const OdDeed *deed)
{
  g_return_if_fail (OD_IS_MACRO_STEP (self));

  gtk_drop_down_set_selected (self->kind, (guint) deed->kind);
  gtk_editable_set_text (GTK_EDITABLE (self->text),
                         deed->text != NULL && deed->kind != OD_DEED_ASSIGN ? deed->text : "");
  if (deed->kind == OD_DEED_PRIORITY)
    gtk_drop_down_set_selected (self->priority, (guint) (deed->number - OD_PRIORITY_LOW));
  if (deed->kind != OD_DEED_ASSIGN)
    return;
  gtk_drop_down_set_selected (self->assignee, deed->number == self->operator_id ? 0 : 1);
  for (guint i = 0; i < self->operators->len && deed->number != self->operator_id; i++)
    if (((OdOperatorRow *) self->operators->pdata[i])->id == deed->number)
      gtk_drop_down_set_selected (self->assignee, FIRST_OPERATOR + i);
}

/**
 * od_macro_step_make_deed:
 *
 * Returns: (transfer full): as it is set; see od_macro_step_check()
 */
OdDeed *
od_macro_step_make_deed (OdMacroStep *self)
{
  guint who = gtk_drop_down_get_selected (self->assignee);
  const OdOperatorRow *operator_row = NULL;
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->text))));

  switch (get_kind (self))
    {
    case OD_DEED_ASSIGN:
      if (who >= FIRST_OPERATOR && who - FIRST_OPERATOR < self->operators->len)
        operator_row = self->operators->pdata[who - FIRST_OPERATOR];
      return od_deed_new (OD_DEED_ASSIGN,
                          operator_row != NULL ? operator_row->id
                          : who == 0           ? self->operator_id
                                               : 0,
                          NULL);
    case OD_DEED_PRIORITY:
      return od_deed_new (OD_DEED_PRIORITY, OD_PRIORITY_LOW + (gint64) gtk_drop_down_get_selected (self->priority),
                          NULL);
    case OD_DEED_SNOOZE:
    case OD_DEED_TAG:
    case OD_DEED_UNTAG:
      return od_deed_new (get_kind (self), 0, text);
    case OD_DEED_RESOLVE:
    case OD_DEED_REOPEN:
    case OD_DEED_WAIT:
    case OD_DEED_SPAM:
    case OD_DEED_WAKE:
    case OD_DEED_BLOCK:
    case OD_DEED_UNBLOCK:
    case OD_DEED_READ:
    case OD_DEED_UNREAD:
    case OD_DEED_NO_REPLY:
    default:
      return od_deed_new (get_kind (self), 0, NULL);
    }
}

/**
 * od_macro_step_check:
 *
 * Returns: (transfer none) (nullable): why it can't be done, a sentence; the focus is there then
 */
const char *
od_macro_step_check (OdMacroStep *self, gint64 now_us)
{
  g_autoptr (OdDeed) deed = od_macro_step_make_deed (self);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  const char *why = NULL;
  gint64 until_us;

  if (deed->kind == OD_DEED_SNOOZE)
    {
      OdSnoozeReading reading = od_snooze_phrase_parse (deed->text, now_us, zone, NULL, &until_us);

      if (reading != OD_SNOOZE_READING_OK && reading != OD_SNOOZE_READING_PAST)
        why = od_snooze_reading_words (reading);
    }
  else if (deed->text != NULL && *deed->text == '\0')
    why = _ ("A tag needs a name.");
  if (why != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->text));
  return why;
}
