# A supervisor listens to a call, says a line, and changes duty, skills and queues; all of it in her name.
at 08:59:05 amy logs on
amy ready
sue logs on
sue tells ben good morning
sue tells zoe good morning
sue tells amy good morning
amy tells sue good morning
at 09:00:00 alarm dev=A0001 ref=1 type=enquiry
amy takes $1
amy listens $1
sue listens $1
sue listens $1
amy notes $1 he cannot find his glasses
amy does $1 step=1
sue stops-listening $1
sue stops-listening $1
amy notes $1 found
sue staffs amy duty=away lunch
sue staffs ben duty=ready
sue staffs amy queues=nowhere
sue staffs max duty=away why
amy closes $1 technical
sue staffs amy duty=away
sue staffs amy duty=away first aid course
sue staffs amy skills=emergency queues=battery-low
sue staffs amy duty=ready
ben logs on
ben ready
# What is not of her queue goes to others first; but no call waits because of a queue.
at +60s alarm dev=A0003 ref=1 type=enquiry
ben takes $2
alarm dev=A0004 ref=1 type=enquiry
amy takes $3
restart
amy logs on
amy ready
sue logs on
sue staffs amy queues=-
sue staffs amy duty=gone course goes on
sue lists operators
sue lists stuck
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
08:59:05 sue tells ben good morning
  answer to sue: NO: notHere(ben, expected: "somebody who is logged on")
08:59:05 sue tells zoe good morning
  answer to sue: NO: unknownOperator(zoe)
08:59:05 sue tells amy good morning
  fact  sue told amy: good morning
  to amy: MESSAGE from sue: good morning
  answer to sue: TOLD amy
08:59:05 amy tells sue good morning
  answer to amy: NO: needs direct, from supervisor
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
09:00:00 amy listens $1
  answer to amy: NO: needs assist, from supervisor
09:00:00 sue listens $1
  fact  sue listens to $1
  to amy: LISTENING sue to $1
  answer to sue: LISTENING $1 pri 4 enquiry age 0.0 s
09:00:00 sue listens $1
  answer to sue: LISTENING $1 pri 4 enquiry age 0.0 s
09:00:00 amy notes $1 he cannot find his glasses
  fact  $1 note by amy: he cannot find his glasses
  to sue: WORK $1 noted by amy: he cannot find his glasses
  answer to amy: NOTED $1
09:00:00 amy does $1 step=1
  answer to amy: NO: unknownStep(20261120-0001, step: 1, steps: 0)
09:00:00 sue stops-listening $1
  fact  sue listens no more to $1
  to amy: LISTENING sue no more to $1
  answer to sue: LEFT $1
09:00:00 sue stops-listening $1
  answer to sue: NO: unknownThing("a call 20261120-0001 that you listen to")
09:00:00 amy notes $1 found
  fact  $1 note by amy: found
  answer to amy: NOTED $1
09:00:00 sue staffs amy duty=away lunch
  answer to sue: NO: in hand: $1
09:00:00 sue staffs ben duty=ready
  answer to sue: NO: notHere(ben, expected: "somebody who is logged on")
09:00:00 sue staffs amy queues=nowhere
  answer to sue: NO: queues nowhere: expected all, or districts and kinds of this centre
09:00:00 sue staffs max duty=away why
  answer to sue: NO: notHere(max, expected: "somebody who may take calls")
09:00:00 amy closes $1 technical
  fact  $1 closed by amy as technical, handled 0.0 s
  fact  amy is wrap-up
  answer to amy: CLOSED $1
09:00:00 sue staffs amy duty=away
  answer to sue: NO: staff needs a reason
09:00:00 sue staffs amy duty=away first aid course
  fact  amy is away (first aid course)
  fact  nobody is on duty
  fact  a1 starts: duty-officer by voice
  to amy: STAFF amy away by sue
  answer to sue: STAFF amy away
  to everyone: NOBODY ON DUTY, open calls 0
  a1 goes out by voice to +85290000001 (dan)
09:00:00 sue staffs amy skills=emergency queues=battery-low
  fact  saved by sue: operators amy,amy,operator
  fact  amy is offered first battery-low, says sue
  to amy: STAFF amy away, skills emergency, queues battery-low by sue
  answer to sue: STAFF amy away, skills emergency, queues battery-low
09:00:00 sue staffs amy duty=ready
  fact  amy is ready
  fact  somebody is on duty
  fact  a1 ends: stopped, says @desk
  to amy: STAFF amy ready, skills emergency, queues battery-low by sue
  answer to sue: STAFF amy ready, skills emergency, queues battery-low
  to everyone: somebody is on duty
09:00:00 ben logs on
  fact  ben is away (log-on)
  ben speaks for ben, operator
  answer to ben: WELCOME operator
09:00:00 ben ready
  fact  ben is ready
  answer to ben: ready
09:01:00 alarm dev=A0003 ref=1 type=enquiry
  fact  $2 opened: enquiry from A0003, H3, priority 4
  fact  $2 offered to ben until 09:01:06
  fact  ben is offered
  answer to gw-1: stored ref 1, $2
  to ben: OFFER $2 pri 4 enquiry age 0.0 s, left 12.0 s
09:01:00 ben takes $2
  fact  $2 no longer offered to ben: answered
  fact  $2 taken by ben, answered after 0.0 s
  fact  ben is handling
  fact  t2 owed to gw-1: TAKEN 1
  answer to ben: TAKEN $2 pri 4 enquiry age 0.0 s
09:01:00 alarm dev=A0004 ref=1 type=enquiry
  fact  $3 opened: enquiry from A0004, H4, priority 4
  fact  $3 offered to amy until 09:01:06
  fact  amy is offered
  answer to gw-1: stored ref 1, $3
  to amy: OFFER $3 pri 4 enquiry age 0.0 s, left 12.0 s
09:01:00 amy takes $3
  fact  $3 no longer offered to amy: answered
  fact  $3 taken by amy, answered after 0.0 s
  fact  amy is handling
  fact  t3 owed to gw-1: TAKEN 1
  answer to amy: TAKEN $3 pri 4 enquiry age 0.0 s
09:01:00 restart
  fact  $2 raised to 3: returned
  fact  $2 back in the line from ben: restarted
  fact  $3 raised to 3: returned
  fact  $3 back in the line from amy: restarted
  to ben: RETURNED $2 pri 3 enquiry age 0.0 s: restarted
  to amy: RETURNED $3 pri 3 enquiry age 0.0 s: restarted
09:01:00 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
09:01:00 amy ready
  fact  amy is ready
  fact  $2 offered to amy until 09:01:06
  fact  amy is offered
  answer to amy: ready
  to amy: OFFER $2 pri 3 enquiry age 0.0 s, left 12.0 s
09:01:00 sue logs on
  fact  sue is away (log-on)
  sue speaks for sue, supervisor
  answer to sue: WELCOME supervisor
09:01:00 sue staffs amy queues=-
  fact  amy is offered first , says sue
  to amy: STAFF amy offered, skills emergency by sue
  answer to sue: STAFF amy offered, skills emergency
09:01:00 sue staffs amy duty=gone course goes on
  fact  $2 no longer offered to amy: released
  fact  amy is gone (course goes on)
  to amy: WITHDRAWN $2: released
  to amy: STAFF amy gone, skills emergency by sue
  a connection of amy is closed: logged off by sue
  answer to sue: STAFF amy gone, skills emergency
09:01:00 sue lists operators
  answer to sue: amy gone, ben gone, cat gone, sue away, dan gone, max gone, ada gone
09:01:00 sue lists stuck
  answer to sue: stuck 
