// Goal: one key has one spelling, and only an unspoilt key file is used. Method: published values, near misses, real files in a folder.

import FoundationEssentials
import Glibc
import Testing

@testable import WipeCertificate

struct KeyTests {
    /// W3C vc-di-eddsa, TestVectors/keyPair.json: the public key and its bytes.
    static let multikey = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
    static let publicHex = "b00d8d938e7f773d51565aad36a623f5344f7f5d1960f9cf3e8e12620ea2810f"

    @Test(arguments: [
        ([], ""), ([0], "1"), ([0, 0, 1], "112"), ([57], "z"), ([58], "21"), ([255], "5Q"), ([0, 255, 255], "1LUv"),
        (Array("Hello World!".utf8), "2NEpo7TZRRrLZSi2U"),  // draft-msporny-base58, test vectors
        ([0x00, 0x00, 0x28, 0x7f, 0xb4, 0xcd], "11233QC4"),
    ])
    func base58GoesThereAndBack(bytes: [UInt8], text: String) {
        #expect(Base58.encode(bytes) == text)
        #expect(Base58.decode(text) == bytes)
    }

    @Test func base58RefusesForeignCharacters() {
        for text in ["0", "O", "I", "l", " 2", "2\n", "é", "\u{212a}", String(repeating: "2", count: 257)] {
            #expect(Base58.decode(text) == nil)
        }
    }

    @Test func publishedKeyHasItsNames() throws {
        let key = try #require(PublicKey(multikey: Self.multikey))
        #expect(Hexadecimal.encode(key.bytes) == Self.publicHex)
        #expect(key.did == "did:key:" + Self.multikey)
        #expect(PublicKey(did: key.did) == key)
        #expect(PublicKey(verificationMethod: key.did + "#" + Self.multikey) == key)
        #expect(key.fingerprint.count == 64)
        #expect(
            key.pem
                == "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAsA2Nk45/dz1RVlqtNqYj9TRPf10ZYPnPPo4SYg6igQ8=\n-----END PUBLIC KEY-----\n")
    }

    @Test func otherSpellingsOfAKeyAreRefused() {
        let did = "did:key:" + Self.multikey
        let kelvin = Self.multikey.replacing("Z", with: "\u{212a}")
        for text in [
            did + "#", did + " ", "did:key:" + kelvin, "did:key:z1" + Self.multikey.dropFirst(), "DID:KEY:" + Self.multikey,
            "did:key:u" + Self.multikey.dropFirst(), "did:key:" + String(Self.multikey.dropLast()), "did:web:example.org", "did:key:z",
            "did:key:", "",
            "did:key:z" + Base58.encode([0xEC, 0x01] + [UInt8](repeating: 1, count: 32)),
            "did:key:z" + Base58.encode([0xED, 0x81, 0x00] + [UInt8](repeating: 1, count: 31)),
        ] {
            #expect(PublicKey(did: text) == nil, "\(text)")
        }
        for fragment in ["", "#", "#key-1", "#" + Self.multikey + "#"] { #expect(PublicKey(verificationMethod: did + fragment) == nil) }
    }

    @Test(arguments: [
        "1970-01-01T00:00:00Z", "2000-02-29T23:59:59Z", "2026-11-22T14:00:00Z", "2100-02-28T12:00:00Z", "9999-12-31T23:59:59Z",
    ])
    func timesGoThereAndBack(text: String) {
        #expect(UTCTime(text)?.description == text)
    }

    @Test func onlyOneFormOfATimeIsRead() {
        #expect(UTCTime("2026-11-22T14:00:00Z")?.secondsSince1970 == 1_795_356_000)
        for text in [
            "2026-02-29T00:00:00Z", "2026-11-22t14:00:00Z", "2026-11-22T14:00:00+00:00", "2026-11-22T14:00:00.0Z", "2026-11-22T24:00:00Z",
            "2026-13-01T00:00:00Z", "2026-11-22T14:00:60Z", "1969-12-31T23:59:59Z", "2026-11-2 T14:00:00Z", "", "²026-11-22T14:00:00",
        ] { #expect(UTCTime(text) == nil, "\(text)") }
    }

    // MARK: files

    /// A new folder that is removed afterwards.
    static func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/wiped-keys-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    static func write(_ bytes: [UInt8], to path: String) throws { try Data(bytes).write(to: URL(filePath: path)) }

    @Test func keyIsMadeOnceAndThenLoaded() throws {
        try Self.withFolder { folder in
            let made = try SigningKey.loadOrCreate(directory: folder + "/keys", role: .station)
            let loaded = try SigningKey.loadOrCreate(directory: folder + "/keys", role: .station)
            let other = try SigningKey.loadOrCreate(directory: folder + "/keys", role: .simulation)
            #expect(made.publicKey == loaded.publicKey && made.publicKey != other.publicKey)
            var status = stat()
            #expect(stat(folder + "/keys/station.key", &status) == 0 && status.st_mode & 0o7777 == 0o600 && status.st_size == 32)
            let stored = try String(contentsOfFile: folder + "/keys/station.pub", encoding: .utf8)
            #expect(stored == made.publicKey.did + "\n")
            #expect(
                try Set(FileManager.default.contentsOfDirectory(atPath: folder + "/keys")) == [
                    "station.key", "station.pub", "simulation.key", "simulation.pub",
                ])
            #expect(!"\(made)".contains("privateKey") && !String(reflecting: made).contains("privateKey"))
        }
    }

    @Test func spoiltKeyFileIsNamed() throws {
        let spoils: [(KeyFileError.Code, String, (String) throws -> Void)] = [
            (.readableByOthers, "station.key", { chmod($0 + "/station.key", 0o640) }),
            (.readableByOthers, "station.key", { chmod($0 + "/station.key", 0o604) }),
            (
                .wrongLength, "station.key",
                {
                    try Self.write([1, 2, 3], to: $0 + "/station.key"); chmod($0 + "/station.key", 0o600)
                }
            ),
            (
                .wrongLength, "station.key",
                {
                    try Self.write([UInt8](repeating: 1, count: 33), to: $0 + "/station.key"); chmod($0 + "/station.key", 0o600)
                }
            ),
            (
                .notARegularFile, "station.key",
                {
                    rename($0 + "/station.key", $0 + "/moved"); symlink("moved", $0 + "/station.key")
                }
            ),
            (
                .notARegularFile, "station.key",
                {
                    unlink($0 + "/station.key"); mkfifo($0 + "/station.key", 0o600)
                }
            ),
            (
                .publicKeyMismatch, "station.pub",
                { try Self.write(Array((TestKeys.station.publicKey.did + "\n").utf8), to: $0 + "/station.pub") }
            ),
            (.publicKeyMismatch, "station.pub", { try Self.write([], to: $0 + "/station.pub") }),
            (.writableByOthers, "station.pub", { chmod($0 + "/station.pub", 0o666) }),
            (.privateKeyLost, "station.key", { unlink($0 + "/station.key") }),
            (.writableByOthers, "", { chmod($0, 0o770) }),
        ]
        for (code, file, spoil) in spoils {
            try Self.withFolder { folder in
                _ = try SigningKey.loadOrCreate(directory: folder, role: .station)
                try spoil(folder)
                let error = #expect(throws: KeyFileError.self) { try SigningKey.loadOrCreate(directory: folder, role: .station) }
                #expect(error?.code == code)
                #expect(error?.path == (file.isEmpty ? folder : folder + "/" + file))
            }
        }
    }

    @Test func crashWhileMakingAKeyHeals() throws {
        try Self.withFolder { folder in
            try Self.write([1, 2], to: folder + "/station.key.new")  // before the link
            let made = try SigningKey.loadOrCreate(directory: folder, role: .station)
            unlink(folder + "/station.pub")  // between the two files
            link(folder + "/station.key", folder + "/station.key.new")  // between link and unlink
            #expect(try SigningKey.loadOrCreate(directory: folder, role: .station).publicKey == made.publicKey)
            #expect(FileManager.default.fileExists(atPath: folder + "/station.pub"))
        }
    }

    @Test func preparedKeyTakesItsPlaceOnlyWhenItIsOnRecord() throws {
        try Self.withFolder { folder in
            let old = try SigningKey.loadOrCreate(directory: folder, role: .station)
            let next = try SigningKey.prepareNext(directory: folder, role: .station)
            // Never put on record: the old key stays, and the prepared one goes.
            #expect(try SigningKey.loadOrCreate(directory: folder, role: .station).publicKey == old.publicKey)
            try SigningKey.adopt(directory: folder, role: .station, on: old.publicKey)
            #expect(!FileManager.default.fileExists(atPath: folder + "/station.next"))
            #expect(throws: KeyFileError.self) { try SigningKey.adopt(directory: folder, role: .station, on: next.publicKey) }
            // On record: also when the process ended before the exchange, in the middle of it, and after it.
            let taken = try SigningKey.prepareNext(directory: folder, role: .station)
            unlink(folder + "/station.pub")
            for _ in 0..<2 {
                try SigningKey.adopt(directory: folder, role: .station, on: taken.publicKey)
                #expect(try SigningKey.loadOrCreate(directory: folder, role: .station).publicKey == taken.publicKey)
            }
            #expect(try Set(FileManager.default.contentsOfDirectory(atPath: folder)) == ["station.key", "station.pub"])
        }
    }

    @Test func credentialIsTheKeyAndNoSecondOneMayLieBesideIt() throws {
        try Self.withFolder { folder in
            mkdir(folder + "/credentials", 0o700)
            mkdir(folder + "/keys", 0o700)
            let credential = folder + "/credentials/station-key"
            func load() throws(KeyFileError) -> SigningKey {
                try SigningKey.loadOrCreate(directory: folder + "/keys", role: .station, credentials: folder + "/credentials")
            }
            try Self.write([UInt8](repeating: 7, count: 32), to: credential)
            chmod(credential, 0o400)
            #expect(try load().publicKey == TestKeys.station.publicKey)
            #expect(try load().publicKey == TestKeys.station.publicKey)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/keys") == ["station.pub"])
            // A role without a credential has its file as ever.
            let other = try SigningKey.loadOrCreate(directory: folder + "/keys", role: .log, credentials: folder + "/credentials")
            #expect(FileManager.default.fileExists(atPath: folder + "/keys/log.key") && other.role == .log)
            chmod(credential, 0o440)
            #expect(#expect(throws: KeyFileError.self) { try load() }?.code == .readableByOthers)
            chmod(credential, 0o600)
            try Self.write([UInt8](repeating: 8, count: 32), to: credential)
            #expect(#expect(throws: KeyFileError.self) { try load() }?.code == .publicKeyMismatch)
            try Self.write([1], to: folder + "/keys/station.key")
            chmod(folder + "/keys/station.key", 0o600)
            #expect(#expect(throws: KeyFileError.self) { try load() }?.code == .wrongLength)
            try Self.write([UInt8](repeating: 7, count: 32), to: folder + "/keys/station.key")
            #expect(#expect(throws: KeyFileError.self) { try load() }?.code == .twoPrivateKeys)
        }
    }
}
