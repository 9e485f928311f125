// Every seed that ever failed, with what it found. They run each time.

/// One seed and its sentence.
struct KeptSeed {
    let seed: UInt64
    let found: String
}

enum Seeds {
    /// Of worlds with unrest.
    static let withUnrest = [
        KeptSeed(
            seed: 20_002_690,
            found: "not the station but its judge: other hands wrote onto a drive larger than all that is read again, and nobody told it"),
        KeptSeed(
            seed: 20_001_540,
            found: "not the station but its kernel: an open reader went along with a card that was put in elsewhere, its requests were lost"
        ),
        KeptSeed(
            seed: 40_000_138,
            found: "not the station but its kernel: a descriptor was closed with a request that hung and came back; here of a paused wipe"),
        KeptSeed(seed: 40_000_599, found: "as 40000138, with another drive's record in between"),
        KeptSeed(
            seed: 40_000_731,
            found: "not the station but its judge: a technician confirmed a drive whose refusal was over, and was shown still"),
        KeptSeed(
            seed: 70_002_234,
            found: "not the station but its judge: a wipe that a person let begin anew was held to what its first sitting had written"),
        KeptSeed(
            seed: 80_003_388,
            found: "a twin that a person let start over was held to a mismatch that the first of them had shown"),
        KeptSeed(
            seed: 70_004_633,
            found: "not the station but its world: what the end of a window let go on at the very last had nobody left who tagged it"),
        KeptSeed(
            seed: 70_001_905,
            found: "not the station but its judge: the end of one drive's job took what a person asked of another with its serial"),
    ]

    /// Of worlds in which drives erase themselves.
    static let withErase = [
        KeptSeed(
            seed: 1326,
            found:
                "a drive whose wipe had ended as stalled was still at its erase, and was written to for the next one on the word of an old look"
        ),
        KeptSeed(
            seed: 297,
            found:
                "not mended in the station: a drive that comes out of its erase with other sectors is suspended until a person gives it up"),
        KeptSeed(
            seed: 170, found: "not the station but its judge: under another policy than the shown one the holds of an erase are none"),
        KeptSeed(
            seed: 606_869,
            found: "not the station but its judge: a look that waited for a full store and was pushed by a request was not put on record"),
        KeptSeed(
            seed: 608_261,
            found: "a lead had a drive overwritten whose erase nobody had seen end, and which did not say how it stood"),
        KeptSeed(
            seed: 625_929,
            found: "not the station but its judge: one that shows all of another's names took over its wipe, and had no erase of its own"),
    ]

    /// Of worlds without.
    static let all = [
        KeptSeed(
            seed: 73,
            found: "after a confirmed contents-changed the station forgot its checkpoint, and the store did not: two truths of one fact"),
        KeptSeed(
            seed: 85,
            found: "the recovery after a restart was given up when the store could not write, and a job kept an attachment of before"),
        KeptSeed(seed: 136, found: "as 73, with a second job on the drive"),
        KeptSeed(seed: 151, found: "as 73, found when the run opened"),
        KeptSeed(
            seed: 317, found: "not the station but its judge: a cache that lies may forget what was read back before, once the wipe is over"
        ),
        KeptSeed(
            seed: 1015, found: "not the station but its judge: a drive that wraps has nothing behind its end, and zeros cannot show it"),
        KeptSeed(
            seed: 102_444,
            found: "not the station but its drive: reads of zeros hide what a lying cache has lost; one lie a drive since then"),
        KeptSeed(
            seed: 201_530,
            found: "a runner that said twice that it could not open its drive took the job's lifted hold in memory only"),
        KeptSeed(seed: 196, found: "as 73, across a power failure"),
        KeptSeed(
            seed: 6_004_027,
            found:
                "not the station but its judge: a person may confirm a drive that was pulled a moment ago, and it is that drive that may run"
        ),
        KeptSeed(seed: 6_016_006, found: "as 6004027, with a second drive"),
        KeptSeed(
            seed: 215_536_013_221_291,
            found: "not the station but its judge: a drive that has shrunk to less than the end at which it wrapped ended the checker"),
        KeptSeed(
            seed: 215_536_013_222_403,
            found: "not the station but its judge: the late record of a drive without a serial took back what a person had asked for since"),
        KeptSeed(
            seed: 771_008_572,
            found: "bytes put back onto a drive that was out were believed to be read back; here zeros that the drive invents hide them too"
        ),
        KeptSeed(
            seed: 255, found: "not the station but its judge: a drive with a shared serial was asked for by its tag while it was away"),
        KeptSeed(
            seed: 7_012_832,
            found: "not the station but its judge: a look that ran out of time took back what a person had asked for, long after a cancel"),
    ]
}
