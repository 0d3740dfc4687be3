// SPDX-License-Identifier: Apache-2.0
/// A network of our own: a namespace for the centre, one for each gateway, a cable to each.
/// Never touches the machine's own network, and takes everything away with it.

import Glibc
import Rig

final class PrivateNetwork {
    private static let prefix = "safebell-torture-"
    let centre: NetworkPlace
    let gateways: [NetworkPlace]

    /// Makes it all; what a killed run has left behind is taken away first.
    init(gateways count: Int) throws {
        Self.sweep()
        let name = "\(Self.prefix)\(getpid())"
        centre = NetworkPlace(name: "\(name)-c")
        gateways = (0..<count).map { NetworkPlace(name: "\(name)-\($0)") }
        for place in [centre] + gateways {
            guard Rig.run(["ip", "netns", "add", place.name])?.ending == .exited(0) else {
                throw NotHere(reason: "no right to make network namespaces")
            }
            try Self.ip(place, "link", "set", "lo", "up")
        }
        for (index, place) in gateways.enumerated() {
            try Self.ip(
                centre, "link", "add", "cable\(index)", "type", "veth", "peer", "name", "cable",
                "netns", place.name)
            try Self.ip(centre, "addr", "add", "10.77.\(index).1/24", "dev", "cable\(index)")
            try Self.ip(place, "addr", "add", "10.77.\(index).2/24", "dev", "cable")
            try Self.ip(centre, "link", "set", "cable\(index)", "up")
            try Self.ip(place, "link", "set", "cable", "up")
        }
    }

    deinit {
        for place in [centre] + gateways { Rig.run(["ip", "netns", "del", place.name]) }
    }

    /// The address of the centre as gateway `index` sees it.
    func address(for index: Int) -> String { "10.77.\(index).1" }

    /// Namespaces of runs that are over.
    private static func sweep() {
        guard let folder = opendir("/run/netns") else { return }
        var names: [String] = []
        while let entry = readdir(folder) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                })
        }
        closedir(folder)
        for name in names where name.hasPrefix(prefix) {
            let owner = name.dropFirst(prefix.count).prefix { $0 != "-" }
            guard let process = pid_t(owner), kill(process, 0) != 0 else { continue }
            Rig.run(["ip", "netns", "del", name])
        }
    }

    private static func ip(_ place: NetworkPlace, _ words: String...) throws {
        try command(["ip", "-n", place.name] + words)
    }

    private static func command(_ words: [String]) throws {
        guard let end = Rig.run(words), end.ending == .exited(0) else {
            throw NotHere(reason: "\(words.joined(separator: " ")) fails here")
        }
    }

    // MARK: What can be done to it

    /// Every packet from and to the gateways goes through these rules at the centre's end.
    /// - Parameter verdict: of nft, such as `drop`.
    func rule(_ verdict: String, incoming: Bool = true, outgoing: Bool = true) throws {
        try heal()
        var text = "add table inet torture\n"
        for (isOn, hook, side) in [(incoming, "input", "iifname"), (outgoing, "output", "oifname")] {
            guard isOn else { continue }
            text += "add chain inet torture \(hook) { type filter hook \(hook) priority 0; }\n"
            text += "add rule inet torture \(hook) \(side) \"cable*\" \(verdict)\n"
        }
        let file = "/tmp/safebell-torture-\(getpid()).nft"
        defer { unlink(file) }
        try write(text, to: file)
        try Self.command(["ip", "netns", "exec", centre.name, "nft", "-f", file])
    }

    /// A line as slow as a modem, in both directions.
    func slow() throws {
        for (index, place) in gateways.enumerated() {
            for (end, cable) in [(centre, "cable\(index)"), (place, "cable")] {
                try Self.command([
                    "tc", "-n", end.name, "qdisc", "replace", "dev", cable, "root", "tbf", "rate",
                    "64kbit", "burst", "3000", "latency", "500ms",
                ])
            }
        }
    }

    /// Pulls or plugs one cable.
    func cable(_ index: Int, isUp: Bool) throws {
        try Self.ip(centre, "link", "set", "cable\(index)", isUp ? "up" : "down")
    }

    /// As it was in the beginning.
    func heal() throws {
        Rig.run(["ip", "netns", "exec", centre.name, "nft", "delete", "table", "inet", "torture"])
        for (index, place) in gateways.enumerated() {
            Rig.run(["tc", "-n", centre.name, "qdisc", "del", "dev", "cable\(index)", "root"])
            Rig.run(["tc", "-n", place.name, "qdisc", "del", "dev", "cable", "root"])
            try cable(index, isUp: true)
        }
    }
}
