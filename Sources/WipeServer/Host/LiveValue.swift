// A setting that may be another one when the station file was read again.

import Synchronization

/// One value that many read and one writes.
final class LiveValue<Value: Sendable>: Sendable {
    private let value: Mutex<Value>

    init(_ value: Value) { self.value = Mutex(value) }

    /// As it is now.
    var now: Value { value.withLock { $0 } }

    /// Counts for whoever asks from now on.
    func set(_ new: Value) { value.withLock { $0 = new } }
}
