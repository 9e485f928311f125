// What goes out to a drive about its own erase: a question or a command, as bytes. The only place that says which can be made at all.

/// A question or a command about a drive's own erase, on one bus.
package struct EraseRequest: Hashable, Sendable {
    /// What is wanted of the drive.
    package enum Purpose: Hashable, Sendable {
        /// How does it stand? Changes nothing.
        case status
        /// Erase yourself.
        case command(EraseCommand)
    }
    package let transport: CommandTransport
    package let purpose: Purpose

    package init(_ purpose: Purpose, on transport: CommandTransport) {
        self.transport = transport
        self.purpose = purpose
    }

    /// The one that these bytes are; nil where they are none, so that a record cannot name a command that its bytes do not.
    package init?(_ bytes: [UInt8], on transport: CommandTransport) {
        var known: [Purpose] = [.status, .command(.block), .command(.crypto)]
        if let pattern = Self.pattern(in: AnswerBytes(bytes), on: transport) { known.append(.command(.overwrite(pattern))) }
        guard let purpose = known.first(where: { EraseRequest($0, on: transport).bytes == bytes }) else { return nil }
        self.init(purpose, on: transport)
    }

    /// As `EraseEvidence.request` keeps it.
    package var bytes: [UInt8] {
        switch transport {
        case .ata: AtaErase.block(purpose)
        case .scsi: ScsiErase.block(purpose) + ScsiErase.parameters(purpose)
        case .nvme: NvmeErase.words(purpose).bytes
        }
    }

    /// The SCSI command descriptor block that carries it; nil on NVMe.
    package var descriptorBlock: [UInt8]? {
        switch transport {
        case .ata: AtaErase.block(purpose)
        case .scsi: ScsiErase.block(purpose)
        case .nvme: nil
        }
    }

    /// What is handed to the drive with it: the pattern of a SCSI overwrite. Else empty.
    package var parameters: [UInt8] { transport == .scsi ? ScsiErase.parameters(purpose) : [] }

    /// The words of the submission; nil but on NVMe.
    package var words: NvmeErase.Words? { transport == .nvme ? NvmeErase.words(purpose) : nil }

    /// Bytes that the drive may hand over.
    package var answerBytes: Int {
        switch (transport, purpose) {
        case (.scsi, .status): ScsiErase.senseBytes
        case (.nvme, .status): NvmeErase.logBytes
        default: 0
        }
    }

    /// Longest wait. A start that is given up makes the kernel reset the drive: rather wait, it is answered at once where all is well.
    package var timeoutMilliseconds: UInt32 { purpose == .status ? 15_000 : 600_000 }

    /// Where an overwrite has its pattern on this bus.
    private static func pattern(in bytes: AnswerBytes, on transport: CommandTransport) -> UInt32? {
        switch transport {
        case .ata: AtaErase.pattern(in: bytes)
        case .scsi: ScsiErase.pattern(in: bytes)
        case .nvme: NvmeErase.pattern(in: bytes)
        }
    }
}

extension EraseStatus {
    /// What an exchange says; `unknown` where it is no question about an erase, or its answer cannot be read. The same for the bytes as they came and as
    /// a record keeps them.
    package init(_ exchange: EraseEvidence, on transport: CommandTransport) {
        guard EraseRequest(exchange.request, on: transport)?.purpose == .status, let status = exchange.status else {
            self = .unknown
            return
        }
        switch transport {
        case .ata: self = AtaErase.status(status, exchange.answer)
        case .scsi: self = ScsiErase.status(status, exchange.answer)
        case .nvme: self = NvmeErase.status(status, exchange.answer)
        }
    }
}

extension EraseAnswer {
    /// What an exchange says of its command. The same for the bytes as they came and as a record keeps them, but for the words of `unanswered`.
    ///
    /// - Parameter why: the kernel's words where nothing came back.
    package init(_ exchange: EraseEvidence, on transport: CommandTransport, why: String = "nothing came back") {
        guard case .command = EraseRequest(exchange.request, on: transport)?.purpose else {
            self = .unanswered("no command was sent")
            return
        }
        guard let status = exchange.status else {
            self = .unanswered(why)
            return
        }
        switch transport {
        case .ata: self = AtaErase.answer(status, exchange.answer)
        case .scsi: self = ScsiErase.answer(status, exchange.answer)
        case .nvme: self = NvmeErase.answer(status)
        }
    }
}
