// Which transports a serial can be read over: a record that names another one was not made by looking at a drive.

import WipeIdentity

extension SerialSource {
    /// The transports on which this source answers. A simulation may show any source; that it is one is marked.
    var transports: Set<Transport> {
        let simulated: Set<Transport> = [.loop, .simulated]
        switch self {
        case .loopProperty: return simulated
        case .nvmeIdentify: return simulated.union([.nvme, .unknown])
        case .mmcCID: return simulated.union([.mmc, .unknown])
        // A bridge that is not told from a controller speaks SCSI to the host.
        case .usbBridge: return simulated.union([.usb, .scsi, .unknown])
        // A SATA drive stands behind SAS controllers, virtual ones and USB bridges that pass the command on.
        case .ataIdentify: return simulated.union([.sata, .ata, .sas, .scsi, .usb, .unknown])
        // The kernel answers page 80h for ATA drives too.
        case .scsiVPD: return simulated.union([.sas, .scsi, .sata, .ata, .unknown])
        case .unknown: return Set(Transport.allCases)
        }
    }
}
