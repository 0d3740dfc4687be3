// SPDX-License-Identifier: Apache-2.0
// Owns the tests of plans in a folder, a file each: what is read, and that whatever is wrong is named with its
// file, its place and what was expected.

import Foundation
import Settings
import Vocabulary
import XCTest

final class PlanFilesTests: XCTestCase {
    private static let sound = #"{ steps: [{ action: "note", text: "Write." }] }"#

    /// A configuration beside a folder of these files.
    private func folder(_ files: [String: String]) throws -> String {
        let folder = NSTemporaryDirectory() + "safebell-plans-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: "\(folder)/plans", withIntermediateDirectories: true)
        addTeardownBlock { try? FileManager.default.removeItem(atPath: folder) }
        for (name, text) in files {
            try text.write(toFile: "\(folder)/plans/\(name)", atomically: true, encoding: .utf8)
        }
        return folder
    }

    private func load(_ files: [String: String], _ more: String = "") throws -> CentreSettings {
        let text = smallest.replacing("plans: {", with: "planFolder: \"plans\", \(more) plans: {")
        return try CentreSettings(
            text: Array(text.utf8), file: "\(try folder(files))/centre.json5")
    }

    /// What is complained of, without the folder's name.
    private func complaints(_ files: [String: String], _ more: String = "") -> [String] {
        do {
            _ = try load(files, more)
            return []
        } catch let errors as SettingsErrors {
            return errors.all.map { error in
                let text = error.description
                return text.split(separator: "/").last.map(String.init) ?? text
            }
        } catch {
            return ["\(error)"]
        }
    }

    private func complaint(ofStep step: String) -> String {
        complaints(["fall.json5": "{ steps: [{ text: \"T\", \(step) }] }"]).joined(separator: "; ")
    }

    func test_files_arePlansByTheirNames_besideThoseOfTheConfiguration() throws {
        let settings = try load(
            [
                "fall.json5": """
                { steps: [
                  { action: "question", text: "Hurt?", text_zh: "受傷嗎？", obligation: true,
                    outcomes: ["hurt", "well"] },
                  { action: "wait", text: "Wait.", condition: "unless:hurt|no-answer", seconds: 60 },
                  { action: "close", text: "Close.", outcomes: ["resolved"] },
                ] }
                """,
                "README.md": "no plan", ".hidden.json5": "no plan either",
            ], "kinds: { fall: { plan: \"fall\" } },")
        XCTAssertEqual(settings.plans.map(\.id.text), ["fall", "emergency"])
        XCTAssertEqual(
            settings.plans[0].steps,
            [
                PlanStep(
                    action: .question, text: "Hurt?", textChinese: "受傷嗎？", obligation: true,
                    outcomes: ["hurt", "well"]),
                PlanStep(
                    action: .wait, text: "Wait.", condition: .unless(["hurt", "no-answer"]),
                    seconds: 60),
                PlanStep(action: .close, text: "Close.", outcomes: ["resolved"]),
            ])
    }

    func test_brokenFile_isNamed_andItsPlanIsNotCalledMissingToo() {
        let said = complaints(["fall.json5": "{ steps: ["], "kinds: { fall: { plan: \"fall\" } },")
        XCTAssertEqual(said.count, 1, "\(said)")
        XCTAssertTrue(said.first?.hasPrefix("fall.json5:1:") ?? false, "\(said)")
    }

    func test_folder_thatIsNotThere_orHasNoPlan_isNamed() {
        XCTAssertTrue(complaints([:]).first?.contains("plans") ?? false)
        let text = smallest.replacing("plans: {", with: "planFolder: \"/nowhere\", plans: {")
        XCTAssertTrue(
            faults(text).first?.description.contains("planFolder: found /nowhere: ") ?? false)
    }

    func test_fileWithANameThatIsNoWord_isRefused() {
        let said = complaints(["my plan.json5": Self.sound])
        XCTAssertTrue(said.first?.contains("a file named by a word of letters") ?? false, "\(said)")
    }

    func test_planInBothPlaces_isRefused() {
        let said = complaints(["emergency.json5": Self.sound])
        XCTAssertTrue(said.first?.contains("each plan once") ?? false, "\(said)")
    }

    func test_steps_thatDoNotFitTogether_areNamed() {
        for (step, expected) in [
            ("action: \"wait\"", "steps[0].seconds: found \"0\", expected 5 to 3600, for a wait"),
            (
                "action: \"note\", seconds: 9",
                "steps[0].seconds: found \"9\", expected none: only a wait takes time"
            ),
            ("action: \"close\"", "steps[0].outcomes: found \"\", expected how the call may end"),
            ("action: \"close\", outcomes: [\"gone\"]", "expected resolved|ambulance|"),
            ("action: \"note\", outcomes: [\"Well\"]", "expected words of a-z, 0-9 and -"),
            ("action: \"note\", condition: \"found:\"", "expected always, summoned, found:WORD"),
            ("action: \"note\", condition: \"sometimes\"", "expected always, summoned, found:WORD"),
            ("action: \"dance\"", "expected one of \"question\", \"home\""),
        ] {
            let said = complaint(ofStep: step)
            XCTAssertTrue(said.contains(expected), "\(step): \(said)")
        }
    }
}
