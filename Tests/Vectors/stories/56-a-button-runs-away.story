# A button that is pressed and pressed: its call keeps its rank, whoever has it hears that it does not stop,
# and a press that comes while it is put aside brings it back.
rule capacity=2 sayRunaway=60s
at 08:59:05 sue logs on
amy logs on
amy ready
at 09:00:00 alarm dev=A0001 ref=1
alarm dev=A0001 ref=2
alarm dev=A0001 ref=3
alarm dev=A0001 ref=4
amy takes $1
amy parks $1 for=60s
at +5s alarm dev=A0001 ref=5
at +60s alarm dev=A0001 ref=6

----
08:59:00 rule capacity=2 sayRunaway=60s
08:59:05 sue logs on
  fact  sue is away (log-on)
  sue speaks for sue, supervisor
  answer to sue: WELCOME supervisor
08:59:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
08:59:05 amy ready
  fact  amy is ready
  answer to amy: ready
09:00:00 alarm dev=A0001 ref=1
  fact  $1 opened: button from A0001, H1, priority 1
  fact  $1 offered to amy until 09:00:06
  fact  amy is offered
  answer to gw-1: stored ref 1, $1
  to amy: OFFER $1 pri 1 button age 0.0 s, left 12.0 s
09:00:00 alarm dev=A0001 ref=2
  fact  $1 joined by button from A0001, ref 2
  to amy: JOINED $1 pri 1 button age 0.0 s, presses 2
  answer to gw-1: stored ref 2, $1
09:00:00 alarm dev=A0001 ref=3
  fact  $1 joined by button from A0001, ref 3
  to amy: JOINED $1 pri 1 button age 0.0 s, presses 3
  answer to gw-1: stored ref 3, $1
09:00:00 alarm dev=A0001 ref=4
  fact  $1 folds button from A0001, ref 4
  fact  $1 runaway: button from A0001, 2 since 09:00:00
  to amy, supervisors: RUNAWAY button of A0001: $1 pri 1 button age 0.0 s, 3 alarms, 180.0 a minute
  answer to gw-1: stored ref 4, $1
09:00:00 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  fact  t2 owed to gw-1: TAKEN 2
  fact  t3 owed to gw-1: TAKEN 3
  fact  t4 owed to gw-1: TAKEN 4
  answer to amy: TAKEN $1 pri 1 button age 0.0 s
09:00:00 amy parks $1 for=60s
  fact  $1 parked by amy until 09:01:00: later
  fact  amy is ready
  answer to amy: PARKED $1
09:00:05 alarm dev=A0001 ref=5
  fact  $1 folds button from A0001, ref 5
  fact  $1 back in the line from amy: pressed
  fact  $1 offered to amy until 09:00:11
  fact  amy is offered
  to amy: RETURNED $1 pri 1 button age 5.0 s: pressed
  answer to gw-1: stored ref 5, $1
  to amy: OFFER $1 pri 1 button age 5.0 s, left 12.0 s
09:00:11 time passes
  fact  $1 no longer offered to amy: lapsed
  fact  amy missed 1
  fact  amy is ready
  fact  $1 offered to amy until 09:00:17
  fact  amy is offered
  to amy: WITHDRAWN $1: lapsed
  to amy: OFFER $1 pri 1 button age 11.0 s, left 6.0 s
09:00:17 time passes
  fact  $1 on tier 2
  fact  $1 no longer offered to amy: lapsed
  fact  amy missed 2
  fact  amy is ready
  fact  $1 offered to amy until 09:00:23
  fact  amy is offered
  to amy, supervisors: OPEN tier 2 $1 pri 1 button age 17.0 s
  to amy: WITHDRAWN $1: lapsed
  to amy: OFFER $1 pri 1 button age 17.0 s, left 0.0 s
09:00:23 time passes
  fact  $1 no longer offered to amy: lapsed
  fact  amy missed 3
  fact  amy is away (missed-offers)
  fact  nobody is on duty
  fact  a1 starts: duty-officer by voice
  to amy: WITHDRAWN $1: lapsed
  to supervisors: amy is away (missed-offers)
  to everyone: NOBODY ON DUTY, open calls 1
  a1 goes out by voice to +85290000001 (dan)
09:00:53 time passes
  fact  a1 ends: timed-out, says @desk
09:01:05 time passes
  fact  $1 on tier 3
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a2 starts: duty-officer by voice
  fact  $1 reaching contacts for @desk, 4 stops
  fact  a3 starts: contact:1 by voice
  fact  $1 reaching notice:3 for @desk, 1 stops
  fact  a4 starts: notice:3 by sms
  to supervisors: OPEN tier 3 $1 pri 1 button age 65.0 s
  a2 goes out by voice to +85290000001 (dan)
  a3 goes out by voice to +85290000001 (daughter)
  a4 goes out by sms to +85290000003 (son)
09:01:05 alarm dev=A0001 ref=6
  fact  $1 folds button from A0001, ref 6
  to supervisors: RUNAWAY button of A0001: $1 pri 1 button age 65.0 s, 5 alarms, 4.6 a minute
  answer to gw-1: stored ref 6, $1
