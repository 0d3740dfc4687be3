// SPDX-License-Identifier: Apache-2.0
/// What one step of the desk hands to the disk.

package import Vocabulary

/// The facts of one desk step, with its place in history.
package struct SavedStep: Sendable, Equatable {
    /// The step's number, ascending within a run of the centre.
    package var sequence: Int64
    /// The step's moment.
    package var at: Moment
    package var facts: [Fact]

    package init(sequence: Int64, at: Moment, facts: [Fact]) {
        self.sequence = sequence
        self.at = at
        self.facts = facts
    }
}
