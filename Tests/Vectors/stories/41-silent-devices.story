# A device that is no longer heard becomes a call: a press would perhaps not be heard either.
# Where the home's call is open it is noted there, and raises nothing.
at 08:59:05 amy logs on
amy ready
sue logs on
rule supervision=60s dev=A0001
rule supervision=60s dev=A0002
at +50s alive dev=A0001
alarm dev=A0002 ref=1
amy takes $1
at +61s clock
alive dev=A0001
at +62s clock
amy notes $1 "ringing her"
at +62s clock
at +1s amy takes $2
alive dev=A0001
alarm dev=A0002 ref=2
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
08:59:05 rule supervision=60s dev=A0001
08:59:05 rule supervision=60s dev=A0002
08:59:55 alive dev=A0001
08:59:55 alarm dev=A0002 ref=1
  fact  $1 opened: button from A0002, H2, priority 1
  fact  $1 offered to amy until 09:00:01
  fact  amy is offered
  answer to gw-1: stored ref 1, $1
  to amy: OFFER $1 pri 1 button age 0.0 s, left 12.0 s
08:59:55 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  answer to amy: TAKEN $1 pri 1 button age 0.0 s
09:00:56 clock
09:00:56 alive dev=A0001
09:01:57 time passes
  fact  A0002 is silent since 08:59:55
  fact  home of A0002 rung, to be rung at 09:01:57
  fact  signal silent from A0002 on $1
  fact  $1 note by @device:A0002: silent not heard for 122.0 s; expected every 60.0 s
  to supervisors: silent: A0002, nothing for 122.0 s
  to amy: CALL silent $1 pri 1 button age 122.0 s
09:01:58 clock
09:01:58 amy notes $1 "ringing her"
  fact  $1 note by amy: ringing her
  answer to amy: NOTED $1
09:02:59 time passes
  fact  A0001 is silent since 09:00:56
  fact  home of A0001 rung, to be rung at 09:02:59
  fact  $2 opened: silent from A0001, H1, priority 3
  to supervisors: silent: A0001, nothing for 123.0 s
09:03:00 clock
09:03:01 amy takes $2
  fact  $2 taken by amy, answered after 2.0 s
  answer to amy: TAKEN $2 pri 3 silent age 2.0 s
09:03:01 alive dev=A0001
  fact  A0001 is silent no more, says @device:A0001
  fact  $2 note by @device:A0001: heard again after 125.0 s
  to supervisors: heard again: A0001, after 125.0 s
09:03:01 alarm dev=A0002 ref=2
  fact  A0002 is silent no more, says @device:A0002
  fact  $1 note by @device:A0002: heard again after 186.0 s
  fact  $1 joined by button from A0002, ref 2
  fact  t2 owed to gw-1: TAKEN 2
  to supervisors: heard again: A0002, after 186.0 s
  to amy: JOINED $1 pri 1 button age 186.0 s, presses 2
  answer to gw-1: stored ref 2, $1
