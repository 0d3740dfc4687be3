// SPDX-License-Identifier: Apache-2.0
/// Through which gateway each device was heard last, and which gateways are gone. A start forgets it.
/// Never holds a gateway that has not said HELLO: diallers speak for themselves.

import Vocabulary

package struct Routes: Equatable, Sendable {
    /// Since when each gateway is gone; nil: it is here.
    private var gateways = Table<GatewayID, Moment?>()
    /// By the place of the device in the directory: the place of its gateway, -1 for none.
    private var last: [Int32] = []

    package init() {}

    mutating func join(_ gateway: GatewayID) {
        if gateways.update(gateway, { $0 = nil }) == nil {
            gateways[gateway] = .some(nil)
        }
    }

    /// The gateway has no connection any more.
    /// - Returns: its place, for a deadline; nil for one that was never here.
    mutating func lose(_ gateway: GatewayID, at now: Moment) -> Int32? {
        gateways.update(gateway) { $0 = now }
        return gateways.position(of: gateway).map { Int32($0) }
    }

    /// The gateway at this place, and since when it is gone; nil: it is here.
    func gone(_ place: Int32) -> (gateway: GatewayID, since: Moment)? {
        let entry = gateways.entry(at: Int(place))
        return entry.value.map { (entry.id, $0) }
    }

    /// A device was heard.
    mutating func note(deviceAt position: Int, through gateway: GatewayID) {
        while last.count <= position { last.append(-1) }
        last[position] = gateways.position(of: gateway).map { Int32($0) } ?? -1
    }

    /// Places of the devices that were heard last through this gateway.
    func devices(through gateway: GatewayID) -> [Int] {
        guard let place = gateways.position(of: gateway) else { return [] }
        return last.indices.filter { last[$0] == Int32(place) }
    }
}
