// SPDX-License-Identifier: Apache-2.0
/// Through which gateway each device was heard last, and which gateways are gone. Written down some at a
/// time, so that a gateway that does not come back after a start is missed by the right homes.
/// Never holds a gateway that has not said HELLO: diallers speak for themselves.

package import Vocabulary

/// A device's way to the centre, as it is written down.
package struct DeviceRoute: Hashable, Sendable {
    package var device: DeviceID
    /// nil: none that could be gone.
    package var gateway: GatewayID?
    package init(device: DeviceID, gateway: GatewayID?) {
        self.device = device
        self.gateway = gateway
    }
}

package struct Routes: Equatable, Sendable {
    /// Since when each gateway is gone; nil: it is here.
    private var gateways = Table<GatewayID, Moment?>()
    /// By the place of the device in the directory: the place of its gateway, -1 for none.
    private var last: [Int32] = []
    /// Places of the devices whose way is not written down yet.
    private var unkept: [Int] = []

    package init() {}

    package var isKept: Bool { unkept.isEmpty }

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

    /// Gateways through which some device was heard last.
    var inUse: [GatewayID] {
        let places = Set(last)
        return gateways.allIDs.filter { gateway in
            gateways.position(of: gateway).map { places.contains(Int32($0)) } ?? false
        }
    }

    /// A device was heard.
    mutating func note(deviceAt position: Int, through gateway: GatewayID) {
        let place = gateways.position(of: gateway).map { Int32($0) } ?? -1
        if set(place, deviceAt: position) { unkept.append(position) }
    }

    /// - Returns: whether it is another one.
    private mutating func set(_ place: Int32, deviceAt position: Int) -> Bool {
        while last.count <= position { last.append(-1) }
        if last[position] == place { return false }
        last[position] = place
        return true
    }

    /// Places of the devices that were heard last through this gateway.
    func devices(through gateway: GatewayID) -> [Int] {
        guard let place = gateways.position(of: gateway) else { return [] }
        return last.indices.filter { last[$0] == Int32(place) }
    }

    /// Through which gateway the device at this place was heard last.
    package func gateway(ofDeviceAt position: Int) -> GatewayID? {
        guard last.indices.contains(position), last[position] >= 0 else { return nil }
        return gateways.entry(at: Int(last[position])).id
    }

    // MARK: Written down

    /// Some of the devices whose way is to be written down.
    func next(_ count: Int) -> [Int] { unkept.suffix(count).reversed() }

    /// It is written down. Also how a start learns of it: then the gateway is not known yet.
    package mutating func keep(deviceAt position: Int, through gateway: GatewayID?) {
        if unkept.last == position { unkept.removeLast() }
        guard let gateway else { return _ = set(-1, deviceAt: position) }
        if gateways.position(of: gateway) == nil { gateways[gateway] = .some(nil) }
        _ = set(gateways.position(of: gateway).map { Int32($0) } ?? -1, deviceAt: position)
    }
}
