// SPDX-License-Identifier: Apache-2.0
// Owns the start of the fuzzer: `FUZZ_TARGET=device Fuzz OPTIONS`, options are libFuzzer's own.
// `Fuzz --prepare FOLDER` writes the target's first inputs and its dictionary there instead.
// Never part of a build without FUZZ.

import CFuzzer
import FuzzTargets
@preconcurrency import Glibc

// An environment, not an argument: libFuzzer starts itself again with the arguments it knows.
guard let name = getenv("FUZZ_TARGET"), let target = FuzzTarget(rawValue: String(cString: name))
else {
    let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: "|")
    fputs("FUZZ_TARGET=\(names)\n", stderr)
    exit(64)
}
if CommandLine.arguments.count == 3, CommandLine.arguments[1] == "--prepare" {
    let folder = CommandLine.arguments[2]
    for (number, seed) in target.seeds.enumerated() { put(seed, "\(folder)/seed-\(number)") }
    put(Array(target.dictionary.utf8), "\(folder).dict")
    exit(0)
}

func put(_ bytes: [UInt8], _ path: String) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard descriptor >= 0, write(descriptor, bytes, bytes.count) == bytes.count else {
        fputs("\(path) cannot be written\n", stderr)
        exit(1)
    }
    close(descriptor)
}

var count = CommandLine.argc
var words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
let callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
switch target {
case .device: callback = { show($0, $1, .device) }
case .console: callback = { show($0, $1, .console) }
case .dc09: callback = { show($0, $1, .dc09) }
case .reply: callback = { show($0, $1, .reply) }
case .config: callback = { show($0, $1, .config) }
}
exit(LLVMFuzzerRunDriver(&count, &words, callback))

nonisolated func show(_ data: UnsafePointer<UInt8>?, _ size: Int, _ target: FuzzTarget) -> Int32 {
    target.run(UnsafeBufferPointer(start: data, count: size))
    return 0
}
