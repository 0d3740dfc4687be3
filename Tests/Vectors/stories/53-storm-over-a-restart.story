# A storm, its group and its bound survive a restart.
rule leaseSpan=2h
at 08:59:05 sue logs on
at 09:00:00 alarm dev=A0003 ref=1 type=power-lost
sue previews area="Sha Tin" kinds=power-lost
sue declares p1 for=5min "power cut"
at +10s restart
at +1s amy logs on
alarm dev=A0001 ref=1
amy takes $2
alarm dev=A0004 ref=1 type=power-lost
sue logs on
sue lists calls
at +5min clock

----
08:59:00 rule leaseSpan=2h
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
09:00:00 sue previews area="Sha Tin" kinds=power-lost
  answer to sue: PREVIEW p1: touches 1, leaves 0; $1 4 -> 5
09:00:00 sue declares p1 for=5min "power cut"
  fact  s1 declared by sue until 09:05:00: Sha Tin, power-lost, lower 1 (power cut)
  fact  $1 in the group of s1 with rank 5, by sue
  answer to sue: STORM declared: s1, 1 calls, by sue, 300.0 s left
  to supervisors: STORM declared: s1, 1 calls, by sue, 300.0 s left
09:00:10 restart
09:00:11 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
09:00:11 alarm dev=A0001 ref=1
  fact  $2 opened: button from A0001, H1, priority 1
  answer to gw-1: stored ref 1, $2
09:00:11 amy takes $2
  fact  $2 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  fact  somebody is on duty
  answer to amy: TAKEN $2 pri 1 button age 0.0 s
  to everyone: somebody is on duty
09:00:11 alarm dev=A0004 ref=1 type=power-lost
  fact  $3 opened: power-lost from A0004, H4, priority 4
  fact  $3 in the group of s1 with rank 5, by @desk
  answer to gw-1: stored ref 1, $3
09:00:11 sue logs on
  fact  sue is away (log-on)
  sue speaks for sue, supervisor
  answer to sue: WELCOME supervisor
09:00:11 sue lists calls
  answer to sue: calls $2 handling, group of s1 2
09:05:00 time passes
  fact  $1 out of the group of s1 with rank 4, by @desk: ended
  fact  $3 out of the group of s1 with rank 4, by @desk: ended
  fact  s1 over: time, by @desk
  to supervisors: STORM ended: s1, 2 calls, by @desk
09:05:11 clock
