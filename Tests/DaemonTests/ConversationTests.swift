// SPDX-License-Identifier: Apache-2.0
// Owns the list of conversations: each is told to a centre of its own.
// Never says what is said: that stands in Tests/Vectors/conversations, for people to read.

import Rig
import XCTest

final class ConversationTests: XCTestCase {
    private func tell(_ name: String) throws {
        let conversation = try Conversation()
        try conversation.tell("\(name).talk")
    }

    func test_mainRoad_pressAnsweredClosedCounted() throws { try tell("main-road") }
    func test_samePressTwice_oneCall() throws { try tell("same-press-twice") }
    func test_secondPress_joinsAndRaises() throws { try tell("second-press") }
    func test_unansweredCall_climbsTheLadder() throws { try tell("ladder") }
    func test_killedOperatorConnection_returnsCallToLine() throws { try tell("lost-operator") }
    func test_secondLogOn_replacesFirst_keepsCalls() throws { try tell("second-login") }
    func test_silentHolder_warnedThenCallGoesBack() throws { try tell("lease") }
    func test_twoTakes_firstWins() throws { try tell("two-takes") }
    func test_noResponse_needsSecondPerson() throws { try tell("no-response") }
    func test_nobodyAnswers_thereIsNoDetour() throws { try tell("no-detour") }
    func test_anotherKindAsUrgent_isNamedAndItsPlanFollowed() throws { try tell("as-urgent") }
    func test_hands_parkedOnesToo_andTheDutyOfficers() throws { try tell("hands") }
    func test_plans_branchByWhatIsFound_andAreReplacedByAMoreUrgentOne() throws { try tell("plans") }
    func test_openObligation_blocksClosing() throws { try tell("obligations") }
    func test_powers_checkedOnEveryCommand() throws { try tell("powers") }
    func test_staleVersion_refusedWithWhatChanged() throws { try tell("stale") }
    func test_parkedCall_comesBack() throws { try tell("park") }
    func test_promiseToCallBack_isACallAtItsTime() throws { try tell("call-back") }
    func test_shift_acceptedByName_nothingMovesBefore() throws { try tell("shift") }
    func test_supervisor_listensTellsAndStaffs() throws { try tell("supervisor") }
    func test_pressedAgain_holderMustBeHeard() throws { try tell("pressed-again") }
    func test_handOver_inTheirHandsAtOnce() throws { try tell("hand-over") }
    func test_resume_missedEventsOrGone() throws { try tell("resume") }
    func test_taken_repeatedUntilSeen() throws { try tell("taken-until-seen") }
    func test_gatewayWithTwoConnections_hearsOnTheOther() throws { try tell("two-connections") }
    func test_closedCallsAndKeptPromises_canBeAskedFor() throws { try tell("past") }
    func test_call_tellsWhoDidWhatInOrder() throws { try tell("who-did-it") }
    func test_notify_repeatedUntilResult() throws { try tell("notify-until-result") }
    func test_canary_seenByNobodyUntilItIsSilent() throws { try tell("canary") }
    func test_storm_previewedGroupedUndone_andNoPressInIt() throws { try tell("storm") }
    func test_privateDetails_shownOnDemandPassedOnAndNowhereElse() throws {
        try tell("private-details")
    }
    func test_silentDevices_ringAgainUntilTheyAreHeard() throws { try tell("silent-devices") }
    func test_missed_listedAfterAnOutageAndRungUntilNobodyIsLeft() throws { try tell("missed") }
    func test_runaway_foldedIntoOneCall() throws { try tell("runaway") }
    func test_cancel_notedPersonDecides() throws { try tell("cancel") }
    func test_unknownDevice_becomesUnregisteredCall() throws { try tell("unregistered") }
    func test_signals_openCallsWhereConfigured() throws { try tell("signals") }
    func test_badLinesOfDevices_answeredAndSurvived() throws { try tell("bad-lines-device") }
    func test_badLinesOfPeople_answeredAndSurvived() throws { try tell("bad-lines-console") }
    func test_tags_comeBackOnEveryLine() throws { try tell("tags") }
    func test_help_listsOnlyWhatIsBuilt() throws { try tell("help") }
    func test_failedLogOns_waitByNameAndAddress() throws { try tell("log-on") }
    func test_lists_haveFiltersOfTheirOwn() throws { try tell("lists") }
    func test_import_allOrNothing() throws { try tell("import") }
    func test_backup_whileItRuns() throws { try tell("backup") }
    func test_nobodyOnDuty_isAnAlarmOfItsOwn() throws { try tell("duty") }
    func test_matching_languageThenHomeThenIdle() throws { try tell("matching") }
    func test_killedCentre_offersOpenCallsAgain() throws { try tell("restart") }
}
