// SPDX-License-Identifier: Apache-2.0
/// The list of ordeals of processes, clients and the network, in the order of the catalogue.
/// Never what they do.

extension Torture {
    static var processes: [any Ordeal.Type] {
        [
            BookOrdeal.self, KillOrdeal.self, ClockOrdeal.self, PauseOrdeal.self, GoneOrdeal.self,
            HostileOrdeal.self, ReconnectOrdeal.self, NetworkOrdeal.self, StarveOrdeal.self,
            ConfigOrdeal.self, SecurityOrdeal.self, TrapOrdeal.self,
        ]
    }
}
