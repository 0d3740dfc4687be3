// SPDX-License-Identifier: Apache-2.0
/// How bad it is: which faults a trial has, how strong each is, and which are on at the moment.
/// Never strikes by itself: `TrialRun` does, at moments of the faults' own chance.

struct TrialWeather {
    private let faults: Faults
    private(set) var isHealed = false
    /// Mean of a commit on a slow disk, milliseconds.
    private let slowCommit: Int

    init(_ trial: Trial) {
        faults = trial.faults
        var chance = Chance(seed: trial.seed, stream: 0x16_0000_0000)
        slowCommit = [20, 150, 400, 2_000][chance.below(4)]
    }

    /// The trial has this fault.
    func has(_ fault: Faults) -> Bool { faults.contains(fault) }
    /// And it may strike now.
    func isOn(_ fault: Faults) -> Bool { !isHealed && faults.contains(fault) }
    mutating func heal() { isHealed = true }

    /// How long the next commit takes, milliseconds.
    func commitSpan(_ chance: inout Chance) -> Int64 {
        guard isOn(.slowDisk) else { return Int64(chance.below(4)) }
        if chance.happens(20) { return Int64(chance.below(30_000)) }
        return Int64(chance.below(2 * slowCommit))
    }

    /// From one stroke to the next, milliseconds.
    static func pause(_ fault: Faults, _ chance: inout Chance) -> Int64 {
        let seconds: (Int, Int) =
            switch fault {
            case .crash: (60, 900)
            case .fullDisk: (60, 600)
            case .brokenDisk: (120, 1200)
            case .pause: (30, 400)
            case .clockStep: (30, 600)
            case .cut: (5, 120)
            case .silence: (10, 200)
            case .freeze: (20, 400)
            case .hangUp: (10, 300)
            case .liar: (1, 12)
            case .twice: (30, 400)
            case .notifierGone: (60, 600)
            case .nobody: (120, 900)
            case .restart: (120, 1200)
            case .powerCut, .roundCall: (1, 12)
            default: (3600, 7200)
            }
        return Int64(seconds.0 * 1000 + chance.below((seconds.1 - seconds.0) * 1000))
    }
}
