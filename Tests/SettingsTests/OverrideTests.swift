// SPDX-License-Identifier: Apache-2.0
// Owns the tests of --set and --data, of scale, and of what a reload may take over.

import Desk
import Settings
import Vocabulary
import XCTest

final class OverrideTests: XCTestCase {
    func test_set_goesBeforeTheFile_andTheLastOneCounts() throws {
        let text = smallest.replacing("plans:", with: "log: { level: 'debug' }, plans:")
        XCTAssertEqual(try load(text).logLevel, .debug)
        XCTAssertEqual(try load(text, "log.level=warning", "log.level=\"error\"").logLevel, .error)
    }

    func test_set_makesAbsentObjects_andReachesIntoLists() throws {
        let settings = try load(
            smallest, "services.fire.to=999", "plans.emergency[0].text=Ask.",
            "lease.holdSeconds=60.5")
        XCTAssertEqual(settings.rules.services.map(\.to), ["999"])
        XCTAssertEqual(settings.plans[0].steps[0].text, "Ask.")
        XCTAssertEqual(settings.rules.leaseSpan, Span(milliseconds: 60_500))
    }

    func test_set_thatIsWrong_isNamedAsTyped() {
        XCTAssertEqual(
            faults(smallest, "answer.targetSeconds=soon").map(\.description),
            [
                "--set answer.targetSeconds=soon: answer.targetSeconds: found \"soon\", "
                    + "expected seconds, 1...600"
            ])
        XCTAssertEqual(
            faults(smallest, "answer.target=3").map(\.description),
            [
                "--set answer.target=3: answer.target: found an unknown key, "
                    + "expected one of answer.ageingSeconds, answer.dutyOfficerAfterSeconds, "
                    + "answer.dutyOfficerRepeatSeconds, answer.knowsHomeHours, "
                    + "answer.offerSeconds, "
                    + "answer.targetSeconds"
            ])
    }

    /// Foundation's reader traps at some of these: they are text, and refused as such.
    func test_set_ofWhatIsAlmostANumber_isNamed() {
        for text in ["1e+", "00X0X", "0x", "+", "1.5.5", "--1", "0x1p3", "1_0"] {
            XCTAssertEqual(
                faults(smallest, "answer.targetSeconds=\(text)").map(\.found), ["\"\(text)\""])
        }
    }

    /// Foundation's reader reads on behind a number that ends with its text: nothing may come of it.
    func test_set_ofALongNumber_doesNotReadWhatStandsBehindIt() {
        for round in 0..<3000 {
            var freed = (0..<4).map {
                [UInt8](repeating: 0x35, count: 16 + (round + $0 * 16) % 112)
            }
            freed = []
            XCTAssertTrue(freed.isEmpty)
            let number = String(repeating: "5", count: 20 + round % 40)
            XCTAssertEqual(faults(smallest, "answer.targetSeconds=\(number)").count, 1)
        }
    }

    func test_set_thatLeadsNowhere_isNamed() {
        for path in ["plans.emergency[7].text", "gateways.inline.name", "scale.x", "a..b", "[0]"] {
            let errors = faults(smallest, "\(path)=1")
            XCTAssertEqual(errors.count, 1, path)
            XCTAssertTrue(errors[0].description.hasPrefix("--set \(path)="), "\(errors)")
        }
    }

    func test_set_withoutEqualsSign_isNone() {
        XCTAssertNil(Override(assignment: "answer.targetSeconds"))
        XCTAssertNil(Override(assignment: "=3"))
        XCTAssertEqual(Override(assignment: "a=b=c")?.text, "b=c")
    }

    func test_paths_startAtTheFileOrAtTheWorkingDirectory() throws {
        let path = try temporaryFile(
            smallest.replacing(
                "plans:", with: "data: { path: 'd' }, storage: { backupFolder: '/b' }, plans:"),
            mode: 0o600, in: self)
        let folder = String(path.dropLast("/file".count))
        let fromFile = try CentreSettings.load(file: path)
        XCTAssertEqual(fromFile.dataFolder, folder + "/d")
        XCTAssertEqual(fromFile.backupFolder, "/b")
        let fromArgument = try CentreSettings.load(
            file: path, overrides: [Override(dataFolder: "1")])
        XCTAssertEqual(fromArgument.dataFolder, "1")
    }

    // MARK: - Scale

    func test_scale_dividesEverySpanOfTheDesk_andNothingElse() throws {
        let plain = try load(smallest)
        let fast = try load(smallest, "scale=60")
        let spans: [(String, KeyPath<Rules, Span>)] = [
            ("answerTarget", \.answerTarget), ("offerSpan", \.offerSpan),
            ("dutyOfficerAfter", \.dutyOfficerAfter), ("dutyOfficerRepeat", \.dutyOfficerRepeat),
            ("ageingSpan", \.ageingSpan), ("leaseSpan", \.leaseSpan),
            ("leaseWarning", \.leaseWarning), ("lostConnectionSpan", \.lostConnectionSpan),
            ("wrapUpSpan", \.wrapUpSpan), ("confirmSpan", \.confirmSpan),
            ("parkSpanMax", \.parkSpanMax), ("attemptSpan", \.attemptSpan),
            ("repeatWindow", \.repeatWindow), ("knowsHomeSpan", \.knowsHomeSpan),
            ("nobodyRepeat", \.nobodyRepeat), ("situationSpan", \.situationSpan),
            ("overdueSpan", \.overdueSpan), ("welfareSpan", \.welfareSpan),
            ("missedAfterCentre", \.missedAfterCentre),
            ("missedAfterGateway", \.missedAfterGateway), ("missedAgain", \.missedAgain),
        ]
        for (name, span) in spans {
            let expected = (Double(plain.rules[keyPath: span].milliseconds) / 60).rounded()
            XCTAssertEqual(Double(fast.rules[keyPath: span].milliseconds), expected, name)
        }
        // Every span of Rules is in the list above, but the disk's patience and what others keep time for.
        let all = Mirror(reflecting: plain.rules).children.filter { $0.value is Span }.map(\.label)
        let others = [
            "patience", "shiftSpan", "canaryEvery", "canarySilentAfter", "stormSpanMax",
            "stormSayEvery",
            "proposeSpan",
            "runawayRefill", "runawaySayEvery",
        ]
        XCTAssertEqual(Set(all), Set(spans.map(\.0) + others))
        XCTAssertEqual(fast.rules.patience, plain.rules.patience)
        XCTAssertEqual(fast.listen, plain.listen)
    }

    func test_scale_neverMakesASpanNothing() throws {
        let fast = try load(
            smallest, "scale=3600", "lease.warningSeconds=1", "lease.wrapUpSeconds=0")
        XCTAssertEqual(fast.rules.leaseWarning, Span(milliseconds: 1))
        XCTAssertEqual(fast.rules.wrapUpSpan, .zero)
    }

    // MARK: - Reload

    func test_everyKey_needsARestartAsItsRowSays() throws {
        let old = try load("\(everything)")
        for key in SettingKey.all {
            guard let value = other(key) else { continue }
            let path = concrete(key.path)
            let new = try load("\(everything.with(path, value))")
            let changes = CentreSettings.changesNeedingRestart(from: old, to: new)
            XCTAssertEqual(changes, key.reloads ? [] : [path], "\(path) = \(value)")
            if key.reloads && key.path != "gateways.inline" && key.path != "people" {
                XCTAssertNotEqual(old, new, path)
            }
        }
    }

    func test_writingAStandardValueOut_isNoChange() throws {
        let old = try load(smallest)
        let new = try load(smallest, "listen.workers=2", "data.path=/var/lib/safebell")
        XCTAssertEqual(CentreSettings.changesNeedingRestart(from: old, to: new), [])
    }

    func test_channelTakenAway_needsARestart() throws {
        let old = try load("\(everything)")
        let new = try load("\(everything.with("channels.exec", nil))")
        XCTAssertEqual(
            CentreSettings.changesNeedingRestart(from: old, to: new),
            ["args", "program", "timeoutSeconds"].map { "channels.exec.pager.\($0)" })
    }

    /// A valid value that differs from that in `everything`; nil where the row has none by itself.
    private func other(_ key: SettingKey) -> JSONValue? {
        switch key.path {
        // Files that would have to be there.
        case "plans.*", "unknownKind.plan", "kinds.*.plan", "dc09.eventCodes", "planFolder": return nil
        // A close must say how, and a wait how long.
        case "plans.*[].action": return "home"
        case "plans.*[].seconds": return nil
        case "plans.*[].condition": return "summoned"
        case "answer.offerSeconds": return 5
        case "answer.targetSeconds": return 15
        case "lease.holdSeconds": return 200
        case "canaries.silentSeconds": return 100
        default: break
        }
        switch key.type {
        case .text, .word, .kind, .path: return "other"
        case .contactID: return "102"
        case .sia: return "QB"
        case .digits: return "86"
        case .address: return "127.0.0.1:9"
        case .flag:
            if case .value(.flag(true)) = key.standard { return false }
            return true
        case .whole(let range): return .whole(range.lowerBound + 3)
        case .amount(_, .times): return 7
        case .amount(let range, _):
            if key.path.hasSuffix("dutyOfficerAfterSeconds") { return 61 }
            return .real(range.lowerBound + 6)
        case .choice(let words): return .text(words.last ?? "")
        case .channel: return nil
        case .zone: return "+09:00"
        case .secretHash: return "$y$j9T$saltsaltsalt$hashhashhashhash"
        case .list(.choice(let words), _): return [.text(words[0])]
        case .list(.channel, _): return ["exec:pager"]
        case .list: return ["other"]
        case .tables: return []
        }
    }
}
