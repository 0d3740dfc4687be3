// SPDX-License-Identifier: Apache-2.0
// What the reference programs share: the clock, latency samples, connecting, lines.
// Never part of the centre: compiled by bench.sh into a folder of its own.
#pragma once
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static inline uint64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000ull + t.tv_nsec;
}
static inline void die(const char *what) { perror(what); exit(1); }
static inline void fail(const char *who, const char *why, const char *p, int n) {
  fprintf(stderr, "%s: %s: %.*s\n", who, why, n > 200 ? 200 : n, p);
  exit(1);
}

typedef struct { uint32_t *v; size_t n, cap; } samples;  // nanoseconds
static inline void add(samples *s, uint64_t ns) {
  if (s->n == s->cap && !(s->v = realloc(s->v, (s->cap = s->cap ? 2 * s->cap : 1 << 16) * 4))) die("realloc");
  s->v[s->n++] = ns > UINT32_MAX ? UINT32_MAX : ns;
}
static int ascending(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return x < y ? -1 : x > y;
}
static inline double percentile(samples *s, double p) {  // microseconds; sort first
  return s->n ? s->v[(size_t)(p * (s->n - 1))] / 1e3 : 0;
}
static inline void print_latency(samples *s, const char *name) {
  if (s->n) qsort(s->v, s->n, 4, ascending);
  printf("\"%s_p50_us\":%.1f,\"%s_p99_us\":%.1f,\"%s_max_us\":%.1f", name, percentile(s, .5), name,
         percentile(s, .99), name, percentile(s, 1));
}
static inline double cpu_s(void) {
  struct rusage r;
  getrusage(RUSAGE_SELF, &r);
  return r.ru_utime.tv_sec + r.ru_stime.tv_sec + (r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e6;
}

// A blocking connection on loopback. `source`: 0 for 127.0.0.1, n for 127.0.1.n: a thousand
// connections an address, or the kernel's search for a free port becomes what is measured.
static inline int dial(int port, int source) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
  if (fd < 0) die("socket");
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (source) {
    a.sin_addr.s_addr = htonl(0x7f000100 + source);
    setsockopt(fd, IPPROTO_IP, 24 /* IP_BIND_ADDRESS_NO_PORT */, &one, sizeof one);
    if (bind(fd, (void *)&a, sizeof a)) die("bind");
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  }
  a.sin_port = htons(port);
  if (connect(fd, (void *)&a, sizeof a)) die("connect");
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return fd;
}
static inline void watch(int epoll, int fd, void *owner) {
  struct epoll_event e = {EPOLLIN, {.ptr = owner}};
  fcntl(fd, F_SETFL, O_NONBLOCK);
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &e)) die("epoll_ctl");
}
static inline void say(int fd, const char *text, size_t n) {
  if (write(fd, text, n) != (ssize_t)n) die("write");
}
static inline void await(int fd, const char *who, const char *end) {  // blocking, until `end` was seen
  char b[8192];
  int n = 0;
  do {
    int k = read(fd, b + n, sizeof b - 1 - n);
    if (k <= 0 || n + k == sizeof b - 1) fail(who, "handshake", b, n);
    n += k;
  } while (!memmem(b, n, end, strlen(end)));
}
static inline void ask(int fd, const char *who, const char *line, const char *end) {
  say(fd, line, strlen(line));
  await(fd, who, end);
}

// The value behind `key` (with its `=`) in a line; 0 where it is not there.
static inline const char *value(const char *line, int n, const char *key, int *length) {
  const char *p = memmem(line, n, key, strlen(key)), *end = line + n;
  if (!p) return 0;
  p += strlen(key);
  const char *e = p;
  while (e < end && *e != ' ' && *e != '\n' && *e != '\r') e++;
  *length = e - p;
  return p;
}
