# Everybody who is ready is asked about a call of a storm's group, and a press comes: one of them is asked
# about the press at once. A technical call that nobody has looked at takes nobody away from it.
at 08:59:05 sue logs on
at 09:00:00 alarm dev=A0003 ref=1 type=power-lost
alarm dev=A0004 ref=1 type=power-lost
sue previews area=all kinds=power-lost
sue declares p1 for=30min "power cut"
ben logs on
ben ready
at +1s cat logs on
cat ready
at +1s alarm dev=A0001 ref=1
at +1s alarm dev=A0005 ref=1 type=fault
cat takes $3
ben takes $4

----
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
09:00:00 alarm dev=A0004 ref=1 type=power-lost
  fact  $2 opened: power-lost from A0004, H4, priority 4
  answer to gw-1: stored ref 1, $2
09:00:00 sue previews area=all kinds=power-lost
  answer to sue: PREVIEW p1: touches 2, leaves 0; $1 4 -> 5; $2 4 -> 5
09:00:00 sue declares p1 for=30min "power cut"
  fact  s1 declared by sue until 09:30:00: all, power-lost, lower 1 (power cut)
  fact  $1 in the group of s1 with rank 5, by sue
  fact  $2 in the group of s1 with rank 5, by sue
  answer to sue: STORM declared: s1, 2 calls, by sue, 1800.0 s left
  to supervisors: STORM declared: s1, 2 calls, by sue, 1800.0 s left
09:00:00 ben logs on
  fact  ben is away (log-on)
  ben speaks for ben, operator
  answer to ben: WELCOME operator
09:00:00 ben ready
  fact  ben is ready
  fact  $1 offered to ben until 09:00:06
  fact  ben is offered
  fact  somebody is on duty
  answer to ben: ready
  to ben: STORM on: s1, 2 calls, oldest 0.0 s, by sue, 1800.0 s left
  to ben: OFFER $1 pri 5 power-lost age 0.0 s, in s1, left 12.0 s
  to everyone: somebody is on duty
09:00:01 cat logs on
  fact  cat is away (log-on)
  cat speaks for cat, operator
  answer to cat: WELCOME operator
09:00:01 cat ready
  fact  cat is ready
  fact  $2 offered to cat until 09:00:07
  fact  cat is offered
  answer to cat: ready
  to cat: STORM on: s1, 2 calls, oldest 1.0 s, by sue, 1799.0 s left
  to cat: OFFER $2 pri 5 power-lost age 1.0 s, in s1, left 11.0 s
09:00:02 alarm dev=A0001 ref=1
  fact  $3 opened: button from A0001, H1, priority 1
  fact  $2 no longer offered to cat: released
  fact  cat is ready
  fact  $3 offered to cat until 09:00:08
  fact  cat is offered
  answer to gw-1: stored ref 1, $3
  to cat: WITHDRAWN $2: released
  to cat: OFFER $3 pri 1 button age 0.0 s, left 12.0 s
09:00:03 alarm dev=A0005 ref=1 type=fault
  fact  $4 opened: fault from A0005, H5, priority 3
  answer to gw-1: stored ref 1, $4
09:00:03 cat takes $3
  fact  $3 no longer offered to cat: answered
  fact  $3 taken by cat, answered after 1.0 s
  fact  cat is handling
  fact  t1 owed to gw-1: TAKEN 1
  answer to cat: TAKEN $3 pri 1 button age 1.0 s
09:00:03 ben takes $4
  fact  $1 no longer offered to ben: released
  fact  $4 taken by ben, answered after 0.0 s
  fact  ben is handling
  fact  t2 owed to gw-1: TAKEN 1
  to ben: WITHDRAWN $1: released
  answer to ben: TAKEN $4 pri 3 fault age 0.0 s
