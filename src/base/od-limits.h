/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Every limit of the program, in one place: bytes, counts, seconds. A limit that exists twice is two limits, so
 * nobody writes such a number anywhere else. The name ends in its unit; a plain count has none. Behind each stands
 * where it comes from: "odchat" is our web chat protocol, odchat/1 (sections B3 to B7), "decision" the list of
 * settled questions, "ours" a choice made here. */

/* --- JSON from outside, when the caller names no limits of its own (ours) --- */
#define OD_LIMIT_JSON_BYTES (1024 * 1024)        /* one text: as long as the longest NDJSON line */
#define OD_LIMIT_JSON_DEPTH 32                   /* nesting; no provider goes beyond 12 */
#define OD_LIMIT_JSON_DEPTH_CEILING 128          /* nobody may ask for more: freeing a tree recurses */
#define OD_LIMIT_JSON_KEYS 16384                 /* members of all objects together */
#define OD_LIMIT_JSON_MEMBERS 1024               /* of one object, for everybody: their names may be made to collide */
#define OD_LIMIT_JSON_VALUES 65536               /* values altogether: about 6 MB of tree */
#define OD_LIMIT_JSON_STRING_BYTES (1024 * 1024) /* one string; the text is no longer than that anyway */
#define OD_LIMIT_JSON_INTEGER_MAX G_GINT64_CONSTANT (9007199254740991) /* 2^53-1: what JavaScript counts (odchat B8) */

/* --- Web chat: one frame (odchat B3, B7) --- */
#define OD_LIMIT_FRAME_BYTES (64 * 1024)
#define OD_LIMIT_FRAME_DEPTH 8
#define OD_LIMIT_FRAME_KEYS 64
#define OD_LIMIT_FRAME_VALUES 1024     /* ours */
#define OD_LIMIT_TEXT_CHARS 4000       /* code points of one message */
#define OD_LIMIT_TEXT_BYTES (4000 * 4) /* the same in the longest UTF-8 */
#define OD_LIMIT_MESSAGE_FILES 5       /* file ids in one message */
#define OD_LIMIT_CID_CHARS 40          /* a client's id of its request (UUID or ULID) */
#define OD_LIMIT_TYPING_CHARS 200      /* the end of what is being typed */
#define OD_LIMIT_ID_BYTES 64           /* ours: widget, file, conversation and visitor ids */
#define OD_LIMIT_TOKEN_BYTES 2048      /* ours: a session token as text */
#define OD_LIMIT_URL_BYTES 2048        /* ours: address and referrer of the page */
#define OD_LIMIT_TITLE_CHARS 300       /* ours: title of the page */
#define OD_LIMIT_LANG_BYTES 35         /* BCP 47: longest tag one need accept */
#define OD_LIMIT_ZONE_BYTES 64         /* ours: IANA time zone names end at 32 */
#define OD_LIMIT_EMOJI_BYTES 64        /* ours: a reaction, one grapheme (a family is 25 bytes) */
#define OD_LIMIT_BUTTON_BYTES 256      /* ours: payload of a pressed button */
#define OD_LIMIT_CAPS 8                /* ours: abilities a client may name in hello */
#define OD_LIMIT_ORIGIN_BYTES 300      /* ours: scheme, 253 of host name, port */
#define OD_LIMIT_ORIGINS 64            /* ours: allowed origins of one account */
#define OD_LIMIT_ERROR_TEXT_BYTES 200  /* ours: text of an err frame */

/* --- Web chat: time within a conversation (odchat B2 to B7) --- */
#define OD_LIMIT_HELLO_S 5                                /* hello must come within, also the life of a silent socket */
#define OD_LIMIT_EDIT_S (15 * 60)                         /* a visitor may edit or delete an own message */
#define OD_LIMIT_HEARTBEAT_S 25                           /* the client pings this often; proxies cut at 60 s */
#define OD_LIMIT_SILENCE_S (2 * OD_LIMIT_HEARTBEAT_S + 5) /* nothing heard for this long: gone */
#define OD_LIMIT_TYPING_EXPIRES_S 6                       /* a typing mark goes away by itself */
#define OD_LIMIT_TYPING_PER_S 1                           /* typing frames beyond are dropped, unanswered */
#define OD_LIMIT_ACK_EVENTS 10                            /* a client acks after so many events … */
#define OD_LIMIT_ACK_S 2                                  /* … or so many seconds */
#define OD_LIMIT_TOKEN_LIFE_S (180 * 86400)               /* session token; given anew when less than half is left */
#define OD_LIMIT_RESUME_EVENTS 500                        /* older than this: gap (also decision 20) */
#define OD_LIMIT_RESUME_S (30 * 86400)                    /* older than this: gap */
#define OD_LIMIT_CLIENT_OUTBOX 50                         /* messages a page keeps for sending again */
#define OD_LIMIT_POLL_WAIT_S 25                           /* longest GET /poll (decision 21) */
#define OD_LIMIT_HISTORY_EVENTS 50                        /* one GET /history (decision 21) */
#define OD_LIMIT_BATCH_FRAMES 50                          /* ours: frames in one POST /send */

/* --- Web chat: forms (odchat B3, B6) --- */
#define OD_LIMIT_FORM_MIN_S 3 /* a form sent sooner after welcome is a machine's */
#define OD_LIMIT_FORM_PER_VISITOR_HOUR 3
#define OD_LIMIT_FORM_PER_ADDRESS_HOUR 10
#define OD_LIMIT_RATING_MIN 1
#define OD_LIMIT_RATING_MAX 5

/* --- Web chat: sockets and rates (odchat B4, B7; decision 22: all but the per-visitor sockets are account fields,
 *     these are the defaults) --- */
#define OD_LIMIT_SOCKETS_PER_VISITOR 4    /* the oldest is closed with 4009 */
#define OD_LIMIT_SOCKETS 500              /* max_sockets */
#define OD_LIMIT_CONNECTS_PER_MINUTE 10   /* connects_per_minute, per address */
#define OD_LIMIT_NEW_VISITORS_PER_HOUR 20 /* new_visitors_per_hour, per address (IPv6: per /64) */
#define OD_LIMIT_MESSAGES_PER_MINUTE 60   /* messages_per_minute, per visitor */
#define OD_LIMIT_MESSAGES_BURST_DIVISOR 4 /* burst: a quarter of messages_per_minute (15) */
#define OD_LIMIT_FRAMES_PER_S 20          /* at least; or OD_LIMIT_FRAMES_PER_MESSAGE times the messages */
#define OD_LIMIT_FRAMES_PER_MESSAGE 4
#define OD_LIMIT_FRAMES_BURST_FACTOR 2 /* burst: twice the rate */
#define OD_LIMIT_RATE_ERRORS 20        /* so many `err rate` … */
#define OD_LIMIT_RATE_ERRORS_S 60      /* … within this: close 4008 */
#define OD_LIMIT_RATE_ADDRESSES 16384  /* ours: addresses remembered at once; idle ones are forgotten first */

/* --- Files (odchat B5; decision 10) --- */
#define OD_LIMIT_FILE_BYTES (20 * 1024 * 1024)
#define OD_LIMIT_FILES_PER_WINDOW 10          /* grants per visitor … */
#define OD_LIMIT_FILES_WINDOW_S (10 * 60)     /* … within this */
#define OD_LIMIT_FILES_PER_ADDRESS_HOUR 60    /* ours: grants to all visitors of an address: 1.2 GB at most */
#define OD_LIMIT_FILE_LINK_S (15 * 60)        /* life of a signed link */
#define OD_LIMIT_FILE_NAME_BYTES 180          /* a cleaned file name, UTF-8 */
#define OD_LIMIT_FILE_NAME_RAW_BYTES 1024     /* ours: a name before cleaning */
#define OD_LIMIT_MIME_BYTES 127               /* RFC 6838: 63 + 1 + 63 */
#define OD_LIMIT_FILE_SNIFF_BYTES 4096        /* ours: looked at to know the real type */
#define OD_LIMIT_FILE_CHUNK_BYTES (64 * 1024) /* ours: read or written at once */

/* --- Files that a channel only named (ours) --- */
#define OD_LIMIT_AUTO_MEDIA_BYTES (5 * 1024 * 1024) /* pictures and voices up to this come by themselves … */
#define OD_LIMIT_AUTO_OTHER_BYTES (1024 * 1024)     /* … and other files; both are settings, these the defaults */
#define OD_LIMIT_FETCH_BYTES (256 * 1024 * 1024)    /* on demand */
#define OD_LIMIT_FETCHES_PER_ACCOUNT 2              /* at once */
#define OD_LIMIT_FETCH_ATTEMPTS 5                   /* of one file, while the trouble may pass */
#define OD_LIMIT_FETCH_SCAN 64                      /* looked up at once */
#define OD_LIMIT_PROGRESS_PER_S 10                  /* told at most so often */

/* --- Pictures that somebody sent (ours) --- */
#define OD_LIMIT_PICTURE_FILE_BYTES (64 * 1024 * 1024)
#define OD_LIMIT_PICTURE_SIDE 30000                       /* width or height of a file's picture */
#define OD_LIMIT_PICTURE_PIXELS 100000000                 /* altogether; a phone makes 48 to 50 million, a few 108 */
#define OD_LIMIT_PICTURE_BOX 8192                         /* a side of what is drawn */
#define OD_LIMIT_PICTURE_SHOWN_PIXELS 33554432            /* of what is drawn: 128 MB */
#define OD_LIMIT_PICTURE_MEMORY_BYTES (768 * 1024 * 1024) /* address space of a thumbnailer */
#define OD_LIMIT_PICTURE_CPU_S 8                          /* processor time for one picture … */
#define OD_LIMIT_PICTURE_S 10                             /* … and time by the clock */
#define OD_LIMIT_PICTURE_IDLE_S 60                        /* a thumbnailer without work is let go */
#define OD_LIMIT_PICTURES_AT_ONCE 2                       /* thumbnailers that run */
#define OD_LIMIT_PICTURES_PER_PROCESS 200                 /* then it is started anew */
#define OD_LIMIT_PICTURES_WAITING 512                     /* the oldest request beyond is told to try again */
#define OD_LIMIT_THUMB_SIDE 640                           /* boxes up to this are kept on disk */
#define OD_LIMIT_THUMBS_BYTES (128 * 1024 * 1024)

/* --- The server itself (decisions 24, 25) --- */
#define OD_LIMIT_HEADERS_S 10                     /* a request's headers must be there by then */
#define OD_LIMIT_HEADERS_BYTES (16 * 1024)        /* ours: request line and headers */
#define OD_LIMIT_BODY_BYTES (1024 * 1024)         /* ours: body of a request that is no file */
#define OD_LIMIT_BODY_S 60                        /* ours: any other body must be there by then */
#define OD_LIMIT_UPLOAD_S (10 * 60)               /* ours: 20 MB at 35 kB/s */
#define OD_LIMIT_CONNECTIONS 1024                 /* ours: open TCP connections altogether */
#define OD_LIMIT_CONNECTIONS_PER_ADDRESS 32       /* ours: a browser opens 6 per host; people share addresses */
#define OD_LIMIT_SOCKET_QUEUE_BYTES (1024 * 1024) /* ours: not yet sent to a visitor who reads slowly; then closed */
#define OD_LIMIT_PORT_RETRY_S 2                   /* a taken port is tried again (decision 24) */
#define OD_LIMIT_KEY_RING_S 10                    /* ours: the key ring answers, unless a person is asked */
#define OD_LIMIT_PROBE_S 30                       /* ours: a connection for a try */
#define OD_LIMIT_FORWARDED_HOPS 8                 /* ours: addresses looked at in a forwarding header */

/* --- Interchange (architecture 12) --- */
#define OD_LIMIT_NDJSON_LINE_BYTES (1024 * 1024) /* ours: one line; longer ones are skipped with a reason */
#define OD_LIMIT_IMPORT_BATCH 1000               /* ours: lines per transaction */
#define OD_LIMIT_IMPORT_REASONS 1000             /* ours: skipped lines told one by one; the rest is counted */
#define OD_LIMIT_IMPORT_FILE_BYTES                                                                                     \
  (256 * 1024 * 1024) /* ours: one attachment beside the file; mail has larger ones than chats */
#define OD_LIMIT_CSV_BYTES (64 * 1024 * 1024) /* ours: a table of customers */
#define OD_LIMIT_CSV_ROWS 200000
#define OD_LIMIT_CSV_COLUMNS 100
#define OD_LIMIT_CSV_CELL_BYTES 40000 /* a note in the longest UTF-8 */
#define OD_LIMIT_CSV_SLICE 100        /* lines of it taken in one write */
#define OD_LIMIT_CSV_PREVIEW 1000     /* lines of it looked at in one go */
#define OD_LIMIT_EXPORT_PEOPLE 200    /* customers written in one go */
#define OD_LIMIT_EXPORT_SLICE 500     /* ours: rows read at once within the snapshot */

/* --- People and what they write (ours, unless said) --- */
#define OD_LIMIT_NAME_CHARS 200       /* code points of a customer's, operator's or account's name */
#define OD_LIMIT_NAME_BYTES (200 * 4) /* the same in the longest UTF-8 */
#define OD_LIMIT_ADDRESS_BYTES 320    /* an address on a channel; RFC 5321 mail: 64 + 1 + 255 */
#define OD_LIMIT_PHONE_BYTES 32       /* E.164 has 15 digits; people add spaces and brackets */
#define OD_LIMIT_REMOTE_ID_BYTES 512  /* a provider's id; Message-ID headers are the longest */
#define OD_LIMIT_UID_BYTES 512        /* ids of imported rows */
#define OD_LIMIT_SUBJECT_CHARS 500
#define OD_LIMIT_BODY_CHARS 100000 /* one stored message of any channel; longer mail is cut with a note */
#define OD_LIMIT_NOTE_CHARS 10000
#define OD_LIMIT_PROFILE_FILES 500   /* ours: listed in the profile at most */
#define OD_LIMIT_CANNED_REPLIES 5000 /* all of them are loaded at once */
#define OD_LIMIT_CANNED_CODE_CHARS 64
#define OD_LIMIT_CANNED_CHARS 10000
#define OD_LIMIT_ARTICLE_CHARS 60000 /* an interchange line takes so much in the longest UTF-8 */
#define OD_LIMIT_SIGNATURE_CHARS 1000
#define OD_LIMIT_MENTIONS 32            /* operators named in one note */
#define OD_LIMIT_FIELD_SLICE 200        /* ours: values of a field changed in one write */
#define OD_LIMIT_FIELD_CHECK_SLICE 2000 /* ours: values of a field looked at in one go */
#define OD_LIMIT_TAG_CHARS 50
#define OD_LIMIT_TAGS 50 /* on one customer or conversation */
#define OD_LIMIT_FIELD_NAME_BYTES 64
#define OD_LIMIT_FIELD_VALUE_BYTES 4096
#define OD_LIMIT_FIELDS 64                  /* custom fields of one customer */
#define OD_LIMIT_FIELD_OPTIONS 200          /* of one list */
#define OD_LIMIT_PATTERN_BYTES 512          /* a regular expression that a field's value must match … */
#define OD_LIMIT_PATTERN_SUBJECT_BYTES 1024 /* … the value it is applied to … */
#define OD_LIMIT_PATTERN_STEPS 20000        /* … and how long that may take: some milliseconds */
#define OD_LIMIT_PATTERN_DEPTH 1000
#define OD_LIMIT_CONTACT_POINTS 32        /* of one customer */
#define OD_LIMIT_UPDATE_KEY_S (3 * 86400) /* ours: an update is known again; providers repeat for a day */
#define OD_LIMIT_ATTACHMENTS 32           /* of one message of any channel */
#define OD_LIMIT_DRAFT_FILES 64           /* waiting with one draft; also those that are too many for a message */
#define OD_LIMIT_REACTIONS 64             /* different reactions on one message */
#define OD_LIMIT_SNIPPET_GRAPHEMES 140    /* last line in the conversation list */
#define OD_LIMIT_COMBINING_RUN 6          /* marks on one letter; living languages need 4 */
#define OD_LIMIT_LINKS 100                /* links made clickable in one text */
#define OD_LIMIT_MARKDOWN_BYTES 65536     /* a longer text is shown without formatting */
#define OD_LIMIT_FINDINGS 20              /* recognised in one message, of one kind */
#define OD_LIMIT_MATCHES_SHOWN 10         /* people who may be the same */
#define OD_LIMIT_ERASE_SLICE 50           /* messages or conversations of an erased person deleted in one write */
#define OD_LIMIT_ERASE_FILES 20           /* files of theirs */
#define OD_LIMIT_ERASE_YOUNG_US (2 * 60 * (gint64) 1000000) /* a file put there just now may be about to be another's */
#define OD_LIMIT_ERASE_SOON_US (30 * (gint64) 1000000) /* what is sent before that goes before the store is rewritten */
#define OD_LIMIT_ERASE_MENTIONS 50                     /* views, macros and tags pointed out that mention the person */
#define OD_LIMIT_ERASE_PAGES 100                       /* of each index merged in one write: some milliseconds */
#define OD_LIMIT_FINDINGS_SHOWN 20                     /* on offer at once */
#define OD_LIMIT_RECOGNISE_STEPS 1000000               /* of a pattern on it */
#define OD_LIMIT_RECOGNISE_BYTES 16384                 /* of a message looked at */
#define OD_LIMIT_RECOGNISE_WINDOW_BYTES 128            /* ours: seen at once by a pattern of the desk's own … */
#define OD_LIMIT_RECOGNISE_OVERLAP_BYTES 48            /* … of these two windows see the same … */
#define OD_LIMIT_RECOGNISE_WINDOWS 32                  /* … of a message … */
#define OD_LIMIT_RECOGNISE_QUICK_STEPS 150             /* … for a match at one place … */
#define OD_LIMIT_RECOGNISE_THOROUGH_WINDOWS 2          /* … and where that is not enough … */
#define OD_LIMIT_RECOGNISE_OWN_STEPS 1500              /* … so many */
#define OD_LIMIT_SEARCH_CHARS 200                      /* a search question */
#define OD_LIMIT_QUERY_CHARS 1000                      /* a query: what is searched, or a saved view … */
#define OD_LIMIT_QUERY_PARTS 128                       /* … its words, operators and brackets … */
#define OD_LIMIT_QUERY_DEPTH 16                        /* … and how deep they may lie */

/* --- Views and the palette (ours) --- */
#define OD_LIMIT_VIEWS 200  /* saved ones; each is counted */
#define OD_LIMIT_USAGE 2000 /* things of the palette that are remembered */

/* --- Ready words: canned replies, articles, emoji (ours) --- */
#define OD_LIMIT_TEMPLATE_PARTS 100           /* variables and questions looked at in one text */
#define OD_LIMIT_TEMPLATE_NAME_BYTES 128      /* of a variable, or a question's words */
#define OD_LIMIT_TEMPLATE_FALLBACK_BYTES 400  /* what stands for a missing value */
#define OD_LIMIT_TEMPLATE_VALUE_GRAPHEMES 400 /* of a value that is put in */
#define OD_LIMIT_COMPLETION_BYTES 200         /* looked at before the caret; "??" takes some words */
#define OD_LIMIT_COMPLETION_ITEMS 50          /* offered at once */
#define OD_LIMIT_EMOJI 8192                   /* of one language; Unicode 16 has 1,900 without skin tones */
#define OD_LIMIT_EMOJI_WORDS 64               /* of one emoji */
#define OD_LIMIT_EMOJI_USED 48                /* remembered */

/* --- Store (decisions 12 to 15) --- */
#define OD_LIMIT_GROUP_WRITES 32        /* writes in one transaction … */
#define OD_LIMIT_GROUP_US (8 * 1000)    /* … or this long */
#define OD_LIMIT_INGEST_UPDATES 1000    /* ours: updates in one batch */
#define OD_LIMIT_INGEST_QUEUE 10        /* batches waiting per account; then 503 (architecture 6.1) */
#define OD_LIMIT_PAGE_ROWS 64           /* ours: rows of a list read at once */
#define OD_LIMIT_THREAD_ROWS 100        /* ours: messages of a thread read at once */
#define OD_LIMIT_LIST_IDS 500000        /* ours: ids a list keeps (8 bytes each) */
#define OD_LIMIT_SEARCH_HITS 500        /* ours: shown at most */
#define OD_LIMIT_FIND_HITS 10000        /* ours: in one conversation, or of one person */
#define OD_LIMIT_SEARCH_RANKED 2000     /* ours: bounded subquery that is ranked (decision 15) */
#define OD_LIMIT_SEARCH_PREFIX_CHARS 3  /* under this only prefixes (decision 15) */
#define OD_LIMIT_CONVERSATIONS_SHOWN 50 /* omnideskctl conversations, without --limit (decision 28) */
#define OD_LIMIT_REFRESHES_PER_S 4      /* list refreshes during a flood (architecture 6.1) */

/* --- Many conversations at once (ours) --- */
#define OD_LIMIT_DEEDS 20               /* in one action, or one macro */
#define OD_LIMIT_DEED_TEXT_BYTES 200    /* a tag's name in the longest UTF-8, or the words of a snooze */
#define OD_LIMIT_MACROS 500             /* all of them are loaded at once */
#define OD_LIMIT_BATCH_SLICE 50         /* conversations in one transaction */
#define OD_LIMIT_BATCHES 100            /* that can be undone … */
#define OD_LIMIT_BATCH_S 3600           /* … for this long */
#define OD_LIMIT_BATCH_FORGET_ROWS 1000 /* of what can't be undone any more, deleted at once */

/* --- Outbox (decisions 4, 7, 17, 18; architecture 6.2) --- */
#define OD_LIMIT_LEASE_S (2 * 60)           /* a claimed operation; renewed while bytes move */
#define OD_LIMIT_UNDO_S 5                   /* undo delay, at most */
#define OD_LIMIT_UNDO_DEED_S 10             /* ours: its Undo is shown for so long */
#define OD_LIMIT_UNDO_DEEDS 20              /* ours: so many of them, one after the other */
#define OD_LIMIT_UNDO_MARGIN_S 3            /* never nearer to the nearest due than this */
#define OD_LIMIT_SEND_LATER_S (366 * 86400) /* ours: nobody means a reply for later than this */
#define OD_LIMIT_OUTBOX_CONVERSATIONS 4     /* of one account at once */
#define OD_LIMIT_REOPEN_S (72 * 3600)       /* a resolved conversation reopens within (default of a setting) */
#define OD_LIMIT_CLOCK_SLICE 40             /* ours: clocks that fire or are recalculated in one transaction */
#define OD_LIMIT_PROMISE_MIN (31 * 24 * 60) /* ours: "I'll be back", at most */
#define OD_LIMIT_REPORT_SLICE 1000          /* ours: rows of conversations read at once for a report */
#define OD_LIMIT_REPORT_DAYS 400 /* ours: days that a report has a row for even if nothing happened on them */
#define OD_LIMIT_BACKOFF_BASE_US (1 * G_USEC_PER_SEC)  /* ours: first wait after a failure */
#define OD_LIMIT_BACKOFF_CAP_US (300 * G_USEC_PER_SEC) /* ours: longest wait; Retry-After may be longer */
#define OD_LIMIT_RETRY_AFTER_S (24 * 3600)             /* ours: a longer Retry-After is cut to this */
#define OD_LIMIT_HTTP_SLOWEST_BYTES_S (16 * 1024)      /* ours: who is slower is cut off in the end */

/* --- Telegram (its Bot API, where not ours) --- */
#define OD_LIMIT_TELEGRAM_REPLY_BYTES (8 * 1024 * 1024) /* ours: a list of updates is cut there at about 4 MiB */
#define OD_LIMIT_TELEGRAM_DEPTH 100
#define OD_LIMIT_TELEGRAM_KEYS 200000         /* ours */
#define OD_LIMIT_TELEGRAM_VALUES 400000       /* ours */
#define OD_LIMIT_TELEGRAM_STRING_BYTES 262144 /* ours: a text has 4096 characters, a card 2048 bytes */
#define OD_LIMIT_TELEGRAM_UPDATES 100         /* in one reply */
#define OD_LIMIT_TELEGRAM_ENTITIES 200        /* ours: of one text, line by line; more are not looked at */
#define OD_LIMIT_TELEGRAM_LINE_GRAPHEMES 300  /* ours: a name, a title, a quotation … */
#define OD_LIMIT_TELEGRAM_LINE_BYTES 900      /* … so that four of them are a payload */
#define OD_LIMIT_TELEGRAM_LINES 100           /* ours: answers of a poll, tasks of a list */

/* --- Accounts (ours) --- */
#define OD_LIMIT_SETTING_BYTES 4096 /* one field of an account's form */
#define OD_LIMIT_HEARD_S 300        /* how old the store's knowledge of the last answer may be */

/* --- Owner and door (decisions 26, 27; architecture 12) --- */
#define OD_LIMIT_OWNER_WAIT_S 5                      /* asking for the profile or the door */
#define OD_LIMIT_STOP_S 5                            /* SIGTERM to exit */
#define OD_LIMIT_DOOR_REPLY_BYTES (16 * 1024 * 1024) /* ours: one answer over the control door */

/* --- The desk (architecture 4, 6; product) --- */
#define OD_LIMIT_MAIN_JSON_BYTES (64 * 1024)    /* larger JSON is read on od-cpu */
#define OD_LIMIT_DRAFT_SAVE_S 1                 /* after the last key */
#define OD_LIMIT_SNOOZE_BYTES 240               /* ours: "until Monday", in the longest words */
#define OD_LIMIT_SNOOZE_YEARS 10                /* ours: nobody comes back to it later */
#define OD_LIMIT_SPELL_BYTES (20 * 1024)        /* a longer text is not spell-checked */
#define OD_LIMIT_SPELL_WORDS 4096               /* of one text */
#define OD_LIMIT_SPELL_KNOWN 20000              /* words whose answer is remembered */
#define OD_LIMIT_SPELL_SUGGESTIONS 5            /* offered for one word */
#define OD_LIMIT_LATE_MAIN_LOOP_US (500 * 1000) /* display tests fail above (decision 5) */
#define OD_LIMIT_ALARM_S 3600                   /* the SLA alarm looks at most this far ahead (architecture 6.3) */

/* --- Notifications (ours) --- */
#define OD_LIMIT_ALERT_LINES 3 /* of a conversation, in its notification */
#define OD_LIMIT_ALERT_LINE_GRAPHEMES 160
#define OD_LIMIT_ALERT_NAME_GRAPHEMES 60
#define OD_LIMIT_ALERT_BURST 3       /* conversations that come up by themselves … */
#define OD_LIMIT_ALERT_BURST_S 10    /* … within this; more are summed up */
#define OD_LIMIT_ALERT_LATE_S 60     /* what happened before is no news, but part of a summary */
#define OD_LIMIT_ALERT_SOUND_S 2     /* the same conversation is heard again */
#define OD_LIMIT_ALERTS_PENDING 4096 /* changed messages that wait to be looked at; of more, the newest */
#define OD_LIMIT_NOTIFY_STOP_MS 1000 /* the end of the program waits for a notification server */
#define OD_LIMIT_NOTICES 64          /* notifications that wait for a server, one for each conversation */

/* --- Keys, palette and finding (ours) --- */
#define OD_LIMIT_KEYS_BYTES 200        /* of one command, as chosen in the settings */
#define OD_LIMIT_PALETTE_CHARS 100     /* typed into the palette; more is not looked at */
#define OD_LIMIT_PALETTE_TITLE 120     /* code points of a name that are compared */
#define OD_LIMIT_PALETTE_ITEMS 60      /* offered at once */
#define OD_LIMIT_PALETTE_STORE 12      /* of each kind that the store is asked for */
#define OD_LIMIT_QUERY_SUGGESTIONS 8   /* of how a query may go on */
#define OD_LIMIT_THREAD_HITS 999       /* counted in one thread */
#define OD_LIMIT_MARKED_WORDS 32       /* forms of what was found, marked in texts */
#define OD_LIMIT_SHELL_TERMS_CHARS 100 /* of a question of the desktop's search */
#define OD_LIMIT_SHELL_RESULTS 8       /* given to it */

/* --- Automatic answers (ours) --- */
#define OD_LIMIT_AUTO_ANSWERS 200       /* of a desk */
#define OD_LIMIT_AUTO_ANSWER_CHARS 2000 /* of one text */
#define OD_LIMIT_AUTO_ACCOUNTS 100      /* that one is for */
#define OD_LIMIT_AUTO_DELAY_S 3600      /* a person may be faster */
#define OD_LIMIT_AUTO_SERVED_S 300      /* after a person wrote nothing is said */
#define OD_LIMIT_AUTO_LATE_S 86400      /* what was written before is answered by nobody but people */
#define OD_LIMIT_AUTO_STALE_S 600       /* one that could not leave for so long isn't sent any more */
#define OD_LIMIT_AUTO_AGAIN_S 86400     /* to one customer in another conversation, while no person wrote */

/* --- Promises (decision 1; R17 to R22; sizes ours) --- */
#define OD_LIMIT_CALENDAR_BYTES (256 * 1024)     /* a calendar as text */
#define OD_LIMIT_CALENDAR_SPANS 24               /* of one day */
#define OD_LIMIT_CALENDAR_EXCEPTIONS 1000        /* dates: two years and more, below OD_LIMIT_JSON_MEMBERS */
#define OD_LIMIT_CALENDAR_GAP_DAYS 400           /* nothing open for so long: around the clock (R21) */
#define OD_LIMIT_CALENDAR_WALK_DAYS 8000         /* a promise that needs more of the calendar than 22 years: the same */
#define OD_LIMIT_CALENDAR_TARGET_S (400 * 86400) /* longest promise */
#define OD_LIMIT_CALENDAR_PAUSES 1000            /* of one promise */
#define OD_LIMIT_CALENDAR_NAME_CHARS 100         /* of a calendar or a policy */
#define OD_LIMIT_CALENDARS 200                   /* also policies */
#define OD_LIMIT_ICAL_BYTES (256 * 1024)         /* an iCalendar file: some years of a country are 60 kB */
#define OD_LIMIT_ICAL_EVENTS 2000                /* in it */
#define OD_LIMIT_ICAL_DAYS 5000                  /* that come of it, before each is there once */
#define OD_LIMIT_ICAL_EVENT_DAYS 31              /* of one event: longer ones end there */
#define OD_LIMIT_ICAL_DEPTH 8                    /* components in each other */
#define OD_LIMIT_ICAL_YEARS 3                    /* that are imported: the one that runs and those to come */
#define OD_LIMIT_POLICY_BYTES (64 * 1024)        /* a policy as text */
#define OD_LIMIT_POLICY_CONDITIONS 64            /* of one kind: channels, tags, priorities, fields */
#define OD_LIMIT_POLICY_VALUE_BYTES 400          /* of one channel, tag, field or value in a condition */
