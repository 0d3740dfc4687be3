// SPDX-License-Identifier: Apache-2.0
/// Owns the proof by enumeration: every interleaving of the algorithm, and canaries that must fail.
/// Never touches the real queue.
import XCTest

final class ModelTests: XCTestCase {
    /// Two and three producers with one and two elements, in bands that make the looks overlap; and
    /// how often the consumer may look without being woken (a superset of 0, at twice the states).
    private static let scenarios: [(plan: [[Int]], unwokenLooks: Int)] = [
        ([[0, 0], [0, 0]], 1), ([[1, 0], [0, 1]], 1), ([[1, 1], [0, 0]], 0),
        ([[0], [1], [1]], 1), ([[1], [1], [1]], 0), ([[1, 1], [1], [0]], 0),
    ]

    func test_everyInterleaving_losesNothing_keepsOrder_neverSleepsBesideWork() {
        for (plan, unwokenLooks) in Self.scenarios {
            let found = Exploration(
                of: InboxModel(.asWritten, plan: plan, unwokenLooks: unwokenLooks))
            XCTAssertNil(found.violation, "\(plan), \(unwokenLooks) looks unwoken")
            XCTAssertGreaterThan(found.stateCount, 50_000, "the walk was no walk")
            XCTAssertGreaterThan(found.finalCount, 0, "no run came to an end")
        }
    }

    func test_mistakesAboutSleeping_areFound() {
        for mistake: InboxModel.Variant in [
            .sleepsWithoutLookingAgain, .looksAgainBeforeArming, .armsWithReleaseOnly,
            .checksBellBeforePush,
        ] {
            let found = Exploration(of: InboxModel(mistake, plan: [[0, 0], [1, 1]]))
            XCTAssertEqual(found.violation, .sleepsBesideWork, "\(mistake)")
        }
    }

    func test_wakingWithoutExchange_isFoundToWakeTwice() {
        let found = Exploration(of: InboxModel(.clearsBellWithoutExchange, plan: [[0], [0]]))
        XCTAssertEqual(found.violation, .wokenTwice)
    }

    func test_pushingWithoutCompare_isFoundToLose() {
        let found = Exploration(of: InboxModel(.pushesWithoutCompare, plan: [[0], [0]]))
        XCTAssertEqual(found.violation, .lost)
    }

    func test_takingWithoutReversing_isFoundOutOfOrder() {
        let found = Exploration(of: InboxModel(.takesWithoutReversing, plan: [[0, 0], [0]]))
        XCTAssertEqual(found.violation, .outOfOrder)
    }

    func test_emptyingPrivateListsFirst_isFoundToLetLowGoFirst() {
        let found = Exploration(of: InboxModel(.emptiesPrivateListsFirst, plan: [[1, 1], [0]]))
        XCTAssertEqual(found.violation, .overtakenByLowerBand)
    }

    func test_everyInterleavingOfThePool_givesEachNodeToOneOwner() {
        for (producerCount, claimCount, batch) in [(2, 3, 1), (2, 3, 2), (3, 2, 1), (3, 2, 2)] {
            let found = Exploration(
                of: PoolModel(
                    .asWritten, producerCount: producerCount, claimCount: claimCount, batch: batch))
            XCTAssertNil(found.violation, "\(producerCount) x \(claimCount), batch \(batch)")
            XCTAssertGreaterThan(found.stateCount, 1_000, "the walk was no walk")
        }
    }

    func test_mistakesInThePool_areFound() {
        for mistake: PoolModel.Variant in [
            .readsSlotAfterClaim, .claimsWithoutCompare, .publishesBeforeSlotIsFilled,
        ] {
            let found = Exploration(
                of: PoolModel(mistake, producerCount: 2, claimCount: 3, batch: 1))
            // A node given twice is a node missing elsewhere: whichever the walk meets first.
            XCTAssert([.sharedNode, .missingNode].contains(found.violation), "\(mistake)")
        }
    }
}
