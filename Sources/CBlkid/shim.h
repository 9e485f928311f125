// libblkid for Swift, plus its flag macros as typed constants where the importer cannot see through the shifts.
#ifndef WIPED_CBLKID_SHIM_H
#define WIPED_CBLKID_SHIM_H

#include <sys/types.h>
#include <blkid/blkid.h>

// Everything that a superblock says of itself, also one with a wrong checksum: what lies on a drive is shown, not judged.
static const int wiped_blkid_superblock_flags = BLKID_SUBLKS_LABEL | BLKID_SUBLKS_UUID | BLKID_SUBLKS_TYPE | BLKID_SUBLKS_USAGE |
                                                BLKID_SUBLKS_VERSION | BLKID_SUBLKS_MAGIC | BLKID_SUBLKS_BADCSUM;
static const int wiped_blkid_partition_flags = BLKID_PARTS_ENTRY_DETAILS | BLKID_PARTS_MAGIC;

#endif
