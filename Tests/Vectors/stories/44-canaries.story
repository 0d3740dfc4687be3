# A canary tries its path each minute: saved, acknowledged, taken by the virtual operator, and nobody
# sees it. When it is not heard, that is a call like any other; it is noted when it is heard again.
at 08:59:05 amy logs on
amy ready
sue logs on
rule canary=C1 gw=gw-7 path="SIM A"
gw-7 joins
at +1s alarm dev=C1 ref=1 type=canary gw=gw-7
amy lists calls
# The same device pressed, or its word from another gateway, is no canary: somebody may be in need.
at +1s alarm dev=C1 ref=2 type=canary gw=gw-1
amy takes $1
amy closes $1 enquiry
at +58s alarm dev=C1 ref=3 type=canary gw=gw-7
amy shows centre
sue shows centre
at +111s amy takes $2
alarm dev=C1 ref=4 type=canary gw=gw-7
sue shows centre
amy closes $2 technical


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
08:59:05 rule canary=C1 gw=gw-7 path="SIM A"
08:59:05 gw-7 joins
  fact  canary C1 has time until 09:00:55
  answer to gw-7: welcome
08:59:06 alarm dev=C1 ref=1 type=canary gw=gw-7
  fact  canary C1 heard
  answer to gw-7: stored ref 1, a round
  to gw-7: t1 TAKEN C1 ref 1, a round
08:59:06 amy lists calls
  answer to amy: calls 
08:59:07 alarm dev=C1 ref=2 type=canary gw=gw-1
  fact  $1 opened: canary from C1, unregistered, priority 2
  fact  $1 offered to amy until 08:59:13
  fact  amy is offered
  answer to gw-1: stored ref 2, $1
  to amy: OFFER $1 pri 2 canary age 0.0 s, left 12.0 s
08:59:07 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t2 owed to gw-1: TAKEN 2
  answer to amy: TAKEN $1 pri 2 canary age 0.0 s
08:59:07 amy closes $1 enquiry
  fact  $1 closed by amy as enquiry, handled 0.0 s, at first contact
  fact  amy is wrap-up
  answer to amy: CLOSED $1
08:59:27 time passes
  fact  amy is ready
09:00:05 alarm dev=C1 ref=3 type=canary gw=gw-7
  fact  canary C1 heard
  answer to gw-7: stored ref 3, a round
  to gw-7: t3 TAKEN C1 ref 3, a round
09:00:05 amy shows centre
  answer to amy: situation
09:00:05 sue shows centre
  answer to sue: situation; C1: heard, 0 ms
09:01:55 time passes
  fact  $2 opened: path-silent from C1, unregistered, priority 2
  fact  the path of C1 is silent, $2
  fact  $2 offered to amy until 09:02:01
  fact  amy is offered
  to amy: OFFER $2 pri 2 path-silent age 0.0 s, left 12.0 s
09:01:56 amy takes $2
  fact  $2 no longer offered to amy: answered
  fact  $2 taken by amy, answered after 1.0 s
  fact  amy is handling
  answer to amy: TAKEN $2 pri 2 path-silent age 1.0 s
09:01:56 alarm dev=C1 ref=4 type=canary gw=gw-7
  fact  canary C1 heard
  answer to gw-7: stored ref 4, a round
  fact  the path of C1 is back, $2
  fact  $2 note by @device:C1: path SIM A, gateway gw-7, canary C1: heard again
  to gw-7: t4 TAKEN C1 ref 4, a round
09:01:56 sue shows centre
  answer to sue: situation; C1: heard, 0 ms
09:01:56 amy closes $2 technical
  fact  $2 closed by amy as technical, handled 0.0 s
  fact  amy is wrap-up
  answer to amy: CLOSED $2
