// SPDX-License-Identifier: Apache-2.0
/// Owns what two keys say of each other: a kind's plan must be there, a warning before the end.
/// Never complains of a value that is already known to be wrong: it counts as its standard.

import Vocabulary

extension SettingsBuilder {
    /// Notes every contradiction.
    mutating func compare() {
        compareSpans()
        comparePlans()
        compareChannels()
        compareListeners()
        compareGateways()
        comparePeople()
        compareCanaries()
        compareStorms()
    }

    mutating func complain(_ path: String, found: String, expected: String) {
        complaints.append(Complaint(path: path, found: found, expected: expected))
    }

    // MARK: - Spans

    private mutating func compareSpans() {
        let target = number("answer.targetSeconds")
        if !MeasureBounds.seconds.contains(where: { Double($0) == target }) {
            complain(
                "answer.targetSeconds", found: shown("answer.targetSeconds"),
                expected: "one of \(MeasureBounds.words): the waits that the measures count")
        }
        shorter("answer.offerSeconds", than: "answer.targetSeconds", orEqual: true)
        shorter("canaries.everySeconds", than: "canaries.silentSeconds", orEqual: false)
        shorter("lease.warningSeconds", than: "lease.holdSeconds", orEqual: false)
        if number("answer.dutyOfficerAfterSeconds") <= target {
            complain(
                "answer.dutyOfficerAfterSeconds",
                found: shown("answer.dutyOfficerAfterSeconds"),
                expected: "more than answer.targetSeconds (\(shown("answer.targetSeconds")))")
        }
    }

    private mutating func shorter(_ path: String, than other: String, orEqual: Bool) {
        let isShorter = number(path) < number(other) || orEqual && number(path) == number(other)
        if isShorter { return }
        complain(
            path, found: shown(path),
            expected: "\(orEqual ? "at most" : "less than") \(other) (\(shown(other)))")
    }

    private func shown(_ path: String) -> String { checked.values[path]?.description ?? "" }

    // MARK: - Plans and kinds

    private mutating func comparePlans() {
        let plans = plans.map(\.id.text)
        let known = plans.isEmpty ? "there are none" : "there are \(plans.joined(separator: ", "))"
        let named =
            [("unknownKind", given("unknownKind.plan"))]
            + names("kinds").map { ("kinds.\($0)", given("kinds.\($0).plan")) }
        for (path, plan) in named {
            guard let plan, !plans.contains(plan) else { continue }
            complain(
                "\(path).plan", found: "\"\(plan)\"",
                expected: "a plan that is defined (\(known))")
        }
        for word in names("kinds") where word != word.lowercased() {
            complain(
                "kinds.\(word)", found: "capital letters",
                expected: "a lower-case word: devices' words are compared in lower case")
        }
        if ["operator", "supervisor"].allSatisfy({ !texts("powers.\($0)").contains("take") }) {
            complain(
                "powers", found: "nobody who may take a call",
                expected: "\"take\" for operator or supervisor, whom calls are offered to")
        }
    }

    // MARK: - Channels

    private mutating func compareChannels() {
        let programs = names("channels.exec")
        for path in checked.values.keys.sorted()
        where path.hasSuffix(".channels") || path.hasSuffix(".noticeChannels") {
            for (index, text) in texts(path).enumerated() {
                let element = "\(path)[\(index)]"
                if text == "smstools", !checked.names.keys.contains("channels.smstools") {
                    complain(
                        element, found: "\"smstools\"", expected: "channels.smstools to be there")
                }
                let name = String(text.dropFirst(5))
                if text.hasPrefix("exec:"), !programs.contains(name) {
                    complain(
                        element, found: "\"\(text)\"",
                        expected: "a channel that is defined (channels.exec.\(name) is not there)")
                }
            }
        }
    }

    // MARK: - Listeners

    private mutating func compareListeners() {
        for name in ListenSettings.portNames where !isLoopback("listen.\(name)") {
            if texts("listen.beyondLoopback").contains(name) { continue }
            complain(
                "listen.\(name)", found: shown("listen.\(name)"),
                expected: "a loopback address, or \"\(name)\" in listen.beyondLoopback "
                    + "(the port carries no encryption)")
        }
        for (index, name) in ListenSettings.portNames.enumerated() {
            let address = text("listen.\(name)")
            let other = ListenSettings.portNames[..<index].first { text("listen.\($0)") == address }
            guard let other, ListenAddress(address)?.port != 0 else { continue }
            complain(
                "listen.\(name)", found: "\"\(address)\"",
                expected: "another than listen.\(other)")
        }
        if scale != 1, let port = portBeyondLoopback {
            complain(
                "scale", found: shown("scale"),
                expected: "1, because listen.\(port) listens beyond loopback")
        }
    }

    private func isLoopback(_ path: String) -> Bool {
        ListenAddress(text(path))?.isLoopback ?? false
    }

    private var portBeyondLoopback: String? {
        ListenSettings.portNames.first { !isLoopback("listen.\($0)") }
    }

    // MARK: - Names

    private mutating func compareGateways() {
        let inline = elements("gateways.inline")
        if inline.isEmpty, given("gateways.keyFile") == nil,
            !checked.complaints.contains(where: { $0.path.hasPrefix("gateways") })
        {
            complain(
                "gateways", found: "no gateway", expected: "keyFile, or inline on loopback")
        }
        if !inline.isEmpty, let port = portBeyondLoopback {
            complain(
                "gateways.inline", found: "keys in the configuration",
                expected: "gateways.keyFile, because listen.\(port) listens beyond loopback")
        }
        unique(inline.map { "\($0).name" })
    }

    private mutating func comparePeople() {
        unique(elements("people").map { "\($0).id" })
    }

    private mutating func compareCanaries() {
        let canaries = elements("canaries.devices")
        unique(canaries.map { "\($0).id" })
        for path in canaries {
            let probe = given("\(path).probe") ?? "none"
            if probe == CanaryProbe.Way.lines.rawValue, given("\(path).gateway") == nil {
                complain(
                    "\(path).gateway", found: "none",
                    expected: "the gateway whose key the probe shows on the device port")
            }
            let id = given("\(path).id") ?? ""
            if probe.hasPrefix("dc09"), id != id.uppercased() {
                complain(
                    "\(path).id", found: "\"\(id)\"",
                    expected: "capital letters: accounts are known by them")
            }
        }
    }

    private mutating func compareStorms() {
        for (index, word) in texts("storm.kinds").enumerated()
        where SignalKind(word).isLifeSafety {
            complain(
                "storm.kinds[\(index)]", found: "\"\(word)\"",
                expected: "a technical kind: no storm touches a press")
        }
    }

    private mutating func unique(_ paths: [String]) {
        var first: [String: String] = [:]
        for path in paths {
            guard let name = given(path) else { continue }
            if let other = first[name] {
                complain(path, found: "\"\(name)\"", expected: "another name than that of \(other)")
            } else {
                first[name] = path
            }
        }
    }
}
