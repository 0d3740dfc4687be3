// SPDX-License-Identifier: Apache-2.0
// Owns what can fail while sockets are set up, in words an administrator can act on.
// Never reports a failing peer: that is a CloseReason.

import Glibc

/// A socket could not be set up.
package struct SocketError: Error, Hashable, Sendable {
    /// The step that failed.
    package enum Operation: String, Sendable {
        case parse, socket, option, bind, listen, connect, adopt, epoll, wake, thread
    }

    /// The step that failed.
    package let operation: Operation
    /// `errno` after it.
    package let code: Int32
    /// The address as text, or what stands for it; may be empty.
    package let address: String

    /// - Parameter code: `errno`; read it before any other call.
    package init(_ operation: Operation, code: Int32, address: String = "") {
        self.operation = operation
        self.code = code
        self.address = address
    }
}

extension SocketError: CustomStringConvertible {
    /// One clause, lower case, without a full stop.
    package var description: String {
        switch (operation, code) {
        case (.parse, _):
            "\"\(address)\" is not an address; write 127.0.0.1:7301 or [::1]:7301"
        case (.bind, EADDRINUSE), (.listen, EADDRINUSE):
            "address \(address) is taken by another program"
        case (.connect, ECONNREFUSED):
            "nobody listens on \(address)"
        case (.bind, EADDRNOTAVAIL):
            "address \(address) does not belong to this machine"
        case (.bind, EACCES):
            "address \(address) needs rights this program does not have"
        case (.adopt, _):
            "the inherited descriptor \(address) is not a stream socket that can listen"
                + " (\(Self.text(of: code)))"
        default:
            "\(operation.rawValue) failed\(address.isEmpty ? "" : " for \(address)")"
                + ": \(Self.text(of: code))"
        }
    }

    private static func text(of code: Int32) -> String {
        unsafe String(cString: strerror(code))
    }
}
