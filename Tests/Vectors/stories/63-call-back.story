# A promise to call back is a call at its time: for who promised it, else for the line. Closing it keeps it.
at 08:59:05 amy logs on
amy ready
ben logs on
ben ready
at 09:00:00 alarm dev=A0001 ref=1 type=enquiry
amy takes $1
amy promises $1 call-back in=10min owner=amy
amy promises $1 call-back in=20min owner=amy
amy closes $1 technical
at +1s amy ready
at +10min
amy takes $2
# The second one falls due while the call is put aside.
amy parks $2 for=1800s
at +10min
amy takes $2
amy closes $2 technical
# Over a restart; amy, whose promise it is, does not come back: it goes to the line.
at +1s alarm dev=A0002 ref=1 type=enquiry
ben takes $3
ben promises $3 call-back in=1min owner=amy
ben closes $3 technical
restart
at +30s ben logs on
ben ready
at +40s
ben takes $4
ben closes $4 technical
# Nobody knows whose device it is: there is nobody to be called.
ben ready
at +1s alarm dev=X1 ref=1
ben takes $5
ben promises $5 call-back in=1min owner=ben
----
08:59:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
08:59:05 amy ready
  fact  amy is ready
  answer to amy: ready
08:59:05 ben logs on
  fact  ben is away (log-on)
  ben speaks for ben, operator
  answer to ben: WELCOME operator
08:59:05 ben ready
  fact  ben is ready
  answer to ben: ready
09:00:00 alarm dev=A0001 ref=1 type=enquiry
  fact  $1 opened: enquiry from A0001, H1, priority 4
  fact  $1 offered to amy until 09:00:06
  fact  amy is offered
  answer to gw-1: stored ref 1, $1
  to amy: OFFER $1 pri 4 enquiry age 0.0 s, left 12.0 s
09:00:00 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  answer to amy: TAKEN $1 pri 4 enquiry age 0.0 s
09:00:00 amy promises $1 call-back in=10min owner=amy
  fact  f1 promised by amy: call-back for amy, due 09:10:00
  answer to amy: PROMISED f1
09:00:00 amy promises $1 call-back in=20min owner=amy
  fact  f2 promised by amy: call-back for amy, due 09:20:00
  answer to amy: PROMISED f2
09:00:00 amy closes $1 technical
  fact  $1 closed by amy as technical, handled 0.0 s
  fact  amy is wrap-up
  answer to amy: CLOSED $1
09:00:01 amy ready
  fact  amy is ready
  answer to amy: ready
09:10:00 time passes
  fact  f1 reminded, level 1
  fact  $2 opened: call-back from A0001, H1, priority 3
  fact  f1 came as $2
  fact  $2 offered to amy until 09:10:06
  fact  amy is offered
  to amy: DUE f1, level 1
  to amy: OFFER $2 pri 3 call-back age 0.0 s, left 12.0 s
09:10:01 amy takes $2
  fact  $2 no longer offered to amy: answered
  fact  $2 taken by amy, answered after 1.0 s
  fact  amy is handling
  answer to amy: TAKEN $2 pri 3 call-back age 1.0 s
09:10:01 amy parks $2 for=1800s
  fact  $2 parked by amy until 09:40:01: later
  fact  amy is ready
  answer to amy: PARKED $2
09:20:00 time passes
  fact  f2 reminded, level 1
  fact  $2 joined by call-back from A0001, ref call-back-2
  fact  $2 raised to 2: returned
  fact  $2 back in the line from amy: promised
  fact  f2 came as $2
  fact  $2 offered to amy until 09:20:06
  fact  amy is offered
  to amy: DUE f2, level 1
  to amy: RETURNED $2 pri 2 call-back age 600.0 s: promised
  to amy: OFFER $2 pri 2 call-back age 600.0 s, left 12.0 s
09:20:01 amy takes $2
  fact  $2 no longer offered to amy: answered
  fact  $2 taken by amy
  fact  amy is handling
  answer to amy: TAKEN $2 pri 2 call-back age 601.0 s
09:20:01 amy closes $2 technical
  fact  f1 fulfilled by amy
  fact  f2 fulfilled by amy
  fact  $2 closed by amy as technical, handled 600.0 s
  fact  amy is wrap-up
  answer to amy: CLOSED $2
09:20:02 alarm dev=A0002 ref=1 type=enquiry
  fact  $3 opened: enquiry from A0002, H2, priority 4
  fact  $3 offered to ben until 09:20:08
  fact  ben is offered
  answer to gw-1: stored ref 1, $3
  to ben: OFFER $3 pri 4 enquiry age 0.0 s, left 12.0 s
09:20:02 ben takes $3
  fact  $3 no longer offered to ben: answered
  fact  $3 taken by ben, answered after 0.0 s
  fact  ben is handling
  fact  t2 owed to gw-1: TAKEN 1
  answer to ben: TAKEN $3 pri 4 enquiry age 0.0 s
09:20:02 ben promises $3 call-back in=1min owner=amy
  fact  f3 promised by ben: call-back for amy, due 09:21:02
  answer to ben: PROMISED f3
09:20:02 ben closes $3 technical
  fact  $3 closed by ben as technical, handled 0.0 s
  fact  ben is wrap-up
  answer to ben: CLOSED $3
09:20:02 restart
09:20:17 time passes
  fact  nobody is on duty
  fact  a1 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 0
  a1 goes out by voice to +85290000001 (dan)
09:20:32 ben logs on
  fact  ben is away (log-on)
  ben speaks for ben, operator
  answer to ben: WELCOME operator
09:20:32 ben ready
  fact  ben is ready
  fact  somebody is on duty
  fact  a1 ends: stopped, says @desk
  answer to ben: ready
  to everyone: somebody is on duty
09:21:02 time passes
  fact  f3 reminded, level 1
  fact  $4 opened: call-back from A0002, H2, priority 3
  fact  f3 came as $4
  fact  $4 offered to ben until 09:21:08
  fact  ben is offered
  to amy: DUE f3, level 1
  to ben: OFFER $4 pri 3 call-back age 0.0 s, left 12.0 s
09:21:08 time passes
  fact  $4 no longer offered to ben: lapsed
  fact  ben missed 1
  fact  ben is ready
  fact  $4 offered to ben until 09:21:14
  fact  ben is offered
  to ben: WITHDRAWN $4: lapsed
  to ben: OFFER $4 pri 3 call-back age 6.0 s, left 6.0 s
09:21:12 ben takes $4
  fact  $4 no longer offered to ben: answered
  fact  $4 taken by ben, answered after 10.0 s
  fact  ben missed 0
  fact  ben is handling
  answer to ben: TAKEN $4 pri 3 call-back age 10.0 s
09:21:12 ben closes $4 technical
  fact  f3 fulfilled by ben
  fact  $4 closed by ben as technical, handled 0.0 s
  fact  ben is wrap-up
  answer to ben: CLOSED $4
09:21:12 ben ready
  fact  ben is ready
  answer to ben: ready
09:21:13 alarm dev=X1 ref=1
  fact  $5 opened: button from X1, unregistered, priority 1
  fact  $5 offered to ben until 09:21:19
  fact  ben is offered
  answer to gw-1: stored ref 1, $5
  to ben: OFFER $5 pri 1 button age 0.0 s, left 12.0 s
09:21:13 ben takes $5
  fact  $5 no longer offered to ben: answered
  fact  $5 taken by ben, answered after 0.0 s
  fact  ben is handling
  fact  t3 owed to gw-1: TAKEN 1
  answer to ben: TAKEN $5 pri 1 button age 0.0 s
09:21:13 ben promises $5 call-back in=1min owner=ben
  answer to ben: NO: outOfRange(field: "kind", expected: "a home of the directory; else PARK the call")
