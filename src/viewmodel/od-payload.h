/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  OD_PAYLOAD_NONE, /* nothing to show */
  OD_PAYLOAD_PLACE,
  OD_PAYLOAD_CONTACT,
  OD_PAYLOAD_TABLE, /* a form, a pressed button, what we have no card for */
} OdPayloadKind;

/**
 * OdPayload: what a message says besides text and files, fit to be shown: strings are
 * (not nullable) single lines, cleaned and cut.
 * @title: of a place, a table; name of a contact; "" if it has none
 * @address: of a place
 * @phone: of a contact
 * @lat, @lon: degrees
 * @accuracy_m: -1 if unknown
 * @lines: (element-type OdFieldRow): of a table; what else is known of a place or a contact
 * @is_sticker: its picture is a sticker
 */
typedef struct {
  OdPayloadKind kind;
  char *title, *address, *phone;
  double lat, lon, accuracy_m;
  GPtrArray *lines;
  gboolean is_sticker;
} OdPayload;

OdPayload *od_payload_parse (const char *json);
void od_payload_free (OdPayload *self);
char *od_payload_dup_text (const OdPayload *self);
char *od_payload_dup_position (const OdPayload *self);
char *od_payload_dup_geo_uri (const OdPayload *self);
char *od_payload_dup_map_uri (const OdPayload *self);
char *od_payload_dup_vcard (const OdPayload *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdPayload, od_payload_free)

G_END_DECLS
