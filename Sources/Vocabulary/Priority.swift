// SPDX-License-Identifier: Apache-2.0
/// Five priorities, as in central-station practice (IPalarms: 1 = fire/panic/medical ... 5 = restores).

/// Urgency of an alarm or call; 1 is the most urgent. `<` means *more urgent*.
package enum Priority: Int, CaseIterable, Comparable, Sendable {
    /// Life may be at stake: press, fall, fire, gas, duress.
    case lifeSafety = 1
    /// Urgent: inactivity, no answer to a welfare check.
    case urgent = 2
    /// Soon: tamper, a device that fell silent.
    case soon = 3
    /// Routine: enquiry, test press.
    case routine = 4
    /// Information that a person should look at.
    case information = 5

    package static func < (a: Priority, b: Priority) -> Bool { a.rawValue < b.rawValue }
    /// One step more urgent; 1 stays 1.
    package var raised: Priority { Priority(rawValue: max(1, rawValue - 1)) ?? .lifeSafety }
    /// One step more urgent by waiting alone: 1 is for life at stake, which no technical call gains by
    /// getting old, so that none ever stands before a press.
    package var aged: Priority { rawValue > 2 ? raised : self }
    /// So many steps less urgent; 5 stays 5.
    package func lowered(by steps: Int) -> Priority {
        Priority(rawValue: min(5, rawValue + max(0, min(4, steps)))) ?? .information
    }
}
