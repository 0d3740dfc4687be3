// SPDX-License-Identifier: Apache-2.0
// The token bucket of devices that run away, and the counts from which a storm is proposed: when they
// say so, and that they stay small.

import Desk
import Vocabulary
import XCTest

final class RunawayTests: XCTestCase {
    private let start = Moment(milliseconds: 1_795_136_340_000)

    private func identity(_ device: String, _ kind: String = "fault") -> AlarmIdentity {
        AlarmIdentity(
            device: DeviceID(device), reference: Reference("1"), kind: SignalKind(kind),
            deviceTime: 0)
    }

    func test_beyondItsCapacity_itRunsAway_untilItsBucketIsFullAgain() {
        var buckets = TokenBuckets()
        func draw(after seconds: Int64) -> Overflow? {
            buckets.draw(
                identity("A1"), at: start + .seconds(seconds), capacity: 3, refill: .seconds(60))
        }
        for second in 0..<3 as Range<Int64> { XCTAssertNil(draw(after: second)) }
        let over = draw(after: 3)
        XCTAssertEqual(over?.since, start)
        XCTAssertEqual(over?.heard, 4)
        // A token is back, but a device that sends on is no news.
        XCTAssertEqual(draw(after: 70)?.heard, 5)
        XCTAssertEqual(draw(after: 200)?.heard, 6)
        // Calm for capacity * refill: a device like any other.
        XCTAssertNil(draw(after: 400))
    }

    func test_slowRunaway_isFound_andWhatIsSlowerThanTheRefillIsNot() {
        for (every, isFound) in [(Int64(40), true), (61, false)] {
            var buckets = TokenBuckets()
            let over = (0..<200 as Range<Int64>).contains { turn in
                buckets.draw(
                    identity("A1"), at: start + .seconds(turn * every), capacity: 10,
                    refill: .seconds(60)) != nil
            }
            XCTAssertEqual(over, isFound, "every \(every) s")
        }
    }

    func test_eachDeviceAndKind_hasABucketOfItsOwn() {
        var buckets = TokenBuckets()
        for turn in 0..<5 {
            let over = buckets.draw(
                identity("A1"), at: start, capacity: 2, refill: .seconds(60))
            XCTAssertEqual(over != nil, turn >= 2)
        }
        for (device, kind) in [("A1", "button"), ("A2", "fault")] {
            XCTAssertNil(
                buckets.draw(identity(device, kind), at: start, capacity: 2, refill: .seconds(60)))
        }
    }

    func test_buckets_areBounded_andFullOnesForgotten() {
        var buckets = TokenBuckets()
        for number in 0..<(3 * Limits.bucketsMax) {
            _ = buckets.draw(
                identity("A\(number)"), at: start, capacity: 10, refill: .seconds(60))
            XCTAssertLessThanOrEqual(buckets.count, Limits.bucketsMax)
        }
        for number in 0..<Limits.bucketsMax {
            _ = buckets.draw(
                identity("B\(number % 10)"), at: start + .hours(1), capacity: 10,
                refill: .seconds(60))
        }
        XCTAssertEqual(buckets.count, 10)
    }

    func test_area_isSaidOnce_andAgainOnlyAfterItWasCalm() {
        var areas = AreaCounts()
        func came(_ seconds: Int64) -> Int? {
            areas.came(
                from: "Sha Tin", SignalKind("fault"), at: start + .seconds(seconds), over: 4,
                within: .minutes(5))?.calls
        }
        XCTAssertEqual((0..<8).map { came($0) }, [nil, nil, nil, nil, 5, nil, nil, nil])
        // Ten minutes later it is calm; then it begins anew.
        XCTAssertEqual((600..<606).map { came($0) }, [nil, nil, nil, nil, 5, nil])
    }

    func test_areas_thatWereHeardOfLongestAgo_areForgotten() {
        var areas = AreaCounts()
        func came(from area: String, _ seconds: Int64) -> Int? {
            areas.came(
                from: area, SignalKind("fault"), at: start + .seconds(seconds), over: 4,
                within: .minutes(5))?.calls
        }
        _ = came(from: "D0", 0)
        for number in 1..<Limits.stormAreasMax { _ = came(from: "D\(number)", 1) }
        for second in 2..<5 as Range<Int64> { _ = came(from: "D0", second) }
        _ = came(from: "one more", 6)
        XCTAssertEqual(areas.count, Limits.stormAreasMax)
        XCTAssertEqual(came(from: "D0", 7), 5)
    }

    func test_areas_areBounded() {
        var areas = AreaCounts()
        for number in 0..<(2 * Limits.stormAreasMax) {
            _ = areas.came(
                from: "D\(number)", SignalKind("fault"), at: start, over: 4, within: .minutes(5))
            XCTAssertLessThanOrEqual(areas.count, Limits.stormAreasMax)
        }
    }
}
