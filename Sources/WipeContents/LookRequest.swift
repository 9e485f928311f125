// What the daemon tells the process that looks at a drive: on its command line, and in its descriptors.

/// One look. The drive is standard input of the process that looks, the answer its standard output.
package struct LookRequest: Equatable, Sendable {
    /// A partition as the kernel has it.
    package struct Partition: Equatable, Sendable {
        package var offsetBytes: UInt64
        package var sizeBytes: UInt64
        /// Its node, open for reading: a page cache of its own, which the whole drive's does not see. Nil where it could not be opened.
        package var descriptor: Int32?

        package init(offsetBytes: UInt64, sizeBytes: UInt64, descriptor: Int32? = nil) {
            self.offsetBytes = offsetBytes
            self.sizeBytes = sizeBytes
            self.descriptor = descriptor
        }
    }

    /// 0 asks for no look, only for what the kernel lets the process give up.
    package var capacityBytes: UInt64
    /// After this nothing new is begun.
    package var milliseconds: UInt32
    package var partitions: [Partition]

    package init(capacityBytes: UInt64, milliseconds: UInt32, partitions: [Partition] = []) {
        self.capacityBytes = capacityBytes
        self.milliseconds = milliseconds
        self.partitions = partitions
    }

    /// More partitions than this are not handed over.
    package static let partitionsMax = 255
    /// Descriptors of partitions follow standard error.
    package static let firstDescriptor: Int32 = 3

    /// How many descriptors the process has.
    package var descriptorsCount: Int32 { (partitions.compactMap(\.descriptor).max() ?? Self.firstDescriptor - 1) + 1 }

    package var arguments: [String] {
        [String(capacityBytes), String(milliseconds)]
            + partitions.map { "\($0.offsetBytes):\($0.sizeBytes):" + ($0.descriptor.map { String($0) } ?? "-") }
    }

    package init?(arguments: some Sequence<String>) {
        let words = Array(arguments)
        guard words.count >= 2, words.count <= 2 + Self.partitionsMax, let capacity = UInt64(words[0]), let milliseconds = UInt32(words[1])
        else { return nil }
        self.init(capacityBytes: capacity, milliseconds: milliseconds)
        for word in words.dropFirst(2) {
            let fields = word.split(separator: ":", omittingEmptySubsequences: false)
            guard fields.count == 3, let offset = UInt64(fields[0]), let size = UInt64(fields[1]) else { return nil }
            var partition = Partition(offsetBytes: offset, sizeBytes: size)
            if fields[2] != "-" {
                guard let descriptor = Int32(fields[2]), descriptor >= Self.firstDescriptor,
                    descriptor < Self.firstDescriptor + Int32(Self.partitionsMax)
                else { return nil }
                partition.descriptor = descriptor
            }
            partitions.append(partition)
        }
    }
}
