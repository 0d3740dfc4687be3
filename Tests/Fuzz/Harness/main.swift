// SPDX-License-Identifier: Apache-2.0
// Owns the start of the fuzzer; options are libFuzzer's own.
// Never part of a build without FUZZ.

import CFuzzer

var count = CommandLine.argc
var words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
_ = LLVMFuzzerRunDriver(&count, &words, fuzzDC09)
