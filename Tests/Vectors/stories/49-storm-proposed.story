# Many technical calls from one area: the supervisors hear so once, with the numbers. Nothing happens by
# itself. Presses do not count.
rule propose=2
at 08:59:05 sue logs on
at 09:00:00 alarm dev=A0003 ref=1 type=power-lost
alarm dev=A0001 ref=1
alarm dev=A0004 ref=1 type=fault
alarm dev=A0005 ref=1 type=power-lost
amy logs on
amy takes $1
amy closes $1 technical
at +60s alarm dev=A0003 ref=2 type=battery-low
at +1s amy takes $5
amy closes $5 technical
at +1s alarm dev=A0003 ref=3 type=battery-low

----
08:59:00 rule propose=2
08:59:05 sue logs on
  fact  sue is away (log-on)
  sue speaks for sue, supervisor
  answer to sue: WELCOME supervisor
08:59:15 time passes
  fact  nobody is on duty
  fact  a1 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 0
  a1 goes out by voice to +85290000001 (dan)
08:59:45 time passes
  fact  a1 ends: timed-out, says @desk
09:00:00 alarm dev=A0003 ref=1 type=power-lost
  fact  $1 opened: power-lost from A0003, H3, priority 4
  answer to gw-1: stored ref 1, $1
09:00:00 alarm dev=A0001 ref=1
  fact  $2 opened: button from A0001, H1, priority 1
  answer to gw-1: stored ref 1, $2
09:00:00 alarm dev=A0004 ref=1 type=fault
  fact  $3 opened: fault from A0004, H4, priority 3
  answer to gw-1: stored ref 1, $3
09:00:00 alarm dev=A0005 ref=1 type=power-lost
  fact  $4 opened: power-lost from A0005, H5, priority 4
  answer to gw-1: stored ref 1, $4
09:00:00 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
09:00:00 amy takes $1
  fact  $1 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  fact  somebody is on duty
  answer to amy: TAKEN $1 pri 4 power-lost age 0.0 s
  to everyone: somebody is on duty
09:00:00 amy closes $1 technical
  fact  $1 closed by amy as technical, handled 0.0 s
  fact  amy is wrap-up
  answer to amy: CLOSED $1
09:00:12 time passes
  fact  $2 on tier 2
  fact  $3 on tier 2
  fact  $4 on tier 2
  to supervisors: OPEN tier 2 $2 pri 1 button age 12.0 s
  to supervisors: OPEN tier 2 $3 pri 3 fault age 12.0 s
  to supervisors: OPEN tier 2 $4 pri 4 power-lost age 12.0 s
09:00:20 time passes
  fact  amy is away (log-on)
  fact  nobody is on duty
  fact  a2 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 3
  a2 goes out by voice to +85290000001 (dan)
09:00:50 time passes
  fact  a2 ends: timed-out, says @desk
09:01:00 time passes
  fact  $2 on tier 3
  fact  $2 reaching duty-officer for @desk, 1 stops
  fact  a3 starts: duty-officer by voice
  fact  $2 reaching contacts for @desk, 4 stops
  fact  a4 starts: contact:1 by voice
  fact  $2 reaching notice:3 for @desk, 1 stops
  fact  a5 starts: notice:3 by sms
  fact  $3 on tier 3
  fact  $3 reaching duty-officer for @desk, 1 stops
  fact  a6 starts: duty-officer by voice
  fact  $4 on tier 3
  fact  $4 reaching duty-officer for @desk, 1 stops
  fact  a7 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $2 pri 1 button age 60.0 s
  a3 goes out by voice to +85290000001 (dan)
  a4 goes out by voice to +85290000001 (daughter)
  a5 goes out by sms to +85290000003 (son)
  to supervisors: OPEN tier 3 $3 pri 3 fault age 60.0 s
  a6 goes out by voice to +85290000001 (dan)
  to supervisors: OPEN tier 3 $4 pri 4 power-lost age 60.0 s
  a7 goes out by voice to +85290000001 (dan)
09:01:00 alarm dev=A0003 ref=2 type=battery-low
  fact  $5 opened: battery-low from A0003, H3, priority 3
  fact  storm proposed: Sha Tin, battery-low, fault, power-lost, 3 calls
  to supervisors: STORM proposed: Sha Tin, battery-low, fault, power-lost, 3 calls in 5 min
  answer to gw-1: stored ref 2, $5
09:01:01 amy takes $5
  fact  $5 taken by amy, answered after 1.0 s
  fact  amy is handling
  fact  t2 owed to gw-1: TAKEN 2
  fact  somebody is on duty
  answer to amy: TAKEN $5 pri 3 battery-low age 1.0 s
  to everyone: somebody is on duty
09:01:01 amy closes $5 technical
  fact  $5 closed by amy as technical, handled 0.0 s
  fact  amy is wrap-up
  answer to amy: CLOSED $5
09:01:02 alarm dev=A0003 ref=3 type=battery-low
  fact  $6 opened: battery-low from A0003, H3, priority 3
  answer to gw-1: stored ref 3, $6
