# The first TAKE wins. An operator cannot take a call out of somebody's hands, a supervisor can.
at 08:59:05 amy logs on
amy ready
ben logs on
sue logs on
at 09:00:00 alarm dev=A0001 ref=1
ben takes $1
amy takes $1
ben takes $1
max logs on
max takes $1
sue takes $1 v=4
amy closes $1 resolved
----
08:59:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
08:59:05 amy ready
  fact  amy is ready
  answer to amy: ready
08:59:05 ben logs on
  fact  ben is away (log-on)
  ben speaks for ben, operator
  answer to ben: WELCOME operator
08:59:05 sue logs on
  fact  sue is away (log-on)
  sue speaks for sue, supervisor
  answer to sue: WELCOME supervisor
09:00:00 alarm dev=A0001 ref=1
  fact  $1 opened: button from A0001, H1, priority 1
  fact  $1 offered to amy until 09:00:06
  fact  amy is offered
  answer to gw-1: stored ref 1, $1
  to amy: OFFER $1 pri 1 button age 0.0 s, left 12.0 s
09:00:00 ben takes $1
  answer to ben: NO: $1 is offered to amy
09:00:00 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  answer to amy: TAKEN $1 pri 1 button age 0.0 s
09:00:00 ben takes $1
  answer to ben: NO: $1 is taken by amy
09:00:00 max logs on
  fact  max is away (log-on)
  max speaks for max, manager
  answer to max: WELCOME manager
09:00:00 max takes $1
  answer to max: NO: needs take-over, from supervisor
09:00:00 sue takes $1 v=4
  fact  $1 taken by sue from amy
  fact  sue is handling
  fact  amy is ready
  to amy: WITHDRAWN $1: taken
  answer to sue: TAKEN $1 pri 1 button age 0.0 s
09:00:00 amy closes $1 resolved
  answer to amy: NO: $1 is not yours but sue
