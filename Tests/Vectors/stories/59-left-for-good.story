# A call that something more urgent took out of a group does not slip back into it when its offer lapses,
# though its kind is one of the storm's.
at 08:59:05 sue logs on
at 09:00:00 alarm dev=A0003 ref=1 type=power-lost
sue previews area=all kinds=power-lost,fault
sue declares p1 for=30min "power cut"
at +1s alarm dev=A0003 ref=2 type=fault
amy logs on
amy ready
at +7s clock
restart
sue logs on
sue undoes s1

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
09:00:00 sue previews area=all kinds=power-lost,fault
  answer to sue: PREVIEW p1: touches 1, leaves 0; $1 4 -> 5
09:00:00 sue declares p1 for=30min "power cut"
  fact  s1 declared by sue until 09:30:00: all, fault, power-lost, lower 1 (power cut)
  fact  $1 in the group of s1 with rank 5, by sue
  answer to sue: STORM declared: s1, 1 calls, by sue, 1800.0 s left
  to supervisors: STORM declared: s1, 1 calls, by sue, 1800.0 s left
09:00:01 alarm dev=A0003 ref=2 type=fault
  fact  $1 joined by fault from A0003, ref 2
  fact  $1 out of the group of s1 with rank 4, by @device:A0003: pressed
  fact  $1 raised to 3: more-urgent
  fact  $1 is now fault, plan repair
  answer to gw-1: stored ref 2, $1
09:00:01 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
09:00:01 amy ready
  fact  amy is ready
  fact  $1 offered to amy until 09:00:07
  fact  amy is offered
  fact  somebody is on duty
  answer to amy: ready
  to amy: STORM on: s1, 0 calls, oldest 0.0 s, by sue, 1799.0 s left
  to amy: OFFER $1 pri 3 fault age 1.0 s, left 12.0 s
  to everyone: somebody is on duty
09:00:07 time passes
  fact  $1 no longer offered to amy: lapsed
  fact  amy missed 1
  fact  amy is ready
  fact  $1 offered to amy until 09:00:13
  fact  amy is offered
  to amy: WITHDRAWN $1: lapsed
  to amy: OFFER $1 pri 3 fault age 7.0 s, left 6.0 s
09:00:08 clock
09:00:08 restart
09:00:08 sue logs on
  fact  sue is away (log-on)
  sue speaks for sue, supervisor
  answer to sue: WELCOME supervisor
09:00:08 sue undoes s1
  fact  s1 over: undone, by sue
  to supervisors: STORM undone: s1, 0 calls, by sue
  answer to sue: STORM undone: s1, 0 calls, by sue; not $1: pressed
