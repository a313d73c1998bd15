/* What GDB is tried on: each line below has a purpose in GdbTest. */
typedef unsigned int word;

#define PAGE(pa) ((word)(pa) >> 12 << 10)
#define VALID 1
#define READ 2
#define WRITE 4
#define EXECUTE 8
#define USED 0xc0

word root_table[1024] __attribute__((aligned(4096)));
word leaf_table[1024] __attribute__((aligned(4096)));
char stack[4096] __attribute__((aligned(16)));
extern char stack_top[];
__asm__(".globl stack_top\n.set stack_top, stack + 4096");

volatile int counter;
volatile int guarded[4] = {1, 2, 3, 4};
volatile int spins;
volatile int released;

int sleep(void);

/* Mapped a second time at 0x40000000. */
__attribute__((section(".text.high"), aligned(4096), noinline))
int high(int x) {
    return x + 100;
}

/* The machine's memory and devices where they are; one page of code at 0x40000000 as well. */
void prepare(void) {
    root_table[0x80000000u >> 22] = PAGE(0x80000000) | USED | VALID | READ | WRITE | EXECUTE;
    root_table[0] = PAGE(0) | USED | VALID | READ | WRITE;
    root_table[0x02000000 >> 22] = PAGE(0x02000000) | USED | VALID | READ | WRITE;
    root_table[0x40000000 >> 22] = PAGE(leaf_table) | VALID;
    leaf_table[0] = PAGE(high) | USED | VALID | READ | EXECUTE;
    *(volatile word *) 0x02004000 = 100;
    *(volatile word *) 0x02004004 = 0;
    __asm__ volatile("csrw mie, %0" : : "r"(0x80));
}

__attribute__((noinline))
int twice(int x) {
    return 2 * x;
}

__attribute__((noinline))
void call_machine(void) {
    __asm__ volatile("ecall_here: ecall\necall_next: nop");
}

__attribute__((noinline))
void touch(void) {
    guarded[0] = 10;
    guarded[1] = 11;
    guarded[3] = 13;
    counter = guarded[2];
    guarded[2] = counter + 1;
    __asm__ volatile("amo_here: amoadd.w zero, %0, (%1)\namo_done: nop" : : "r"(5), "r"(&guarded[2]) : "memory");
}

__attribute__((noinline))
void spin(void) {
    while (!released) {
        spins++;
    }
}

int main(void) {
    counter = 1;
    counter = twice(counter + 20);
    touch();
    call_machine();
    int (*mapped)(int) = (int (*)(int)) 0x40000000;
    counter = mapped(counter);
    counter += sleep();
    spin();
    return 7;
}
