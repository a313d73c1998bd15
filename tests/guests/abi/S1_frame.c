/* S1: what a handler is given, what it may change, and where it runs. */
#include "abi.h"

static u8 place[16384] __attribute__((aligned(16)));
static volatile u32 stack_of_handler;
static volatile int on_stack;
static volatile int number_seen;
static volatile int code_seen;
static volatile int sender_seen;
static volatile u32 value_seen;

static void on_signal(int number, struct siginfo *info, void *context)
{
    struct context *frame = context;
    struct stack now;
    int here;
    number_seen = number;
    code_seen = info->code;
    sender_seen = info->sender;
    value_seen = info->value;
    stack_of_handler = (u32)&here;
    call(sigaltstack, NULL, &now);
    on_stack = now.flags;
    frame->registers[18] += 1000;
}

static void skip(int number UNUSED, struct siginfo *info UNUSED, void *context)
{
    ((struct context *)context)->registers[0] += 4;
    ((struct context *)context)->registers[10] = 123;
}

static void masks(int number UNUSED, struct siginfo *info UNUSED, void *context)
{
    ((struct context *)context)->mask[0] |= BIT(SIGHUP);
}

/* A register that calls keep (s2, x18) across a signal to oneself. */
static u32 kept(int signal)
{
    register u32 s2 __asm__("s2") = 5;
    register u32 a0 __asm__("a0") = self();
    register u32 a1 __asm__("a1") = signal;
    register u32 a7 __asm__("a7") = SYS_kill;
    __asm__ volatile("ecall" : "+r"(a0), "+r"(s2) : "r"(a1), "r"(a7) : "memory");
    return s2;
}

int main(int count UNUSED, char **words UNUSED, char **variables UNUSED)
{
    struct stack stack = {place, 0, sizeof place};
    struct stack old;
    action(SIGUSR1, on_signal, SA_SIGINFO, 0);
    gives(1005, kept(SIGUSR1), "a handler changes a register");
    ok(number_seen == SIGUSR1 && code_seen == 0 && sender_seen == self(), "it learns of whom");
    gives(2, on_stack, "it runs on the stack");
    ok((stack_of_handler & 0xfffff000) != ((u32)place & 0xfffff000), "of the program");
    gives(0, call(sigaltstack, &stack, &old), "another stack");
    gives(2, old.flags, "there was none");
    action(SIGUSR1, on_signal, SA_SIGINFO | SA_ONSTACK, 0);
    gives(1005, kept(SIGUSR1), "on the other stack");
    ok(stack_of_handler > (u32)place && stack_of_handler < (u32)place + sizeof place, "it runs");
    gives(1, on_stack, "and knows");
    call(sigaltstack, NULL, &old);
    ok(old.base == place && old.bytes == sizeof place && old.flags == 0, "it can be asked for");
    stack.bytes = 100;
    gives(-ENOMEM, call(sigaltstack, &stack, NULL), "one of 100 bytes");
    stack.flags = 77;
    gives(-EINVAL, call(sigaltstack, &stack, NULL), "unknown flags");
    stack.flags = 2;
    gives(0, call(sigaltstack, &stack, NULL), "SS_DISABLE");
    action(SIGILL, skip, SA_SIGINFO, 0);
    register u32 a0 __asm__("a0") = 1;
    __asm__ volatile(".word 0xffffffff" : "+r"(a0) : : "memory");
    gives(123, a0, "a handler steps over an instruction and sets its result");
    action(SIGUSR2, masks, SA_SIGINFO, 0);
    call(kill, self(), SIGUSR2);
    ok(mask_now() == BIT(SIGHUP), "the mask in the frame is what counts");
    struct siginfo queued = {SIGRTMIN, 0, -1, {.value = 0}};
    queued.sender = self();
    queued.value = 4711;
    action(SIGRTMIN, on_signal, SA_SIGINFO, 0);
    gives(0, call(rt_sigqueueinfo, self(), SIGRTMIN, &queued), "rt_sigqueueinfo");
    ok(number_seen == SIGRTMIN && code_seen == -1 && value_seen == 4711, "the value arrives");
    return 0;
}
