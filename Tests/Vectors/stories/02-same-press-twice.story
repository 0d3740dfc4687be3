# The same press is sent twice, also after the call was closed: one call.
at 08:59:05 amy logs on
amy ready
at 09:00:01 alarm dev=A0001 ref=1 type=button t=100
at +1s alarm dev=A0001 ref=1 type=button t=100
amy takes $1
amy closes $1 resolved
at +20s
at +1h alarm dev=A0001 ref=1 type=button t=100
# A gateway that restarted its counter sends another time under the old reference: a new call.
alarm dev=A0001 ref=1 type=button t=200
----
08:59:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
08:59:05 amy ready
  fact  amy is ready
  answer to amy: ready
09:00:01 alarm dev=A0001 ref=1 type=button t=100
  fact  $1 opened: button from A0001, H1, priority 1
  fact  $1 offered to amy until 09:00:07
  fact  amy is offered
  answer to gw-1: stored ref 1, $1
  to amy: OFFER $1 pri 1 button age 0.0 s, left 12.0 s
09:00:02 alarm dev=A0001 ref=1 type=button t=100
  answer to gw-1: stored ref 1, $1
09:00:02 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy, answered after 1.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  answer to amy: TAKEN $1 pri 1 button age 1.0 s
09:00:02 amy closes $1 resolved
  fact  $1 closed by amy as resolved, handled 0.0 s, at first contact
  fact  amy is wrap-up
  answer to amy: CLOSED $1
09:00:22 time passes
  fact  amy is ready
09:59:00 time passes
  fact  situation reported
  to supervisors: SITUATION waiting 0, ready 1, arrived 1, in target 1
10:00:22 alarm dev=A0001 ref=1 type=button t=100
  answer to gw-1: stored ref 1, $1
10:00:22 alarm dev=A0001 ref=1 type=button t=200
  fact  $2 opened: button from A0001, H1, priority 1
  fact  $2 offered to amy until 10:00:28
  fact  amy is offered
  answer to gw-1: stored ref 1, $2
  to amy: OFFER $2 pri 1 button age 0.0 s, left 12.0 s
