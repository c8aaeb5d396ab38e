// The interfaces are in headers; this file makes the library one that CMake can link.
#include "control/gateway_control.h"
