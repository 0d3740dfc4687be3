# The first TAKE wins, also over a supervisor. To take a call out of somebody's hands one names the state.
at 08:59:05 amy logs on
sue logs on
at 09:00:00 alarm dev=A0001 ref=1
amy ready
amy takes $1
sue takes $1
sue takes $1 v=4
sue takes $1 v=1
----
08:59:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
08:59:05 sue logs on
  fact  sue is away (log-on)
  sue speaks for sue, supervisor
  answer to sue: WELCOME supervisor
08:59:15 time passes
  fact  nobody is on duty
  fact  a1 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 0
  a1 goes out by voice to +85290000001 (dan)
08:59:45 time passes
  fact  a1 ends: timed-out, says @desk
09:00:00 alarm dev=A0001 ref=1
  fact  $1 opened: button from A0001, H1, priority 1
  answer to gw-1: stored ref 1, $1
09:00:00 amy ready
  fact  amy is ready
  fact  $1 offered to amy until 09:00:06
  fact  amy is offered
  fact  somebody is on duty
  answer to amy: ready
  to amy: OFFER $1 pri 1 button age 0.0 s, left 12.0 s
  to everyone: somebody is on duty
09:00:00 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  answer to amy: TAKEN $1 pri 1 button age 0.0 s
09:00:00 sue takes $1
  answer to sue: NO: $1 is taken by amy
09:00:00 sue takes $1 v=4
  fact  $1 taken by sue from amy
  fact  sue is handling
  fact  amy is ready
  to amy: WITHDRAWN $1: taken
  answer to sue: TAKEN $1 pri 1 button age 0.0 s
09:00:00 sue takes $1 v=1
  answer to sue: NO: stale, $1 is handling v5
