// Goal: a station file either says exactly what may be wiped, or stops the start with every reason at its place.
// Method: the file of the product description read back member by member; broken files with their problem lines as a golden file.

import Testing
import WipeCore
import WipeFiles
import WipeWords

private let full = """
    station: { name: "Atelier de Montréal, poste 3", organization: "OPEQ", location: "Montréal (Québec)" }
    language: fr
    state: /var/lib/wiped
    socket: /run/wiped/wiped.sock
    policies: /etc/wiped/policies
    slots: 12
    limits: { perBus: 4, staggerSeconds: 3 }
    requireAssetTag: false
    tagPattern: "OPEQ-[0-9]{4}-[0-9]{6}"
    policyFor:
      - { media: flash, policy: clear-random }
      - { media: any, policy: clear-zero }
    bays:
      - { id: A1, match: { ID_PATH: "pci-0000:00:17.0-ata-1.0" }, onAttach: wipe }
      - { id: A2, match: { ID_PATH: "pci-0000:00:17.0-ata-2.0", ID_BUS: ata }, onAttach: hold }
      - { id: 3, match: { ID_PATH: "pci-0000:00:17.0-ata-3.0" } }
    protect:
      - { ID_SERIAL_SHORT: "S5H7NX0N123456" }
      - { ID_MODEL: "*SYSTEM*", ID_BUS: "?ta" }
    confirmAboveBytes: 4000000000000
    holdCertifiedDays: 10
    resumeWithinHours: 24
    stallSeconds: 30
    slow: { bytesPerSecondBelow: 1000000, forMinutes: 5 }
    temperature: { pauseAboveCelsius: 55, resumeBelowCelsius: 45 }
    health: { reallocatedMax: 5, pendingMax: 1, reallocatedRiseMax: 2 }
    retrySecondsPerDrive: 600
    intake: { columns: { serial: "No de série", assetTag: "Étiquette" } }
    log: { origin: "log.opeq.example/poste-3" }
    roles: { view: staff, operate: wipe2, lead: chefs }
    """

private let least = """
    station: { name: "Atelier de Montréal, poste 3" }
    state: /s
    socket: /s/k
    policies: /p
    bays: []
    """

private func problems(_ text: String) -> [String] {
    do throws(FileProblems) {
        _ = try StationFile.read(bytes: Array(text.utf8), name: "station.yaml")
        return []
    } catch {
        return error.problems.map(\.description)
    }
}

private func bays(_ rows: String...) -> String {
    least.replacing("bays: []", with: "bays:\n" + rows.map { "  - \($0)" }.joined(separator: "\n"))
}

struct StationFileTests {
    @Test func everyMemberArrives() throws {
        let station = try StationFile.read(bytes: Array(full.utf8), name: "station.yaml")
        #expect(station.name == "Atelier de Montréal, poste 3" && station.organization == "OPEQ" && station.location == "Montréal (Québec)")
        #expect(station.state == "/var/lib/wiped" && station.socket == "/run/wiped/wiped.sock" && station.policies == "/etc/wiped/policies")
        let path = { (number: Int) in PropertyMatch(property: "ID_PATH", glob: "pci-0000:00:17.0-ata-\(number).0") }
        let rules = StationRules(
            bays: [
                Bay(id: "A1", match: [path(1)], onAttach: .wipe),
                Bay(id: "A2", match: [path(2), PropertyMatch(property: "ID_BUS", glob: "ata")], onAttach: .hold),
                Bay(id: "3", match: [path(3)], onAttach: .hold),
            ],
            protect: [
                [PropertyMatch(property: "ID_SERIAL_SHORT", glob: "S5H7NX0N123456")],
                [PropertyMatch(property: "ID_MODEL", glob: "*SYSTEM*"), PropertyMatch(property: "ID_BUS", glob: "?ta")],
            ],
            slots: 12, slotsPerBus: 4, staggerSeconds: 3, requireAssetTag: false, tagPattern: try TagPattern("OPEQ-[0-9]{4}-[0-9]{6}"),
            policyFor: [PolicyRule(media: .flash, policy: "clear-random"), PolicyRule(media: nil, policy: "clear-zero")],
            confirmAboveBytes: 4_000_000_000_000, holdCertifiedDays: 10, resumeWithinHours: 24, stallSeconds: 30,
            health: HealthLimits(reallocatedMax: 5, pendingMax: 1, reallocatedRiseMax: 2), retrySecondsPerDrive: 600,
            slow: SlowRule(bytesPerSecondBelow: 1_000_000, forMinutes: 5),
            temperature: TemperatureLimits(pauseAboveCelsius: 55, resumeBelowCelsius: 45))
        #expect(station.rules == rules)
        #expect(
            station.intakeColumns.serial == "No de série" && station.intakeColumns.assetTag == "Étiquette"
                && station.intakeColumns.donor == "donor")
        #expect(station.logOrigin == "log.opeq.example/poste-3" && station.language == .fr)
        #expect(station.roles.view == "staff" && station.roles.operate == "wipe2" && station.roles.lead == "chefs")
    }

    @Test func theLeastFileHasTheDefaults() throws {
        let station = try StationFile.read(bytes: Array(least.utf8), name: "station.yaml")
        #expect(station.rules == StationRules())
        #expect(station.organization == nil && station.location == nil && station.language == nil)
        #expect(station.intakeColumns == IntakeColumns() && station.roles == StationRoles())
        #expect(station.rules.slow == SlowRule() && station.rules.temperature == TemperatureLimits())
        #expect(
            station.roles.lead == "wipe-lead" && station.rules.slow.bytesPerSecondBelow == 5_000_000
                && station.rules.temperature.pauseAboveCelsius == 60)
        #expect(station.logOrigin == "wiped/atelier-de-montreal-poste-3")
    }

    private static let broken: [(String, String)] = [
        ("empty", ""), ("nothing needed is there", "slots: 3\n"),
        (
            "unknown keys at every level",
            full.replacing("slots: 12", with: "slot: 12").replacing("onAttach: hold", with: "onAtach: hold").replacing(
                "perBus", with: "perbus"
            ).replacing("location", with: "place")
        ),
        (
            "wrong types",
            least
                + "\nslots: many\nlimits: 3\nrequireAssetTag: yes\npolicyFor: clear\nprotect: {}\nhealth: []\nslow: 5\ntemperature: hot\nintake: x\nlog: y\nroles: z\ntagPattern: [a]\n"
        ),
        (
            "numbers out of range",
            least
                + "\nslots: 0\nlimits: { perBus: -1 }\nconfirmAboveBytes: 99999999999999999999\nholdCertifiedDays: 1e3\nresumeWithinHours: 0\nstallSeconds: 3601\nretrySecondsPerDrive: 0x10\n"
        ),
        ("relative paths", "station: { name: a }\nstate: var\nsocket: ./s\npolicies: ~/p\nbays: []\n"),
        ("socket too long", least.replacing("/s/k", with: "/" + String(repeating: "k", count: 107))),
        (
            "bay ids",
            bays(
                "{ id: A1, match: { ID_PATH: a } }", "{ id: A1, match: { ID_PATH: b } }", "{ id: \"A 1\", match: { ID_PATH: c } }",
                "{ id: \(String(repeating: "a", count: 33)), match: { ID_PATH: d } }", "{ id: é, match: { ID_PATH: e } }",
                "{ match: { ID_PATH: f } }")
        ),
        (
            "bay ids that people cannot tell apart",
            bays(
                "{ id: A1, match: { ID_PATH: a } }", "{ id: a1, match: { ID_PATH: b } }", "{ id: A-1, match: { ID_PATH: c } }",
                "{ id: A_01, match: { ID_PATH: d } }", "{ id: A.1, match: { ID_PATH: e } }", "{ id: Quit, match: { ID_PATH: f } }",
                "{ id: \"-\", match: { ID_PATH: g } }", "{ id: A11, match: { ID_PATH: h } }", "{ id: A1-1, match: { ID_PATH: i } }",
                "{ id: A1.1, match: { ID_PATH: j } }", "{ id: \"1-11\", match: { ID_PATH: k } }", "{ id: \"11-1\", match: { ID_PATH: l } }",
                "{ id: A10, match: { ID_PATH: m } }", "{ id: A100, match: { ID_PATH: n } }", "{ id: A0, match: { ID_PATH: o } }",
                "{ id: A00, match: { ID_PATH: p } }")
        ),
        (
            "bays that name nothing",
            bays(
                "{ id: A1, match: {} }", "{ id: A2 }", "{ id: A3, match: }", "{ id: A4, match: { ID_PATH: \"*\" } }",
                "{ id: A5, match: { ID_PATH: \"\" } }", "{ id: A6, match: [] }", "A7")
        ),
        ("two bays of one match", bays("{ id: A1, match: { ID_PATH: a, ID_BUS: ata } }", "{ id: A2, match: { ID_BUS: ata, ID_PATH: a } }")),
        (
            "unsound globs",
            bays(
                "{ id: A1, match: { ID_PATH: \"pci-[\" } }", "{ id: A2, match: { ID_PATH: \"a\\\\\" } }",
                "{ id: A3, match: { ID_PATH: \"[z-a]\" } }", "{ id: A4, match: { ID_PATH: [a] } }")
        ),
        (
            "property names",
            bays(
                "{ id: A1, match: { id_path: a } }", "{ id: A2, match: { \"ID PATH\": a } }",
                "{ id: A3, match: { ID_PATH: a, ID_PATH: b } }")
        ),
        ("a language that nobody speaks here", least + "\nlanguage: de\n"), ("no language", least + "\nlanguage: [fr, en]\n"),
        ("unknown onAttach", bays("{ id: A1, match: { ID_PATH: a }, onAttach: whipe }")),
        ("empty protect entries", least + "\nprotect:\n  - {}\n  -\n  - { ID_SERIAL: \"\" }\n  - { ID_SERIAL: \"[\" }\n"),
        (
            "properties that udev never says",
            bays("{ id: A1, match: { ID_PAHT: a } }", "{ id: A2, match: { DI_PATH: a } }", "{ id: A3, match: { SERIAL: a } }")
                + "\nprotect:\n  - { ID_WNN: \"0x5000c500a1b2c3d4\" }\n  - { id_wwn: a }\n  - { ID_WHATEVER: a }\n  - { WWN: a }\n"
                + "  - { DISKSEQ: \"7\" }\n  - { TAGS: a }\n  - { USEC_INITIALIZED: \"1\" }\n  - { DEVLINKS: \"/dev/a /dev/b\" }\n"
        ),
        (
            "values that udev never gives",
            least
                + "\nprotect:\n  - { ID_PATH: \"pci-0000:00:17.0-ata-1.0 \" }\n  - { ID_PATH: \"pci\u{A0}x\" }\n  - { ID_WWN: S5H7NX0N123456 }\n  - { ID_SERIAL_SHORT: \"_ _\" }\n  - { ID_WWN: \"0x5\" }\n"
        ),
        ("weak serials", least + "\nweakSerials: [ \"*\", \"[\", [a], \"\" ]\n"),
        ("no list of weak serials", least + "\nweakSerials: ABC\n"),
        (
            "rules never reached",
            least
                + "\npolicyFor:\n  - { media: flash, policy: a }\n  - { media: flash, policy: b }\n  - { media: magnetic, policy: c }\n  - { media: any, policy: d }\n"
        ),
        ("rule after any", least + "\npolicyFor:\n  - { media: any, policy: a }\n  - { media: flash, policy: b }\n"),
        ("no rules", least + "\npolicyFor: []\n"),
        ("rule of unknown media", least + "\npolicyFor:\n  - { media: magnetc, policy: a }\n  - { policy: b }\n"),
        ("tag pattern does not compile", least + "\ntagPattern: \"OPEQ-(\"\n"),
        ("tag pattern with a group", least + "\ntagPattern: ([A-Z]+-?)+[0-9]{4}\n"),
        ("tag pattern with a word", least + "\ntagPattern: 'OPEQ-\\w+'\n"),
        ("tag pattern with a look-alike", least + "\ntagPattern: \"Т-[0-9]\"\n"),
        ("tag pattern too long", least + "\ntagPattern: \"\(String(repeating: "a", count: 201))\"\n"),
        ("resumes above pause", least + "\ntemperature: { pauseAboveCelsius: 40 }\n"),
        ("columns", least + "\nintake: { columns: { serial: S, assetTag: s, owner: x } }\n"),
        ("origin with a space", least + "\nlog: { origin: \"a b\" }\n"),
        ("origin cannot be made", least.replacing("Atelier de Montréal, poste 3", with: "工房")),
        ("groups", least + "\nroles: { view: \"a b\", operate: 5, lead: }\n"), ("tab", least + "\nlimits:\n\tperBus: 3\n"),
        ("glob without quotes", bays("{ id: A1, match: { ID_PATH: *usb } }")), ("key given twice", least + "\nslots: 3\nslots: 4\n"),
    ]

    @Test func everyBrokenStationFileIsRefusedWithItsReasons() throws {
        var text = ""
        for (name, file) in Self.broken {
            let lines = problems(file)
            #expect(!lines.isEmpty, "\(name) is taken for sound")
            text += "== \(name)\n\(lines.joined(separator: "\n"))\n\n"
        }
        try expectGolden(text, "problems-station.txt")
    }

    @Test func whatPeopleWriteAndPropertiesOfTheirOwnRulesAreTaken() throws {
        let file =
            bays("{ id: A1, match: { WIPED_BAY: 1 } }", "{ id: A2, match: { BENCH_SLOT: 2 } }", "{ id: A3, match: { ID_FS_TYPE: x } }")
            + "\nprotect:\n  - { ID_WWN: \"0x5000C500A1B2C3D4\" }\n  - { ID_WWN: \" 5000c500a1b2c3d4 \" }\n"
            + "  - { ID_SERIAL_SHORT: \"WD-WX 12345678\" }\n  - { ID_MODEL: \"Samsung SSD 980\" }\n"
            + "  - { ID_MODEL_FROM_DATABASE: \"NVMe SSD Controller\" }\n  - { ID_WWN: \"0x5000C5*\" }\n  - { ID_WWN: nvme.15b7-32 }\n"
            + "weakSerials: [ \"ABC*\", \"0815\" ]\n"
        let station = try StationFile.read(bytes: Array(file.utf8), name: "station.yaml")
        #expect(station.rules.bays.count == 3 && station.rules.protect.count == 7 && station.rules.weakSerials == ["ABC*", "0815"])
    }

    @Test func markLiesBesideTheStateAndNeverInIt() throws {
        func folder(_ line: String) throws -> String { try StationFile.read(bytes: Array((least + line).utf8), name: "s").markFolder }
        let state = try StationFile.read(bytes: Array(least.utf8), name: "s").state
        #expect(try folder("") == state + "-mark")
        #expect(try folder("\nmark: /srv/mark\n") == "/srv/mark")
        for inside in [state, state + "/", state + "/mark"] {
            #expect(problems(least + "\nmark: \(inside)\n").contains { $0.contains("outside of state") }, "\(inside)")
        }
        #expect(problems(least + "\nmark: mark\n").contains { $0.contains("absolute path") })
    }

    @Test func policyForMustNamePoliciesThatAreThere() {
        let catalogue = PolicyCatalogue.load(directory: policiesFolder)
        #expect(StationFile.problems(in: Array(full.utf8), name: "s.yaml", catalogue: catalogue) == [])
        #expect(StationFile.problems(in: Array(least.utf8), name: "s.yaml", catalogue: catalogue) == [])
        let misspelled = full.replacing("policy: clear-zero", with: "policy: clear-zeros")
        #expect(
            StationFile.problems(in: Array(misspelled.utf8), name: "s.yaml", catalogue: catalogue).map(\.description) == [
                "s.yaml:12:27: the catalogue has no policy \"clear-zeros\"; did you mean \"clear-zero\"?"
            ])
        let unfit = full.replacing("policy: clear-random }", with: "policy: clear-random-sample }")
        #expect(
            StationFile.problems(in: Array(unfit.utf8), name: "s.yaml", catalogue: catalogue).map(\.description) == [
                "s.yaml:11:29: the policy \"clear-random-sample\" is not for flash media"
            ])
        let none = PolicyCatalogue.load(directory: "/nonexistent")
        #expect(
            StationFile.problems(in: Array(least.utf8), name: "s.yaml", catalogue: none).map(\.description) == [
                "s.yaml:1:1: policyFor is left out, and the catalogue has no policy \"clear-random\""
            ])
    }

    @Test func fileThatIsNotThereOrNoFileIsAProblem() {
        for (path, message) in [
            ("/nonexistent/s.yaml", "cannot be read: No such file or directory"), ("/tmp", "is not a regular file"),
            ("/dev/zero", "is not a regular file"),
        ] {
            do throws(FileProblems) {
                _ = try StationFile.read(path: path)
                Issue.record("\(path) was read")
            } catch {
                #expect(error.description == "\(path):1:1: \(message)")
            }
        }
    }
}
