/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "od-etiquette-phrases.h"

const char *const od_etiquette_greetings[] = {
  "hello|hi|hey|hiya|howdy|greetings|welcome|dear|hallo",
  "good morning|afternoon|evening|day",
  "morning|afternoon|evening",
  "thank you for contacting|writing|reaching|getting|your",
  "thanks for contacting|writing|reaching|getting|your",
  "nice|pleased|good to meet|see|hear",
  "здравствуй|здравствуйте|здраствуйте|здрасте|приветик|привет|приветствую|приветствуем|салют",
  "добрый|доброе|доброго|добрейший|доброй день|утро|вечер|дня|утра|вечера|ночи|времени|вечерочек|денек",
  "день|утро|вечер добрый|доброе",
  "уважаемый|уважаемая|уважаемые",
  "рад|рада|рады ~ приветствовать|видеть|вас",
  "добро пожаловать",
  "спасибо|благодарю|благодарим ~ за|что обращение|обратились|ожидание|интерес|написали|сообщение|вопрос",
  "добрий|доброго день|ранок|вечiр|дня",
  NULL,
};

const char *const od_etiquette_courtesies[] = {
  "thanks|thank|thx|welcome|please|sorry|congratulations|cheers|bye|goodbye",
  "спасибо|благодарю|благодарим|пожалуйста|извините|простите|поздравляем|поздравляю|пока|взаимно",
  NULL,
};

const char *const od_etiquette_closings[] = {
  "goodbye|bye|cheers|regards|sincerely|thanks|thx|enjoy|farewell|ciao",
  "thank you",
  "have a|an ~ ~ day|evening|night|weekend|week|one|time|trip|flight|journey|holiday|morning|afternoon|christmas",
  "anything|something else",
  "any other|more|further questions|question",
  "let|tell me|us know",
  "feel free",
  "happy|glad|pleased|pleasure to help|assist|hear|serve|have",
  "glad|happy i|we|it|that|you|everything",
  "take care",
  "all the best",
  "best wishes|of",
  "you re|are ~ welcome",
  "see|talk to|you soon|later|you|again",
  "don t hesitate",
  "do not hesitate",
  "get in touch",
  "reach out",
  "write|contact|message|call|text to|us|me ~ any|again|if|whenever|anytime|time",
  "my|our pleasure",
  "good|best luck|night|day",
  "we|i re|are|m|am ~ here",
  "until next time",
  "do svidaniya",
  "до свидания|встречи|связи|скорого|завтра",
  "всего ~ доброго|хорошего|наилучшего|лучшего",
  "хорошего|приятного|прекрасного|чудесного|удачного|отличного|доброго|замечательного ~ дня|вечера|утра|отдыха|настроения|"
  "полета|пути|аппетита|пользования|времени|просмотра|чтения|дня",
  "хороших|приятных|удачных|отличных ~ выходных|покупок|праздников|впечатлений|снов",
  "хорошей|приятной|удачной|отличной|спокойной|доброй ~ недели|поездки|дороги|ночи|покупки|работы",
  "удачи|счастливо|пока|благодарю|благодарим|спасибо|пожалуйста|взаимно",
  "не за что",
  "на здоровье",
  "обращайтесь|приходите|заходите|возвращайтесь",
  "пишите|звоните",
  "рад|рада|рады|приятно ~ ~ помочь|помогать|помогли|вам|видеть|ответить|стараться",
  "рад|рада|рады что|если",
  "остались|остался|останутся|возникнут|появятся|есть|возникли ~ ~ ~ вопросы|вопрос|вопросов",
  "если ~ будут|будет|возникнут|что",
  "чем|могу ~ ~ еще ~ ~ помочь|полезен|полезна|полезны|быть",
  "что нибудь|то еще",
  "еще что нибудь|то",
  "еще чем|вопросы",
  "могу|можем ли|я|вам ~ помочь",
  "с уважением",
  "наилучшими|лучшими пожеланиями",
  "на связи",
  "с наступающим|праздником|новым|днем|прошедшим",
  "ждем вас|снова|ваших",
  "до новых встреч",
  "берегите себя",
  NULL,
};

const char *const od_etiquette_english[] = {
  "the|you|your|our|please|thanks|thank|would|this|that|what|which|where|when|with|from|yes|and|has|been|are|ll|ve|could",
  NULL,
};

const char *const od_etiquette_order_nouns[] = {
  "order number|no|id",
  "number|id of your|the order",
  "номер|номера ~ заказа",
  NULL,
};

const char *const od_etiquette_phone_nouns[] = {
  "phone|mobile|telephone|cell number",
  "номер|номера ~ телефона",
  "ваш|контактный ~ телефон",
  NULL,
};

const char *const od_etiquette_email_nouns[] = {
  "email|mail address", "your email",
  "your e mail",        "ваш|вашу|ваша|свою|свой|адрес ~ ~ почту|почта|почты|email|имейл|емейл|мейл|mail",
  "ваш|свой e mail",    NULL,
};

const char *const od_etiquette_ask_verbs[] = {
  "send|tell|give|provide|share|write|specify|leave",
  "i|we ~ need",
  "подскажите|назовите|укажите|пришлите|напишите|сообщите|скажите|уточните|отправьте|продиктуйте|напомните|оставьте",
  "нужен|нужна|понадобится|потребуется",
  NULL,
};

const char *const od_etiquette_ask_starts[] = {
  "what|which|could|can|may|would|will|and|your|order|phone|email|please",
  "какой|какая|какова|каков|можно|можете|могли|не|а|и|ваш|ваша|номер|телефон|контактный|адрес",
  NULL,
};

const char *const od_etiquette_not_asked[] = {
  "another|other|new|second|different|else|changed|still|instead|courier|driver|them|counter|cashier|reception|store|when|"
  "see|find|letter|found|seen|did|got|received|enter|type",
  "другой|другого|еще|нового|новый|второй|второго|изменился|сменился|верный|верно|правильный|правильно|актуальный|актуален|"
  "иной|иного|вместо|курьеру|оператору|кассиру|менеджеру|сотруднику|водителю|получении|пункте|выдачи|кассе|когда|магазине|"
  "отделении|видите|видно|письме|теме|ему|ей|им|нашли|найти",
  NULL,
};

const char *const od_etiquette_order_words[] = { "order|orders|заказ|заказа|заказу|заказом|заказе|заказы", NULL };

const char *const od_etiquette_order_fillers[] = {
  "number|no|nr|id|is|s|my|номер|номером|номера|под|мой|n|вот|это",
  NULL,
};

const char *const od_etiquette_your_order[] = {
  "your order",
  "ваш|вашего|вашему|вашем|вашим заказ|заказа|заказу|заказе|заказом",
  NULL,
};
