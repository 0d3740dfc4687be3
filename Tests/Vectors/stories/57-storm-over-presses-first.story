# When a storm is over its calls have the ranks with which they came: what aged in the group for an hour
# does not stand before a press.
rule leaseSpan=2h
at 08:59:05 sue logs on
ben logs on
at 09:00:00 alarm dev=A0002 ref=1
ben takes $1
alarm dev=A0003 ref=1 type=power-lost
sue previews area=all kinds=power-lost
sue declares p1 for=120min "power cut"
at +50min sue ends s1 "power is back"
alarm dev=A0001 ref=1
amy logs on
amy ready

----
08:59:00 rule leaseSpan=2h
08:59:05 sue logs on
  fact  sue is away (log-on)
  sue speaks for sue, supervisor
  answer to sue: WELCOME supervisor
08:59:05 ben logs on
  fact  ben is away (log-on)
  ben speaks for ben, operator
  answer to ben: WELCOME operator
08:59:15 time passes
  fact  nobody is on duty
  fact  a1 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 0
  a1 goes out by voice to +85290000001 (dan)
08:59:45 time passes
  fact  a1 ends: timed-out, says @desk
09:00:00 alarm dev=A0002 ref=1
  fact  $1 opened: button from A0002, H2, priority 1
  answer to gw-1: stored ref 1, $1
09:00:00 ben takes $1
  fact  $1 taken by ben, answered after 0.0 s
  fact  ben is handling
  fact  t1 owed to gw-1: TAKEN 1
  fact  somebody is on duty
  answer to ben: TAKEN $1 pri 1 button age 0.0 s
  to everyone: somebody is on duty
09:00:00 alarm dev=A0003 ref=1 type=power-lost
  fact  $2 opened: power-lost from A0003, H3, priority 4
  answer to gw-1: stored ref 1, $2
09:00:00 sue previews area=all kinds=power-lost
  answer to sue: PREVIEW p1: touches 1, leaves 1; $2 4 -> 5; $1 left: life-safety
09:00:00 sue declares p1 for=120min "power cut"
  fact  s1 declared by sue until 11:00:00: all, power-lost, lower 1 (power cut)
  fact  $2 in the group of s1 with rank 5, by sue
  answer to sue: STORM declared: s1, 1 calls, by sue, 7200.0 s left
  to supervisors: STORM declared: s1, 1 calls, by sue, 7200.0 s left
09:10:00 time passes
  fact  $2 raised to 4: ageing
  to supervisors: STORM waiting: s1, 1 calls, oldest 600.0 s, by sue, 6600.0 s left
09:20:00 time passes
  fact  $2 raised to 3: ageing
  to supervisors: STORM waiting: s1, 1 calls, oldest 1200.0 s, by sue, 6000.0 s left
09:30:00 time passes
  fact  $2 raised to 2: ageing
  to supervisors: STORM waiting: s1, 1 calls, oldest 1800.0 s, by sue, 5400.0 s left
09:40:00 time passes
  to supervisors: STORM waiting: s1, 1 calls, oldest 2400.0 s, by sue, 4800.0 s left
09:50:00 time passes
  to supervisors: STORM waiting: s1, 1 calls, oldest 3000.0 s, by sue, 4200.0 s left
09:50:00 sue ends s1 "power is back"
  fact  $2 out of the group of s1 with rank 4, by sue: ended
  fact  s1 over: ended, by sue (power is back)
  to supervisors: STORM ended: s1, 1 calls, by sue
  answer to sue: STORM ended: s1, 1 calls, by sue
09:50:00 alarm dev=A0001 ref=1
  fact  $3 opened: button from A0001, H1, priority 1
  answer to gw-1: stored ref 1, $3
09:50:00 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
09:50:00 amy ready
  fact  amy is ready
  fact  $3 offered to amy until 09:50:06
  fact  amy is offered
  answer to amy: ready
  to amy: OFFER $3 pri 1 button age 0.0 s, left 12.0 s
