/*
 * The native holder: the parent of one command. It is immune to every signal but KILL, lives in a session of its own, holds the
 * read ends of the command's FIFOs so that the daemon may die without a SIGPIPE, and tells on fd 3 what became of the command.
 * It speaks the protocol of holder.sh, so whoever changes one changes the other.
 *
 *   drover-holder [-n FILES] [-d DIRECTORY] [-g CGROUP_PROCS] [-r RUN_DIRECTORY] [-p] [-m] [-i] -- PROGRAM [ARGUMENT]...
 *
 *   -n  soft limit of open files for the command      -p  a terminal: its master is fd 9
 *   -d  the command's working directory               -m  stderr goes where stdout goes
 *   -g  file that takes the command into a cgroup     -i  fd 10 keeps stdin open until a line arrives on fd 11
 *   -r  only there to be seen by whoever looks for holders
 *
 *   0 the command's stdin   3 status   4 release   5 6 read ends   7 8 the command's stdout and stderr
 *
 * No C library: 12 kB resident instead of 700, and nothing to install. x86_64 and aarch64.
 */

typedef unsigned long ulong;

#if defined(__x86_64__)
enum { sys_read = 0, sys_write = 1, sys_close = 3, sys_ioctl = 16, sys_getpid = 39, sys_clone = 56, sys_execve = 59, sys_wait4 = 61,
    sys_fcntl = 72, sys_chdir = 80, sys_rt_sigaction = 13, sys_rt_sigprocmask = 14, sys_setsid = 112, sys_prctl = 157, sys_exit_group = 231,
    sys_openat = 257, sys_ppoll = 271, sys_signalfd4 = 289, sys_dup3 = 292, sys_pipe2 = 293, sys_prlimit64 = 302 };

static long call(long n, long a, long b, long c, long d, long e)
{
    long answer;
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    __asm__ volatile("syscall" : "=a"(answer) : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8) : "rcx", "r11", "memory");
    return answer;
}

__asm__(".globl _start\n_start:\n xor %ebp, %ebp\n mov %rsp, %rdi\n and $-16, %rsp\n call hold\n");
#elif defined(__aarch64__)
enum { sys_read = 63, sys_write = 64, sys_close = 57, sys_ioctl = 29, sys_getpid = 172, sys_clone = 220, sys_execve = 221, sys_wait4 = 260,
    sys_fcntl = 25, sys_chdir = 49, sys_rt_sigaction = 134, sys_rt_sigprocmask = 135, sys_setsid = 157, sys_prctl = 167, sys_exit_group = 94,
    sys_openat = 56, sys_ppoll = 73, sys_signalfd4 = 74, sys_dup3 = 24, sys_pipe2 = 59, sys_prlimit64 = 261 };

static long call(long n, long a, long b, long c, long d, long e)
{
    register long x8 __asm__("x8") = n;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    register long x4 __asm__("x4") = e;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4) : "memory");
    return x0;
}

__asm__(".globl _start\n_start:\n mov x29, xzr\n mov x30, xzr\n mov x0, sp\n bl hold\n");
#else
#error "the native holder knows x86_64 and aarch64; elsewhere Drover uses holder.sh"
#endif

enum { sys_close_range = 436 };
enum { status_fd = 3, release_fd = 4, out_fd = 7, err_fd = 8, master_fd = 9, stdin_writer_fd = 10, stdin_close_fd = 11 };
enum { errno_intr = 4, signal_set_bytes = 8, sigchld = 17 };
enum { open_write = 1, open_read_write = 2, no_controlling_terminal = 0400, non_blocking = 04000, close_on_exec = 02000000 };

struct limits { ulong soft, hard; };
struct poll_entry { int fd; short events, returned; };
struct options { const char *files, *directory, *cgroup; int terminal, merge, keep_stdin; };

static int write_line(const char *word, long number)
{
    char line[48];
    int n = 0;
    while (*word)
        line[n++] = *word++;
    line[n++] = ' ';
    char digits[20];
    int d = 0;
    do
        digits[d++] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    while (d > 0)
        line[n++] = digits[--d];
    line[n++] = '\n';
    /* One write: a reader sees a whole line or none. */
    return (int)call(sys_write, status_fd, (long)line, n, 0, 0);
}

static void close_from_3_at_exec(void)
{
    const long set_close_on_exec = 4, set_descriptor_flags = 2;
    if (call(sys_close_range, 3, 0x7fffffff, set_close_on_exec, 0, 0) == 0)
        return;
    /* Before Linux 5.11. Nothing of ours is above 20, and the daemon marks what is its own. */
    for (int fd = 3; fd < 1024; fd++)
        call(sys_fcntl, fd, set_descriptor_flags, 1, 0, 0);
}

static void limit_files(const char *text)
{
    const long number_of_files = 7;
    struct limits limits;
    ulong wanted = 0;
    if (!text || call(sys_prlimit64, 0, number_of_files, 0, (long)&limits, 0) != 0)
        return;
    while (*text >= '0' && *text <= '9')
        wanted = wanted * 10 + (ulong)(*text++ - '0');
    limits.soft = wanted < limits.hard ? wanted : limits.hard;
    call(sys_prlimit64, 0, number_of_files, (long)&limits, 0, 0);
}

/* glibc's posix_spawn leaves 32 and 33, which it uses itself, ignored. All zero is the default action, in either layout. */
static void restore_default_actions(void)
{
    ulong action[4] = { 0, 0, 0, 0 };
    for (int signal = 1; signal <= 64; signal++)
        call(sys_rt_sigaction, signal, (long)action, 0, signal_set_bytes, 0);
}

static long enter_cgroup(const char *path)
{
    long fd = call(sys_openat, -100, (long)path, open_write | close_on_exec, 0, 0);
    if (fd < 0)
        return fd;
    long answer = call(sys_write, fd, (long)"0", 1, 0, 0);
    return answer < 0 ? answer : 0;
}

/* Everything between fork and exec. Comes back only with the reason why it could not. */
static long become_command(const struct options *options, int slave, char **command, char **environment)
{
    const long set_controlling_terminal = 0x540E, set_mask = 2, no_exec_format = -8;
    ulong no_signals = 0;
    long error = 0;

    call(sys_setsid, 0, 0, 0, 0, 0);
    if (options->cgroup && (error = enter_cgroup(options->cgroup)) < 0)
        return error;
    if (options->terminal) {
        if ((error = call(sys_ioctl, slave, set_controlling_terminal, 0, 0, 0)) < 0)
            return error;
        for (int fd = 0; fd < 3; fd++)
            call(sys_dup3, slave, fd, 0, 0, 0);
    } else {
        call(sys_dup3, out_fd, 1, 0, 0, 0);
        call(sys_dup3, options->merge ? out_fd : err_fd, 2, 0, 0, 0);
    }
    if (options->directory && (error = call(sys_chdir, (long)options->directory, 0, 0, 0, 0)) < 0)
        return error;
    limit_files(options->files);
    restore_default_actions();
    close_from_3_at_exec();
    call(sys_rt_sigprocmask, set_mask, (long)&no_signals, 0, signal_set_bytes, 0);
    error = call(sys_execve, (long)command[0], (long)command, (long)environment, 0, 0);
    if (error == no_exec_format) {
        /* A script without a first line that names its interpreter is the shell's, as execvp has it. The slot before held "--". */
        command[-1] = (char *)"/bin/sh";
        error = call(sys_execve, (long)command[-1], (long)(command - 1), (long)environment, 0, 0);
    }
    return error;
}

static int got_line(int fd)
{
    char bytes[64];
    long n = call(sys_read, fd, (long)bytes, sizeof bytes, 0, 0);
    while (n > 0)
        if (bytes[--n] == '\n')
            return 1;
    return 0;
}

static void let_go_of_output(int slave)
{
    call(sys_close, out_fd, 0, 0, 0, 0);
    call(sys_close, err_fd, 0, 0, 0, 0);
    if (slave >= 0)
        call(sys_close, slave, 0, 0, 0, 0);
}

/* Collects whatever ended: the command, and orphans of its tree that came to us as the subreaper. */
static int reap(long command)
{
    const long no_hang = 1, any_kind = 0x40000000;
    int status, ended = 0;
    for (;;) {
        long pid = call(sys_wait4, -1, (long)&status, no_hang | any_kind, 0, 0);
        if (pid == -errno_intr)
            continue;
        if (pid <= 0)
            return ended;
        if (pid == command) {
            int signal = status & 0x7f;
            write_line(signal ? "signaled" : "exited", signal ? signal : (status >> 8) & 0xff);
            ended = 1;
        }
    }
}

static long start(const struct options *options, int slave, char **command, char **environment)
{
    int pipe[2];
    int reason = 0;
    long error = call(sys_pipe2, (long)pipe, close_on_exec, 0, 0, 0);
    if (error < 0) {
        write_line("fail", -error);
        return -1;
    }
    long pid = call(sys_clone, sigchld, 0, 0, 0, 0);
    if (pid == 0) {
        reason = (int)-become_command(options, slave, command, environment);
        call(sys_write, pipe[1], (long)&reason, sizeof reason, 0, 0);
        call(sys_exit_group, 127, 0, 0, 0, 0);
    }
    call(sys_close, pipe[1], 0, 0, 0, 0);
    if (pid < 0)
        reason = (int)-pid;
    else
        while (call(sys_read, pipe[0], (long)&reason, sizeof reason, 0, 0) == -errno_intr)
            ;
    call(sys_close, pipe[0], 0, 0, 0, 0);
    /* Our own copy of the reading end would make a write to a command that closed its stdin look as if it were read. */
    call(sys_dup3, 1, 0, 0, 0, 0);
    if (reason == 0) {
        write_line("pid", pid);
        return pid;
    }
    write_line("fail", reason);
    return -1;
}

__attribute__((noreturn, used)) void hold(ulong *stack)
{
    const long set_subreaper = 36, set_ptracer = 0x59616d61, any_process = -1, set_mask = 2, get_terminal_peer = 0x5441;
    char **arguments = (char **)(stack + 1);
    char **environment = arguments + stack[0] + 1;
    struct options options = { 0, 0, 0, 0, 0, 0 };
    ulong every_signal = ~0ul, only_children = 1ul << (sigchld - 1);

    char **next = arguments + 1;
    for (; *next && (*next)[0] == '-' && (*next)[1] != '-'; next++) {
        switch ((*next)[1]) {
        case 'n': options.files = *++next; break;
        case 'd': options.directory = *++next; break;
        case 'g': options.cgroup = *++next; break;
        case 'r': ++next; break;
        case 'p': options.terminal = 1; break;
        case 'm': options.merge = 1; break;
        case 'i': options.keep_stdin = 1; break;
        default: call(sys_exit_group, 2, 0, 0, 0, 0);
        }
    }
    if (!*next || !*++next)
        call(sys_exit_group, 2, 0, 0, 0, 0);

    call(sys_rt_sigprocmask, set_mask, (long)&every_signal, 0, signal_set_bytes, 0);
    call(sys_prctl, set_subreaper, 1, 0, 0, 0);
    int children = (int)call(sys_signalfd4, -1, (long)&only_children, signal_set_bytes, non_blocking | close_on_exec, 0);
    write_line("holder", call(sys_getpid, 0, 0, 0, 0, 0));

    int slave = -1;
    long command = -1;
    /* The next daemon is no ancestor of ours; where Yama restricts ptrace to ancestors it could not take the terminal's master. */
    if (options.terminal) {
        call(sys_prctl, set_ptracer, any_process, 0, 0, 0);
        slave = (int)call(sys_ioctl, master_fd, get_terminal_peer, open_read_write | no_controlling_terminal | close_on_exec, 0, 0);
    }
    if (options.terminal && slave < 0)
        write_line("fail", -slave);
    else
        command = start(&options, slave, next, environment);
    int running = command > 0;
    if (!running)
        let_go_of_output(slave);

    for (;;) {
        struct poll_entry entries[3];
        entries[0].fd = children;
        entries[1].fd = options.keep_stdin ? stdin_close_fd : -1;
        entries[2].fd = running ? -1 : release_fd;
        for (int n = 0; n < 3; n++) {
            entries[n].events = 1;
            entries[n].returned = 0;
        }
        if (call(sys_ppoll, (long)entries, 3, 0, 0, 0) <= 0)
            continue;
        if (entries[0].returned) {
            char record[128];
            call(sys_read, children, (long)record, sizeof record, 0, 0);
            if (reap(command) && running) {
                running = 0;
                command = -1; /* An orphan may get the same id later. */
                let_go_of_output(slave);
            }
        }
        if (entries[1].returned && got_line(stdin_close_fd)) {
            options.keep_stdin = 0;
            call(sys_close, stdin_writer_fd, 0, 0, 0, 0);
            call(sys_close, stdin_close_fd, 0, 0, 0, 0);
        }
        if (entries[2].returned && got_line(release_fd))
            call(sys_exit_group, 0, 0, 0, 0, 0);
    }
}
