/* What the system says of itself, and numbers at random. */
#include "abi.h"

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    char names[6][65];
    u8 random[64] = {0};
    u8 set[128] = {0};
    gives(0, call(uname, names), "uname");
    ok(equal(names[0], "Linux"), "the system's name is that whose calls these are");
    ok(equal(names[4], "riscv32"), "the machine's");
    gives(-EFAULT, call(uname, 8), "a bad address");
    gives(64, call(getrandom, random, 64, 0), "getrandom");
    int zeros = 0;
    for (int i = 0; i < 64; i++) {
        zeros += random[i] == 0;
    }
    ok(zeros < 10, "the bytes are not zero");
    gives(-EINVAL, call(getrandom, random, 64, 0x100), "an unknown flag");
    gives(-EFAULT, call(getrandom, 8, 64, 0), "a bad address");
    ok(call(sched_getaffinity, 0, sizeof set, set) > 0 && set[0] != 0, "there is a processor");
    gives(0, call(sched_yield), "sched_yield");
    gives(-ENOSYS, call6(1000, 0, 0, 0, 0, 0, 0), "call 1000");
    gives(-EBADF, call(ioctl, 99, 0x5401, random), "ioctl of a closed descriptor");
    int fd = open("file", O_CREAT | O_RDWR, 0644);
    gives(-ENOTTY, call(ioctl, fd, 0x5401, random), "a file is no terminal");
    gives(-EINVAL, call(fcntl64, fd, 9999, 0), "an unknown request of fcntl");
    ok(call(set_tid_address, random) == self(), "set_tid_address tells the thread");
    return 0;
}
