// Who did something.

/// Who did something.
package struct Actor: Hashable, Codable, Sendable {
    enum CodingKeys: String, CodingKey { case uid, user, viaRoot, group, role }
    package var uid: UInt32
    /// User name of the peer of the socket; `station` for what the station does by itself.
    package var user: String
    /// Login name behind root, where the kernel's login uid says so.
    package var viaRoot: String?
    /// Name of the peer's group, as the kernel gives it.
    package var group: String?
    /// What this person's groups allowed at that time; nil for nobody of the station's groups, and for the station itself.
    package var role: Role?
    package init(uid: UInt32, user: String, viaRoot: String? = nil, group: String? = nil, role: Role? = nil) {
        self.uid = uid
        self.user = user
        self.viaRoot = viaRoot
        self.group = group
        self.role = role
    }
    package static let station = Actor(uid: 0, user: "station")

    /// The same person, whatever their groups were then.
    package func isSamePerson(as other: Actor) -> Bool { uid == other.uid && user == other.user && viaRoot == other.viaRoot }
}
