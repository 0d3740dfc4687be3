# Calls before and after midnight: each day counts from one.
start 23:59:30
amy logs on
amy ready
at 23:59:58 alarm dev=A0001 ref=1
amy takes $1
at +5s alarm dev=A0003 ref=1
amy closes $1 resolved
at +21s amy takes $2

----
23:59:30 start 23:59:30
23:59:30 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
23:59:30 amy ready
  fact  amy is ready
  answer to amy: ready
23:59:58 alarm dev=A0001 ref=1
  fact  $1 opened: button from A0001, H1, priority 1
  fact  $1 offered to amy until 00:00:04
  fact  amy is offered
  answer to gw-1: stored ref 1, $1
  to amy: OFFER $1 pri 1 button age 0.0 s, left 12.0 s
23:59:58 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  answer to amy: TAKEN $1 pri 1 button age 0.0 s
00:00:03 alarm dev=A0003 ref=1
  fact  $2 opened: button from A0003, H3, priority 1
  answer to gw-1: stored ref 1, $2
00:00:03 amy closes $1 resolved
  fact  $1 closed by amy as resolved, handled 5.0 s, at first contact
  fact  amy is wrap-up
  fact  amy is ready
  fact  $2 offered to amy until 00:00:09
  fact  amy is offered
  answer to amy: CLOSED $1
  to amy: OFFER $2 pri 1 button age 0.0 s, left 12.0 s
00:00:09 time passes
  fact  $2 no longer offered to amy: lapsed
  fact  amy missed 1
  fact  amy is ready
  fact  $2 offered to amy until 00:00:15
  fact  amy is offered
  to amy: WITHDRAWN $2: lapsed
  to amy: OFFER $2 pri 1 button age 6.0 s, left 6.0 s
00:00:15 time passes
  fact  $2 on tier 2
  fact  $2 no longer offered to amy: lapsed
  fact  amy missed 2
  fact  amy is ready
  fact  $2 offered to amy until 00:00:21
  fact  amy is offered
  to amy, supervisors: OPEN tier 2 $2 pri 1 button age 12.0 s
  to amy: WITHDRAWN $2: lapsed
  to amy: OFFER $2 pri 1 button age 12.0 s, left 0.0 s
00:00:21 time passes
  fact  $2 no longer offered to amy: lapsed
  fact  amy missed 3
  fact  amy is away (missed-offers)
  fact  nobody is on duty
  fact  a1 starts: duty-officer by voice
  to amy: WITHDRAWN $2: lapsed
  to supervisors: amy is away (missed-offers)
  to everyone: NOBODY ON DUTY, open calls 1
  a1 goes out by voice to +85290000001 (dan)
00:00:24 amy takes $2
  fact  $2 taken by amy, answered after 21.0 s
  fact  amy missed 0
  fact  amy is handling
  fact  t2 owed to gw-1: TAKEN 1
  fact  somebody is on duty
  fact  a1 ends: stopped, says @desk
  to supervisors: WITHDRAWN $2: taken
  answer to amy: TAKEN $2 pri 1 button age 21.0 s
  to everyone: somebody is on duty
