# A promised visit: the owner hears when it is due, the supervisors when it is overdue.
at 08:59:05 amy logs on
amy ready
sue logs on
at 09:00:00 alarm dev=A0001 ref=1
amy takes $1
amy promises $1 visit in=2h owner=ben
amy promises $1 repair in=1h owner=zoe
amy closes $1 referred "visit promised"
amy logs off
ben logs on
ben ready
at 12:00:00
at 14:30:00 ben fulfils f1 "visited"
ben fulfils f1 "visited"
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
09:00:00 amy promises $1 visit in=2h owner=ben
  fact  f1 promised by amy: visit for ben, due 11:00:00
  answer to amy: PROMISED f1
09:00:00 amy promises $1 repair in=1h owner=zoe
  answer to amy: NO: unknownOperator(zoe)
09:00:00 amy closes $1 referred "visit promised"
  fact  $1 closed by amy as referred (visit promised), handled 0.0 s
  fact  amy is wrap-up
  answer to amy: CLOSED $1
09:00:00 amy logs off
  fact  amy is gone (logged off)
  fact  nobody is on duty
  fact  a1 starts: duty-officer by voice
  answer to amy: gone
  a connection of amy is closed: logged off
  to everyone: NOBODY ON DUTY, open calls 0
  a1 goes out by voice to +85290000001 (dan)
09:00:00 ben logs on
  fact  ben is away (log-on)
  ben speaks for ben, operator
  answer to ben: WELCOME operator
09:00:00 ben ready
  fact  ben is ready
  fact  somebody is on duty
  fact  a1 ends: stopped, says @desk
  answer to ben: ready
  to everyone: somebody is on duty
09:59:00 time passes
  fact  situation reported
  to supervisors: SITUATION waiting 0, ready 1, arrived 1, in target 1
10:59:00 time passes
  fact  situation reported
  to supervisors: SITUATION waiting 0, ready 1, arrived 0, in target 0
11:00:00 time passes
  fact  f1 reminded, level 1
  to ben: DUE f1, level 1
11:59:00 time passes
  fact  situation reported
  to supervisors: SITUATION waiting 0, ready 1, arrived 0, in target 0
12:59:00 time passes
  fact  situation reported
  to supervisors: SITUATION waiting 0, ready 1, arrived 0, in target 0
13:59:00 time passes
  fact  situation reported
  to supervisors: SITUATION waiting 0, ready 1, arrived 0, in target 0
14:00:00 time passes
  fact  f1 reminded, level 2
  to supervisors: DUE f1, level 2
14:30:00 ben fulfils f1 "visited"
  fact  f1 fulfilled by ben
  answer to ben: FULFILLED f1
14:30:00 ben fulfils f1 "visited"
  answer to ben: NO: unknownThing("an open followup 1")
