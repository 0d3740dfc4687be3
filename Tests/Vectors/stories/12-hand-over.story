# Amy gives the call to Ben, who is on duty; not to somebody who is away.
at 08:59:05 amy logs on
amy ready
ben logs on
at 09:00:00 alarm dev=A0001 ref=1
amy takes $1
amy hands $1 to=ben
amy hands $1 to=zoe
ben ready
amy hands $1 to=ben
amy closes $1 resolved
ben closes $1 resolved
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
09:00:00 alarm dev=A0001 ref=1
  fact  $1 opened: button from A0001, H1, priority 1
  fact  $1 offered to amy until 09:00:06
  fact  amy is offered
  answer to gw-1: stored ref 1, $1
  to amy: OFFER $1 pri 1 button age 0.0 s, left 12.0 s
09:00:00 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  answer to amy: TAKEN $1 pri 1 button age 0.0 s
09:00:00 amy hands $1 to=ben
  answer to amy: NO: notOnDuty(ben)
09:00:00 amy hands $1 to=zoe
  answer to amy: NO: unknownOperator(zoe)
09:00:00 ben ready
  fact  ben is ready
  answer to ben: ready
09:00:00 amy hands $1 to=ben
  fact  $1 handed from amy to ben
  fact  ben is handling
  fact  amy is ready
  to ben: HANDED $1 pri 1 button age 0.0 s from amy
  answer to amy: HANDED $1
09:00:00 amy closes $1 resolved
  answer to amy: NO: $1 is not yours but ben
09:00:00 ben closes $1 resolved
  fact  $1 closed by ben as resolved, handled 0.0 s
  fact  ben is wrap-up
  answer to ben: CLOSED $1
