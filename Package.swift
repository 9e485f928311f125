// swift-tools-version: 6.3
import PackageDescription

/// Settings of every own Swift target.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let http = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

// The C code is hot even in debug builds and in tests: it is always compiled with optimisation.
let optimised: [CSetting] = [.unsafeFlags(["-O2", "-Wall", "-Wextra", "-Werror"])]

let package = Package(
    name: "wiped",
    products: [
        .executable(name: "wiped", targets: ["wiped"]),
        .executable(name: "wiped-look", targets: ["wiped-look"]),
        .executable(name: "wipectl", targets: ["wipectl"]),
        .executable(name: "wipesim", targets: ["wipesim"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CUdev", pkgConfig: "libudev", providers: [.apt(["libudev-dev"])]),
        .systemLibrary(name: "CBlkid", pkgConfig: "blkid", providers: [.apt(["libblkid-dev"])]),
        .systemLibrary(name: "CQrencode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .target(name: "CBlockIO", cSettings: optimised),
        .target(name: "CPattern", cSettings: optimised),
        .target(name: "CXattr"),
        .target(name: "WipeIdentity", swiftSettings: strict),
        .target(name: "WipeFirmware", swiftSettings: strict),
        .target(name: "WipeWords", swiftSettings: strict),
        .target(name: "WipeCore", dependencies: ["WipeIdentity", "WipeFirmware", "WipeWords"], swiftSettings: strict),
        .target(name: "WipePattern", dependencies: ["WipeCore", "CPattern", crypto, cryptoExtras], swiftSettings: strict),
        .target(name: "WipeFiles", dependencies: ["WipeCore", "WipeWords", yams, crypto], swiftSettings: strict),
        .target(
            name: "WipeCertificate", dependencies: ["WipeIdentity", "WipeFirmware", crypto], exclude: ["Schema"], swiftSettings: strict),
        .target(name: "WipeContents", dependencies: ["WipeCore"], swiftSettings: strict),
        .target(
            name: "WipeDevice", dependencies: ["WipeCore", "WipeFirmware", "WipeContents", "WipePattern", "CBlockIO", "CUdev"],
            swiftSettings: strict),
        .target(name: "WipeStore", dependencies: ["WipeCore", grdb], swiftSettings: strict),
        .target(name: "WipeAPI", swiftSettings: strict),
        .target(
            name: "WipeAudit",
            dependencies: ["WipeAPI", "WipeFiles", "WipeCore", "WipeWords", "WipePattern", "WipeCertificate", "CBlockIO", "CQrencode"],
            swiftSettings: strict),
        .target(
            name: "WipeStation",
            dependencies: ["WipeCore", "WipeWords", "WipeFirmware", "WipePattern", "WipeStore", "WipeCertificate", logging],
            swiftSettings: strict),
        .target(
            name: "WipeServer",
            dependencies: [
                "WipeStation", "WipeStore", "WipeFiles", "WipeCertificate", "WipeCore", "WipeWords", "WipeAPI", "CXattr", crypto,
                hummingbird,
                hummingbirdCore,
                httpTypes,
                lifecycle,
                logging, nio, nioHTTP1, signals,
            ],
            swiftSettings: strict),
        .target(name: "WipeSimulation", dependencies: ["WipeCore", "WipeFirmware", "WipePattern"], swiftSettings: strict),
        .executableTarget(
            name: "wiped",
            dependencies: ["WipeServer", "WipeDevice", "WipeFiles", "WipeCore", "WipeAPI", argumentParser, logging], swiftSettings: strict),
        .executableTarget(
            name: "wiped-look", dependencies: ["WipeContents", "WipeCore", "CBlockIO", "CBlkid"], swiftSettings: strict),
        .executableTarget(
            name: "wipectl",
            dependencies: [
                "WipeAudit", "WipeAPI", "WipeFiles", "WipeCore", "WipeWords", "WipeCertificate", "WipeStore", "WipeDevice", argumentParser,
                http, nio,
                nioHTTP1,
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "wipesim",
            dependencies: [
                "WipeServer", "WipeStation", "WipeStore", "WipeSimulation", "WipePattern", "WipeFiles", "WipeCertificate", "WipeCore",
                "WipeFirmware", "WipeAPI", "WipeWords",
                argumentParser, logging,
            ], swiftSettings: strict),
        // What a hostile drive would make of wiped-look, behind the same walls.
        .executableTarget(name: "hostile-look", dependencies: ["CBlockIO"], path: "Tests/HostileLook", cSettings: optimised),
        // Seeded changes of sound bytes, for the tests of every reader.
        .target(name: "Mutation", path: "Tests/Mutation", swiftSettings: strict),
        // Programs at terminals of their own.
        .target(name: "Terminals", path: "Tests/Terminals", swiftSettings: strict),
        // A station to which tests send events, and the drives that they plug into it.
        .target(name: "Bench", dependencies: ["WipeCore"], path: "Tests/Bench", swiftSettings: strict),
        .testTarget(
            name: "WipeCoreTests", dependencies: ["WipeCore", "WipeWords", "Bench", "Mutation"], exclude: ["Golden"],
            swiftSettings: strict),
        .testTarget(name: "WipeFirmwareTests", dependencies: ["WipeFirmware", "Mutation"], swiftSettings: strict),
        .testTarget(name: "WipePatternTests", dependencies: ["WipePattern", "WipeCore", crypto, cryptoExtras], swiftSettings: strict),
        .testTarget(
            name: "WipeFilesTests", dependencies: ["WipeFiles", "WipeCore", "WipeWords", "Mutation"], exclude: ["Golden"],
            swiftSettings: strict),
        .testTarget(
            name: "WipeCertificateTests", dependencies: ["WipeCertificate", "WipeFirmware", "WipeIdentity", "Mutation", crypto],
            exclude: ["Golden", "check_log.go", "verify_with_strangers.py", "judge_with_schema.py"],
            swiftSettings: strict),
        .testTarget(
            name: "WipeDeviceTests",
            dependencies: [
                "WipeDevice", "WipeFirmware", "WipeContents", "WipeCore", "WipePattern", "CBlockIO", "BlockDeviceContract", "Mutation",
                "wiped-look",
                "hostile-look",
            ],
            exclude: ["Fixtures"],
            swiftSettings: strict),
        .testTarget(
            name: "WipeStoreTests", dependencies: ["WipeStore", "WipeCore", grdb], exclude: ["Golden"], swiftSettings: strict),
        .testTarget(
            name: "WipeServerTests",
            dependencies: ["WipeServer", "WipeStation", "WipeFiles", "WipeCore", "WipeAPI", "Bench", logging],
            swiftSettings: strict),
        .testTarget(
            name: "WipeAuditTests", dependencies: ["WipeAudit", "WipeCore", "WipeWords", "WipePattern", "WipeCertificate"],
            exclude: ["Golden"],
            swiftSettings: strict),
        .testTarget(
            name: "WipectlTests",
            dependencies: [
                "wipectl", "WipeAudit", "WipeAPI", "WipeCore", "WipeFiles", "WipeWords", "WipeIdentity", "WipeCertificate", argumentParser,
                crypto, "Terminals",
            ],
            exclude: ["Golden"],
            swiftSettings: strict),
        // One suite for every device that the engine may be given.
        .target(name: "BlockDeviceContract", dependencies: ["WipeCore"], path: "Tests/BlockDeviceContract", swiftSettings: strict),
        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "wipesim", "wipectl", "WipeAudit", "WipeSimulation", "WipeStation", "WipeStore", "WipeCertificate", "WipeCore",
                "WipeFirmware",
                "WipeAPI", "WipeWords",
                "BlockDeviceContract", "Mutation",
            ],
            swiftSettings: strict),
        // Real drives: needs root and udevd. Starts the programs themselves.
        .testTarget(
            name: "StationTests", dependencies: ["WipeAPI", "WipeWords", "wiped", "wipectl", "hostile-look", "Mutation", "Terminals"],
            exclude: ["Golden"], swiftSettings: strict),
        .testTarget(
            name: "WipeWordsTests", dependencies: ["WipeWords", "WipeCore", "WipeFiles", "WipeStation", "WipeAPI"], swiftSettings: strict),
        .testTarget(name: "TidyTests", swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)

// For libFuzzer, whose program has no main of its own: scripts/fuzz alone asks for it.
if Context.environment["WIPED_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "Fuzz",
            dependencies: ["WipeAPI", "WipeCertificate", "WipeContents", "WipeCore", "WipeDevice", "WipeFiles", "WipeFirmware"],
            path: "Tests/Fuzz",
            exclude: ["Seeds"],
            swiftSettings: strict))
}
