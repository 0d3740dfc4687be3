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

    func test_samples_agreeInWhatIsToBeDone() throws {
        let demo = try sample("demo")
        let centre = try sample("centre")
        XCTAssertEqual(demo.plans, centre.plans)
        var rules = centre.rules
        rules.services = demo.rules.services
        rules.dutyOfficer = demo.rules.dutyOfficer
        // Kinds, powers, the ladder, leases, windows: all else is the same.
        rules.qualifyingSkills = demo.rules.qualifyingSkills
        XCTAssertEqual(demo.rules, rules)
    }

    func test_samples_haveTheStandardPowersAndNumbers() throws {
        let demo = try sample("demo")
        var rules = Rules()
        rules.kinds = demo.rules.kinds
        rules.services = demo.rules.services
        rules.dutyOfficer = demo.rules.dutyOfficer
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
        ] {
            let text = try String(
                contentsOfFile: "\(repository)/systemd/\(unit).socket", encoding: .utf8)
            XCTAssertTrue(text.contains("\nListenStream=\(address)\n"), unit)
            XCTAssertTrue(text.contains("\nFileDescriptorName=\(name)\n"), unit)
            XCTAssertTrue(text.contains("\nService=safebell.service\n"), unit)
        }
    }
}
