// SPDX-License-Identifier: Apache-2.0
/// The people who answer in the simulated centre: names, languages, skills.
/// Never holds a secret: the caller hashes one.

import Vocabulary

package enum Staff {
    /// Operators of one centre: Erlang C asks for 8 to 20 at 80,000 homes (domain, D.5).
    package static let operatorsMax = 500

    /// `sim-op-01` upwards, for place 0 upwards.
    package static func name(_ place: Int) -> String { "sim-op-" + padded(place + 1, 2) }

    /// The row of operator `place` in the columns of `RecordKind.operators`. All speak Cantonese and
    /// English, every third Putonghua too.
    package static func row(_ place: Int, seed: UInt64, secretHash: String) -> [String] {
        var chance = Chance(seed: seed, stream: 0x2_0000_0000 &+ UInt64(place))
        return [
            name(place), PeopleNames.name(&chance, language: "yue"), Role.operator.rawValue,
            place % 3 == 0 ? "yue en cmn" : "yue en", "emergency", secretHash,
        ]
    }
}
