// SPDX-License-Identifier: Apache-2.0
// idle bell|beanstalk PORT COUNT PID: COUNT connections that have said who they are and then are silent;
// what each costs the server PID in memory of its own. 1,000 connections a source address; closed by
// reset, so that none stays behind in TIME_WAIT. One JSON line.
#include "bench.h"
enum { WINDOW = 64 };
typedef struct { int fd, said; } conn;
static long resident_kb(int pid) {
  char path[64], line[256];
  long kb = 0;
  sprintf(path, "/proc/%d/smaps_rollup", pid);
  FILE *f = fopen(path, "r");
  if (!f) die(path);
  while (fgets(line, sizeof line, f)) if (!strncmp(line, "Rss:", 4)) kb = atol(line + 4);
  fclose(f);
  return kb;
}
int main(int argc, char **v) {
  if (argc < 5) return fprintf(stderr, "usage: idle bell|beanstalk PORT COUNT PID\n"), 2;
  int is_bell = !strcmp(v[1], "bell"), port = atoi(v[2]), count = atoi(v[3]), pid = atoi(v[4]), epoll = epoll_create1(0);
  struct linger reset = {1, 0};
  struct epoll_event ev[256];
  conn *all = calloc(count, sizeof *all);
  char in[8192], line[64];
  long before = resident_kb(pid);
  uint64_t begin = now_ns();
  for (int opened = 0, ready = 0; ready < count;) {
    while (opened < count && opened - ready < WINDOW) {
      conn *c = all + opened;
      c->fd = dial(port, opened / 1000 + 1);
      setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
      watch(epoll, c->fd, c);
      if (!is_bell) say(c->fd, "use alarms\r\n", 12);
      opened++;
    }
    int k = epoll_wait(epoll, ev, 256, 20000);
    if (k <= 0) return fprintf(stderr, "stalled at %d of %d\n", ready, count), 1;
    for (int i = 0; i < k; i++) {
      conn *c = ev[i].data.ptr;
      if (read(c->fd, in, sizeof in) <= 0) return fprintf(stderr, "refused at %d of %d\n", ready, count), 1;
      if (is_bell && !c->said) {
        int n = sprintf(line, "HELLO gateway=gw-%04d key=key-of-the-bench\n", (int)(c - all) % 320 + 1);
        say(c->fd, line, n), c->said = 1;
      } else ready++;
    }
  }
  double seconds = (now_ns() - begin) / 1e9;
  sleep(2);
  long after = resident_kb(pid);
  printf("{\"proto\":\"%s\",\"connections\":%d,\"connects_s\":%.0f,\"bytes_each\":%.0f,\"resident_mb\":%.1f}\n", v[1], count,
         count / seconds, (after - before) * 1024. / count, after / 1024.);
}
