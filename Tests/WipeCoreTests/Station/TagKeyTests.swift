// Goal: what a tag is linked to is stored as the texts that databases have had from the beginning, and no text is taken for another key.
// Method: the texts themselves, there and back; texts that look like one and are none.

import Foundation
import Testing

@testable import WipeCore

@Suite struct TagKeyTests {
    static let keys: [(TagKey, String)] = [
        (.serial("ZN1ABCDE"), "serial:ZN1ABCDE"), (.serial(""), "serial:"), (.serial("serial:X"), "serial:serial:X"),
        (.serial("attachment:b:1"), "serial:attachment:b:1"), (.attachment(bootID: "boot-1", diskSequence: 7), "attachment:boot-1:7"),
        (.attachment(bootID: "a:b", diskSequence: .max), "attachment:a:b:18446744073709551615"),
    ]

    @Test(arguments: keys.indices) func aKeyIsStoredAsItsText(_ index: Int) throws {
        let (key, text) = Self.keys[index]
        #expect(key.rawValue == text)
        #expect(TagKey(rawValue: text) == key)
        #expect(String(decoding: try JSONEncoder().encode([key]), as: UTF8.self) == "[\"\(text)\"]")
        #expect(try JSONDecoder().decode([TagKey].self, from: Data("[\"\(text)\"]".utf8)) == [key])
    }

    @Test(arguments: ["", "ZN1ABCDE", "Serial:X", "attachment:", "attachment:7", "attachment:b:", "attachment:b:-1", "attachment:b:x"])
    func anotherTextIsNoKey(_ text: String) {
        #expect(TagKey(rawValue: text) == nil)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([TagKey].self, from: Data("[\"\(text)\"]".utf8)) }
    }

    /// Two writings of one serial are one key; another place is another one.
    @Test func aSerialHasOneKeyInWhicheverWriting() {
        #expect(TagKey.of(serial: " zn1abcde ") == .of(serial: "ZN1ABCDE"))
        #expect(TagKey.attachment(bootID: "b", diskSequence: 1) != .attachment(bootID: "b", diskSequence: 2))
        #expect(TagKey.attachment(bootID: "b", diskSequence: 1).name == "a-drive-without-its-own-serial")
    }
}
