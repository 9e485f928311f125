// What follows from the answers of the station, and what is said of it.

extension ScanDialogue {
    // MARK: answers

    mutating func take(_ finding: Finding) -> [Step] {
        let (bay, linked): (String, String?)
        switch phase {
        case .looking(let place, let tag): (bay, linked) = (place, tag)
        case .identifying(let place): (bay, linked) = (place, nil)
        default: return []
        }
        phase = .idle
        switch finding {
        case .empty: return fail("empty", ["bay": bay])
        case .identifying:
            let isNew = linked == nil
            phase = .identifying(bay)
            return isNew ? [] : [note("linked", ["bay": bay, "tag": linked ?? ""])]
        case .refused(let why): return fail("refused", ["bay": bay, "why": why])
        case .drive(let tag, let next):
            if let linked { return follow(bay, tag ?? linked, next, isNew: true) }
            guard let tag else {
                var confirms = false
                if case .serial = next { confirms = true }
                phase = .tag(bay, confirms: confirms)
                return []
            }
            return follow(bay, tag, next, isNew: false)
        }
    }

    /// Says what the drive has and waits for, and waits for what it takes.
    private mutating func follow(_ bay: String, _ tag: String, _ next: Next, isNew: Bool) -> [Step] {
        func waits(_ why: String) -> Step {
            .say(.waits, code: "waits", sentence("waits", variant: isNew ? nil : "known", ["bay": bay, "tag": tag, "why": why]))
        }
        switch next {
        case .serial(let why):
            phase = .confirm(Question(bay: bay, tag: tag, byTag: false))
            return [waits(why)]
        case .tagAgain(let why):
            phase = .confirm(Question(bay: bay, tag: tag, byTag: true))
            return [waits(why)]
        case .resume, .start:
            phase = .yes(bay, tag: tag, resumes: next == .resume)
            return [.say(.waits, code: "has-tag", sentence("has-tag", ["bay": bay, "tag": tag]))]
        case .blocked(let why): return [waits(why)]
        case .nothing(let why):
            return [.say(isNew ? .done : .note, code: "goes", sentence("goes", ["bay": bay, "tag": tag, "why": why]))]
        }
    }

    mutating func link(_ tag: String) -> [Step] {
        guard case .linking(let bay, _, _) = phase else { return [] }
        linked += 1
        phase = .looking(bay, linked: tag)
        return [.lookAgain(bay: bay)]
    }

    mutating func goOn(_ what: String) -> [Step] {
        let bay: String
        switch phase {
        case .starting(let question): bay = question.bay
        case .answered(let place): bay = place
        default: return []
        }
        phase = .idle
        started += 1
        return [.say(.done, code: "started", sentence("started", ["bay": bay, "what": what]))]
    }

    mutating func refuse(_ code: String, _ why: String) -> [Step] {
        switch phase {
        // Its own serial instead of a tag, at a station that asks for no tags: that confirms it.
        case .linking(let bay, let word, confirms: true) where code == "not-a-tag":
            phase = .starting(Question(bay: bay, tag: nil, byTag: false, tries: 1))
            return [.start(bay: bay, confirm: word)]
        case .starting(let question) where code == "confirmation-required": return askAgain(question)
        case .starting(let question): return refused(question.bay, code, why)
        case .linking(let bay, _, _), .looking(let bay, _), .identifying(let bay), .answered(let bay): return refused(bay, code, why)
        default: return []
        }
    }

    /// A drive has four or five barcodes, and this was another one.
    private mutating func askAgain(_ question: Question) -> [Step] {
        failed += 1
        phase = question.tries < Self.triesMax ? .confirm(question) : .idle
        let code = question.byTag ? "not-its-tag" : "not-its-serial"
        return [.say(.no, code: "confirmation-required", sentence(code, ["bay": question.bay]))]
    }

    private mutating func refused(_ bay: String, _ code: String, _ why: String) -> [Step] {
        failed += 1
        phase = .idle
        return [.say(.no, code: code, sentence("refused", ["bay": bay, "why": why]))]
    }

    func tell(_ news: News) -> Step {
        let place = news.place.joined(separator: " ")
        return .say(news.mark, code: news.code, sentence("news", ["place": place, "what": news.what]))
    }

    // MARK: sentences

    /// Nothing came of it: the next word is a bay.
    mutating func fail(_ code: String, _ parameters: [String: String] = [:]) -> [Step] {
        failed += 1
        if phase != .away { phase = .idle }
        return [.say(.no, code: code, sentence(code, parameters))]
    }

    /// The same word is waited for once more.
    mutating func again(_ code: String) -> [Step] {
        failed += 1
        return [.say(.no, code: code, sentence(code))]
    }

    func note(_ code: String, _ parameters: [String: String] = [:]) -> Step {
        .say(.note, code: code, sentence(code, parameters))
    }

    /// A drive that was not started.
    func still(_ bay: String, _ variant: String, _ more: [String: String] = [:]) -> Step {
        .say(.waits, code: "still-waits", sentence("still-waits", variant: variant, more.merging(["bay": bay]) { $1 }))
    }

    /// The last line: what was done.
    package var summary: String {
        sentence("summary", ["linked": String(linked), "started": String(started), "failed": String(failed)])
    }

    func sentence(_ code: String, variant: String? = nil, _ parameters: [String: String] = [:]) -> String {
        Vocabulary.scan.text(code, variant: variant, parameters, in: language)
    }

    /// A scan of two labels at once is as long as it likes.
    func shown(_ word: String) -> String { word.count <= 40 ? word : word.prefix(39) + "…" }
}
