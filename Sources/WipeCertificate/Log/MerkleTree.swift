// The tree of RFC 9162, section 2.1, over hashes that somebody else keeps. Work and number of reads grow with the depth of the tree only.

/// Gives the root of a complete subtree: the `index`-th one of 2^level leaves.
public typealias LogNodeReader = (_ level: Int, _ index: Int) throws -> LogHash

/// Roots and proofs.
public enum MerkleTree {
    /// The root of the first `size` entries.
    public static func root(size: Int, node: LogNodeReader) throws -> LogHash {
        size <= 0 ? .empty : try subtree(0, size, node)
    }

    /// PATH(index, D[size]) of section 2.1.3.1, from the leaf to the root. Empty where the index is not in the tree.
    public static func inclusionProof(index: Int, size: Int, node: LogNodeReader) throws -> [LogHash] {
        guard index >= 0, index < size else { return [] }
        var path: [LogHash] = []
        var (low, high) = (0, size)
        while high - low > 1 {
            let middle = low + split(high - low)
            if index < middle {
                path.append(try subtree(middle, high, node))
                high = middle
            } else {
                path.append(try subtree(low, middle, node))
                low = middle
            }
        }
        return path.reversed()
    }

    /// PROOF(first, D[size]) of section 2.1.4.1. Empty where `first` is 0, equal or larger.
    public static func consistencyProof(from first: Int, size: Int, node: LogNodeReader) throws -> [LogHash] {
        guard first > 0, first < size else { return [] }
        var path: [LogHash] = []
        var (low, high, isWhole) = (0, size, true)
        while first != high {
            let middle = low + split(high - low)
            if first <= middle {
                path.append(try subtree(middle, high, node))
                high = middle
            } else {
                path.append(try subtree(low, middle, node))
                low = middle
                isWhole = false
            }
        }
        if !isWhole { path.append(try subtree(low, high, node)) }
        return path.reversed()
    }

    /// The root that an inclusion proof leads to (section 2.1.3.2); nil where the proof has another length than such a proof has.
    public static func root(leaf: LogHash, index: Int, size: Int, proof: [LogHash]) -> LogHash? {
        guard index >= 0, index < size else { return nil }
        var (place, last, hash) = (index, size - 1, leaf)
        for sibling in proof {
            guard last > 0 else { return nil }
            if place & 1 == 1 || place == last {
                hash = .node(sibling, hash)
                while place & 1 == 0, place != 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                hash = .node(hash, sibling)
            }
            place >>= 1
            last >>= 1
        }
        return last == 0 ? hash : nil
    }

    /// Whether a tree of `size` entries with this root begins with the tree of `first` entries (section 2.1.4.2).
    public static func isConsistent(first: Int, firstRoot: LogHash, size: Int, root: LogHash, proof: [LogHash]) -> Bool {
        guard first >= 0, first <= size else { return false }
        if first == size { return proof.isEmpty && firstRoot == root }
        if first == 0 { return proof.isEmpty && firstRoot == .empty }
        // The proof of a complete subtree leaves out its root, which is known.
        let path = first & (first - 1) == 0 ? [firstRoot] + proof : proof
        guard var old = path.first else { return false }
        var new = old
        var (place, last) = (first - 1, size - 1)
        while place & 1 == 1 {
            place >>= 1
            last >>= 1
        }
        for hash in path.dropFirst() {
            guard last > 0 else { return false }
            if place & 1 == 1 || place == last {
                old = .node(hash, old)
                new = .node(hash, new)
                while place & 1 == 0, place != 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                new = .node(new, hash)
            }
            place >>= 1
            last >>= 1
        }
        return last == 0 && old == firstRoot && new == root
    }

    /// The largest power of two below `count`.
    private static func split(_ count: Int) -> Int { 1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount) }

    /// The root over the leaves `low..<high`; `low` is a multiple of the largest power of two that fits in.
    private static func subtree(_ low: Int, _ high: Int, _ node: LogNodeReader) throws -> LogHash {
        let count = high - low
        if count & (count - 1) == 0 {
            let level = count.trailingZeroBitCount
            return try node(level, low >> level)
        }
        let middle = low + split(count)
        return .node(try subtree(low, middle, node), try subtree(middle, high, node))
    }
}
