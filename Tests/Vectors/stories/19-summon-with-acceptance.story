# The ambulance control does not answer by voice, then declines, then accepts. Until then the call
# stays open.
at 08:59:05 amy logs on
amy ready
tel-1 joins as notifier
at 09:00:00 alarm dev=A0003 ref=1
amy takes $1
amy summons $1 helicopter
amy summons $1 ambulance
tel-1 result a1 no-answer
amy summons $1 ambulance
amy does $1 step=2 result="told by telephone"
amy closes $1 ambulance
tel-1 result a2 failed
tel-1 result a3 accepted
amy closes $1 ambulance
----
08:59:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
08:59:05 amy ready
  fact  amy is ready
  answer to amy: ready
08:59:05 tel-1 joins as notifier
  answer to tel-1: welcome
09:00:00 alarm dev=A0003 ref=1
  fact  $1 opened: button from A0003, H3, priority 1
  fact  $1 offered to amy until 09:00:06
  fact  amy is offered
  answer to gw-1: stored ref 1, $1
  to amy: OFFER $1 pri 1 button age 0.0 s, left 12.0 s
09:00:00 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  answer to amy: TAKEN $1 pri 1 button age 0.0 s
09:00:00 amy summons $1 helicopter
  answer to amy: NO: unknownService("helicopter", known: ["ambulance", "police"])
09:00:00 amy summons $1 ambulance
  fact  $1 ambulance summoned by amy
  fact  $1 reaching service:ambulance for amy, 4 stops
  fact  a1 starts: service:ambulance by voice
  fact  $1 access, health passed to ambulance by amy
  a1 goes out by voice to 999 (ambulance) through tel-1
  to amy: ATTEMPT a1 service:ambulance starts
  answer to amy: $1 attempts a1, with access, health
09:00:00 tel-1 result a1 no-answer
  fact  a1 ends: no-answer, says @gateway:tel-1
  fact  a2 starts: service:ambulance by sms
  fact  $1 access, health passed to ambulance by @desk
  answer to tel-1: result of a1 noted
  to amy: ATTEMPT a1 service:ambulance no-answer
  a2 goes out by sms to 999 (ambulance) through tel-1
  to amy: ATTEMPT a2 service:ambulance starts
09:00:00 amy summons $1 ambulance
  answer to amy: NO: $1 ambulance is already being reached
09:00:00 amy does $1 step=2 result="told by telephone"
  fact  $1 step 2 done by amy: told by telephone
  answer to amy: DONE $1
09:00:00 amy closes $1 ambulance
  answer to amy: NO: $1 a2 to service:ambulance has no result
09:00:00 tel-1 result a2 failed
  fact  a2 ends: failed, says @gateway:tel-1
  fact  a3 starts: service:ambulance by voice
  fact  $1 access, health passed to ambulance by @desk
  answer to tel-1: result of a2 noted
  to amy: ATTEMPT a2 service:ambulance failed
  a3 goes out by voice to 999 (ambulance) through tel-1
  to amy: ATTEMPT a3 service:ambulance starts
09:00:00 tel-1 result a3 accepted
  fact  a3 ends: accepted, says @gateway:tel-1
  fact  $1 service:ambulance reached
  answer to tel-1: result of a3 noted
  to amy: ATTEMPT a3 service:ambulance accepted
  to amy: $1 service:ambulance reached
09:00:00 amy closes $1 ambulance
  fact  $1 closed by amy as ambulance, handled 0.0 s
  fact  amy is wrap-up
  answer to amy: CLOSED $1
