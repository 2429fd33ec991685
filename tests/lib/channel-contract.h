/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "od-channels.h"

G_BEGIN_DECLS

/**
 * ContractAnswer: what the other side does with the next send.
 * @CONTRACT_TAKES: takes it
 * @CONTRACT_REFUSES: says no for good: HTTP 4xx
 * @CONTRACT_LIMITS: not within the next %CONTRACT_RETRY_MS: HTTP 429
 * @CONTRACT_BREAKS: is broken: HTTP 5xx
 * @CONTRACT_CUTS: hears all of it and hangs up
 * @CONTRACT_HOLDS: hears all of it, and answers when it is released
 */
typedef enum {
  CONTRACT_TAKES,
  CONTRACT_REFUSES,
  CONTRACT_LIMITS,
  CONTRACT_BREAKS,
  CONTRACT_CUTS,
  CONTRACT_HOLDS,
} ContractAnswer;

#define CONTRACT_RETRY_MS 3000

/**
 * ChannelContract: what the contract tests must be told of a channel, beside its descriptor. Each channel has one,
 * `od_CHANNEL_contract` in tests/data/CHANNEL/contract.c; its samples lie beside it.
 * @parse: bytes from outside as the channel reads them, without side effects; %FALSE with an error
 * @secret: (nullable): what its secret fields are given
 * @chat_id: somebody to write to
 * @open: (nullable): the other side; %NULL: there is none, a send cannot fail
 * @dup_settings: of an account that is connected with that
 * @answer: to the next send
 * @get_n_heard: sends of which the body was heard
 * @release: what is held is taken
 * @offer: (nullable): the answer to the next poll
 */
typedef struct {
  gboolean (*parse) (GBytes *bytes, GError **error);
  const char *secret;
  const char *chat_id;
  gpointer (*open) (void);
  void (*close) (gpointer side);
  char *(*dup_settings) (gpointer side);
  void (*answer) (gpointer side, ContractAnswer answer);
  guint (*get_n_heard) (gpointer side);
  void (*release) (gpointer side);
  void (*offer) (gpointer side, GBytes *bytes);
} ChannelContract;

const ChannelContract *channel_contract_find (const char *id);

/**
 * ContractSample: a file of tests/data/CHANNEL.
 * @words: (element-type utf8): what must not be told of it: texts, names, numbers, tokens
 */
typedef struct {
  char *name;
  GBytes *bytes;
  GPtrArray *words;
} ContractSample;

GPtrArray *contract_samples_load (const char *id);

void contract_log_catch (void);
void contract_log_clear (void);
gboolean contract_log_tells (const char *word);
void contract_assert_untold (const ContractSample *sample, const GError *error);

G_END_DECLS
