# A press from a home inside the group takes its call out at once, with its full rank: it is offered first.
# The same kind again stays in the group.
at 08:59:05 sue logs on
at 09:00:00 alarm dev=A0003 ref=1 type=power-lost
alarm dev=A0004 ref=1 type=power-lost
at +5s sue previews area="Sha Tin" kinds=power-lost
sue declares p1 for=30min "power cut"
at +60s alarm dev=A0003 ref=2 type=power-lost
at +60s alarm dev=A0004 ref=2 type=button
amy logs on
amy ready
amy takes $2
alarm dev=A0003 ref=3 type=enquiry
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
09:00:00 alarm dev=A0004 ref=1 type=power-lost
  fact  $2 opened: power-lost from A0004, H4, priority 4
  answer to gw-1: stored ref 1, $2
09:00:05 sue previews area="Sha Tin" kinds=power-lost
  answer to sue: PREVIEW p1: touches 2, leaves 0; $1 4 -> 5; $2 4 -> 5
09:00:05 sue declares p1 for=30min "power cut"
  fact  s1 declared by sue until 09:30:05: Sha Tin, power-lost, lower 1 (power cut)
  fact  $1 in the group of s1 with rank 5, by sue
  fact  $2 in the group of s1 with rank 5, by sue
  answer to sue: STORM declared: s1, 2 calls, by sue, 1800.0 s left
  to supervisors: STORM declared: s1, 2 calls, by sue, 1800.0 s left
09:00:15 time passes
  fact  a2 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 2
  a2 goes out by voice to +85290000001 (dan)
09:00:45 time passes
  fact  a2 ends: timed-out, says @desk
09:01:05 alarm dev=A0003 ref=2 type=power-lost
  fact  $1 joined by power-lost from A0003, ref 2
  fact  $1 raised to 4: repeated
  answer to gw-1: stored ref 2, $1
09:01:15 time passes
  fact  a3 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 2
  a3 goes out by voice to +85290000001 (dan)
09:01:45 time passes
  fact  a3 ends: timed-out, says @desk
09:02:05 alarm dev=A0004 ref=2 type=button
  fact  $2 joined by button from A0004, ref 2
  fact  $2 out of the group of s1 with rank 4, by @device:A0004: pressed
  fact  $2 raised to 1: more-urgent
  fact  $2 is now button, plan emergency
  answer to gw-1: stored ref 2, $2
09:02:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
09:02:05 amy ready
  fact  amy is ready
  fact  $2 offered to amy until 09:02:11
  fact  amy is offered
  fact  somebody is on duty
  answer to amy: ready
  to amy: STORM on: s1, 1 calls, oldest 125.0 s, by sue, 1680.0 s left
  to amy: OFFER $2 pri 1 button age 125.0 s, left 12.0 s
  to everyone: somebody is on duty
09:02:05 amy takes $2
  fact  $2 no longer offered to amy: answered
  fact  $2 taken by amy, answered after 125.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  fact  t2 owed to gw-1: TAKEN 2
  answer to amy: TAKEN $2 pri 1 button age 125.0 s
09:02:05 alarm dev=A0003 ref=3 type=enquiry
  fact  $1 joined by enquiry from A0003, ref 3
  fact  $1 out of the group of s1 with rank 4, by @device:A0003: pressed
  fact  $1 raised to 3: repeated
  answer to gw-1: stored ref 3, $1
09:02:05 sue undoes s1
  fact  s1 over: undone, by sue
  to supervisors: STORM undone: s1, 0 calls, by sue
  answer to sue: STORM undone: s1, 0 calls, by sue; not $2: pressed; not $1: pressed
