// What a scanned text is instead of a tag, by everything that stands in the bays.

extension StationState {
    /// The labels of everything that is attached or belongs to an open job.
    package var labels: DriveLabels {
        var labels = DriveLabels()
        for media in attached.values.sorted(by: { $0.id < $1.id }) {
            guard let report = media.report else { continue }
            labels.add(
                report,
                at: rules.bay(for: report.properties).map { SentencePart("in-bay", ["bay": $0.id]) }
                    ?? SentencePart("at-node", ["node": media.id.node]))
        }
        for job in jobs.values.sorted(by: { $0.id < $1.id }) where job.attachment == nil {
            labels.add(job.report, at: SentencePart("of-job", ["job": job.id]))
        }
        return labels
    }

    /// What `text` is instead of an asset tag: a barcode of a drive, a bay, a word of the scan dialogue; nil where it may be a tag.
    func otherMeaning(of text: String, _ labels: DriveLabels) -> SentencePart? {
        let compact = DriveLabels.compact(text)
        // With the word before it, and whether people write it A1, A-1 or A01.
        let isBay = rules.bays.first { bay in
            let id = DriveLabels.compact(bay.id)
            return Bay.isCalled(bay.id, by: text) || ["BAY" + id, "BAIE" + id, id].contains(compact)
        }
        if let bay = isBay {
            return SentencePart("bay", ["bay": bay.id])
        }
        if ScanWords.contain(text) { return SentencePart("scan-word") }
        if let meaning = labels.meaning(of: text) { return meaning }
        return DriveLabels.mayBePSID(text) && !(rules.tagPattern?.asksForPSIDs ?? false)
            ? SentencePart("like-psid") : nil
    }

    /// What was scanned instead of a tag, as a refusal; nil where it may be one by all that stands in the bays.
    package func refusal(ofTag text: String) -> Refused? {
        otherMeaning(of: text, labels).map { meaning in
            Refused(TagConflict.Code.notATag, variant: "meaning", meaning.filling("meaning").merging(["text": text]) { $1 })
        }
    }

    /// Throws `not-a-tag` with what was scanned.
    func mustBeTag(_ text: String, _ facts: TagFacts) throws(Refused) {
        if let refusal = refusal(ofTag: text) { throw refusal }
        if facts.isSerial { throw Refused(TagConflict.Code.notATag, variant: "serial", ["text": text]) }
    }
}
