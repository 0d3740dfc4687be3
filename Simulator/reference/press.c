// SPDX-License-Identifier: Apache-2.0
// press bell|floor PORT CONSOLE idle|storm SECONDS OPERATORS FIRST HOMES [RATE HEARTBEATS]: from the press
// to the line on an operator's console. Each press comes from another home; an operator to whom it is
// offered takes and closes it at once.
// idle: one press, and when all is over a pause of 3 ms. storm: RATE presses and HEARTBEATS ALIVE lines a
// second, open loop, over 64 gateways. Latency counts from the write of the press. One JSON line.
#include "bench.h"
enum { BUF = 1 << 18, GATEWAYS = 64, HOMES_MAX = 1 << 20 };
typedef struct { int fd, len, is_person, at; char *in; } conn;
static uint64_t pressed_at[HOMES_MAX];
static uint32_t first, homes, next_home;
static unsigned long pressed, offered, closed, refused, beats;
static samples offer;
static uint64_t measure_from;
static int is_floor, busy;

static conn *join(int port, int is_person) {
  conn *c = calloc(1, sizeof *c);
  if (!c || !(c->in = malloc(BUF))) die("malloc");
  c->fd = dial(port, 0), c->is_person = is_person;
  return c;
}
static void press(conn *c) {
  char line[128];
  if (next_home == homes) fail("press", "no home left", "", 0);
  uint32_t home = first + next_home++;
  int n = is_floor ? sprintf(line, "A dev=A%04u %040u\n", home + 1, home)
                   : sprintf(line, "ALARM dev=A%04u ref=1 type=button t=1795188000\n", home + 1);
  pressed_at[home - first] = now_ns(), pressed++, busy++;
  say(c->fd, line, n);
}
// The home behind `dev=`; -1 where the line names none of this run.
static long home_of(const char *line, int n) {
  int l;
  const char *d = value(line, n, "dev=A", &l);
  long home = d ? atol(d) - 1 - (long)first : -1;
  return home >= 0 && home < (long)next_home ? home : -1;
}
static void heard(samples *s, long home) {
  uint64_t t = now_ns();
  if (home >= 0 && t >= measure_from && pressed_at[home] >= measure_from) add(s, t - pressed_at[home]);
}
static void console_line(conn *c, const char *line, int n, char *o, int *k) {
  int l = 0;
  const char *call = value(line, n, "call=", &l);
  if (is_floor) { heard(&offer, home_of(line, n)), offered++, busy--; return; }
  if (!strncmp(line, "* OFFER ", 8)) {
    heard(&offer, home_of(line, n)), offered++;
    *k += sprintf(o + *k, "TAKE %.*s\n", l, call);
  } else if (!strncmp(line, "250 OK call=", 12)) {
    *k += sprintf(o + *k, "DONE %.*s step=1 result=well\nCLOSE %.*s outcome=resolved\nREADY\n", l, call, l, call);
  } else if (!strncmp(line, "250 CLOSED", 10)) closed++;
  else if (!strncmp(line, "250 READY", 9)) busy--;
  else if (*line >= '4' && *line <= '5') refused++;
}
static void gateway_line(const char *line, int n, char *o, int *k) {
  int l;
  const char *number;
  if (!strncmp(line, "* TAKEN ", 8) && (number = value(line, n, "n=", &l)))
    *k += sprintf(o + *k, "SEEN n=%.*s\n", l, number);
  else if (*line == '4' || *line == '5') fail("press", "refused", line, n);
}
static void serve(conn *c) {
  static char out[1 << 18];
  int r = read(c->fd, c->in + c->len, BUF - c->len), n = 0, used = 0;
  if (r < 0 && errno == EAGAIN) return;
  if (r <= 0) fail("press", "connection lost", c->in, c->len);
  c->len += r;
  for (char *e; (e = memchr(c->in + used, '\n', c->len - used)); used = e + 1 - c->in) {
    char *line = c->in + used;
    if (c->is_person) console_line(c, line, e - line, out, &n);
    else if (!is_floor) gateway_line(line, e - line, out, &n);
  }
  memmove(c->in, c->in + used, c->len -= used);
  if (n) say(c->fd, out, n);
}
int main(int argc, char **v) {
  if (argc < 9) return fprintf(stderr, "usage: press bell|floor PORT CONSOLE idle|storm SECONDS OPERATORS FIRST HOMES [RATE HEARTBEATS]\n"), 2;
  is_floor = !strcmp(v[1], "floor");
  int storm = !strcmp(v[4], "storm"), people = is_floor ? 1 : atoi(v[6]), gateways = storm ? GATEWAYS : 1, epoll = epoll_create1(0);
  double seconds = atof(v[5]);
  double rate = argc > 9 ? atof(v[9]) : 5000, beat_rate = argc > 10 ? atof(v[10]) : 0;
  first = atoi(v[7]), homes = atoi(v[8]);
  conn *gw[GATEWAYS];
  char line[128];
  for (int i = 0; i < people; i++) {
    conn *c = join(atoi(v[3]), 1);
    if (is_floor) say(c->fd, "C\n", 2);
    else {
      await(c->fd, "press", "\n");
      sprintf(line, "LOGIN user=sim-op-%02d secret=demo\n", i + 1);
      ask(c->fd, "press", line, "230 WELCOME");
      ask(c->fd, "press", "READY\n", "250 READY");
    }
    watch(epoll, c->fd, c);
  }
  for (int i = 0; i < gateways; i++) {
    gw[i] = join(atoi(v[2]), 0);
    if (!is_floor) {
      await(gw[i]->fd, "press", "\n");
      sprintf(line, "HELLO gateway=gw-%04d key=key-of-the-bench\n", i + 1);
      ask(gw[i]->fd, "press", line, "250 OK gateway=");
    }
    watch(epoll, gw[i]->fd, gw[i]);
  }
  prctl(PR_SET_TIMERSLACK, 1);
  uint64_t t = now_ns(), end, next = t, next_beat = t, gap = 1e9 / rate, beat_gap = beat_rate ? 1e9 / beat_rate : 0, lag = 0;
  measure_from = t + 500000000, end = measure_from + seconds * 1e9;
  struct epoll_event ev[256];
  double cpu0 = cpu_s();
  while ((t = now_ns()) < end) {
    uint64_t wake = end;
    if (storm) {
      for (; next <= t; next += gap) {
        if (t - next > lag) lag = t - next;
        press(gw[pressed % GATEWAYS]);
      }
      for (; beat_gap && next_beat <= t; next_beat += beat_gap) {
        int n = sprintf(line, "ALIVE dev=A%04lu\n", first + 1 + beats % homes);
        say(gw[beats++ % GATEWAYS]->fd, line, n);
      }
      wake = beat_gap && next_beat < next ? next_beat : next;
    } else if (!busy) {
      if (next < t && pressed == offered) { next = t + 3000000; busy = -1; wake = next; }
    } else if (busy < 0) {
      if (t >= next) { busy = 0; press(gw[0]); } else wake = next;
    }
    t = now_ns();
    struct timespec left = {0};
    if (wake > t) left = (struct timespec){(wake - t) / 1000000000, (wake - t) % 1000000000};
    int n = epoll_pwait2(epoll, ev, 256, &left, 0);
    for (int i = 0; i < n; i++) serve(ev[i].data.ptr);
  }
  printf("{\"proto\":\"%s\",\"mode\":\"%s\",\"pressed\":%lu,\"offered\":%lu,\"closed\":%lu,\"refused\":%lu,\"heartbeats\":%lu,\"client_cpu\":%.2f,\"lag_max_us\":%.0f,",
         v[1], v[4], pressed, offered, closed, refused, beats, (cpu_s() - cpu0) / (seconds + .5), lag / 1e3);
  print_latency(&offer, "offer");
  puts("}");
}
