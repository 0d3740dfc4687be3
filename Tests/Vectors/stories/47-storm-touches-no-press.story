# Whatever is declared: no press is touched, nor what somebody has or had, is being asked about or has put
# aside, nor a home that also said something else.
at 08:59:05 amy logs on
sue logs on
at 09:00:00 alarm dev=A0001 ref=1
alarm dev=A0002 ref=1 type=power-lost
alarm dev=A0003 ref=1 type=power-lost
alarm dev=A0003 ref=2 type=enquiry
alarm dev=A0004 ref=1 type=fault
alarm dev=A0005 ref=1 type=battery-low
alarm dev=A0006 ref=1 type=power-lost
amy takes $5
amy parks $5 for=60s
amy takes $6
amy releases $6
amy takes $2
at +1s amy releases $2
amy ready
at +1s sue previews area=all kinds=battery-low,fault,power-lost
amy takes $1
amy takes $4
sue previews area=all kinds=battery-low,fault,power-lost
sue previews area=all kinds=button
sue previews area=Mongkok kinds=fault


----
08:59:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
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
09:00:00 alarm dev=A0001 ref=1
  fact  $1 opened: button from A0001, H1, priority 1
  answer to gw-1: stored ref 1, $1
09:00:00 alarm dev=A0002 ref=1 type=power-lost
  fact  $2 opened: power-lost from A0002, H2, priority 4
  answer to gw-1: stored ref 1, $2
09:00:00 alarm dev=A0003 ref=1 type=power-lost
  fact  $3 opened: power-lost from A0003, H3, priority 4
  answer to gw-1: stored ref 1, $3
09:00:00 alarm dev=A0003 ref=2 type=enquiry
  fact  $3 joined by enquiry from A0003, ref 2
  fact  $3 raised to 3: repeated
  answer to gw-1: stored ref 2, $3
09:00:00 alarm dev=A0004 ref=1 type=fault
  fact  $4 opened: fault from A0004, H4, priority 3
  answer to gw-1: stored ref 1, $4
09:00:00 alarm dev=A0005 ref=1 type=battery-low
  fact  $5 opened: battery-low from A0005, H5, priority 3
  answer to gw-1: stored ref 1, $5
09:00:00 alarm dev=A0006 ref=1 type=power-lost
  fact  $6 opened: power-lost from A0006, H6, priority 4
  answer to gw-1: stored ref 1, $6
09:00:00 amy takes $5
  fact  $5 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  fact  somebody is on duty
  answer to amy: TAKEN $5 pri 3 battery-low age 0.0 s
  to everyone: somebody is on duty
09:00:00 amy parks $5 for=60s
  fact  $5 parked by amy until 09:01:00: later
  fact  amy is away (log-on)
  fact  nobody is on duty
  fact  a2 starts: duty-officer by voice
  answer to amy: PARKED $5
  to everyone: NOBODY ON DUTY, open calls 6
  a2 goes out by voice to +85290000001 (dan)
09:00:00 amy takes $6
  fact  $6 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t2 owed to gw-1: TAKEN 1
  fact  somebody is on duty
  fact  a2 ends: stopped, says @desk
  answer to amy: TAKEN $6 pri 4 power-lost age 0.0 s
  to everyone: somebody is on duty
09:00:00 amy releases $6
  fact  $6 raised to 3: returned
  fact  $6 back in the line from amy: released
  fact  amy is away (log-on)
  fact  nobody is on duty
  fact  a3 starts: duty-officer by voice
  to amy: RETURNED $6 pri 3 power-lost age 0.0 s: released
  answer to amy: RELEASED $6
  to everyone: NOBODY ON DUTY, open calls 6
  a3 goes out by voice to +85290000001 (dan)
09:00:00 amy takes $2
  fact  $2 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t3 owed to gw-1: TAKEN 1
  fact  somebody is on duty
  fact  a3 ends: stopped, says @desk
  answer to amy: TAKEN $2 pri 4 power-lost age 0.0 s
  to everyone: somebody is on duty
09:00:01 amy releases $2
  fact  $2 raised to 3: returned
  fact  $2 back in the line from amy: released
  fact  amy is away (log-on)
  fact  nobody is on duty
  fact  a4 starts: duty-officer by voice
  to amy: RETURNED $2 pri 3 power-lost age 1.0 s: released
  answer to amy: RELEASED $2
  to everyone: NOBODY ON DUTY, open calls 6
  a4 goes out by voice to +85290000001 (dan)
09:00:01 amy ready
  fact  amy is ready
  fact  $1 offered to amy until 09:00:07
  fact  amy is offered
  fact  somebody is on duty
  fact  a4 ends: stopped, says @desk
  answer to amy: ready
  to amy: OFFER $1 pri 1 button age 1.0 s, left 11.0 s
  to everyone: somebody is on duty
09:00:02 sue previews area=all kinds=battery-low,fault,power-lost
  answer to sue: PREVIEW p1: touches 1, leaves 5; $4 3 -> 4; $1 left: life-safety; $2 left: answered; $3 left: pressed; $5 left: parked by amy; $6 left: answered
09:00:02 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy, answered after 2.0 s
  fact  amy is handling
  fact  t4 owed to gw-1: TAKEN 1
  answer to amy: TAKEN $1 pri 1 button age 2.0 s
09:00:02 amy takes $4
  fact  $4 taken by amy, answered after 2.0 s
  fact  t5 owed to gw-1: TAKEN 1
  answer to amy: TAKEN $4 pri 3 fault age 2.0 s
09:00:02 sue previews area=all kinds=battery-low,fault,power-lost
  answer to sue: PREVIEW p2: touches 0, leaves 6; $1 left: life-safety; $2 left: answered; $3 left: pressed; $4 left: held by amy; $5 left: parked by amy; $6 left: answered
09:00:02 sue previews area=all kinds=button
  answer to sue: NO: kinds button: expected battery-low|fault|power-lost|silent
09:00:02 sue previews area=Mongkok kinds=fault
  answer to sue: NO: area Mongkok: expected all|Central|Sha Tin|Wan Chai
