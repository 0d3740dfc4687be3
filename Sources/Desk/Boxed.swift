// SPDX-License-Identifier: Apache-2.0
/// A value held behind one reference: copies share it until one of them changes it.
/// Never shows that it is shared: it compares, and is changed, like the value itself.

/// An array of one element: the language's own way to share a value until it is changed, with no
/// class to be trusted. What is large and seldom changed stands in one, so that who copies what it
/// is a part of counts one reference instead of two dozen.
package struct Boxed<Value: Sendable>: Sendable {
    private var only: [Value]

    package init(_ value: Value) { only = [value] }

    package var value: Value {
        _read { yield only[0] }
        _modify { yield &only[0] }
    }
}

extension Boxed: Equatable where Value: Equatable {}
extension Boxed: Hashable where Value: Hashable {}
