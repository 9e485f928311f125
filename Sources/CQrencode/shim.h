// libqrencode for Swift: the squares of a QR code.
#ifndef WIPED_CQRENCODE_SHIM_H
#define WIPED_CQRENCODE_SHIM_H

#include <qrencode.h>

#endif
