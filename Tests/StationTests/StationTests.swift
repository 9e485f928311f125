// Goal: the whole station keeps its contract. Method: the real daemon over its real socket, asked with the real wipectl, on real block
// devices with the udev properties of drives in bays. One after the other: hot plug is a matter of the whole machine.

import Testing

/// The parent of every suite on a running daemon.
@Suite(.serialized, .enabled(if: Project.hasBench, "needs root and udevd: run scripts/test as root"))
struct StationTests {}
