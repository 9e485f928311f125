// Goal: what is signed is read and written in one way only. Method: published RFC 8785 cases, then one fault per refused text.

import Testing

@testable import WipeCertificate

struct JSONTests {
    static func canonical(_ text: String) throws -> String {
        String(decoding: try JSONParser.parse(Array(text.utf8)).canonicalBytes, as: UTF8.self)
    }

    /// Cases of cyberphone/json-canonicalization, testdata/{input,output}, as far as they have no fractions: arrays, french, unicode and weird
    /// whole; structures with 56 where it has 56.0; values without its `numbers`.
    @Test(arguments: [
        ("[\n  56,\n  {\n    \"d\": true,\n    \"10\": null,\n    \"1\": [ ]\n  }\n]", "[56,{\"1\":[],\"10\":null,\"d\":true}]"),
        (
            "{\"peach\": \"This sorting order\", \"péché\": \"is wrong according to French\", \"pêche\": \"but canonicalization MUST\", \"sin\":   \"ingnore locale\"}",
            "{\"peach\":\"This sorting order\",\"péché\":\"is wrong according to French\",\"pêche\":\"but canonicalization MUST\",\"sin\":\"ingnore locale\"}"
        ),
        ("{\n  \"Unnormalized Unicode\":\"\\u1e0d\\u0307\"\n}\n", "{\"Unnormalized Unicode\":\"\u{1e0d}\u{0307}\"}"),
        (
            "{\"\\u20ac\": \"Euro Sign\", \"1\": \"One\", \"\\u0080\": \"Control\\u007f\", \"\\ud83d\\ude02\": \"Smiley\", \"\\u00f6\": \"Latin Small Letter O With Diaeresis\", \"\\ufb33\": \"Hebrew Letter Dalet With Dagesh\", \"</script>\": \"Browser Challenge\"}",
            "{\"1\":\"One\",\"</script>\":\"Browser Challenge\",\"\u{80}\":\"Control\u{7f}\",\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"😂\":\"Smiley\",\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}"
        ),
        (
            "{\"1\": {\"f\": {\"f\": \"hi\",\"F\": 5} ,\"\\n\": 56}, \"10\": { }, \"\": \"empty\", \"a\": { }, \"111\": [ { } ], \"A\": { }}",
            "{\"\":\"empty\",\"1\":{\"\\n\":56,\"f\":{\"F\":5,\"f\":\"hi\"}},\"10\":{},\"111\":[{}],\"A\":{},\"a\":{}}"
        ),
        (
            "{\"escaping\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\", \"literals\": [null, true, false]}",
            "{\"escaping\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\",\"literals\":[null,true,false]}"
        ),
        // RFC 8785, section 3.2.3: a surrogate pair (U+1F600) comes before U+FB33, which is the other way round in UTF-8.
        ("{\"\\ufb33\":1,\"\\ud83d\\ude00\":2,\"\\u20ac\":3}", "{\"€\":3,\"\u{1F600}\":2,\"\u{FB33}\":1}"),
        ("[9007199254740991,-9007199254740991,0,10]", "[9007199254740991,-9007199254740991,0,10]"),
        ("\"\\b\\f\\n\\r\\t\\u0000\\u001f\\u007f\"", "\"\\b\\f\\n\\r\\t\\u0000\\u001f\u{7f}\""),
    ])
    func canonicalFormIsThePublishedOne(input: String, output: String) throws {
        #expect(Array(try Self.canonical(input).utf8) == Array(output.utf8))
    }

    @Test(arguments: [
        ("{\"a\":1,\n \"a\":2}", JSONError.Code.duplicateMember, 2, 2),
        ("{\"a\":1,\"\\u0061\":2}", .duplicateMember, 1, 8),
        ("1 2", .trailingBytes, 1, 3), ("{}}", .trailingBytes, 1, 3),
        ("\"\\ud800\"", .loneSurrogate, 1, 2), ("\"\\ud800\\u0041\"", .loneSurrogate, 1, 2), ("\"\\udc00\"", .loneSurrogate, 1, 2),
        ("[1.0]", .notAnInteger, 1, 2), ("1e3", .notAnInteger, 1, 1), ("-0", .notAnInteger, 1, 1), ("007", .notAnInteger, 1, 1),
        ("9007199254740992", .integerOutOfRange, 1, 1), ("-9007199254740992", .integerOutOfRange, 1, 1),
        ("99999999999999999999999999", .integerOutOfRange, 1, 1),
        ("", .unexpectedEnd, 1, 1), ("{\"a\"", .unexpectedEnd, 1, 5), ("[1,", .unexpectedEnd, 1, 4), ("-", .unexpectedEnd, 1, 2),
        ("[1,]", .unexpectedByte, 1, 4), ("{\"é\":x}", .unexpectedByte, 1, 6), ("\u{FEFF}{}", .unexpectedByte, 1, 1),
        ("truE", .unexpectedByte, 1, 4), ("NaN", .unexpectedByte, 1, 1), ("+1", .unexpectedByte, 1, 1), ("'a'", .unexpectedByte, 1, 1),
        ("\"\\x\"", .badEscape, 1, 2), ("\"\\u00g0\"", .badEscape, 1, 2), ("\"a\nb\"", .controlCharacter, 1, 3),
    ])
    func refusedTextNamesItsFaultAndPlace(text: String, code: JSONError.Code, line: Int, column: Int) {
        #expect(throws: JSONError(code: code, line: line, column: column)) { try JSONParser.parse(Array(text.utf8)) }
    }

    @Test func invalidUTF8IsRefused() {
        for bytes: [UInt8] in [[0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xC3, 0x22]] {
            #expect(throws: JSONError(code: .invalidUTF8, line: 1, column: 1)) { try JSONParser.parse(bytes) }
        }
    }

    @Test func depthAndSizeAreLimited() throws {
        let deepest = String(repeating: "[", count: 32) + String(repeating: "]", count: 32)
        #expect(try Self.canonical(deepest) == deepest)
        #expect(throws: JSONError(code: .tooDeep, line: 1, column: 33)) { try JSONParser.parse(Array("[\(deepest)]".utf8)) }
        let large = [UInt8](repeating: 0x20, count: JSONParser.bytesMax + 1)
        #expect(throws: JSONError(code: .tooLarge, line: 1, column: 1)) { try JSONParser.parse(large) }
    }

    /// 500,000 members took 24 seconds to refuse: every name that is looked for goes through all of them.
    @Test func membersAreLimitedBeforeAnybodyLooksThemUp() throws {
        func members(_ count: Int) -> [UInt8] { Array("{\((0..<count).map { "\"n\($0)\":0" }.joined(separator: ","))}".utf8) }
        #expect(throws: Never.self) { try JSONParser.parse(members(JSONParser.membersMax)) }
        #expect(#expect(throws: JSONError.self) { try JSONParser.parse(members(JSONParser.membersMax + 1)) }?.code == .tooManyMembers)
        let many = members(500_000)
        let clock = ContinuousClock()
        let time = clock.measure {
            let result = Verifier.verify(bytes: many, trust: nil, allowSimulation: false)
            #expect(result.problems.map(\.code) == [.notJSON])
        }
        #expect(time < .seconds(1), "\(time)")
    }

    @Test func namesThatOnlyLookEqualAreTwoMembers() throws {
        let value = try JSONParser.parse(Array("{\"\u{e9}\":1,\"e\u{301}\":2,\"\u{212a}\":3}".utf8))
        #expect(value["\u{e9}"] == 1 && value["e\u{301}"] == 2 && value["K"] == nil)
        #expect(JSONValue.string("K") != JSONValue.string("\u{212a}"))
    }

    @Test func prettyTextReadsBackAsTheSameValue() throws {
        let value: JSONValue = ["b": [[1, 2], [3, 4]], "a": ["x": .null, "y": []], "é": "\u{1}\"", "e": [:], "s": ["t"]]
        let pretty = value.prettyBytes
        #expect(try JSONParser.parse(pretty) == value)
        #expect(
            String(decoding: pretty, as: UTF8.self).hasPrefix("{\n  \"b\": [\n    [1,2],\n    [3,4]\n  ],\n  \"a\": {\n    \"x\": null,\n"))
        #expect(pretty.last == 0x0A)
    }

    @Test(arguments: [
        #"{"a":1,"proof":{"x":"y"},"z":[]}"#, #"{"proof":1,"z":2}"#, #"{"z":2,"proof":1}"#, #"{"a":1,"proof":1}"#, #"{"proof":1}"#,
        #"{"a":1}"#,
        #"{}"#, #"[1]"#,
    ])
    func canonicalFormWithoutAMarkedMemberIsThatOfTheRest(text: String) throws {
        let value = try JSONParser.parse(Array(text.utf8))
        let marked = value.canonicalBytes(marking: "proof")
        var rest = marked.bytes
        rest.removeSubrange(marked.member)
        #expect(marked.bytes == value.canonicalBytes)
        #expect(rest == value.without("proof").canonicalBytes)
    }

    @Test(arguments: [2, 48, 49, 50, 254]) func nameThatStandsTwiceIsFoundAmongFewAndMany(count: Int) throws {
        let names = (0..<count).map { "\"n\($0)\":0" }
        #expect(throws: Never.self) { try JSONParser.parse(Array("{\(names.joined(separator: ","))}".utf8)) }
        for again in [0, count / 2, count - 1] {
            let text = "{\((names + ["\"n\(again)\":0"]).joined(separator: ","))}"
            #expect(throws: JSONError.self) { try JSONParser.parse(Array(text.utf8)) }
        }
        // Equal for Swift, and two names all the same.
        #expect(throws: Never.self) {
            try JSONParser.parse(Array("{\((names + ["\"\u{E9}\":0", "\"e\u{301}\":0"]).joined(separator: ","))}".utf8))
        }
    }
}
