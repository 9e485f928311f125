// In which language are people spoken to? A pure answer from the words of an environment.

/// The languages that everything is worded in.
package enum Language: String, Codable, Sendable, CaseIterable {
    case en
    case fr

    /// Of a locale as POSIX writes it, `fr_CA.UTF-8` say; nil for one that is neither, also for `C` and an empty text.
    package init?(locale: String) {
        let language = locale.prefix { $0 != "_" && $0 != "." && $0 != "@" }
        self.init(rawValue: language.lowercased())
    }

    /// By the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is set and not empty, as POSIX orders them; nil where that names neither language.
    package static func stated(in environment: [String: String]) -> Language? {
        ["LC_ALL", "LC_MESSAGES", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty }.flatMap(Language.init(locale:))
    }
}
