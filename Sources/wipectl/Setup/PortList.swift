// What is plugged in where, as a list.

import WipeAPI
import WipeAudit
import WipeCore
import WipeDevice

/// Answer of `wipectl setup ports`.
struct PortList: Codable, Hashable, Sendable {
    struct Port: Codable, Hashable, Sendable {
        var node: String
        @Nullable var model: String?
        @Nullable var serial: String?
        var sizeBytes: Int
        /// Name and value of the property that names the port.
        @Nullable var property: String?
        @Nullable var port: String?
        @Nullable var bay: String?
        /// Who uses the drive.
        @Nullable var usedBy: String?
        /// This computer runs from it.
        var isSystem: Bool
    }
    var ports: [Port]

    init(_ machine: MachinePorts, _ bays: [Bay]) {
        ports = machine.drives.map { drive in
            Port(
                node: "/dev/" + drive.name, model: drive.properties["ID_MODEL"], serial: drive.properties["ID_SERIAL_SHORT"],
                sizeBytes: Int(clamping: drive.sizeBytes), property: drive.port?.property, port: drive.port?.glob,
                bay: bays.first { $0.matches(drive.properties) }?.id, usedBy: drive.systemUse ?? drive.otherUse ?? drive.usageProblem,
                isSystem: drive.systemUse != nil)
        }
    }

    func text(_ layout: Layout) -> String {
        var table = Table(columns: [
            .init("NODE"), .init("MODEL", minimumWidth: 8), .init("SIZE", right: true), .init("PORT"), .init("BAY"),
            .init("USED BY", isProse: true),
        ])
        for port in ports {
            let use = port.isSystem ? layout.say("this-computer", ["use": port.usedBy ?? ""]) : port.usedBy
            let place = port.property.flatMap { $0 == "ID_PATH" ? port.port : "\($0)=\(port.port ?? "")" }
            table.add([
                Cell(port.node), Cell(port.model), Cell(layout.quantity.bytes(port.sizeBytes)), Cell(place), Cell(port.bay),
                Cell(use, tone: port.isSystem ? .bad : .plain),
            ])
        }
        return table.text(layout, whenEmpty: layout.say("no-drives"))
    }
}
