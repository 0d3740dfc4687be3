# Who is away and takes a call is away again afterwards; "no response" does not vanish from a step.
at 08:59:05 amy logs on
amy away lunch
sue logs on
sue ready
at 09:00:00 alarm dev=A0001 ref=1 loc=bath
alarm dev=A0001 ref=2 type=battery-low loc=hall
amy takes $1
amy releases $1
amy takes $1
amy does $1 step=1 result=no-response
amy does $1 step=1 result=spoken
amy summons $1 ambulance "third floor"
tel-1 joins as notifier
tel-1 result a3 accepted
amy hands $1 to=sue
sue closes $1 nuisance "nothing"
----
