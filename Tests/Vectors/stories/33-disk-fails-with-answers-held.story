# Words are held for a slow disk when it fails: people hear at once, the device is told to send again,
# and its TAKEN waits for the repeat's own 250. A full disk that recovers keeps all of it.
at 08:59:05 amy logs on
amy ready
gw-1 joins
at 09:00:00 disk holds
alarm dev=A0001 ref=1
amy takes $1
at +100ms disk fails full
at +10s disk recovers
alarm dev=A0001 ref=1

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
09:00:00 disk holds
09:00:00 alarm dev=A0001 ref=1
  fact  $1 opened: button from A0001, H1, priority 1
  fact  $1 offered to amy until 09:00:06
  fact  amy is offered
09:00:00 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
09:00:00.100 disk fails full
  fact  the disk fails: full
  UNSAVED answer to gw-1: RETRY ref 1
  UNSAVED to amy: OFFER $1 pri 1 button age 0.0 s, left 12.0 s
  UNSAVED answer to amy: TAKEN $1 pri 1 button age 0.0 s
  UNSAVED to everyone: STORAGE full
09:00:10.100 disk recovers
  fact  the disk works again
  to everyone: STORAGE works
09:00:10.100 alarm dev=A0001 ref=1
  answer to gw-1: stored ref 1, $1
  to gw-1: t1 TAKEN A0001 ref 1, $1
