# A cancel that names an alarm of an older, closed call withdraws nothing from the new one.
at 08:59:05 amy logs on
amy ready
at 09:00:00 alarm dev=A0001 ref=1
amy takes $1
amy closes $1 mistaken
at +60s alarm dev=A0001 ref=2
cancel dev=A0001 ref=1
----
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
09:00:00 amy closes $1 mistaken
  fact  $1 closed by amy as mistaken, handled 0.0 s, at first contact
  fact  amy is wrap-up
  answer to amy: CLOSED $1
09:00:20 time passes
  fact  amy is ready
09:01:00 alarm dev=A0001 ref=2
  fact  $2 opened: button from A0001, H1, priority 1
  fact  $2 offered to amy until 09:01:06
  fact  amy is offered
  answer to gw-1: stored ref 2, $2
  to amy: OFFER $2 pri 1 button age 0.0 s, left 12.0 s
09:01:00 cancel dev=A0001 ref=1
  fact  $2 cancelled by A0001
  answer to gw-1: cancel noted ref 1, $2
  to amy: CANCELLED by A0001 $2 pri 1 button age 0.0 s
