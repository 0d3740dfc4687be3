// SPDX-License-Identifier: Apache-2.0
/// What all socket workers share of the rest of the house: where requests go, who may come in.

import Counter
import Desk
import Intake
import Settings
import Sockets
import Synchronization
import Vocabulary
import Wire

/// What may change at a reload.
struct HouseRules: Sendable {
    var keys: GatewayKeys
    /// Kinds that are life-safety: their presses stand in the first band.
    var lifeSafety: Set<SignalKind>
    var othersAreLifeSafety: Bool
    var diallers: DiallerHouse

    init(keys: GatewayKeys, rules: Rules, diallers: DiallerHouse) {
        self.keys = keys
        self.diallers = diallers
        lifeSafety = Set(rules.kinds.filter { $0.value.priority == .lifeSafety }.keys)
        othersAreLifeSafety = rules.unknownKind.priority == .lifeSafety
    }
}

final class Reception: Sendable {
    static let devicePort = 0
    static let consolePort = 1
    static let diallerPort = 2

    let desk: DeskWorker
    let passwords: Passwords
    let version: String
    /// What each worker has in hand, and what is handled no more.
    let hands: Hands
    let quarantine: Quarantine
    private let rules: Locked<HouseRules>
    private let generation = Atomic<Int>(0)
    private let closing = Atomic<Bool>(false)

    init(
        desk: DeskWorker, passwords: Passwords, rules: HouseRules, version: String, hands: Hands,
        quarantine: Quarantine
    ) {
        self.hands = hands
        self.quarantine = quarantine
        self.desk = desk
        self.passwords = passwords
        self.rules = Locked(rules)
        self.version = version
    }

    /// The centre ends: new requests hear 451, so that nothing is half taken.
    var isClosing: Bool { closing.load(ordering: .relaxed) }
    func close() { closing.store(true, ordering: .relaxed) }

    /// Which reload the rules come from; cheap, read once a turn.
    var rulesGeneration: Int { generation.load(ordering: .relaxed) }
    var houseRules: HouseRules { rules.withLock { $0 } }
    func change(_ new: HouseRules) {
        rules.withLock { $0 = new }
        generation.wrappingAdd(1, ordering: .relaxed)
    }

    /// Checks a log-on on a side worker, then lets the person in or answers why not.
    func logOn(
        _ person: OperatorID, _ secret: Masked, from host: String, _ asker: Requester,
        answer: @escaping @Sendable ([UInt8]) -> Void
    ) {
        passwords.check(person, secret, from: host) { @Sendable [self] verdict in
            switch verdict {
            case .right:
                if !desk.submit(.desk(.logOn(person, asker)), band: .person) {
                    answer(LineWriter(.busy).finish())
                }
            case .wrong:
                var writer = LineWriter(.denied)
                writer.text("reason", "wrong name or secret")
                answer(writer.finish())
            case .wait(let seconds):
                var writer = LineWriter(.wait)
                writer.field("seconds", seconds)
                writer.text("reason", "too many failed log-ons")
                answer(writer.finish())
            case .busy: answer(LineWriter(.busy).finish())
            }
        }
    }

    /// Hashes a new secret on a side worker, then hands it to the desk.
    func changeSecret(
        _ person: OperatorID, _ secret: Masked, by me: OperatorID, _ asker: Requester,
        answer: @escaping @Sendable ([UInt8]) -> Void
    ) {
        passwords.hash(secret) { @Sendable [self] hash in
            guard let hash, desk.submit(
                .desk(.command(me, .secret(person, hash: hash), asker)), band: .person)
            else { return answer(LineWriter(.busy).finish()) }
        }
    }
}
