// SPDX-License-Identifier: Apache-2.0
/// One trial: everything that is drawn from a seed before anything happens, as values that can be
/// written down, read back and made smaller one by one.
/// Never holds a course of events: the same trial has the same course, in any process.

import Vocabulary

package struct Trial: Hashable, Sendable {
    package var seed: UInt64
    package var faults: Faults
    /// How long anything may fail; afterwards everything heals and must come to an end.
    package var minutes: Int
    /// Alarms that homes raise while anything may fail.
    package var presses: Int
    package var homes: Int
    package var gateways: Int
    package var operators: Int
    package var plant: Plant?

    /// What the seed stands for. Half of the faults are off in each trial, so that the others meet
    /// each other alone.
    package init(seed: UInt64) {
        var chance = Chance(seed: seed, stream: 0x10_0000_0000)
        self.seed = seed
        minutes = 5 + chance.below(40)
        presses = 4 + chance.below(chance.happens(200) ? 250 : 50)
        homes = 2 + chance.below(12)
        gateways = 1 + chance.below(3)
        operators = 1 + chance.below(5)
        var faults: Faults = []
        // One trial in ten is quiet, one in ten has everything at once.
        let temper = chance.below(10)
        for (fault, _) in Faults.names {
            let isDrawn = chance.happens(350)
            if temper == 1 || (temper > 1 && isDrawn) { faults.insert(fault) }
        }
        self.faults = faults
    }

    /// `seed=17 faults=crash,cut minutes=12 ...`: all that is needed to see it again.
    package var text: String {
        var text =
            "seed=\(seed) faults=\(faults.text) minutes=\(minutes) presses=\(presses) "
            + "homes=\(homes) gateways=\(gateways) operators=\(operators)"
        if let plant { text += " plant=\(plant.rawValue)" }
        return text
    }

    /// Reads `text`; what is not named is as the seed draws it. nil where something cannot be read.
    package init?(text: String) {
        var fields: [(key: Substring, value: Substring)] = []
        for word in text.split(separator: " ") {
            guard let at = word.firstIndex(of: "=") else { return nil }
            fields.append((word[..<at], word[word.index(after: at)...]))
        }
        guard let seed = fields.first(where: { $0.key == "seed" }).flatMap({ UInt64($0.value) })
        else { return nil }
        self.init(seed: seed)
        for (key, value) in fields {
            switch key {
            case "seed": break
            case "faults":
                guard let faults = Faults(text: String(value)) else { return nil }
                self.faults = faults
            case "plant":
                guard let plant = Plant(rawValue: String(value)) else { return nil }
                self.plant = plant
            default:
                guard let path = Trial.sizes[String(key)], let number = Int(value), number > 0
                else { return nil }
                self[keyPath: path] = number
            }
        }
    }

    private nonisolated(unsafe) static let sizes: [String: WritableKeyPath<Trial, Int>] = [
        "minutes": \.minutes, "presses": \.presses, "homes": \.homes, "gateways": \.gateways,
        "operators": \.operators,
    ]

    /// Trials a little smaller than this one, the largest cuts first.
    package var smaller: [Trial] {
        var all: [Trial] = []
        func add(_ change: (inout Trial) -> Void) {
            var copy = self
            change(&copy)
            if copy != self { all.append(copy) }
        }
        add { $0.faults = [] }
        for (fault, _) in Faults.names where faults.contains(fault) {
            add { $0.faults.remove(fault) }
        }
        for path in [\Trial.presses, \.minutes, \.homes, \.operators, \.gateways] {
            add { $0[keyPath: path] = 1 }
            add { $0[keyPath: path] = ($0[keyPath: path] + 1) / 2 }
            add { $0[keyPath: path] = max(1, $0[keyPath: path] - 1) }
        }
        return all
    }
}
