# Who is away and takes a call is away again afterwards; "no response" does not vanish from a step.
at 08:59:05 amy logs on
amy away lunch
sue logs on
at 09:00:00 alarm dev=A0001 ref=1 loc=bath
alarm dev=A0001 ref=2 type=battery-low loc=hall
amy takes $1
amy releases $1
amy takes $1
amy does $1 step=1 result=no-response
amy does $1 step=1 result=spoken
amy summons $1 ambulance "third floor"
tel-1 joins as notifier
tel-1 result a3 accepted
sue ready
amy hands $1 to=sue
sue closes $1 nuisance "nothing"
----
08:59:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
08:59:05 amy away lunch
  fact  amy is away (lunch)
  answer to amy: away
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
09:00:00 alarm dev=A0001 ref=1 loc=bath
  fact  $1 opened: button from A0001, H1, priority 1
  answer to gw-1: stored ref 1, $1
09:00:00 alarm dev=A0001 ref=2 type=battery-low loc=hall
  fact  $1 joined by battery-low from A0001, ref 2
  answer to gw-1: stored ref 2, $1
09:00:00 amy takes $1
  fact  $1 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  fact  t2 owed to gw-1: TAKEN 2
  fact  somebody is on duty
  answer to amy: TAKEN $1 pri 1 button age 0.0 s
  to everyone: somebody is on duty
09:00:00 amy releases $1
  fact  $1 back in the line from amy: released
  fact  amy is away (lunch)
  fact  nobody is on duty
  fact  a2 starts: duty-officer by voice
  to amy: RETURNED $1 pri 1 button age 0.0 s: released
  answer to amy: RELEASED $1
  to everyone: NOBODY ON DUTY, open calls 1
  a2 goes out by voice to +85290000001 (dan)
09:00:00 amy takes $1
  fact  $1 taken by amy
  fact  amy is handling
  fact  t3 owed to gw-1: TAKEN 1
  fact  t4 owed to gw-1: TAKEN 2
  fact  somebody is on duty
  fact  a2 ends: stopped, says @desk
  answer to amy: TAKEN $1 pri 1 button age 0.0 s
  to everyone: somebody is on duty
09:00:00 amy does $1 step=1 result=no-response
  fact  $1 step 1 done by amy: no-response
  answer to amy: DONE $1
09:00:00 amy does $1 step=1 result=spoken
  fact  $1 step 1 done by amy: no-response; spoken
  answer to amy: DONE $1
09:00:00 amy summons $1 ambulance "third floor"
  fact  $1 ambulance summoned by amy
  fact  $1 note by amy: ambulance: third floor
  fact  $1 reaching service:ambulance for amy, 4 stops
  fact  a3 starts: service:ambulance by voice
  a3 goes out by voice to 999 (ambulance)
  to amy: ATTEMPT a3 service:ambulance starts
  answer to amy: $1 attempts a3, but no notifier is here
09:00:00 tel-1 joins as notifier
  fact  $1 access, health passed to ambulance by @desk
  answer to tel-1: welcome
  a3 goes out by voice to 999 (ambulance) through tel-1
  to amy: ATTEMPT a3 service:ambulance starts
09:00:00 tel-1 result a3 accepted
  fact  a3 ends: accepted, says @gateway:tel-1
  fact  $1 service:ambulance reached
  answer to tel-1: result of a3 noted
  to amy: ATTEMPT a3 service:ambulance accepted
  to amy: $1 service:ambulance reached
09:00:00 sue ready
  fact  sue is ready
  answer to sue: ready
09:00:00 amy hands $1 to=sue
  fact  $1 handed from amy to sue
  fact  sue is handling
  fact  amy is away (lunch)
  to sue: HANDED $1 pri 1 button age 0.0 s from amy
  answer to amy: HANDED $1
09:00:00 sue closes $1 nuisance "nothing"
  answer to sue: NO: $1 is no nuisance: nobody answered
