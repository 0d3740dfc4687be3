# All or nothing: one bad row and nothing is imported; each error names its line and column.
at 08:59:05 ada logs on
ada imports homes
ada imports row H7,7 Example Road,Central,code 7
ada imports row H8
ada imports row ,8 Example Road,Central,
ada imports commit
ada imports commit
ada imports homes
ada imports row H7,7 Example Road,Central,code 7
ada imports commit
ada imports devices
ada imports row A0007,H7,Neo
ada imports row A0008,H99,Neo
ada imports abort
ada imports devices
ada imports row A0007,H7,Neo
ada imports commit
amy logs on
amy imports homes
amy ready
alarm dev=A0007 ref=1
# An import whose person is gone is not in anybody's way.
ada imports contacts
ada loses connection
sue logs on
ada logs on
ada imports contacts
ada imports abort
----
08:59:05 ada logs on
  fact  ada is away (log-on)
  ada speaks for ada, administrator
  answer to ada: WELCOME administrator
08:59:05 ada imports homes
  answer to ada: send homes
08:59:05 ada imports row H7,7 Example Road,Central,code 7
  fact  line 2 staged: homes H7,7 Example Road,Central
  answer to ada: line 2 read
08:59:05 ada imports row H8
  answer to ada: NO: line 3, column address: expected some text
08:59:05 ada imports row ,8 Example Road,Central,
  answer to ada: NO: line 4, column id: expected a key of 1 to 64 bytes without space, comma, quote or =
08:59:05 ada imports commit
  fact  import of homes ended, nothing imported
  answer to ada: NO: nothing imported, 2 errors
08:59:05 ada imports commit
  answer to ada: NO: noImport
08:59:05 ada imports homes
  answer to ada: send homes
08:59:05 ada imports row H7,7 Example Road,Central,code 7
  fact  line 2 staged: homes H7,7 Example Road,Central
  answer to ada: line 2 read
08:59:05 ada imports commit
  fact  import of homes by ada accepted, 1 rows
  fact  saved by ada: homes H7,7 Example Road,Central
  fact  import of homes ended, 1 rows
  answer to ada: 1 homes imported
08:59:05 ada imports devices
  answer to ada: send devices
08:59:05 ada imports row A0007,H7,Neo
  fact  line 2 staged: devices A0007,H7,Neo
  answer to ada: line 2 read
08:59:05 ada imports row A0008,H99,Neo
  answer to ada: NO: line 3, column home: expected a home that was imported before
08:59:05 ada imports abort
  fact  import of devices ended, nothing imported
  answer to ada: 0 devices imported
08:59:05 ada imports devices
  answer to ada: send devices
08:59:05 ada imports row A0007,H7,Neo
  fact  line 2 staged: devices A0007,H7,Neo
  answer to ada: line 2 read
08:59:05 ada imports commit
  fact  import of devices by ada accepted, 1 rows
  fact  saved by ada: devices A0007,H7,Neo
  fact  import of devices ended, 1 rows
  answer to ada: 1 devices imported
08:59:05 amy logs on
  fact  amy is away (log-on)
  amy speaks for amy, operator
  answer to amy: WELCOME operator
08:59:05 amy imports homes
  answer to amy: NO: needs administer, from administrator
08:59:05 amy ready
  fact  amy is ready
  answer to amy: ready
08:59:05 alarm dev=A0007 ref=1
  fact  $1 opened: button from A0007, H7, priority 1
  fact  $1 offered to amy until 08:59:11
  fact  amy is offered
  answer to gw-1: stored ref 1, $1
  to amy: OFFER $1 pri 1 button age 0.0 s, left 12.0 s
08:59:05 ada imports contacts
  answer to ada: send contacts
08:59:05 ada loses connection
  fact  import of contacts ended, nothing imported
  fact  ada is gone (connection lost)
08:59:05 sue logs on
  fact  sue is away (log-on)
  sue speaks for sue, supervisor
  answer to sue: WELCOME supervisor
08:59:05 ada logs on
  fact  ada is away (log-on)
  ada speaks for ada, administrator
  answer to ada: WELCOME administrator
08:59:05 ada imports contacts
  answer to ada: send contacts
08:59:05 ada imports abort
  fact  import of contacts ended, nothing imported
  answer to ada: 0 contacts imported
