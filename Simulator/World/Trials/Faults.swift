// SPDX-License-Identifier: Apache-2.0
/// Everything that can go wrong in a trial, by name; and the bugs that are planted to see whether the
/// auditor is awake.
/// Never says how often: that is drawn from the seed, in the ranges that stand with each fault.

/// A set of faults.
package struct Faults: OptionSet, Hashable, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The centre dies at once, every 2 to 20 minutes, and is down for 0.05 to 30 s.
    package static let crash = Faults(rawValue: 1 << 0)
    /// Commits take up to 2 s in the mean, one in fifty up to 30 s.
    package static let slowDisk = Faults(rawValue: 1 << 1)
    /// Spells in which the disk is full, 1 to 90 s.
    package static let fullDisk = Faults(rawValue: 1 << 2)
    /// An I/O error on the commit path: that file is not written again.
    package static let brokenDisk = Faults(rawValue: 1 << 3)
    /// The centre stands still (SIGSTOP, a paused machine) for 0.1 to 60 s.
    package static let pause = Faults(rawValue: 1 << 4)
    /// The wall clock is stepped by seconds to ten hours ahead, or ten days back; a start reads it.
    package static let clockStep = Faults(rawValue: 1 << 5)
    /// Connections break: what was on the way is lost, both ends hear of it.
    package static let cut = Faults(rawValue: 1 << 6)
    /// Connections go silent without an end (a dead line), and later break or speak again.
    package static let silence = Faults(rawValue: 1 << 7)
    /// Lines take up to 3 s in the mean, each connection at its own pace.
    package static let delay = Faults(rawValue: 1 << 8)
    /// Gateways send an alarm up to 29 times more, on several connections, answered or not.
    package static let resend = Faults(rawValue: 1 << 9)
    /// Operators' terminals freeze: nothing is read or said for up to 10 minutes.
    package static let freeze = Faults(rawValue: 1 << 10)
    /// Operators hang up in the middle of whatever they do.
    package static let hangUp = Faults(rawValue: 1 << 11)
    /// People who say anything: lines that are wrong, late, about others' calls.
    package static let liar = Faults(rawValue: 1 << 12)
    /// The same person logs on a second time, somewhere else.
    package static let twice = Faults(rawValue: 1 << 13)
    /// Many presses within a minute.
    package static let storm = Faults(rawValue: 1 << 14)
    /// The telephone gateway is away for minutes.
    package static let notifierGone = Faults(rawValue: 1 << 15)
    /// Everybody is at lunch.
    package static let nobody = Faults(rawValue: 1 << 16)
    /// A supervisor orders a restart: an orderly end and a start.
    package static let restart = Faults(rawValue: 1 << 17)

    /// A power cut: most homes say so within ten minutes, one panel never stops, and supervisors order
    /// storms, sensible or not.
    package static let powerCut = Faults(rawValue: 1 << 18)

    /// Absences of seconds count as outages: homes go on the list of who may have been missed, and people
    /// work it, sensibly or not.
    package static let roundCall = Faults(rawValue: 1 << 19)

    package static let names: [(fault: Faults, name: String)] = [
        (.crash, "crash"), (.slowDisk, "slow-disk"), (.fullDisk, "full-disk"),
        (.brokenDisk, "broken-disk"), (.pause, "pause"), (.clockStep, "clock-step"),
        (.cut, "cut"), (.silence, "silence"), (.delay, "delay"), (.resend, "resend"),
        (.freeze, "freeze"), (.hangUp, "hang-up"), (.liar, "liar"), (.twice, "twice"),
        (.storm, "storm"), (.notifierGone, "notifier-gone"), (.nobody, "nobody"),
        (.restart, "restart"), (.powerCut, "power-cut"),
        (.roundCall, "round-call"),
    ]

    /// `crash,cut`, in the order of `names`; `none`.
    package var text: String {
        let words = Faults.names.filter { contains($0.fault) }.map(\.name)
        return words.isEmpty ? "none" : words.joined(separator: ",")
    }
    package init?(text: String) {
        self = []
        guard text != "none" else { return }
        for word in text.split(separator: ",") {
            guard let known = Faults.names.first(where: { $0.name == word }) else { return nil }
            insert(known.fault)
        }
    }
}

/// A bug put in on purpose, outside the product: a trial with one must fail.
package enum Plant: String, CaseIterable, Sendable {
    /// The gate is told of a commit before the disk has it.
    case earlyAck = "early-ack"
    /// One open call is forgotten at each start.
    case forgottenCall = "forgotten-call"
    /// What was heard before a start is not recognised when it comes again.
    case forgottenRepeats = "forgotten-repeats"
    /// The desk is not woken when its deadlines come.
    case deafClock = "deaf-clock"
    /// The desk never hears that a person's connection broke.
    case deafToLoss = "deaf-to-loss"
    /// Two answers go to each other's askers.
    case swappedAnswers = "swapped-answers"
    /// After a while no commit is reported any more.
    case lostCommits = "lost-commits"
    /// A line for a person is swallowed now and then.
    case swallowedOffer = "swallowed-offer"
    /// Numbers begin anew with each start.
    case numbersAgain = "numbers-again"
}
