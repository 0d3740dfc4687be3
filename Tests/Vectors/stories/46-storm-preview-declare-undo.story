# A storm: what is previewed is what is touched; the calls stand in one group behind all others; an undo
# puts them back with the ranks they had. A new call of that area and kind joins the group.
at 08:59:05 sue logs on
sue ready
# A preview that nobody can remember having read is none any more.
sue previews area=all kinds=power-lost
at +11min sue declares p1 for=30min "power cut"
sue away desk
at 09:10:10 alarm dev=A0003 ref=1 type=power-lost
alarm dev=A0004 ref=1 type=fault
alarm dev=A0001 ref=1 type=power-lost
at +5s sue previews area="Sha Tin" kinds=power-lost,fault lower=1
sue declares p2 for=30min "power cut"
at +1s alarm dev=A0002 ref=1 type=fault
sue lists calls
sue lists calls storm=s1
at +1s amy logs on
amy ready
amy takes $4
amy closes $4 technical
at +1s amy does $4 step=1 result=repair
amy closes $4 technical
at +1s amy ready
at +1s amy takes $3
sue shows storm s1
sue undoes s1 "power is back"
sue lists storms


----
08:59:05 sue logs on
  fact  sue is away (log-on)
  sue speaks for sue, supervisor
  answer to sue: WELCOME supervisor
08:59:05 sue ready
  fact  sue is ready
  answer to sue: ready
08:59:05 sue previews area=all kinds=power-lost
  answer to sue: PREVIEW p1: touches 0, leaves 0
09:10:05 sue declares p1 for=30min "power cut"
  answer to sue: NO: unknownThing("a preview 1 of yours: STORM PREVIEW first")
09:10:05 sue away desk
  fact  sue is away (desk)
  fact  nobody is on duty
  fact  a1 starts: duty-officer by voice
  answer to sue: away
  to everyone: NOBODY ON DUTY, open calls 0
  a1 goes out by voice to +85290000001 (dan)
09:10:10 alarm dev=A0003 ref=1 type=power-lost
  fact  $1 opened: power-lost from A0003, H3, priority 4
  answer to gw-1: stored ref 1, $1
09:10:10 alarm dev=A0004 ref=1 type=fault
  fact  $2 opened: fault from A0004, H4, priority 3
  answer to gw-1: stored ref 1, $2
09:10:10 alarm dev=A0001 ref=1 type=power-lost
  fact  $3 opened: power-lost from A0001, H1, priority 4
  answer to gw-1: stored ref 1, $3
09:10:15 sue previews area="Sha Tin" kinds=power-lost,fault lower=1
  answer to sue: PREVIEW p2: touches 2, leaves 0; $2 3 -> 4; $1 4 -> 5
09:10:15 sue declares p2 for=30min "power cut"
  fact  s1 declared by sue until 09:40:15: Sha Tin, fault, power-lost, lower 1 (power cut)
  fact  $2 in the group of s1 with rank 4, by sue
  fact  $1 in the group of s1 with rank 5, by sue
  answer to sue: STORM declared: s1, 2 calls, by sue, 1800.0 s left
  to supervisors: STORM declared: s1, 2 calls, by sue, 1800.0 s left
09:10:16 alarm dev=A0002 ref=1 type=fault
  fact  $4 opened: fault from A0002, H2, priority 3
  answer to gw-1: stored ref 1, $4
09:10:16 sue lists calls
  answer to sue: calls $4 waiting, $3 waiting, group of s1 2
09:10:16 sue lists calls storm=s1
  answer to sue: calls $2 waiting, $1 waiting
09:10:17 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
09:10:17 amy ready
  fact  amy is ready
  fact  $4 offered to amy until 09:10:23
  fact  amy is offered
  fact  somebody is on duty
  fact  a1 ends: stopped, says @desk
  answer to amy: ready
  to amy: STORM on: s1, 2 calls, oldest 7.0 s, by sue, 1798.0 s left
  to amy: OFFER $4 pri 3 fault age 1.0 s, left 11.0 s
  to everyone: somebody is on duty
09:10:17 amy takes $4
  fact  $4 no longer offered to amy: answered
  fact  $4 taken by amy, answered after 1.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  answer to amy: TAKEN $4 pri 3 fault age 1.0 s
09:10:17 amy closes $4 technical
  answer to amy: NO: $4 step 1 is open: Who repairs it?
09:10:18 amy does $4 step=1 result=repair
  fact  $4 step 1 done by amy: repair
  answer to amy: DONE $4
09:10:18 amy closes $4 technical
  fact  $4 closed by amy as technical, handled 1.0 s
  fact  amy is wrap-up
  answer to amy: CLOSED $4
09:10:19 amy ready
  fact  amy is ready
  fact  $3 offered to amy until 09:10:25
  fact  amy is offered
  answer to amy: ready
  to amy: STORM on: s1, 2 calls, oldest 9.0 s, by sue, 1796.0 s left
  to amy: OFFER $3 pri 4 power-lost age 9.0 s, left 3.0 s
09:10:20 amy takes $3
  fact  $3 no longer offered to amy: answered
  fact  $3 taken by amy, answered after 10.0 s
  fact  amy is handling
  fact  t2 owed to gw-1: TAKEN 1
  answer to amy: TAKEN $3 pri 4 power-lost age 10.0 s
09:10:20 sue shows storm s1
  answer to sue: record of s1
09:10:20 sue undoes s1 "power is back"
  fact  $2 out of the group of s1 with rank 3, by sue: undone
  fact  $1 out of the group of s1 with rank 4, by sue: undone
  fact  s1 over: undone, by sue (power is back)
  to supervisors: STORM undone: s1, 2 calls, by sue
  answer to sue: STORM undone: s1, 2 calls, by sue
09:10:20 sue lists storms
  answer to sue: storms 
