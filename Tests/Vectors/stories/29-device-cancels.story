# The device takes its alarm back. It is noted, and a person still decides.
at 08:59:05 amy logs on
gw-1 joins
at 09:00:00 alarm dev=A0001 ref=1
at +4s cancel dev=A0001 ref=1
cancel dev=A0001 ref=1
amy ready
amy takes $1
amy closes $1 mistaken
cancel dev=A0001 ref=1
----
08:59:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
08:59:05 gw-1 joins
  answer to gw-1: welcome
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
09:00:04 cancel dev=A0001 ref=1
  fact  $1 cancelled by A0001, withdrawn after 4.0 s
  answer to gw-1: cancel noted ref 1, $1
09:00:04 cancel dev=A0001 ref=1
  answer to gw-1: cancel noted ref 1, $1
09:00:04 amy ready
  fact  amy is ready
  fact  $1 offered to amy until 09:00:10
  fact  amy is offered
  fact  somebody is on duty
  answer to amy: ready
  to amy: OFFER $1 pri 1 button age 4.0 s, left 8.0 s
  to everyone: somebody is on duty
09:00:04 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  to gw-1: t1 TAKEN A0001 ref 1, $1
  answer to amy: TAKEN $1 pri 1 button age 4.0 s
09:00:04 amy closes $1 mistaken
  fact  $1 closed by amy as mistaken, handled 0.0 s, at first contact
  fact  amy is wrap-up
  answer to amy: CLOSED $1
09:00:04 cancel dev=A0001 ref=1
  fact  signal cancel from A0001 on $1
  answer to gw-1: cancel noted ref 1, $1
