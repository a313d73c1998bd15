/*
 * Starts a program under an emulator of processes with nothing of what a test's own process has:
 * no blocked signal, no ignored one, no nice value. The arguments: the emulator and what it runs.
 */
#include "abi/abi.h"

int main(int count, char **words, char **variables)
{
    if (count < 3) {
        return 2;
    }
    for (int signal = 1; signal < SIGRTMIN; signal++) {
        action(signal, SIG_DFL, 0, 0);
    }
    mask(SIG_SETMASK, 0);
    call(setpriority, 0, 0, 0);
    return -call(execve, words[1], words + 1, variables);
}
