// SPDX-License-Identifier: Apache-2.0
/// Values that print as dots: door codes, health notes, secrets. The type makes a leak into a log
/// or a list visible at the place where it would happen.

/// Text that prints as `••••` everywhere but where `shown` is asked for by name (Reeves PFD 2018:
/// the code must be at hand; Camden Careline: it must not be written into the log).
package struct Masked: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The text itself; ask for it only where the holder of the call sees it.
    package let shown: String

    /// What is printed instead. In a row of an import it means: as it is already.
    package static let dots = "••••"

    package init(_ text: String) { shown = text }
    package var isEmpty: Bool { shown.isEmpty }
    /// Says nothing itself: the row it came from was printed with dots.
    package var isDots: Bool { shown == Masked.dots }
    package var description: String { shown.isEmpty ? "" : Masked.dots }
    package var debugDescription: String { description }
    /// `dump` sees the dots, too.
    package var customMirror: Mirror { Mirror(reflecting: description) }
}

/// Bytes that print as `••••`: the key of a device.
package struct MaskedBytes: Hashable, Sendable, CustomStringConvertible,
    CustomDebugStringConvertible, CustomReflectable
{
    /// The bytes themselves; ask for them only where they are used.
    package let shown: [UInt8]

    package init(_ bytes: [UInt8]) { shown = bytes }
    package var description: String { "••••" }
    package var debugDescription: String { description }
    /// `dump` sees the dots, too.
    package var customMirror: Mirror { Mirror(reflecting: description) }
}
