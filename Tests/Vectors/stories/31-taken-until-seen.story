# The gateway was away when Amy took the call: it hears TAKEN when it comes back, until it says SEEN.
at 08:59:05 amy logs on
amy ready
gw-1 joins
at 09:00:00 alarm dev=A0001 ref=1
gw-1 leaves
amy takes $1
gw-1 joins
alarm dev=A0001 ref=2
alarm dev=A0001 ref=1
gw-1 saw t2
gw-1 joins
----
08:59:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
08:59:05 amy ready
  fact  amy is ready
  answer to amy: ready
08:59:05 gw-1 joins
  answer to gw-1: welcome
09:00:00 alarm dev=A0001 ref=1
  fact  $1 opened: button from A0001, H1, priority 1
  fact  $1 offered to amy until 09:00:06
  fact  amy is offered
  answer to gw-1: stored ref 1, $1
  to amy: OFFER $1 pri 1 button age 0.0 s, left 12.0 s
09:00:00 gw-1 leaves
09:00:00 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  answer to amy: TAKEN $1 pri 1 button age 0.0 s
09:00:00 gw-1 joins
  answer to gw-1: welcome
  to gw-1: t1 TAKEN A0001 ref 1, $1
09:00:00 alarm dev=A0001 ref=2
  fact  $1 joined by button from A0001, ref 2
  fact  t2 owed to gw-1: TAKEN 2
  to amy: JOINED $1 pri 1 button age 0.0 s, presses 2
  answer to gw-1: stored ref 2, $1
  to gw-1: t2 TAKEN A0001 ref 2, $1
09:00:00 alarm dev=A0001 ref=1
  answer to gw-1: stored ref 1, $1
  to gw-1: t1 TAKEN A0001 ref 1, $1
09:00:00 gw-1 saw t2
  fact  gw-1 saw t2
  answer to gw-1: seen t2
09:00:00 gw-1 joins
  answer to gw-1: welcome
