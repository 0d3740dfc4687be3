# A supervisor closes what nobody has had anything to do with: each call says who closed it, with what and
# why, and whose obligations were waived. Never more than the preview printed; never as spoken to.
at 08:59:05 sue logs on
gw-1 joins
at 09:00:00 alarm dev=A0003 ref=1 type=power-lost
alarm dev=A0004 ref=1 type=fault
alarm dev=A0005 ref=1 type=power-lost
sue previews area=all kinds=fault,power-lost
sue declares p1 for=30min "power cut"
sue notes $3 "lives alone"
sue previews s1 resolved
sue previews s1 technical
at +1s alarm dev=A0006 ref=1 type=power-lost
sue bulk-closes p2
sue bulk-closes p2 "power is back, network operator says"
sue lists calls storm=s1
sue undoes s1

----
08:59:05 sue logs on
  fact  sue is away (log-on)
  sue speaks for sue, supervisor
  answer to sue: WELCOME supervisor
08:59:05 gw-1 joins
  answer to gw-1: welcome
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
09:00:00 alarm dev=A0004 ref=1 type=fault
  fact  $2 opened: fault from A0004, H4, priority 3
  answer to gw-1: stored ref 1, $2
09:00:00 alarm dev=A0005 ref=1 type=power-lost
  fact  $3 opened: power-lost from A0005, H5, priority 4
  answer to gw-1: stored ref 1, $3
09:00:00 sue previews area=all kinds=fault,power-lost
  answer to sue: PREVIEW p1: touches 3, leaves 0; $2 3 -> 4; $1 4 -> 5; $3 4 -> 5
09:00:00 sue declares p1 for=30min "power cut"
  fact  s1 declared by sue until 09:30:00: all, fault, power-lost, lower 1 (power cut)
  fact  $2 in the group of s1 with rank 4, by sue
  fact  $1 in the group of s1 with rank 5, by sue
  fact  $3 in the group of s1 with rank 5, by sue
  answer to sue: STORM declared: s1, 3 calls, by sue, 1800.0 s left
  to supervisors: STORM declared: s1, 3 calls, by sue, 1800.0 s left
09:00:00 sue notes $3 "lives alone"
  fact  $3 note by sue: lives alone
  answer to sue: NOTED $3
09:00:00 sue previews s1 resolved
  answer to sue: NO: outcome resolved: expected technical|referred|other
09:00:00 sue previews s1 technical
  answer to sue: PREVIEW p2: touches 2, leaves 1; $2 closed, waives 1; $1 closed, waives 0; $3 left: worked-on
09:00:01 alarm dev=A0006 ref=1 type=power-lost
  fact  $4 opened: power-lost from A0006, H6, priority 4
  fact  $4 in the group of s1 with rank 5, by @desk
  answer to gw-1: stored ref 1, $4
09:00:01 sue bulk-closes p2
  answer to sue: NO: technical needs a reason
09:00:01 sue bulk-closes p2 "power is back, network operator says"
  fact  $2 out of the group of s1 with rank 3, by sue: closed
  fact  $2 step 1 waived by sue: power is back, network operator says
  fact  t1 owed to gw-1: TAKEN 1
  fact  $2 closed by sue as technical (power is back, network operator says), handled 0.0 s
  fact  $1 out of the group of s1 with rank 4, by sue: closed
  fact  t2 owed to gw-1: TAKEN 1
  fact  $1 closed by sue as technical (power is back, network operator says), handled 0.0 s
  fact  2 calls of s1 closed by sue as technical (power is back, network operator says)
  to gw-1: t1 TAKEN A0004 ref 1, $2
  to gw-1: t2 TAKEN A0003 ref 1, $1
  answer to sue: STORM closed: s1, 2 calls, as technical, by sue, 1799.0 s left
  to supervisors: STORM closed: s1, 2 calls, as technical, by sue, 1799.0 s left
09:00:01 sue lists calls storm=s1
  answer to sue: calls $3 waiting, $4 waiting
09:00:01 sue undoes s1
  fact  $3 out of the group of s1 with rank 4, by sue: undone
  fact  $4 out of the group of s1 with rank 4, by sue: undone
  fact  s1 over: undone, by sue
  to supervisors: STORM undone: s1, 2 calls, by sue
  answer to sue: STORM undone: s1, 2 calls, by sue; not $2: closed; not $1: closed
