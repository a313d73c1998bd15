/*
 * Executables whose headers are changed at random, or which end too soon: exec refuses them, or what
 * runs ends; nothing else comes of it, and nothing is left behind. For our guest alone.
 *
 *     abi-mutations SEED COUNT
 */
#include "abi/elf.h"
#include "failures/sweep.h"

enum { ALARM_MS = 20, CHANGES_MAX = 4, ELIBBAD = 80, SHAPES = 4 };

static u32 random_state;
static u32 refusals;
static u32 runs;

static u32 random_below(u32 end)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return random_state % end;
}

static u32 number(const char *text)
{
    u32 value = 0;
    for (; *text >= '0' && *text <= '9'; text++) {
        value = value * 10 + *text - '0';
    }
    return value;
}

/* A right executable, of one of several shapes. */
static void begin_shape(u32 shape)
{
    begin_elf(shape == 1 ? ET_DYN : ET_EXEC, shape == 1 ? 0 : 0x10000, payload_program);
    u32 base = shape == 1 ? 0 : 0x10000;
    if (shape >= 1) {
        add(PT_LOAD, 2 * PAGE, base + 2 * PAGE, 0x100, 0x100, PF_R | PF_W);
        add(PT_LOAD, 2 * PAGE + 0x100, base + 2 * PAGE + 0x100, 0, 2 * PAGE, PF_R | PF_W);
        add(PT_ZEROS, 0, base + 2 * PAGE + 0x100, 0, 2 * PAGE, 0);
    }
    if (shape == 3) {
        memcpy(image + 0x300, "./loader", 9);
        add(PT_INTERP, 0x300, 0x10300, 9, 9, PF_R);
    }
}

/* A word as headers have them, or as they should not. */
static u32 odd_word(void)
{
    static const u32 words[] = {0, 1, 2, 3, 4, 6, 7, 52, 0x7fff, 0x8000, 0xffff, 0xf000, 0x10000,
        0x10fff, 0x11000, 0x7fffffff, 0x80000000, 0xafffffff, 0xb0000000, 0xbffff000, 0xc0000000,
        0xfffff000, 0xfffffffc, 0xffffffff};
    return random_below(3) == 0 ? random_below(0xffffffff) : words[random_below(COUNT(words))];
}

/* Changes some bytes of the headers; tells how many bytes the file has. */
static u32 mutate(void)
{
    u32 headers = sizeof(struct header) + elf_header()->phnum * sizeof(struct segment);
    for (u32 changes = 1 + random_below(CHANGES_MAX); changes > 0; changes--) {
        u32 at = random_below(headers);
        switch (random_below(4)) {
        case 0: image[at] ^= 1 << random_below(8); break;
        case 1: image[at] = random_below(256); break;
        case 2: ((u32 *)image)[at / 4] = odd_word(); break;
        default: ((u16 *)image)[at / 2] = odd_word(); break;
        }
    }
    return random_below(8) == 0 ? random_below(image_bytes) : image_bytes;
}

static int run_mutation(u32 bytes)
{
    static const int errors[] = {ENOEXEC, ENOMEM, EINVAL, ENOENT, EACCES, ELIBBAD, EIO};
    call(unlinkat, AT_FDCWD, "shape", 0);
    write_elf("shape", bytes);
    int error = run_briefly("shape", ALARM_MS);
    if (error == 0) {
        runs++;
        return 1;
    }
    refusals++;
    for (u32 i = 0; i < COUNT(errors); i++) {
        if (error == errors[i]) {
            return 1;
        }
    }
    return ok(0, "exec gives %e", -error);
}

int main(int words, char **arguments_given, char **variables UNUSED)
{
    u32 before[COUNTS];
    u32 after[COUNTS];
    u32 seed = words > 1 ? number(arguments_given[1]) : 1;
    u32 variants = words > 2 ? number(arguments_given[2]) : 2000;
    say("seed %u", seed);
    random_state = seed * 0x9e3779b1u | 1;
    report = map(PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1);
    dropping = open("/proc/sys/vm/drop_caches", O_WRONLY, 0);
    begin_elf(ET_DYN, 0, payload_interpreter);
    write_elf("loader", image_bytes);
    begin_shape(0);
    run_mutation(image_bytes);
    warm_up();
    drop_caches();
    count(before);
    refusals = runs = 0;
    for (u32 i = 0; i < variants; i++) {
        u32 state = random_state;
        begin_shape(i % SHAPES);
        if (!run_mutation(mutate())) {
            say("  variant %u, random state %u", i, state);
        }
    }
    /* As it was in the beginning. */
    begin_shape(0);
    run_mutation(image_bytes);
    drop_caches();
    count(after);
    for (u32 i = 0; i < BLOCKS; i++) {
        if (before[i] != after[i]) {
            ok(0, "%s%u, not %u", count_names[i], after[i], before[i]);
        }
    }
    ok(refusals > variants / 10 && runs > variants / 10, "%u variants: some run, some do not",
            variants);
    return 0;
}
