// SPDX-License-Identifier: Apache-2.0
/// Work with the line that asked for it, so that a line that kills the centre can be named.

import Counter

struct InHand: Sendable {
    let work: Work
    let line: LineInHand
}
