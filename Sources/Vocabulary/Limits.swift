// SPDX-License-Identifier: Apache-2.0
/// Every bound in the program, once, with its reason. docs/operating.md lists the same; a test
/// compares them.

package enum Limits {
    /// Longest line on both line ports, without its end. SMTP allows 512, a record with notes needs more.
    package static let lineBytesMax = 4096
    /// Longest key, reference, kind or log-on name: fits any account of SIA DC-09 (16) with room.
    package static let keyBytesMax = 64
    /// Longest free text kept from one line: the line itself bounds it.
    package static let textBytesMax = 4096
    /// Most fields on one line; more is a mistake, not a message.
    package static let fieldsMax = 64
    /// Most devices in one ALIVE: what fits a line.
    package static let aliveDevicesMax = 1024
    /// Requests of one connection that may wait for their answers; then reading pauses.
    package static let pipelineMax = 1024
    /// Unsent bytes a connection may have before it is dropped as a slow reader.
    package static let outboxBytesMax = 1_048_576
    /// Remembered alarms for recognising repeats: 500 times Hong Kong's daily volume.
    package static let repeatsMax = 1_000_000
    /// Of these, searched for the alarm that a late cancel means: five days of Hong Kong's volume.
    package static let repeatsSearchedMax = 10_000
    /// Alarms kept in memory per call; later ones are counted and stored on disk only.
    package static let alarmsPerCallMax = 64
    /// Notes kept in memory per call; later ones are on disk.
    package static let notesPerCallMax = 200
    /// Attempts kept per call: contacts × channels × tries with room.
    package static let attemptsPerCallMax = 200
    /// Calls in hand of one person, parked ones included.
    package static let callsPerOperatorMax = 20
    /// Open calls in memory; beyond it alarms still join and open, and the log says so.
    package static let openCallsMax = 1_000_000
    /// Closed calls that the record of a home's next call shows: what fits a screen beside the rest.
    package static let lastCallsKept = 3
    /// Closed calls read at the start for these: ten days of Hong Kong's volume, some 30 ms.
    package static let closedCallsRead = 20_000
    /// Contacts per home.
    package static let contactsPerHomeMax = 20
    /// Steps per plan.
    package static let planStepsMax = 50
    /// Longest wait of a plan's step: no call is put aside for longer.
    package static let waitSecondsMax = 3600
    /// Steps per call: its first plan's, and one more plan for each rank that it can rise by.
    package static let callStepsMax = planStepsMax * Priority.allCases.count * 2
    /// People who may log in.
    package static let operatorsMax = 1000
    /// Size of that file: each account with the longest key and a remark.
    package static let accountsFileBytesMax = 33_554_432
    /// Rows in the table of event codes; the standards together have some 500.
    package static let eventCodeRowsMax = 2000
    /// Codes that one row may list.
    package static let codesPerRowMax = 100
    /// Offers made in one step: bounds the settling of the desk.
    package static let offersPerStepMax = 1000
    /// Deadlines fired in one step; the rest fire in the next, at once.
    package static let deadlinesPerStepMax = 1000
    /// Rows in one import.
    package static let importRowsMax = 1_000_000
    /// Import rows applied in one step, so that presses pass between (house rule 12).
    package static let importRowsPerStep = 200
    /// Errors reported of one import before the rest are only counted.
    package static let importErrorsMax = 100
    /// Events kept for RESUME.
    package static let eventsKept = 8192
    /// Connections of one gateway that are remembered; of more, the newest ones.
    package static let connectionsPerGateway = 16
    /// Seconds in which every watched device is looked at once: a silence is found so much late at most.
    package static let watchRoundSeconds = 15
    /// Open calls of unregistered devices whose messages carry no proof; what further ones say joins the
    /// newest of these. Somebody who tries all accounts must not open ten thousand calls.
    package static let strangerCallsMax = 20
    /// Open calls about silent devices; of more the supervisors hear the number. A failed network
    /// must not bury the presses that still come through.
    package static let silentCallsMax = 20
    /// How many of so many are looked at each second.
    package static func slice(of count: Int) -> Int {
        (count + watchRoundSeconds - 1) / watchRoundSeconds
    }
    /// Devices of one risk that are remembered as newly silent in one round; the next finds the others.
    package static let silencesPerRound = 5000
    /// Devices put on record as silent each second: when a network fails, all of 100,000 within 12
    /// minutes, in steps that no press waits behind.
    package static let silencesPerLook = 150
    /// The highest risk that a service gives a person.
    package static let riskMax = 3
    /// Seconds between two marks on the disk that the centre is alive: an outage of ours is measured so well.
    package static let aliveMarkSeconds: Int64 = 30
    /// Homes looked at for a list of who may have been missed, in one step.
    package static let missedHomesPerStep = 500
    /// Milliseconds between two such steps, in which presses pass: 100,000 homes take 4 s.
    package static let listingMilliseconds: Int64 = 20
    /// Devices whose way to the centre is written down in one step.
    package static let routesPerStep = 200
    /// Seconds for which such news wait for others: a gateway that comes brings thousands.
    package static let routesSettleSeconds: Int64 = 10
    /// Times that nobody was reached before a home of that list becomes a call.
    package static let missedTriesMax = 3
    /// Minutes for which a home of that list stays with who took it.
    package static let missedHoldMinutes: Int64 = 15
    /// TAKEN notices kept per gateway until SEEN.
    package static let takenKeptPerGateway = 4096
    /// Call numbers reserved at a time: more than a day's calls while a disk is dead.
    package static let callNumbersReserved: Int64 = 1000
    /// Event numbers reserved at a time.
    package static let eventNumbersReserved: Int64 = 1_000_000
    /// Attempt and follow-up numbers reserved at a time.
    package static let attemptNumbersReserved: Int64 = 10_000
    /// Failed log-ons before a name must wait (back-off, never a lock that shuts out for good).
    package static let logOnFailuresMax = 5
    /// Log-ons waiting for the password worker; more are told to try again.
    package static let logOnsWaitingMax = 256
    /// Facts kept for the disk while it fails; beyond it the oldest decisions lose their record,
    /// never their answer.
    package static let unsavedDecisionsMax = 1_000_000
    /// Alarms remembered that were refused while the disk failed: their TAKEN waits for their 250.
    package static let refusedAlarmsKept = 4096
    /// Most facts in one transaction: bounds the time of one commit.
    package static let factsPerCommitMax = 20_000
    /// Exec channels running at once.
    package static let execsMax = 16
    /// Longest body of a DC-09 frame: its length is a zero and three hex digits.
    package static let dc09BodyBytesMax = 4095
    /// Blocks of extended data read from one frame; the standard knows 24 letters.
    package static let dc09BlocksMax = 32
    /// Events read from one frame: SIA DC-03 blocks may hold several.
    package static let dc09EventsMax = 16
    /// Bytes without a frame after which a DC-09 connection is closed.
    package static let dc09NoiseBytesMax = 4096
    /// Accounts in the file of DC-09 accounts: twice the homes that Hong Kong's services have.
    package static let diallerAccountsMax = 200_000
    /// Canaries of one centre, one for each path; each costs a commit a minute.
    package static let canariesMax = 200
    /// Storms that last at one time: two for each of Hong Kong's 18 districts is more than anybody oversees.
    package static let stormsMax = 32
    /// Shortest storm, in minutes: below it the calls are worked off before the group is read.
    package static let stormMinutesMin: Int64 = 5
    /// Minutes before its end at which a storm says that it ends: time to extend it or to call people in.
    package static let stormWarningMinutes: Int64 = 10
    /// Minutes for which a preview may be acted upon: what is older nobody remembers having read.
    package static let stormPreviewMinutes: Int64 = 10
    /// Kinds in one storm.
    package static let stormKindsMax = 20
    /// Areas whose technical calls are counted for a proposal; of more, those heard of last.
    package static let stormAreasMax = 1000
    /// Areas that a refusal names: Hong Kong has 18 districts, and a line its length.
    package static let stormAreasNamedMax = 20
    /// Token buckets of devices that spoke lately; a full one is forgotten. A tenth of a large
    /// service's devices may run away at once.
    package static let bucketsMax = 10_000
    /// Runaway devices and kinds that one call names.
    package static let runawaysPerCallMax = 16
    /// Rows of one call's story that SHOW prints before it says that there are more; a call that nobody
    /// takes for a whole night has some 2,000.
    package static let storyRowsMax = 3000
    /// Follow-up services that one shift hand-over moves; what is beyond stays, and is counted.
    package static let shiftFollowUpsMax = 200
    /// Longest message to a colleague: what a screen shows at once, in Chinese too.
    package static let messageBytesMax = 500
    /// People who listen to one call: each of its events goes to all of them.
    package static let listenersPerCallMax = 8
    /// Skills of one person, and queues that are offered to them first.
    package static let skillsPerPersonMax = 20
    /// So much longer than its rule allows a state must last to be listed as stuck: deadlines are met by
    /// the next step, not to the millisecond.
    package static let stuckGraceSeconds: Int64 = 2
    /// Rows that LIST prints before it says that there are more.
    package static let listRowsMax = 1000
}
