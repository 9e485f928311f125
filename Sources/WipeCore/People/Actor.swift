// Who did something.

/// Who did something.
public struct Actor: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case uid, user, viaRoot, group, role }
    public var uid: UInt32
    /// User name of the peer of the socket; `station` for what the station does by itself.
    public var user: String
    /// Login name behind root, where the kernel's login uid says so.
    public var viaRoot: String?
    /// Name of the peer's group, as the kernel gives it.
    public var group: String?
    /// What this person's groups allowed at that time; nil for nobody of the station's groups, and for the station itself.
    public var role: Role?
    public init(uid: UInt32, user: String, viaRoot: String? = nil, group: String? = nil, role: Role? = nil) {
        self.uid = uid
        self.user = user
        self.viaRoot = viaRoot
        self.group = group
        self.role = role
    }
    public static let station = Actor(uid: 0, user: "station")

    /// The same person, whatever their groups were then.
    public func isSamePerson(as other: Actor) -> Bool { uid == other.uid && user == other.user && viaRoot == other.viaRoot }
}
