# The same home presses again while somebody has its call: announced, ranked anew, and whoever has it must be
# heard. Is nothing heard of her the call goes back long before its lease would end.
at 08:59:05 amy logs on
amy ready
sue logs on
at 09:00:00 alarm dev=A0004 ref=1 type=enquiry
amy takes $1
at +5s alarm dev=A0004 ref=2 type=enquiry
at +2s amy notes $1 talking to him
at +30s alarm dev=A0004 ref=3 type=enquiry
at +61s ben logs on
ben ready
ben takes $1
# Her line is gone, and he presses: nobody waits for her to come back.
at +1s ben loses connection
at +1s alarm dev=A0004 ref=4 type=enquiry
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
09:00:05 alarm dev=A0004 ref=2 type=enquiry
  fact  $1 joined by enquiry from A0004, ref 2
  fact  $1 raised to 3: repeated
  fact  t2 owed to gw-1: TAKEN 2
  to amy: JOINED $1 pri 3 enquiry age 5.0 s, presses 2
  answer to gw-1: stored ref 2, $1
09:00:07 amy notes $1 talking to him
  fact  $1 note by amy: talking to him
  answer to amy: NOTED $1
09:00:37 alarm dev=A0004 ref=3 type=enquiry
  fact  $1 joined by enquiry from A0004, ref 3
  fact  $1 raised to 2: repeated
  fact  t3 owed to gw-1: TAKEN 3
  to amy: JOINED $1 pri 2 enquiry age 37.0 s, presses 3
  answer to gw-1: stored ref 3, $1
09:00:49 time passes
  to amy: LEASE $1 ends in 48.0 s
  to supervisors: UNHEARD amy for 12.0 s: $1 pri 2 enquiry age 49.0 s
09:01:37 time passes
  fact  $1 back in the line from amy: lease
  fact  amy is ready
  fact  amy is away (lease-lost)
  fact  nobody is on duty
  fact  a1 starts: duty-officer by voice
  to amy: RETURNED $1 pri 2 enquiry age 97.0 s: lease
  to supervisors: amy is away (lease-lost)
  to everyone: NOBODY ON DUTY, open calls 1
  a1 goes out by voice to +85290000001 (dan)
09:01:38 ben logs on
  fact  ben is away (log-on)
  ben speaks for ben, operator
  answer to ben: WELCOME operator
09:01:38 ben ready
  fact  ben is ready
  fact  $1 offered to ben until 09:01:44
  fact  ben is offered
  fact  somebody is on duty
  fact  a1 ends: stopped, says @desk
  answer to ben: ready
  to ben: OFFER $1 pri 2 enquiry age 98.0 s, left 11.0 s
  to everyone: somebody is on duty
09:01:38 ben takes $1
  fact  $1 no longer offered to ben: answered
  fact  $1 taken by ben
  fact  ben is handling
  answer to ben: TAKEN $1 pri 2 enquiry age 98.0 s
09:01:39 ben loses connection
  fact  ben is gone (connection lost)
  fact  nobody is on duty
  fact  a2 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a2 goes out by voice to +85290000001 (dan)
09:01:40 alarm dev=A0004 ref=4 type=enquiry
  fact  $1 joined by enquiry from A0004, ref 4
  fact  $1 back in the line from ben: lost
  to ben: JOINED $1 pri 2 enquiry age 100.0 s, presses 4
  to ben: RETURNED $1 pri 2 enquiry age 100.0 s: lost
  answer to gw-1: stored ref 4, $1
