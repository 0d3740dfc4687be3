# A device that says the same again and again: beyond its bucket its alarms are stored and folded into its
# call, which says so once and again at intervals. A restart does not make it new.
rule capacity=2 sayRunaway=60s
at 08:59:05 sue logs on
amy logs on
amy ready
at 09:00:00 alarm dev=A0003 ref=1 type=fault
amy takes $1
at +5s alarm dev=A0003 ref=2 type=fault
at +5s alarm dev=A0003 ref=3 type=fault
at +5s alarm dev=A0003 ref=4 type=fault
at +5s alarm dev=A0003 ref=5 type=fault
amy parks $1 for=30s
at +5s alarm dev=A0003 ref=6 type=fault
at +5s alarm dev=A0003 ref=7
at +40s amy takes $1
at +5s alarm dev=A0003 ref=8 type=fault
restart
amy logs on
at +5s alarm dev=A0003 ref=9 type=fault

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
09:00:00 alarm dev=A0003 ref=1 type=fault
  fact  $1 opened: fault from A0003, H3, priority 3
  fact  $1 offered to amy until 09:00:06
  fact  amy is offered
  answer to gw-1: stored ref 1, $1
  to amy: OFFER $1 pri 3 fault age 0.0 s, left 12.0 s
09:00:00 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  answer to amy: TAKEN $1 pri 3 fault age 0.0 s
09:00:05 alarm dev=A0003 ref=2 type=fault
  fact  $1 joined by fault from A0003, ref 2
  fact  $1 raised to 2: repeated
  fact  t2 owed to gw-1: TAKEN 2
  to amy: JOINED $1 pri 2 fault age 5.0 s, presses 2
  answer to gw-1: stored ref 2, $1
09:00:10 alarm dev=A0003 ref=3 type=fault
  fact  $1 joined by fault from A0003, ref 3
  fact  t3 owed to gw-1: TAKEN 3
  to amy: JOINED $1 pri 2 fault age 10.0 s, presses 3
  answer to gw-1: stored ref 3, $1
09:00:15 alarm dev=A0003 ref=4 type=fault
  fact  $1 folds fault from A0003, ref 4
  fact  $1 runaway: fault from A0003, 2 since 09:00:05
  fact  t4 owed to gw-1: TAKEN 4
  to amy, supervisors: RUNAWAY fault of A0003: $1 pri 2 fault age 15.0 s, 3 alarms, 18.0 a minute
  answer to gw-1: stored ref 4, $1
09:00:17 time passes
  to amy: LEASE $1 ends in 48.0 s
  to supervisors: UNHEARD amy for 12.0 s: $1 pri 2 fault age 17.0 s
09:00:20 alarm dev=A0003 ref=5 type=fault
  fact  $1 folds fault from A0003, ref 5
  fact  t5 owed to gw-1: TAKEN 5
  answer to gw-1: stored ref 5, $1
09:00:20 amy parks $1 for=30s
  fact  $1 parked by amy until 09:00:50: later
  fact  amy is ready
  answer to amy: PARKED $1
09:00:25 alarm dev=A0003 ref=6 type=fault
  fact  $1 folds fault from A0003, ref 6
  fact  t6 owed to gw-1: TAKEN 6
  answer to gw-1: stored ref 6, $1
09:00:30 alarm dev=A0003 ref=7
  fact  $1 joined by button from A0003, ref 7
  fact  $1 raised to 1: more-urgent
  fact  $1 is now button, plan emergency
  fact  $1 back in the line from amy: pressed
  fact  $1 offered to amy until 09:00:36
  fact  amy is offered
  to amy: RETURNED $1 pri 1 button age 30.0 s: pressed
  answer to gw-1: stored ref 7, $1
  to amy: OFFER $1 pri 1 button age 30.0 s, left 12.0 s
09:00:36 time passes
  fact  $1 no longer offered to amy: lapsed
  fact  amy missed 1
  fact  amy is ready
  fact  $1 offered to amy until 09:00:42
  fact  amy is offered
  to amy: WITHDRAWN $1: lapsed
  to amy: OFFER $1 pri 1 button age 36.0 s, left 6.0 s
09:00:42 time passes
  fact  $1 on tier 2
  fact  $1 no longer offered to amy: lapsed
  fact  amy missed 2
  fact  amy is ready
  fact  $1 offered to amy until 09:00:48
  fact  amy is offered
  to amy, supervisors: OPEN tier 2 $1 pri 1 button age 42.0 s
  to amy: WITHDRAWN $1: lapsed
  to amy: OFFER $1 pri 1 button age 42.0 s, left 0.0 s
09:00:48 time passes
  fact  $1 no longer offered to amy: lapsed
  fact  amy missed 3
  fact  amy is away (missed-offers)
  fact  nobody is on duty
  fact  a1 starts: duty-officer by voice
  to amy: WITHDRAWN $1: lapsed
  to supervisors: amy is away (missed-offers)
  to everyone: NOBODY ON DUTY, open calls 1
  a1 goes out by voice to +85290000001 (dan)
09:01:10 amy takes $1
  fact  $1 taken by amy
  fact  amy missed 0
  fact  amy is handling
  fact  t7 owed to gw-1: TAKEN 7
  fact  somebody is on duty
  fact  a1 ends: stopped, says @desk
  to supervisors: WITHDRAWN $1: taken
  answer to amy: TAKEN $1 pri 1 button age 70.0 s
  to everyone: somebody is on duty
09:01:15 alarm dev=A0003 ref=8 type=fault
  fact  $1 folds fault from A0003, ref 8
  fact  t8 owed to gw-1: TAKEN 8
  to amy, supervisors: RUNAWAY fault of A0003: $1 pri 1 button age 75.0 s, 6 alarms, 5.1 a minute
  answer to gw-1: stored ref 8, $1
09:01:15 restart
  fact  $1 back in the line from amy: restarted
  to amy: RETURNED $1 pri 1 button age 75.0 s: restarted
09:01:15 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
09:01:20 alarm dev=A0003 ref=9 type=fault
  fact  $1 folds fault from A0003, ref 9
  to supervisors: RUNAWAY fault of A0003: $1 pri 1 button age 80.0 s, 7 alarms, 5.6 a minute
  answer to gw-1: stored ref 9, $1
