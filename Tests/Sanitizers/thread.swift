// SPDX-License-Identifier: Apache-2.0
// The control of `make tsan`: a value handed over with the wrong memory ordering. It must be reported;
// where it is not, a run without reports says nothing. (In a debug build it is not: hence release.)
// Never part of the package.

import Glibc
import Synchronization

final class Handover: @unchecked Sendable {
    var value = 0
    // Wrong on purpose: must be releasing here and acquiring below.
    let isReady = Atomic<Bool>(false)
}

let handover = Handover()
var other = pthread_t()
pthread_create(&other, nil, { argument in
    let handover = Unmanaged<Handover>.fromOpaque(argument!).takeUnretainedValue()
    handover.value = 42
    handover.isReady.store(true, ordering: .relaxed)
    return nil
}, Unmanaged.passUnretained(handover).toOpaque())
while !handover.isReady.load(ordering: .relaxed) {}
print("took over \(handover.value)")
pthread_join(other, nil)
