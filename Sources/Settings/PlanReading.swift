// SPDX-License-Identifier: Apache-2.0
/// Owns the reading of plans: those of the configuration, and those of a folder, a file each.
/// Never knows which kind of call follows which plan.

import Glibc
import Vocabulary

/// Steps from checked values; what does not fit together in one is complained of.
private struct StepReader {
    let checked: CheckedSettings
    var complaints: [Complaint] = []

    mutating func steps(_ list: String) -> [PlanStep] {
        (0..<(checked.counts[list] ?? 0)).map { step("\(list)[\($0)]") }
    }

    private mutating func step(_ path: String) -> PlanStep {
        func text(_ key: String) -> String { checked.values["\(path).\(key)"]?.string ?? "" }
        let condition = StepCondition(text: text("condition"))
        if condition == nil {
            complain("\(path).condition", text("condition"), StepCondition.expected)
        }
        let given = (checked.values["\(path).outcomes"]?.elements ?? []).compactMap(\.string)
        let outcomes = StepOutcomes.words(given.joined(separator: "|"))
        if outcomes == nil {
            complain("\(path).outcomes", given.joined(separator: "|"), StepOutcomes.expected)
        }
        let step = PlanStep(
            action: StepAction(rawValue: text("action")) ?? .note, text: text("text"),
            textChinese: text("text_zh"),
            obligation: checked.values["\(path).obligation"] == .flag(true),
            condition: condition ?? .always, outcomes: outcomes ?? [],
            seconds: Int(checked.values["\(path).seconds"]?.number ?? 0))
        if let fault = step.fault {
            let found =
                fault.column == "seconds" ? String(step.seconds) : given.joined(separator: "|")
            complain("\(path).\(fault.column)", found, fault.expected)
        }
        return step
    }

    private mutating func complain(_ path: String, _ found: String, _ expected: String) {
        complaints.append(Complaint(path: path, found: "\"\(found)\"", expected: expected))
    }
}

extension SettingsBuilder {
    /// Files of a folder of plans; more would be a mistake of the folder.
    private static let planFilesMax = 200
    private static let ending = ".json5"

    /// All plans, those of the folder first; faults of files go to `fileErrors`.
    mutating func readPlans() -> [Plan] {
        var reader = StepReader(checked: checked)
        let own = names("plans").map { Plan(id: PlanID($0), steps: reader.steps("plans.\($0)")) }
        complaints += reader.complaints
        guard let folder = given("planFolder").map({ path("planFolder", $0) }) else { return own }
        var plans: [Plan] = []
        for file in planFiles(folder) {
            let name = String(file.dropLast(Self.ending.count))
            if own.contains(where: { $0.id.text == name }) {
                complain(
                    "plans.\(name)", found: "a plan that is also \(folder)/\(file)",
                    expected: "each plan once")
            }
            if !SettingType.isWord(name) {
                complain(
                    "planFolder", found: "\(folder)/\(file)",
                    expected: "a file named by \(SettingType.word.expectation)")
            }
            // One that is faulty is there all the same: it must not be called missing, too.
            let steps = steps(inFile: SettingsFile.resolved(file, in: folder)) ?? []
            plans.append(Plan(id: PlanID(name), steps: steps))
        }
        return plans + own
    }

    /// Names, in order.
    private mutating func planFiles(_ folder: String) -> [String] {
        guard let stream = opendir(folder) else {
            complain(
                "planFolder", found: "\(folder): \(String(cString: strerror(errno)))",
                expected: "a folder that can be read")
            return []
        }
        defer { closedir(stream) }
        var files: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(Self.ending), !name.hasPrefix(".") { files.append(name) }
        }
        if files.isEmpty || files.count > Self.planFilesMax {
            complain(
                "planFolder", found: "\(files.count) plans in \(folder)",
                expected: "1 to \(Self.planFilesMax) files NAME\(Self.ending)")
        }
        return files.sorted()
    }

    private mutating func steps(inFile path: String) -> [PlanStep]? {
        let bytes: [UInt8]
        do throws(SettingsFile.Failure) {
            bytes = try SettingsFile(path).bytes
        } catch {
            fileErrors.append(
                SettingsError(
                    source: .file(path, line: 0, column: 0), path: "planFolder",
                    found: error.found, expected: error.expected))
            return nil
        }
        do throws(SettingsErrors) {
            let source = try SettingsSource(text: bytes, file: path)
            let checked = CheckedSettings(
                source.root, shape: SettingShape(of: SettingKey.planFile), keys: SettingKey.planFile
            )
            var reader = StepReader(checked: checked)
            let steps = reader.steps("steps")
            let faults = checked.complaints + reader.complaints
            fileErrors += source.errors + faults.map(source.error)
            return steps
        } catch {
            fileErrors += error.all
            return nil
        }
    }
}
