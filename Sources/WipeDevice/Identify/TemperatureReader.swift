// How hot a drive is, by the kernel's own sensors (hwmon): drivetemp for SATA, the NVMe driver's for NVMe.

enum TemperatureReader {
    /// Celsius, rounded down; nil where the drive has no sensor, or one that does not answer or answers nonsense.
    ///
    /// The hwmon folder lies below the device that stands under the block device: the SCSI device (`drivetemp`), or the NVMe controller.
    /// A read may reach the drive itself, and may take as long as the drive takes.
    static func read(_ name: String, folder: SystemFolder) -> Int? {
        let device = "/sys/class/block/\(name)/device"
        // Under NVMe multipath the namespace's device is the subsystem; the controller is one step further.
        for place in [device + "/hwmon", device + "/device/hwmon", device] {
            guard let sensors = try? folder.names(place) else { continue }
            for sensor in sensors where sensor.hasPrefix("hwmon") {
                guard let text = folder.attribute("\(place)/\(sensor)/temp1_input"), let value = Int(text) else { continue }
                let degrees = value >= 0 ? value / 1000 : (value - 999) / 1000
                if (-60...200).contains(degrees) { return degrees }
            }
        }
        return nil
    }
}
