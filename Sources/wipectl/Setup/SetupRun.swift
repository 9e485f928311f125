// The dialogue of setup with its surroundings: drives from udev, words from the terminal, sentences to it.

import Dispatch
import Foundation
import WipeAPI
import WipeAudit
import WipeCore
import WipeDevice
import WipeFiles

/// Runs a dialogue to its end.
struct SetupRun {
    let session: Session
    let watch: PortWatch
    let bays: [Bay]

    /// The bays that are to be written; none where nothing is.
    func run(_ begun: SetupDialogue) async throws -> [Bay] {
        var dialogue = begun
        let (events, continuation) = AsyncStream.makeStream(of: SetupDialogue.Event?.self, bufferingPolicy: .unbounded)
        let quantity = session.layout.quantity
        let drives = Task { [watch, bays] in
            for await change in watch.changes {
                switch change {
                case .appeared(let drive): continuation.yield(.appeared(.init(drive, bays, quantity)))
                case .left(let name): continuation.yield(.left("/dev/" + name))
                case .ended: continuation.yield(nil)
                }
            }
        }
        defer { drives.cancel() }
        readWords(session.input, continuation)
        try tell(dialogue.opening)
        session.output.complain(dialogue.prompt + "\n")
        for await event in events {
            guard let event else { throw Failure(code: .noUdev, message: dialogue.blindness, hint: nil) }
            switch dialogue.take(event) {
            case .say(let sentences): try tell(sentences)
            case .finish(let learnt, let sentences):
                try tell(sentences)
                return learnt
            }
            session.output.complain(dialogue.prompt + "\n")
        }
        return []
    }

    private func tell(_ sentences: [String]) throws { for sentence in sentences { try session.output.write(safeLine(sentence)) } }

    /// On a thread of its own: reading from a terminal waits for a person.
    private func readWords(_ input: Int32, _ continuation: AsyncStream<SetupDialogue.Event?>.Continuation) {
        Thread.detachNewThread {
            var reader = LineReader(descriptor: input)
            while true {
                switch reader.next(patienceSeconds: 3600) {
                case .text(let word): continuation.yield(.typed(word))
                case .unreadable: continuation.yield(.unreadable)
                case .late: continue
                case .end:
                    continuation.yield(.ended)
                    return
                }
            }
        }
    }
}

extension SetupDialogue.Sight {
    init(_ drive: PortDrive, _ bays: [Bay], _ quantity: Quantity) {
        self.init(
            node: "/dev/" + drive.name, drive: drive.people(quantity), port: drive.port, systemUse: drive.systemUse,
            usageProblem: drive.usageProblem,
            bay: bays.first { $0.matches(drive.properties) }?.id)
    }
}

extension PortDrive {
    /// What people call it: model, size, serial.
    func people(_ quantity: Quantity) -> String {
        let model = properties["ID_MODEL"]?.replacing("_", with: " ")
        return [model, quantity.bytes(Int(clamping: sizeBytes)), properties["ID_SERIAL_SHORT"]].compactMap { $0 }.joined(separator: ", ")
    }
}
