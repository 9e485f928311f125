// One drive after the other from its bay to its wipe, with a barcode scanner.

import ArgumentParser
import WipeCore

/// `wipectl scan`.
struct Scan: StationCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Links tags and starts wipes with a barcode scanner alone: bay, tag, and the serial on the drive's label.",
        discussion: """
            It says what it waits for: a bay, then the tag of the drive in it; where the drive still waits then, the serial number on the drive's \
            own label, which it never shows. A bay begins anew at any time. Scanners may end a code with Enter, Tab or nothing, and have their \
            capitals the other way round.

            Words for cards: YES or OUI, CANCEL or ANNULER (gives up what was begun), END or FIN (ends the scan). No key ends it, for a label could \
            hold what any key sends; a keyboard types the word. It goes on over a restart of the daemon, and nothing that was scanned is left for \
            the shell.

            Exit code 4 where some of it was refused.
            """)
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run(_ session: Session) async throws -> EndStatus {
        var scanning = try await Scanning(session)
        return try await scanning.run()
    }
}
