// Goal: whatever order, number and mixture events come in, the tracker ends at the truth and never reports a drive twice or the wrong one.
// Method: single cases for every rule, then seeded random histories of one device world, fed whole, doubled, shuffled and with losses.

import Mutation
import Testing
import WipeCore

@testable import WipeDevice

struct AttachmentTrackerTests {
    static func look(
        _ action: DeviceAction, _ name: String = "sdb", event: UInt64?, now: UInt64?, size: UInt64?, at: UInt64, ready: Bool = true,
        properties: [String: String] = [:]
    ) -> DeviceEvent {
        DeviceEvent(
            action: action, name: name, deviceMajor: 8, deviceMinor: 16, eventDiskSequence: event, diskSequence: now, sizeBytes: size,
            initialised: ready,
            properties: properties, observedAt: at)
    }
    private func id(_ sequence: UInt64, _ name: String = "sdb") -> AttachmentID { AttachmentID(name: name, diskSequence: sequence) }

    @Test func addWithASizeIsAnArrivalAndRemoveADeparture() {
        var tracker = AttachmentTracker()
        #expect(tracker.handle(Self.look(.add, event: 5, now: 5, size: 1000, at: 1)) == [.attached(id(5))])
        #expect(tracker.handle(Self.look(.remove, event: 5, now: nil, size: nil, at: 2)) == [.detached(id(5))])
        #expect(tracker.attached.isEmpty)
    }

    @Test func changeFromSizeZeroIsAnArrivalAndBackToZeroADeparture() {
        var tracker = AttachmentTracker()
        #expect(tracker.handle(Self.look(.add, event: 5, now: 5, size: 0, at: 1)).isEmpty)
        #expect(tracker.handle(Self.look(.change, event: 6, now: 6, size: 512, at: 2)) == [.attached(id(6))])
        #expect(tracker.handle(Self.look(.change, event: 6, now: 6, size: 512, at: 3)).isEmpty)
        #expect(tracker.handle(Self.look(.change, event: 6, now: 7, size: 0, at: 4)) == [.detached(id(6))])
    }

    @Test func anotherDiskSequenceIsADepartureAndAnArrival() {
        var tracker = AttachmentTracker()
        _ = tracker.handle(Self.look(.change, event: 5, now: 5, size: 512, at: 1))
        #expect(tracker.handle(Self.look(.change, event: 6, now: 6, size: 512, at: 2)) == [.detached(id(5)), .attached(id(6))])
    }

    @Test func aResizeIsReportedAsChanged() {
        var tracker = AttachmentTracker()
        _ = tracker.handle(Self.look(.add, event: 5, now: 5, size: 512, at: 1))
        #expect(tracker.handle(Self.look(.change, event: 5, now: 5, size: 1024, at: 2)) == [.changed(id(5))])
        #expect(tracker.attached[id(5)]?.sizeBytes == 1024)
    }

    @Test func newPropertiesAreReportedAsChangedAndPassingOnesAreNot() {
        var tracker = AttachmentTracker()
        _ = tracker.handle(Self.look(.add, event: 5, now: 5, size: 512, at: 1, properties: ["ID_FS_TYPE": "ext4", "SEQNUM": "1"]))
        #expect(
            tracker.handle(Self.look(.change, event: 5, now: 5, size: 512, at: 2, properties: ["ID_FS_TYPE": "ext4", "SEQNUM": "2"]))
                .isEmpty)
        #expect(tracker.handle(Self.look(.change, event: 5, now: 5, size: 512, at: 3, properties: ["SEQNUM": "3"])) == [.changed(id(5))])
    }

    @Test func propertiesOfAnotherMediumAreNeverTaken() {
        var tracker = AttachmentTracker()
        _ = tracker.handle(Self.look(.add, event: 5, now: 5, size: 512, at: 1, properties: ["ID_SERIAL_SHORT": "OLD"]))
        // The event is of media 5, sysfs shows media 6 already: 5 is gone, 6 waits for its own event.
        #expect(
            tracker.handle(Self.look(.change, event: 5, now: 6, size: 512, at: 2, properties: ["ID_SERIAL_SHORT": "OLD"])) == [
                .detached(id(5))
            ])
        #expect(tracker.isWaiting)
        #expect(tracker.properties(of: id(6)) == nil)
        #expect(
            tracker.handle(Self.look(.change, event: 6, now: 6, size: 512, at: 3, properties: ["ID_SERIAL_SHORT": "NEW"])) == [
                .attached(id(6))
            ])
        #expect(tracker.properties(of: id(6)) == ["ID_SERIAL_SHORT": "NEW"])
        #expect(!tracker.isWaiting)
    }

    static let listed: [(String, UInt64?)] = [
        ("", 9), ("/dev/disk/by-path/bay-1", 9), ("/dev/disk/by-diskseq/9", 9), ("/dev/disk/by-diskseq/7", 7),
        ("/dev/disk/by-id/a /dev/disk/by-diskseq/7 /dev/disk/by-path/b", 7), ("/dev/disk/by-diskseq/7 /dev/disk/by-diskseq/9", 9),
        ("/dev/disk/by-diskseq/none", 9),
    ]

    @Test(arguments: listed) func theDatabaseSaysOfWhichMediumItSpeaks(_ links: String, _ sequence: UInt64?) {
        #expect(UdevDevices.listedSequence(["DISKSEQ": "9", "DEVLINKS": links]) == sequence)
    }

    /// Events were lost, and udev has not come to the new drive at the old number: its database still has the drive that was pulled.
    @Test func aListTakesNoPropertiesOfTheDriveThatWasThereBefore() {
        var tracker = AttachmentTracker()
        _ = tracker.handle(Self.look(.add, event: 7, now: 7, size: 512, at: 1, properties: ["ID_PATH": "bay-1"]))
        let list = [Self.look(.listed, event: 7, now: 9, size: 512, at: 10, properties: ["ID_PATH": "bay-1"])]
        #expect(tracker.handle(list: list, startedAt: 5) == [.detached(id(7))])
        #expect(tracker.overdue(at: 10 + AttachmentTracker.waitNanoseconds) == [.attached(id(9))])
        #expect(tracker.properties(of: id(9)) == nil)
        let own = Self.look(.add, event: 9, now: 9, size: 512, at: 20_000_000_000, properties: ["ID_PATH": "front"])
        #expect(tracker.handle(own) == [.changed(id(9))])
        #expect(tracker.properties(of: id(9)) == ["ID_PATH": "front"])
    }

    @Test func aDeviceThatUdevNeverFinishesIsShownAfterFiveSeconds() {
        var tracker = AttachmentTracker()
        #expect(tracker.handle(list: [Self.look(.listed, event: 5, now: 5, size: 512, at: 10, ready: false)], startedAt: 9).isEmpty)
        #expect(tracker.overdue(at: 10 + AttachmentTracker.waitNanoseconds - 1).isEmpty)
        #expect(tracker.overdue(at: 10 + AttachmentTracker.waitNanoseconds) == [.attached(id(5))])
        #expect(tracker.properties(of: id(5)) == nil)
        #expect(tracker.overdue(at: .max).isEmpty)
        // Its event comes after all: now with properties.
        #expect(tracker.handle(Self.look(.add, event: 5, now: 5, size: 512, at: 20, properties: ["ID_PATH": "p"])) == [.changed(id(5))])
        #expect(tracker.properties(of: id(5)) == ["ID_PATH": "p"])
    }

    @Test func aLookThatSaysLessTakesNoPropertiesAway() {
        var tracker = AttachmentTracker()
        _ = tracker.handle(Self.look(.add, event: 5, now: 5, size: 512, at: 1, properties: ["ID_PATH": "p"]))
        #expect(tracker.handle(Self.look(.change, event: 5, now: 5, size: 512, at: 2, ready: false)).isEmpty)
        #expect(tracker.properties(of: id(5)) == ["ID_PATH": "p"])
    }

    @Test func aLateRemoveOfTheMediumBeforeChangesNothing() {
        var tracker = AttachmentTracker()
        _ = tracker.handle(Self.look(.change, event: 6, now: 6, size: 512, at: 1))
        #expect(tracker.handle(Self.look(.remove, event: 5, now: 6, size: 512, at: 2)).isEmpty)
    }

    @Test func afterASyntheticRemoveOnlyAnAddBringsTheMediumBack() {
        var tracker = AttachmentTracker()
        _ = tracker.handle(Self.look(.change, event: 6, now: 6, size: 512, at: 1))
        // sysfs still shows it: the event was made by hand, or the driver is slow to let go.
        #expect(tracker.handle(Self.look(.remove, event: 6, now: 6, size: 512, at: 2)) == [.detached(id(6))])
        #expect(tracker.handle(Self.look(.change, event: 6, now: 6, size: 512, at: 3)).isEmpty)
        #expect(tracker.handle(list: [Self.look(.listed, event: 6, now: 6, size: 512, at: 5)], startedAt: 4).isEmpty)
        #expect(tracker.handle(Self.look(.add, event: 6, now: 6, size: 512, at: 6)) == [.attached(id(6))])
        #expect(tracker.handle(Self.look(.remove, event: 6, now: nil, size: nil, at: 7)) == [.detached(id(6))])
        #expect(tracker.handle(Self.look(.change, event: 9, now: 9, size: 512, at: 8)) == [.attached(id(9))])
    }

    @Test func aListThatLacksADriveIsItsDepartureUnlessANewerLookHasIt() {
        var tracker = AttachmentTracker()
        _ = tracker.handle(Self.look(.add, "sda", event: 4, now: 4, size: 512, at: 1))
        _ = tracker.handle(Self.look(.add, "sdb", event: 5, now: 5, size: 512, at: 20))
        #expect(tracker.handle(list: [], startedAt: 10) == [.detached(id(4, "sda"))])
        #expect(Set(tracker.attached.keys) == [id(5)])
        // An older look at what the list did not have is void.
        #expect(tracker.handle(Self.look(.add, "sda", event: 4, now: 4, size: 512, at: 9)).isEmpty)
    }

    /// udevd tells of nothing while it waits for the lock of a drive that we hold; the kernel does.
    @Test func theKernelsOwnWordTakesAwayAndNeverBrings() {
        var tracker = AttachmentTracker()
        #expect(tracker.handle(ahead: Self.look(.add, event: 5, now: 5, size: 512, at: 1)).isEmpty)
        _ = tracker.handle(Self.look(.add, event: 5, now: 5, size: 512, at: 2, properties: ["ID_PATH": "p"]))
        #expect(tracker.handle(ahead: Self.look(.change, event: 5, now: 5, size: 512, at: 3)).isEmpty)
        #expect(tracker.properties(of: id(5)) == ["ID_PATH": "p"])
        #expect(tracker.handle(ahead: Self.look(.remove, event: 4, now: 5, size: 512, at: 4)).isEmpty)
        #expect(tracker.handle(ahead: Self.look(.remove, event: 5, now: 5, size: 512, at: 5)) == [.detached(id(5))])
        #expect(tracker.handle(ahead: Self.look(.remove, event: 5, now: nil, size: nil, at: 6)).isEmpty)
        // What udevd says minutes later, of a drive that is gone.
        #expect(tracker.handle(Self.look(.change, event: 5, now: nil, size: nil, at: 7)).isEmpty)
        #expect(tracker.handle(Self.look(.remove, event: 5, now: nil, size: nil, at: 8)).isEmpty)
        #expect(tracker.attached.isEmpty && !tracker.isWaiting)
    }

    @Test func aCardThatIsTakenOutOrExchangedIsGoneAtTheKernelsWord() {
        var tracker = AttachmentTracker()
        _ = tracker.handle(Self.look(.change, event: 5, now: 5, size: 512, at: 1))
        #expect(tracker.handle(ahead: Self.look(.change, event: 5, now: 5, size: 0, at: 2)) == [.detached(id(5))])
        #expect(tracker.handle(Self.look(.change, event: 5, now: 5, size: 512, at: 3)) == [.attached(id(5))])
        #expect(tracker.handle(ahead: Self.look(.change, event: 6, now: 6, size: 512, at: 6)) == [.detached(id(5))])
        // Looked at before the kernel's, and heard after it: the properties are the new card's all the same.
        let own = Self.look(.change, event: 6, now: 6, size: 512, at: 5, properties: ["ID_PATH": "q"])
        #expect(tracker.handle(own) == [.attached(id(6))])
        #expect(tracker.properties(of: id(6)) == ["ID_PATH": "q"])
        #expect(tracker.handle(ahead: Self.look(.remove, event: 5, now: 6, size: 512, at: 7)).isEmpty)
    }

    @Test func withoutADiskSequenceADriveIsNamedButNeverAttached() {
        var tracker = AttachmentTracker()
        #expect(tracker.handle(Self.look(.add, event: nil, now: nil, size: 512, at: 1)).isEmpty)
        #expect(tracker.unattached.map(\.name) == ["sdb"])
    }

    // MARK: Random histories

    /// A world of five slots in which drives come, go, are resized and exchanged; every event is looked at once, some late.
    struct World {
        var generator: SplitMix
        var state: [String: (sequence: UInt64, size: UInt64)] = [:]
        var nextSequence: UInt64 = 1
        var clock: UInt64 = 0
        var events: [DeviceEvent] = []

        mutating func step() {
            let name = ["sda", "sdb", "sdc", "sdd", "sde"].randomElement(using: &generator) ?? "sda"
            let old = state[name]
            let action: DeviceAction
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: (state[name], action) = (nil, .remove)
            case 1 where old != nil:
                (state[name], action) = ((old?.sequence ?? 0, UInt64.random(in: 1...9, using: &generator) * 512), .change)
            case 2:
                nextSequence += 1
                (state[name], action) = ((nextSequence, 0), .change)
            default:
                nextSequence += 1
                (state[name], action) = ((nextSequence, 4096), old == nil ? .add : .change)
            }
            let told = state[name]?.sequence ?? old?.sequence ?? 0
            clock += 1
            // In between another exchange may happen, so that the look shows more than the event tells.
            if Int.random(in: 0..<5, using: &generator) == 0, state[name] != nil {
                nextSequence += 1
                state[name] = (nextSequence, 8192)
                look(action, name, told: told)
                look(.change, name, told: nextSequence)
            } else {
                look(action, name, told: told)
            }
        }

        mutating func look(_ action: DeviceAction, _ name: String, told: UInt64) {
            clock += 1
            events.append(
                AttachmentTrackerTests.look(action, name, event: told, now: state[name]?.sequence, size: state[name]?.size, at: clock))
        }

        var truth: Set<AttachmentID> {
            Set(state.filter { $0.value.size > 0 }.map { AttachmentID(name: $0.key, diskSequence: $0.value.sequence) })
        }
    }

    /// Feeds and checks on the way: nothing arrives twice, nothing leaves that was not there.
    static func feed(_ events: [DeviceEvent], to tracker: inout AttachmentTracker, present: inout Set<AttachmentID>) {
        for event in events { check(tracker.handle(event), present: &present) }
    }

    static func check(_ changes: [AttachmentChange], present: inout Set<AttachmentID>) {
        for change in changes {
            switch change {
            case .attached(let id): #expect(present.insert(id).inserted, "attached twice")
            case .detached(let id): #expect(present.remove(id) != nil, "detached without having been attached")
            case .changed(let id): #expect(present.contains(id), "changed without being attached")
            }
        }
        #expect(Dictionary(grouping: present, by: \.name).values.allSatisfy { $0.count == 1 }, "two media at one node")
    }

    @Test(arguments: 0..<300 as Range<UInt64>) func burstsEndAtTheTruthHoweverTheyArrive(seed: UInt64) {
        var world = World(generator: SplitMix(seed))
        for _ in 0..<50 { world.step() }

        var tracker = AttachmentTracker()
        var present: Set<AttachmentID> = []
        Self.feed(world.events, to: &tracker, present: &present)
        #expect(present == world.truth)

        // Each event twice.
        var doubled = AttachmentTracker()
        var presentDoubled: Set<AttachmentID> = []
        Self.feed(world.events.flatMap { [$0, $0] }, to: &doubled, present: &presentDoubled)
        #expect(presentDoubled == world.truth)

        // In any order.
        var shuffled = AttachmentTracker()
        var presentShuffled: Set<AttachmentID> = []
        Self.feed(world.events.shuffled(using: &world.generator), to: &shuffled, present: &presentShuffled)
        #expect(presentShuffled == world.truth)

        // With the kernel's own word, now ahead and now long after.
        var both = AttachmentTracker()
        var presentBoth: Set<AttachmentID> = []
        var late: [DeviceEvent] = []
        for event in world.events {
            if Bool.random(using: &world.generator) {
                Self.check(both.handle(ahead: event), present: &presentBoth)
            } else {
                late.append(event)
            }
            Self.check(both.handle(event), present: &presentBoth)
            while late.count > 3 { Self.check(both.handle(ahead: late.removeFirst()), present: &presentBoth) }
        }
        for event in late { Self.check(both.handle(ahead: event), present: &presentBoth) }
        #expect(presentBoth == world.truth)
    }

    @Test(arguments: 0..<300 as Range<UInt64>) func aListAfterLossesBringsTheTruthBack(seed: UInt64) {
        var world = World(generator: SplitMix(seed))
        var tracker = AttachmentTracker()
        var present: Set<AttachmentID> = []
        for _ in 0..<60 { world.step() }
        // Half of the events are lost, some of the others come after the list.
        let kept = world.events.filter { _ in Bool.random(using: &world.generator) }
        let late = kept.filter { _ in Int.random(in: 0..<4, using: &world.generator) == 0 }
        Self.feed(kept.filter { !late.contains($0) }, to: &tracker, present: &present)
        world.clock += 1
        let startedAt = world.clock
        var list: [DeviceEvent] = []
        for (name, value) in world.state {
            world.clock += 1
            list.append(Self.look(.listed, name, event: value.sequence, now: value.sequence, size: value.size, at: world.clock))
        }
        Self.check(tracker.handle(list: list, startedAt: startedAt), present: &present)
        Self.feed(late, to: &tracker, present: &present)
        #expect(present == world.truth)
        #expect(Set(tracker.attached.keys) == world.truth)
    }
}
