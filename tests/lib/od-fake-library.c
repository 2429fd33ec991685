/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-fake-desk-private.h"

#include <string.h>

#include "od-error.h"

/* What a bilingual shop has ready to say, and who works there. */

typedef struct {
  const char *code, *folder, *title, *body, *channel, *lang;
  const char *file; /* (nullable) */
  OdTextFormat format;
} Canned;

static const Canned canned_replies[] = {
  { "hello", "Greetings", "Good day", "Hello, {customer.first_name|there}! How can I help you?", "", "en", NULL, 0 },
  { "hello", "Greetings", "Здравствуйте", "Здравствуйте, {customer.first_name|уважаемый покупатель}! Чем могу помочь?",
    "", "ru", NULL, 0 },
  { "hello", "Greetings", "Hello by mail",
    "Dear {customer.first_name|customer},\n\nthank you for your letter.\n\nBest regards,\n{operator.name}", "email", "",
    NULL, 0 },
  { "bye", "Greetings", "Thanks and good-bye", "Thank you for writing to us. Have a nice day!", "", "", NULL, 0 },
  { "track", "Delivery", "Where is my parcel",
    "Your order {order} is on its way. The tracking number is {?Tracking number}.", "", "en", NULL, 0 },
  { "track", "Delivery", "Где посылка", "Ваш заказ {order} уже в пути. Трек-номер: {?Трек-номер}.", "", "ru", NULL, 0 },
  { "courier", "Delivery/Moscow", "Курьер по Москве",
    "Курьер приедет {?День} с {?Начало} до {?Конец}. Перед приездом он позвонит.", "", "ru", NULL, 0 },
  { "pickup", "Delivery/Moscow", "Пункты выдачи", "Список пунктов выдачи — в приложенном файле.", "", "ru",
    "Пункты выдачи.pdf", 0 },
  { "refund", "Payment", "Refund takes a few days",
    "The money will be back on your card within **10 days**. The bank decides how soon it is shown.", "", "en", NULL,
    OD_FORMAT_MARKDOWN },
  { "refund", "Payment", "Возврат денег", "Деньги вернутся на карту в течение **10 дней**: срок зависит от банка.", "",
    "ru", NULL, OD_FORMAT_MARKDOWN },
  { "prices", "Payment", "Price list", "Here is our price list, {customer.first_name|dear customer}.", "", "",
    "Price list.pdf", 0 },
  { "sorry", "", "Sorry for the mix-up", "I am sorry for the mix-up, {customer.first_name}. {?What we will do}", "", "",
    NULL, 0 },
};

static const struct {
  const char *title, *body, *url, *lang;
} articles[] = {
  { "How to return an order",
    "You can return an order within 14 days.\n\n1. Keep the receipt.\n2. Pack it as it came.\n3. Call the courier.",
    "https://shop.example/help/returns", "en" },
  { "Как вернуть заказ",
    "Вернуть заказ можно в течение 14 дней.\n\n1. Сохраните чек.\n2. Упакуйте товар.\n3. Вызовите курьера.",
    "https://shop.example/ru/help/returns", "ru" },
  { "Доставка и пункты выдачи", "Доставляем по всей стране. Самовывоз бесплатный.", "", "ru" },
  { "Sizes of shoes", "Measure your foot in the evening and compare it with the table.",
    "https://shop.example/help/sizes", "en" },
};

/* ---- canned replies ---- */

static GPtrArray *
make_file (const char *name)
{
  GPtrArray *files = g_ptr_array_new_with_free_func ((GDestroyNotify) od_file_ref_free);
  OdFileRef *file = g_new0 (OdFileRef, 1);

  file->sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, name, -1);
  file->name = g_strdup (name);
  file->mime = g_strdup ("application/pdf");
  file->size_bytes = 182400;
  g_ptr_array_add (files, file);
  return files;
}

void
od_fake_library_fill (OdFakeDesk *self)
{
  static const char *const names[] = { "Anton", "Екатерина Ли", "Maya Brown" };

  self->canned = g_ptr_array_new_with_free_func ((GDestroyNotify) od_canned_reply_free);
  self->articles = g_ptr_array_new_with_free_func ((GDestroyNotify) od_article_free);
  self->operators = g_ptr_array_new_with_free_func ((GDestroyNotify) od_operator_row_free);
  for (guint i = 0; i < G_N_ELEMENTS (canned_replies); i++)
    {
      const Canned *from = &canned_replies[i];
      OdCannedReply reply = {
        .id = i + 1,
        .code = (char *) from->code,
        .folder = (char *) from->folder,
        .title = (char *) from->title,
        .body = (char *) from->body,
        .channel = (char *) from->channel,
        .lang = (char *) from->lang,
        .format = from->format,
      };
      OdCannedReply *copy = od_canned_reply_copy (&reply);

      copy->files = from->file != NULL ? make_file (from->file) : NULL;
      g_ptr_array_add (self->canned, copy);
    }
  for (guint i = 0; i < G_N_ELEMENTS (articles); i++)
    {
      OdArticle article = {
        .id = i + 1,
        .title = (char *) articles[i].title,
        .body = (char *) articles[i].body,
        .url = (char *) articles[i].url,
        .lang = (char *) articles[i].lang,
        .format = OD_FORMAT_MARKDOWN,
      };

      g_ptr_array_add (self->articles, od_article_copy (&article));
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      OdOperatorRow *row = g_new0 (OdOperatorRow, 1);

      row->id = i + 1;
      row->name = g_strdup (names[i]);
      row->signature = g_strdup (i == 0 ? "Anton, Example Shop" : "");
      g_ptr_array_add (self->operators, row);
    }
}

static OdCannedReply *
find_canned (OdFakeDesk *self, gint64 id)
{
  for (guint i = 0; i < self->canned->len; i++)
    if (((OdCannedReply *) self->canned->pdata[i])->id == id)
      return self->canned->pdata[i];
  return NULL;
}

static int
by_folder_and_code (gconstpointer a, gconstpointer b)
{
  const OdCannedReply *left = *(OdCannedReply *const *) a, *right = *(OdCannedReply *const *) b;
  int order = g_utf8_collate (left->folder, right->folder);

  return order != 0 ? order : g_utf8_collate (left->code, right->code);
}

static void
load_canned_async (OdLibraryPort *port, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) od_canned_reply_free);

  for (guint i = 0; i < self->canned->len; i++)
    g_ptr_array_add (copy, od_canned_reply_copy (self->canned->pdata[i]));
  g_ptr_array_sort (copy, by_folder_and_code);
  od_fake_desk_answer (self, od_fake_desk_task (self, cancellable, callback, user_data, load_canned_async), copy,
                       (GDestroyNotify) g_ptr_array_unref);
}

static gboolean
is_fine (OdFakeDesk *self, const OdCannedReply *reply)
{
  if (*reply->code == '\0' || strpbrk (reply->code, " \t\n") != NULL)
    return FALSE;
  for (guint i = 0; i < self->canned->len; i++)
    {
      const OdCannedReply *other = self->canned->pdata[i];

      if (other->id != reply->id && g_str_equal (other->code, reply->code) &&
          g_str_equal (other->channel, reply->channel) && g_str_equal (other->lang, reply->lang))
        return FALSE;
    }
  return TRUE;
}

static void
save_canned_async (OdLibraryPort *port, const OdCannedReply *reply, GCancellable *cancellable,
                   GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  GTask *task = od_fake_desk_task (self, cancellable, callback, user_data, save_canned_async);
  OdCannedReply *copy;

  if (self->next_error < 0 && !is_fine (self, reply))
    self->next_error = OD_ERROR_USAGE;
  if (self->next_error >= 0)
    {
      od_fake_desk_answer_int (self, task, 0);
      return;
    }
  copy = od_canned_reply_copy (reply);
  if (copy->id == 0)
    copy->id = ++self->last_id;
  else
    g_ptr_array_remove (self->canned, find_canned (self, copy->id));
  g_ptr_array_add (self->canned, copy);
  od_fake_desk_answer_int (self, task, (gssize) copy->id);
  od_fake_desk_emit (self, OD_CHANGE_LIBRARY, copy->id);
}

/* Done, or not there. */
static void
answer_found (OdFakeDesk *self, GTask *task, gboolean is_found, gint64 id)
{
  gboolean fails = self->next_error >= 0;

  if (!is_found && !fails)
    self->next_error = OD_ERROR_NOT_FOUND;
  od_fake_desk_answer_bool (self, task, TRUE);
  if (is_found && !fails)
    od_fake_desk_emit (self, OD_CHANGE_LIBRARY, id);
}

static void
remove_canned_async (OdLibraryPort *port, gint64 id, GCancellable *cancellable, GAsyncReadyCallback callback,
                     gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  OdCannedReply *reply = find_canned (self, id);

  if (reply != NULL && self->next_error < 0)
    g_ptr_array_remove (self->canned, reply);
  answer_found (self, od_fake_desk_task (self, cancellable, callback, user_data, remove_canned_async), reply != NULL,
                id);
}

static void
use_canned_async (OdLibraryPort *port, gint64 id, GCancellable *cancellable, GAsyncReadyCallback callback,
                  gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  OdCannedReply *reply = find_canned (self, id);

  self->calls.n_canned_uses++;
  if (reply != NULL && self->next_error < 0)
    reply->used_at_us = od_clock_get_real_us (self->clock);
  answer_found (self, od_fake_desk_task (self, cancellable, callback, user_data, use_canned_async), reply != NULL, id);
}

/* ---- articles ---- */

static gboolean
contains (const char *text, const char *folded)
{
  g_autofree char *own = g_utf8_casefold (text, -1);

  return strstr (own, folded) != NULL;
}

static void
find_articles_async (OdLibraryPort *port, const char *query, guint limit, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) od_article_free);
  g_autofree char *folded = g_utf8_casefold (query, -1);

  for (guint i = 0; i < self->articles->len && found->len < limit; i++)
    {
      const OdArticle *article = self->articles->pdata[i];
      OdArticle *copy;

      if (!contains (article->title, folded) && !contains (article->body, folded))
        continue;
      copy = od_article_copy (article);
      if (*query != '\0')
        copy->snippet = g_strndup (article->body, strcspn (article->body, "\n"));
      g_ptr_array_add (found, copy);
    }
  od_fake_desk_answer (self, od_fake_desk_task (self, cancellable, callback, user_data, find_articles_async), found,
                       (GDestroyNotify) g_ptr_array_unref);
}

static OdArticle *
find_article (OdFakeDesk *self, gint64 id)
{
  for (guint i = 0; i < self->articles->len; i++)
    if (((OdArticle *) self->articles->pdata[i])->id == id)
      return self->articles->pdata[i];
  return NULL;
}

static void
save_article_async (OdLibraryPort *port, const OdArticle *article, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  GTask *task = od_fake_desk_task (self, cancellable, callback, user_data, save_article_async);
  OdArticle *copy;

  if (self->next_error >= 0)
    {
      od_fake_desk_answer_int (self, task, 0);
      return;
    }
  copy = od_article_copy (article);
  g_clear_pointer (&copy->snippet, g_free);
  if (copy->id == 0)
    copy->id = ++self->last_id;
  else
    g_ptr_array_remove (self->articles, find_article (self, copy->id));
  g_ptr_array_add (self->articles, copy);
  od_fake_desk_answer_int (self, task, (gssize) copy->id);
  od_fake_desk_emit (self, OD_CHANGE_LIBRARY, copy->id);
}

static void
remove_article_async (OdLibraryPort *port, gint64 id, GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  OdArticle *article = find_article (self, id);

  if (article != NULL && self->next_error < 0)
    g_ptr_array_remove (self->articles, article);
  answer_found (self, od_fake_desk_task (self, cancellable, callback, user_data, remove_article_async), article != NULL,
                id);
}

void
od_fake_library_iface_init (OdLibraryPortInterface *iface)
{
  iface->load_canned_async = load_canned_async;
  iface->save_canned_async = save_canned_async;
  iface->remove_canned_async = remove_canned_async;
  iface->use_canned_async = use_canned_async;
  iface->find_articles_async = find_articles_async;
  iface->save_article_async = save_article_async;
  iface->remove_article_async = remove_article_async;
}

/* ---- operators ---- */

static OdOperatorRow *
copy_operator (const OdOperatorRow *row)
{
  OdOperatorRow *copy = g_memdup2 (row, sizeof *row);

  copy->name = g_strdup (row->name);
  copy->signature = g_strdup (row->signature);
  copy->avatar_path = g_strdup (row->avatar_path);
  return copy;
}

static int
by_name (gconstpointer a, gconstpointer b)
{
  const OdOperatorRow *left = *(OdOperatorRow *const *) a, *right = *(OdOperatorRow *const *) b;

  return g_utf8_collate (left->name, right->name);
}

static void
load_operators_async (OdOperatorPort *port, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) od_operator_row_free);

  for (guint i = 0; i < self->operators->len; i++)
    g_ptr_array_add (copy, copy_operator (self->operators->pdata[i]));
  g_ptr_array_sort (copy, by_name);
  od_fake_desk_answer (self, od_fake_desk_task (self, cancellable, callback, user_data, load_operators_async), copy,
                       (GDestroyNotify) g_ptr_array_unref);
}

static void
save_operator_async (OdOperatorPort *port, const OdOperatorRow *operator_row, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  OdFakeDesk *self = OD_FAKE_DESK (port);
  GTask *task = od_fake_desk_task (self, cancellable, callback, user_data, save_operator_async);
  OdOperatorRow *row = NULL;

  for (guint i = 0; i < self->operators->len; i++)
    if (((OdOperatorRow *) self->operators->pdata[i])->id == operator_row->id)
      row = self->operators->pdata[i];
  if (row != NULL && self->next_error < 0)
    {
      g_free (row->name);
      g_free (row->signature);
      row->name = g_strdup (operator_row->name);
      row->signature = g_strdup (operator_row->signature);
    }
  answer_found (self, task, row != NULL, operator_row->id);
}

void
od_fake_operator_iface_init (OdOperatorPortInterface *iface)
{
  iface->load_async = load_operators_async;
  iface->save_async = save_operator_async;
}
