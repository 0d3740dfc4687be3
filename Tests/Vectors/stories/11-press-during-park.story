# A press while the call is put aside brings it back at once. The gateway hears TAKEN for both.
at 08:59:05 amy logs on
amy ready
gw-1 joins
at 09:00:00 alarm dev=A0001 ref=1
amy takes $1
amy parks $1 for=600s
at +10s alarm dev=A0001 ref=2
at +1s amy takes $1
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
09:00:00 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  to gw-1: t1 TAKEN A0001 ref 1, $1
  answer to amy: TAKEN $1 pri 1 button age 0.0 s
09:00:00 amy parks $1 for=600s
  fact  $1 parked by amy until 09:10:00: later
  fact  amy is ready
  answer to amy: PARKED $1
09:00:10 alarm dev=A0001 ref=2
  fact  $1 joined by button from A0001, ref 2
  fact  $1 back in the line from amy: pressed
  fact  $1 offered to amy until 09:00:16
  fact  amy is offered
  to amy: RETURNED $1 pri 1 button age 10.0 s: pressed
  answer to gw-1: stored ref 2, $1
  to amy: OFFER $1 pri 1 button age 10.0 s, left 12.0 s
09:00:11 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy
  fact  amy is handling
  fact  t2 owed to gw-1: TAKEN 2
  to gw-1: t2 TAKEN A0001 ref 2, $1
  answer to amy: TAKEN $1 pri 1 button age 11.0 s
