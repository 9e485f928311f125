// Goal: the printed view cannot be misread, and nothing in a record can make it say something else. Method: one golden page, pages of other
// outcomes, and a record whose every text is hostile.

import Foundation
import Testing
import WipeWords

@testable import WipeAudit
@testable import WipeCertificate

struct PageTests {
    private static let key = SigningKey(seed: [UInt8](repeating: 7, count: 32), role: .station)

    /// The page of the golden document with texts replaced, signed again.
    static func page(
        _ changes: [(String, String)] = [], trusts: Bool = true, isSigned: Bool = true, of name: String = "certificate"
    ) throws -> String {
        var text = try GoldenDocument.text(name)
        for (old, new) in changes { text = text.replacing(old, with: new) }
        var document = try JSONParser.parse(Array(text.utf8))
        let key = try #require(key)
        let created = try #require(document["validFrom"]?.text.flatMap(UTCTime.init))
        if isSigned { document = try DataIntegrityProof.sign(document.without("proof"), created: created, with: key) }
        let start = try #require(UTCTime("2026-01-01T00:00:00Z"))
        let ring = KeyRing(entries: [.init(key: key.publicKey, role: .station, validFrom: start, validUntil: nil)])
        let result = Verifier.verify(bytes: document.prettyBytes, trust: trusts ? ring : nil, allowSimulation: false)
        return CertificatePage(
            record: try #require(result.record), digest: Certificate.digest(of: document), result: result, isChecked: trusts
        ).html
    }

    private static let flash = [
        ("\"magnetic-hdd\"", "\"flash-ssd\""), ("\"cleared\"", "\"cleared-with-exceptions\""),
        ("\"exceptions\": []", "\"exceptions\": [\"flash-overprovisioning-not-addressed\"]"),
    ]

    /// What stands as a word in a record stands as a sentence on its page.
    @Test func everyWordHasItsPlaceOnThePage() {
        let lists: [([String], Vocabulary)] = [
            (MediaType.words, .mediaType), (HiddenAreaState.words, .areaState),
            (HiddenAreaReason.words, .areaReason), (Technique.words, .method),
            (PatternKind.words, .pattern), (ReadBackType.words, .reading),
            (VerificationResult.words, .result), (CertificateException.words, .exception),
            (Outcome.words, .outcome), (EndReason.words, .recordReason),
            (CommandState.words, .erase), (ContentsKind.words, .contents), (TechniqueReason.words, .obstacle),
        ]
        for (words, sentences) in lists { #expect(Set(sentences.wordings.keys) == Set(words)) }
    }

    @Test func pageIsTheGoldenOne() throws { try expectGolden(Self.page(), "certificate-page") }

    @Test func eachOutcomeHasItsColourWordAndSymbol() throws {
        let good = try Self.page()
        #expect(
            good.contains("class=\"banner good\"") && good.contains(">✓<") && good.contains("EFFACÉ<")
                && good.contains("<strong>CLEARED</strong>"))
        let partly = try Self.page(Self.flash)
        #expect(
            partly.contains("class=\"banner partly\"") && partly.contains("EFFACÉ, AVEC EXCEPTIONS")
                && partly.contains("CLEARED, WITH EXCEPTIONS"))
        #expect(partly.contains("cellules de réserve") && partly.contains("spare cells") && !partly.contains("class=\"banner good\""))
        let failure = try Self.page([
            ("SanitizationCertificate", "SanitizationFailureRecord"), ("Certificat d’effacement", "Constat d’échec d’effacement"),
            ("Certificate of Sanitization", "Record of failed sanitization"),
            ("\"outcome\": \"cleared\"", "\"outcome\": \"not-sanitized\""),
            ("\"reasons\": []", "\"reasons\": [\"slow\", \"reason-not-given\"]"), ("\"ended\": \"sanitized\"", "\"ended\": \"failed\""),
            ("\"method\": \"clear\"", "\"method\": \"none\""),
            (
                "\"claims\": [\n      {\n        \"standard\": \"NIST SP 800-88r2\",\n        \"clause\": \"3.1.1\",\n        \"level\": \"clear\"\n      }\n    ]",
                "\"claims\": []"
            ),
        ])
        #expect(failure.contains("class=\"banner bad\"") && failure.contains("NON EFFACÉ") && failure.contains("NOT SANITIZED"))
        #expect(
            failure.contains("<h1>Constat d’échec d’effacement") && failure.contains("trop lent") && failure.contains("reason-not-given"))
        #expect(!failure.contains("class=\"banner good\"") && !failure.contains("NON VALIDE"))
    }

    /// Hidden areas say how large the drive is with them, and why nothing is known of one, in both languages.
    @Test func hiddenAreasSayWhatIsKnownOfThem() throws {
        let page = try Self.page([
            (
                "\"hpa\": {\n        \"state\": \"absent\"",
                "\"hpa\": {\n        \"state\": \"present-not-addressed\",\n        \"nativeSectors\": 4196304"
            ),
            ("\"dco\": {\n        \"state\": \"removed\"", "\"dco\": {\n        \"state\": \"unknown\",\n        \"reason\": \"frozen\""),
            ("\"cleared\"", "\"cleared-with-exceptions\""),
            ("\"exceptions\": []", "\"exceptions\": [\"hidden-areas-unknown\", \"hidden-areas-not-addressed\"]"),
        ])
        #expect(page.contains("présente, non effacée; 4\u{a0}196\u{a0}304\u{a0}secteurs en tout"))
        #expect(page.contains("present, not addressed; 4,196,304 sectors in all"))
        #expect(
            page.contains("inconnue\u{a0}: le disque refuse de répondre, gelé")
                && page.contains("unknown: the drive refuses to say, frozen"))
        #expect(!page.contains("NON VALIDE"))
        #expect(
            Set(Vocabulary.areaReason.wordings.keys) == Set(HiddenAreaReason.words)
                && Vocabulary.areaState.wordings.count == HiddenAreaState.words.count)
    }

    /// Of the reading the later value; a record of before there was one has no row, and a drive that says no wear has none either.
    @Test func lifeOfTheDriveIsOnThePage() throws {
        let old = try Self.page()
        #expect(!old.contains("Heures de marche") && !old.contains("Usure"))
        let wear = "\"percentageUsed\": {\n          \"before\": null,\n          \"after\": null\n        }"
        func page(_ hours: String, _ used: String) throws -> String {
            let page = try Self.page([(wear, "\"percentageUsed\": \(used),\n        \"powerOnHours\": \(hours)")])
            #expect(page.contains("class=\"banner good\""))
            return page
        }
        let aged = try page("{\"before\": 31180, \"after\": 31204}", "{\"before\": 11, \"after\": 12}")
        #expect(aged.contains("<dt>Heures de marche <span class=\"en\" lang=\"en-CA\">/ Power-on time</span></dt>"))
        #expect(aged.contains("31\u{a0}204\u{a0}h (3\u{a0}ans 204\u{a0}jours)") && aged.contains("/ 31,204 h (3 years 204 days)"))
        #expect(aged.contains("12\u{a0}% de la durée de vie prévue") && aged.contains("/ 12% of rated life"))
        let once = try page("{\"before\": 8790, \"after\": null}", "{\"before\": null, \"after\": null}")
        #expect(once.contains("8\u{a0}790\u{a0}h (1\u{a0}an 1\u{a0}jour)") && once.contains("(1 year 1 day)") && !once.contains("Usure"))
        #expect(try page("{\"before\": null, \"after\": null}", "{\"before\": 0, \"after\": null}").contains("inconnu"))
        #expect(PageText.powerOn(23) == Bilingual("23\u{a0}h", "23 h"))
    }

    /// The share of a sample never looks larger than it is.
    @Test func shareIsRoundedDown() {
        #expect(PageText.percent(999, of: 1_000).english == "99.9%" && PageText.percent(99_999, of: 100_000).french == "99,9\u{a0}%")
        #expect(PageText.percent(5, of: 4) == .unknown && PageText.percent(nil, of: 4) == .unknown)
    }

    @Test func recordThatIsNotValidShowsNoOutcome() throws {
        for page in [
            try Self.page([("SER 1", "SER 2")], isSigned: false), try Self.page([("\"magnetic-hdd\"", "\"flash-ssd\"")]),
            try Self.page([("SER 1", "SER 2")], trusts: false, isSigned: false),
        ] {
            #expect(page.contains("DOCUMENT NON VALIDE") && page.contains("NOT VALID") && !page.contains("class=\"banner good\""))
        }
    }

    @Test func pageSaysWhatWasCheckedAndThatItIsNoEvidence() throws {
        let unchecked = try Self.page(trusts: false)
        #expect(unchecked.contains("class=\"banner doubt\"") && unchecked.contains(">NON VÉRIFIÉ<") && unchecked.contains("NOT CHECKED"))
        #expect(unchecked.contains("Il dit\u{a0}: effacé.") && unchecked.contains("It says: cleared.") && !unchecked.contains("✓"))
        #expect(unchecked.contains("Clé non vérifiée") && unchecked.contains("Key not checked"))
        #expect(try Self.page().contains("Valide\u{a0}: signature"))
        #expect(unchecked.contains("Cette page n’est pas la preuve") && unchecked.contains("This page is not the evidence"))
        #expect(unchecked.contains("1\u{a0}024\u{a0}000\u{a0}octets") && unchecked.contains("16\u{a0}h\u{a0}00"))
    }

    @Test func pageNeedsNothingFromOutside() throws {
        let page = try Self.page(Self.flash)
        for word in ["<script", "<link", "<img", "<iframe", "src=", "href=", "url(", "@import", "http:", "https:"] {
            #expect(!page.contains(word), "\(word)")
        }
        #expect(page.contains("<svg class=\"qr\""))
    }

    @Test func hostileTextsStayText() throws {
        let hostile = "</td><script>alert(1)</script>&amp;\\\"'\\u202e<b onmouseover=x>\\u0000"
        let page = try Self.page([
            ("SER 1", hostile), ("Disk 1", hostile), ("TEST-2026-000001", hostile), ("Montréal (Québec)", hostile), ("tech-07", hostile),
            ("Linux 6.18", hostile), ("Effacement simple, aléatoire", hostile),
        ])
        #expect(!page.contains("<script") && !page.contains("<b on") && !page.contains("\u{202e}") && !page.contains("\u{0}"))
        #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;&quot;&#39;"))
    }

    @Test func squaresOfTheCodeHoldIdAndDigest() throws {
        #expect(QRCode.svg("x")?.contains("viewBox=\"0 0 29 29\"") == true)  // version 1: 21 squares and four on each side
        #expect(QRCode.svg(String(repeating: "x", count: 5_000)) == nil)
    }
}
