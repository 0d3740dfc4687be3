# Amy logs on at another desk: the first connection goes, her call stays hers.
at 08:59:05 amy logs on
amy ready
at 09:00:00 alarm dev=A0001 ref=1
amy takes $1
amy logs on
amy closes $1 resolved v=1
amy closes $1 resolved
amy logs off
----
08:59:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
08:59:05 amy ready
  fact  amy is ready
  answer to amy: ready
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
09:00:00 amy logs on
  a connection of amy is closed: replaced by a newer log-on
  amy speaks for amy, operator
  answer to amy: WELCOME operator with $1
09:00:00 amy closes $1 resolved v=1
  answer to amy: NO: stale, $1 is handling v4
09:00:00 amy closes $1 resolved
  fact  $1 closed by amy as resolved, handled 0.0 s, at first contact
  fact  amy is wrap-up
  answer to amy: CLOSED $1
09:00:00 amy logs off
  fact  amy is gone (logged off)
  fact  nobody is on duty
  fact  a1 starts: duty-officer by voice
  answer to amy: gone
  a connection of amy is closed: logged off
  to everyone: NOBODY ON DUTY, open calls 0
  a1 goes out by voice to +85290000001 (dan)
