// SPDX-License-Identifier: Apache-2.0
// The control of `make asan`: one byte read behind the end of a buffer, through an unsafe pointer. It
// must be reported; where it is not, a run without reports says nothing.
// Never part of the package.

let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: 16)
buffer.initialize(repeating: 7, count: 16)
// Not a constant: the optimiser must not know it.
print("read \(buffer[15 + CommandLine.arguments.count])")
buffer.deallocate()
