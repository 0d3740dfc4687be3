// SPDX-License-Identifier: Apache-2.0
// Owns nothing: in the fast build (FUZZ=plain) the linker puts these in the place of libFuzzer's
// tracing of compared values, which takes more than half of the time. swiftc has no switch for it.
// Never there for the build with the address sanitizer, which traces: it finds, this one counts.

@_cdecl("__wrap___sanitizer_cov_trace_cmp1") func cmp1(_ a: UInt8, _ b: UInt8) {}
@_cdecl("__wrap___sanitizer_cov_trace_cmp2") func cmp2(_ a: UInt16, _ b: UInt16) {}
@_cdecl("__wrap___sanitizer_cov_trace_cmp4") func cmp4(_ a: UInt32, _ b: UInt32) {}
@_cdecl("__wrap___sanitizer_cov_trace_cmp8") func cmp8(_ a: UInt64, _ b: UInt64) {}
@_cdecl("__wrap___sanitizer_cov_trace_const_cmp1") func constCmp1(_ a: UInt8, _ b: UInt8) {}
@_cdecl("__wrap___sanitizer_cov_trace_const_cmp2") func constCmp2(_ a: UInt16, _ b: UInt16) {}
@_cdecl("__wrap___sanitizer_cov_trace_const_cmp4") func constCmp4(_ a: UInt32, _ b: UInt32) {}
@_cdecl("__wrap___sanitizer_cov_trace_const_cmp8") func constCmp8(_ a: UInt64, _ b: UInt64) {}
@_cdecl("__wrap___sanitizer_cov_trace_switch")
func traceSwitch(_ value: UInt64, _ cases: UnsafePointer<UInt64>) {}
