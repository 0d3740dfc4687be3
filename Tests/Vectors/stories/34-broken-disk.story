# The disk is broken: an I/O error is final, calls go on, nothing is
# acknowledged until a supervisor orders the restart.
at 08:59:05 amy logs on
amy ready
sue logs on
at 09:00:00 disk fails broken
alarm dev=A0001 ref=1
amy takes $1
amy closes $1 resolved
alarm dev=A0001 ref=1
amy orders restart "disk"
sue orders restart "disk"
at +1s restart
amy logs on
amy ready
alarm dev=A0001 ref=1

----
08:59:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
08:59:05 amy ready
  fact  amy is ready
  answer to amy: ready
08:59:05 sue logs on
  fact  sue is away (log-on)
  sue speaks for sue, supervisor
  answer to sue: WELCOME supervisor
09:00:00 disk fails broken
  fact  the disk fails: broken
  UNSAVED to everyone: STORAGE broken
09:00:00 alarm dev=A0001 ref=1
  fact  $1 opened: button from A0001, H1, priority 1
  fact  $1 offered to amy until 09:00:06
  fact  amy is offered
  UNSAVED answer to gw-1: RETRY ref 1
  UNSAVED to amy: OFFER $1 pri 1 button age 0.0 s, left 12.0 s
09:00:00 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  UNSAVED answer to amy: TAKEN $1 pri 1 button age 0.0 s
09:00:00 amy closes $1 resolved
  fact  $1 closed by amy as resolved, handled 0.0 s, at first contact
  fact  amy is wrap-up
  UNSAVED answer to amy: CLOSED $1
09:00:00 alarm dev=A0001 ref=1
  UNSAVED answer to gw-1: RETRY ref 1
09:00:00 amy orders restart "disk"
  UNSAVED answer to amy: NO: needs command, from supervisor
09:00:00 sue orders restart "disk"
  fact  restart ordered by sue (disk)
  UNSAVED answer to sue: restarting
  UNSAVED the centre restarts
09:00:01 restart
09:00:01 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
09:00:01 amy ready
  fact  amy is ready
  answer to amy: ready
09:00:01 alarm dev=A0001 ref=1
  fact  $2 opened: button from A0001, H1, priority 1
  fact  $2 offered to amy until 09:00:07
  fact  amy is offered
  answer to gw-1: stored ref 1, $2
  to amy: OFFER $2 pri 1 button age 0.0 s, left 12.0 s
