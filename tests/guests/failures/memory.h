/* Mappings, and the faults that fill them. */
#ifndef CLEAVE_FAILURES_MEMORY_H
#define CLEAVE_FAILURES_MEMORY_H

#include "files.h"

enum { PAGES = 8, MADV_DONTNEED = 4, MADV_DONTFORK = 10, MAP_FAR = 0x60000000 };

/* A mapping that is there before, and one that is made. */
static volatile u8 *there;
static volatile u8 *made;

static int note(u32 result)
{
    if (result > (u32)-4096) {
        return (int)result;
    }
    made = (u8 *)result;
    return 0;
}

static int map_at(u32 at, u32 pages, int protection, int flags, int fd)
{
    return note(call(mmap2, at, pages * PAGE, protection, flags, fd, 0));
}

static void unmap_made(void)
{
    call(munmap, made, PAGES * PAGE);
}

static void unmap_there(void)
{
    call(munmap, there, PAGES * PAGE);
}

static void unmap_all(void)
{
    unmap_made();
    unmap_there();
    close_it();
}

enum { READ_WRITE = PROT_READ | PROT_WRITE, ANONYMOUS_PRIVATE = MAP_PRIVATE | MAP_ANONYMOUS };

static void map_there(void)
{
    there = memory(PAGES * PAGE);
    for (u32 i = 0; i < PAGES; i++) {
        there[i * PAGE] = i;
    }
}

static int run_map(void)
{
    return map_at(0, PAGES, READ_WRITE, ANONYMOUS_PRIVATE, -1);
}

static int run_map_none(void)
{
    return map_at(MAP_FAR, PAGES, PROT_NONE, ANONYMOUS_PRIVATE | MAP_FIXED, -1);
}

static int run_map_shared(void)
{
    return map_at(0, PAGES, READ_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1);
}

static int run_map_file(void)
{
    return map_at(0, PAGES, READ_WRITE, MAP_SHARED, got[0]);
}

static int run_map_private(void)
{
    return map_at(0, PAGES, READ_WRITE, MAP_PRIVATE, got[0]);
}

/* In the middle of what is there. */
static int run_map_over(void)
{
    return map_at((u32)there + 2 * PAGE, 2, PROT_READ, ANONYMOUS_PRIVATE | MAP_FIXED, -1);
}

static int run_unmap_middle(void)
{
    return call(munmap, there + 3 * PAGE, 2 * PAGE);
}

static int run_protect_middle(void)
{
    return call(mprotect, there + 3 * PAGE, 2 * PAGE, PROT_READ);
}

static int run_advise_middle(void)
{
    return call(madvise, there + 3 * PAGE, 2 * PAGE, MADV_DONTFORK);
}

static int run_drop(void)
{
    return call(madvise, there, PAGES * PAGE, MADV_DONTNEED);
}

/* To a place that needs a page table; the contents go with it. */
static int run_move(void)
{
    int result = note(call(mremap, there, PAGES * PAGE, 2 * PAGES * PAGE, 3, MAP_FAR));
    if (result < 0) {
        return result;
    }
    for (u32 i = 0; i < PAGES; i++) {
        if (made[i * PAGE] != i) {
            return -EIO;
        }
    }
    return 0;
}

static void unmap_far(void)
{
    call(munmap, MAP_FAR, 2 * PAGES * PAGE);
}

/* Something lies behind it, so that it has to go elsewhere. */
static void map_crowded(void)
{
    map_there();
    call(mmap2, there + PAGES * PAGE, PAGE, PROT_READ, ANONYMOUS_PRIVATE | MAP_FIXED_NOREPLACE,
            -1, 0);
}

static int run_grow(void)
{
    return note(call(mremap, there, PAGES * PAGE, 2 * PAGES * PAGE, 1, 0));
}

/* A part of a region moves. */
static int run_move_middle(void)
{
    return note(call(mremap, there + 2 * PAGE, PAGE, 4 * PAGE, 1, 0));
}

static int run_lock_memory(void)
{
    return call(mlock, there, PAGES * PAGE);
}

static int run_lock_new(void)
{
    int result = run_map();
    if (result < 0) {
        return result;
    }
    result = call(mlock, made, PAGES * PAGE);
    if (result < 0) {
        unmap_made();
    }
    return result;
}

static int run_incore(void)
{
    return call(mincore, there, PAGES * PAGE, text_room);
}

static u32 heap_end;

static int run_break(void)
{
    heap_end = call(brk, 0);
    return call(brk, heap_end + 3 * PAGE) == (int)(heap_end + 3 * PAGE) ? 0 : -ENOMEM;
}

static void undo_break(void)
{
    call(brk, heap_end);
}

/* Faults: who touches memory has no way to be told, and goes on. */

static void map_fresh(void)
{
    there = (u8 *)call(mmap2, MAP_FAR, PAGES * PAGE, READ_WRITE, ANONYMOUS_PRIVATE, -1, 0);
}

static void map_fresh_file(void)
{
    make_cold();
    got[0] = open("file", O_RDWR, 0);
    there = (u8 *)call(mmap2, MAP_FAR, PAGES * PAGE, READ_WRITE, MAP_SHARED, got[0], 0);
}

static void map_fresh_private(void)
{
    make_cold();
    got[0] = open("file", O_RDWR, 0);
    there = (u8 *)call(mmap2, MAP_FAR, PAGES * PAGE, READ_WRITE, MAP_PRIVATE, got[0], 0);
}

static void map_fresh_shared(void)
{
    there = (u8 *)call(mmap2, MAP_FAR, PAGES * PAGE, READ_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
            0);
}

static int run_touch(void)
{
    u32 sum = 0;
    for (u32 i = 0; i < 3; i++) {
        sum += there[i * PAGE];
    }
    return sum > 3 * 255;
}

static int run_store(void)
{
    for (u32 i = 0; i < 3; i++) {
        there[i * PAGE] = i + 1;
    }
    return there[2 * PAGE] == 3 ? 0 : -EIO;
}

/* The kernel stores what it has to tell to a page that is not there. */
static int run_kernel_store(void)
{
    int result = call(getcwd, there, PAGE);
    return result < 0 ? result : call(sysinfo, there + PAGE);
}

__attribute__((noinline)) static u32 deep(u32 levels)
{
    volatile u8 room[PAGE];
    room[0] = levels;
    u32 below = levels == 0 ? 0 : deep(levels - 1);
    return below + room[0];
}

static int run_stack(void)
{
    return deep(24) == 300 ? 0 : -EIO;
}

/* Shared with a child, so that each store is a copy. */
static void share_with_child(void)
{
    map_there();
    call(pipe2, got, 0);
    got[0] = fork();
    if (got[0] == 0) {
        char byte;
        for (int fd = 3; fd < FDS; fd++) {
            call(close, fd == got[1] - 1 ? -1 : fd);
        }
        call(read, got[1] - 1, &byte, 1);
        quit(0);
    }
    call(close, got[1] - 1);
}

static void end_child(void)
{
    call(close, got[1]);
    ended(got[0]);
    unmap_there();
}

static void map_shared_file(void)
{
    map_fresh_file();
    run_store();
}

static int run_msync(void) { return call(msync, there, PAGES * PAGE, 4); }

static const struct operation memory_operations[] = {
    {"mmap", run_map, map_there, unmap_all, 0, 0},
    {"mmap, PROT_NONE", run_map_none, NULL, unmap_made, 0, 0},
    {"mmap, shared", run_map_shared, NULL, unmap_made, 0, 0},
    {"mmap, a file", run_map_file, open_cold, unmap_all, FILES, 0},
    {"mmap, a file, private", run_map_private, open_cold, unmap_all, FILES, 0},
    {"mmap over others", run_map_over, map_there, unmap_there, 0, 0},
    {"munmap in the middle", run_unmap_middle, map_there, unmap_there, 0, 0},
    {"mprotect in the middle", run_protect_middle, map_there, unmap_there, 0, 0},
    {"madvise in the middle", run_advise_middle, map_there, unmap_there, 0, 0},
    {"madvise", run_drop, map_there, unmap_there, 0, 0},
    {"mremap to another place", run_move, map_there, unmap_far, 0, 0},
    {"mremap to more", run_grow, map_crowded, unmap_all, 0, 0},
    {"mremap of the middle", run_move_middle, map_there, unmap_all, 0, 0},
    {"mlock", run_lock_memory, map_there, unmap_there, 0, 0},
    {"mlock of what is not there", run_lock_new, NULL, unmap_made, 0, EAGAIN},
    {"mincore", run_incore, map_there, unmap_there, 0, 0},
    {"brk", run_break, NULL, undo_break, 0, 0},
    {"msync", run_msync, map_shared_file, unmap_all, FILES, 0},
    {"a load", run_touch, map_fresh, unmap_there, 0, 0},
    {"a store", run_store, map_fresh, unmap_there, 0, 0},
    {"a load from a file", run_touch, map_fresh_file, unmap_all, FILES, 0},
    {"a store to a file", run_store, map_fresh_file, unmap_all, FILES, 0},
    {"a load from a private file", run_touch, map_fresh_private, unmap_all, FILES, 0},
    {"a store to a private file", run_store, map_fresh_private, unmap_all, FILES, 0},
    {"a load from shared memory", run_touch, map_fresh_shared, unmap_there, 0, 0},
    {"a store to shared memory", run_store, map_fresh_shared, unmap_there, 0, 0},
    {"a store of the kernel", run_kernel_store, map_fresh, unmap_there, 0, 0},
    {"a store to what is shared since a fork", run_store, share_with_child, end_child, 0, 0},
    {"a stack that grows", run_stack, NULL, NULL, 0, 0},
};

#endif
