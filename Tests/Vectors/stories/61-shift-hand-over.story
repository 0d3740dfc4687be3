# The end of a shift: all that is open, offered to a colleague by name; nothing moves before she accepts.
at 08:59:05 amy logs on
amy ready
ben logs on
cat logs on
sue logs on
amy offers-shift to=ben
at 09:00:00 alarm dev=A0001 ref=1 type=enquiry
amy takes $1
amy promises $1 visit in=2h owner=amy
amy parks $1 for=600s because=ambulance
alarm dev=A0002 ref=1 type=enquiry
amy takes $2
amy shows-shift
amy offers-shift to=amy
amy offers-shift to=dan
amy offers-shift to=max
amy offers-shift to=zoe
amy offers-shift to=ben the key is with the porter
ben shows-shift from=amy
cat accepts-shift from=amy
# Refused: all is where it was.
ben refuses-shift from=amy going home too
amy lists followups
# Not answered: the same.
amy offers-shift to=ben
at +301s ben accepts-shift from=amy
# Changed her mind, and offered anew to somebody else.
amy speaks
amy offers-shift to=ben
amy offers-shift to=cat
ben accepts-shift from=amy
amy withdraws-shift
amy withdraws-shift
amy offers-shift to=cat
# What came since she was shown the list stays where it is.
amy parks $2 for=600s
amy ready
alarm dev=A0004 ref=1 type=enquiry
amy takes $3
cat accepts-shift from=amy
cat takes $1
cat closes $1 technical
amy closes $3 technical
# Who leaves offers nothing any more.
cat offers-shift to=ben
cat logs off
ben accepts-shift from=cat
----
08:59:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
08:59:05 amy ready
  fact  amy is ready
  answer to amy: ready
08:59:05 ben logs on
  fact  ben is away (log-on)
  ben speaks for ben, operator
  answer to ben: WELCOME operator
08:59:05 cat logs on
  fact  cat is away (log-on)
  cat speaks for cat, operator
  answer to cat: WELCOME operator
08:59:05 sue logs on
  fact  sue is away (log-on)
  sue speaks for sue, supervisor
  answer to sue: WELCOME supervisor
08:59:05 amy offers-shift to=ben
  answer to amy: NO: unknownThing("open calls or follow-up services of yours")
09:00:00 alarm dev=A0001 ref=1 type=enquiry
  fact  $1 opened: enquiry from A0001, H1, priority 4
  fact  $1 offered to amy until 09:00:06
  fact  amy is offered
  answer to gw-1: stored ref 1, $1
  to amy: OFFER $1 pri 4 enquiry age 0.0 s, left 12.0 s
09:00:00 amy takes $1
  fact  $1 no longer offered to amy: answered
  fact  $1 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t1 owed to gw-1: TAKEN 1
  answer to amy: TAKEN $1 pri 4 enquiry age 0.0 s
09:00:00 amy promises $1 visit in=2h owner=amy
  fact  f1 promised by amy: visit for amy, due 11:00:00
  answer to amy: PROMISED f1
09:00:00 amy parks $1 for=600s because=ambulance
  fact  $1 parked by amy until 09:10:00: ambulance
  fact  amy is ready
  answer to amy: PARKED $1
09:00:00 alarm dev=A0002 ref=1 type=enquiry
  fact  $2 opened: enquiry from A0002, H2, priority 4
  fact  $2 offered to amy until 09:00:06
  fact  amy is offered
  answer to gw-1: stored ref 1, $2
  to amy: OFFER $2 pri 4 enquiry age 0.0 s, left 12.0 s
09:00:00 amy takes $2
  fact  $2 no longer offered to amy: answered
  fact  $2 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t2 owed to gw-1: TAKEN 1
  answer to amy: TAKEN $2 pri 4 enquiry age 0.0 s
09:00:00 amy shows-shift
  answer to amy: SHIFT open: amy to nobody, 2 calls, 1 follow-ups: $1, $2, f1
09:00:00 amy offers-shift to=amy
  answer to amy: NO: notHere(amy, expected: "somebody else who is logged on and answers calls")
09:00:00 amy offers-shift to=dan
  answer to amy: NO: notHere(dan, expected: "somebody else who is logged on and answers calls")
09:00:00 amy offers-shift to=max
  answer to amy: NO: notHere(max, expected: "somebody else who is logged on and answers calls")
09:00:00 amy offers-shift to=zoe
  answer to amy: NO: unknownOperator(zoe)
09:00:00 amy offers-shift to=ben the key is with the porter
  fact  shift of amy offered to ben: $1, $2, f1
  to ben: SHIFT offered: amy to ben, 2 calls, 1 follow-ups (the key is with the porter)
  answer to amy: SHIFT offered: amy to ben, 2 calls, 1 follow-ups (the key is with the porter): $1, $2, f1
09:00:00 ben shows-shift from=amy
  answer to ben: SHIFT offered: amy to ben, 2 calls, 1 follow-ups (the key is with the porter): $1, $2, f1
09:00:00 cat accepts-shift from=amy
  answer to cat: NO: unknownThing("a shift hand-over of amy to you")
09:00:00 ben refuses-shift from=amy going home too
  fact  shift of amy to ben refused, says ben
  to amy: SHIFT refused: amy to ben, 2 calls, 1 follow-ups (going home too)
  answer to ben: SHIFT refused: amy to ben, 2 calls, 1 follow-ups (the key is with the porter): $1, $2, f1
09:00:00 amy lists followups
  answer to amy: f1
09:00:00 amy offers-shift to=ben
  fact  shift of amy offered to ben: $1, $2, f1
  to ben: SHIFT offered: amy to ben, 2 calls, 1 follow-ups
  answer to amy: SHIFT offered: amy to ben, 2 calls, 1 follow-ups: $1, $2, f1
09:04:30 time passes
  to amy: LEASE $2 ends in 30.0 s
09:05:00 time passes
  fact  shift of amy to ben lapsed, says @desk
  fact  $2 raised to 3: returned
  fact  $2 back in the line from amy: lease
  fact  amy is ready
  fact  amy is away (lease-lost)
  fact  nobody is on duty
  fact  a1 starts: duty-officer by voice
  to amy: SHIFT lapsed: amy to ben, 2 calls, 1 follow-ups
  to ben: SHIFT lapsed: amy to ben, 2 calls, 1 follow-ups
  to amy: RETURNED $2 pri 3 enquiry age 300.0 s: lease
  to supervisors: amy is away (lease-lost)
  to everyone: NOBODY ON DUTY, open calls 2
  a1 goes out by voice to +85290000001 (dan)
09:05:01 ben accepts-shift from=amy
  answer to ben: NO: unknownThing("a shift hand-over of amy to you")
09:05:01 amy speaks
09:05:01 amy offers-shift to=ben
  fact  shift of amy offered to ben: $1, f1
  to ben: SHIFT offered: amy to ben, 1 calls, 1 follow-ups
  answer to amy: SHIFT offered: amy to ben, 1 calls, 1 follow-ups: $1, f1
09:05:01 amy offers-shift to=cat
  fact  shift of amy to ben replaced, says amy
  fact  shift of amy offered to cat: $1, f1
  to ben: SHIFT replaced: amy to ben, 1 calls, 1 follow-ups
  to cat: SHIFT offered: amy to cat, 1 calls, 1 follow-ups
  answer to amy: SHIFT offered: amy to cat, 1 calls, 1 follow-ups: $1, f1
09:05:01 ben accepts-shift from=amy
  answer to ben: NO: unknownThing("a shift hand-over of amy to you")
09:05:01 amy withdraws-shift
  fact  shift of amy to cat withdrawn, says amy
  to cat: SHIFT withdrawn: amy to cat, 1 calls, 1 follow-ups
  answer to amy: SHIFT withdrawn: amy to cat, 1 calls, 1 follow-ups: $1, f1
09:05:01 amy withdraws-shift
  answer to amy: NO: unknownThing("a shift hand-over of yours")
09:05:01 amy offers-shift to=cat
  fact  shift of amy offered to cat: $1, f1
  to cat: SHIFT offered: amy to cat, 1 calls, 1 follow-ups
  answer to amy: SHIFT offered: amy to cat, 1 calls, 1 follow-ups: $1, f1
09:05:01 amy parks $2 for=600s
  answer to amy: NO: $2 is not yours but nobody's
09:05:01 amy ready
  fact  amy is ready
  fact  $2 offered to amy until 09:05:07
  fact  amy is offered
  fact  somebody is on duty
  fact  a1 ends: stopped, says @desk
  answer to amy: ready
  to amy: OFFER $2 pri 3 enquiry age 301.0 s, left 11.0 s
  to everyone: somebody is on duty
09:05:01 alarm dev=A0004 ref=1 type=enquiry
  fact  $3 opened: enquiry from A0004, H4, priority 4
  answer to gw-1: stored ref 1, $3
09:05:01 amy takes $3
  fact  $2 no longer offered to amy: released
  fact  $3 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t3 owed to gw-1: TAKEN 1
  to amy: WITHDRAWN $2: released
  answer to amy: TAKEN $3 pri 4 enquiry age 0.0 s
09:05:01 cat accepts-shift from=amy
  fact  $1 handed from amy to cat
  fact  f1 goes from amy to cat
  fact  shift of amy to cat accepted, says cat
  to cat: HANDED $1 pri 4 enquiry age 301.0 s from amy
  to amy: WITHDRAWN $1: taken
  to amy: SHIFT accepted: amy to cat, 1 calls, 1 follow-ups, 1 stay
  answer to cat: SHIFT accepted: amy to cat, 1 calls, 1 follow-ups, 1 stay: $1, f1
09:05:01 cat takes $1
  fact  $1 taken by cat from cat
  fact  cat is handling
  answer to cat: TAKEN $1 pri 4 enquiry age 301.0 s
09:05:01 cat closes $1 technical
  fact  $1 closed by cat as technical, handled 301.0 s
  fact  cat is wrap-up
  answer to cat: CLOSED $1
09:05:01 amy closes $3 technical
  fact  $3 closed by amy as technical, handled 0.0 s
  fact  amy is wrap-up
  answer to amy: CLOSED $3
09:05:01 cat offers-shift to=ben
  fact  shift of cat offered to ben: f1
  to ben: SHIFT offered: cat to ben, 0 calls, 1 follow-ups
  answer to cat: SHIFT offered: cat to ben, 0 calls, 1 follow-ups: f1
09:05:01 cat logs off
  fact  shift of cat to ben gone, says @desk
  fact  cat is gone (logged off)
  to cat: SHIFT gone: cat to ben, 0 calls, 1 follow-ups
  to ben: SHIFT gone: cat to ben, 0 calls, 1 follow-ups
  answer to cat: gone
  a connection of cat is closed: logged off
09:05:01 ben accepts-shift from=cat
  answer to ben: NO: unknownThing("a shift hand-over of cat to you")
