// SPDX-License-Identifier: Apache-2.0
/// After an outage: who may have been missed? The homes whose devices could have pressed unheard go on a
/// list, some hundred at a time, so that no press waits behind it.
/// Never rings anybody: people do (Missing).

import Vocabulary

extension Desk {
    /// The first thing after a start: how long was nobody here?
    mutating func lookBack() {
        let last = state.aliveAt
        sayAlive()
        if let last, isLong(now - last, rules.missedAfterCentre) {
            openOutage(.centre, from: last, until: now)
        }
        // No gateway is here yet, and one that does not come back is gone since then.
        for gateway in state.routes.inUse { gatewayIsGone(gateway, since: last ?? now) }
        armListing()
    }

    /// A mark on the disk, overwritten each time: from the last one on the centre may have been away.
    mutating func sayAlive() {
        if state.presence.trouble == nil { record(.centreAlive) }
        // So often that no restart is taken for an outage, also in a demonstration.
        let half = Span(milliseconds: rules.missedAfterCentre.milliseconds / 2)
        deadlines.arm(
            .alive, at: now + max(.seconds(1), min(.seconds(Limits.aliveMarkSeconds), half)))
    }

    private func isLong(_ span: Span, _ bound: Span) -> Bool { bound > .zero && span > bound }

    // MARK: Gateways

    /// Its last connection is gone: if it stays away, its devices cannot be heard.
    mutating func gatewayIsGone(_ gateway: GatewayID, since: Moment) {
        guard let place = state.routes.lose(gateway, at: since),
            rules.missedAfterGateway > .zero
        else { return }
        deadlines.arm(.gateway(place), at: now + rules.missedAfterGateway)
    }

    /// It has been away for the span, unless it came back meanwhile.
    mutating func lookAtGateway(_ place: Int32) {
        guard let gone = state.routes.gone(place),
            now - gone.since >= rules.missedAfterGateway, rules.missedAfterGateway > .zero
        else { return }
        openOutage(.gateway(gone.gateway), from: gone.since, until: nil)
    }

    /// It is back: the outage has an end.
    mutating func gatewayIsBack(_ gateway: GatewayID) {
        state.routes.join(gateway)
        for outage in state.outages.all
        where outage.cause == .gateway(gateway) && outage.until == nil {
            record(.outageOver(outage.id))
            say(outage.id, "over")
            endIfEmpty(outage.id)
        }
    }

    // MARK: Ways

    /// Ways of devices are written down a little later, some at a time: a device's is the same for years,
    /// but on the first day all of them are new.
    mutating func armRoutes(after span: Span = .seconds(Limits.routesSettleSeconds)) {
        guard !isKeepingRoutes, !state.routes.isKept else { return }
        isKeepingRoutes = true
        deadlines.arm(.routes, at: now + span)
    }

    mutating func keepRoutes() {
        isKeepingRoutes = false
        guard state.presence.trouble == nil else { return armRoutes() }
        let routes = state.routes.next(Limits.routesPerStep).map { position in
            DeviceRoute(
                device: state.directory.devices.entry(at: position).value.device.id,
                gateway: state.routes.gateway(ofDeviceAt: position))
        }
        if !routes.isEmpty { record(.routesKept(routes)) }
        armRoutes(after: Span(milliseconds: Limits.listingMilliseconds))
    }

    // MARK: The list

    private mutating func openOutage(_ cause: OutageCause, from: Moment, until: Moment?) {
        if state.directory.devices.isEmpty { return }
        if until == nil, state.outages.all.contains(where: { $0.cause == cause && $0.until == nil })
        {
            return
        }
        let outage = Outage(
            id: OutageID(raw: nextNumber(.attempts)), cause: cause, from: from, until: until)
        record(.outageOpened(outage))
        if case .gateway(let gateway) = cause {
            state.presence.outageDevices[outage.id] = state.routes.devices(
                through: gateway)
        }
        armListing()
    }

    /// The first homes at once, the others some at a time.
    private mutating func armListing(after span: Span = .zero) {
        guard !isListing, state.outages.all.contains(where: { $0.through != nil }) else { return }
        isListing = true
        deadlines.arm(.listing, at: now + span)
    }

    /// The next homes of a list that is not whole yet.
    mutating func listMore() {
        isListing = false
        guard let outage = state.outages.all.first(where: { $0.through != nil }),
            let from = outage.through
        else { return }
        var homes = Table<HomeID, Bool>()
        var at = from
        var isWhole = false
        if case .gateway(let gateway) = outage.cause, state.presence.outageDevices[outage.id] == nil {
            // A start came between: from the first one again, whoever is on the list stays there once.
            let devices = state.routes.devices(through: gateway)
            if !devices.isEmpty {
                state.presence.outageDevices[outage.id] = devices
                at = 0
            }
        }
        let end = at + Limits.missedHomesPerStep
        if case .gateway = outage.cause, let devices = state.presence.outageDevices[outage.id] {
            while at < min(end, devices.count) {
                let entry = state.directory.devices.entry(at: devices[at]).value
                add(entry.device.home, to: &homes)
                at += 1
            }
            isWhole = at >= devices.count
        } else {
            // The centre was away, or nobody knows which devices were behind the gateway: then it may
            // have been anybody.
            while at < min(end, state.directory.homes.count) {
                let file = state.directory.homes.entry(at: at).value
                if !file.devices.isEmpty { add(file.home.id, to: &homes) }
                at += 1
            }
            isWhole = at >= state.directory.homes.count
        }
        record(.homesMissed(outage.id, homes.allIDs, through: isWhole ? nil : at))
        if isWhole {
            state.presence.outageDevices[outage.id] = nil
            if state.outages[outage.id]?.left ?? 0 > 0 { say(outage.id, "opened") }
            endIfEmpty(outage.id)
        }
        armListing(after: Span(milliseconds: Limits.listingMilliseconds))
    }

    private func add(_ home: HomeID, to homes: inout Table<HomeID, Bool>) {
        if !state.missed.contains(home) { homes[home] = true }
    }

    /// Nobody is left to be asked after, and nobody comes to it: people hear so.
    mutating func endIfEmpty(_ id: OutageID) {
        guard let outage = state.outages[id], outage.left == 0, outage.through == nil,
            outage.until != nil
        else { return }
        if outage.homes > 0 { say(id, "empty") }
        record(.outageEmptied(id))
    }

    private mutating func say(_ id: OutageID, _ what: String) {
        guard let outage = state.outages[id] else { return }
        announce(.these(.supervisors, andWatchers: .centre), .missed(outage, what: what))
    }
}

extension DeskState {
    /// Makes a fact of an outage true.
    mutating func applyOutage(_ fact: Fact, at now: Moment) {
        switch fact {
        case .centreAlive: aliveAt = now
        case .routesKept(let kept):
            for route in kept {
                guard let position = directory.devices.position(of: route.device) else { continue }
                routes.keep(deviceAt: position, through: route.gateway)
            }
        case .outageOpened(let outage):
            outages[outage.id] = outage
            given(.attempts, outage.id.raw)
        case .homesMissed(let id, let homes, let through):
            for home in homes { missed[home] = MissedHome(outage: id, dueAt: now) }
            _ = outages.update(id) {
                $0.through = through
                $0.homes += homes.count
                $0.left += homes.count
            }
        case .outageOver(let id): _ = outages.update(id) { $0.until = now }
        case .outageEmptied(let id): outages[id] = nil
        case .missedTried(let home, _, let again, _):
            _ = missed.update(home) {
                $0.tries += 1
                $0.dueAt = again
            }
        case .missedSettled(let home, _, _, _):
            guard let outage = missed.remove(home)?.outage else { return }
            _ = outages.update(outage) { $0.left -= 1 }
        default: preconditionFailure("not a fact of an outage")
        }
    }
}
