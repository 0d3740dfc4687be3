// SPDX-License-Identifier: Apache-2.0
/// The tables as they are now, one line each; docs/schema.md has the same list and a test compares.
/// Never creates them: that is the migrations' work.

/// The schema's table of contents.
package enum Schema {
    /// A table and what a row of it promises.
    package struct Table: Sendable, Equatable {
        package let name: String
        package let promise: String
        init(_ name: String, _ promise: String) {
            self.name = name
            self.promise = promise
        }
    }

    /// All tables, in the order of docs/schema.md.
    package static let tables: [Table] = [
        Table("timeline", "one thing that became true; never changed, never deleted"),
        Table(
            "seals",
            "from which row on the timeline is sealed, or is not, and what its first seal builds on"
        ),
        Table("texts", "words about or by a person; emptied when that person is erased"),
        Table("calls", "one call as it stands now, or stood when it was closed"),
        Table("alarms", "one press or other alarm, as received; its id is its timeline row"),
        Table("signals", "one message that needed nobody; its id is its timeline row"),
        Table("notes", "one remark on a call; its id is its timeline row"),
        Table("call_steps", "one plan step of a call that was done or waived"),
        Table("attempts", "one try to reach somebody; outcome NULL while it runs"),
        Table("cascades", "one running way through contacts or services of an open call"),
        Table("followups", "one promised service; fulfilled_at NULL while it is owed"),
        Table(
            "followup_work",
            "as which call a promise to call back came due, and how often a promise changed its owner"
        ),
        Table("queues", "what a person is offered first, as a supervisor has set it"),
        Table("homes", "a dwelling, with its last call"),
        Table("subscribers", "a person served"),
        Table("devices", "a base unit or pendant"),
        Table("contacts", "somebody on a home's list"),
        Table("operators", "a person who may log in"),
        Table("plans", "a plan's name; its steps are in plan_steps"),
        Table("plan_steps", "one step of a plan, as it is now"),
        Table("step_endings", "words with one of which a step ends, and how long a wait is"),
        Table(
            "former_steps",
            "one step of a plan as it was, for calls that began under it; step 0 stands for the plan"),
        Table("earlier_plans", "a plan that a call followed before a more urgent alarm, and the step in progress"),
        Table("home_last", "a closing not yet entered in homes (last call, last operator)"),
        Table("taken_owed", "a TAKEN that its gateway has not yet said SEEN to"),
        Table("numbers", "numbers of this series up to here may have been given"),
        Table("import_work", "the accepted import and how far it is applied"),
        Table("import_rows", "one row of an import, kept until the import has ended"),
        Table("measures", "counts of calls by time of arrival, priority and district"),
        Table("operator_measures", "counts of one person's work by time"),
        Table("canaries", "a canary as it stands: overwritten by each of its rounds"),
        Table(
            "storms", "one storm as it was declared, and how it ended; ended_at NULL while it lasts"
        ),
        Table(
            "storm_calls", "a call that a storm touched, its rank before, and how it left the group"
        ),
        Table("storm_history", "a row of the timeline that belongs to a storm's own record"),
        Table("silences", "a device that is silent, and when its home is to be rung next"),
        Table(
            "outages",
            "a time in which presses may have gone unheard; emptied_at NULL until its list is done"),
        Table("missed", "a home that may have been missed and was not asked after yet"),
        Table("routes", "the gateway through which a device was heard last"),
        Table("centre", "a single value: nobody on duty, days sealed, last alive"),
        Table("recoveries", "how far a set-aside file has been merged"),
        Table("migrations", "a change of the schema that was made, and when"),
    ]
}
