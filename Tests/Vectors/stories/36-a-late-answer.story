# The daughter picks up a moment after the time limit: she was told, and the next contact is not rung on.
at 08:59:05 amy logs on
amy ready
tel-1 joins as notifier
at 09:00:00 alarm dev=A0001 ref=1
amy takes $1
amy contacts $1
at +31s
tel-1 result a1 answered
----
08:59:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
08:59:05 amy ready
  fact  amy is ready
  answer to amy: ready
08:59:05 tel-1 joins as notifier
  answer to tel-1: welcome
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
09:00:00 amy contacts $1
  fact  $1 reaching contacts for amy, 4 stops
  fact  a1 starts: contact:1 by voice
  fact  $1 reaching notice:3 for amy, 1 stops
  fact  a2 starts: notice:3 by sms
  a1 goes out by voice to +85290000001 (daughter) through tel-1
  to amy: ATTEMPT a1 contact:1 starts
  a2 goes out by sms to +85290000003 (son) through tel-1
  to amy: ATTEMPT a2 notice:3 starts
  answer to amy: $1 attempts a1, a2
09:00:30 time passes
  fact  a1 ends: timed-out, says @desk
  fact  a3 starts: contact:2 by voice
  fact  a2 ends: timed-out, says @desk
  fact  $1 notice:3 not reached
  a1 is to stop (tel-1)
  to amy: ATTEMPT a1 contact:1 timed-out
  a3 goes out by voice to +85290000002 (neighbour) through tel-1
  to amy: ATTEMPT a3 contact:2 starts
  a2 is to stop (tel-1)
  to amy: ATTEMPT a2 notice:3 timed-out
  to amy: $1 notice:3 not reached
09:00:31 tel-1 result a1 answered
  fact  a1 ends: answered, says @gateway:tel-1
  fact  a3 ends: stopped, says @desk
  fact  $1 contacts reached
  answer to tel-1: result of a1 noted
  to amy: ATTEMPT a1 contact:1 answered
  a3 is to stop (tel-1)
  to amy: $1 contacts reached
