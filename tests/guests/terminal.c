/*
 * The first program of an image: what a terminal does with signals, groups and modes. A script
 * types what it asks for by lines that end in a question mark.
 */
#include "abi/abi.h"

enum { TCGETS = 0x5401, TCSETS, TCSETSW, TCSETSF, TCFLSH = 0x540b, TIOCSCTTY = 0x540e, TIOCGPGRP,
    TIOCSPGRP, TIOCSTI = 0x5412, TIOCGWINSZ, TIOCSWINSZ, FIONREAD = 0x541b, TIOCGSID = 0x5429 };
enum { ICRNL_IXON = 0x500, ISIG_ICANON_ECHO = 0xb, VTIME = 5, VMIN = 6, POWER_OFF = 0x4321fedc };

struct termios {
    u32 input, output, control, local;
    u8 line;
    u8 characters[19];
};

static struct termios usual;
static int leader;

static void tell_child(const char *what)
{
    struct siginfo info;
    int result = wait_any(P_ALL, 0, &info, WEXITED | WSTOPPED);
    say("%s: %e, code %d, status %d", what, result, info.code, info.status);
}

/* A child in a group of its own in the foreground; 0 in the child. */
static int in_foreground(void)
{
    int pid = fork();
    call(setpgid, pid, pid);
    if (pid != 0) {
        call(ioctl, 0, TIOCSPGRP, &pid);
    }
    return pid;
}

static void foreground_again(void)
{
    call(ioctl, 0, TIOCSPGRP, &leader);
}

static void jobs(void)
{
    int group = 0;
    leader = call(setsid);
    say("the terminal is taken: %e", call(ioctl, 0, TIOCSCTTY, 0));
    call(ioctl, 0, TIOCGPGRP, &group);
    ok(group == leader, "the leader is in the foreground");
    call(ioctl, 0, TIOCGSID, &group);
    ok(group == leader, "the terminal is its session's");
    u32 ignored[5] = {(u32)SIG_IGN, 0, 0, 0, 0};
    call(rt_sigaction, SIGTTOU, ignored, NULL, 8);

    if (in_foreground() == 0) {
        say("interrupt?");
        sleep_ms(20000);
        quit(9);
    }
    tell_child("interrupted");
    foreground_again();

    int pid = in_foreground();
    if (pid == 0) {
        say("stop?");
        sleep_ms(2000);
        say("slept");
        quit(7);
    }
    tell_child("stopped");
    foreground_again();
    call(kill, -pid, SIGCONT);
    tell_child("continued");

    pid = fork();
    call(setpgid, pid, pid);
    if (pid == 0) {
        char text[8];
        int got = call(read, 0, text, sizeof text);
        quit(got);
    }
    tell_child("reads in the background");
    call(ioctl, 0, TIOCSPGRP, &pid);
    call(kill, -pid, SIGCONT);
    say("line?");
    tell_child("reads in the foreground");
    foreground_again();
}

static void raw(int least, int tenths)
{
    struct termios modes = usual;
    modes.input &= ~ICRNL_IXON;
    modes.local &= ~ISIG_ICANON_ECHO;
    modes.characters[VMIN] = least;
    modes.characters[VTIME] = tenths;
    call(ioctl, 0, TCSETS, &modes);
}

static int elapsed_ms(struct timespec *since)
{
    struct timespec now;
    call(clock_gettime64, CLOCK_MONOTONIC, &now);
    return (int)(now.seconds - since->seconds) * 1000
        + ((int)now.nanoseconds - (int)since->nanoseconds) / 1000000;
}

static void modes(void)
{
    char text[16];
    struct timespec start;
    call(ioctl, 0, TCGETS, &usual);
    raw(0, 0);
    say("nothing is there: %e", call(read, 0, text, 10));
    raw(0, 3);
    call(clock_gettime64, CLOCK_MONOTONIC, &start);
    say("nothing comes: %e", call(read, 0, text, 10));
    ok(elapsed_ms(&start) == 300, "for three tenths of a second");
    raw(3, 0);
    say("three?");
    say("at least three: %e", call(read, 0, text, 10));
    raw(5, 2);
    say("two?");
    say("those that come in time: %e", call(read, 0, text, 10));
    say("the usual modes: %e", call(ioctl, 0, TCSETSF, &usual));
    say("end?");
    say("part of a line: %e", call(read, 0, text, 2));
    say("the rest: %e", call(read, 0, text, 10));
    say("the end: %e", call(read, 0, text, 10));
}

static void requests(void)
{
    u16 size[4] = {50, 132, 0, 0};
    int number;
    char text[1] = {0};
    call(ioctl, 0, TIOCSWINSZ, size);
    size[0] = 0;
    call(ioctl, 0, TIOCGWINSZ, size);
    say("size %d x %d", size[0], size[1]);
    raw(1, 0);
    say("typing for others: %e", call(ioctl, 0, TIOCSTI, "x"));
    call(read, 0, text, 1);
    ok(text[0] == 'x', "is read as if it were typed");
    if (child()) {
        call(setresuid, 1000, 1000, 1000);
        say("by who is not root: %e", call(ioctl, 0, TIOCSTI, "x"));
        quit(0);
    }
    child_end();
    call(ioctl, 0, TCSETSF, &usual);
    say("an unknown request: %e", call(ioctl, 0, 0x9999, 0));
    say("a bad address: %e", call(ioctl, 0, TCGETS, 8));
    say("a bad queue: %e", call(ioctl, 0, TCFLSH, 3));
    call(ioctl, 0, FIONREAD, &number);
    say("waiting: %d", number);
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    if (fork() == 0) {
        jobs();
        modes();
        requests();
        if (in_foreground() == 0) {
            sleep_ms(20000);
            quit(1);
        }
        sleep_ms(10);
        quit(0);
    }
    struct siginfo info;
    int hung_up = 0;
    for (int i = 0; i < 2; i++) {
        wait_any(P_ALL, 0, &info, WEXITED);
        hung_up += info.status == SIGHUP && info.code == CLD_KILLED;
    }
    ok(hung_up == 1, "the foreground hears of its leader's end");
    say("done");
    call(reboot, 0xfee1dead, 672274793, POWER_OFF, 0);
    return 1;
}
