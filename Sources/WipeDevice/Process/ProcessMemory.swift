// What the process asks of its memory allocator.

import CBlockIO

package enum ProcessMemory {
    /// Lets all threads share two arenas. Otherwise each of the three threads of a wipe keeps freed memory to itself: 12 MiB with 24 drives, and
    /// nothing is faster for it, since no thread of a wipe allocates per request. To be called before there are other threads.
    package static func shareArenas() { cbio_share_arenas() }
}
