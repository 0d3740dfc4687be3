# The process is killed. Calls come back in their order with their age, leases are void.
at 08:59:05 amy logs on
amy ready
ben logs on
at 09:00:00 alarm dev=A0003 ref=1 type=enquiry
amy takes $1
at +5s alarm dev=A0004 ref=1 type=enquiry
at +5s alarm dev=A0001 ref=1 type=button
at +1s disk holds
alarm dev=A0005 ref=1 type=button
at +10s restart
amy logs on
amy ready
amy lists calls
at +1s amy takes $3
amy closes $3 resolved
# What was not acknowledged comes again, and gets a number of its own.
alarm dev=A0005 ref=1 type=button
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
09:00:05 alarm dev=A0004 ref=1 type=enquiry
  fact  $2 opened: enquiry from A0004, H4, priority 4
  answer to gw-1: stored ref 1, $2
09:00:10 alarm dev=A0001 ref=1 type=button
  fact  $3 opened: button from A0001, H1, priority 1
  answer to gw-1: stored ref 1, $3
09:00:11 disk holds
09:00:11 alarm dev=A0005 ref=1 type=button
  fact  $4 opened: button from A0005, H5, priority 1
09:00:17 time passes
  fact  $2 on tier 2
09:00:17.200 time passes
  UNSAVED to supervisors: OPEN tier 2 $2 pri 4 enquiry age 12.0 s
09:00:21 restart
  fact  $1 raised to 3: returned
  fact  $1 back in the line from amy: restarted
  to amy: RETURNED $1 pri 3 enquiry age 21.0 s: restarted
  fact  $2 on tier 2
  to supervisors: OPEN tier 2 $2 pri 4 enquiry age 16.0 s
09:00:21 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
09:00:21 amy ready
  fact  amy is ready
  fact  $3 offered to amy until 09:00:27
  fact  amy is offered
  answer to amy: ready
  to amy: OFFER $3 pri 1 button age 11.0 s, left 1.0 s
09:00:21 amy lists calls
  answer to amy: calls $3 offered, $1 waiting, $2 waiting
09:00:22 time passes
  fact  $3 on tier 2
  to amy, supervisors: OPEN tier 2 $3 pri 1 button age 12.0 s
09:00:22 amy takes $3
  fact  $3 no longer offered to amy: answered
  fact  $3 taken by amy, answered after 12.0 s
  fact  amy is handling
  fact  t2 owed to gw-1: TAKEN 1
  to supervisors: WITHDRAWN $3: taken
  answer to amy: TAKEN $3 pri 1 button age 12.0 s
09:00:22 amy closes $3 resolved
  fact  $3 closed by amy as resolved, handled 0.0 s, at first contact
  fact  amy is wrap-up
  answer to amy: CLOSED $3
09:00:22 alarm dev=A0005 ref=1 type=button
  fact  $5 opened: button from A0005, H5, priority 1
  fact  amy is ready
  fact  $5 offered to amy until 09:00:28
  fact  amy is offered
  answer to gw-1: stored ref 1, $5
  to amy: OFFER $5 pri 1 button age 0.0 s, left 12.0 s
