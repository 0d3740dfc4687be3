// SPDX-License-Identifier: Apache-2.0
// floor PORT FILE: the least that a durable daemon must do; what nobody can be faster than.
// One epoll loop: read every ready connection, append the lines to FILE, ONE fdatasync for all,
// push them to the consoles (connections that said "C"), then acknowledge each line with "OK".
#include "bench.h"
enum { FD_MAX = 65536, CONSOLES_MAX = 16, REGION = 256 << 20 };
static struct { int len, acks; char buf[2048]; } *conn[FD_MAX];
static int consoles[CONSOLES_MAX], console_count;
static void leave(int fd) {
  for (int i = 0; i < console_count; i++)
    if (consoles[i] == fd) consoles[i--] = consoles[--console_count];
  close(fd);
}
int main(int c, char **v) {
  if (c < 3) return fprintf(stderr, "usage: floor PORT FILE\n"), 2;
  signal(SIGPIPE, SIG_IGN);
  int one = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), epoll = epoll_create1(0);
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(atoi(v[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(listener, (void *)&a, sizeof a) || listen(listener, 4096)) die("listen");
  int log = open(v[2], O_CREAT | O_TRUNC | O_WRONLY, 0600);
  if (log < 0) die(v[2]);
  size_t offset = 0, pending = 0;
  static char out[1 << 20], oks[8192];
  for (int i = 0; i < 8192; i++) oks[i] = "OK\n"[i % 3];
  struct epoll_event e = {EPOLLIN, {.fd = listener}}, ev[256];
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &e);
  for (;;) {
    int n = epoll_wait(epoll, ev, 256, -1), dirty[256], dirty_count = 0;
    for (int i = 0; i < n; i++) {
      int fd = ev[i].data.fd;
      if (fd == listener) {
        while ((fd = accept4(listener, 0, 0, SOCK_NONBLOCK)) >= 0) {
          setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
          if (!conn[fd] && !(conn[fd] = malloc(sizeof *conn[0]))) die("malloc");
          conn[fd]->len = conn[fd]->acks = 0;
          e = (struct epoll_event){EPOLLIN, {.fd = fd}};
          epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &e);
        }
        continue;
      }
      typeof(conn[0]) p = conn[fd];
      ssize_t k = read(fd, p->buf + p->len, sizeof p->buf - p->len);
      if (k <= 0) { leave(fd); continue; }
      p->len += k;
      char *last = memrchr(p->buf, '\n', p->len);
      if (!last) continue;
      if (p->len == 2 && *p->buf == 'C' && console_count < CONSOLES_MAX) {
        consoles[console_count++] = fd, p->len = 0;
        continue;
      }
      int full = last + 1 - p->buf;
      for (char *q = p->buf; q <= last; q = (char *)memchr(q, '\n', p->len) + 1) p->acks++;
      memcpy(out + pending, p->buf, full);
      pending += full;
      memmove(p->buf, last + 1, p->len -= full);
      dirty[dirty_count++] = fd;
    }
    if (!dirty_count) continue;
    if (pwrite(log, out, pending, offset) != (ssize_t)pending || fdatasync(log)) die("commit");
    if ((offset += pending) + sizeof out > REGION) offset = 0;
    for (int i = 0; i < console_count; i++)
      if (write(consoles[i], out, pending) < 0) leave(consoles[i--]);
    pending = 0;
    for (int i = 0; i < dirty_count; i++) {
      if (write(dirty[i], oks, 3 * conn[dirty[i]]->acks) < 0) leave(dirty[i]);
      conn[dirty[i]]->acks = 0;
    }
  }
}
