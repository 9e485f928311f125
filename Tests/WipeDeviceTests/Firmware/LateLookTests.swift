// Goal: a drive that nobody had time to ask is not taken for one that says nothing. Method: the transport of the daemon with its time over, and
// recorded drives whose time ends after each of their answers; then the time that the questions have of their own.

import Testing
import WipeCore

@testable import WipeDevice

/// A recorded drive that is asked so many questions, and then no more.
private final class ShortTime: FirmwareTransport {
    private let drive: RecordedDrive
    private var left: Int
    private(set) var hasRunOut = false

    init(_ drive: RecordedDrive, questions: Int) {
        self.drive = drive
        left = questions
    }

    private func isLate() -> Bool {
        left -= 1
        if left < 0 { hasRunOut = true }
        return hasRunOut
    }

    func reply(to command: AtaCommand) -> ScsiReply { isLate() ? .unanswered(why: "late") : drive.reply(to: command) }
    func ask(_ command: ScsiCommand) -> ScsiReply { isLate() ? .unanswered(why: "late") : drive.ask(command) }
    func ask(_ command: NvmeCommand) -> NvmeAnswer { isLate() ? .unanswered(why: "late") : drive.ask(command) }
    var namespace: UInt32? { drive.namespace }
}

@Suite struct LateLookTests {
    /// Seen on a slow machine: an NVMe drive whose contents and smartctl had taken all the time showed `overwrite` alone, and the reason
    /// `no-answer`, though it had never been asked and offers a format.
    @Test(arguments: ["qemu-nvme", "qemu-nvme-two", "hand-nvme-clean", "hand-hdd-hpa", "hand-ssd-clean", "tcmu-sas-idle"])
    func aLookThatIsCutShortSaysSo(_ name: String) throws {
        let whole = try RecordedDrive(name)
        let told = whole.look()
        let questions = whole.asked.count
        #expect(questions > 1 && !told.ranOutOfTime)
        for count in 0..<questions {
            let drive = try RecordedDrive(name)
            let found = CapabilityReader(drive: drive.drive, transport: ShortTime(drive, questions: count)).read()
            #expect(found.ranOutOfTime && found.hiddenAreas == HiddenAreas(unknown: .noTime), "\(count)")
            #expect(found.techniques.filter { $0.isOffered == true }.map(\.technique) == [.overwrite])
            #expect(found.techniques.dropFirst().allSatisfy { $0.reasons.first == .noTime })
            #expect(drive.asked.count == count)
        }
        let drive = try RecordedDrive(name)
        #expect(CapabilityReader(drive: drive.drive, transport: ShortTime(drive, questions: questions)).read() == told)
    }

    /// The one of the daemon: no question goes out, and it says that it kept one back.
    @Test func theTransportKeepsQuestionsBack() throws {
        let drive = try RecordedDrive("qemu-nvme").drive
        let late = DescriptorTransport(descriptor: -1, deadline: 0)
        #expect(!late.hasRunOut)
        #expect(late.ask(NvmeCommand.identifyController) == .unanswered(why: "no time was left to ask") && late.hasRunOut)
        let ata = DescriptorTransport(descriptor: -1, deadline: 0)
        _ = ata.ask(AtaCommand.identifyDevice)
        #expect(ata.hasRunOut)
        let inTime = DescriptorTransport(descriptor: -1, deadline: .max)
        _ = (inTime.ask(NvmeCommand.identifyController), inTime.ask(ScsiCommand.requestSense))
        #expect(!inTime.hasRunOut)
        // Through the recorder, as the prober asks.
        let recorder = AnswerRecorder(DescriptorTransport(descriptor: -1, deadline: 0))
        var asked = drive
        (asked.kind, asked.transport, asked.isATA) = (.scsi, .sata, true)
        #expect(CapabilityReader(drive: asked, transport: recorder).read().ranOutOfTime)
        #expect(recorder.answers(of: asked).lines.isEmpty)
    }

    /// The questions go out first and have half of the time; what is read afterwards has some of its own, however late they were answered.
    @Test func whatIsReadHasTimeOfItsOwn() {
        let second: UInt64 = 1_000_000_000
        #expect(Prober.firmwareDeadline(20 * second, now: 0) == 10 * second)
        #expect(Prober.firmwareDeadline(5 * second, now: 0) == 5 * second)
        #expect(Prober.readDeadline(20 * second, now: 3 * second) == 20 * second)
        #expect(Prober.readDeadline(20 * second, now: 19 * second) == 24 * second)
        #expect(Prober.readDeadline(20 * second, now: 40 * second) == 45 * second)
    }
}
