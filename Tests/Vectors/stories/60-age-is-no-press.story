# However long a battery waits, a press that comes later is offered first.
alarm dev=A0002 ref=1 type=battery-low
at 09:30:00 alarm dev=A0001 ref=1 type=button
amy logs on
amy ready
----
08:59:00 alarm dev=A0002 ref=1 type=battery-low
  fact  $1 opened: battery-low from A0002, H2, priority 3
  answer to gw-1: stored ref 1, $1
08:59:12 time passes
  fact  $1 on tier 2
  to supervisors: OPEN tier 2 $1 pri 3 battery-low age 12.0 s
08:59:15 time passes
  fact  nobody is on duty
  fact  a1 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a1 goes out by voice to +85290000001 (dan)
08:59:45 time passes
  fact  a1 ends: timed-out, says @desk
09:00:00 time passes
  fact  $1 on tier 3
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a2 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 3 battery-low age 60.0 s
  a2 goes out by voice to +85290000001 (dan)
09:00:15 time passes
  fact  a3 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a3 goes out by voice to +85290000001 (dan)
09:00:30 time passes
  fact  a2 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:00:45 time passes
  fact  a3 ends: timed-out, says @desk
09:01:00 time passes
  fact  $1 raised to 2: ageing
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a4 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 battery-low age 120.0 s
  a4 goes out by voice to +85290000001 (dan)
09:01:15 time passes
  fact  a5 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a5 goes out by voice to +85290000001 (dan)
09:01:30 time passes
  fact  a4 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:01:45 time passes
  fact  a5 ends: timed-out, says @desk
09:02:00 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a6 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 battery-low age 180.0 s
  a6 goes out by voice to +85290000001 (dan)
09:02:15 time passes
  fact  a7 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a7 goes out by voice to +85290000001 (dan)
09:02:30 time passes
  fact  a6 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:02:45 time passes
  fact  a7 ends: timed-out, says @desk
09:03:00 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a8 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 battery-low age 240.0 s
  a8 goes out by voice to +85290000001 (dan)
09:03:15 time passes
  fact  a9 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a9 goes out by voice to +85290000001 (dan)
09:03:30 time passes
  fact  a8 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:03:45 time passes
  fact  a9 ends: timed-out, says @desk
09:04:00 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a10 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 battery-low age 300.0 s
  a10 goes out by voice to +85290000001 (dan)
09:04:15 time passes
  fact  a11 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a11 goes out by voice to +85290000001 (dan)
09:04:30 time passes
  fact  a10 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:04:45 time passes
  fact  a11 ends: timed-out, says @desk
09:05:00 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a12 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 battery-low age 360.0 s
  a12 goes out by voice to +85290000001 (dan)
09:05:15 time passes
  fact  a13 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a13 goes out by voice to +85290000001 (dan)
09:05:30 time passes
  fact  a12 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:05:45 time passes
  fact  a13 ends: timed-out, says @desk
09:06:00 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a14 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 battery-low age 420.0 s
  a14 goes out by voice to +85290000001 (dan)
09:06:15 time passes
  fact  a15 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a15 goes out by voice to +85290000001 (dan)
09:06:30 time passes
  fact  a14 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:06:45 time passes
  fact  a15 ends: timed-out, says @desk
09:07:00 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a16 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 battery-low age 480.0 s
  a16 goes out by voice to +85290000001 (dan)
09:07:15 time passes
  fact  a17 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a17 goes out by voice to +85290000001 (dan)
09:07:30 time passes
  fact  a16 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:07:45 time passes
  fact  a17 ends: timed-out, says @desk
09:08:00 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a18 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 battery-low age 540.0 s
  a18 goes out by voice to +85290000001 (dan)
09:08:15 time passes
  fact  a19 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a19 goes out by voice to +85290000001 (dan)
09:08:30 time passes
  fact  a18 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:08:45 time passes
  fact  a19 ends: timed-out, says @desk
09:09:00 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a20 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 battery-low age 600.0 s
  a20 goes out by voice to +85290000001 (dan)
09:09:15 time passes
  fact  a21 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a21 goes out by voice to +85290000001 (dan)
09:09:30 time passes
  fact  a20 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:09:45 time passes
  fact  a21 ends: timed-out, says @desk
09:10:00 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a22 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 battery-low age 660.0 s
  a22 goes out by voice to +85290000001 (dan)
09:10:15 time passes
  fact  a23 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a23 goes out by voice to +85290000001 (dan)
09:10:30 time passes
  fact  a22 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:10:45 time passes
  fact  a23 ends: timed-out, says @desk
09:11:00 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a24 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 battery-low age 720.0 s
  a24 goes out by voice to +85290000001 (dan)
09:11:15 time passes
  fact  a25 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a25 goes out by voice to +85290000001 (dan)
09:11:30 time passes
  fact  a24 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:11:45 time passes
  fact  a25 ends: timed-out, says @desk
09:12:00 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a26 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 battery-low age 780.0 s
  a26 goes out by voice to +85290000001 (dan)
09:12:15 time passes
  fact  a27 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a27 goes out by voice to +85290000001 (dan)
09:12:30 time passes
  fact  a26 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:12:45 time passes
  fact  a27 ends: timed-out, says @desk
09:13:00 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a28 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 battery-low age 840.0 s
  a28 goes out by voice to +85290000001 (dan)
09:13:15 time passes
  fact  a29 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a29 goes out by voice to +85290000001 (dan)
09:13:30 time passes
  fact  a28 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:13:45 time passes
  fact  a29 ends: timed-out, says @desk
09:14:00 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a30 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 battery-low age 900.0 s
  a30 goes out by voice to +85290000001 (dan)
09:14:15 time passes
  fact  a31 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a31 goes out by voice to +85290000001 (dan)
09:14:30 time passes
  fact  a30 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:14:45 time passes
  fact  a31 ends: timed-out, says @desk
09:15:00 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a32 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 battery-low age 960.0 s
  a32 goes out by voice to +85290000001 (dan)
09:15:15 time passes
  fact  a33 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a33 goes out by voice to +85290000001 (dan)
09:15:30 time passes
  fact  a32 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:15:45 time passes
  fact  a33 ends: timed-out, says @desk
09:16:00 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a34 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 battery-low age 1020.0 s
  a34 goes out by voice to +85290000001 (dan)
09:16:15 time passes
  fact  a35 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a35 goes out by voice to +85290000001 (dan)
09:16:30 time passes
  fact  a34 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:16:45 time passes
  fact  a35 ends: timed-out, says @desk
09:17:00 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a36 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 battery-low age 1080.0 s
  a36 goes out by voice to +85290000001 (dan)
09:17:15 time passes
  fact  a37 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a37 goes out by voice to +85290000001 (dan)
09:17:30 time passes
  fact  a36 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:17:45 time passes
  fact  a37 ends: timed-out, says @desk
09:18:00 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a38 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 battery-low age 1140.0 s
  a38 goes out by voice to +85290000001 (dan)
09:18:15 time passes
  fact  a39 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a39 goes out by voice to +85290000001 (dan)
09:18:30 time passes
  fact  a38 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:18:45 time passes
  fact  a39 ends: timed-out, says @desk
09:19:00 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a40 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 battery-low age 1200.0 s
  a40 goes out by voice to +85290000001 (dan)
09:19:15 time passes
  fact  a41 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a41 goes out by voice to +85290000001 (dan)
09:19:30 time passes
  fact  a40 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:19:45 time passes
  fact  a41 ends: timed-out, says @desk
09:20:00 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a42 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 battery-low age 1260.0 s
  a42 goes out by voice to +85290000001 (dan)
09:20:15 time passes
  fact  a43 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a43 goes out by voice to +85290000001 (dan)
09:20:30 time passes
  fact  a42 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:20:45 time passes
  fact  a43 ends: timed-out, says @desk
09:21:00 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a44 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 battery-low age 1320.0 s
  a44 goes out by voice to +85290000001 (dan)
09:21:15 time passes
  fact  a45 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a45 goes out by voice to +85290000001 (dan)
09:21:30 time passes
  fact  a44 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:21:45 time passes
  fact  a45 ends: timed-out, says @desk
09:22:00 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a46 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 battery-low age 1380.0 s
  a46 goes out by voice to +85290000001 (dan)
09:22:15 time passes
  fact  a47 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a47 goes out by voice to +85290000001 (dan)
09:22:30 time passes
  fact  a46 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:22:45 time passes
  fact  a47 ends: timed-out, says @desk
09:23:00 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a48 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 battery-low age 1440.0 s
  a48 goes out by voice to +85290000001 (dan)
09:23:15 time passes
  fact  a49 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a49 goes out by voice to +85290000001 (dan)
09:23:30 time passes
  fact  a48 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:23:45 time passes
  fact  a49 ends: timed-out, says @desk
09:24:00 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a50 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 battery-low age 1500.0 s
  a50 goes out by voice to +85290000001 (dan)
09:24:15 time passes
  fact  a51 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a51 goes out by voice to +85290000001 (dan)
09:24:30 time passes
  fact  a50 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:24:45 time passes
  fact  a51 ends: timed-out, says @desk
09:25:00 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a52 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 battery-low age 1560.0 s
  a52 goes out by voice to +85290000001 (dan)
09:25:15 time passes
  fact  a53 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a53 goes out by voice to +85290000001 (dan)
09:25:30 time passes
  fact  a52 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:25:45 time passes
  fact  a53 ends: timed-out, says @desk
09:26:00 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a54 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 battery-low age 1620.0 s
  a54 goes out by voice to +85290000001 (dan)
09:26:15 time passes
  fact  a55 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a55 goes out by voice to +85290000001 (dan)
09:26:30 time passes
  fact  a54 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:26:45 time passes
  fact  a55 ends: timed-out, says @desk
09:27:00 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a56 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 battery-low age 1680.0 s
  a56 goes out by voice to +85290000001 (dan)
09:27:15 time passes
  fact  a57 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a57 goes out by voice to +85290000001 (dan)
09:27:30 time passes
  fact  a56 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:27:45 time passes
  fact  a57 ends: timed-out, says @desk
09:28:00 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a58 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 battery-low age 1740.0 s
  a58 goes out by voice to +85290000001 (dan)
09:28:15 time passes
  fact  a59 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a59 goes out by voice to +85290000001 (dan)
09:28:30 time passes
  fact  a58 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:28:45 time passes
  fact  a59 ends: timed-out, says @desk
09:29:00 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a60 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 battery-low age 1800.0 s
  a60 goes out by voice to +85290000001 (dan)
09:29:15 time passes
  fact  a61 starts: duty-officer by voice
  to everyone: NOBODY ON DUTY, open calls 1
  a61 goes out by voice to +85290000001 (dan)
09:29:30 time passes
  fact  a60 ends: timed-out, says @desk
  fact  $1 duty-officer not reached
09:29:45 time passes
  fact  a61 ends: timed-out, says @desk
09:30:00 time passes
  fact  $1 reaching duty-officer for @desk, 1 stops
  fact  a62 starts: duty-officer by voice
  to supervisors: OPEN tier 3 $1 pri 2 battery-low age 1860.0 s
  a62 goes out by voice to +85290000001 (dan)
09:30:00 alarm dev=A0001 ref=1 type=button
  fact  $2 opened: button from A0001, H1, priority 1
  answer to gw-1: stored ref 1, $2
09:30:00 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
09:30:00 amy ready
  fact  amy is ready
  fact  $2 offered to amy until 09:30:06
  fact  amy is offered
  fact  somebody is on duty
  answer to amy: ready
  to amy: OFFER $2 pri 1 button age 0.0 s, left 12.0 s
  to everyone: somebody is on duty
