// SPDX-License-Identifier: Apache-2.0
/// The simulated town by itself: reproducible, in the domain's proportions, and speaking only what
/// the protocols know. Never needs a daemon.

import Desk
import Vocabulary
import Wire
import World
import Rig
import XCTest

/// FNV-1a over what is added: short, and the same in every process.
private struct Digest {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325
    mutating func add(_ text: String) {
        for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
}

private func hours(_ from: Int64, _ to: Int64) -> (Moment, Moment) {
    (Moment(milliseconds: from * 3_600_000), Moment(milliseconds: to * 3_600_000))
}

private func day(
    _ town: Town, _ from: Int64 = 0, _ to: Int64 = 24, tests: Bool = false, storms: [Storm] = []
) -> Day {
    var rates = TownRates()
    if !tests { rates.testSpan = .zero }
    let (start, end) = hours(from, to)
    return Day(town: town, rates: rates, from: start, to: end, storms: storms)
}

private func isPress(_ event: DayEvent) -> Bool {
    if case .press = event.act { true } else { false }
}

final class WorldTownTests: XCTestCase {
    private func digest(seed: UInt64) -> UInt64 {
        let town = Town(seed: seed, homes: 300)
        var digest = Digest()
        for kind in Town.tables {
            for home in 0..<town.homeCount {
                for cells in town.rows(kind, of: home) { digest.add(cells.joined(separator: "|")) }
            }
        }
        for event in day(Town(seed: seed, homes: 8000), tests: true).events {
            digest.add("\(event.at.milliseconds) \(event.home) \(event.number) \(event.act)")
        }
        return digest.value
    }

    func test_sameSeed_sameTownAndDayInEveryProcess() {
        // A constant, so that two processes and two machines are compared.
        XCTAssertEqual(digest(seed: 7), 15_905_991_205_362_952_107)
        XCTAssertNotEqual(digest(seed: 8), digest(seed: 7))
    }

    func test_home_doesNotChangeWhenTheTownGrows() {
        let small = Town(seed: 3, homes: 10)
        let large = Town(seed: 3, homes: 80_000)
        for kind in Town.tables {
            XCTAssertEqual(small.rows(kind, of: 9), large.rows(kind, of: 9))
        }
    }

    func test_rows_areAcceptedByTheDeskAndSurviveCSV() throws {
        let town = Town(seed: 11, homes: 400)
        for kind in Town.tables + [.operators] {
            var rows: [[String]] = []
            if kind == .operators {
                rows = (0..<20).map { Staff.row($0, seed: 11, secretHash: "$y$j75$salt$hash") }
            } else {
                for home in 0..<town.homeCount { rows += town.rows(kind, of: home) }
            }
            var bytes: [UInt8] = []
            for cells in rows {
                XCTAssertNoThrow(try kind.record(from: cells), "\(cells)")
                CSV.append(cells, to: &bytes)
            }
            var reader = CSVReader()
            var read: [[String]] = []
            try reader.feed(bytes.span) { read.append($0.cells) }
            try reader.finish { read.append($0.cells) }
            XCTAssertEqual(read, rows)
        }
    }

    func test_contacts_areOneToFourInOrderAndTheFirstMustAnswer() {
        let town = Town(seed: 5, homes: 500)
        var notices = 0
        for home in 0..<town.homeCount {
            let contacts = town.contacts(home)
            XCTAssertTrue((1...4).contains(contacts.count))
            XCTAssertEqual(contacts.map(\.order), Array(1...contacts.count))
            XCTAssertEqual(contacts[0].duty, .contact)
            notices += contacts.count { $0.duty == .notice }
        }
        XCTAssertGreaterThan(notices, 100)
    }

    func test_devices_growPastFourDigitsAndAreFoundAgain() {
        XCTAssertEqual(Town.deviceName(0), "A0001")
        XCTAssertEqual(Town.deviceName(79_999), "A80000")
        let town = Town(seed: 1, homes: 80_000)
        for home in [0, 9_998, 9_999, 79_999] {
            XCTAssertEqual(town.home(ofDevice: Town.deviceName(home)), home)
        }
        for stranger in ["A0000", "A80001", "A001", "B0001", "A", "A-001"] {
            XCTAssertNil(town.home(ofDevice: stranger), stranger)
        }
    }

    func test_gateways_shareTheHomesWithoutGap() {
        for (homes, count) in [(80_000, 320), (7, 3), (1000, 999), (5, 5)] {
            let town = Town(seed: 1, homes: homes)
            var next = 0
            for place in 0..<count {
                let behind = town.homes(behind: place, of: count)
                XCTAssertEqual(behind.lowerBound, next)
                for home in behind { XCTAssertEqual(town.gateway(of: home, among: count), place) }
                next = behind.upperBound
            }
            XCTAssertEqual(next, homes)
        }
    }

    func test_homes_standInAllDistrictsByTheirWeight() {
        let town = Town(seed: 2, homes: 20_000)
        XCTAssertEqual(District.all.count, 18)
        var counts = [Int](repeating: 0, count: District.all.count)
        for home in 0..<town.homeCount { counts[town.district(of: home)] += 1 }
        let sum = District.all.reduce(0) { $0 + $1.weight }
        for (place, district) in District.all.enumerated() {
            let expected = town.homeCount * district.weight / sum
            XCTAssertLessThan(abs(counts[place] - expected), expected / 5, district.name)
        }
    }
}

final class WorldDayTests: XCTestCase {
    private let town = Town(seed: 7, homes: 80_000)

    func test_presses_followTheHoursAndTheYearlyRate() {
        let days = 20
        let presses = day(town, 0, Int64(24 * days)).events.filter(isPress)
        var counts = [Int](repeating: 0, count: 24)
        for press in presses { counts[Int(press.at.milliseconds / 3_600_000 % 24)] += 1 }
        // 80,000 x 8.75 / 365 = 1,918 a day, and the repeats of about one press in fourteen.
        let daily = presses.count / days
        XCTAssertTrue((1_918...2_300).contains(daily), "\(daily) presses a day")
        for hour in 0..<24 {
            let share =
                Double(TownRates.hourWeights[hour]) / Double(TownRates.hourWeightSum)
            let expected = Double(presses.count) * share
            // Five standard deviations of independent arrivals, a little more for repeats.
            XCTAssertEqual(
                Double(counts[hour]), expected, accuracy: 5.5 * expected.squareRoot(),
                "hour \(hour)")
        }
    }

    func test_mix_isFivePerCentEmergenciesAndMoreAtNight() {
        let events = day(town, 0, 24 * 20).events
        func share(_ isWanted: (Int64) -> Bool) -> Double {
            var all = 0
            var emergencies = 0
            for event in events {
                guard case .press(let purpose, _) = event.act,
                    isWanted(event.at.milliseconds / 3_600_000 % 24)
                else { continue }
                all += 1
                if purpose.isEmergency { emergencies += 1 }
            }
            return Double(emergencies) / Double(all)
        }
        // Repeats are commoner in emergencies: a little above 5 % of all lines.
        XCTAssertEqual(share { _ in true }, 0.065, accuracy: 0.02)
        XCTAssertGreaterThan(share { $0 < 6 }, share { (9..<18).contains($0) } * 1.2)
    }

    func test_stretch_isPartOfTheWholeDay() {
        func told(_ day: Day) -> [String] {
            day.events.filter { (8..<10).contains($0.at.milliseconds / 3_600_000) }
                .map { "\($0.at.milliseconds) \($0.home) \($0.act)" }
        }
        let part = told(day(town, 8, 10)).filter { !$0.contains("again") && !$0.contains("cancel") }
        let whole = told(day(town)).filter { !$0.contains("again") && !$0.contains("cancel") }
        XCTAssertFalse(part.isEmpty)
        XCTAssertEqual(part, whole)
    }

    func test_numbers_ascendAndBelongTogether() {
        let day = day(town, tests: true, storms: [.retries(at: hours(9, 0).0)])
        var last = 0
        var at = Moment(milliseconds: 0)
        var homes: [Int: Int] = [:]
        for event in day.events {
            XCTAssertGreaterThanOrEqual(event.at, at)
            at = event.at
            switch event.act {
            case .press, .signal:
                XCTAssertEqual(event.number, last + 1)
                last = event.number
                homes[event.number] = event.home
            case .again, .cancel: XCTAssertEqual(homes[event.number], event.home)
            }
        }
        XCTAssertEqual(last, day.numberCount)
        XCTAssertEqual(day.pressCount, day.events.count(where: isPress))
    }

    func test_deviceTests_comeOnceInEachSpan() {
        let small = Town(seed: 4, homes: 200)
        var rates = TownRates()
        rates.pressesPerUserYear = 0
        let (start, end) = hours(0, 24 * 14)
        let day = Day(town: small, rates: rates, from: start, to: end)
        XCTAssertEqual(day.events.count, 400)
        XCTAssertEqual(Set(day.events.map(\.home)).count, 200)
    }

    func test_retryStorm_repeatsTheSameMessage29Times() {
        let storm = Storm.retries(at: hours(10, 0).0)
        let quiet = day(town, 8, 13)
        let stormy = day(town, 8, 13, storms: [storm])
        XCTAssertEqual(stormy.pressCount - quiet.pressCount, 300)
        let again =
            stormy.events.count { $0.act == .again } - quiet.events.count { $0.act == .again }
        XCTAssertEqual(again, 300 * 29)
    }

    func test_powerCut_strikesAPartOfItsDistrictOnly() throws {
        let district = try XCTUnwrap(District.place(of: "sha-tin"))
        let homes = (0..<town.homeCount).count { town.district(of: $0) == district }
        let lost = DayAct.signal(SignalKind("power-lost"))
        func struck(_ day: Day) -> [DayEvent] {
            day.events.filter { $0.act == lost && town.district(of: $0.home) == district }
        }
        let storm = Storm.powerCut(district: district, at: hours(10, 0).0)
        let quiet = day(town, 8, 13)
        let stormy = day(town, 8, 13, storms: [storm])
        let count = struck(stormy).count - struck(quiet).count
        XCTAssertTrue((homes * 4 / 100...homes * 31 / 100).contains(count), "\(count) of \(homes)")
        XCTAssertGreaterThan(stormy.pressCount, quiet.pressCount)
        let elsewhere = stormy.events.count { $0.act == lost } - struck(stormy).count
        XCTAssertEqual(elsewhere, quiet.events.count { $0.act == lost } - struck(quiet).count)
    }
}

final class WorldChanceTests: XCTestCase {
    func test_exponential_agreesWithKnownValues() {
        XCTAssertEqual(exponential(0), 1)
        XCTAssertEqual(exponential(1), 2.718281828459045, accuracy: 1e-12)
        XCTAssertEqual(exponential(-5.5), 0.0040867714384640666, accuracy: 1e-15)
        XCTAssertEqual(exponential(20), 485165195.4097903, accuracy: 1e-4)
    }

    func test_logNormal_hasItsMean() {
        var chance = Chance(seed: 1)
        var sum: Int64 = 0
        for _ in 0..<20_000 {
            sum += chance.logNormal(mean: .seconds(45), sigma: 0.5).milliseconds
        }
        XCTAssertEqual(Double(sum) / 20_000, 45_000, accuracy: 900)
    }

    func test_generator_givesKnownNumbers() {
        var chance = Chance(seed: 42)
        let first = (0..<3).map { _ in chance.next() }
        // xoshiro256** seeded by SplitMix64(42), as the authors' C gives them.
        XCTAssertEqual(
            first,
            [1_546_998_764_402_558_742, 6_990_951_692_964_543_102, 12_544_586_762_248_559_009])
    }
}
