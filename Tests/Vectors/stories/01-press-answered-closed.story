# Mr Chan presses his button. Amy answers within the target and closes the call.
at 08:59:05 amy logs on
amy ready
gw-1 joins
at 09:00:01 alarm dev=A0001 ref=1 type=button gw=gw-1
at +3s amy takes $1
amy notes $1 "has fallen, not hurt"
amy does $1 step=1
at +60s amy closes $1 resolved
gw-1 saw t1
at +25s
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
09:00:01 alarm dev=A0001 ref=1 type=button gw=gw-1
  fact  $1 opened: button from A0001, H1, priority 1
  fact  $1 offered to amy until 09:00:07
  fact  amy is offered
  answer to gw-1: stored ref 1, $1
  to amy: OFFER $1 pri 1 button age 0.0 s, left 12.0 s
09:00:04 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy, answered after 3.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  to gw-1: t1 TAKEN A0001 ref 1, $1
  answer to amy: TAKEN $1 pri 1 button age 3.0 s
09:00:04 amy notes $1 "has fallen, not hurt"
  fact  $1 note by amy: has fallen, not hurt
  answer to amy: NOTED $1
09:00:04 amy does $1 step=1
  fact  $1 step 1 done by amy: done
  answer to amy: DONE $1
09:01:04 amy closes $1 resolved
  fact  $1 closed by amy as resolved, handled 60.0 s, at first contact
  fact  amy is wrap-up
  answer to amy: CLOSED $1
09:01:04 gw-1 saw t1
  fact  gw-1 saw t1
  answer to gw-1: seen t1
09:01:24 time passes
  fact  amy is ready
