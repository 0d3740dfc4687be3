# An order of a notifier that is gone goes to another one at once, under the same id.
at 08:59:05 amy logs on
amy ready
tel-1 joins as notifier
tel-2 joins as notifier
at 09:00:00 alarm dev=A0001 ref=1
amy takes $1
amy contacts $1
at +3s tel-2 leaves
at +3s tel-1 leaves
at +1s tel-2 joins as notifier
tel-2 result a1 answered
tel-2 result a2 delivered
tel-1 joins as notifier
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
08:59:05 tel-2 joins as notifier
  answer to tel-2: welcome
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
  a1 goes out by voice to +85290000001 (daughter) through tel-2
  to amy: ATTEMPT a1 contact:1 starts
  a2 goes out by sms to +85290000003 (son) through tel-1
  to amy: ATTEMPT a2 notice:3 starts
  answer to amy: $1 attempts a1, a2
09:00:03 tel-2 leaves
  a1 goes out by voice to +85290000001 (daughter) through tel-1
09:00:06 tel-1 leaves
09:00:07 tel-2 joins as notifier
  answer to tel-2: welcome
  a1 goes out by voice to +85290000001 (daughter) through tel-2
  a2 goes out by sms to +85290000003 (son) through tel-2
09:00:07 tel-2 result a1 answered
  fact  a1 ends: answered, says @gateway:tel-2
  fact  $1 contacts reached
  answer to tel-2: result of a1 noted
  to amy: ATTEMPT a1 contact:1 answered
  to amy: $1 contacts reached
09:00:07 tel-2 result a2 delivered
  fact  a2 ends: delivered, says @gateway:tel-2
  fact  $1 notice:3 reached
  answer to tel-2: result of a2 noted
  to amy: ATTEMPT a2 notice:3 delivered
  to amy: $1 notice:3 reached
09:00:07 tel-1 joins as notifier
  answer to tel-1: welcome
