# A disk that hangs ends the rounds: the alarm came, but it was never saved, and that is noticed.
# Paths that fail together stand on one call. After a start nothing begins anew: who was silent is
# still silent, who was heard has its time.
at 08:59:05 amy logs on
amy ready
rule canary=C1 gw=gw-7 path="SIM A"
rule canary=C2 path="DC-09 over UDP"
gw-7 joins
at +1s alarm dev=C1 ref=1 type=canary gw=gw-7
at +1s dials dev=C2 ref=1 type=test restore
disk holds
at +50s alarm dev=C1 ref=2 type=canary gw=gw-7
at +62s clock
disk works
at +1s dials dev=C2 ref=2 type=test restore
restart
at +100s clock
at +20s clock
rule no-canaries
clock

----
08:59:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
08:59:05 amy ready
  fact  amy is ready
  answer to amy: ready
08:59:05 rule canary=C1 gw=gw-7 path="SIM A"
08:59:05 rule canary=C2 path="DC-09 over UDP"
08:59:05 gw-7 joins
  fact  canary C1 has time until 09:00:55
  fact  canary C2 has time until 09:00:55
  answer to gw-7: welcome
08:59:06 alarm dev=C1 ref=1 type=canary gw=gw-7
  fact  canary C1 heard
  answer to gw-7: stored ref 1, a round
  to gw-7: t1 TAKEN C1 ref 1, a round
08:59:07 dials dev=C2 ref=1 type=test restore
  fact  canary C2 heard
  answer to dialler: report stored
08:59:07 disk holds
08:59:57 alarm dev=C1 ref=2 type=canary gw=gw-7
  fact  canary C1 heard
09:00:56 time passes
  fact  $1 opened: path-silent from C1, unregistered, priority 2
  fact  the path of C1 is silent, $1
  fact  $1 offered to amy until 09:01:02
  fact  amy is offered
09:00:56.200 time passes
  UNSAVED to amy: OFFER $1 pri 2 path-silent age 0.0 s, left 12.0 s
09:00:57 time passes
  fact  $1 joined by path-silent from C2, ref silent-1795136457000
  fact  the path of C2 is silent, $1
09:00:57.200 time passes
  UNSAVED to amy: JOINED $1 pri 2 path-silent age 1.0 s, presses 2
09:00:59 clock
09:00:59 disk works
  answer to gw-7: stored ref 2, a round
  fact  the path of C1 is back, $1
  fact  $1 note by @device:C1: path SIM A, gateway gw-7, canary C1: heard again
  to gw-7: t2 TAKEN C1 ref 2, a round
09:01:00 dials dev=C2 ref=2 type=test restore
  fact  canary C2 heard
  answer to dialler: report stored
  fact  the path of C2 is back, $1
  fact  $1 note by @device:C2: path DC-09 over UDP, canary C2: heard again
09:01:00 restart
  fact  canary C1 has time until 09:02:00
09:01:08 time passes
  fact  $1 on tier 2
  to supervisors: OPEN tier 2 $1 pri 2 path-silent age 12.0 s
09:01:15 time passes
  fact  nobody is on duty
  fact  a1 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a1 goes out by voice to +85290000001 (dan)
09:01:45 time passes
  fact  a1 ends: timed-out, says @desk
09:01:56 time passes
  fact  $1 on tier 3
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a2 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 path-silent age 60.0 s
  a2 goes out by voice to +85290000001 (dan)
09:02:00 time passes
  fact  $1 joined by path-silent from C1, ref silent-1795136520000
  fact  the path of C1 is silent, $1
09:02:15 time passes
  fact  a3 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a3 goes out by voice to +85290000001 (dan)
09:02:26 time passes
  fact  a2 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:02:40 clock
09:02:45 time passes
  fact  a3 ends: timed-out, says @desk
09:02:50 time passes
  fact  $1 joined by path-silent from C2, ref silent-1795136570000
  fact  the path of C2 is silent, $1
09:02:56 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a4 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 path-silent age 120.0 s
  a4 goes out by voice to +85290000001 (dan)
09:03:00 clock
09:03:00 rule no-canaries
09:03:00 clock
  fact  C1 is no canary any more
  fact  C2 is no canary any more
