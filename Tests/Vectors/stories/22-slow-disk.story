# The disk is slow: the device waits for its acknowledgement, people are served after the patience.
at 08:59:05 amy logs on
amy ready
at 09:00:00 disk holds
alarm dev=A0001 ref=1
at +150ms amy lists calls
at +1s amy takes $1
at +1s disk commits
disk works
----
08:59:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
08:59:05 amy ready
  fact  amy is ready
  answer to amy: ready
09:00:00 disk holds
09:00:00 alarm dev=A0001 ref=1
  fact  $1 opened: button from A0001, H1, priority 1
  fact  $1 offered to amy until 09:00:06
  fact  amy is offered
09:00:00.150 amy lists calls
09:00:00.200 time passes
  UNSAVED to amy: OFFER $1 pri 1 button age 0.0 s, left 12.0 s
09:00:00.350 time passes
  UNSAVED answer to amy: calls $1 offered
09:00:01.150 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy, answered after 1.1 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
09:00:01.350 time passes
  UNSAVED answer to amy: TAKEN $1 pri 1 button age 1.1 s
09:00:02.150 disk commits
  answer to gw-1: stored ref 1, $1
09:00:02.150 disk works
