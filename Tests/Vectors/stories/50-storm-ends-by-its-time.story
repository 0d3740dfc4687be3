# A storm is always bounded. Its group is said again at intervals in one line, before its end once more, and
# at its end its calls stand in the line with the ranks they had, and begin to wait anew.
rule leaseSpan=2h
at 08:59:05 sue logs on
amy logs on
at 09:00:00 alarm dev=A0001 ref=1
amy takes $1
alarm dev=A0003 ref=1 type=power-lost
sue previews area=all kinds=power-lost lower=4
sue declares p1 for=25min "power cut"
at +24min sue extends s1 for=5min "still dark"
at +5min clock
at +13s clock

----
08:59:00 rule leaseSpan=2h
08:59:05 sue logs on
  fact  sue is away (log-on)
  sue speaks for sue, supervisor
  answer to sue: WELCOME supervisor
08:59:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
08:59:15 time passes
  fact  nobody is on duty
  fact  a1 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 0
  a1 goes out by voice to +85290000001 (dan)
08:59:45 time passes
  fact  a1 ends: timed-out, says @desk
09:00:00 alarm dev=A0001 ref=1
  fact  $1 opened: button from A0001, H1, priority 1
  answer to gw-1: stored ref 1, $1
09:00:00 amy takes $1
  fact  $1 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  fact  somebody is on duty
  answer to amy: TAKEN $1 pri 1 button age 0.0 s
  to everyone: somebody is on duty
09:00:00 alarm dev=A0003 ref=1 type=power-lost
  fact  $2 opened: power-lost from A0003, H3, priority 4
  answer to gw-1: stored ref 1, $2
09:00:00 sue previews area=all kinds=power-lost lower=4
  answer to sue: PREVIEW p1: touches 1, leaves 1; $2 4 -> 5; $1 left: life-safety
09:00:00 sue declares p1 for=25min "power cut"
  fact  s1 declared by sue until 09:25:00: all, power-lost, lower 4 (power cut)
  fact  $2 in the group of s1 with rank 5, by sue
  answer to sue: STORM declared: s1, 1 calls, by sue, 1500.0 s left
  to supervisors: STORM declared: s1, 1 calls, by sue, 1500.0 s left
09:10:00 time passes
  fact  $2 raised to 4: ageing
  to supervisors: STORM waiting: s1, 1 calls, oldest 600.0 s, by sue, 900.0 s left
09:15:00 time passes
  to supervisors: STORM ending: s1, 1 calls, oldest 900.0 s, by sue, 600.0 s left
09:20:00 time passes
  fact  $2 raised to 3: ageing
09:24:00 sue extends s1 for=5min "still dark"
  fact  s1 extended by sue until 09:29:00 (still dark)
  answer to sue: STORM extended: s1, 1 calls, by sue, 300.0 s left
  to supervisors: STORM extended: s1, 1 calls, by sue, 300.0 s left
09:29:00 time passes
  fact  $2 out of the group of s1 with rank 4, by @desk: ended
  fact  s1 over: time, by @desk
  to supervisors: STORM ended: s1, 1 calls, by @desk
09:29:00 clock
09:29:12 time passes
  fact  $2 on tier 2
  to supervisors: OPEN tier 2 $2 pri 4 power-lost age 1752.0 s
09:29:13 clock
