// The two lists that an export brings along. They are nobody's signature and explain what is not there: one that is damaged explains nothing, and is
// named with the place of its fault.

import WipeCertificate

/// Why a list is none.
struct ListFault: Error {
    let sentence: String
}

/// Reads them.
enum ArchiveLists {
    /// The numbers of `open.json`.
    static func open(_ bytes: [UInt8]) throws(ListFault) -> [Int] {
        let list = try document(bytes, members: ["open"])
        return try numbers(list["open"], "open").sorted()
    }

    /// The filter of `filter.json`.
    static func filter(_ bytes: [UInt8]) throws(ListFault) -> ExportFilter {
        let list = try document(bytes, members: ["serial", "assetTag", "since", "outcome", "leftOut"])
        let filter = ExportFilter(
            serial: try text(list, "serial"), assetTag: try text(list, "assetTag"), since: try text(list, "since"),
            outcome: try text(list, "outcome"), leftOut: try numbers(list["leftOut"], "leftOut"))
        if let fault = filter.fault { throw ListFault(sentence: fault) }
        return filter
    }

    private static func document(_ bytes: [UInt8], members: Set<String>) throws(ListFault) -> JSONValue {
        let value: JSONValue
        do throws(JSONError) { value = try JSONParser.parse(bytes) } catch { throw ListFault(sentence: error.sentence(of: bytes)) }
        guard case .object(let found) = value else { throw ListFault(sentence: "it is no object") }
        if let unknown = found.first(where: { !members.contains($0.name) }) {
            throw ListFault(sentence: "it has a member that no export writes: \(unknown.name.prefix(64))")
        }
        return value
    }

    private static func text(_ list: JSONValue, _ name: String) throws(ListFault) -> String? {
        switch list[name] {
        case nil, .null?: return nil
        case .string(let text)?: return text
        default: throw ListFault(sentence: "\(name) is no text")
        }
    }

    /// Record numbers, each once.
    private static func numbers(_ value: JSONValue?, _ name: String) throws(ListFault) -> [Int] {
        guard let items = value?.items else { throw ListFault(sentence: "\(name) is no list of record numbers") }
        var places: [Int: Int] = [:]
        var numbers: [Int] = []
        for (place, item) in items.enumerated() {
            guard let number = item.int, number >= 1 else {
                throw ListFault(sentence: "\(name)[\(place)] is no record number: they count from 1")
            }
            if let first = places.updateValue(place, forKey: number) {
                throw ListFault(sentence: "\(name)[\(place)] is \(number), and so is \(name)[\(first)]")
            }
            numbers.append(number)
        }
        return numbers
    }
}
