// Goal: the house stays the house. Method: the sources are read as text; what breaks a law is named with its file.

import Foundation
import Testing

@Suite struct TidyTests {
    private static let root = SourceFile.root
    private static let sources = SourceFile.all(in: "Sources")

    private static let platform: Set<String> = [
        "Foundation", "FoundationEssentials", "Glibc", "Dispatch", "Synchronization", "NIOCore", "NIOPosix", "NIOHTTP1", "HTTPTypes",
    ]
    /// Who may import whom. Everything else is a new arrow in the house and needs a reason in writing.
    private static let allowed: [String: Set<String>] = [
        "WipeIdentity": [],
        "WipeFirmware": [],
        "WipeWords": [],
        "WipeCore": ["WipeIdentity", "WipeFirmware", "WipeWords"],
        "WipePattern": ["WipeCore", "CPattern", "Crypto", "CryptoExtras"],
        "WipeFiles": ["WipeCore", "WipeWords", "Yams", "Crypto"],
        "WipeCertificate": ["WipeIdentity", "WipeFirmware", "Crypto"],
        "WipeContents": ["WipeCore"],
        // Alone with what strangers wrote on drives: libblkid is in this program and in none that holds a key.
        "wiped-look": ["WipeContents", "WipeCore", "CBlockIO", "CBlkid"],
        "WipeDevice": ["WipeCore", "WipeFirmware", "WipeContents", "WipePattern", "CBlockIO", "CUdev"],
        "WipeStore": ["WipeCore", "GRDB"],
        "WipeAPI": [],
        "WipeStation": ["WipeCore", "WipeWords", "WipeFirmware", "WipePattern", "WipeStore", "WipeCertificate", "Logging"],
        "WipeServer": [
            "WipeStation", "WipeStore", "WipeFiles", "WipeCertificate", "WipeCore", "WipeWords", "WipeAPI", "CXattr", "Crypto",
            "Hummingbird",
            "HummingbirdCore", "Logging",
            "ServiceLifecycle", "UnixSignals",
        ],
        "WipeSimulation": ["WipeCore", "WipeFirmware", "WipePattern"],
        // No store: who audits a state folder brings the reading of its database along.
        "WipeAudit": ["WipeAPI", "WipeFiles", "WipeCore", "WipeWords", "WipePattern", "WipeCertificate", "CBlockIO", "CQrencode"],
        // WipeDevice for `setup` alone, which asks udev what is plugged in where: a station that has no bays yet has nothing for a daemon to do.
        "wipectl": [
            "WipeAudit", "WipeAPI", "WipeFiles", "WipeCore", "WipeWords", "WipeCertificate", "WipeStore", "WipeDevice", "ArgumentParser",
            "AsyncHTTPClient",
        ],
        "wiped": ["WipeServer", "WipeDevice", "WipeFiles", "WipeCore", "WipeAPI", "ArgumentParser", "Logging"],
        "wipesim": [
            "WipeServer", "WipeStation", "WipeStore", "WipeSimulation", "WipePattern", "WipeFiles", "WipeCertificate", "WipeCore",
            "WipeFirmware", "WipeAPI", "WipeWords",
            "ArgumentParser", "Crypto", "Logging",
        ],
    ]

    private static func imports(of source: SourceFile) -> [String] {
        source.lines.compactMap { line in
            let words = line.split(separator: " ")
            guard let index = words.firstIndex(of: "import"), index <= 2, !line.hasPrefix("//"), !line.hasPrefix(" "),
                index + 1 < words.count
            else { return nil }
            return words[words.count - 1].split(separator: ".").first.map(String.init)
        }
    }

    @Test func thereAreSources() { #expect(Self.sources.count > 50) }

    @Test func everyImportIsAllowed() {
        for source in Self.sources {
            guard let allowed = Self.allowed[source.module] else {
                Issue.record("\(source.path): no rule for the module \(source.module)")
                continue
            }
            for module in Self.imports(of: source) where !allowed.contains(module) {
                let isPure = ["WipeIdentity", "WipeFirmware", "WipeCore", "WipeAPI"].contains(source.module)
                let isPlatform = Self.platform.contains(module) && !isPure
                #expect(isPlatform, "\(source.path) imports \(module)")
            }
        }
    }

    @Test func filesAreShort() {
        for source in Self.sources { #expect(source.lines.count <= 400, "\(source.path) has \(source.lines.count) lines") }
    }

    @Test func noFileHasANameThatSaysNothing() {
        for source in Self.sources {
            let name = (source.path as NSString).lastPathComponent.lowercased()
            for word in ["util", "helper", "manager", "common", "misc"] { #expect(!name.contains(word), "\(source.path)") }
        }
    }

    @Test func nothingTrapsOnPurposeAndNothingPretends() {
        let banned = ["try!", " as! ", "fatalError(", "TODO", "FIXME", "XXX ", "not implemented", "unimplemented"]
        for source in Self.sources {
            for word in banned { #expect(!source.text.contains(word), "\(source.path) contains \(word)") }
        }
    }

    /// What is said to people stands in the table of words, in both languages: a sentence beside its code would have no French.
    @Test func noReasonBringsItsOwnSentence() throws {
        let sentence = try Regex(#"\b(?:Reason|OpenRefusal)(?:<\w+>)?\(\s*\.[\w.()]+,\s*""#)
        #expect("Reason(.locked, \"it is locked\")".firstMatch(of: sentence) != nil)
        #expect("Reason(.mounted, [\"node\": use.node])".firstMatch(of: sentence) == nil)
        for source in Self.sources { #expect(source.text.firstMatch(of: sentence) == nil, "\(source.path)") }
    }

    @Test func theCoreReadsNoClockAndDrawsNoChance() {
        for source in Self.sources where ["WipeIdentity", "WipeFirmware", "WipeCore"].contains(source.module) {
            for word in ["Date(", "UUID(", "random(in:", "SystemRandom", "async ", "await ", "class ", " Task {"] {
                let lines = source.lines.filter { !$0.trimmingCharacters(in: .whitespaces).hasPrefix("//") }
                #expect(!lines.contains { $0.contains(word) }, "\(source.path) contains \(word)")
            }
        }
    }

    /// What a database keeps for years has names that are written down: to rename a label breaks a golden, and no workshop's history.
    @Test func everythingThatIsStoredNamesItsKeys() throws {
        let declaration = try Regex(#"^ *(?:public |package |private |fileprivate )?(?:struct|enum) (\w+): ([^{]*Codable[^{]*)\{$"#)
        var count = 0
        for source in Self.sources where ["WipeCore", "WipeIdentity", "WipeFirmware", "WipeStore", "WipeStation"].contains(source.module) {
            let lines = source.lines
            for (index, line) in lines.enumerated() {
                guard let match = try declaration.wholeMatch(in: line), let name = match[1].substring, let kinds = match[2].substring,
                    !kinds.contains("String")
                else { continue }
                count += 1
                let indent = String(line.prefix { $0 == " " })
                let body = lines[(index + 1)...].prefix { $0 != indent + "}" }
                let isNamed = body.contains { $0.hasPrefix(indent + "    enum CodingKeys: String, CodingKey {") }
                #expect(isNamed, "\(source.path): \(name) leaves the names of what is stored to the compiler")
            }
        }
        #expect(count > 60)
    }

    /// Where each word stands that can open a drive for writing or write to it: as often as is said here, and nowhere else.
    @Test func oneWayLeadsToAWrite() throws {
        let places: [(String, [String: Int])] = [
            ("cbio_write_at", ["Sources/WipeDevice/Transfer/TransferPool.swift": 1]),
            ("cbio_open_exclusive", ["Sources/WipeDevice/Transfer/ExclusiveOpen.swift": 1]),
            ("ExclusiveDevice.open(", ["Sources/WipeDevice/LinuxBus.swift": 1]),
            ("LinuxOpenedMedia(", ["Sources/WipeDevice/LinuxBus.swift": 1]),
            ("LinuxBlockDevice(", ["Sources/WipeDevice/LinuxBus.swift": 1]),
            ("WipeClearance(", ["Sources/WipeDevice/LinuxBus.swift": 1, "Sources/WipeSimulation/SimulatedBus.swift": 1]),
        ]
        for (word, allowed) in places {
            var found: [String: Int] = [:]
            for source in Self.sources {
                let count = source.text.components(separatedBy: word).count - 1
                if count > 0 { found[source.path] = count }
            }
            #expect(found == allowed, "\(word)")
        }
        for source in Self.sources where source.module == "WipeDevice" {
            for word in ["O_RDWR", "O_WRONLY", "pwrite", "fopen", "FileHandle"] {
                #expect(!source.text.contains(word), "\(source.path) contains \(word)")
            }
        }
        let shim = try String(contentsOf: Self.root.appendingPathComponent("Sources/CBlockIO/blockio.c"), encoding: .utf8)
        for word in ["O_RDWR", "pwrite(fd"] { #expect(shim.components(separatedBy: word).count == 2, "blockio.c: \(word)") }
        let core = try String(contentsOf: Self.root.appendingPathComponent("Sources/WipeCore/Device/WipeClearance.swift"), encoding: .utf8)
        #expect(core.contains("package struct WipeClearance: ~Copyable") && core.contains("private var device: any OpenedMedia"))
        // Which steps have to be proved is said by an exhaustive switch beside the steps, and asked at the one place that hands them over.
        #expect(core.components(separatedBy: "device.submit(").count == 2)
        #expect(core.contains("if step.action.isDestructive, provenPass != pass"))
        let steps = try String(contentsOf: Self.root.appendingPathComponent("Sources/WipeCore/Device/BlockDevice.swift"), encoding: .utf8)
        let answer = try #require(steps.range(of: "var isDestructive: Bool {").map { steps[$0.upperBound...].prefix(200) })
        #expect(answer.contains("switch self {") && !answer.contains("default"))
    }

    /// The codes of all commands that a drive's firmware can be sent. Those of WipeDevice ask, but for one that lets a disk stop turning; those of
    /// WipeFirmware are a drive's own erase. A new one is a decision of its own.
    @Test func onlyTheseQuestionsCanBePutToADrive() throws {
        let allowed: [(String, [String: String])] = [
            (
                "AtaCommand",
                [
                    "identifyDevice": "0xEC", "readNativeMaxExt": "0x27", "accessibleMax": "0x78", "deviceConfiguration": "0xB1",
                    "sanitizeDevice": "0xB4", "none": "0x0000", "configurationIdentify": "0x00C2",
                ]
            ),
            (
                "ScsiCommand",
                [
                    "requestSense": "0x03", "inquiry": "0x12", "maintenanceIn": "0xA3", "unitSerialNumber": "0x80",
                    "blockDeviceCharacteristics": "0xB1", "overwrite": "0x01", "blockErase": "0x02", "cryptographicErase": "0x03",
                    "exitFailureMode": "0x1F",
                ]
            ),
            ("NvmeCommand", ["getLogPage": "0x02", "identify": "0x06"]),
            ("ScsiAct", ["startStopUnit": "0x1B"]),
            (
                "AtaErase",
                [
                    "sanitizeDevice": "0xB4", "status": "0x0000", "cryptoScramble": "0x0011", "blockErase": "0x0012", "overwrite": "0x0014",
                    "none": "0x0", "cryptoSignature": "0x43727970", "blockSignature": "0x426B4572", "overwriteSignature": "0x4F5700000000",
                    "nothing": "0x0", "failureMode": "0x0010", "failureModeAndOnePass": "0x0011",
                ]
            ),
            ("NvmeErase", ["getLogPage": "0x02", "sanitize": "0x84"]),
            (
                "ScsiErase",
                ["requestSense": "0x03", "sanitize": "0x48", "overwrite": "0xA1", "blockErase": "0xA2", "cryptographicErase": "0xA3"]
            ),
        ]
        for (name, codes) in allowed {
            let source = try #require(Self.sources.first { $0.path.hasSuffix("Firmware/\(name).swift") })
            var found: [String: String] = [:]
            for line in source.lines {
                guard let match = line.firstMatch(of: /^ +case (\w+) = (0x[0-9A-F]+)$/) else { continue }
                found[String(match.1)] = String(match.2)
            }
            #expect(found == codes, "\(source.path)")
        }
        // The shim is called in one place, with what those encoders make.
        for word in ["cbio_sg_io", "cbio_sg_overwrite", "cbio_nvme_admin"] {
            let places = Self.sources.filter { $0.text.contains(word + "(") }.map(\.path)
            #expect(places == ["Sources/WipeDevice/Firmware/FirmwareTransport.swift"], "\(word)")
        }
        let senders = Self.sources.filter { $0.text.contains("DescriptorTransport(") }.map(\.path)
        #expect(
            senders == [
                "Sources/WipeDevice/Firmware/EraseTransport.swift", "Sources/WipeDevice/Identify/Prober.swift",
                "Sources/WipeDevice/Transfer/SpinDown.swift",
            ])
        // A command to erase is made into bytes that go out in one place, behind the proof, and that place is asked by the workers of a drive that is held.
        let erasing = Self.sources.filter { $0.module == "WipeDevice" && $0.text.contains("EraseRequest(.command(") }.map(\.path)
        #expect(erasing == ["Sources/WipeDevice/Firmware/EraseTransport.swift"])
        let held = Self.sources.filter { $0.text.contains("EraseTransport(") }.map(\.path)
        #expect(held == ["Sources/WipeDevice/Transfer/TransferPool.swift"])
        // START 0, IMMED 0 and no other bit, in the one place that is sent from.
        let act = try #require(Self.sources.first { $0.path == "Sources/WipeDevice/Firmware/ScsiAct.swift" }).text
        #expect(act.contains("case .stop: [Code.startStopUnit.rawValue, 0, 0, 0, 0, 0]"))
        let actors = Self.sources.filter { $0.text.contains(".send(.stop)") || $0.text.contains("ScsiAct.stop") }.map(\.path)
        #expect(actors == ["Sources/WipeDevice/Transfer/SpinDown.swift"])
        let shim = try String(contentsOf: Self.root.appendingPathComponent("Sources/CBlockIO/commands.c"), encoding: .utf8)
        #expect(shim.components(separatedBy: "SG_DXFER_TO_DEV").count == 2)
        for word in ["SG_DXFER_TO_FROM_DEV", "NVME_IOCTL_IO", "NVME_IOCTL_SUBMIT_IO", "NVME_IOCTL_RESET"] {
            #expect(!shim.contains(word), "commands.c contains \(word)")
        }
    }

    /// The command line sees ports, and has no way to a drive itself.
    @Test func theCommandLineOpensNoDrive() {
        let files = Self.sources.filter { $0.module == "wipectl" && Self.imports(of: $0).contains("WipeDevice") }
        #expect(!files.isEmpty)
        for source in files {
            #expect(source.path.hasPrefix("Sources/wipectl/Setup/"), "\(source.path) imports WipeDevice")
            for word in ["LinuxBus", "Prober", "ExclusiveDevice", "FirmwareTransport"] {
                #expect(!source.text.contains(word), "\(source.path) contains \(word)")
            }
        }
    }

    @Test func onlyTheCommandLinePrints() {
        for source in Self.sources where source.module != "wipectl" {
            #expect(!source.lines.contains { $0.trimmingCharacters(in: .whitespaces).hasPrefix("print(") }, "\(source.path) prints")
        }
    }

    /// What it has to say are values: a screen, a page and a registry show them each in its own way.
    @Test func theAuditorHasNoTerminalAndNoNetwork() {
        let files = Self.sources.filter { $0.module == "WipeAudit" }
        #expect(files.count > 15)
        for source in files {
            for module in Self.imports(of: source) where Self.platform.contains(module) {
                #expect(module == "Foundation", "\(source.path) imports \(module)")
            }
            for word in ["STDOUT_FILENO", "STDERR_FILENO", "isatty", "FileHandle.standard", "\\u{1B}", "socket("] {
                #expect(!source.text.contains(word), "\(source.path) contains \(word)")
            }
        }
    }

    @Test func theREADMEIsShort() throws {
        let text = try String(contentsOf: Self.root.appendingPathComponent("README.md"), encoding: .utf8)
        #expect(text.components(separatedBy: "\n").count <= 201)
    }
}
