# A press waits for nobody's notes and for no battery: whoever writes up the last call is asked, then whoever is asked
# about something that can wait.
rule wrapup=20
at 08:59:05 amy logs on
amy ready
at 09:00:00 alarm dev=A0001 ref=1
amy takes $1
amy closes $1 resolved
at +1s alarm dev=A0003 ref=1 type=battery-low
# Somebody presses while she writes.
at +1s alarm dev=A0002 ref=1
amy takes $3
amy closes $3 resolved
at +21s clock
# She is asked about the battery, and somebody presses.
at +1s alarm dev=A0004 ref=1

----
08:59:00 rule wrapup=20
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
09:00:00 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  answer to amy: TAKEN $1 pri 1 button age 0.0 s
09:00:00 amy closes $1 resolved
  fact  $1 closed by amy as resolved, handled 0.0 s, at first contact
  fact  amy is wrap-up
  answer to amy: CLOSED $1
09:00:01 alarm dev=A0003 ref=1 type=battery-low
  fact  $2 opened: battery-low from A0003, H3, priority 3
  answer to gw-1: stored ref 1, $2
09:00:02 alarm dev=A0002 ref=1
  fact  $3 opened: button from A0002, H2, priority 1
  fact  amy is ready
  fact  $3 offered to amy until 09:00:08
  fact  amy is offered
  answer to gw-1: stored ref 1, $3
  to amy: OFFER $3 pri 1 button age 0.0 s, left 12.0 s
09:00:02 amy takes $3
  fact  $3 no longer offered to amy: answered
  fact  $3 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t2 owed to gw-1: TAKEN 1
  answer to amy: TAKEN $3 pri 1 button age 0.0 s
09:00:02 amy closes $3 resolved
  fact  $3 closed by amy as resolved, handled 0.0 s, at first contact
  fact  amy is wrap-up
  answer to amy: CLOSED $3
09:00:13 time passes
  fact  $2 on tier 2
  to supervisors: OPEN tier 2 $2 pri 3 battery-low age 12.0 s
09:00:22 time passes
  fact  amy is ready
  fact  $2 offered to amy until 09:00:28
  fact  amy is offered
  to amy: OFFER $2 pri 3 battery-low age 21.0 s, left -9.0 s
09:00:23 clock
09:00:24 alarm dev=A0004 ref=1
  fact  $4 opened: button from A0004, H4, priority 1
  fact  $2 no longer offered to amy: released
  fact  amy is ready
  fact  $4 offered to amy until 09:00:30
  fact  amy is offered
  answer to gw-1: stored ref 1, $4
  to amy: WITHDRAWN $2: released
  to amy: OFFER $4 pri 1 button age 0.0 s, left 12.0 s
