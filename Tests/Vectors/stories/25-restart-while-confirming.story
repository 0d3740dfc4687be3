# The centre restarts while a "no response" waits for its second person, and while the duty officer
# is being told: neither is forgotten.
at 08:59:05 amy logs on
amy ready
at 09:00:00 alarm dev=A0003 ref=1
amy takes $1
amy closes $1 no-response "nobody opens"
amy logs off
at 09:00:10 alarm dev=A0006 ref=1
at +65s restart
at +65s
at +180s
----
08:59:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
08:59:05 amy ready
  fact  amy is ready
  answer to amy: ready
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
09:00:00 amy closes $1 no-response "nobody opens"
  fact  $1 to be closed by amy as no-response (nobody opens)
  fact  amy is wrap-up
  answer to amy: CONFIRMING $1
  to supervisors: CONFIRM $1 pri 1 button age 0.0 s as no-response (nobody opens) by amy
09:00:00 amy logs off
  fact  amy is gone (logged off)
  fact  nobody is on duty
  fact  a1 starts: duty-officer by voice
  answer to amy: gone
  a connection of amy is closed: logged off
  to everyone: NOBODY ON DUTY, open calls 1
  a1 goes out by voice to +85290000001 (dan)
09:00:10 alarm dev=A0006 ref=1
  fact  $2 opened: button from A0006, H6, priority 1
  answer to gw-1: stored ref 1, $2
09:00:22 time passes
  fact  $2 on tier 2
  to supervisors: OPEN tier 2 $2 pri 1 button age 12.0 s
09:00:30 time passes
  fact  a1 ends: timed-out, says @desk
09:01:00 time passes
  fact  a2 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 2
  a2 goes out by voice to +85290000001 (dan)
09:01:10 time passes
  fact  $2 on tier 3
  fact  $2 reaching duty-officer for @desk, 1 stops
  fact  a3 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $2 pri 1 button age 60.0 s
  a3 goes out by voice to +85290000001 (dan)
09:01:15 restart
  a3 goes out by voice to +85290000001 (dan)
  to supervisors: OPEN tier 3 $2 pri 1 button age 65.0 s
09:01:30 time passes
  fact  a4 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 2
  a4 goes out by voice to +85290000001 (dan)
09:01:40 time passes
  fact  a3 ends: timed-out, says @desk
  fact  $2 duty-officer not reached
09:02:00 time passes
  fact  a4 ends: timed-out, says @desk
09:02:15 time passes
  fact  $2 reaching duty-officer for @desk, 1 stops
  fact  a5 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $2 pri 1 button age 125.0 s
  a5 goes out by voice to +85290000001 (dan)
09:02:30 time passes
  fact  a6 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 2
  a6 goes out by voice to +85290000001 (dan)
09:02:45 time passes
  fact  a5 ends: timed-out, says @desk
  fact  $2 duty-officer not reached
09:03:00 time passes
  fact  a6 ends: timed-out, says @desk
09:03:15 time passes
  fact  $1 back in the line from amy: unconfirmed
  fact  $2 reaching duty-officer for @desk, 1 stops
  fact  a7 starts: duty-officer by voice
  to amy: RETURNED $1 pri 1 button age 195.0 s: unconfirmed
  to supervisors: OPEN tier 3 $2 pri 1 button age 185.0 s
  a7 goes out by voice to +85290000001 (dan)
09:03:27 time passes
  fact  $1 on tier 2
  to supervisors: OPEN tier 2 $1 pri 1 button age 207.0 s
09:03:30 time passes
  fact  a8 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 2
  a8 goes out by voice to +85290000001 (dan)
09:03:45 time passes
  fact  a7 ends: timed-out, says @desk
  fact  $2 duty-officer not reached
09:04:00 time passes
  fact  a8 ends: timed-out, says @desk
09:04:15 time passes
  fact  $2 reaching duty-officer for @desk, 1 stops
  fact  a9 starts: duty-officer by voice
  fact  $1 on tier 3
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a10 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $2 pri 1 button age 245.0 s
  a9 goes out by voice to +85290000001 (dan)
  to supervisors: OPEN tier 3 $1 pri 1 button age 255.0 s
  a10 goes out by voice to +85290000001 (dan)
09:04:30 time passes
  fact  a11 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 2
  a11 goes out by voice to +85290000001 (dan)
09:04:45 time passes
  fact  a9 ends: timed-out, says @desk
  fact  $2 duty-officer not reached
  fact  a10 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:05:00 time passes
  fact  a11 ends: timed-out, says @desk
09:05:15 time passes
  fact  $2 reaching duty-officer for @desk, 1 stops
  fact  a12 starts: duty-officer by voice
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a13 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $2 pri 1 button age 305.0 s
  a12 goes out by voice to +85290000001 (dan)
  to supervisors: OPEN tier 3 $1 pri 1 button age 315.0 s
  a13 goes out by voice to +85290000001 (dan)
