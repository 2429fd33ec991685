/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-report-model"

#include "od-report-model.h"

/**
 * OdReportModel:
 *
 * A report, and what it is of. Each change of that asks for another one; the one before stays until the answer is here,
 * and a question that was overtaken is given up.
 */
struct _OdReportModel {
  GObject parent_instance;

  OdDesk *desk;              /* (owned) */
  GTimeZone *zone;           /* (owned): of the desk */
  OdReport *report;          /* (owned) (nullable): %NULL: the first is on its way */
  GCancellable *cancellable; /* (owned) (nullable): of the question on its way */
  OdReportPeriod period;
  gint64 from_us, to_us; /* of a period of one's own */
  gint64 account_id, operator_id;
  char *channel; /* (owned) (nullable) */
  char *tag;     /* (owned) (nullable) */
  guint ask_id;  /* idle: several changes are one question */
};

G_DEFINE_FINAL_TYPE (OdReportModel, od_report_model, G_TYPE_OBJECT)

enum { CHANGED, FAILED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  OdReport *report = od_report_port_make_finish (OD_REPORT_PORT (source), result, &error);
  OdReportModel *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the model may be gone */
  self = user_data;
  g_clear_object (&self->cancellable);
  if (report == NULL)
    {
      g_signal_emit (self, signals[FAILED], 0, error);
      return;
    }
  g_clear_pointer (&self->report, od_report_unref);
  self->report = report;
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
ask_cb (gpointer user_data)
{
  OdReportModel *self = user_data;
  OdReportQuery query = { .from_us = self->from_us,
                          .to_us = self->to_us,
                          .now_us = od_clock_get_real_us (self->desk->clock),
                          .zone = self->zone,
                          .account_id = self->account_id,
                          .channel = self->channel,
                          .operator_id = self->operator_id,
                          .tag = self->tag };

  self->ask_id = 0;
  if (self->period != OD_REPORT_OWN_PERIOD &&
      !od_report_get_period (self->period, query.now_us, self->zone, &query.from_us, &query.to_us))
    return G_SOURCE_REMOVE;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  od_report_port_make_async (self->desk->tools.reports, &query, self->cancellable, made_cb, self);
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
ask (OdReportModel *self)
{
  if (self->ask_id == 0)
    self->ask_id = g_idle_add (ask_cb, self);
}

static void
od_report_model_dispose (GObject *object)
{
  OdReportModel *self = OD_REPORT_MODEL (object);

  g_clear_handle_id (&self->ask_id, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (od_report_model_parent_class)->dispose (object);
}

static void
od_report_model_finalize (GObject *object)
{
  OdReportModel *self = OD_REPORT_MODEL (object);

  g_clear_pointer (&self->report, od_report_unref);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->channel, g_free);
  g_clear_pointer (&self->tag, g_free);
  g_clear_pointer (&self->desk, od_desk_unref);
  G_OBJECT_CLASS (od_report_model_parent_class)->finalize (object);
}

static void
od_report_model_class_init (OdReportModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = od_report_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = od_report_model_finalize;

  /**
   * OdReportModel::changed:
   *
   * There is another report, or one is on its way.
   */
  signals[CHANGED] =
      g_signal_new ("changed", OD_TYPE_REPORT_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * OdReportModel::failed:
   * @error: (type GError)
   */
  signals[FAILED] = g_signal_new ("failed", OD_TYPE_REPORT_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                  1, G_TYPE_ERROR);
}

static void
od_report_model_init (OdReportModel *self)
{
  self->period = OD_REPORT_LAST_7_DAYS;
}

/**
 * od_report_model_new:
 * @desk: has reports
 * @zone: whose days and hours are meant
 *
 * Returns: (transfer full): the last seven days of everything
 */
OdReportModel *
od_report_model_new (OdDesk *desk, GTimeZone *zone)
{
  OdReportModel *self = g_object_new (OD_TYPE_REPORT_MODEL, NULL);

  self->desk = od_desk_ref (desk);
  self->zone = g_time_zone_ref (zone);
  ask (self);
  return self;
}

/**
 * od_report_model_set_period:
 * @period: one of one's own stays as it is until od_report_model_set_own_period() says otherwise
 */
void
od_report_model_set_period (OdReportModel *self, OdReportPeriod period)
{
  g_return_if_fail (OD_IS_REPORT_MODEL (self));

  if (period == OD_REPORT_OWN_PERIOD)
    return;
  self->period = period;
  ask (self);
}

/**
 * od_report_model_set_own_period:
 * @from, @to: as od_report_read_period() takes them
 *
 * Returns: %FALSE if they are no period; then nothing is asked
 */
gboolean
od_report_model_set_own_period (OdReportModel *self, const char *from, const char *to)
{
  gint64 from_us, to_us;

  g_return_val_if_fail (OD_IS_REPORT_MODEL (self), FALSE);

  if (!od_report_read_period (from, to, od_clock_get_real_us (self->desk->clock), self->zone, &from_us, &to_us))
    return FALSE;
  self->period = OD_REPORT_OWN_PERIOD;
  self->from_us = from_us;
  self->to_us = to_us;
  ask (self);
  return TRUE;
}

/**
 * od_report_model_set_account:
 * @account_id: 0: all
 */
void
od_report_model_set_account (OdReportModel *self, gint64 account_id)
{
  g_return_if_fail (OD_IS_REPORT_MODEL (self));

  self->account_id = account_id;
  ask (self);
}

/**
 * od_report_model_set_channel:
 * @channel: (nullable): %NULL: all
 */
void
od_report_model_set_channel (OdReportModel *self, const char *channel)
{
  g_return_if_fail (OD_IS_REPORT_MODEL (self));

  g_free (self->channel);
  self->channel = g_strdup (channel);
  ask (self);
}

/**
 * od_report_model_set_operator:
 * @operator_id: 0: all; -1: nobody
 */
void
od_report_model_set_operator (OdReportModel *self, gint64 operator_id)
{
  g_return_if_fail (OD_IS_REPORT_MODEL (self));

  self->operator_id = operator_id;
  ask (self);
}

/**
 * od_report_model_set_tag:
 * @tag: (nullable): %NULL: any or none
 */
void
od_report_model_set_tag (OdReportModel *self, const char *tag)
{
  g_return_if_fail (OD_IS_REPORT_MODEL (self));

  g_free (self->tag);
  self->tag = g_strdup (tag);
  ask (self);
}

/**
 * od_report_model_ask_again:
 *
 * Things happened meanwhile, or it failed.
 */
void
od_report_model_ask_again (OdReportModel *self)
{
  g_return_if_fail (OD_IS_REPORT_MODEL (self));

  ask (self);
}

/**
 * od_report_model_get_report:
 *
 * Returns: (transfer none) (nullable): the newest there is
 */
OdReport *
od_report_model_get_report (OdReportModel *self)
{
  g_return_val_if_fail (OD_IS_REPORT_MODEL (self), NULL);

  return self->report;
}

gboolean
od_report_model_get_is_loading (OdReportModel *self)
{
  g_return_val_if_fail (OD_IS_REPORT_MODEL (self), FALSE);

  return self->cancellable != NULL || self->ask_id != 0;
}
