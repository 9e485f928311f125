// Goal: whatever goes wrong leaves as one kind of document, with a code to act upon, the status that belongs to it, and nothing that is the daemon's own
// business. Method: each kind of error as a route would throw it.

import Foundation
import Logging
import Testing
import WipeAPI
import WipeCore
import WipeStation

@testable import WipeServer

@Suite struct ProblemTests {
    private static func problem(_ error: any Error) -> Problem {
        Problems.of(error, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private static func refused(
        _ code: some RawRepresentable<String>, _ message: String = "no", hint: String? = nil, _ reasons: [Reason<DecisionCode>] = []
    ) -> Problem {
        problem(StationError.refused(Refused(code: code, message: message, hint: hint, reasons: reasons)))
    }

    @Test func theStatusOfARefusalSaysWhetherAnotherPersonOrAnotherTimeWouldHelp() {
        #expect(Self.refused(Refused.Code.notAllowed).status == 403)
        #expect(Self.refused(Refused.Code.notFound).status == 404)
        func expectConflict(_ code: some RawRepresentable<String>) {
            let problem = Self.refused(code, hint: "look at it")
            #expect(problem.status == 409 && problem.code == code.rawValue && problem.hint == "look at it")
        }
        expectConflict(Refused.Code.confirmationRequired)
        expectConflict(TagConflict.Code.tagInUse)
        expectConflict(RefusalCode.mounted)
    }

    @Test func aRefusalNamesAllItsReasonsWithTheirCodes() {
        let reasons: [Reason<DecisionCode>] = [
            Reason(.refusal(.mounted), "sdb1 is mounted at /mnt"), Reason(.refusal(.swapInUse), "sdb2 is swap"),
        ]
        let detail = Self.refused(Refused.Code.refused, "it may not be wiped", reasons).detail ?? ""
        #expect(detail == "it may not be wiped: sdb1 is mounted at /mnt (mounted); sdb2 is swap (swap-in-use)")
    }

    @Test func aRefusalThatIsItsOnlyReasonSaysItOnce() {
        #expect(
            Self.refused(RefusalCode.mounted, "sdb1 is mounted", [Reason(.refusal(.mounted), "sdb1 is mounted")]).detail
                == "sdb1 is mounted")
    }

    @Test(arguments: [
        (#"{}"#, #""media" is missing"#), (#"{"media":1}"#, #""media" is not a String"#), (#"{"media":null}"#, #""media" is null"#),
        (#"[]"#, "the body is not a"), (#"{"media":"#, "the body cannot be read"),
    ]) func aBodyThatIsNotUnderstoodIsToldWhere(_ body: String, _ where: String) {
        let error = #expect(throws: DecodingError.self) { try JSONDecoder().decode(StartRequest.self, from: Data(body.utf8)) }
        let problem = error.map(Self.problem)
        #expect(problem?.status == 400 && problem?.code == ProblemCode.badRequest.rawValue)
        #expect(problem?.detail?.contains(`where`) == true, "\(problem?.detail ?? "")")
    }

    @Test func whatTheDaemonDidWrongIsInItsLogAlone() {
        struct Secret: Error, CustomStringConvertible { let description = "/var/lib/wiped/station.key" }
        let problem = Self.problem(Secret())
        #expect(problem.status == 500 && problem.code == ProblemCode.internalError.rawValue)
        #expect(problem.detail?.contains("station.key") == false)
    }

    @Test func aTimeIsReadInUTCAndAnythingElseIsABadRequest() throws {
        #expect(try Moments.wallMilliseconds("1970-01-02T00:00:00Z", of: "since") == 86_400_000)
        for text in ["yesterday", "", "1970-01-02", "99999999999"] {
            let thrown = #expect(throws: ProblemError.self) { try Moments.wallMilliseconds(text, of: "since") }
            #expect(thrown?.problem.code == ProblemCode.badRequest.rawValue && thrown?.problem.detail?.contains("since") == true, "\(text)")
        }
    }

    @Test func aTagThatNobodyCanSeeIsMalformedAndNotUnderstoodOtherwise() {
        for text in ["", " ", "\u{200B}", "\u{202E}T-1"] {
            let thrown = #expect(throws: ProblemError.self) { try AssetRoutes.tag(text, nil) }
            #expect(thrown?.problem.code == "tag-malformed" && thrown?.problem.status == 422, "\(text.debugDescription)")
        }
    }
}
