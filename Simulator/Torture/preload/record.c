// SPDX-License-Identifier: Apache-2.0
// Owns what a real daemon does to its files and says to its devices, in one order: an LD_PRELOAD
// library that writes every change below one folder, every sync and every "250 OK" to a log.
// Never changes what the daemon sees, but for the two control runs that must lose alarms.
//
// SAFEBELL_RECORD_FOLDER  the folder; SAFEBELL_RECORD_LOG  where to (appended to)
// SAFEBELL_SYNC_FAILS     `N`: the Nth sync below the folder fails with EIO; `N+`: and all later ones;
//                         `N@`: the Nth of the database's own file, which only checkpoints sync
// SAFEBELL_SYNC_LATE      `MS:N`: from the Nth on each sync takes so long
// SAFEBELL_CONTROL        `normal`: synchronous=NORMAL behind the daemon's back;
//                         `psow`: powersafe overwrite left on; `lie`: syncs do nothing
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

// One record: this head, then `data` bytes.
struct head {
    uint32_t kind;    // O W T S s D F U R A
    uint32_t file;    // the descriptor's inode, as the kernel numbers it
    uint64_t offset;  // or the new length
    uint64_t data;
};

enum { DESCRIPTORS = 65536 };
static uint32_t inode_of[DESCRIPTORS];  // 0: none of ours
static char is_folder[DESCRIPTORS], is_database[DESCRIPTORS];
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;
static const char *folder, *control;
static size_t folder_length;
static int record_to = -1;
static long syncs, database_syncs, failing_sync, late_sync, late_milliseconds;
static int fails_for_ever, fails_in_database;

__attribute__((constructor)) static void begin(void) {
    control = getenv("SAFEBELL_CONTROL");
    const char *late = getenv("SAFEBELL_SYNC_LATE");
    if (late) sscanf(late, "%ld:%ld", &late_milliseconds, &late_sync);
    folder = getenv("SAFEBELL_RECORD_FOLDER");
    const char *log = getenv("SAFEBELL_RECORD_LOG");
    if (!folder || !log) return;
    const char *fails = getenv("SAFEBELL_SYNC_FAILS");
    if (fails) {
        failing_sync = atol(fails);
        fails_for_ever = strchr(fails, '+') != NULL;
        fails_in_database = strchr(fails, '@') != NULL;
    }
    folder_length = strlen(folder);
    record_to = (int)syscall(
        SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int is_control(const char *name) { return control && !strcmp(control, name); }

static int is_below(const char *path) {
    return record_to >= 0 && path && !strncmp(path, folder, folder_length);
}

// The index of a write-ahead log is not needed after a crash.
static int is_index(const char *path) {
    size_t length = strlen(path);
    return length > 4 && !strcmp(path + length - 4, "-shm");
}

static void put(uint32_t kind, uint32_t file, uint64_t offset, const void *data, size_t length) {
    struct head head = {kind, file, offset, length};
    struct iovec parts[2] = {{&head, sizeof head}, {(void *)data, length}};
    ssize_t wrote = syscall(SYS_writev, record_to, parts, 2);
    if (wrote != (ssize_t)(sizeof head + length)) abort();
}

static uint32_t file_of(int descriptor) {
    return record_to >= 0 && descriptor >= 0 && descriptor < DESCRIPTORS ? inode_of[descriptor] : 0;
}

// MARK: Names

static int opened(int descriptor, const char *path) {
    if (descriptor < 0 || descriptor >= DESCRIPTORS || !is_below(path) || is_index(path))
        return descriptor;
    int before = errno;
    struct stat now;
    if (fstat(descriptor, &now) == 0) {
        inode_of[descriptor] = (uint32_t)now.st_ino;
        is_folder[descriptor] = S_ISDIR(now.st_mode);
        size_t length = strlen(path);
        is_database[descriptor] = length > 7 && !strcmp(path + length - 7, ".sqlite");
        if (!is_folder[descriptor]) put('O', (uint32_t)now.st_ino, 0, path, strlen(path));
    }
    errno = before;
    return descriptor;
}

static int open_it(int at, const char *path, int flags, mode_t mode) {
    if (!is_below(path)) return (int)syscall(SYS_openat, at, path, flags, mode);
    pthread_mutex_lock(&order);
    int made = opened((int)syscall(SYS_openat, at, path, flags, mode), path);
    pthread_mutex_unlock(&order);
    return made;
}

#define OPEN(name, ...)                        \
    {                                          \
        va_list more;                          \
        va_start(more, flags);                 \
        mode_t mode = va_arg(more, unsigned);  \
        va_end(more);                          \
        return open_it(__VA_ARGS__, path, flags, mode); \
    }
int open(const char *path, int flags, ...) OPEN(open, AT_FDCWD)
int open64(const char *path, int flags, ...) OPEN(open64, AT_FDCWD)
int openat(int at, const char *path, int flags, ...) OPEN(openat, at)
int openat64(int at, const char *path, int flags, ...) OPEN(openat64, at)

int close(int descriptor) {
    if (descriptor >= 0 && descriptor < DESCRIPTORS) inode_of[descriptor] = 0;
    return (int)syscall(SYS_close, descriptor);
}

int unlink(const char *path) {
    if (!is_below(path) || is_index(path)) return (int)syscall(SYS_unlink, path);
    pthread_mutex_lock(&order);
    int result = (int)syscall(SYS_unlink, path);
    if (result == 0) put('U', 0, 0, path, strlen(path));
    pthread_mutex_unlock(&order);
    return result;
}

int rename(const char *from, const char *to) {
    if (!is_below(from) || is_index(from)) return (int)syscall(SYS_rename, from, to);
    pthread_mutex_lock(&order);
    int result = (int)syscall(SYS_rename, from, to);
    if (result == 0) put('R', 0, 0, "", 0);
    pthread_mutex_unlock(&order);
    return result;
}

// MARK: Contents

static ssize_t wrote_at(int descriptor, const void *bytes, size_t count, off_t offset) {
    pthread_mutex_lock(&order);
    ssize_t result = syscall(SYS_pwrite64, descriptor, bytes, count, offset);
    if (result > 0) put('W', file_of(descriptor), (uint64_t)offset, bytes, (size_t)result);
    pthread_mutex_unlock(&order);
    return result;
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
    if (!file_of(descriptor)) return syscall(SYS_pwrite64, descriptor, bytes, count, offset);
    return wrote_at(descriptor, bytes, count, offset);
}
ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) {
    if (!file_of(descriptor)) return syscall(SYS_pwrite64, descriptor, bytes, count, offset);
    return wrote_at(descriptor, bytes, count, offset);
}

static int cut(int descriptor, off_t length) {
    if (!file_of(descriptor)) return (int)syscall(SYS_ftruncate, descriptor, length);
    pthread_mutex_lock(&order);
    int result = (int)syscall(SYS_ftruncate, descriptor, length);
    if (result == 0) put('T', file_of(descriptor), (uint64_t)length, "", 0);
    pthread_mutex_unlock(&order);
    return result;
}
int ftruncate(int descriptor, off_t length) { return cut(descriptor, length); }
int ftruncate64(int descriptor, off64_t length) { return cut(descriptor, length); }

// The lock is not held during the sync: an acknowledgement that leaves before its end must be seen
// before its end.
static int synced(int descriptor, long call) {
    if (is_control("lie")) return 0;
    long number = __atomic_add_fetch(&syncs, 1, __ATOMIC_RELAXED);
    if (late_sync && number >= late_sync) {
        struct timespec left = {late_milliseconds / 1000, late_milliseconds % 1000 * 1000000};
        while (nanosleep(&left, &left) != 0) {}
    }
    uint32_t file = file_of(descriptor);
    if (!file) return (int)syscall(call, descriptor);
    pthread_mutex_lock(&order);
    if (fails_in_database) number = is_database[descriptor] ? ++database_syncs : 0;
    int fails = number == failing_sync || (fails_for_ever && number > failing_sync);
    if (fails) {
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        put('F', file, (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec, "", 0);
    } else {
        put('S', file, 0, "", 0);
    }
    pthread_mutex_unlock(&order);
    if (fails) {
        errno = EIO;
        return -1;
    }
    int result = (int)syscall(call, descriptor);
    if (result == 0) {
        pthread_mutex_lock(&order);
        put(is_folder[descriptor] ? 'D' : 's', file, 0, "", 0);
        pthread_mutex_unlock(&order);
    }
    return result;
}
int fsync(int descriptor) { return synced(descriptor, SYS_fsync); }
int fdatasync(int descriptor) { return synced(descriptor, SYS_fdatasync); }

// MARK: Words to devices

static void heard(int descriptor, const void *bytes, size_t count) {
    if (record_to < 0 || !memmem(bytes, count, "250 OK ref=", 11)) return;
    // Before it leaves: whatever is on disk only later was promised too early.
    pthread_mutex_lock(&order);
    put('A', (uint32_t)descriptor, 0, bytes, count);
    pthread_mutex_unlock(&order);
}

ssize_t send(int descriptor, const void *bytes, size_t count, int flags) {
    heard(descriptor, bytes, count);
    return syscall(SYS_sendto, descriptor, bytes, count, flags, NULL, 0);
}
ssize_t sendmsg(int descriptor, const struct msghdr *message, int flags) {
    for (size_t i = 0; i < message->msg_iovlen; i++)
        heard(descriptor, message->msg_iov[i].iov_base, message->msg_iov[i].iov_len);
    return syscall(SYS_sendmsg, descriptor, message, flags);
}
ssize_t writev(int descriptor, const struct iovec *parts, int count) {
    for (int i = 0; i < count; i++) heard(descriptor, parts[i].iov_base, parts[i].iov_len);
    return syscall(SYS_writev, descriptor, parts, count);
}
ssize_t write(int descriptor, const void *bytes, size_t count) {
    if (!file_of(descriptor)) {
        heard(descriptor, bytes, count);
        return syscall(SYS_write, descriptor, bytes, count);
    }
    pthread_mutex_lock(&order);
    off_t offset = lseek(descriptor, 0, SEEK_CUR);
    ssize_t result = syscall(SYS_write, descriptor, bytes, count);
    if (result > 0) put('W', file_of(descriptor), (uint64_t)offset, bytes, (size_t)result);
    pthread_mutex_unlock(&order);
    return result;
}

// MARK: Control runs

struct sqlite3;

// The daemon's last step of opening, after it has read back its settings.
void *sqlite3_wal_hook(
    struct sqlite3 *database, int (*hook)(void *, struct sqlite3 *, const char *, int), void *mine) {
    void *(*real)(struct sqlite3 *, void *, void *) = dlsym(RTLD_NEXT, "sqlite3_wal_hook");
    // SQLite itself calls this without a hook, in between.
    if (hook && is_control("normal")) {
        int (*run)(struct sqlite3 *, const char *, void *, void *, void *) =
            dlsym(RTLD_NEXT, "sqlite3_exec");
        run(database, "PRAGMA synchronous=NORMAL", NULL, NULL, NULL);
    }
    return real(database, (void *)hook, mine);
}

int sqlite3_open_v2(const char *name, struct sqlite3 **database, int flags, const char *vfs) {
    int (*real)(const char *, struct sqlite3 **, int, const char *) =
        dlsym(RTLD_NEXT, "sqlite3_open_v2");
    char plain[4096];
    if (is_control("psow") && strlen(name) < sizeof plain) {
        strcpy(plain, name);
        char *question = strrchr(plain, '?');
        if (question) *question = 0;
        name = plain;
    }
    return real(name, database, flags, vfs);
}

int sqlite3_file_control(struct sqlite3 *database, const char *name, int what, void *value) {
    int (*real)(struct sqlite3 *, const char *, int, void *) =
        dlsym(RTLD_NEXT, "sqlite3_file_control");
    int result = real(database, name, what, value);
    if (is_control("psow") && what == 13) *(int *)value = 0;  // POWERSAFE_OVERWRITE
    return result;
}
