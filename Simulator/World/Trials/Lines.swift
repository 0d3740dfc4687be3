// SPDX-License-Identifier: Apache-2.0
/// The lines between the centre and the world: each a connection with its own pace, which keeps the
/// order of what is on it, and may break, or go silent without breaking.
/// Never loses a byte of a line that lives: TCP does not.

import Vocabulary

/// One connection.
struct VirtualLine {
    let peer: Int
    let connection: ConnectionID
    let port: VirtualPort
    /// The centre's life in which it began.
    let life: Int
    /// Either end believes that it is there.
    var isOpenAtPeer = true
    var isOpenAtCentre = true
    /// Nothing arrives, and nobody hears why.
    var isSilent = false
    /// What is on it, in order; each arrival takes the first.
    var toCentre: [[UInt8]] = []
    var toPeer: [[UInt8]] = []
    /// Arrivals that came while it was silent.
    var stuckToCentre = 0
    var stuckToPeer = 0
    /// When the last byte on its way arrives: the next is not before.
    var lastToCentre: Int64 = 0
    var lastToPeer: Int64 = 0
    /// Mean time on the way, milliseconds.
    let pace: Int64
}
