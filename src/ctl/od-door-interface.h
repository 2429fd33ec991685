/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The private interface behind the control door. Both sides are built from one
 * tree, but not always at the same time: a tool that finds an older desk gets
 * D-Bus' own "no such method". */

#define OD_DOOR_OBJECT_PATH "/com/example/Omnidesk/Control"
#define OD_DOOR_INTERFACE "com.example.Omnidesk.Control1"

#define OD_DOOR_XML                                                                                                    \
  "<node>"                                                                                                             \
  "  <interface name='" OD_DOOR_INTERFACE "'>"                                                                         \
  "    <method name='Run'>"                                                                                            \
  "      <arg type='as' name='arguments' direction='in'/>"                                                             \
  "      <arg type='as' name='secrets' direction='in'/>"                                                               \
  "      <arg type='i' name='status' direction='out'/>"                                                                \
  "      <arg type='s' name='output' direction='out'/>"                                                                \
  "      <arg type='s' name='messages' direction='out'/>"                                                              \
  "    </method>"                                                                                                      \
  "    <method name='Raise'>"                                                                                          \
  "      <arg type='b' name='raised' direction='out'/>"                                                                \
  "    </method>"                                                                                                      \
  "    <method name='Yield'>"                                                                                          \
  "      <arg type='b' name='yielding' direction='out'/>"                                                              \
  "    </method>"                                                                                                      \
  "  </interface>"                                                                                                     \
  "</node>"
