/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-people-file.h"

#include "od-limits.h"

static void
remark_free (gpointer data)
{
  OdPeopleFileRemark *remark = data;

  g_free (remark->column);
  g_free (remark->reason);
  g_free (remark);
}

OdPeopleFileReport *
od_people_file_report_new (void)
{
  OdPeopleFileReport *self = g_new0 (OdPeopleFileReport, 1);

  self->remarks = g_ptr_array_new_with_free_func (remark_free);
  return self;
}

void
od_people_file_report_free (OdPeopleFileReport *self)
{
  g_strfreev (self->unknown);
  g_ptr_array_unref (self->remarks);
  g_free (self);
}

/**
 * od_people_file_report_refuse:
 *
 * Counts a line that is not taken.
 */
void
od_people_file_report_refuse (OdPeopleFileReport *self, guint line, const char *column, const char *reason)
{
  OdPeopleFileRemark *remark;

  self->n_refused++;
  if (self->remarks->len >= OD_LIMIT_IMPORT_REASONS)
    return;
  remark = g_new0 (OdPeopleFileRemark, 1);
  remark->line = line;
  remark->column = g_strdup (column);
  remark->reason = g_strdup (reason);
  g_ptr_array_add (self->remarks, remark);
}
