// Goal: numbers never promise more than they know. Method: edges of every unit.

import Testing
import WipeWords

@testable import wipectl

struct QuantityTests {
    private static let english = Quantity(.en)
    private static let french = Quantity(.fr)

    @Test(
        arguments: [
            (nil, "-"), (-1, "-"), (0, "0 B"), (512, "512 B"), (999_999, "999999 B"), (67_108_864, "0.067 GB"), (999_999_999, "0.999 GB"),
            (1_000_204_886_016, "1000.2 GB"), (Int.max, "9223372036.8 GB"),
        ] as [(Int?, String)])
    func bytesAreDecimalGigabytes(_ bytes: Int?, _ text: String) { #expect(Self.english.bytes(bytes) == text) }

    @Test(arguments: [(nil, "-"), (3_450_000, "3.4 MB/s"), (187_654_321, "187 MB/s"), (0, "0.0 MB/s")] as [(Int?, String)])
    func ratesAreDecimalMegabytes(_ rate: Int?, _ text: String) { #expect(Self.english.rate(rate) == text) }

    @Test(
        arguments: [
            (nil, "-"), (-5, "-"), (45, "45 s"), (60, "1 min"), (4364, "1 h 12 min"), (183_600, "2 d 3 h"),
        ] as [(Int?, String)])
    func durationsHaveTwoUnitsAtMost(_ seconds: Int?, _ text: String) { #expect(Self.english.duration(seconds) == text) }

    @Test(
        arguments: [
            (30, "about 30 s (guess)"), (120, "about 2 min (guess)"), (21_600, "about 6 h (guess)"), (6_668, "about 1 h 51 min (guess)"),
            (36_000, "about 10 h (guess)"), (172_800, "about 2 d (guess)"), (259_200 + 36_000, "about 3 d 10 h (guess)"),
        ]) func estimatesSayNoMoreThanTheyKnow(_ seconds: Int, _ text: String)
    {
        #expect(Self.english.estimate(seconds, basis: "guess") == text)
        #expect(Self.english.estimate(seconds, basis: "drive") == text.replacing("guess", with: "the drive says"))
    }

    @Test(
        arguments: [
            (nil, "-"), (-1, "-"), (0, "0 h"), (23, "23 h"), (24, "24 h (1 day)"), (8_766, "8766 h (1 year)"),
            (8_790, "8790 h (1 year 1 day)"),
            (31_204, "31204 h (3 years 204 days)"),
        ] as [(Int?, String)])
    func hoursAreSaidAsYearsToo(_ hours: Int?, _ text: String) { #expect(Self.english.powerOn(hours) == text) }

    @Test func whatTheDaemonHasCappedIsShownAsMore() {
        #expect(
            Self.english.timeLeft(2_591_999) == "29 d 23 h" && Self.english.timeLeft(2_592_000) == "> 30 d"
                && Self.english.timeLeft(nil) == "-")
    }

    @Test func onlyEverythingIsAHundredPerCent() {
        #expect(Self.english.percent(999_999, of: 1_000_000) == "99 %")
        #expect(Self.english.percent(1_000_000, of: 1_000_000) == "100 %")
        #expect(Self.english.percent(Int.max - 1, of: Int.max) == "99 %")
        for (done, total) in [(nil, 1), (1, nil), (1, 0), (2, 1), (-1, 1)] as [(Int?, Int?)] {
            #expect(Self.english.percent(done, of: total) == "-")
        }
    }

    @Test func frenchHasItsOwnUnitsAndADecimalComma() {
        let space = "\u{A0}"
        #expect(Self.french.bytes(1_000_204_886_016) == "1000,2\(space)Go" && Self.french.bytes(67_108_864) == "0,067\(space)Go")
        #expect(Self.french.bytes(512) == "512\(space)o")
        #expect(Self.french.rate(3_450_000) == "3,4\(space)Mo/s" && Self.french.rate(187_654_321) == "187\(space)Mo/s")
        #expect(Self.french.duration(183_600) == "2\(space)j\(space)3\(space)h" && Self.french.percent(1, of: 2) == "50\(space)%")
        #expect(Self.french.timeLeft(2_592_000) == ">\(space)30\(space)j")
        #expect(Self.french.powerOn(8_790) == "8790\(space)h (1 an 1 jour)")
        #expect(Self.french.estimate(21_600, basis: "guess") == "environ 6\(space)h (estimation)")
        for nothing in [Self.french.bytes(nil), Self.french.rate(-1), Self.french.duration(nil), Self.french.temperature(nil)] {
            #expect(nothing == "-")
        }
    }
}
