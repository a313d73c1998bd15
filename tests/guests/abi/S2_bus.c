/* S2: SIGBUS for what a file that is mapped does not have. */
#include "abi.h"

static volatile int number_seen;
static volatile int code_seen;
static void *volatile address_seen;
static int fd;

/* Makes the file long enough, so that the access can be tried again. */
static void on_fault(int number, struct siginfo *info, void *context UNUSED)
{
    number_seen = number;
    code_seen = info->code;
    address_seen = info->address;
    call(ftruncate64, fd, 2 * PAGE, 0);
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    fd = open("file", O_CREAT | O_RDWR, 0644);
    call(write, fd, "x", 1);
    volatile u8 *behind = map(2 * PAGE, PROT_READ, MAP_PRIVATE, fd);
    action(SIGBUS, on_fault, SA_SIGINFO, 0);
    ok(behind[0] == 'x' && behind[1] == 0, "the page with the end has zeros behind it");
    gives(0, behind[PAGE + 5], "the page behind is there in the end");
    ok(number_seen == SIGBUS && code_seen == 2, "but only after SIGBUS with BUS_ADRERR");
    ok(address_seen == behind + PAGE + 5, "that tells the address");
    return 0;
}
