# The way in and the health notes are asked for by who has the call, and that they looked stays on it.
# A supervisor looks after taking over. SUMMON passes them on in one step; what nobody carries yet is
# passed when a notifier comes, once.
at 08:59:05 amy logs on
amy ready
sue logs on
at 09:00:00 alarm dev=A0003 ref=1
amy reveals $1 access
amy takes $1
amy reveals $1 access
amy reveals $1 health
sue reveals $1 access
amy summons $1 ambulance
tel-1 joins as notifier
tel-1 leaves
tel-1 joins as notifier
amy summons $1 police
sue takes $1 v=14
amy reveals $1 access
sue reveals $1 access
sue parks $1 for=60s
sue reveals $1 health
amy ready
alarm dev=A0099 ref=1
amy takes $2
amy reveals $2 access
restart
----
08:59:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
08:59:05 amy ready
  fact  amy is ready
  answer to amy: ready
08:59:05 sue logs on
  fact  sue is away (log-on)
  sue speaks for sue, supervisor
  answer to sue: WELCOME supervisor
09:00:00 alarm dev=A0003 ref=1
  fact  $1 opened: button from A0003, H3, priority 1
  fact  $1 offered to amy until 09:00:06
  fact  amy is offered
  answer to gw-1: stored ref 1, $1
  to amy: OFFER $1 pri 1 button age 0.0 s, left 12.0 s
09:00:00 amy reveals $1 access
  answer to amy: NO: $1 is not yours but nobody's
09:00:00 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  answer to amy: TAKEN $1 pri 1 button age 0.0 s
09:00:00 amy reveals $1 access
  fact  $1 amy looked at access
  answer to amy: $1 shows access
09:00:00 amy reveals $1 health
  fact  $1 amy looked at health
  answer to amy: $1 shows health
09:00:00 sue reveals $1 access
  answer to sue: NO: $1 is not yours but amy
09:00:00 amy summons $1 ambulance
  fact  $1 ambulance summoned by amy
  fact  $1 reaching service:ambulance for amy, 4 stops
  fact  a1 starts: service:ambulance by voice
  a1 goes out by voice to 999 (ambulance)
  to amy: ATTEMPT a1 service:ambulance starts
  answer to amy: $1 attempts a1, but no notifier is here
09:00:00 tel-1 joins as notifier
  fact  $1 access, health passed to ambulance by @desk
  answer to tel-1: welcome
  a1 goes out by voice to 999 (ambulance) through tel-1
  to amy: ATTEMPT a1 service:ambulance starts
09:00:00 tel-1 leaves
09:00:00 tel-1 joins as notifier
  answer to tel-1: welcome
  a1 goes out by voice to 999 (ambulance) through tel-1
09:00:00 amy summons $1 police
  fact  $1 police summoned by amy
  fact  $1 reaching service:police for amy, 1 stops
  fact  a2 starts: service:police by voice
  fact  $1 access passed to police by amy
  a2 goes out by voice to 999 (police) through tel-1
  to amy: ATTEMPT a2 service:police starts
  answer to amy: $1 attempts a2, with access
09:00:00 sue takes $1 v=14
  fact  $1 taken by sue from amy
  fact  sue is handling
  fact  amy is ready
  to amy: WITHDRAWN $1: taken
  answer to sue: TAKEN $1 pri 1 button age 0.0 s
09:00:00 amy reveals $1 access
  answer to amy: NO: $1 is not yours but sue
09:00:00 sue reveals $1 access
  fact  $1 sue looked at access
  answer to sue: $1 shows access
09:00:00 sue parks $1 for=60s
  fact  $1 parked by sue until 09:01:00: later
  fact  sue is away (log-on)
  answer to sue: PARKED $1
09:00:00 sue reveals $1 health
  fact  $1 sue looked at health
  answer to sue: $1 shows health
09:00:00 amy ready
  answer to amy: ready
09:00:00 alarm dev=A0099 ref=1
  fact  $2 opened: button from A0099, unregistered, priority 1
  fact  $2 offered to amy until 09:00:06
  fact  amy is offered
  answer to gw-1: stored ref 1, $2
  to amy: OFFER $2 pri 1 button age 0.0 s, left 12.0 s
09:00:00 amy takes $2
  fact  $2 no longer offered to amy: answered
  fact  $2 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t2 owed to gw-1: TAKEN 1
  answer to amy: TAKEN $2 pri 1 button age 0.0 s
09:00:00 amy reveals $2 access
  answer to amy: NO: unknownThing("a home: this device is not registered")
09:00:00 restart
  fact  $1 back in the line from sue: restarted
  fact  $2 back in the line from amy: restarted
  a1 goes out by voice to 999 (ambulance)
  a2 goes out by voice to 999 (police)
  to sue: RETURNED $1 pri 1 button age 0.0 s: restarted
  to amy: RETURNED $2 pri 1 button age 0.0 s: restarted
