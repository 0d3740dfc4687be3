// SPDX-License-Identifier: Apache-2.0
// Owns the few Linux names that Swift's Glibc module lacks: epoll, eventfd, accept4, crypt,
// prctl, pseudo terminals.
// Never holds logic, and never defines _GNU_SOURCE: that makes fd_set differ between two modules.
#ifndef SAFEBELL_CLINUX_H
#define SAFEBELL_CLINUX_H

// Only headers that Glibc's module has not: a header in two modules belongs to whichever is built
// first, and its names (SOCK_STREAM was one) are then missing from files that import the other.
#include <crypt.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>

// The enum constants of sys/epoll.h come into Swift as a struct with a raw value; these are plain.
static const uint32_t SAFEBELL_EPOLL_IN = 0x001;
static const uint32_t SAFEBELL_EPOLL_OUT = 0x004;
static const uint32_t SAFEBELL_EPOLL_ERR = 0x008;
static const uint32_t SAFEBELL_EPOLL_HUP = 0x010;
static const uint32_t SAFEBELL_EPOLL_EXCLUSIVE = 1u << 28;
static const uint32_t SAFEBELL_EPOLL_EDGE = 1u << 31;

struct sockaddr;

// accept4 is declared only under _GNU_SOURCE. `peer` is a struct sockaddr, `length` a socklen_t.
static inline int safebell_accept4(int listener, void *peer, unsigned int *length, int flags) {
    extern int accept4(int, struct sockaddr *, unsigned int *, int);
    return accept4(listener, (struct sockaddr *)peer, length, flags);
}

// malloc.h is not in Swift's Glibc either: gives freed memory back to the system.
static inline void safebell_return_freed_memory(void) {
    extern int malloc_trim(unsigned long);
    (void)malloc_trim(0);
}

// A pseudo terminal: its master, and the name of its device. Declared only under _XOPEN_SOURCE.
static inline int safebell_open_terminal(int flags, char *name, unsigned long bytes) {
    extern int posix_openpt(int);
    extern int grantpt(int);
    extern int unlockpt(int);
    extern int ptsname_r(int, char *, unsigned long);
    int master = posix_openpt(flags);
    if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0) return -1;
    return ptsname_r(master, name, bytes) == 0 ? master : -1;
}

// One call for add, modify and delete; the token comes back with each event.
static inline int safebell_epoll_control(
    int epoll, int operation, int descriptor, uint32_t events, uint64_t token) {
    struct epoll_event event = {.events = events, .data = {.u64 = token}};
    return epoll_ctl(epoll, operation, descriptor, &event);
}

// epoll_data is a union, which Swift counts as unsafe to read.
static inline uint64_t safebell_event_token(const struct epoll_event *event) {
    return event->data.u64;
}

static inline uint32_t safebell_event_bits(const struct epoll_event *event) {
    return event->events;
}

// prctl is variadic and so not importable.
// No core file and no ptrace by the same user: memory holds keys and the data of people.
static inline int safebell_forbid_dumps(void) {
    return prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L);
}

// At most 15 bytes are kept by the kernel.
static inline int safebell_name_thread(const char *name) {
    return prctl(PR_SET_NAME, name, 0L, 0L, 0L);
}

#endif
