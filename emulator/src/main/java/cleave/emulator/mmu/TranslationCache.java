package cleave.emulator.mmu;

import cleave.emulator.memory.PhysicalMemory;
import cleave.emulator.state.StateReader;
import cleave.emulator.state.StateWriter;

/**
 * All translations in force, of every {@link AddressContext}: what a hart of silicon keeps in its
 * TLB. It is state that a guest can notice, because stale translations live until they are fenced
 * and a page walk costs time; so it is saved with the machine.
 */
final class TranslationCache {
    private static final int FROM_MEGAPAGE = 1 << 31;

    private final PhysicalMemory memory;
    private final Classifier classifier;
    private final BlankMaps blanks;
    private long flushes;
    private long pageFlushes;
    private final AddressContext[] contexts = new AddressContext[AddressContext.COUNT];

    /** Decides what kind of entry a page gets. */
    @FunctionalInterface
    interface Classifier {
        int classify(AddressContext context, Access access, int vpn, int ppn);
    }

    TranslationCache(PhysicalMemory memory, Classifier classifier, BlankMaps blanks) {
        this.memory = memory;
        this.blanks = blanks;
        this.classifier = classifier;
        memory.setWriteGate(this::closeDirectStores);
    }

    AddressContext context(int key) {
        if (contexts[key] == null) {
            contexts[key] = new AddressContext(key, blanks);
        }
        return contexts[key];
    }

    /** Flushes of everything translated so far. */
    long flushes() {
        return flushes;
    }

    /** Flushes of one page so far. */
    long pageFlushes() {
        return pageFlushes;
    }

    void flushTranslated() {
        flushes++;
        for (AddressContext context : contexts) {
            if (context != null && context.translated) {
                context.clear();
            }
        }
    }

    void flushPage(int va) {
        pageFlushes++;
        for (AddressContext context : contexts) {
            if (context != null && context.translated) {
                context.drop(va >>> 12);
            }
        }
    }

    void flushAll() {
        for (AddressContext context : contexts) {
            if (context != null) {
                context.clear();
            }
        }
    }

    private void closeDirectStores(int pageOffset) {
        int ppn = (int) (memory.addressOf(pageOffset) >>> 12);
        for (AddressContext context : contexts) {
            if (context != null && context.maps[Access.STORE.ordinal()] != null) {
                context.maps[Access.STORE.ordinal()].closeDirect(pageOffset, ppn);
            }
        }
    }

    /** Decides again about every entry; what is translated to where does not change. */
    void reclassify() {
        for (AddressContext context : contexts) {
            for (Access access : Access.values()) {
                PageMap map = context == null ? null : context.maps[access.ordinal()];
                if (map != null) {
                    for (int vpn : map.present()) {
                        int ppn = ppn(map.entries()[vpn]);
                        map.put(vpn, classifier.classify(context, access, vpn, ppn));
                    }
                }
            }
        }
    }

    private int ppn(int entry) {
        return entry >= 0 ? (int) (memory.addressOf(entry) >>> 12) : PageMap.ppn(entry);
    }

    /** Only what page tables have translated is state; the rest can be found again for nothing. */
    void save(StateWriter out) {
        out.section("translations");
        for (int key = 0; key < contexts.length; key++) {
            if (AddressContext.isTranslated(key)) {
                for (Access access : Access.values()) {
                    AddressContext context = contexts[key];
                    save(out, context,
                            context == null ? null : context.maps[access.ordinal()]);
                }
            }
        }
    }

    private void save(StateWriter out, AddressContext context, PageMap map) {
        int[] present = map == null ? new int[0] : map.present();
        out.putInt(present.length);
        for (int vpn : present) {
            int megapage = context.megapages[vpn >>> 10] ? FROM_MEGAPAGE : 0;
            out.putInt(vpn);
            out.putInt(ppn(map.entries()[vpn]) | megapage);
        }
    }

    void load(StateReader in) {
        flushAll();
        in.section("translations");
        for (int key = 0; key < contexts.length; key++) {
            if (AddressContext.isTranslated(key)) {
                for (Access access : Access.values()) {
                    load(in, key, access);
                }
            }
        }
    }

    private void load(StateReader in, int key, Access access) {
        for (int left = in.getInt(); left > 0; left--) {
            AddressContext context = context(key);
            int vpn = in.getInt();
            int saved = in.getInt();
            int ppn = saved & ~FROM_MEGAPAGE;
            context.megapages[vpn >>> 10] |= saved < 0;
            context.map(access).put(vpn, classifier.classify(context, access, vpn, ppn));
        }
    }
}
