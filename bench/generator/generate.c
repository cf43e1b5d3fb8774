/*
 * The load of the benchmarks: a process that prints faster than anything can capture it, or at an exact pace, and that
 * tells when. Times are CLOCK_MONOTONIC in nanoseconds, which other processes of the machine can compare with their own.
 *
 *   lines COUNT SIZE [MARK]    COUNT lines of SIZE bytes, newline included, in large writes; numbered, so each is different
 *   tiny COUNT [MARK]          COUNT short lines, each a write(2) of its own
 *   paced RATE SECONDS         RATE lines a second in bursts of 10 ms, each line a write of its own
 *   stamps COUNT GAP_US        lines that hold the time of their own write
 *   alive [FILE]               appends the time it began to FILE and waits to be killed
 *
 * MARK is a file that gets the time the process began.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define SECOND 1000000000LL

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * SECOND + t.tv_nsec;
}

static void sleep_until(int64_t when) {
    struct timespec t = { when / SECOND, when % SECOND };
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) == EINTR) { }
}

static void put(int fd, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(fd, bytes, count);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) exit(1);
        bytes += written;
        count -= (size_t)written;
    }
}

static void mark(const char *path, int64_t began) {
    char text[32];
    int fd = path ? open(path, O_WRONLY | O_CREAT | O_APPEND, 0644) : -1;
    if (fd < 0) return;
    put(fd, text, (size_t)snprintf(text, sizeof text, "%lld\n", (long long)began));
    close(fd);
}

/* Counts up in place, the decimal digits that end just before `end`: printf would be the bottleneck. */
static void increment(char *end) {
    while (*--end == '9') *end = '0';
    ++*end;
}

static void lines(long count, size_t size) {
    enum { LINES = 640 };
    char *block = malloc(size * LINES), *line = malloc(size);
    memset(line, 'x', size);
    memset(line, '0', 12);
    line[12] = ' ';
    line[size - 1] = '\n';
    for (long done = 0; done < count;) {
        long n = count - done < LINES ? count - done : LINES;
        for (long i = 0; i < n; i++) {
            increment(line + 12);
            memcpy(block + (size_t)i * size, line, size);
        }
        put(1, block, size * (size_t)n);
        done += n;
    }
}

static void tiny(long count) {
    char line[] = "line 0000000000\n";
    for (long i = 0; i < count; i++) {
        increment(line + 15);
        put(1, line, 16);
    }
}

static void paced(long rate, long seconds) {
    const long bursts = seconds * 100, per_burst = rate / 100;
    char line[] = "000000000000 a line of a server that is busy answering requests all day long\n";
    int64_t begin = now();
    for (long b = 0; b < bursts; b++) {
        sleep_until(begin + b * (SECOND / 100));
        for (long i = 0; i < per_burst; i++) {
            increment(line + 12);
            put(1, line, sizeof line - 1);
        }
    }
}

static void stamps(long count, long gap_us) {
    char line[32];
    int64_t next = now();
    for (long i = 0; i < count; i++) {
        next += gap_us * 1000;
        sleep_until(next);
        put(1, line, (size_t)snprintf(line, sizeof line, "%lld\n", (long long)now()));
    }
}

int main(int argc, char **argv) {
    int64_t began = now();
    const char *verb = argc > 1 ? argv[1] : "";
    long first = argc > 2 ? atol(argv[2]) : 0, second = argc > 3 ? atol(argv[3]) : 0;
    if (!strcmp(verb, "lines") && argc > 3 && second > 14) {
        mark(argc > 4 ? argv[4] : NULL, began);
        lines(first, (size_t)second);
    } else if (!strcmp(verb, "tiny") && argc > 2) {
        mark(argc > 3 ? argv[3] : NULL, began);
        tiny(first);
    } else if (!strcmp(verb, "paced") && argc > 3) {
        paced(first, second);
    } else if (!strcmp(verb, "stamps") && argc > 3) {
        stamps(first, second);
    } else if (!strcmp(verb, "alive")) {
        mark(argc > 2 ? argv[2] : NULL, began);
        for (;;) pause();
    } else {
        fprintf(stderr, "generate lines|tiny|paced|stamps|alive ...\n");
        return 2;
    }
    return 0;
}
