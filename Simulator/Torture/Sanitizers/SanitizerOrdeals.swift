// SPDX-License-Identifier: Apache-2.0
/// T16: the whole suite under a sanitizer, with a planted fault that must be reported first.
/// Never builds anything of its own: Tests/Sanitizers/run.sh does, and takes some minutes for it.

import Glibc
import Rig

struct ThreadSanitizer: Ordeal {
    static var name: String { "tsan" }
    static var catalogue: String { "T16" }
    static var meaning: String { "every suite under ThreadSanitizer, release" }
    static var tools: [String] { ["bash"] }
    static func run(_ bench: Bench) throws -> Verdict { try sanitized("thread", bench) }
}

struct AddressSanitizer: Ordeal {
    static var name: String { "asan" }
    static var catalogue: String { "T16" }
    static var meaning: String { "every suite under AddressSanitizer, debug" }
    static var tools: [String] { ["bash"] }
    static func run(_ bench: Bench) throws -> Verdict { try sanitized("address", bench) }
}

/// Building takes minutes, the suites under a sanitizer a few more.
private let patienceForAll = 3600.0

private func sanitized(_ kind: String, _ bench: Bench) throws -> Verdict {
    var verdict = Verdict(unit: "tests")
    let script =
        "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        + "/Tests/Sanitizers/run.sh"
    guard access(script, R_OK) == 0 else { throw NotHere(reason: "no \(script)") }
    let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    let has = path.split(separator: ":").contains { access("\($0)/swift", X_OK) == 0 }
    guard has else { throw NotHere(reason: "no swift here to build with") }
    let home = getenv("HOME").map { String(cString: $0) } ?? "/root"
    let child = try ChildProcess(
        ["/bin/bash", script, kind], environment: ["PATH": path, "HOME": home], folder: bench.folder
    )
    let ending = try child.end(within: patienceForAll)
    var isCounted = false
    for line in child.output.split(separator: "\n") {
        let words = line.split(separator: " ")
        // total: 480 tests, 0 reports, 0 failures
        guard line.hasPrefix("total: "), words.count >= 7, let tests = Int(words[1]),
            let reports = Int(words[3]), let failures = Int(words[5])
        else { continue }
        isCounted = true
        verdict.amount = tests
        verdict.unexpected = reports + failures
        verdict.remark = "\(reports) reports, \(failures) failures"
    }
    if !isCounted || (ending != .exited(0) && verdict.unexpected == 0) {
        verdict.wrong("\(kind): \(ending): \(child.output.suffix(300)) \(child.errors.suffix(300))")
    }
    return verdict
}
