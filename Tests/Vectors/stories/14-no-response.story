# "No response" needs a second person; without one the call comes back. It is never a nuisance.
at 08:59:05 amy logs on
amy ready
ben logs on
at 09:00:00 alarm dev=A0001 ref=1
amy takes $1
amy closes $1 no-response
amy does $1 step=1 result=no-response
sue logs on
sue takes $1 v=5
sue closes $1 nuisance "nobody there"
sue closes $1 no-response "rang twice, neighbour saw nobody"
sue confirms $1
at +121s amy takes $1
amy closes $1 no-response "police looked through the window"
amy confirms $1
ben confirms $1
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
09:00:00 amy closes $1 no-response
  answer to amy: NO: no-response needs a reason
09:00:00 amy does $1 step=1 result=no-response
  fact  $1 step 1 done by amy: no-response
  answer to amy: DONE $1
09:00:00 sue logs on
  fact  sue is away (log-on)
  sue speaks for sue, supervisor
  answer to sue: WELCOME supervisor
09:00:00 sue takes $1 v=5
  fact  $1 taken by sue from amy
  fact  sue is handling
  fact  amy is ready
  to amy: WITHDRAWN $1: taken
  answer to sue: TAKEN $1 pri 1 button age 0.0 s
09:00:00 sue closes $1 nuisance "nobody there"
  answer to sue: NO: $1 is no nuisance: nobody answered
09:00:00 sue closes $1 no-response "rang twice, neighbour saw nobody"
  fact  $1 to be closed by sue as no-response (rang twice, neighbour saw nobody)
  fact  sue is wrap-up
  answer to sue: CONFIRMING $1
  to amy, supervisors: CONFIRM $1 pri 1 button age 0.0 s as no-response (rang twice, neighbour saw nobody) by sue
09:00:00 sue confirms $1
  answer to sue: NO: $1 needs another person
09:00:20 time passes
  fact  sue is away (log-on)
09:02:00 time passes
  fact  $1 back in the line from sue: unconfirmed
  fact  $1 offered to amy until 09:02:06
  fact  amy is offered
  to sue: RETURNED $1 pri 1 button age 120.0 s: unconfirmed
  to amy: OFFER $1 pri 1 button age 120.0 s, left 12.0 s
09:02:01 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy
  fact  amy is handling
  answer to amy: TAKEN $1 pri 1 button age 121.0 s
09:02:01 amy closes $1 no-response "police looked through the window"
  fact  $1 to be closed by amy as no-response (police looked through the window)
  fact  amy is wrap-up
  answer to amy: CONFIRMING $1
  to supervisors: CONFIRM $1 pri 1 button age 121.0 s as no-response (police looked through the window) by amy
09:02:01 amy confirms $1
  answer to amy: NO: $1 needs another person
09:02:01 ben confirms $1
  fact  $1 closed by amy as no-response (police looked through the window), confirmed by ben, handled 121.0 s
  answer to ben: CONFIRMED $1
