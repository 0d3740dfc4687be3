// SPDX-License-Identifier: Apache-2.0
/// What REVEAL has shown of one call's home, as long as it stands on the screen.
/// Never outlives the next key, the call's time in these hands, or the connection.

import Wire

struct Revealed: Equatable, Sendable {
    let call: String
    private var access: [String: String] = [:]
    private var health: [String: String] = [:]

    /// Asked for, and nothing heard yet.
    init(call: String) { self.call = call }

    /// Takes the lines of one reply in.
    mutating func take(_ lines: [ReplyLine]) {
        for line in lines {
            if line.word == "HOME", let home = line["home"] { access[home] = line["access"] }
            if line.word == "PERSON", let id = line["id"] { health[id] = line["health"] }
        }
    }

    /// The way into the home of these fields; nil where it was not shown.
    func access(of home: Fields) -> String? { access[home["home"]] }
    /// The notes on the person of these fields; nil where they were not shown.
    func health(of person: Fields) -> String? { health[person["id"]] }
}
