# What Amy gives back goes to Ben first, not to her again.
at 08:59:05 amy logs on
amy ready
ben logs on
ben ready
at 09:00:00 alarm dev=A0003 ref=1 type=enquiry
amy releases $1
ben takes $1
ben releases $1
amy takes $1
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
09:00:00 alarm dev=A0003 ref=1 type=enquiry
  fact  $1 opened: enquiry from A0003, H3, priority 4
  fact  $1 offered to amy until 09:00:06
  fact  amy is offered
  answer to gw-1: stored ref 1, $1
  to amy: OFFER $1 pri 4 enquiry age 0.0 s, left 12.0 s
09:00:00 amy releases $1
  fact  $1 no longer offered to amy: released
  fact  amy is ready
  fact  $1 offered to ben until 09:00:06
  fact  ben is offered
  to amy: WITHDRAWN $1: released
  answer to amy: RELEASED $1
  to ben: OFFER $1 pri 4 enquiry age 0.0 s, left 12.0 s
09:00:00 ben takes $1
  fact  $1 no longer offered to ben: answered
  fact  $1 taken by ben, answered after 0.0 s
  fact  ben is handling
  fact  t1 owed to gw-1: TAKEN 1
  answer to ben: TAKEN $1 pri 4 enquiry age 0.0 s
09:00:00 ben releases $1
  fact  $1 raised to 3: returned
  fact  $1 back in the line from ben: released
  fact  ben is ready
  fact  $1 offered to amy until 09:00:06
  fact  amy is offered
  to ben: RETURNED $1 pri 3 enquiry age 0.0 s: released
  answer to ben: RELEASED $1
  to amy: OFFER $1 pri 3 enquiry age 0.0 s, left 12.0 s
09:00:00 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy
  fact  amy is handling
  fact  t2 owed to gw-1: TAKEN 1
  answer to amy: TAKEN $1 pri 3 enquiry age 0.0 s
