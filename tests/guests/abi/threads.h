/* Threads without a library: a stack, a start, and waiting for the end at the word it clears. */
#ifndef CLEAVE_THREADS_H
#define CLEAVE_THREADS_H

#include "abi.h"

#define CLONE_VM 0x100
#define CLONE_FS 0x200
#define CLONE_FILES 0x400
#define CLONE_SIGHAND 0x800
#define CLONE_PIDFD 0x1000
#define CLONE_VFORK 0x4000
#define CLONE_PARENT 0x8000
#define CLONE_THREAD 0x10000
#define CLONE_NEWNS 0x20000
#define CLONE_SYSVSEM 0x40000
#define CLONE_SETTLS 0x80000
#define CLONE_PARENT_SETTID 0x100000
#define CLONE_CHILD_CLEARTID 0x200000
#define CLONE_DETACHED 0x400000
#define CLONE_UNTRACED 0x800000
#define CLONE_CHILD_SETTID 0x1000000
#define CLONE_IO 0x80000000u
/* What a thread of a library has; QEMU's emulator of processes takes nothing less. */
#define THREAD (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM)
#define THREAD_USUAL (THREAD | CLONE_SETTLS | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID)

#define FUTEX_WAIT 0
#define FUTEX_WAKE 1
#define FUTEX_REQUEUE 3
#define FUTEX_CMP_REQUEUE 4
#define FUTEX_WAKE_OP 5
#define FUTEX_WAIT_BITSET 9
#define FUTEX_WAKE_BITSET 10
#define FUTEX_PRIVATE 128
#define FUTEX_CLOCK_REALTIME 256
#define ETIMEDOUT 110

#define STACK (64 << 10)

struct thread {
    int (*run)(void *);
    void *argument;
    u8 *stack;
    /* Its number, which the kernel stores here and replaces by 0 at the end. */
    volatile int number;
    /* What it was, and what its function gave. */
    int tid;
    int result;
};

/* The child goes on with its own stack, on which its struct thread lies. */
__attribute__((naked)) LOCAL int thread_clone(u32 flags UNUSED, void *stack UNUSED,
        volatile int *parent UNUSED, void *tls UNUSED, volatile int *child UNUSED)
{
    __asm__("li a7, 220\n\tecall\n\tbeqz a0, 1f\n\tret\n"
            "1:\tlw a0, 0(sp)\n\tj thread_begin");
}

__attribute__((used, noreturn)) LOCAL void thread_begin(struct thread *thread)
{
    thread->result = thread->run(thread->argument);
    for (;;) {
        call(exit, thread->result);
    }
}

/* A thread that runs a function: its number, or an error. */
LOCAL int start_as(struct thread *thread, u32 flags, int (*run)(void *), void *argument)
{
    if (thread->stack == NULL) {
        thread->stack = memory(STACK);
    }
    u32 *top = (u32 *)(thread->stack + STACK - 16);
    *top = (u32)thread;
    thread->run = run;
    thread->argument = argument;
    thread->number = -1;
    int tid = thread_clone(flags, top, &thread->number, thread, &thread->number);
    thread->tid = tid;
    return tid;
}

LOCAL int start(struct thread *thread, int (*run)(void *), void *argument)
{
    return start_as(thread, THREAD_USUAL, run, argument);
}

LOCAL int futex(volatile int *word, int operation, u32 value, const void *timeout)
{
    return call(futex_time64, word, operation, value, timeout, 0, 0);
}

/* Waits until a word is no longer that. */
LOCAL void await_change(volatile int *word, int value)
{
    while (*word == value) {
        futex(word, FUTEX_WAIT, value, NULL);
    }
}

LOCAL void set(volatile int *word, int value)
{
    *word = value;
    futex(word, FUTEX_WAKE, 0x7fffffff, NULL);
}

/* Waits for its end: what its function gave. */
LOCAL int join_thread(struct thread *thread)
{
    int number;
    while ((number = thread->number) != 0) {
        futex(&thread->number, FUTEX_WAIT, number, NULL);
    }
    call(munmap, thread->stack, STACK);
    thread->stack = NULL;
    return thread->result;
}

LOCAL int add(volatile int *word, int value)
{
    return __atomic_fetch_add(word, value, __ATOMIC_SEQ_CST);
}

/* A lock as libraries make it: 0 free, 1 taken, 2 taken and somebody sleeps. */
LOCAL void lock(volatile int *word)
{
    int was = 0;
    if (__atomic_compare_exchange_n(word, &was, 1, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
        return;
    }
    while (__atomic_exchange_n(word, 2, __ATOMIC_SEQ_CST) != 0) {
        futex(word, FUTEX_WAIT | FUTEX_PRIVATE, 2, NULL);
    }
}

LOCAL void unlock(volatile int *word)
{
    if (__atomic_exchange_n(word, 0, __ATOMIC_SEQ_CST) == 2) {
        futex(word, FUTEX_WAKE | FUTEX_PRIVATE, 1, NULL);
    }
}

#endif
