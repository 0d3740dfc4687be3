# Nobody is there: an alarm of its own, at once and again each minute, ended by READY.
at 09:00:00 alarm dev=A0001 ref=1
tel-1 joins as notifier
at +65s amy logs on
amy ready
amy away lunch
----
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
09:00:00 tel-1 joins as notifier
  answer to tel-1: welcome
09:00:12 time passes
  fact  $1 on tier 2
  to supervisors: OPEN tier 2 $1 pri 1 button age 12.0 s
09:00:15 time passes
  fact  a2 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a2 goes out by voice to +85290000001 (dan) through tel-1
09:00:45 time passes
  fact  a2 ends: timed-out, says @desk
09:01:00 time passes
  fact  $1 on tier 3
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a3 starts: duty-officer by voice
  fact  $1 reaching contacts for @desk, 4 stops
  fact  a4 starts: contact:1 by voice
  fact  $1 reaching notice:3 for @desk, 1 stops
  fact  a5 starts: notice:3 by sms
  to supervisors: OPEN tier 3 $1 pri 1 button age 60.0 s
  a3 goes out by voice to +85290000001 (dan) through tel-1
  a4 goes out by voice to +85290000001 (daughter) through tel-1
  a5 goes out by sms to +85290000003 (son) through tel-1
09:01:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
09:01:05 amy ready
  fact  amy is ready
  fact  $1 offered to amy until 09:01:11
  fact  amy is offered
  fact  somebody is on duty
  answer to amy: ready
  to amy: OFFER $1 pri 1 button age 65.0 s, left -53.0 s
  to everyone: somebody is on duty
09:01:05 amy away lunch
  fact  $1 no longer offered to amy: released
  fact  amy is away (lunch)
  fact  nobody is on duty
  fact  a6 starts: duty-officer by voice
  to amy: WITHDRAWN $1: released
  answer to amy: away
  to everyone: NOBODY ON DUTY, open calls 1
  a6 goes out by voice to +85290000001 (dan) through tel-1
