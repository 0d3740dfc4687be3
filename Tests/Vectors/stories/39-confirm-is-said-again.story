# Whoever becomes ready hears of closings that wait for a second person.
at 08:59:05 amy logs on
amy ready
at 09:00:00 alarm dev=A0001 ref=1
amy takes $1
amy does $1 step=1 result=No_answer
amy closes $1 mistaken
amy closes $1 no-response "rang twice"
at +5s ben logs on
ben ready
ben confirms $1
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
09:00:00 amy does $1 step=1 result=No_answer
  fact  $1 step 1 done by amy: No_answer
  answer to amy: DONE $1
09:00:00 amy closes $1 mistaken
  answer to amy: NO: $1 is no nuisance: nobody answered
09:00:00 amy closes $1 no-response "rang twice"
  fact  $1 to be closed by amy as no-response (rang twice)
  fact  amy is wrap-up
  answer to amy: CONFIRMING $1
  to supervisors: CONFIRM $1 pri 1 button age 0.0 s as no-response (rang twice) by amy
09:00:05 ben logs on
  fact  ben is away (log-on)
  ben speaks for ben, operator
  answer to ben: WELCOME operator
09:00:05 ben ready
  fact  ben is ready
  answer to ben: ready
  to ben: CONFIRM $1 pri 1 button age 5.0 s as no-response (rang twice) by amy
09:00:05 ben confirms $1
  fact  $1 closed by amy as no-response (rang twice), confirmed by ben, handled 5.0 s
  answer to ben: CONFIRMED $1
