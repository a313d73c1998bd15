/* A hash table with chains: inserts, looks up and removes. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BUCKETS = 128, ENTRIES = 512 };

struct entry {
    struct entry *next;
    uint32_t key;
    int value;
};

struct table {
    struct entry *buckets[BUCKETS];
    struct entry entries[ENTRIES];
    struct entry *free;
    int count;
};

static struct table the_table;

static void clear(struct table *table)
{
    for (int i = 0; i < BUCKETS; i++) {
        table->buckets[i] = NULL;
    }
    table->free = NULL;
    table->count = 0;
    for (int i = 0; i < ENTRIES; i++) {
        table->entries[i].next = table->free;
        table->free = &table->entries[i];
    }
}

static int bucket_of(uint32_t key)
{
    uint32_t hash = key * 0x9e3779b1;
    return (hash >> 16 ^ hash) & (BUCKETS - 1);
}

static struct entry *find(struct table *table, uint32_t key)
{
    for (struct entry *e = table->buckets[bucket_of(key)]; e != NULL; e = e->next) {
        if (e->key == key) {
            return e;
        }
    }
    return NULL;
}

static bool put(struct table *table, uint32_t key, int value)
{
    struct entry *entry = find(table, key);
    if (entry != NULL) {
        entry->value = value;
        return true;
    }
    entry = table->free;
    if (entry == NULL) {
        return false;
    }
    table->free = entry->next;
    int bucket = bucket_of(key);
    entry->key = key;
    entry->value = value;
    entry->next = table->buckets[bucket];
    table->buckets[bucket] = entry;
    table->count++;
    return true;
}

static bool remove(struct table *table, uint32_t key)
{
    int bucket = bucket_of(key);
    struct entry *before = NULL;
    for (struct entry *e = table->buckets[bucket]; e != NULL; e = e->next) {
        if (e->key == key) {
            if (before == NULL) {
                table->buckets[bucket] = e->next;
            } else {
                before->next = e->next;
            }
            e->next = table->free;
            table->free = e;
            table->count--;
            return true;
        }
        before = e;
    }
    return false;
}

uint32_t run(int rounds)
{
    uint32_t sum = 0;
    clear(&the_table);
    uint32_t random = 12345;
    for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < 256; i++) {
            random = random * 1664525 + 1013904223;
            if (!put(&the_table, random >> 22, i + round)) {
                sum++;
            }
        }
        for (int key = 0; key < 1024; key += 3) {
            struct entry *entry = find(&the_table, key);
            if (entry != NULL) {
                sum = sum * 31 + entry->value;
            }
        }
        for (int i = 0; i < 256; i++) {
            random = random * 1664525 + 1013904223;
            if (remove(&the_table, random >> 22)) {
                sum += i;
            }
        }
        sum = sum * 31 + the_table.count;
    }
    return sum;
}
