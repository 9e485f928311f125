// setxattr(2) for Swift, whose module of the C library leaves <sys/xattr.h> out.
#ifndef CXATTR_H
#define CXATTR_H

#include <sys/xattr.h>

#endif
