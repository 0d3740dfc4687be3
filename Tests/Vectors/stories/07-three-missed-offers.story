# One missed offer is no offence, three in a row set away; the call climbs on.
at 08:59:05 amy logs on
amy ready
at 09:00:00 alarm dev=A0001 ref=1
at +7s amy takes $1
amy closes $1 resolved
amy ready
at 09:10:00 alarm dev=A0003 ref=1
at +20s
amy ready
----
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
09:00:06 time passes
  fact  $1 no longer offered to amy: lapsed
  fact  amy missed 1
  fact  amy is ready
  fact  $1 offered to amy until 09:00:12
  fact  amy is offered
  to amy: WITHDRAWN $1: lapsed
  to amy: OFFER $1 pri 1 button age 6.0 s, left 6.0 s
09:00:07 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy, answered after 7.0 s
  fact  amy missed 0
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  answer to amy: TAKEN $1 pri 1 button age 7.0 s
09:00:07 amy closes $1 resolved
  fact  $1 closed by amy as resolved, handled 0.0 s, at first contact
  fact  amy is wrap-up
  answer to amy: CLOSED $1
09:00:07 amy ready
  fact  amy is ready
  answer to amy: ready
09:10:00 alarm dev=A0003 ref=1
  fact  $2 opened: button from A0003, H3, priority 1
  fact  $2 offered to amy until 09:10:06
  fact  amy is offered
  answer to gw-1: stored ref 1, $2
  to amy: OFFER $2 pri 1 button age 0.0 s, left 12.0 s
09:10:06 time passes
  fact  $2 no longer offered to amy: lapsed
  fact  amy missed 1
  fact  amy is ready
  fact  $2 offered to amy until 09:10:12
  fact  amy is offered
  to amy: WITHDRAWN $2: lapsed
  to amy: OFFER $2 pri 1 button age 6.0 s, left 6.0 s
09:10:12 time passes
  fact  $2 on tier 2
  fact  $2 no longer offered to amy: lapsed
  fact  amy missed 2
  fact  amy is ready
  fact  $2 offered to amy until 09:10:18
  fact  amy is offered
  to amy, supervisors: OPEN tier 2 $2 pri 1 button age 12.0 s
  to amy: WITHDRAWN $2: lapsed
  to amy: OFFER $2 pri 1 button age 12.0 s, left 0.0 s
09:10:18 time passes
  fact  $2 no longer offered to amy: lapsed
  fact  amy missed 3
  fact  amy is away (missed-offers)
  fact  nobody is on duty
  fact  a1 starts: duty-officer by voice
  to amy: WITHDRAWN $2: lapsed
  to supervisors: amy is away (missed-offers)
  to everyone: NOBODY ON DUTY, open calls 1
  a1 goes out by voice to +85290000001 (dan)
09:10:20 amy ready
  fact  amy is ready
  fact  amy missed 0
  fact  $2 offered to amy until 09:10:26
  fact  amy is offered
  fact  somebody is on duty
  fact  a1 ends: stopped, says @desk
  answer to amy: ready
  to amy: OFFER $2 pri 1 button age 20.0 s, left -8.0 s
  to everyone: somebody is on duty
