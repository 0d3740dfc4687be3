# Amy has the call and is not heard of: a warning, then the call goes back and she is set away.
at 08:59:05 amy logs on
amy ready
sue logs on
at 09:00:00 alarm dev=A0001 ref=1 type=enquiry
amy takes $1
at +200s amy speaks
at +275s
at +30s
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
09:03:20 amy speaks
09:07:50 time passes
  to amy: LEASE $1 ends in 30.0 s
09:08:20 time passes
  fact  $1 raised to 3: returned
  fact  $1 back in the line from amy: lease
  fact  amy is ready
  fact  amy is away (lease-lost)
  fact  nobody is on duty
  fact  a1 starts: duty-officer by voice
  to amy: RETURNED $1 pri 3 enquiry age 500.0 s: lease
  to supervisors: amy is away (lease-lost)
  to everyone: NOBODY ON DUTY, open calls 1
  a1 goes out by voice to +85290000001 (dan)
