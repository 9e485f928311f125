// Goal: the printed view says what a drive did by itself, that it is the drive's own word, and where a Purge was not possible. Method: pages of the
// certificate module's golden documents.

import Testing
import WipeCertificate

@testable import WipeAudit

struct ErasePageTests {
    @Test(arguments: ["purge-nvme-crypto", "purge-ata-overwrite", "purge-unavailable", "purge-marks-survived"])
    func pageIsTheGoldenOne(_ name: String) throws { try expectGolden(PageTests.page(of: name), name + "-page") }

    @Test func purgeHasItsTitleAndSaysWhoseWordItIs() throws {
        let page = try PageTests.page(of: "purge-nvme-block")
        #expect(page.contains("<h1>Certificat d’expurgation<small lang=\"en-CA\">Certificate of Sanitization (Purge)</small>"))
        #expect(page.contains("class=\"banner good\"") && page.contains("EXPURGÉ<") && page.contains("<strong>PURGED</strong>"))
        #expect(page.contains("The drive reports that it has erased itself; our test marks are gone"))
        #expect(page.contains("Purge, NIST SP 800-88r2, 3.1.2") && !page.contains("PURGE UNAVAILABLE"))
        #expect(
            page.contains("effacement des blocs par le disque (NVMe)") && page.contains("16,000 sectors marked of 16,016 planned, 0 left"))
        let partly = try PageTests.page(of: "purge-nvme-crypto")
        #expect(
            partly.contains("class=\"banner partly\"") && partly.contains("PURGED, WITH EXCEPTIONS") && partly.contains("destroyed a key"))
    }

    /// In the place of the level, and in the sentence that people read first.
    @Test func whatWasNotPossibleStandsInThePlaceOfTheLevel() throws {
        let fallback = try PageTests.page(of: "purge-unavailable")
        #expect(fallback.contains("<h1>Certificat d’effacement<small"))
        #expect(fallback.contains("<dd>EXPURGATION IMPOSSIBLE; Clear, NIST SP 800-88r2, 3.1.1 "))
        #expect(fallback.contains("<span>EXPURGATION IMPOSSIBLE. Effacement") && fallback.contains("PURGE UNAVAILABLE. NIST “Clear”."))
        #expect(fallback.contains("purge-or-clear 1.0.0 was asked for") && fallback.contains("are known to fail at it"))
        let failed = try PageTests.page(of: "purge-marks-survived")
        #expect(failed.contains("<dd>EXPURGATION IMPOSSIBLE <span") && failed.contains("class=\"banner bad\""))
        #expect(failed.contains("24 left") && failed.contains("MÉLANGÉ") && failed.contains("our test marks are still there"))
    }
}
