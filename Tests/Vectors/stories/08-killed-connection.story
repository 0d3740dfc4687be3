# Amy's connection is killed. For 15 s she may come back to her call; then it goes to Ben, raised.
at 08:59:05 amy logs on
amy ready
ben logs on
at 09:00:00 alarm dev=A0003 ref=1 type=enquiry
amy takes $1
ben ready
amy loses connection
at +10s amy logs on
at +10s amy loses connection
at +16s
amy logs on
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
09:00:00 alarm dev=A0003 ref=1 type=enquiry
  fact  $1 opened: enquiry from A0003, H3, priority 4
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
09:00:00 ben ready
  fact  ben is ready
  answer to ben: ready
09:00:00 amy loses connection
  fact  amy is gone (connection lost)
09:00:10 amy logs on
  fact  amy is handling
  amy speaks for amy, operator
  answer to amy: WELCOME operator with $1
09:00:20 amy loses connection
  fact  amy is gone (connection lost)
09:00:35 time passes
  fact  $1 raised to 3: returned
  fact  $1 back in the line from amy: lost
  fact  $1 offered to ben until 09:00:41
  fact  ben is offered
  to amy: RETURNED $1 pri 3 enquiry age 35.0 s: lost
  to supervisors: amy is gone (lost with calls in hand)
  to ben: OFFER $1 pri 3 enquiry age 35.0 s, left 12.0 s
09:00:36 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
