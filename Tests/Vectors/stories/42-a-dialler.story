# A dialler that speaks to us directly: sent again is the same event, a new number is a new press,
# and the number it begins anew with after its retries is a new one, too.
at 08:59:05 amy logs on
amy ready
at 09:00:00 dials dev=A0001 ref=0001-ab type=button
at +12s dials dev=A0001 ref=0001-ab type=button
amy takes $1
dials dev=A0001 ref=0002-ab type=button
dials dev=A0001 ref=0003-cd type=restore text="3101 pendant" restore
at +1s amy notes $1 she talks to me
at +120s dials dev=A0001 ref=0001-ab type=button
# She cannot have seen the press that came in this very moment.
amy closes $1 resolved
amy closes $1 resolved
# Closed by a person: the same again is somebody who needs help again.
at +5s dials dev=A0001 ref=0002-ab type=button
# The table of codes says how urgent it is, not the word alone.
at +1s dials dev=A0002 ref=0001-ef type=1999 pri=3
----
08:59:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
08:59:05 amy ready
  fact  amy is ready
  answer to amy: ready
09:00:00 dials dev=A0001 ref=0001-ab type=button
  fact  $1 opened: button from A0001, H1, priority 1
  fact  $1 offered to amy until 09:00:06
  fact  amy is offered
  answer to dialler: report stored
  to amy: OFFER $1 pri 1 button age 0.0 s, left 12.0 s
09:00:06 time passes
  fact  $1 no longer offered to amy: lapsed
  fact  amy missed 1
  fact  amy is ready
  fact  $1 offered to amy until 09:00:12
  fact  amy is offered
  to amy: WITHDRAWN $1: lapsed
  to amy: OFFER $1 pri 1 button age 6.0 s, left 6.0 s
09:00:12 time passes
  fact  $1 on tier 2
  fact  $1 no longer offered to amy: lapsed
  fact  amy missed 2
  fact  amy is ready
  fact  $1 offered to amy until 09:00:18
  fact  amy is offered
  to amy, supervisors: OPEN tier 2 $1 pri 1 button age 12.0 s
  to amy: WITHDRAWN $1: lapsed
  to amy: OFFER $1 pri 1 button age 12.0 s, left 0.0 s
09:00:12 dials dev=A0001 ref=0001-ab type=button
  fact  $1 note by @device:A0001: sent again: 0001-ab
  answer to dialler: report stored
09:00:12 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy, answered after 12.0 s
  fact  amy missed 0
  fact  amy is handling
  to supervisors: WITHDRAWN $1: taken
  answer to amy: TAKEN $1 pri 1 button age 12.0 s
09:00:12 dials dev=A0001 ref=0002-ab type=button
  fact  $1 joined by button from A0001, ref 0002-ab
  to amy: JOINED $1 pri 1 button age 12.0 s, presses 2
  answer to dialler: report stored
09:00:12 dials dev=A0001 ref=0003-cd type=restore text="3101 pendant" restore
  fact  signal restore from A0001 on $1
  fact  $1 note by @device:A0001: restore 3101 pendant
  to amy: CALL restore $1 pri 1 button age 12.0 s
  answer to dialler: report stored
09:00:13 amy notes $1 she talks to me
  fact  $1 note by amy: she talks to me
  answer to amy: NOTED $1
09:02:13 dials dev=A0001 ref=0001-ab type=button
  fact  $1 joined by button from A0001, ref 0001-ab
  to amy: JOINED $1 pri 1 button age 133.0 s, presses 3
  answer to dialler: report stored
09:02:13 amy closes $1 resolved
  answer to amy: NO: stale, $1 is handling v14
09:02:13 amy closes $1 resolved
  fact  $1 closed by amy as resolved, handled 121.0 s, at first contact
  fact  amy is wrap-up
  answer to amy: CLOSED $1
09:02:18 dials dev=A0001 ref=0002-ab type=button
  fact  $2 opened: button from A0001, H1, priority 1
  fact  amy is ready
  fact  $2 offered to amy until 09:02:24
  fact  amy is offered
  answer to dialler: report stored
  to amy: OFFER $2 pri 1 button age 0.0 s, left 12.0 s
09:02:19 dials dev=A0002 ref=0001-ef type=1999 pri=3
  fact  $3 opened: 1999 from A0002, H2, priority 3
  answer to dialler: report stored
