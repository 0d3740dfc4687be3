# Nobody knows this device. It is a call all the same, and its next press joins.
at 08:59:05 amy logs on
amy ready
at 09:00:00 alarm dev=Z9999 ref=1
at +1s alarm dev=Z9999 ref=2
amy takes $1
amy contacts $1
amy closes $1 resolved
alarm dev=Z9999 ref=3
----
08:59:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
08:59:05 amy ready
  fact  amy is ready
  answer to amy: ready
09:00:00 alarm dev=Z9999 ref=1
  fact  $1 opened: button from Z9999, unregistered, priority 1
  fact  $1 offered to amy until 09:00:06
  fact  amy is offered
  answer to gw-1: stored ref 1, $1
  to amy: OFFER $1 pri 1 button age 0.0 s, left 12.0 s
09:00:01 alarm dev=Z9999 ref=2
  fact  $1 joined by button from Z9999, ref 2
  to amy: JOINED $1 pri 1 button age 1.0 s, presses 2
  answer to gw-1: stored ref 2, $1
09:00:01 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy, answered after 1.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  fact  t2 owed to gw-1: TAKEN 2
  answer to amy: TAKEN $1 pri 1 button age 1.0 s
09:00:01 amy contacts $1
  answer to amy: NO: unknownContact(20261120-0001, who: 0, count: 0)
09:00:01 amy closes $1 resolved
  fact  $1 closed by amy as resolved, handled 0.0 s, at first contact
  fact  amy is wrap-up
  answer to amy: CLOSED $1
09:00:01 alarm dev=Z9999 ref=3
  fact  $2 opened: button from Z9999, unregistered, priority 1
  fact  amy is ready
  fact  $2 offered to amy until 09:00:07
  fact  amy is offered
  answer to gw-1: stored ref 3, $2
  to amy: OFFER $2 pri 1 button age 0.0 s, left 12.0 s
