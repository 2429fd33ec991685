/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-recognition-group"

#include "od-recognition-group.h"

#include <glib/gi18n.h>

#include "od-error-words.h"
#include "od-limits.h"

#define PAUSE_MS 250 /* of typing, before what is typed is tried */

enum { ORDER, TRACKING, REGION, N_ROWS, N_PATTERNS = REGION };

/**
 * OdRecognitionGroup:
 *
 * How numbers of orders and parcels, and phones, are recognised in messages: what is typed is checked, and tried on a
 * text of one's own, when the typing rests. Enter, or the button in the row, keeps what is in that row.
 */
struct _OdRecognitionGroup {
  AdwPreferencesGroup parent_instance;

  GtkEditable *entries[N_ROWS];
  GtkEditable *sample;
  AdwActionRow *found;

  OdPatternFault faults[N_PATTERNS];
  gboolean is_new[N_PATTERNS]; /* what is typed was not checked yet */
  gboolean is_wanted[N_ROWS];  /* to be kept as soon as it is checked */
  OdRecognition *kept;         /* (owned) (nullable): what holds, once it is known */
  guint pause_id;

  OdDesk *desk;              /* (owned) */
  GCancellable *cancellable; /* (owned): of the page */
  GCancellable *trial;       /* (owned) (nullable): of the trial that runs */
};

G_DEFINE_FINAL_TYPE (OdRecognitionGroup, od_recognition_group, ADW_TYPE_PREFERENCES_GROUP)

/* ---- What is wrong, and what is found ------------------------------------------ */

static const char *
get_fault_words (OdPatternFault fault)
{
  switch (fault)
    {
    case OD_PATTERN_TOO_LONG:
      return _ ("This pattern is too long.");
    case OD_PATTERN_BROKEN:
      return _ ("This is no regular expression.");
    case OD_PATTERN_WITHOUT_GROUP:
      return _ ("Put round brackets around the number itself.");
    case OD_PATTERN_TOO_SLOW:
      return _ ("This pattern takes too long on some texts.");
    case OD_PATTERN_GOOD:
    default:
      return NULL;
    }
}

/* Returns: (nullable): as it was found when the row was looked at last */
static const char *
find_fault (OdRecognitionGroup *self, guint row)
{
  const char *region;

  if (row != REGION)
    return get_fault_words (self->faults[row]);
  region = gtk_editable_get_text (self->entries[REGION]);
  return *region == '\0' || od_recognise_check_region (region)
             ? NULL
             : _ ("The country has two capital letters, as RU or DE.");
}

static void
mark (GtkEditable *entry, gboolean is_wrong)
{
  if (is_wrong)
    gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                               is_wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

/* Returns: (nullable) (transfer full): the first fault, and whose it is; each row that has one is marked */
static char *
mark_faults (OdRecognitionGroup *self)
{
  char *first = NULL;

  for (guint i = 0; i < N_ROWS; i++)
    {
      const char *fault = find_fault (self, i);

      mark (self->entries[i], fault != NULL);
      if (first == NULL && fault != NULL)
        first = g_strdup_printf (_ ("%s: %s"), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self->entries[i])),
                                 fault);
    }
  return first;
}

static char *
make_found_words (OdRecognitionGroup *self, GPtrArray *found)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    {
      const OdRecognised *one = found->pdata[i];
      g_autofree char *shown = g_str_equal (one->kind, "order")      ? g_strdup_printf (_ ("Order %s"), one->value)
                               : g_str_equal (one->kind, "tracking") ? g_strdup_printf (_ ("Parcel %s"), one->value)
                                                                     : g_strdup (one->value);

      g_string_append_printf (words, "%s%s", i > 0 ? " · " : "", shown);
    }
  if (words->len == 0)
    g_string_append (words, *gtk_editable_get_text (self->sample) != '\0' ? _ ("Nothing is recognised in this text")
                                                                          : _ ("Type a text above to try it"));
  return g_string_free (words, FALSE);
}

static void
show (OdRecognitionGroup *self, GPtrArray *found)
{
  g_autofree char *fault = mark_faults (self);
  g_autofree char *words = fault != NULL ? g_steal_pointer (&fault) : make_found_words (self, found);
  g_autofree char *plain = g_markup_escape_text (words, -1);

  adw_action_row_set_subtitle (self->found, plain);
}

/* ---- Keeping ------------------------------------------------------------------- */

typedef struct {
  OdRecognitionGroup *group; /* (owned) */
  char *was;                 /* (owned) (nullable) */
  guint row;
} Keeping;

static void
keeping_free (Keeping *keeping)
{
  g_object_unref (keeping->group);
  g_free (keeping->was);
  g_free (keeping);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Keeping, keeping_free)

static char **
get_kept (OdRecognitionGroup *self, guint row)
{
  return row == ORDER      ? &self->kept->order_pattern
         : row == TRACKING ? &self->kept->tracking_pattern
                           : &self->kept->region;
}

static gboolean
bring_back_cb (gpointer data)
{
  GtkEditable *entry = data;
  g_autofree char *text = g_strdup (gtk_editable_get_text (entry));
  int position = gtk_editable_get_position (entry);

  gtk_editable_set_text (entry, text); /* the row shows its button for what is typed */
  gtk_editable_set_position (entry, position);
  return G_SOURCE_REMOVE;
}

/* The row hides its button after it was pressed, but there is still something to be kept. */
static void
bring_button_back (OdRecognitionGroup *self, guint row)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, bring_back_cb, g_object_ref (self->entries[row]), g_object_unref);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Keeping) keeping = user_data;
  OdRecognitionGroup *self = keeping->group;
  g_autoptr (GError) error = NULL;
  char **kept = get_kept (self, keeping->row);

  if (od_field_port_save_recognition_finish (OD_FIELD_PORT (source), result, &error))
    return;
  g_free (*kept);
  *kept = g_steal_pointer (&keeping->was);
  adw_action_row_set_subtitle (self->found, od_error_words (error));
  if (!g_cancellable_is_cancelled (self->cancellable))
    bring_button_back (self, keeping->row);
}

/* What the other rows have typed in them waits for their own Enter. */
static void
keep (OdRecognitionGroup *self, guint row)
{
  char **kept = get_kept (self, row);
  Keeping *keeping;

  self->is_wanted[row] = FALSE;
  if (find_fault (self, row) != NULL)
    {
      bring_button_back (self, row);
      return;
    }
  keeping = g_new0 (Keeping, 1);
  keeping->group = g_object_ref (self);
  keeping->row = row;
  keeping->was = *kept;
  *kept = g_strdup (gtk_editable_get_text (self->entries[row]));
  od_field_port_save_recognition_async (self->desk->tools.fields, self->kept, NULL, saved_cb, keeping);
}

/* ---- Trying -------------------------------------------------------------------- */

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OdRecognitionTrial) trial = od_field_port_try_recognition_finish (OD_FIELD_PORT (source), result, &error);
  OdRecognitionGroup *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* something else was typed, or the page is gone */
  self = user_data;
  g_clear_object (&self->trial);
  if (trial == NULL)
    {
      adw_action_row_set_subtitle (self->found, od_error_words (error));
      return;
    }
  self->faults[ORDER] = trial->order_fault;
  self->faults[TRACKING] = trial->tracking_fault;
  for (guint i = 0; i < N_PATTERNS; i++)
    self->is_new[i] = FALSE;
  show (self, trial->found);
  for (guint i = 0; i < N_ROWS; i++)
    if (self->is_wanted[i])
      keep (self, i);
}

static void
stop_trial (OdRecognitionGroup *self)
{
  g_clear_handle_id (&self->pause_id, g_source_remove);
  g_cancellable_cancel (self->trial);
  g_clear_object (&self->trial);
}

static void
start_trial (OdRecognitionGroup *self)
{
  OdRecognitionTrial *trial = od_recognition_trial_new ();

  stop_trial (self);
  trial->how->order_pattern = g_strdup (gtk_editable_get_text (self->entries[ORDER]));
  trial->how->tracking_pattern = g_strdup (gtk_editable_get_text (self->entries[TRACKING]));
  if (find_fault (self, REGION) == NULL)
    trial->how->region = g_strdup (gtk_editable_get_text (self->entries[REGION]));
  trial->text = g_strdup (gtk_editable_get_text (self->sample));
  trial->is_order_new = self->is_new[ORDER];
  trial->is_tracking_new = self->is_new[TRACKING];
  trial->order_fault = self->faults[ORDER];
  trial->tracking_fault = self->faults[TRACKING];
  self->trial = g_cancellable_new ();
  od_field_port_try_recognition_async (self->desk->tools.fields, trial, self->trial, tried_cb, self);
}

static gboolean
pause_cb (gpointer data)
{
  OdRecognitionGroup *self = data;

  self->pause_id = 0;
  start_trial (self);
  return G_SOURCE_REMOVE;
}

static guint
find_row (OdRecognitionGroup *self, GtkEditable *entry)
{
  guint row = 0;

  while (row < N_ROWS && self->entries[row] != entry)
    row++;
  return row;
}

static void
on_changed (OdRecognitionGroup *self, GtkEditable *entry)
{
  guint row = find_row (self, entry);

  if (row < N_PATTERNS)
    self->is_new[row] = TRUE;
  if (row < N_ROWS)
    self->is_wanted[row] = FALSE;
  stop_trial (self);
  self->pause_id = g_timeout_add (PAUSE_MS, pause_cb, self);
}

static void
on_apply (OdRecognitionGroup *self, GtkEditable *entry)
{
  guint row = find_row (self, entry);

  if (self->kept == NULL || row == N_ROWS)
    return;
  self->is_wanted[row] = TRUE;
  start_trial (self);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OdRecognition) how = od_field_port_load_recognition_finish (OD_FIELD_PORT (source), result, &error);
  OdRecognitionGroup *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the page is gone */
  self = user_data;
  if (how == NULL)
    {
      adw_action_row_set_subtitle (self->found, od_error_words (error));
      return;
    }
  self->kept = g_steal_pointer (&how);
  for (guint i = 0; i < N_ROWS; i++)
    {
      const char *text = *get_kept (self, i);

      gtk_editable_set_text (self->entries[i], text != NULL ? text : "");
      /* what was loaded is nothing to be kept again */
      adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self->entries[i]), TRUE);
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
}

/* ---- The object ---------------------------------------------------------------- */

static void
od_recognition_group_dispose (GObject *object)
{
  OdRecognitionGroup *self = OD_RECOGNITION_GROUP (object);

  g_cancellable_cancel (self->cancellable);
  stop_trial (self);
  G_OBJECT_CLASS (od_recognition_group_parent_class)->dispose (object);
}

static void
od_recognition_group_finalize (GObject *object)
{
  OdRecognitionGroup *self = OD_RECOGNITION_GROUP (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->kept, od_recognition_free);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_recognition_group_parent_class)->finalize (object);
}

static void
od_recognition_group_class_init (OdRecognitionGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_recognition_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_recognition_group_finalize;
}

static GtkEditable *
add_entry (OdRecognitionGroup *self, const char *title)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect_object (row, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "apply", G_CALLBACK (on_apply), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  return GTK_EDITABLE (row);
}

static void
od_recognition_group_init (OdRecognitionGroup *self)
{
  /* TRANSLATORS: %s is a country: "RU" */
  g_autofree char *region =
      g_strdup_printf (_ ("Country of phones without + (otherwise %s)"), od_recognise_get_home_region ());

  self->cancellable = g_cancellable_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Recognised in Messages"));
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (self),
      _ ("Regular expressions whose first brackets hold the number. Empty: the usual numbers are found."));
  self->entries[ORDER] = add_entry (self, _ ("Numbers of orders"));
  self->entries[TRACKING] = add_entry (self, _ ("Numbers of parcels"));
  self->entries[REGION] = add_entry (self, region);
  self->sample = add_entry (self, _ ("Try it on a text"));
  self->found = ADW_ACTION_ROW (adw_action_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->found), _ ("Found"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->found), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Found"), -1);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->found));
  adw_action_row_set_subtitle (self->found, _ ("Type a text above to try it"));
  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE); /* until it is known what holds */
}

/**
 * od_recognition_group_new:
 * @desk: has fields
 *
 * Returns: (transfer floating)
 */
GtkWidget *
od_recognition_group_new (OdDesk *desk)
{
  OdRecognitionGroup *self = g_object_new (OD_TYPE_RECOGNITION_GROUP, NULL);

  self->desk = od_desk_ref (desk);
  od_field_port_load_recognition_async (desk->tools.fields, self->cancellable, loaded_cb, self);
  return GTK_WIDGET (self);
}
