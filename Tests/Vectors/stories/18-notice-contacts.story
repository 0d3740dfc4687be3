# A notice need only be sent. Without a notifier it waits for one, until its time is over.
at 08:59:05 amy logs on
amy ready
at 09:00:00 alarm dev=A0004 ref=1
amy takes $1
amy contacts $1
at +10s tel-1 joins as notifier
tel-1 result a1 delivered
amy closes $1 resolved
----
08:59:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
08:59:05 amy ready
  fact  amy is ready
  answer to amy: ready
09:00:00 alarm dev=A0004 ref=1
  fact  $1 opened: button from A0004, H4, priority 1
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
  fact  $1 reaching notice:1 for amy, 1 stops
  fact  a1 starts: notice:1 by sms
  a1 goes out by sms to +85290000001 (niece)
  to amy: ATTEMPT a1 notice:1 starts
  answer to amy: $1 attempts a1, but no notifier is here
09:00:10 tel-1 joins as notifier
  answer to tel-1: welcome
  a1 goes out by sms to +85290000001 (niece) through tel-1
  to amy: ATTEMPT a1 notice:1 starts
09:00:10 tel-1 result a1 delivered
  fact  a1 ends: delivered, says @gateway:tel-1
  fact  $1 notice:1 reached
  answer to tel-1: result of a1 noted
  to amy: ATTEMPT a1 notice:1 delivered
  to amy: $1 notice:1 reached
09:00:10 amy closes $1 resolved
  fact  $1 closed by amy as resolved, handled 10.0 s, at first contact
  fact  amy is wrap-up
  answer to amy: CLOSED $1
