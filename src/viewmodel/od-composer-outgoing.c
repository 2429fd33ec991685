/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "od-composer-model"

#include "od-composer-model-private.h"
#include "od-limits.h"
#include "od-markdown.h"

/* What the text will be where it goes: with which formatting, how long, in how many messages. */

/**
 * od_composer_model_get_formatting:
 *
 * Returns: what of a text's formatting will be seen where it goes
 */
OdFormatting
od_composer_model_get_formatting (OdComposerModel *self)
{
  g_return_val_if_fail (OD_IS_COMPOSER_MODEL (self), OD_FORMATTING_NONE);

  if (self->is_note)
    return OD_FORMATTING_ALL;
  return self->channel != NULL ? self->channel->formatting : OD_FORMATTING_NONE;
}

/**
 * od_composer_model_dup_outgoing:
 * @format: (out) (optional)
 *
 * Returns: (transfer full): the text as it will leave: without formatting that can't be shown
 */
char *
od_composer_model_dup_outgoing (OdComposerModel *self, OdTextFormat *format)
{
  OdFormatting can = od_composer_model_get_formatting (self);
  OdFormatting used = od_markdown_get_used (self->text);

  if (format != NULL)
    *format = (used & can) != 0 ? OD_FORMAT_MARKDOWN : OD_FORMAT_PLAIN;
  return used != 0 ? od_markdown_reduce (self->text, can) : g_strdup (self->text);
}

/**
 * od_composer_model_get_is_stripped:
 *
 * Returns: whether something of the text's formatting will be lost
 */
gboolean
od_composer_model_get_is_stripped (OdComposerModel *self)
{
  g_return_val_if_fail (OD_IS_COMPOSER_MODEL (self), FALSE);

  /* A list is one without any marks, too. */
  return self->edit.message_id == 0 &&
         (od_markdown_get_used (self->text) & ~(od_composer_model_get_formatting (self) | OD_FORMATTING_LIST)) != 0;
}

/**
 * od_composer_model_get_length:
 *
 * Returns: how long what will leave is, as its channel counts
 */
OdTextLength
od_composer_model_get_length (OdComposerModel *self)
{
  g_autofree char *outgoing = od_composer_model_dup_outgoing (self, NULL);

  if (self->is_note)
    return od_text_measure (outgoing, OD_MEASURE_CODE_POINTS, OD_LIMIT_NOTE_CHARS);
  if (self->channel == NULL)
    return od_text_measure (outgoing, OD_MEASURE_CODE_POINTS, 0);
  return od_text_measure (outgoing, self->channel->measure, self->channel->max_text);
}

/**
 * od_composer_model_count_parts:
 *
 * Returns: how many messages the text would be; 0 if it can't be split
 */
guint
od_composer_model_count_parts (OdComposerModel *self)
{
  g_autofree char *outgoing = NULL;
  g_autoptr (GPtrArray) parts = NULL;
  OdTextFormat format = OD_FORMAT_PLAIN;

  g_return_val_if_fail (OD_IS_COMPOSER_MODEL (self), 0);

  if (self->is_note || self->edit.message_id != 0 || self->channel == NULL || self->channel->max_text == 0)
    return 0;
  outgoing = od_composer_model_dup_outgoing (self, &format);
  parts = od_composer_split (self->channel, outgoing, format);
  return parts->len;
}

/*
 * od_composer_split:
 *
 * Returns: (transfer full) (element-type utf8): the messages that @outgoing is there
 */
GPtrArray *
od_composer_split (const OdChannelInfo *channel, const char *outgoing, OdTextFormat format)
{
  return format == OD_FORMAT_MARKDOWN ? od_markdown_split (outgoing, channel->measure, channel->max_text)
                                      : od_text_split (outgoing, channel->measure, channel->max_text);
}

/**
 * od_composer_model_splits_text:
 *
 * Returns: whether a text that is too long goes as several messages without anybody's asking
 */
gboolean
od_composer_model_splits_text (OdComposerModel *self)
{
  g_return_val_if_fail (OD_IS_COMPOSER_MODEL (self), FALSE);

  return self->channel != NULL && self->channel->long_text == OD_LONG_TEXT_SPLITS && !self->is_note &&
         self->edit.message_id == 0;
}
