// All paths of the HTTP API, in one place. HTTP/1.1 over a Unix socket; JSON bodies in UTF-8 unless a route says otherwise.
// Errors are `Problem` documents.

/// Paths and names of query items. `{id}` stands for one percent-encoded path segment.
public enum Routes {
    /// Header of every answer of a station whose file names the language of its workshop: `en` or `fr`.
    public static let languageHeader = "wiped-language"

    /// GET → `StatusView`.
    public static let status = "/v1/status"
    /// GET → `BayList`.
    public static let bays = "/v1/bays"
    /// GET → `MediaList`.
    public static let media = "/v1/media"
    /// GET with `media` = MEDIA (bay, serial, asset tag, record number, node or job, or `bay:X`, `serial:X`, `tag:X`, `record:X`, `node:X`, `job:X`) →
    /// `MediaView`.
    public static let mediaShow = "/v1/media/show"
    /// GET with `media` → `PagesView`: what its firmware answered, without what says which drive it is.
    public static let mediaPages = "/v1/media/pages"
    /// GET → `ModelList`: how drives of each model have done here when they were to erase themselves.
    public static let models = "/v1/models"
    /// GET with `state` (one job state) or `all=1` → `JobList`: open jobs in the order in which they will run; with `all` the closed ones after them.
    public static let jobs = "/v1/jobs"
    /// GET → `JobView`. `{id}` is JOB, here and below: the whole id, its last eight characters or its beginning, or what names its drive (as MEDIA).
    public static let job = "/v1/jobs/{id}"
    /// POST, empty body → `JobView`.
    public static let jobPause = "/v1/jobs/{id}/pause"
    /// POST, empty body, with optional `expect` (`BayView.attachment` of what was looked at) → `JobView`.
    public static let jobResume = "/v1/jobs/{id}/resume"
    /// POST, empty body → `JobView`.
    public static let jobCancel = "/v1/jobs/{id}/cancel"
    /// POST `PriorityRequest` → `JobView`.
    public static let jobPriority = "/v1/jobs/{id}/priority"
    /// GET with `media`, optional `policy` → `PlanView`. Touches nothing.
    public static let plan = "/v1/plan"
    /// GET with `media`, optional `policy` → `StartNeedsView`, or what a start would be refused with. Changes nothing.
    public static let startNeeds = "/v1/start/needs"
    /// POST `StartRequest` → `StartResponse`.
    public static let start = "/v1/start"
    /// POST `TagRequest` → `TagResponse`.
    public static let tag = "/v1/tag"
    /// GET with `missing=1` for the serials of intake lists that no drive has ever shown, and optional `serial`, `assetTag`, `donor` (a part of the
    /// name), `source`, `import`, `limit`, `after` (a serial) → `AssetList`.
    public static let assets = "/v1/assets"
    /// GET with optional `limit` and `before` → `ImportList`, the newest first.
    public static let imports = "/v1/assets/imports"
    /// POST, empty body → `UndoResponse`: takes back what this import alone has set.
    public static let importUndo = "/v1/assets/imports/{id}/undo"
    /// POST `DropRequest` → `DropResponse`: takes the link of a serial that never came off the books.
    public static let assetsDrop = "/v1/assets/drop"
    /// POST the bytes of a CSV file (`text/csv`, at most `importBytesMax` and `importRowsMax` rows) → `ImportResponse`. With `settle=1` the list wins where it contradicts
    /// a link; with `dry=1` nothing is taken. `name` is that of the list; `column.serial` and so on name its columns.
    public static let assetsImport = "/v1/assets/import"
    /// GET → `PolicyList`.
    public static let policies = "/v1/policies"
    /// GET → `PolicyDetail`.
    public static let policy = "/v1/policies/{id}"
    /// GET with optional `serial`, `assetTag`, `since` (RFC 3339 in UTC, `2026-11-22T00:00:00Z`), `outcome`, `limit`, `before` (a record number) →
    /// `CertificateList`.
    public static let certificates = "/v1/certificates"
    /// GET with id = `urn:uuid:…`, a bare UUID or a record number → the signed bytes verbatim.
    public static let certificate = "/v1/certificates/{id}"
    /// GET with id as above → a proof that it is in the log, under the newest head (C2SP tlog-proof).
    public static let certificateProof = "/v1/certificates/{id}/proof"
    /// POST `NoticeRequest` → `CertificateView` of the signed correction.
    public static let certificateCorrect = "/v1/certificates/{id}/correct"
    /// POST `NoticeRequest` → `CertificateView` of the signed revocation.
    public static let certificateRevoke = "/v1/certificates/{id}/revoke"
    /// GET → `LogView`.
    public static let log = "/v1/log"
    /// GET with `path`, `checkpoint` or `tile/…` (C2SP tlog-tiles) → the bytes of that file.
    public static let logFile = "/v1/log/file"
    /// GET → `OpenRecords`.
    public static let open = "/v1/open"
    /// GET → `KeyList`.
    public static let keys = "/v1/keys"
    /// POST `KeyRotateRequest` → `KeyList` with the new key.
    public static let keyRotate = "/v1/keys/rotate"
    /// POST `KeyBeginRequest` → `KeyList`: the present key of that role is valid from an earlier time on.
    public static let keyBegin = "/v1/keys/begin"
    /// GET with optional `limit`, `job`, `serial`, `user` and `since` (as above) → `JournalList`, newest last.
    public static let journal = "/v1/journal"

    /// Largest intake list that `assetsImport` takes, in bytes and in rows.
    public static let importBytesMax = 8 << 20
    /// Its rows.
    public static let importRowsMax = 20_000

    /// A route with its `{id}` filled in: every byte outside letters, digits and `-._~:` percent-encoded.
    public static func path(_ route: String, id: String) -> String {
        guard let opening = route.firstIndex(of: "{"), let closing = route.firstIndex(of: "}") else { return route }
        return route[..<opening] + percentEncoded(id) + route[route.index(after: closing)...]
    }

    /// Likewise with query items; nil values are left out.
    public static func path(_ route: String, id: String, query: [(name: String, value: String?)]) -> String {
        path(path(route, id: id), query: query)
    }

    /// A route with query items; nil values are left out.
    public static func path(_ route: String, query: [(name: String, value: String?)]) -> String {
        let items = query.compactMap { item in item.value.map { item.name + "=" + percentEncoded($0) } }
        return items.isEmpty ? route : route + "?" + items.joined(separator: "&")
    }

    /// RFC 3986: unreserved characters and `:` stay, every other byte of the UTF-8 form becomes `%XX`.
    static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".unicodeScalars)
        var encoded = String.UnicodeScalarView()
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E, 0x3A: encoded.append(Unicode.Scalar(byte))
            default: encoded.append(contentsOf: ["%", digits[Int(byte >> 4)], digits[Int(byte & 15)]])
            }
        }
        return String(encoded)
    }
}
