// SPDX-License-Identifier: Apache-2.0
// Owns a town whose homes differ by risk only, and amy at a console: for what is ordered by risk.

import Desk
import Vocabulary

enum RiskTown {
    static let start = Moment(milliseconds: 1_795_136_345_000)
    static let amy = OperatorID("amy")
    static let asker = Requester(connection: ConnectionID(raw: 7), request: 1)

    /// Homes H0... with a risk of their number modulo 4, the first `devices` of them with a device A0...
    static func state(_ homes: Int, devices: Int? = nil) -> DeskState {
        var state = DeskState()
        func save(_ record: Record) { state.apply(.recordSaved(record, by: .desk), at: start) }
        for number in 0..<homes {
            let home = HomeID("H\(number)")
            save(.home(Home(id: home, address: "\(number) Road", district: "Sha Tin")))
            save(
                .subscriber(
                    Subscriber(
                        id: SubscriberID("S\(number)"), home: home, name: "N\(number)",
                        language: "yue", phone: "1", risk: number % 4)))
            if number < devices ?? homes {
                save(.device(Device(id: DeviceID("A\(number)"), home: home)))
            }
        }
        save(.person(Operator(id: amy, name: "Amy", role: .operator, languages: [])))
        return state
    }

    /// Silence opens calls; every device is watched with this span.
    static func watching(_ span: Span = .seconds(60)) -> Rules {
        var rules = Rules()
        rules.kinds = [.silent: KindRule(priority: .soon, plan: PlanID("technical"))]
        rules.supervisionSpan = span
        return rules
    }

    /// A centre on this state, to which amy has logged on.
    static func begin(_ state: DeskState, _ rules: Rules = Rules(), at now: Moment = start) -> Desk
    {
        var desk = Desk(state: state, rules: rules)
        _ = desk.revive(at: now)
        _ = desk.step(.logOn(amy, asker), at: now)
        return desk
    }
}
