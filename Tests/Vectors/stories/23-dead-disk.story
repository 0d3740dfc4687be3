# The disk is full: offers go on, marked UNSAVED; devices are told to send again, and meet their own
# call. Nothing is promised before the disk works again.
at 08:59:05 amy logs on
amy ready
at 09:00:00 disk fails full
alarm dev=A0001 ref=1
alarm dev=A0001 ref=1
at +1s amy takes $1
at +1s disk recovers
alarm dev=A0001 ref=1
----
08:59:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
08:59:05 amy ready
  fact  amy is ready
  answer to amy: ready
09:00:00 disk fails full
  fact  the disk fails: full
  UNSAVED to everyone: STORAGE full
09:00:00 alarm dev=A0001 ref=1
  fact  $1 opened: button from A0001, H1, priority 1
  fact  $1 offered to amy until 09:00:06
  fact  amy is offered
  UNSAVED answer to gw-1: RETRY ref 1
  UNSAVED to amy: OFFER $1 pri 1 button age 0.0 s, left 12.0 s
09:00:00 alarm dev=A0001 ref=1
  UNSAVED answer to gw-1: RETRY ref 1
09:00:01 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy, answered after 1.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  UNSAVED answer to amy: TAKEN $1 pri 1 button age 1.0 s
09:00:02 disk recovers
  fact  the disk works again
  to everyone: STORAGE works
09:00:02 alarm dev=A0001 ref=1
  answer to gw-1: stored ref 1, $1
