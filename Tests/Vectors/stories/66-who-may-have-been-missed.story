# A gateway stays away: the homes of the devices heard last through it are asked after, in order of the list,
# until nobody is left. Another gateway's are not. What shows somebody takes a home off by itself.
at 08:59:05 amy logs on
amy ready
sue logs on
gw-1 joins
gw-2 joins
alive dev=A0001 gw=gw-1
alive dev=A0011 gw=gw-1
alive dev=A0003 gw=gw-1
alive dev=A0004 gw=gw-1
alive dev=A0002 gw=gw-2
gw-1 leaves
at +60s gw-1 joins
gw-1 leaves
at +301s clock
at +1s amy asks-missed
amy rings reached H1 well, and surprised
amy asks-missed
sue rings reached H3
sue asks-missed
amy rings unreached H3 no answer
alive dev=A0004 gw=gw-2
signal dev=A0004 ref=1 type=battery-low gw=gw-2
alarm dev=A0004 ref=2 gw=gw-2
gw-1 joins
amy asks-missed
amy takes $1
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
08:59:05 gw-1 joins
  answer to gw-1: welcome
08:59:05 gw-2 joins
  answer to gw-2: welcome
08:59:05 alive dev=A0001 gw=gw-1
08:59:05 alive dev=A0011 gw=gw-1
08:59:05 alive dev=A0003 gw=gw-1
08:59:05 alive dev=A0004 gw=gw-1
08:59:05 alive dev=A0002 gw=gw-2
08:59:05 gw-1 leaves
09:00:05 gw-1 joins
  answer to gw-1: welcome
09:00:05 gw-1 leaves
09:05:05 time passes
  fact  outage opened: gateway:gw-1 since 09:00:05
  fact  may have been missed: H1, H3, H4
  to supervisors: MISSED opened: gateway:gw-1, 3 of 3 left
09:05:06 clock
09:05:07 amy asks-missed
  answer to amy: H1 is next, risk 0, tries 0, 3 left
09:05:07 amy rings reached H1 well, and surprised
  fact  H1 off the list: reached, says amy (well, and surprised)
  answer to amy: H1 reached, 2 left
09:05:07 amy asks-missed
  answer to amy: H4 is next, risk 0, tries 0, 2 left
09:05:07 sue rings reached H3
  fact  H3 off the list: reached, says sue ()
  answer to sue: H3 reached, 1 left
09:05:07 sue asks-missed
  answer to sue: NO: unknownThing("a home that is due: 1 on the list")
09:05:07 amy rings unreached H3 no answer
  answer to amy: NO: unknownThing("home H3 on the list of who may have been missed")
09:05:07 alive dev=A0004 gw=gw-2
09:05:07 signal dev=A0004 ref=1 type=battery-low gw=gw-2
  fact  $1 opened: battery-low from A0004, H4, priority 3
  fact  $1 offered to amy until 09:05:13
  fact  amy is offered
  answer to gw-2: stored ref 1
  to amy: OFFER $1 pri 3 battery-low age 0.0 s, left 12.0 s
09:05:07 alarm dev=A0004 ref=2 gw=gw-2
  fact  H4 off the list: heard, says @device:A0004 (button)
  fact  $1 joined by button from A0004, ref 2
  fact  $1 raised to 1: more-urgent
  fact  $1 is now button, plan emergency
  to amy: JOINED $1 pri 1 button age 0.0 s, presses 2
  answer to gw-2: stored ref 2, $1
09:05:07 gw-1 joins
  fact  outage over
  fact  nobody is left of the outage
  to supervisors: MISSED over: gateway:gw-1, 0 of 3 left
  to supervisors: MISSED empty: gateway:gw-1, 0 of 3 left
  answer to gw-1: welcome
09:05:07 amy asks-missed
  answer to amy: NO: unknownThing("a home that is due: 0 on the list")
09:05:07 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t1 owed to gw-2: TAKEN 1
  fact  t2 owed to gw-2: TAKEN 2
  to gw-2: t1 TAKEN A0004 ref 1, $1
  to gw-2: t2 TAKEN A0004 ref 2, $1
  answer to amy: TAKEN $1 pri 1 button age 0.0 s
