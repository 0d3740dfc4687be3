// SPDX-License-Identifier: Apache-2.0
// A centre that dies of a certain word: only debug builds know it.

import Glibc
import Rig
import XCTest

private var hasTrap: Bool {
    #if DEBUG
        getenv("SAFEBELL_PROGRAMS") == nil
    #else
        false
    #endif
}

/// Not started yet. Skips where the programs are release programs.
func centreWithTrap() throws -> RunningCentre {
    if !hasTrap { throw XCTSkip("release programs have no trap") }
    let centre = try RunningCentre()
    centre.environment = ["SAFEBELL_TRAP": "1"]
    return centre
}
