# Amy does not react: after 6 s Ben is asked.
at 08:59:05 amy logs on
amy ready
at +1s ben logs on
ben ready
at 09:00:00 alarm dev=A0001 ref=1
at +7s ben takes $1
----
08:59:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
08:59:05 amy ready
  fact  amy is ready
  answer to amy: ready
08:59:06 ben logs on
  fact  ben is away (log-on)
  ben speaks for ben, operator
  answer to ben: WELCOME operator
08:59:06 ben ready
  fact  ben is ready
  answer to ben: ready
09:00:00 alarm dev=A0001 ref=1
  fact  $1 opened: button from A0001, H1, priority 1
  fact  $1 offered to amy until 09:00:06
  fact  amy is offered
  answer to gw-1: stored ref 1, $1
  to amy: OFFER $1 pri 1 button age 0.0 s, left 12.0 s
09:00:06 time passes
  fact  $1 no longer offered to amy: lapsed
  fact  amy missed 1
  fact  amy is ready
  fact  $1 offered to ben until 09:00:12
  fact  ben is offered
  to amy: WITHDRAWN $1: lapsed
  to ben: OFFER $1 pri 1 button age 6.0 s, left 6.0 s
09:00:07 ben takes $1
  fact  $1 no longer offered to ben: answered
  fact  $1 taken by ben, answered after 7.0 s
  fact  ben is handling
  fact  t1 owed to gw-1: TAKEN 1
  answer to ben: TAKEN $1 pri 1 button age 7.0 s
