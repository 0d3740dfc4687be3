# A fire that joins a call about a battery is a fire: its kind, its plan, its obligations.
at 08:59:05 amy logs on
amy ready
at 09:00:00 alarm dev=A0001 ref=1 type=inactivity
amy takes $1
amy does $1 step=1 result=spoken
alarm dev=A0001 ref=2 type=fire
amy closes $1 resolved
----
08:59:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
08:59:05 amy ready
  fact  amy is ready
  answer to amy: ready
09:00:00 alarm dev=A0001 ref=1 type=inactivity
  fact  $1 opened: inactivity from A0001, H1, priority 2
  fact  $1 offered to amy until 09:00:06
  fact  amy is offered
  answer to gw-1: stored ref 1, $1
  to amy: OFFER $1 pri 2 inactivity age 0.0 s, left 12.0 s
09:00:00 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  answer to amy: TAKEN $1 pri 2 inactivity age 0.0 s
09:00:00 amy does $1 step=1 result=spoken
  fact  $1 step 1 done by amy: spoken
  answer to amy: DONE $1
09:00:00 alarm dev=A0001 ref=2 type=fire
  fact  $1 joined by fire from A0001, ref 2
  fact  $1 raised to 1: more-urgent
  fact  $1 is now fire, plan fire
  fact  t2 owed to gw-1: TAKEN 2
  to amy: JOINED $1 pri 1 fire age 0.0 s, presses 2
  answer to gw-1: stored ref 2, $1
09:00:00 amy closes $1 resolved
  answer to amy: NO: $1 step 3 is open: Is everybody out?
