# A runaway whose call was closed opens one call that says what it is. When it has been calm for long enough
# it is a device like any other.
rule capacity=2
at 08:59:05 sue logs on
amy logs on
amy ready
at 09:00:00 alarm dev=A0003 ref=1 type=power-lost
amy takes $1
alarm dev=A0003 ref=2 type=power-lost
alarm dev=A0003 ref=3 type=power-lost
alarm dev=A0003 ref=4 type=power-lost
amy closes $1 technical
at +10s alarm dev=A0003 ref=5 type=power-lost
at +10s alarm dev=A0003 ref=6 type=power-lost
at +20s amy takes $2
amy closes $2 technical
at +5min alarm dev=A0003 ref=7 type=power-lost

----
08:59:00 rule capacity=2
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
09:00:00 alarm dev=A0003 ref=1 type=power-lost
  fact  $1 opened: power-lost from A0003, H3, priority 4
  fact  $1 offered to amy until 09:00:06
  fact  amy is offered
  answer to gw-1: stored ref 1, $1
  to amy: OFFER $1 pri 4 power-lost age 0.0 s, left 12.0 s
09:00:00 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  answer to amy: TAKEN $1 pri 4 power-lost age 0.0 s
09:00:00 alarm dev=A0003 ref=2 type=power-lost
  fact  $1 joined by power-lost from A0003, ref 2
  fact  $1 raised to 3: repeated
  fact  t2 owed to gw-1: TAKEN 2
  to amy: JOINED $1 pri 3 power-lost age 0.0 s, presses 2
  answer to gw-1: stored ref 2, $1
09:00:00 alarm dev=A0003 ref=3 type=power-lost
  fact  $1 joined by power-lost from A0003, ref 3
  fact  $1 raised to 2: repeated
  fact  t3 owed to gw-1: TAKEN 3
  to amy: JOINED $1 pri 2 power-lost age 0.0 s, presses 3
  answer to gw-1: stored ref 3, $1
09:00:00 alarm dev=A0003 ref=4 type=power-lost
  fact  $1 folds power-lost from A0003, ref 4
  fact  $1 runaway: power-lost from A0003, 2 since 09:00:00
  fact  t4 owed to gw-1: TAKEN 4
  to amy, supervisors: RUNAWAY power-lost of A0003: $1 pri 2 power-lost age 0.0 s, 3 alarms, 180.0 a minute
  answer to gw-1: stored ref 4, $1
09:00:00 amy closes $1 technical
  fact  $1 closed by amy as technical, handled 0.0 s
  fact  amy is wrap-up
  answer to amy: CLOSED $1
09:00:10 alarm dev=A0003 ref=5 type=power-lost
  fact  $2 opened: power-lost from A0003, H3, priority 4
  fact  $2 runaway: power-lost from A0003, 4 since 09:00:00
  to supervisors: RUNAWAY power-lost of A0003: $2 pri 4 power-lost age 0.0 s, 4 alarms, 24.0 a minute
  answer to gw-1: stored ref 5, $2
09:00:20 time passes
  fact  amy is ready
  fact  $2 offered to amy until 09:00:26
  fact  amy is offered
  to amy: OFFER $2 pri 4 power-lost age 10.0 s, left 2.0 s
09:00:20 alarm dev=A0003 ref=6 type=power-lost
  fact  $2 folds power-lost from A0003, ref 6
  answer to gw-1: stored ref 6, $2
09:00:22 time passes
  fact  $2 on tier 2
  to amy, supervisors: OPEN tier 2 $2 pri 4 power-lost age 12.0 s
09:00:26 time passes
  fact  $2 no longer offered to amy: lapsed
  fact  amy missed 1
  fact  amy is ready
  fact  $2 offered to amy until 09:00:32
  fact  amy is offered
  to amy: WITHDRAWN $2: lapsed
  to amy: OFFER $2 pri 4 power-lost age 16.0 s, left -4.0 s
09:00:32 time passes
  fact  $2 no longer offered to amy: lapsed
  fact  amy missed 2
  fact  amy is ready
  fact  $2 offered to amy until 09:00:38
  fact  amy is offered
  to amy: WITHDRAWN $2: lapsed
  to amy: OFFER $2 pri 4 power-lost age 22.0 s, left -10.0 s
09:00:38 time passes
  fact  $2 no longer offered to amy: lapsed
  fact  amy missed 3
  fact  amy is away (missed-offers)
  fact  nobody is on duty
  fact  a1 starts: duty-officer by voice
  to amy: WITHDRAWN $2: lapsed
  to supervisors: amy is away (missed-offers)
  to everyone: NOBODY ON DUTY, open calls 1
  a1 goes out by voice to +85290000001 (dan)
09:00:40 amy takes $2
  fact  $2 taken by amy, answered after 30.0 s
  fact  amy missed 0
  fact  amy is handling
  fact  t5 owed to gw-1: TAKEN 5
  fact  t6 owed to gw-1: TAKEN 6
  fact  somebody is on duty
  fact  a1 ends: stopped, says @desk
  to supervisors: WITHDRAWN $2: taken
  answer to amy: TAKEN $2 pri 4 power-lost age 30.0 s
  to everyone: somebody is on duty
09:00:40 amy closes $2 technical
  fact  $2 closed by amy as technical, handled 0.0 s
  fact  amy is wrap-up
  answer to amy: CLOSED $2
09:01:00 time passes
  fact  amy is ready
09:05:40 alarm dev=A0003 ref=7 type=power-lost
  fact  $3 opened: power-lost from A0003, H3, priority 4
  fact  $3 offered to amy until 09:05:46
  fact  amy is offered
  answer to gw-1: stored ref 7, $3
  to amy: OFFER $3 pri 4 power-lost age 0.0 s, left 12.0 s
