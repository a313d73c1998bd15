/* ppoll and pselect6 on pipes and files. */
#include "abi.h"

static struct pollfd polls[3];

static int wait_for(u32 n, int milliseconds)
{
    struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000, 0};
    for (u32 i = 0; i < n; i++) {
        polls[i].revents = 0x7777;
    }
    return call(ppoll_time64, polls, n, milliseconds < 0 ? NULL : &time, NULL, 0);
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    int a[2], b[2];
    call(pipe2, a, 0);
    call(pipe2, b, 0);
    polls[0] = (struct pollfd){a[0], POLLIN, 0};
    polls[1] = (struct pollfd){a[1], POLLOUT, 0};
    polls[2] = (struct pollfd){-5, POLLIN, 0};
    gives(1, wait_for(3, 0), "one of three");
    say("events %x %x %x", polls[0].revents, polls[1].revents, polls[2].revents);
    call(write, a[1], "x", 1);
    gives(2, wait_for(3, -1), "two");
    say("events %x %x", polls[0].revents, polls[1].revents);
    polls[1] = (struct pollfd){b[0], POLLIN, 0};
    char byte;
    call(read, a[0], &byte, 1);
    u32 start = now_ms();
    gives(0, wait_for(2, 30), "none within 30 ms");
    ok(now_ms() - start >= 29, "it takes as long");
    int pid = fork();
    if (pid == 0) {
        sleep_ms(20);
        call(write, b[1], "y", 1);
        quit(0);
    }
    gives(1, wait_for(2, 5000), "one comes");
    say("events %x %x", polls[0].revents, polls[1].revents);
    gives(0, ended(pid), "the writer's end");
    call(close, a[1]);
    gives(2, wait_for(2, 0), "a writer has closed");
    say("events %x %x", polls[0].revents, polls[1].revents);
    call(close, b[0]);
    polls[0] = (struct pollfd){b[1], POLLOUT, 0};
    polls[1] = (struct pollfd){b[0], POLLIN, 0};
    gives(2, wait_for(2, 0), "a reader has closed, and a closed descriptor");
    say("events %x %x", polls[0].revents, polls[1].revents);
    int fd = open("file", O_CREAT | O_RDWR, 0644);
    polls[0] = (struct pollfd){fd, POLLIN | POLLOUT, 0};
    gives(1, wait_for(1, 0), "a file is always ready");
    say("events %x", polls[0].revents);
    gives(0, wait_for(0, 10), "nothing at all");
    gives(-EFAULT, call(ppoll_time64, 8, 1, NULL, NULL, 0), "a bad address");
    u32 in[32] = {0};
    u32 out[32] = {0};
    struct timespec none = {0, 0, 0};
    call(pipe2, b, 0);
    in[b[0] / 32] = 1u << b[0] % 32;
    out[b[1] / 32] = 1u << b[1] % 32;
    gives(1, call(pselect6_time64, b[1] + 1, in, out, NULL, &none, NULL), "pselect6");
    ok(in[b[0] / 32] == 0 && out[b[1] / 32] != 0, "the one that can be written");
    in[b[0] / 32] = 1u << b[0] % 32;
    call(write, b[1], "x", 1);
    gives(2, call(pselect6_time64, b[1] + 1, in, out, NULL, NULL, NULL), "and both");
    in[0] = 0;
    in[1] = 1 << 8;
    gives(-EBADF, call(pselect6_time64, 41, in, NULL, NULL, &none, NULL), "a closed descriptor");
    gives(-EINVAL, call(pselect6_time64, -1, in, NULL, NULL, &none, NULL), "a negative number");
    return 0;
}
