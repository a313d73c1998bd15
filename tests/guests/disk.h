/*
 * The first virtio disk, by polling (virtio 1.1, sections 4.2 and 5.2): either register layout, the
 * legacy one that QEMU gives unless told otherwise, or the modern one.
 */
#ifndef CLEAVE_DISK_H
#define CLEAVE_DISK_H

#include "guest.h"

enum {
    VIRTIO = 0x10001000, VIRTIO_STRIDE = 0x1000, VIRTIO_SLOTS = 8, VIRTIO_MAGIC = 0x74726976,
    VIRTIO_BLOCK = 2, SECTOR = 512, QUEUE_SIZE = 8,
};

/* Offsets of registers that we use. */
enum {
    MAGIC = 0x00, VERSION = 0x04, DEVICE_ID = 0x08, DRIVER_FEATURES = 0x20,
    DRIVER_FEATURES_SELECT = 0x24, GUEST_PAGE_SIZE = 0x28, QUEUE_SELECT = 0x30,
    QUEUE_LENGTH = 0x38, QUEUE_ALIGN = 0x3c, QUEUE_PFN = 0x40, QUEUE_READY = 0x44,
    QUEUE_NOTIFY = 0x50, STATUS = 0x70, QUEUE_DESCRIPTORS = 0x80, QUEUE_DRIVER = 0x90,
    QUEUE_DEVICE = 0xa0, CAPACITY = 0x100,
};

enum { STATUS_ACKNOWLEDGE = 1, STATUS_DRIVER = 2, STATUS_OK = 4, STATUS_FEATURES_OK = 8 };

static u32 slot;

/* The rings as the legacy layout wants them: descriptors and available, then used on a page. */
static struct {
    struct { u64 address; u32 length; u16 flags, next; } descriptors[QUEUE_SIZE];
    u16 available_flags, available_index, available[QUEUE_SIZE];
    u8 padding[4096 - 16 * QUEUE_SIZE - 4 - 2 * QUEUE_SIZE];
    u16 used_flags;
    volatile u16 used_index;
    struct { u32 id, length; } used[QUEUE_SIZE];
} queue __attribute__((aligned(4096)));

static volatile u32 *virtio(u32 offset)
{
    return &REGISTER(slot + offset);
}

static int find_disk(void)
{
    for (int i = 0; i < VIRTIO_SLOTS; i++) {
        slot = VIRTIO + i * VIRTIO_STRIDE;
        if (*virtio(MAGIC) == VIRTIO_MAGIC && *virtio(DEVICE_ID) == VIRTIO_BLOCK) {
            return 1;
        }
    }
    return 0;
}

static void give_queue(void)
{
    *virtio(QUEUE_SELECT) = 0;
    *virtio(QUEUE_LENGTH) = QUEUE_SIZE;
    if (*virtio(VERSION) == 1) {
        *virtio(GUEST_PAGE_SIZE) = 4096;
        *virtio(QUEUE_ALIGN) = 4096;
        *virtio(QUEUE_PFN) = (u32)&queue / 4096;
        return;
    }
    *virtio(QUEUE_DESCRIPTORS) = (u32)queue.descriptors;
    *virtio(QUEUE_DESCRIPTORS + 4) = 0;
    *virtio(QUEUE_DRIVER) = (u32)&queue.available_flags;
    *virtio(QUEUE_DRIVER + 4) = 0;
    *virtio(QUEUE_DEVICE) = (u32)&queue.used_flags;
    *virtio(QUEUE_DEVICE + 4) = 0;
    *virtio(QUEUE_READY) = 1;
}

static int start_disk(void)
{
    *virtio(STATUS) = 0;
    *virtio(STATUS) = STATUS_ACKNOWLEDGE | STATUS_DRIVER;
    *virtio(DRIVER_FEATURES_SELECT) = 0;
    *virtio(DRIVER_FEATURES) = 0;
    u32 status = STATUS_ACKNOWLEDGE | STATUS_DRIVER;
    if (*virtio(VERSION) != 1) {
        /* Feature 32: the device is to follow version 1 of the standard. */
        *virtio(DRIVER_FEATURES_SELECT) = 1;
        *virtio(DRIVER_FEATURES) = 1;
        status |= STATUS_FEATURES_OK;
        *virtio(STATUS) = status;
        if ((*virtio(STATUS) & STATUS_FEATURES_OK) == 0) {
            return 0;
        }
    }
    give_queue();
    *virtio(STATUS) = status | STATUS_OK;
    return 1;
}

static void describe(int number, void *bytes, u32 length, u16 flags)
{
    queue.descriptors[number].address = (u32)bytes;
    queue.descriptors[number].length = length;
    queue.descriptors[number].flags = flags;
    queue.descriptors[number].next = number + 1;
}

/* Reads (0) or writes (1) one sector, or flushes (4); the status byte, 0 if all is well. */
static int transfer(u32 type, u64 sector, void *bytes)
{
    enum { NEXT = 1, DEVICE_WRITES = 2 };
    static struct { u32 type, reserved; u64 sector; } request;
    static volatile u8 status;
    request.type = type;
    request.sector = sector;
    status = 0xff;
    describe(0, &request, sizeof(request), NEXT);
    describe(1, bytes, SECTOR, NEXT | (type == 0 ? DEVICE_WRITES : 0));
    describe(2, (void *)&status, 1, DEVICE_WRITES);
    if (type == 4) {
        queue.descriptors[0].next = 2;
    }
    u16 before = queue.used_index;
    queue.available[queue.available_index % QUEUE_SIZE] = 0;
    __asm__ volatile("fence rw, rw" : : : "memory");
    queue.available_index++;
    __asm__ volatile("fence rw, rw" : : : "memory");
    *virtio(QUEUE_NOTIFY) = 0;
    while (queue.used_index == before) {
    }
    __asm__ volatile("fence rw, rw" : : : "memory");
    return status;
}

static u32 checksum(const u8 *bytes)
{
    u32 sum = 0;
    for (int i = 0; i < SECTOR; i++) {
        sum = sum * 31 + bytes[i];
    }
    return sum;
}

static void try_disk(void)
{
    static u8 sector[SECTOR], copy[SECTOR];
    if (!find_disk()) {
        put("no disk\n");
        return;
    }
    check("disk: the driver is accepted", start_disk());
    u32 last_sector = *virtio(CAPACITY) - 1;
    show("disk: sectors", last_sector + 1);
    check("disk: sector 0 is read", transfer(0, 0, sector) == 0);
    show("disk: its checksum", checksum(sector));
    for (int i = 0; i < SECTOR; i++) {
        sector[i] = i * 7;
    }
    check("disk: the last sector is written", transfer(1, last_sector, sector) == 0);
    check("disk: flushed", transfer(4, 0, NULL) == 0);
    check("disk: read back", transfer(0, last_sector, copy) == 0
          && checksum(copy) == checksum(sector));
    check("disk: a sector beyond the end is refused", transfer(0, last_sector + 1, copy) == 1);
}

#endif
