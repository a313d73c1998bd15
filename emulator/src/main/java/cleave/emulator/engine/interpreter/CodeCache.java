package cleave.emulator.engine.interpreter;

import cleave.emulator.engine.Breakpoints;
import cleave.emulator.hart.TimingModel;
import cleave.emulator.memory.PhysicalMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All decoded blocks, found by physical page and offset in it, and kept coherent with memory: a
 * store to bytes that a block was decoded from kills the block, {@code fence.i} or not, whether the
 * hart or a device made it. Other stores to the same page cost the slow path and no more; a page
 * that keeps being stored to while nothing in it is newly decoded is dropped, so that its stores
 * become direct again.
 *
 * <p>Memory is bounded: when there are too many words or pages, everything is dropped at once.
 */
final class CodeCache implements PhysicalMemory.Observer {
    static final int MAX_WORDS = 1 << Long.SIZE - Word.LINK_SHIFT;
    private static final int MAX_PAGES = 2048;
    private static final int HALFWORDS = PhysicalMemory.PAGE_SIZE / 2;
    /** Stores to a page before it is dropped; doubles with each time that did not help. */
    private static final int PATIENCE = 64;

    private final PhysicalMemory memory;
    private final BlockDecoder decoder;
    private final DecodedPage[] pages;
    private final byte[] drops;
    private final List<DecodedPage> free = new ArrayList<>();
    /** Where blocks begin before which the hot loop shall stop, each with how many want it. */
    private final Map<Integer, Integer> marks = new HashMap<>();
    private int decodedPages;
    private int invalidations;
    private long decoded;
    private int generation;

    /** Blocks, one after the other; a head, operations, and what belongs to them. */
    private final long[] code = new long[MAX_WORDS];
    /** For words that transfer control, what leaving the block there adds to the account. */
    private final long[] charges = new long[MAX_WORDS];
    /** For words that transfer control, the offsets in the page: from (high half) and to (low). */
    private final long[] edges = new long[MAX_WORDS];
    /** For each word of {@link #code} that is an operation, its {@link Place}. */
    private final int[] place = new int[MAX_WORDS];
    private int top = 1;

    /** By physical page, where its entries are in {@link #blockAt}; 0 leads to none. */
    private final int[] pageBase;
    /** Indices of blocks by halfword of their pages; 0 is a dead block. */
    private int[] blockAt = new int[HALFWORDS];
    private int blockAtTop = HALFWORDS;

    CodeCache(PhysicalMemory memory, TimingModel timing) {
        this.memory = memory;
        this.decoder = new BlockDecoder(this, memory.bytes(), timing);
        int count = memory.bytes().length >>> PhysicalMemory.PAGE_SHIFT;
        this.pages = new DecodedPage[count];
        this.pageBase = new int[count];
        this.drops = new byte[count];
        code[0] = BlockHead.DEAD;
        memory.addObserver(this);
    }

    long[] code() {
        return code;
    }

    long[] charges() {
        return charges;
    }

    long[] edges() {
        return edges;
    }

    int[] place() {
        return place;
    }

    /** Where the next block will begin. */
    int top() {
        return top;
    }

    void setTop(int index) {
        top = index;
    }

    /** The block at {@code address} in the page at {@code pageOffset}, 0 when there is none. */
    int blockAt(int pageOffset, int address) {
        return blockAt[pageBase[pageOffset >>> PhysicalMemory.PAGE_SHIFT]
                + (address >>> 1 & 0x7ff)];
    }

    /** Blocks decoded so far. */
    long decoded() {
        return decoded;
    }

    /** Changes whenever blocks were killed. */
    int invalidations() {
        return invalidations;
    }

    /** Changes whenever everything was dropped, and indices begin anew. */
    int generation() {
        return generation;
    }

    void setBreakpoints(Breakpoints breakpoints) {
        decoder.setBreakpoints(breakpoints);
        clear();
    }

    /** The block that begins {@code inPage} bytes into the page at {@code pageOffset}. */
    int find(int pageOffset, int inPage) {
        int number = pageOffset >>> PhysicalMemory.PAGE_SHIFT;
        int block = blockAt(pageOffset, inPage);
        return block != 0 ? block : decode(number, inPage);
    }

    /** The cycles of the block, marked or not. */
    int cycles(int block) {
        int cycles = BlockHead.cycles(code[block]);
        return cycles == BlockHead.MARKED ? (int) charges[block] : cycles;
    }

    boolean isMarked(int block) {
        return BlockHead.isMarked(code[block]);
    }

    /** Lets the hot loop stop before it enters a block at {@code offset} of physical memory. */
    void mark(int offset) {
        marks.merge(offset, 1, Integer::sum);
        int block = blockAt(offset, offset);
        if (block != 0 && !isMarked(block)) {
            markBlock(block);
        }
    }

    private void markBlock(int block) {
        charges[block] = BlockHead.cycles(code[block]);
        code[block] = BlockHead.of(BlockHead.start(code[block]), BlockHead.end(code[block]),
                BlockHead.MARKED);
    }

    /** Takes {@link #mark} back. */
    void unmark(int offset) {
        if (marks.merge(offset, -1, Integer::sum) > 0) {
            return;
        }
        marks.remove(offset);
        int block = blockAt(offset, offset);
        if (block != 0 && isMarked(block)) {
            code[block] = BlockHead.of(BlockHead.start(code[block]), BlockHead.end(code[block]),
                    (int) charges[block]);
        }
    }

    /** Lets the branch or jump at {@code index} lead to {@code block}, in the same page. */
    void link(int index, int block) {
        if (BlockHead.isDead(code[Word.link(code[index])])) {
            code[index] = Word.withLink(code[index], block);
        }
    }

    private int decode(int number, int inPage) {
        if (top + BlockDecoder.MAX_WORDS > MAX_WORDS) {
            clear();
        }
        DecodedPage page = pages[number];
        if (page == null) {
            page = newPage(number);
        }
        decoded++;
        int block = decoder.decode(number << PhysicalMemory.PAGE_SHIFT, inPage);
        if (marks.containsKey(number << PhysicalMemory.PAGE_SHIFT | inPage)) {
            markBlock(block);
        }
        page.stores = 0;
        page.add(block, BlockHead.start(code[block]), BlockHead.end(code[block]));
        blockAt[page.base + (inPage >>> 1)] = block;
        return block;
    }

    private DecodedPage newPage(int number) {
        if (decodedPages == MAX_PAGES) {
            clear();
        }
        if (blockAtTop == blockAt.length) {
            blockAt = Arrays.copyOf(blockAt, blockAt.length * 2);
        }
        DecodedPage page = new DecodedPage(
                free.isEmpty() ? blockAtTop : free.remove(free.size() - 1).base);
        if (page.base == blockAtTop) {
            blockAtTop += HALFWORDS;
        }
        pages[number] = page;
        pageBase[number] = page.base;
        decodedPages++;
        memory.observe(number << PhysicalMemory.PAGE_SHIFT);
        return page;
    }

    /** Forgets everything that was decoded. */
    void clear() {
        for (int number = 0; number < pages.length; number++) {
            if (pages[number] != null) {
                memory.forget(number << PhysicalMemory.PAGE_SHIFT);
                pages[number] = null;
                pageBase[number] = 0;
            }
        }
        Arrays.fill(blockAt, 0, blockAtTop, 0);
        free.clear();
        blockAtTop = HALFWORDS;
        decodedPages = 0;
        top = 1;
        invalidations++;
        generation++;
    }

    @Override
    public void changed(int offset, int length) {
        int number = offset >>> PhysicalMemory.PAGE_SHIFT;
        DecodedPage page = pages[number];
        if (page == null) {
            return;
        }
        int start = offset & PhysicalMemory.PAGE_SIZE - 1;
        if (++page.stores > PATIENCE << drops[number]) {
            drop(number);
        } else if (page.covers(start, start + length)) {
            kill(page, start, start + length);
        }
    }

    private void kill(DecodedPage page, int start, int end) {
        for (int i = page.count() - 1; i >= 0; i--) {
            int block = page.block(i);
            long head = code[block];
            if (BlockHead.start(head) < end && start < BlockHead.end(head)) {
                kill(page, block);
                page.remove(i);
            }
        }
        page.recover(code);
    }

    private void kill(DecodedPage page, int block) {
        blockAt[page.base + (BlockHead.start(code[block]) >>> 1)] = 0;
        code[block] = BlockHead.DEAD;
        invalidations++;
    }

    private void drop(int number) {
        DecodedPage page = pages[number];
        for (int i = 0; i < page.count(); i++) {
            kill(page, page.block(i));
        }
        invalidations++;
        pages[number] = null;
        pageBase[number] = 0;
        free.add(page);
        decodedPages--;
        drops[number] = (byte) Math.min(drops[number] + 1, 12);
        memory.forget(number << PhysicalMemory.PAGE_SHIFT);
    }
}
