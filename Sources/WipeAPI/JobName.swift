// How people name a job by its id: nobody types thirty-six characters.

/// Short names of jobs.
public enum JobName {
    /// Jobs of one minute begin alike, for an id begins with its time; its end is drawn by chance.
    public static let shortCount = 8
    /// Shorter than this the beginning of an id names nothing.
    public static let beginningCountMin = 8

    /// The last eight characters of an id.
    public static func short(_ id: String) -> String { String(id.suffix(shortCount)) }

    /// Whether a text names the job of this id: the whole id, its beginning, or its short name, in whichever case.
    public static func isName(_ text: String, of id: String) -> Bool {
        let text = text.lowercased()
        let id = id.lowercased()
        return text == id || text == short(id) || (text.utf8.count >= beginningCountMin && id.hasPrefix(text))
    }
}

extension JobView {
    /// The last eight characters of its id, by which it goes too.
    public var shortID: String { JobName.short(id) }
}
