/*
 * All of the shim, as one translation unit: everything in it is static, so that two shims in one
 * process can't see each other's, whichever compiler made them.
 */
#include "shim.h"

#include "control.c"
#include "gate.c"
#include "real.c"
#include "sessions.c"
#include "handles.c"
#include "outage.c"
#include "poll.c"
#include "call.c"
#include "played/chain.c"
#include "special.c"
#include "table.c"
