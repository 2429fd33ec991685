/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-fake-desk-private.h"

/* A believable week of a bilingual shop. Nobody of these people exists. */

typedef struct {
  gint64 web_chat, telegram, mail;
  gint64 now_us;
} Week;

#define MINUTES (60 * (gint64) G_USEC_PER_SEC)
#define HOURS (60 * MINUTES)
#define DAYS (24 * HOURS)

static OdMessageRow *
in (OdFakeDesk *self, Week *week, gint64 id, const char *text, gint64 ago_us)
{
  return od_fake_desk_add_message (self, id, OD_TIMELINE_IN, text, week->now_us - ago_us);
}

static OdMessageRow *
out (OdFakeDesk *self, Week *week, gint64 id, const char *text, gint64 ago_us)
{
  return od_fake_desk_add_message (self, id, OD_TIMELINE_OUT, text, week->now_us - ago_us);
}

static gint64
start (OdFakeDesk *self, gint64 account_id, const char *name, const char *address, guint n_unread)
{
  gint64 customer_id = od_fake_desk_add_customer (self, name, NULL, NULL);
  gint64 id = od_fake_desk_add_conversation (self, customer_id, account_id, address);

  od_fake_desk_get_conversation (self, id)->n_unread = n_unread;
  return id;
}

static void
add_field (OdCustomerCard *card, const char *key, const char *label, const char *value)
{
  OdFieldRow *field = g_new0 (OdFieldRow, 1);

  field->key = g_strdup (key);
  field->label = g_strdup (label);
  field->value = g_strdup (value);
  g_ptr_array_add (card->fields, field);
}

static void
describe_maria (OdCustomerCard *card)
{
  static const char *const tags[] = { "vip", "delivery", NULL };
  OdContactPointRow *point = card->contact_points->pdata[card->contact_points->len - 1];

  g_free (card->lang);
  g_free (card->time_zone);
  g_free (card->note);
  card->lang = g_strdup ("ru-RU");
  card->time_zone = g_strdup ("Europe/Moscow");
  card->note = g_strdup ("Prefers messages to calls. Second mix-up this spring: offer free delivery.");
  card->tags = g_strdupv ((GStrv) tags);
  card->n_files = 7;
  point->page_url = g_strdup ("https://shop.example/orders/1042");
  point->page_title = g_strdup ("Order 1042 · North");
  add_field (card, "order", "Order", "1042 · on the way");
  add_field (card, "city", "City", "Tver");
  add_field (card, "size", "Size", "38");
}

static void
add_reaction (OdMessageRow *message, const char *emoji)
{
  OdReactionRow *reaction = g_new0 (OdReactionRow, 1);

  reaction->emoji = g_strdup (emoji);
  reaction->who = g_strdup ("");
  reaction->n = 1;
  reaction->is_customers = TRUE;
  message->reactions = g_ptr_array_new_with_free_func ((GDestroyNotify) od_reaction_row_free);
  g_ptr_array_add (message->reactions, reaction);
}

static void
add_maria (OdFakeDesk *self, Week *week)
{
  gint64 customer_id = od_fake_desk_add_customer (self, "Maria Petrova", "ru", "Europe/Moscow");
  gint64 old = od_fake_desk_add_conversation (self, customer_id, week->mail, "maria@example.org");
  gint64 id = od_fake_desk_add_conversation (self, customer_id, week->web_chat, "v_01hq8zk4m2");
  OdConversationRow *row = od_fake_desk_get_conversation (self, id);
  OdMessageRow *message;

  in (self, week, old, "Здравствуйте! Можно изменить адрес доставки?", 7 * DAYS + 3 * HOURS);
  out (self, week, old, "Добрый день, Мария! Конечно. Новый адрес записал: Тверь, Советская, 12.",
       7 * DAYS + 2 * HOURS + 22 * MINUTES);
  od_fake_desk_get_conversation (self, old)->status = OD_STATUS_RESOLVED;

  in (self, week, id, "Where is my order 1042? 😟", 12 * MINUTES);
  message = in (self, week, id, "It says “delivered”, but this is all I got", 11 * MINUTES);
  od_fake_desk_add_attachment (self, message, "parcel.jpg", "image/jpeg", 482113, 0);
  od_fake_desk_add_message (self, id, OD_TIMELINE_NOTE,
                            "Warehouse confirms a mix-up with 1024, courier is back at 16:00",
                            week->now_us - 10 * MINUTES);
  message = out (self, week, id,
                 "Good afternoon, Maria! I see what happened: two parcels were swapped. The courier brings "
                 "yours today by 16:00.",
                 9 * MINUTES);
  od_fake_desk_add_attachment (self, message, "waybill-1042.pdf", "application/pdf", 86016, 0);
  add_reaction (message, "❤️");
  in (self, week, id, "Thank you! Will the courier call me first?", 3 * MINUTES);
  in (self, week, id, "And can I keep the wrong one? 🙂", 2 * MINUTES);
  row->n_unread = 2;
  row->assignee_id = 1;
  row->assignee_name = g_strdup ("Anton");
  describe_maria (od_fake_desk_get_customer (self, customer_id));
  od_fake_desk_set_live (self, id, TRUE, "oh great, and can I al");
}

static void
add_waiting (OdFakeDesk *self, Week *week)
{
  gint64 id = start (self, week->web_chat, "Олег Ким", "v_01hq8zn7c4", 3);

  in (self, week, id, "Добрый день", 6 * MINUTES);
  in (self, week, id, "Хочу оплатить заказ", 5 * MINUTES);
  in (self, week, id, "Оплата не проходит, картой 😕", 4 * MINUTES);

  id = start (self, week->telegram, "John Smith", "@john_s", 1);
  od_fake_desk_add_attachment (self, in (self, week, id, "", 18 * MINUTES), "model.jpg", "image/jpeg", 212000, 0);

  id = start (self, week->mail, "Анна Волкова", "anna@example.org", 0);
  out (self, week, id, "Добрый день! Счёт № 558-А выставлен.", 2 * HOURS);
  in (self, week, id, "Re: Счёт № 558-А — спасибо, жду оригинал по почте", 72 * MINUTES);

  id = start (self, week->web_chat, "", "v_01hq7f3a", 1);
  od_fake_desk_add_attachment (self, in (self, week, id, "", 1 * MINUTES), "voice.ogg", "audio/ogg", 48000, 12000);

  id = start (self, week->telegram, "Евгения Константинопольская-Рождественская", "@evgenia_kr", 12);
  in (self, week, id, "Подскажите, пожалуйста, возможна ли доставка в выходные дни до двери квартиры?", 25 * MINUTES);
}

/* The last message did not leave. */
static void
set_failed (OdFakeDesk *self, gint64 id)
{
  OdFakeConversation *conversation = od_fake_desk_find (self, id);
  OdMessageRow *last = conversation->messages->pdata[conversation->messages->len - 1];

  last->delivery = OD_DELIVERY_FAILED;
  last->error = g_strdup ("Mailbox is full");
  last->delivered_at_us = last->read_at_us = 0;
  od_fake_desk_update_row (self, conversation);
}

static void
add_answered (OdFakeDesk *self, Week *week)
{
  gint64 id = start (self, week->web_chat, "Никита Т.", "v_01hq6b2x9d", 0);
  OdConversationRow *row;

  in (self, week, id, "Есть ли 43 размер?", 30 * MINUTES);
  out (self, week, id, "Проверяю на складе, минуту…", 28 * MINUTES);

  id = start (self, week->mail, "Lena Gross", "lena@example.net", 0);
  in (self, week, id, "Where do I find the return label?", 4 * DAYS);
  out (self, week, id, "Return label for parcel RR44810 is attached", 3 * DAYS + 20 * HOURS);
  set_failed (self, id);

  id = start (self, week->telegram, "ИП Сидоров", "@sidorov_ip", 0);
  in (self, week, id, "Пришлите договор, пожалуйста", 26 * HOURS);
  od_fake_desk_add_message (self, id, OD_TIMELINE_NOTE, "Юрист смотрит договор до среды", week->now_us - 25 * HOURS);
  row = od_fake_desk_get_conversation (self, id);
  row->assignee_id = 2;
  row->assignee_name = g_strdup ("Вера");

  for (guint i = 0; i < 18; i++)
    {
      static const char *const names[] = { "Павел Лебедев", "Emily Brown", "Ольга Смирнова",
                                           "Noah Fischer",  "Тимур А.",    "Grace Miller" };
      id = start (self, i % 2 ? week->web_chat : week->mail, names[i % 6], "someone@example.com", 0);
      in (self, week, id, i % 2 ? "Спасибо, получила!" : "Could you send me an invoice?", 5 * DAYS + i * HOURS);
      out (self, week, id, i % 2 ? "Носите с удовольствием!" : "Of course, it is on its way", 4 * DAYS + i * HOURS);
      row = od_fake_desk_get_conversation (self, id);
      row->status = i < 8 ? OD_STATUS_PENDING : OD_STATUS_RESOLVED;
      if (i >= 5 && i < 8)
        row->snoozed_until_us = week->now_us + 1 * DAYS;
    }
}

/* Times are minutes and days before the clock's now. */
void
od_fake_desk_fill_week (OdFakeDesk *self)
{
  Week week = { .now_us = od_clock_get_real_us (self->clock) };

  week.web_chat = od_fake_desk_add_account (self, "webchat", "North shop", "http://127.0.0.1:8123");
  week.telegram = od_fake_desk_add_account (self, "telegram", "Shop bot", NULL);
  week.mail = od_fake_desk_add_account (self, "email", "support@shop.example", NULL);
  add_maria (self, &week);
  add_waiting (self, &week);
  add_answered (self, &week);
}
