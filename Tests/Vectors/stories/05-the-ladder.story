# Nobody takes the call: at 12 s all ready operators and the supervisors hear of it, at 60 s the duty
# officer is rung and the contacts are told without waiting. The first who takes it has it.
at 08:59:05 sue logs on
amy logs on
amy away lunch
ben logs on
ben ready
tel-1 joins as notifier
at 09:00:00 alarm dev=A0001 ref=1
at +75s
tel-1 result a1 answered
at +60s ben ready
sue takes $1
ben takes $1
----
08:59:05 sue logs on
  fact  sue is away (log-on)
  sue speaks for sue, supervisor
  answer to sue: WELCOME supervisor
08:59:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
08:59:05 amy away lunch
  fact  amy is away (lunch)
  answer to amy: away
08:59:05 ben logs on
  fact  ben is away (log-on)
  ben speaks for ben, operator
  answer to ben: WELCOME operator
08:59:05 ben ready
  fact  ben is ready
  answer to ben: ready
08:59:05 tel-1 joins as notifier
  answer to tel-1: welcome
09:00:00 alarm dev=A0001 ref=1
  fact  $1 opened: button from A0001, H1, priority 1
  fact  $1 offered to ben until 09:00:06
  fact  ben is offered
  answer to gw-1: stored ref 1, $1
  to ben: OFFER $1 pri 1 button age 0.0 s, left 12.0 s
09:00:06 time passes
  fact  $1 no longer offered to ben: lapsed
  fact  ben missed 1
  fact  ben is ready
  fact  $1 offered to ben until 09:00:12
  fact  ben is offered
  to ben: WITHDRAWN $1: lapsed
  to ben: OFFER $1 pri 1 button age 6.0 s, left 6.0 s
09:00:12 time passes
  fact  $1 on tier 2
  fact  $1 no longer offered to ben: lapsed
  fact  ben missed 2
  fact  ben is ready
  fact  $1 offered to ben until 09:00:18
  fact  ben is offered
  to ben, supervisors: OPEN tier 2 $1 pri 1 button age 12.0 s
  to ben: WITHDRAWN $1: lapsed
  to ben: OFFER $1 pri 1 button age 12.0 s, left 0.0 s
09:00:18 time passes
  fact  $1 no longer offered to ben: lapsed
  fact  ben missed 3
  fact  ben is away (missed-offers)
  fact  nobody is on duty
  fact  a1 starts: duty-officer by voice
  to ben: WITHDRAWN $1: lapsed
  to supervisors: ben is away (missed-offers)
  to everyone: NOBODY ON DUTY, open calls 1
  a1 goes out by voice to +85290000001 (dan) through tel-1
09:00:48 time passes
  fact  a1 ends: timed-out, says @desk
09:01:00 time passes
  fact  $1 on tier 3
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a2 starts: duty-officer by voice
  fact  $1 reaching contacts for @desk, 4 stops
  fact  a3 starts: contact:1 by voice
  fact  $1 reaching notice:3 for @desk, 1 stops
  fact  a4 starts: notice:3 by sms
  to supervisors: OPEN tier 3 $1 pri 1 button age 60.0 s
  a2 goes out by voice to +85290000001 (dan) through tel-1
  a3 goes out by voice to +85290000001 (daughter) through tel-1
  a4 goes out by sms to +85290000003 (son) through tel-1
09:01:15 tel-1 result a1 answered
  answer to tel-1: result of a1 noted
09:01:18 time passes
  fact  a5 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a5 goes out by voice to +85290000001 (dan) through tel-1
09:01:30 time passes
  fact  a2 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
  fact  a3 ends: timed-out, says @desk
  fact  a6 starts: contact:2 by voice
  fact  a4 ends: timed-out, says @desk
  fact  $1 notice:3 not reached
  a2 is to stop (tel-1)
  a3 is to stop (tel-1)
  a6 goes out by voice to +85290000002 (neighbour) through tel-1
  a4 is to stop (tel-1)
09:01:48 time passes
  fact  a5 ends: timed-out, says @desk
09:02:00 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a7 starts: duty-officer by voice
  fact  a6 ends: timed-out, says @desk
  fact  a8 starts: contact:1 by voice
  to supervisors: OPEN tier 3 $1 pri 1 button age 120.0 s
  a7 goes out by voice to +85290000001 (dan) through tel-1
  a6 is to stop (tel-1)
  a8 goes out by voice to +85290000001 (daughter) through tel-1
09:02:15 ben ready
  fact  ben is ready
  fact  ben missed 0
  fact  $1 offered to ben until 09:02:21
  fact  ben is offered
  fact  somebody is on duty
  answer to ben: ready
  to ben: OFFER $1 pri 1 button age 135.0 s, left -123.0 s
  to everyone: somebody is on duty
09:02:15 sue takes $1
  fact  $1 no longer offered to ben: taken
  fact  ben is ready
  fact  $1 taken by sue, answered after 135.0 s
  fact  sue is handling
  fact  a7 ends: stopped, says @desk
  fact  $1 duty-officer not reached
  fact  t1 owed to gw-1: TAKEN 1
  to ben: WITHDRAWN $1: taken
  to ben, supervisors: WITHDRAWN $1: taken
  a7 is to stop (tel-1)
  to sue: $1 duty-officer not reached
  answer to sue: TAKEN $1 pri 1 button age 135.0 s
09:02:15 ben takes $1
  answer to ben: NO: $1 is taken by sue
