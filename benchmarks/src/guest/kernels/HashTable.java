package kernels;

import cleave.magic.Embedded;
import cleave.magic.EntryPoint;
import cleave.magic.Inline;
import cleave.magic.Struct;

/** A hash table with chains: inserts, looks up and removes. */
final class HashTable {
    private static final int BUCKETS = 128;
    private static final int ENTRIES = 512;
    private static final Table TABLE = new Table();

    private HashTable() {
    }

    static final class Entry extends Struct {
        Entry next;
        int key;
        int value;
    }

    static final class Table extends Struct {
        @Inline(BUCKETS)
        Entry[] buckets;
        @Embedded
        @Inline(ENTRIES)
        Entry[] entries;
        Entry free;
        int count;
    }

    private static void clear(Table table) {
        for (int i = 0; i < BUCKETS; i++) {
            table.buckets[i] = null;
        }
        table.free = null;
        table.count = 0;
        for (Entry entry : table.entries) {
            entry.next = table.free;
            table.free = entry;
        }
    }

    private static int bucket(int key) {
        int hash = key * 0x9e3779b1;
        return (hash >>> 16 ^ hash) & BUCKETS - 1;
    }

    private static Entry find(Table table, int key) {
        for (Entry e = table.buckets[bucket(key)]; e != null; e = e.next) {
            if (e.key == key) {
                return e;
            }
        }
        return null;
    }

    private static boolean put(Table table, int key, int value) {
        Entry entry = find(table, key);
        if (entry != null) {
            entry.value = value;
            return true;
        }
        entry = table.free;
        if (entry == null) {
            return false;
        }
        table.free = entry.next;
        int bucket = bucket(key);
        entry.key = key;
        entry.value = value;
        entry.next = table.buckets[bucket];
        table.buckets[bucket] = entry;
        table.count++;
        return true;
    }

    private static boolean remove(Table table, int key) {
        int bucket = bucket(key);
        Entry before = null;
        for (Entry e = table.buckets[bucket]; e != null; e = e.next) {
            if (e.key == key) {
                if (before == null) {
                    table.buckets[bucket] = e.next;
                } else {
                    before.next = e.next;
                }
                e.next = table.free;
                table.free = e;
                table.count--;
                return true;
            }
            before = e;
        }
        return false;
    }

    @EntryPoint("run")
    static int run(int rounds) {
        int sum = 0;
        clear(TABLE);
        int random = 12345;
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < 256; i++) {
                random = random * 1664525 + 1013904223;
                if (!put(TABLE, random >>> 22, i + round)) {
                    sum++;
                }
            }
            for (int key = 0; key < 1024; key += 3) {
                Entry entry = find(TABLE, key);
                if (entry != null) {
                    sum = sum * 31 + entry.value;
                }
            }
            for (int i = 0; i < 256; i++) {
                random = random * 1664525 + 1013904223;
                if (remove(TABLE, random >>> 22)) {
                    sum += i;
                }
            }
            sum = sum * 31 + TABLE.count;
        }
        return sum;
    }
}
