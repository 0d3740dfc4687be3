// SPDX-License-Identifier: Apache-2.0
// load PROTO PORT CONNECTIONS SECONDS WARM [CONSOLE OPERATORS FIRST HOMES]: closed-loop ingest: each
// connection sends its next message after the acknowledgement of its last. One thread, one JSON line.
// PROTO: bell (each alarm from another home of the town, FIRST upwards, HOMES at most, while OPERATORS
// at CONSOLE take calls, hold each for HOLD and close it) | dc09 (the same, as SIA DC-09 frames) |
// dc09-one (all frames from account 1234, for a receiver that knows no other) | floor | beanstalk |
// lpush | xadd | pg
#include "bench.h"
enum { BUF = 1 << 16, SIZE = 80, HOLD = 100000000 /* ns: a thousand times faster than people */ };
// `call` is what an operator has in hand until `sent_at`.
typedef struct { int fd, id, len, is_person; unsigned seq; uint64_t sent_at; char *in, call[24]; } conn;
typedef struct {
  const char *name;
  void (*hello)(conn *);
  int (*make)(conn *, char *);                                // one message; 0: none left
  int (*parse)(conn *, char *, int, int *acks, char *, int *);  // consumed; may answer into out
} proto;
static const char *who;
static char body[256], out[1 << 16];
static unsigned home_next, home_end;
static unsigned long taken, closed, refused;

static void digits(char *o, unsigned v, int n) { while (n--) o[n] = '0' + v % 10, v /= 10; }
static void text(conn *c) {  // the peers' message: device, number, code, padding
  if (!*body) {
    int k = sprintf(body, "A dev000000 00000000 BA %06lu ", now_ns() / 1000000 % 1000000);
    for (; k < SIZE; k++) body[k] = 'a' + k % 26;
  }
  digits(body + 5, c->id, 6), digits(body + 12, c->seq++, 8);
}
static void none(conn *c) { (void)c; }

// SafeBell's device port.
static void bell_hello(conn *c) {
  char line[64];
  await(c->fd, who, "\n");
  sprintf(line, "HELLO gateway=gw-%04d key=key-of-the-bench\n", c->id + 1);
  ask(c->fd, who, line, "250 OK gateway=");
}
static int bell_make(conn *c, char *o) {
  if (home_next == home_end) return 0;
  return sprintf(o, "ALARM dev=A%04u ref=%u type=button t=1795188000\n", ++home_next, ++c->seq);
}
static int bell_parse(conn *c, char *p, int n, int *acks, char *o, int *k) {
  int used = 0, l = 0;
  for (char *e; (e = memchr(p + used, '\n', n - used)); used = e + 1 - p) {
    const char *line = p + used, *number;
    int length = e - line;
    if (!strncmp(line, "250 OK ref=", 11)) ++*acks;
    else if (!strncmp(line, "* TAKEN ", 8) && (number = value(line, length, "n=", &l)))
      *k += sprintf(o + *k, "SEEN n=%.*s\n", l, number);
    else if (strncmp(line, "250 OK n=", 9)) fail(who, "bad reply", line, length);
  }
  return used;
}

// SIA DC-09, clear Contact ID: a frame out, `"ACK"` back.
static void dc09_hello(conn *c) { c->seq = (unsigned)(now_ns() >> 20) % 9000; }
static int dc09_frame(conn *c, char *o, const char *account) {
  char frame[96];
  c->seq = c->seq % 9999 + 1;
  int n = sprintf(frame, "\"ADM-CID\"%04uL0#%s[#%s|1101 01 015]", c->seq, account, account);
  unsigned crc = 0;
  for (int i = 0; i < n; i++) {
    crc ^= (unsigned char)frame[i];
    for (int k = 0; k < 8; k++) crc = crc & 1 ? crc >> 1 ^ 0xA001 : crc >> 1;
  }
  return sprintf(o, "\n%04X%04X%s\r", crc, n, frame);
}
static int dc09_make(conn *c, char *o) {
  char account[16];
  if (home_next == home_end) return 0;
  sprintf(account, "A%04u", ++home_next);
  return dc09_frame(c, o, account);
}
static int dc09_one_make(conn *c, char *o) { return dc09_frame(c, o, "1234"); }
static int dc09_parse(conn *c, char *p, int n, int *acks, char *o, int *k) {
  int used = 0;
  for (char *e; (e = memchr(p + used, '\r', n - used)); used = e + 1 - p, ++*acks)
    if (e - p - used < 15 || strncmp(p + used + 9, "\"ACK\"", 5)) fail(who, "no ACK", p + used, n - used);
  return used;
}

// SafeBell's console port: an operator who takes every offer, and closes it after HOLD.
static void person_hello(conn *c, int place) {
  char line[64];
  await(c->fd, who, "\n");
  sprintf(line, "LOGIN user=sim-op-%02d secret=demo\n", place + 1);
  ask(c->fd, who, line, "230 WELCOME");
  ask(c->fd, who, "READY\n", "250 READY");
}
static int person_parse(conn *c, char *p, int n, char *o, int *k) {
  int used = 0, l = 0;
  for (char *e; (e = memchr(p + used, '\n', n - used)); used = e + 1 - p) {
    const char *line = p + used, *call = value(line, e - line, "call=", &l);
    if (!strncmp(line, "* OFFER ", 8) && call) *k += sprintf(o + *k, "TAKE %.*s\n", l, call);
    else if (!strncmp(line, "250 OK call=", 12)) {
      taken++, c->sent_at = now_ns() + HOLD;
      snprintf(c->call, sizeof c->call, "%.*s", l, call);
    } else if (!strncmp(line, "250 CLOSED", 10)) closed++;
    else if (*line >= '4' && *line <= '5') refused++;
  }
  return used;
}

static void person_close(conn *c, uint64_t t) {
  if (!*c->call || t < c->sent_at) return;
  say(c->fd, out, sprintf(out, "DONE %s step=1 result=well\nCLOSE %s outcome=resolved\nREADY\n", c->call, c->call));
  *c->call = 0;
}

static int lines(char *p, int n, int *acks, char ok) {
  int used = 0;
  for (char *e; (e = memchr(p + used, '\n', n - used)); used = e + 1 - p, ++*acks)
    if (p[used] != ok) fail(who, "bad reply", p + used, n - used);
  return used;
}
static int floor_make(conn *c, char *o) { text(c); memcpy(o, body, SIZE); o[SIZE - 1] = '\n'; return SIZE; }
static int floor_parse(conn *c, char *p, int n, int *a, char *o, int *k) { return lines(p, n, a, 'O'); }
static int bs_make(conn *c, char *o) { text(c); return sprintf(o, "put %u 0 60 %d\r\n%s\r\n", c->seq % 8, SIZE, body); }
static int bs_parse(conn *c, char *p, int n, int *a, char *o, int *k) { return lines(p, n, a, 'I'); }
static int xadd_make(conn *c, char *o) {
  text(c);
  return sprintf(o, "*5\r\n$4\r\nXADD\r\n$1\r\nq\r\n$1\r\n*\r\n$1\r\nm\r\n$%d\r\n%s\r\n", SIZE, body);
}
static int lpush_make(conn *c, char *o) {
  text(c);
  return sprintf(o, "*3\r\n$5\r\nLPUSH\r\n$1\r\nl\r\n$%d\r\n%s\r\n", SIZE, body);
}
static int redis_parse(conn *c, char *p, int n, int *a, char *o, int *k) {
  int used = 0;
  while (used < n) {
    char *e = memchr(p + used, '\n', n - used);
    if (!e) break;
    if (p[used] == '-') fail(who, "error", p + used, n - used);
    if (p[used] == '$' && !(e = memchr(e + 1, '\n', p + n - e - 1))) break;
    used = e + 1 - p, ++*a;
  }
  return used;
}

// PostgreSQL: extended protocol, a prepared INSERT, one commit a row.
static char *be32(char *o, uint32_t x) { x = htonl(x); memcpy(o, &x, 4); return o + 4; }
static char *be16(char *o, uint16_t x) { x = htons(x); memcpy(o, &x, 2); return o + 2; }
static void pg_ready(conn *c) {
  char b[8192];
  int n = 0;
  do {
    int k = read(c->fd, b + n, sizeof b - n);
    if (k <= 0) fail(who, "handshake", b, n);
    n += k;
    if (*b == 'E') fail(who, "error", b, n);
  } while (n < 6 || b[n - 6] != 'Z');
}
static void pg_hello(conn *c) {
  char b[512], *o = be32(b + 4, 196608);
  o += sprintf(o, "user%cpostgres%cdatabase%cpostgres%c", 0, 0, 0, 0) + 1;
  be32(b, o - b);
  say(c->fd, b, o - b);
  pg_ready(c);
  *b = 'P', o = b + 5;
  o += sprintf(o, "s%cinsert into alarms(device,prio,payload) values($1,$2,$3)%c", 0, 0);
  o = be16(o, 0);
  be32(b + 1, o - b - 1);
  *o = 'S', o = be32(o + 1, 4);
  say(c->fd, b, o - b);
  pg_ready(c);
}
static int pg_make(conn *c, char *o) {
  char *start = o, number[16];
  text(c);
  *o = 'B', o += 5, *o++ = 0, *o++ = 's', *o++ = 0;
  o = be16(o, 0), o = be16(o, 3);
  int k = sprintf(number, "%d", c->id);
  o = be32(o, k), memcpy(o, number, k), o += k;
  o = be32(o, 1), *o++ = '0' + c->seq % 8;
  o = be32(o, SIZE), memcpy(o, body, SIZE), o = be16(o + SIZE, 0);
  be32(start + 1, o - start - 1);
  *o = 'E', o = be32(o + 1, 9), *o++ = 0, o = be32(o, 0);
  *o = 'S', o = be32(o + 1, 4);
  return o - start;
}
static int pg_parse(conn *c, char *p, int n, int *a, char *o, int *k) {
  int used = 0;
  while (n - used >= 5) {
    uint32_t l;
    memcpy(&l, p + used + 1, 4);
    l = ntohl(l) + 1;
    if ((uint32_t)(n - used) < l) break;
    if (p[used] == 'E') fail(who, "error", p + used, n - used);
    *a += p[used] == 'Z';
    used += l;
  }
  return used;
}

static proto protos[] = {
  {"bell", bell_hello, bell_make, bell_parse}, {"dc09", dc09_hello, dc09_make, dc09_parse},
  {"dc09-one", dc09_hello, dc09_one_make, dc09_parse},
  {"floor", none, floor_make, floor_parse},
  {"beanstalk", none, bs_make, bs_parse}, {"lpush", none, lpush_make, redis_parse},
  {"xadd", none, xadd_make, redis_parse}, {"pg", pg_hello, pg_make, pg_parse}, {0}};

static conn *join(int port, int id) {
  conn *c = calloc(1, sizeof *c);
  if (!c || !(c->in = malloc(BUF))) die("malloc");
  c->fd = dial(port, id / 1000), c->id = id;
  return c;
}
int main(int argc, char **v) {
  if (argc < 6) return fprintf(stderr, "usage: load PROTO PORT CONNECTIONS SECONDS WARM [CONSOLE OPERATORS FIRST HOMES]\n"), 2;
  proto *p = protos;
  while (p->name && strcmp(p->name, who = v[1])) p++;
  if (!p->name) return fprintf(stderr, "no protocol %s\n", v[1]), 2;
  int count = atoi(v[3]), people = argc > 7 ? atoi(v[7]) : 0, epoll = epoll_create1(0);
  home_next = argc > 8 ? atoi(v[8]) : 0;
  home_end = argc > 9 ? home_next + atoi(v[9]) : ~0u;
  conn **all = calloc(count, sizeof *all), **staff = calloc(people + 1, sizeof *staff);
  for (int i = 0; i < people; i++) {
    conn *c = join(atoi(v[6]), 0);
    c->is_person = 1, staff[i] = c;
    person_hello(c, i);
    watch(epoll, c->fd, c);
  }
  for (int i = 0; i < count; i++) {
    all[i] = join(atoi(v[2]), i);
    p->hello(all[i]);
    watch(epoll, all[i]->fd, all[i]);
  }
  for (int i = 0; i < count; i++) {
    int n = p->make(all[i], out);
    all[i]->sent_at = now_ns();
    say(all[i]->fd, out, n);
  }
  samples s = {0};
  double seconds = atof(v[4]), cpu0 = 0;
  uint64_t start = now_ns() + atof(v[5]) * 1e9, end = start + seconds * 1e9, t;
  int idle = 0;
  unsigned long taken0 = 0, closed0 = 0;
  struct epoll_event ev[1024];
  while ((t = now_ns()) < end && idle < count) {
    if (t < start) cpu0 = cpu_s(), taken0 = taken, closed0 = closed;
    for (int i = 0; i < people; i++) person_close(staff[i], t);
    int ready = epoll_wait(epoll, ev, 1024, people ? 10 : 1000);
    for (int i = 0; i < ready; i++) {
      conn *c = ev[i].data.ptr;
      int r = read(c->fd, c->in + c->len, BUF - c->len), acks = 0, n = 0;
      if (r < 0 && errno == EAGAIN) continue;
      if (r <= 0) fail(who, "connection lost", c->in, c->len);
      c->len += r;
      int used = c->is_person ? person_parse(c, c->in, c->len, out, &n) : p->parse(c, c->in, c->len, &acks, out, &n);
      if (used < c->len) memmove(c->in, c->in + used, c->len - used);
      c->len -= used;
      if (acks) {
        t = now_ns();
        if (t >= start && t < end) add(&s, t - c->sent_at);
        int k = p->make(c, out + n);
        idle += !k, n += k;
        c->sent_at = t;
      }
      if (n) say(c->fd, out, n);
    }
  }
  double span = ((t = now_ns()) < end ? t - start : end - start) / 1e9;
  printf("{\"proto\":\"%s\",\"connections\":%d,\"acks_s\":%.0f,\"client_cpu\":%.2f,", who, count, s.n / span,
         (cpu_s() - cpu0) / span);
  if (home_next) printf("\"alarms\":%u,", home_next - (argc > 8 ? atoi(v[8]) : 0));
  if (people) printf("\"operators\":%d,\"taken_s\":%.0f,\"closed_s\":%.0f,\"refused\":%lu,", people,
                     (taken - taken0) / span, (closed - closed0) / span, refused);
  print_latency(&s, "ack");
  puts("}");
}
