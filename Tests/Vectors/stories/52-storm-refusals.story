# The brakes: a power, a reason, a bound, a preview that still holds and is one's own.
at 08:59:05 sue logs on
amy logs on
dan logs on
at 09:00:00 alarm dev=A0003 ref=1 type=power-lost
alarm dev=A0004 ref=1 type=power-lost
amy previews area=all kinds=power-lost
sue previews area="Tai Po" kinds=power-lost
sue previews area=all kinds=button
sue previews area=all kinds=power-lost
amy declares p1 for=30min "power cut"
dan declares p1 for=30min "power cut"
sue declares p1 for=30min
sue declares p1 for=300min "power cut"
sue declares p1 for=1min "power cut"
sue bulk-closes p1 "power cut"
amy takes $1
sue declares p1 for=30min "power cut"
sue declares p1 for=30min "power cut"
sue declares p2 for=30min "power cut"
sue extends s1 for=5min
amy ends s1
sue ends s1 "power is back"
sue undoes s1


----
08:59:05 sue logs on
  fact  sue is away (log-on)
  sue speaks for sue, supervisor
  answer to sue: WELCOME supervisor
08:59:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
08:59:05 dan logs on
  fact  dan is away (log-on)
  dan speaks for dan, duty-officer
  answer to dan: WELCOME duty-officer
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
09:00:00 amy previews area=all kinds=power-lost
  answer to amy: NO: needs storm, from supervisor
09:00:00 sue previews area="Tai Po" kinds=power-lost
  answer to sue: NO: area Tai Po: expected all|Central|Sha Tin|Wan Chai
09:00:00 sue previews area=all kinds=button
  answer to sue: NO: kinds button: expected battery-low|fault|power-lost|silent
09:00:00 sue previews area=all kinds=power-lost
  answer to sue: PREVIEW p1: touches 2, leaves 0; $1 4 -> 5; $2 4 -> 5
09:00:00 amy declares p1 for=30min "power cut"
  answer to amy: NO: needs storm, from supervisor
09:00:00 dan declares p1 for=30min "power cut"
  answer to dan: NO: unknownThing("a preview 2 of yours: STORM PREVIEW first")
09:00:00 sue declares p1 for=30min
  answer to sue: NO: storm needs a reason
09:00:00 sue declares p1 for=300min "power cut"
  answer to sue: NO: outOfRange(field: "for", expected: "5...240 minutes")
09:00:00 sue declares p1 for=1min "power cut"
  answer to sue: NO: outOfRange(field: "for", expected: "5...240 minutes")
09:00:00 sue bulk-closes p1 "power cut"
  answer to sue: NO: unknownThing("a preview 2 of a closing: it is one of a storm")
09:00:00 amy takes $1
  fact  $1 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  fact  somebody is on duty
  answer to amy: TAKEN $1 pri 4 power-lost age 0.0 s
  to everyone: somebody is on duty
09:00:00 sue declares p1 for=30min "power cut"
  answer to sue: STALE p1: $1 left: held by amy; now p2: touches 1, leaves 1; $2 4 -> 5; $1 left: held by amy
09:00:00 sue declares p1 for=30min "power cut"
  answer to sue: NO: unknownThing("a preview 2 of yours: STORM PREVIEW first")
09:00:00 sue declares p2 for=30min "power cut"
  fact  s1 declared by sue until 09:30:00: all, power-lost, lower 1 (power cut)
  fact  $2 in the group of s1 with rank 5, by sue
  answer to sue: STORM declared: s1, 1 calls, by sue, 1800.0 s left
  to supervisors: STORM declared: s1, 1 calls, by sue, 1800.0 s left
09:00:00 sue extends s1 for=5min
  answer to sue: NO: storm needs a reason
09:00:00 amy ends s1
  answer to amy: NO: needs storm, from supervisor
09:00:00 sue ends s1 "power is back"
  fact  $2 out of the group of s1 with rank 4, by sue: ended
  fact  s1 over: ended, by sue (power is back)
  to supervisors: STORM ended: s1, 1 calls, by sue
  answer to sue: STORM ended: s1, 1 calls, by sue
09:00:00 sue undoes s1
  answer to sue: NO: unknownThing("storm 4 that lasts: LIST storms")
