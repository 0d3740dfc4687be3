# A second press from the same home joins the open call and raises it. Another device of the home
# counts as the home.
at 08:59:05 amy logs on
at 09:00:00 alarm dev=A0002 ref=1 type=enquiry
at +1s alarm dev=A0001 ref=5 type=enquiry
at +1s alarm dev=A0001 ref=6 type=enquiry
at +1s alarm dev=A0011 ref=1 type=button
amy ready
amy takes $2
at +1s alarm dev=A0001 ref=7 type=button
----
08:59:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
08:59:15 time passes
  fact  nobody is on duty
  fact  a1 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 0
  a1 goes out by voice to +85290000001 (dan)
08:59:45 time passes
  fact  a1 ends: timed-out, says @desk
09:00:00 alarm dev=A0002 ref=1 type=enquiry
  fact  $1 opened: enquiry from A0002, H2, priority 4
  answer to gw-1: stored ref 1, $1
09:00:01 alarm dev=A0001 ref=5 type=enquiry
  fact  $2 opened: enquiry from A0001, H1, priority 4
  answer to gw-1: stored ref 5, $2
09:00:02 alarm dev=A0001 ref=6 type=enquiry
  fact  $2 joined by enquiry from A0001, ref 6
  fact  $2 raised to 3: repeated
  answer to gw-1: stored ref 6, $2
09:00:03 alarm dev=A0011 ref=1 type=button
  fact  $2 joined by button from A0011, ref 1
  fact  $2 raised to 1: more-urgent
  fact  $2 is now button, plan emergency
  answer to gw-1: stored ref 1, $2
09:00:03 amy ready
  fact  amy is ready
  fact  $2 offered to amy until 09:00:09
  fact  amy is offered
  fact  somebody is on duty
  answer to amy: ready
  to amy: OFFER $2 pri 1 button age 2.0 s, left 10.0 s
  to everyone: somebody is on duty
09:00:03 amy takes $2
  fact  $2 no longer offered to amy: answered
  fact  $2 taken by amy, answered after 2.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 5
  fact  t2 owed to gw-1: TAKEN 6
  fact  t3 owed to gw-1: TAKEN 1
  answer to amy: TAKEN $2 pri 1 button age 2.0 s
09:00:04 alarm dev=A0001 ref=7 type=button
  fact  $2 joined by button from A0001, ref 7
  fact  t4 owed to gw-1: TAKEN 7
  to amy: JOINED $2 pri 1 button age 3.0 s, presses 4
  answer to gw-1: stored ref 7, $2
