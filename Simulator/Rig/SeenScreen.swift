// SPDX-License-Identifier: Apache-2.0
// A screen with a program on it, as a person has it: it is looked at and typed to. What waits for words
// on it is written once for every kind of terminal.

/// See ScreenSession (a terminal of our own) and TmuxPane.
package protocol SeenScreen: AnyObject {
    /// What is seen now, a line a row.
    var text: String { get }
    /// Sequences that the terminal does not know.
    var unknown: [String] { get }
    /// What the program says besides, for who asks why nothing is seen.
    var complaint: String { get }
    /// Keys as a keyboard sends them.
    func type(_ keys: String)
}

extension SeenScreen {
    package func waitFor(_ words: String, within bound: Double = 20) throws {
        try waitUntil(within: bound, "\"\(words)\" on the screen:\n\(text)\n\(complaint)") {
            text.contains(words)
        }
    }
    package func waitUntilGone(_ words: String, within bound: Double = 20) throws {
        try waitUntil(within: bound, "\"\(words)\" still on the screen:\n\(text)") {
            !text.contains(words)
        }
    }
}
