// SPDX-License-Identifier: Apache-2.0
/// What the desk makes of a failing disk: everybody is told, offers go on, acknowledgements stop
/// (the gate sees to that). Never retries anything itself.

import Vocabulary

extension Desk {
    mutating func storeFails(_ trouble: StoreTrouble) {
        guard state.presence.trouble != trouble, state.presence.trouble != .broken else { return }
        state.presence.trouble = trouble
        record(.storeTroubleBegan(trouble))
        announce(.everyone, .storage(trouble))
    }

    mutating func storeRecovers() {
        guard state.presence.trouble == .full else { return }
        state.presence.trouble = nil
        record(.storeTroubleEnded)
        announce(.everyone, .storage(nil))
    }
}
