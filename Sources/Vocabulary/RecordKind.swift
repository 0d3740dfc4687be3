// SPDX-License-Identifier: Apache-2.0
/// The tables that IMPORT reads and EXPORT writes, and the names of their columns: the only list.
/// Never reads a cell: what a cell must be is checked where the row is applied.

/// A table of records, as a CSV file holds it.
package enum RecordKind: String, CaseIterable, Sendable {
    case homes, subscribers, devices, contacts, operators, plans

    /// Most cells of a row: the widest table.
    package static let cellsMax = RecordKind.allCases.map(\.columns.count).max() ?? 0

    /// Column names in order, the first line of the file.
    package var columns: [String] {
        switch self {
        case .homes: ["id", "address", "district", "access"]
        case .subscribers: ["id", "home", "name", "language", "phone", "birth", "risk", "health"]
        case .devices: ["id", "home", "model"]
        case .contacts: ["home", "order", "name", "relation", "phone", "language", "duty"]
        case .operators: ["name", "display", "role", "languages", "skills", "secret"]
        case .plans:
            [
                "plan", "step", "action", "text", "text_zh", "obligation", "condition", "outcomes",
                "seconds",
            ]
        }
    }
}
