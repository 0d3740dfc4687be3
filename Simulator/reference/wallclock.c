// SPDX-License-Identifier: Apache-2.0
// A wall clock that a test steps and speeds up, for the one program that preloads this.
// Never touches the monotonic clocks, timers or the machine's own clock: those do not step either.
//   cc -shared -fPIC -O1 -o wallclock.so wallclock.c
//   WALL_CLOCK_FILE=FILE LD_PRELOAD=./wallclock.so PROGRAM
// FILE holds three 64-bit numbers: nanoseconds added, rate, and since when the rate counts.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const volatile long long *wall;

__attribute__((constructor)) static void begin(void) {
    const char *file = getenv("WALL_CLOCK_FILE");
    int descriptor = file ? open(file, O_RDONLY | O_CLOEXEC) : -1;
    if (descriptor < 0) return;
    void *place = mmap(0, 24, PROT_READ, MAP_SHARED, descriptor, 0);
    if (place != MAP_FAILED) wall = place;
    close(descriptor);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    int code = (int)syscall(SYS_clock_gettime, clock, time);
    if (code || !wall || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)) return code;
    long long now = time->tv_sec * 1000000000LL + time->tv_nsec;
    now += wall[0] + (wall[1] - 1) * (now - wall[2]);
    time->tv_sec = now / 1000000000LL;
    time->tv_nsec = now % 1000000000LL;
    return 0;
}

int gettimeofday(struct timeval *time, void *zone) {
    struct timespec now;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &now);
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *result) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (result) *result = now.tv_sec;
    return now.tv_sec;
}
