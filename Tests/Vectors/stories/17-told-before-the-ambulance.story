# The daughter answered before the ambulance was called: she does not know of the ambulance, and the
# obligation to tell her stays (Southampton LGO 24 001 037).
at 08:59:05 amy logs on
amy ready
tel-1 joins as notifier
at 09:00:00 alarm dev=A0001 ref=1
amy takes $1
amy contacts $1 who=1
tel-1 result a1 answered
amy summons $1 ambulance
tel-1 result a2 accepted
amy closes $1 ambulance
amy contacts $1 who=1
tel-1 result a3 answered
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
09:00:00 alarm dev=A0001 ref=1
  fact  $1 opened: button from A0001, H1, priority 1
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
09:00:00 amy contacts $1 who=1
  fact  $1 reaching contacts for amy, 2 stops
  fact  a1 starts: contact:1 by voice
  a1 goes out by voice to +85290000001 (daughter) through tel-1
  to amy: ATTEMPT a1 contact:1 starts
  answer to amy: $1 attempts a1
09:00:00 tel-1 result a1 answered
  fact  a1 ends: answered, says @gateway:tel-1
  fact  $1 contacts reached
  answer to tel-1: result of a1 noted
  to amy: ATTEMPT a1 contact:1 answered
  to amy: $1 contacts reached
09:00:00 amy summons $1 ambulance
  fact  $1 ambulance summoned by amy
  fact  $1 reaching service:ambulance for amy, 4 stops
  fact  a2 starts: service:ambulance by voice
  fact  $1 access, health passed to ambulance by amy
  a2 goes out by voice to 999 (ambulance) through tel-1
  to amy: ATTEMPT a2 service:ambulance starts
  answer to amy: $1 attempts a2, with access, health
09:00:00 tel-1 result a2 accepted
  fact  a2 ends: accepted, says @gateway:tel-1
  fact  $1 service:ambulance reached
  answer to tel-1: result of a2 noted
  to amy: ATTEMPT a2 service:ambulance accepted
  to amy: $1 service:ambulance reached
09:00:00 amy closes $1 ambulance
  answer to amy: NO: $1 step 2 is open: Tell a contact that help was called
09:00:00 amy contacts $1 who=1
  fact  $1 reaching contacts for amy, 2 stops
  fact  a3 starts: contact:1 by voice
  a3 goes out by voice to +85290000001 (daughter) through tel-1
  to amy: ATTEMPT a3 contact:1 starts
  answer to amy: $1 attempts a3
09:00:00 tel-1 result a3 answered
  fact  a3 ends: answered, says @gateway:tel-1
  fact  $1 contacts reached
  fact  $1 step 2 done by @desk: answered
  answer to tel-1: result of a3 noted
  to amy: ATTEMPT a3 contact:1 answered
  to amy: $1 contacts reached
09:00:00 amy closes $1 ambulance
  fact  $1 closed by amy as ambulance, handled 0.0 s
  fact  amy is wrap-up
  answer to amy: CLOSED $1
