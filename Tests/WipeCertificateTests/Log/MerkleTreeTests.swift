// Goal: roots, proofs and tiles are those of RFC 9162 and C2SP tlog-tiles. Method: published roots; every proof of small trees, each checked
// and each refused after one change; a log of some tiles built entry by entry and read back out of its files.

import Crypto
import Testing

@testable import WipeCertificate

@Suite struct MerkleTreeTests {
    /// Leaves and roots of the test data of RFC 6962's reference implementation (google/certificate-transparency, merkletree tests).
    static let leaves: [[UInt8]] = [
        [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43], Array(0x50...0x57), Array(0x60...0x6F),
    ]
    static let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    /// A reader of complete subtrees of these leaves.
    private static func reader(_ hashes: [LogHash]) -> LogNodeReader {
        { level, index in GrowingLog.fold(hashes[index << level..<(index + 1) << level]) }
    }

    private static func leafHashes(_ count: Int) -> [LogHash] { (0..<count).map { .leaf(Array("entry \($0)".utf8)) } }

    @Test func rootsAreThePublishedOnes() throws {
        let hashes = Self.leaves.map { LogHash.leaf($0) }
        #expect(Hexadecimal.encode(LogHash.empty.bytes) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        for (index, root) in Self.roots.enumerated() {
            let found = try MerkleTree.root(size: index + 1, node: Self.reader(hashes))
            #expect(Hexadecimal.encode(found.bytes) == root)
        }
    }

    @Test func everyInclusionProofHoldsAndNoChangedOneDoes() throws {
        for size in 1...20 {
            let hashes = Self.leafHashes(size)
            let root = try MerkleTree.root(size: size, node: Self.reader(hashes))
            for index in 0..<size {
                let proof = try MerkleTree.inclusionProof(index: index, size: size, node: Self.reader(hashes))
                #expect(MerkleTree.root(leaf: hashes[index], index: index, size: size, proof: proof) == root)
                #expect(MerkleTree.root(leaf: .leaf([1]), index: index, size: size, proof: proof) != root)
                #expect(MerkleTree.root(leaf: hashes[index], index: (index + 1) % size, size: size, proof: proof) != root || size == 1)
                #expect(MerkleTree.root(leaf: hashes[index], index: index, size: size, proof: proof + [root]) != root)
                if !proof.isEmpty {
                    #expect(MerkleTree.root(leaf: hashes[index], index: index, size: size, proof: proof.dropLast()) != root)
                }
            }
            #expect(MerkleTree.root(leaf: hashes[0], index: size, size: size, proof: []) == nil)
            #expect(MerkleTree.root(leaf: hashes[0], index: -1, size: size, proof: []) == nil)
        }
    }

    @Test func everyConsistencyProofHoldsAndNoChangedOneDoes() throws {
        let all = Self.leafHashes(20)
        let roots = try (0...20).map { try MerkleTree.root(size: $0, node: Self.reader(Array(all.prefix($0)))) }
        for size in 0...20 {
            for first in 0...size {
                let proof = try MerkleTree.consistencyProof(from: first, size: size, node: Self.reader(all))
                func holds(_ first: Int, _ old: LogHash, _ new: LogHash, _ proof: [LogHash]) -> Bool {
                    MerkleTree.isConsistent(first: first, firstRoot: old, size: size, root: new, proof: proof)
                }
                #expect(holds(first, roots[first], roots[size], proof), "\(first) to \(size)")
                #expect(!holds(first, .leaf([9]), roots[size], proof), "another old root")
                #expect(!holds(first, roots[first], .leaf([9]), proof) || first == 0 && proof.isEmpty, "another new root")
                #expect(!holds(first, roots[first], roots[size], proof + [roots[size]]), "one hash more")
                if !proof.isEmpty { #expect(!holds(first, roots[first], roots[size], proof.dropLast()), "one hash less") }
            }
        }
    }

    @Test func namesOfTilesAreThoseOfTheFormat() {
        // The example of C2SP tlog-tiles.
        #expect(LogTile.digits(1_234_067) == "x001/x234/067")
        #expect(LogTile(.hashes(level: 0), number: 273, width: 256).path == "tile/0/273")
        #expect(LogTile(.hashes(level: 1), number: 1, width: 17).path == "tile/1/001.p/17")
        #expect(LogTile(.entries, number: 273, width: 112).path == "tile/entries/273.p/112")
        // "a tree of size 70 000 is represented by 255 full tiles … tile/0/273.p/112, tile/1/000, tile/1/001.p/17, tile/2/000.p/1" (same text).
        let paths = Set(LogTile.all(size: 70_000).map(\.path))
        #expect(paths.isSuperset(of: ["tile/0/272", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"]))
        #expect(paths.count == 274 + 2 + 1 + 274)
    }

    @Test func logThatGrowsIsWhatItsFilesSay() throws {
        var log = GrowingLog()
        var files: [String: [UInt8]] = [:]
        let entries = (0..<66_000).map { Array("entry \($0)".utf8) }
        let hashes = entries.map { LogHash.leaf($0) }
        let stops: Set<Int> = [1, 2, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 66_000]
        for (index, entry) in entries.enumerated() {
            for file in try log.append(entry) { files[file.tile.path] = file.bytes }
            guard stops.contains(index + 1) else { continue }
            for file in log.partialFiles { files[file.tile.path] = file.bytes }
            let size = index + 1
            #expect(LogTile.all(size: size).allSatisfy { files[$0.path] != nil }, "\(size)")
            var reader = TileReader(size: size) { path in try #require(files[path]) }
            #expect(log.root == (try reader.root()), "\(size)")
            #expect(log.root == (try MerkleTree.root(size: size, node: Self.reader(Array(hashes.prefix(size))))), "\(size)")
            for place in [0, size / 2, size - 1] {
                let proof = try reader.inclusionProof(index: place)
                #expect(MerkleTree.root(leaf: hashes[place], index: place, size: size, proof: proof) == log.root)
                #expect(try reader.entries(bundle: place / 256)[place % 256] == entries[place])
            }
        }
    }

    @Test func tileThatIsTooShortIsNamed() throws {
        var log = GrowingLog()
        for index in 0..<300 { _ = try log.append([UInt8(index & 0xFF)]) }
        var reader = TileReader(size: 300) { _ in [1, 2, 3] }
        #expect(throws: LogError.self) { try reader.root() }
        #expect(throws: LogError.self) { try reader.entries(bundle: 1) }
        #expect(throws: LogError.self) { try reader.entries(bundle: 9) }
        #expect(throws: LogError.self) { _ = try log.append([]) }
        #expect(throws: LogError.self) { _ = try log.append([UInt8](repeating: 0, count: 65_536)) }
    }
}
