// Long lists, page after page.

import ArgumentParser

/// Pages of a list.
enum Page {
    /// Throws for a limit of nothing.
    static func check(_ limit: Int?) throws {
        if let limit, !(1...100_000).contains(limit) { throw ValidationError("--limit takes a number from 1 to 100000") }
    }

    /// That there are more, and how to see them. Beside the list, so that a script does not read it as a line of it.
    static func sayMore(_ option: String, _ session: Session) {
        if !session.json { session.output.complain(safeLine(session.layout.say("more-pages", ["option": option]))) }
    }
}
