// Questions to a drive's own firmware, the one word that lets a disk stop turning, and those by which a drive erases itself: two ioctls, nothing
// decided and nothing kept. What may be sent is closed in WipeDevice/Firmware and WipeFirmware.
#define _GNU_SOURCE
#include "CBlockIO.h"

#include <errno.h>
#include <linux/nvme_ioctl.h>
#include <scsi/sg.h>
#include <string.h>
#include <sys/ioctl.h>

static int exchange(
    int fd, int direction, const uint8_t *cdb, uint8_t cdb_count, void *data, uint32_t data_count, uint32_t timeout_milliseconds,
    cbio_sg_answer *out) {
    memset(out, 0, sizeof *out);
    sg_io_hdr_t request;
    memset(&request, 0, sizeof request);
    request.interface_id = 'S';
    request.dxfer_direction = data_count > 0 ? direction : SG_DXFER_NONE;
    request.cmdp = (unsigned char *)cdb;
    request.cmd_len = cdb_count;
    request.dxferp = data_count > 0 ? data : NULL;
    request.dxfer_len = data_count;
    request.sbp = out->sense;
    request.mx_sb_len = sizeof out->sense;
    request.timeout = timeout_milliseconds;
    // Not asked again after EINTR: whether the drive got the command is then not known.
    if (ioctl(fd, SG_IO, &request) < 0) return -errno;
    out->status = request.status;
    out->host_status = request.host_status;
    out->driver_status = request.driver_status;
    out->sense_count = request.sb_len_wr > sizeof out->sense ? (uint8_t)sizeof out->sense : request.sb_len_wr;
    // A negative or an impossible remainder says nothing: then no byte counts as received.
    uint32_t missing = request.resid < 0 || (uint32_t)request.resid > data_count ? data_count : (uint32_t)request.resid;
    out->data_count = data_count - missing;
    return 0;
}

int cbio_sg_io(
    int fd, const uint8_t *cdb, uint8_t cdb_count, void *data, uint32_t data_count, uint32_t timeout_milliseconds, cbio_sg_answer *out) {
    return exchange(fd, SG_DXFER_FROM_DEV, cdb, cdb_count, data, data_count, timeout_milliseconds, out);
}

int cbio_sg_overwrite(
    int fd, const uint8_t *cdb, uint8_t cdb_count, const uint8_t *list, uint32_t list_count, uint32_t timeout_milliseconds,
    cbio_sg_answer *out) {
    // SANITIZE with the service action OVERWRITE, whose list is a head of four bytes and the pattern: nothing else is handed to a drive here.
    if (cdb_count != 10 || cdb[0] != 0x48 || (cdb[1] & 0x1F) != 0x01 || list_count != 8) return -EINVAL;
    return exchange(fd, SG_DXFER_TO_DEV, cdb, cdb_count, (void *)list, list_count, timeout_milliseconds, out);
}

int cbio_nvme_admin(
    int fd, uint8_t opcode, uint32_t nsid, uint32_t cdw10, uint32_t cdw11, void *data, uint32_t data_count, uint32_t timeout_milliseconds) {
    // The two low bits of an opcode say which way data go (NVM Express, "Opcodes for Admin Commands"): only "controller to host" passes, and, without
    // data and for the whole drive, Sanitize by block erase, overwrite or crypto erase (actions 2 to 4).
    const uint32_t action = cdw10 & 7;
    const int is_erase = opcode == 0x84 && data_count == 0 && nsid == 0 && action >= 2 && action <= 4;
    if ((opcode & 3) != 2 && !is_erase) return -EINVAL;
    struct nvme_admin_cmd command;
    memset(&command, 0, sizeof command);
    command.opcode = opcode;
    command.nsid = nsid;
    command.addr = data_count > 0 ? (uint64_t)(uintptr_t)data : 0;
    command.data_len = data_count;
    command.cdw10 = cdw10;
    command.cdw11 = cdw11;
    command.timeout_ms = timeout_milliseconds;
    int status = ioctl(fd, NVME_IOCTL_ADMIN_CMD, &command);
    return status < 0 ? -errno : status;
}

int cbio_nvme_nsid(int fd) {
    int nsid = ioctl(fd, NVME_IOCTL_ID);
    return nsid < 0 ? -errno : nsid;
}
