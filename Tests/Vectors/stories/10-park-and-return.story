# Put aside for two minutes; it comes back by itself, to who knows it.
at 08:59:05 amy logs on
amy ready
ben logs on
ben ready
at 09:00:00 alarm dev=A0004 ref=1 type=enquiry
amy takes $1
amy parks $1 for=2s
amy parks $1 for=120s
amy ready
at +119s
at +2s amy takes $1
amy parks $1 for=60s
at +5s amy takes $1
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
09:00:00 alarm dev=A0004 ref=1 type=enquiry
  fact  $1 opened: enquiry from A0004, H4, priority 4
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
09:00:00 amy parks $1 for=2s
  answer to amy: NO: outOfRange(field: "for", expected: "5...3600 seconds")
09:00:00 amy parks $1 for=120s
  fact  $1 parked by amy until 09:02:00: later
  fact  amy is ready
  answer to amy: PARKED $1
09:00:00 amy ready
  answer to amy: ready
09:02:00 time passes
  fact  $1 raised to 3: returned
  fact  $1 back in the line from amy: park-ended
  fact  $1 offered to amy until 09:02:06
  fact  amy is offered
  to amy: RETURNED $1 pri 3 enquiry age 120.0 s: park-ended
  to amy: OFFER $1 pri 3 enquiry age 120.0 s, left 12.0 s
09:02:01 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy
  fact  amy is handling
  answer to amy: TAKEN $1 pri 3 enquiry age 121.0 s
09:02:01 amy parks $1 for=60s
  fact  $1 parked by amy until 09:03:01: later
  fact  amy is ready
  answer to amy: PARKED $1
09:02:06 amy takes $1
  fact  $1 taken by amy from amy
  fact  amy is handling
  answer to amy: TAKEN $1 pri 3 enquiry age 126.0 s
