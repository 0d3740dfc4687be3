# What a device says without needing anybody is written down; what needs somebody is a call.
at 08:59:05 amy logs on
amy ready
at 09:00:00 signal dev=A0001 ref=1 type=power-back
signal dev=A0001 ref=1 type=power-back
signal dev=A0001 ref=2 type=battery-low
signal dev=A0001 ref=3 type=power-back
signal dev=A0001 ref=4 type=unheard-of
alarm dev=A0003 ref=1 type=unheard-of
----
08:59:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
08:59:05 amy ready
  fact  amy is ready
  answer to amy: ready
09:00:00 signal dev=A0001 ref=1 type=power-back
  fact  signal power-back from A0001
  answer to gw-1: stored ref 1
09:00:00 signal dev=A0001 ref=1 type=power-back
  answer to gw-1: stored ref 1
09:00:00 signal dev=A0001 ref=2 type=battery-low
  fact  $1 opened: battery-low from A0001, H1, priority 3
  fact  $1 offered to amy until 09:00:06
  fact  amy is offered
  answer to gw-1: stored ref 2
  to amy: OFFER $1 pri 3 battery-low age 0.0 s, left 12.0 s
09:00:00 signal dev=A0001 ref=3 type=power-back
  fact  signal power-back from A0001 on $1
  fact  $1 note by @device:A0001: power-back
  to amy: CALL power-back $1 pri 3 battery-low age 0.0 s
  answer to gw-1: stored ref 3
09:00:00 signal dev=A0001 ref=4 type=unheard-of
  fact  signal unheard-of from A0001 on $1
  fact  $1 note by @device:A0001: unheard-of
  to amy: CALL unheard-of $1 pri 3 battery-low age 0.0 s
  answer to gw-1: stored ref 4
09:00:00 alarm dev=A0003 ref=1 type=unheard-of
  fact  $2 opened: unheard-of from A0003, H3, priority 2
  answer to gw-1: stored ref 1, $2
