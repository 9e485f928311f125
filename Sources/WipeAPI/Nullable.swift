// The words that `wiped` and its clients exchange: plain Codable values, no behaviour. Question of this module: what does the wire look like?
// Input: nothing. Output: types that the server fills and that clients print. It imports nothing, so that no domain type can leak into the wire.

/// A member that stands as `null` where its value is unknown. Swift's own encoding would leave the member out, and a reader could not tell
/// "unknown" from "not in this version". A member that is missing reads as unknown.
@propertyWrapper
public struct Nullable<Value> {
    /// The value; nil is written as `null`.
    public var wrappedValue: Value?
    /// Wraps a value or its absence.
    public init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }
}

extension Nullable: Sendable where Value: Sendable {}
extension Nullable: Equatable where Value: Equatable {}
extension Nullable: Hashable where Value: Hashable {}

extension Nullable: Encodable where Value: Encodable {
    /// Writes the value, or `null`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
    }
}

extension Nullable: Decodable where Value: Decodable {
    /// Reads a value or `null`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self.init(wrappedValue: container.decodeNil() ? nil : try container.decode(Value.self))
    }
}

extension KeyedDecodingContainer {
    /// Lets the decoding that the compiler writes accept a missing member as unknown.
    public func decode<Value: Decodable>(_ type: Nullable<Value>.Type, forKey key: Key) throws -> Nullable<Value> {
        try decodeIfPresent(type, forKey: key) ?? Nullable(wrappedValue: nil)
    }
}
