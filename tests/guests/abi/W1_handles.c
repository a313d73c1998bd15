/* W1, W8: processes by descriptor: pidfd_open, waitid(P_PIDFD), pidfd_send_signal, poll. */
#include "abi.h"

#define P_PIDFD 3
#define PIDFD_NONBLOCK O_NONBLOCK
#define SI_QUEUE (-1)

static volatile int seen_value, seen_code, seen_sender;

static void on_signal(int number UNUSED, struct siginfo *info, void *context UNUSED)
{
    seen_value = info->value;
    seen_code = info->code;
    seen_sender = info->sender;
}

/* A child that waits for a signal. */
static int sleeper(void)
{
    int pid = fork();
    if (pid == 0) {
        for (;;) {
            sleep_ms(1000);
        }
    }
    return pid;
}

static int ready(int fd, int milliseconds)
{
    struct pollfd poll = {fd, POLLIN, 0};
    struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000, 0};
    int result = call(ppoll_time64, &poll, 1, &time, NULL, 8);
    return result <= 0 ? result : poll.revents;
}

static void opening(void)
{
    int fd = call(pidfd_open, self(), 0);
    ok(fd >= 0, "pidfd_open of oneself");
    ok(call(fcntl64, fd, F_GETFD) == FD_CLOEXEC, "exec closes it");
    ok((call(fcntl64, fd, F_GETFL) & (3 | O_NONBLOCK)) == O_RDWR, "its flags");
    char byte = 0;
    gives(-EINVAL, call(read, fd, &byte, 1), "read");
    gives(-EINVAL, call(write, fd, &byte, 1), "write");
    gives(0, ready(fd, 0), "one who lives is not ready");
    call(close, fd);
    fd = call(pidfd_open, self(), PIDFD_NONBLOCK);
    ok((call(fcntl64, fd, F_GETFL) & O_NONBLOCK) != 0, "PIDFD_NONBLOCK");
    call(close, fd);
    gives(-EINVAL, call(pidfd_open, 0, 0), "of 0");
    gives(-EINVAL, call(pidfd_open, -1, 0), "of -1");
    gives(-EINVAL, call(pidfd_open, self(), 1), "unknown flags");
    gives(-ESRCH, call(pidfd_open, 0x7fffffff, 0), "of nobody");
}

static void waiting(void)
{
    struct siginfo info;
    int pid = fork();
    if (pid == 0) {
        sleep_ms(30);
        quit(5);
    }
    int fd = call(pidfd_open, pid, 0);
    ok(fd >= 0, "pidfd_open of a child");
    gives(0, ready(fd, 0), "it lives");
    gives(0, wait_any(P_PIDFD, fd, &info, WEXITED | WNOHANG), "WNOHANG");
    gives(0, info.pid, "nothing has happened");
    gives(POLLIN, ready(fd, 10000), "poll tells of its end");
    gives(0, wait_any(P_PIDFD, fd, &info, WEXITED | WNOWAIT), "WNOWAIT");
    ok(info.pid == pid && info.code == CLD_EXITED && info.status == 5, "what it tells");
    gives(POLLIN, ready(fd, 0), "it is still ready");
    gives(0, call(pidfd_send_signal, fd, 0, NULL, 0), "a signal to the dead");
    gives(0, wait_any(P_PIDFD, fd, &info, WEXITED), "waitid");
    ok(info.pid == pid && info.code == CLD_EXITED && info.status == 5, "what it tells");
    gives(-ECHILD, wait_any(P_PIDFD, fd, &info, WEXITED), "it is gone");
    ok((ready(fd, 0) & POLLIN) != 0, "it stays ready");
    gives(-ESRCH, call(pidfd_send_signal, fd, 0, NULL, 0), "no signal reaches it");
    call(close, fd);
    gives(-EINVAL, wait_any(P_PIDFD, -1, &info, WEXITED), "of -1");
    gives(-EBADF, wait_any(P_PIDFD, 99, &info, WEXITED), "of no descriptor");
    fd = open("file", O_CREAT | O_RDWR, 0644);
    gives(-EBADF, wait_any(P_PIDFD, fd, &info, WEXITED), "of a file");
    gives(-EBADF, call(pidfd_send_signal, fd, 0, NULL, 0), "a signal to a file");
    call(close, fd);
    fd = call(pidfd_open, self(), 0);
    gives(-ECHILD, wait_any(P_PIDFD, fd, &info, WEXITED), "of oneself");
    call(close, fd);
}

static void impatient(void)
{
    struct siginfo info;
    int pid = sleeper();
    int fd = call(pidfd_open, pid, PIDFD_NONBLOCK);
    gives(-EAGAIN, wait_any(P_PIDFD, fd, &info, WEXITED), "waitid does not block");
    gives(0, wait_any(P_PIDFD, fd, &info, WEXITED | WNOHANG), "with WNOHANG it is no error");
    gives(0, call(pidfd_send_signal, fd, SIGSTOP, NULL, 0), "SIGSTOP");
    gives(0, wait_any(P_PID, pid, &info, WSTOPPED), "it stops");
    gives(0, wait_any(P_PIDFD, fd, &info, WSTOPPED | WNOHANG), "told once");
    gives(0, info.pid, "so there is nothing");
    gives(0, call(pidfd_send_signal, fd, SIGKILL, NULL, 0), "SIGKILL");
    gives(POLLIN, ready(fd, 10000), "its end");
    gives(0, wait_any(P_PIDFD, fd, &info, WEXITED), "waitid");
    ok(info.code == CLD_KILLED && info.status == SIGKILL, "how it ended");
    call(close, fd);
}

static void signals(void)
{
    int fd = call(pidfd_open, self(), 0);
    action(SIGUSR1, on_signal, SA_SIGINFO, 0);
    gives(0, call(pidfd_send_signal, fd, SIGUSR1, NULL, 0), "a signal to oneself");
    ok(seen_code == 0 && seen_sender == self(), "from a program");
    struct siginfo info;
    memset(&info, 0, sizeof info);
    info.number = SIGUSR1;
    info.code = SI_QUEUE;
    info.sender = 77;
    info.value = 4711;
    gives(0, call(pidfd_send_signal, fd, SIGUSR1, &info, 0), "with information");
    ok(seen_code == SI_QUEUE && seen_sender == 77 && seen_value == 4711, "which arrives");
    info.number = SIGUSR2;
    gives(-EINVAL, call(pidfd_send_signal, fd, SIGUSR1, &info, 0), "of another signal");
    gives(-EFAULT, call(pidfd_send_signal, fd, SIGUSR1, 8, 0), "at a bad address");
    gives(-EINVAL, call(pidfd_send_signal, fd, SIGUSR1, NULL, 0x100), "unknown flags");
    gives(-EINVAL, call(pidfd_send_signal, fd, 65, NULL, 0), "no such signal");
    gives(-EBADF, call(pidfd_send_signal, 99, SIGUSR1, NULL, 0), "no such descriptor");
    call(close, fd);
    int pid = sleeper();
    fd = call(pidfd_open, pid, 0);
    info.number = SIGUSR1;
    info.code = 0;
    gives(-EPERM, call(pidfd_send_signal, fd, SIGUSR1, &info, 0), "as if from kill");
    call(kill, pid, SIGKILL);
    gives(1000 + SIGKILL, ended(pid), "the end of the child");
    call(close, fd);
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    opening();
    waiting();
    impatient();
    signals();
    return 0;
}
