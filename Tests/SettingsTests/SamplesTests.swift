// SPDX-License-Identifier: Apache-2.0
// Owns the tests of the two samples in Config/: both load, and a centre can start from a copy.

import Desk
import Settings
import Vocabulary
import XCTest

final class SamplesTests: XCTestCase {
    private func sample(_ name: String) throws(SettingsErrors) -> CentreSettings {
        try CentreSettings.load(file: "\(repository)/Config/\(name).json5")
    }

    func test_demo_isWhatTheFacesPromise() throws {
        let demo = try sample("demo")
        XCTAssertEqual(demo.listen.exposures, [])
        XCTAssertEqual(demo.scale, 1)
        XCTAssertEqual(demo.dataFolder, "\(repository)/Config/../run/demo")
        let roles = demo.people.map { "\($0.id)=\($0.role.rawValue)" }
        XCTAssertEqual(
            roles,
            [
                "amy=operator", "ben=operator", "sue=supervisor", "max=manager", "dan=duty-officer",
                "ada=administrator",
            ])
        XCTAssertEqual(Set(demo.people.map(\.secretHash.shown)).count, 6, "each its own salt")
        XCTAssertTrue(demo.people.allSatisfy { $0.secretHash.shown.hasPrefix("$y$") })
        XCTAssertEqual(demo.rules.dutyOfficer?.name, "dan")
        XCTAssertEqual(demo.rules.services.map(\.name), ["ambulance", "police", "fire"])
        let keys = try GatewayKeys.load(for: demo)
        XCTAssertEqual(keys.admits(name: "gw-demo", key: "demo")?.notifier, false)
        XCTAssertEqual(keys.admits(name: "tel-demo", key: "demo")?.notifier, true)
    }

    func test_centre_loads_andLetsNobodyInYet() throws {
        let centre = try sample("centre")
        XCTAssertEqual(centre.gatewayKeyFile, "\(repository)/Config/gateway-keys")
        XCTAssertEqual(centre.inlineGateways, [])
        XCTAssertEqual(centre.listen.exposures, [])
        XCTAssertTrue(centre.people.allSatisfy { $0.secretHash.shown == "!" })
    }

    func test_samples_haveTheTableOfEventCodes() throws {
        let demo = try sample("demo")
        let codes = demo.eventCodes
        XCTAssertEqual(demo.listen.dc09, "127.0.0.1:7303")
        XCTAssertEqual(codes, try sample("centre").eventCodes)
        // Rows of the standards, 恒博's own, and restores.
        let kinds = [
            "100": "medical", "101": "button", "102": "inactivity", "111": "fire", "113": "flood",
            "120": "button", "121": "duress", "151": "gas", "162": "co", "301": "power-lost",
            "302": "battery-low", "381": "sensor-lost", "384": "battery-low", "406": "cancel",
            "602": "test", "606": "listen-in", "641": "inactivity", "709": "button",
            "711": "cancel", "456": "home-away",
        ]
        for (event, kind) in kinds {
            XCTAssertEqual(codes.contactID(event)?.kind.word, kind, event)
        }
        for (code, restore, kind) in [
            ("QA", "QR", "button"), ("FA", "FH", "fire"), ("GA", "GR", "gas"),
            ("NA", "NS", "inactivity"), ("AT", "AR", "power-lost"), ("WA", "WH", "flood"),
        ] {
            XCTAssertEqual(codes.sia(code)?.meaning.kind.word, kind, code)
            XCTAssertEqual(codes.sia(code)?.isRestore, false, code)
            XCTAssertEqual(codes.sia(restore)?.meaning.kind.word, kind, restore)
            XCTAssertEqual(codes.sia(restore)?.isRestore, true, restore)
        }
        XCTAssertEqual(codes.contactID("121")?.voice, .listenOnly)
        XCTAssertEqual(codes.contactID("101")?.plan, PlanID("emergency"))
    }

    /// Whatever is urgent rings somebody; whatever rings nobody is information; kinds are known.
    func test_eventCodes_agreeWithTheKinds() throws {
        let demo = try sample("demo")
        for meaning in meanings(demo.eventCodes) {
            XCTAssertEqual(meaning.opensCall, meaning.priority < .information, meaning.name)
            XCTAssertFalse(meaning.nameChinese.isEmpty, meaning.name)
            let rule = try XCTUnwrap(demo.rules.kinds[meaning.kind], meaning.kind.word)
            XCTAssertEqual(rule.opensCall, meaning.opensCall, meaning.name)
        }
    }

    private func meanings(_ codes: EventCodes) -> [EventMeaning] {
        let signs = "0123456789BCDEF".map(String.init)
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".map(String.init)
        let events = signs.flatMap { a in signs.flatMap { b in signs.map { a + b + $0 } } }
        let pairs = letters.flatMap { a in letters.map { a + $0 } }
        let all = events.compactMap(codes.contactID) + pairs.compactMap { codes.sia($0)?.meaning }
        XCTAssertEqual(all.count, codes.count)
        return all
    }

    func test_samples_agreeInWhatIsToBeDone() throws {
        let demo = try sample("demo")
        let centre = try sample("centre")
        XCTAssertEqual(demo.plans, centre.plans)
        var rules = centre.rules
        rules.services = demo.rules.services
        rules.dutyOfficer = demo.rules.dutyOfficer
        rules.ringInstead = demo.rules.ringInstead
        // Kinds, powers, the ladder, leases, windows: all else is the same.
        rules.qualifyingSkills = demo.rules.qualifyingSkills
        // In the demonstration nobody sends them.
        rules.canaries = demo.rules.canaries
        XCTAssertEqual(demo.rules, rules)
    }

    func test_centre_triesEachPortByACanary() throws {
        let centre = try sample("centre")
        XCTAssertEqual(centre.canaryProbes.map(\.way), CanaryProbe.Way.allCases)
        XCTAssertEqual(centre.rules.canaries.map(\.device), centre.canaryProbes.map(\.device))
    }

    func test_samples_haveTheStandardPowersAndNumbers() throws {
        let demo = try sample("demo")
        var rules = Rules()
        rules.kinds = demo.rules.kinds
        rules.services = demo.rules.services
        rules.dutyOfficer = demo.rules.dutyOfficer
        rules.ringInstead = demo.rules.ringInstead
        rules.qualifyingSkills = demo.rules.qualifyingSkills
        XCTAssertEqual(demo.rules, rules)
    }

    /// Southampton LGO 24 001 037: whatever plan summons a service, contacts must hear of it.
    func test_plansThatSummon_obligeToTellAContact() throws {
        for plan in try sample("demo").plans
        where plan.steps.contains(where: { $0.action == .summon }) {
            let tells = plan.steps.contains {
                $0.action == .contact && $0.obligation
            }
            XCTAssertTrue(tells, "\(plan.id)")
        }
    }

    func test_plans_areInBothLanguages() throws {
        for plan in try sample("demo").plans {
            for step in plan.steps {
                XCTAssertFalse(step.textChinese.isEmpty, "\(plan.id): \(step.text)")
            }
        }
    }

    /// Under systemd the socket units' addresses count: they must not drift from the sample's.
    func test_socketUnits_haveNamesAndAddressesOfTheSample() throws {
        let listen = try sample("centre").listen
        for (unit, name, address) in [
            ("safebell", "devices", listen.devices),
            ("safebell-console", "console", listen.console),
            ("safebell-dc09", "dc09", listen.dc09),
        ] {
            let text = try String(
                contentsOfFile: "\(repository)/systemd/\(unit).socket", encoding: .utf8)
            XCTAssertTrue(text.contains("\nListenStream=\(address)\n"), unit)
            XCTAssertTrue(text.contains("\nFileDescriptorName=\(name)\n"), unit)
            XCTAssertTrue(text.contains("\nService=safebell.service\n"), unit)
            XCTAssertEqual(
                text.contains("\nListenDatagram=\(address)\n"), name == "dc09", unit)
        }
    }
}
