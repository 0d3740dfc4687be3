// SPDX-License-Identifier: Apache-2.0
/// The run: which ordeals, how long each, in which order.
/// Never knows how anything is broken.

import Glibc
import Rig

struct Torture {
    /// Every ordeal, in the order in which they are held.
    static var all: [any Ordeal.Type] {
        [SeedsOrdeal.self, PlantsOrdeal.self] + processes + disks
            + [PoisonOrdeal.self, CanaryOrdeal.self, SoakOrdeal.self]
            + [ThreadSanitizer.self, AddressSanitizer.self] + inputs
    }

    /// The disk under attack.
    private static var disks: [any Ordeal.Type] {
        [
            PowerCut.self, PowerCutNormal.self, PeerCuts.self,
            Images.self, ImagesNormal.self, ImagesShared.self,
            Faults.self, SyncFails.self, PowerCutLie.self, FullDisk.self, SlowDisk.self,
            HalfDead.self,
        ]
    }

    /// What no peer would send: last, because it has never had enough.
    private static var inputs: [any Ordeal.Type] {
        [
            FuzzConfig.self, FuzzDevice.self, FuzzConsole.self, FuzzDC09.self, FuzzReply.self,
        ]
    }

    static let usage = """
        usage: Torture [--budget 1h] [--only NAME,NAME] [--seed N] [--list]
          --budget  time for all of it, shared out: 90s, 10m, 1h (1h)
          --only    these ordeals
          --seed    where chance begins (1)
          --list    what there is
        """

    private var budget = 3600.0
    private var only: [String] = []
    private var seed: UInt64 = 1
    private var isList = false

    init(_ words: [String]) throws {
        var words = words[...]
        while let word = words.popFirst() {
            switch word {
            case "--list": isList = true
            case "--budget": budget = try Torture.span(words.popFirst())
            case "--only":
                only = (words.popFirst() ?? "").split(separator: ",").map(String.init)
                for name in only where !Torture.all.contains(where: { $0.name == name }) {
                    throw TestTrouble("there is no ordeal \(name); --list names them")
                }
            case "--seed":
                seed = try required(
                    words.popFirst().flatMap { UInt64($0) }, "a number after --seed")
            default: throw TestTrouble("what is \(word)?\n\(Torture.usage)")
            }
        }
    }

    /// `90s`, `10m`, `1h`.
    private static func span(_ text: String?) throws -> Double {
        let units = ["s": 1.0, "m": 60, "h": 3600]
        guard let text, let unit = text.last.flatMap({ units[String($0)] }),
            let number = Double(text.dropLast()), number > 0
        else { throw TestTrouble("a budget is like 90s, 10m or 1h, not \(text ?? "nothing")") }
        return number * unit
    }

    /// Runs; true: nothing has failed.
    func run() throws -> Bool {
        let chosen = Torture.all.filter { only.isEmpty || only.contains($0.name) }
        if isList {
            for one in chosen { print("\(one.catalogue)\t\(one.name)\t\(one.meaning)") }
            return true
        }
        // What one ordeal leaves of its part goes to those behind it.
        var sharesLeft = chosen.reduce(0) { $0 + $1.share }
        let ends = seconds() + budget
        var rows: [Row] = []
        for one in chosen {
            let left = max(0, ends - seconds())
            rows.append(hold(one, for: one.share > 0 ? left * one.share / sharesLeft : budget))
            sharesLeft -= one.share
        }
        print("\n\(Table.text(rows))")
        return !rows.contains { $0.hasFailed }
    }

    private func hold(_ one: any Ordeal.Type, for span: Double) -> Row {
        let began = seconds()
        func row(_ outcome: Row.Outcome, isHeld: Bool = true) -> Row {
            Row(
                catalogue: one.catalogue, name: one.name, enough: one.enough,
                mustFail: one.mustFail && isHeld, outcome: outcome, seconds: seconds() - began)
        }
        print("\(one.catalogue) \(one.name): \(one.meaning)")
        for tool in one.tools where !Torture.isThere(tool) {
            return row(.notRun("no \(tool) here"))
        }
        do {
            let folder = try TestFolder()
            let verdict = try one.run(
                Bench(
                    seed: seed, deadline: began + span, enough: one.enough, folder: folder.path,
                    say: { print("  \($0)") }))
            for problem in verdict.problems { print("  ! \(problem)") }
            return row(.held(verdict))
        } catch let missing as NotHere {
            return row(.notRun(missing.reason))
        } catch {
            var verdict = Verdict(unit: "runs")
            verdict.wrong("\(error)")
            print("  ! \(error)")
            // A control run that could not be held has found nothing.
            return row(.held(verdict), isHeld: false)
        }
    }

    static func isThere(_ tool: String) -> Bool {
        ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
            .contains { access("\($0)/\(tool)", X_OK) == 0 }
    }
}
