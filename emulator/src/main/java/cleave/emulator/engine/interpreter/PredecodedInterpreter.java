package cleave.emulator.engine.interpreter;

import cleave.emulator.engine.Breakpoints;
import cleave.emulator.engine.Engine;
import cleave.emulator.engine.ReferenceInterpreter;
import cleave.emulator.engine.Statistics;
import cleave.emulator.hart.Hart;
import cleave.emulator.memory.PhysicalMemory;
import cleave.emulator.mmu.Mmu;

/**
 * The fast interpreter: executes blocks of predecoded instructions. Equal to the
 * {@link ReferenceInterpreter} at every instruction boundary, cycle by cycle; what is rare it
 * leaves to that one.
 *
 * <ul>
 * <li>{@link BlockDecoder} turns the instructions from one place on into a block of {@link Word}s,
 *     {@link CodeCache} keeps the blocks and drops those whose bytes change.
 * <li>{@link HotLoop} executes them. It looks at the clock once a block, which it enters only when
 *     it can finish it before the limit; the last instructions before a limit are single steps.
 * <li>{@link Outside} does what is not in the hot loop, with the hart brought up to date.
 * </ul>
 */
public final class PredecodedInterpreter implements Engine {
    private final Hart hart;
    private final Mmu mmu;
    private final ReferenceInterpreter reference;
    private final CodeCache cache;
    private final Outside outside;
    private final Ledger ledger;
    private final BlockLoop loop;
    private final boolean walksAreFree;
    private long outsides;
    private long singleSteps;
    private Breakpoints breakpoints = Breakpoints.NONE;

    public PredecodedInterpreter(Hart hart) {
        this.hart = hart;
        this.mmu = hart.mmu();
        this.reference = new ReferenceInterpreter(hart);
        this.cache = new CodeCache(mmu.bus().memory(), hart.options().timing());
        this.outside = new Outside(hart, cache, reference);
        this.ledger = new Ledger(hart);
        this.loop = BlockLoop.of(new Wiring(hart, cache, ledger));
        this.walksAreFree = hart.options().timing().pteRead() == 0;
    }

    @Override
    public String name() {
        return "interpreter";
    }

    @Override
    public void count(Statistics statistics) {
        statistics.put("interpreter.blocksDecoded", cache.decoded())
                .put("interpreter.blocksKilled", cache.invalidations())
                .put("interpreter.outsideLoop", outsides)
                .put("interpreter.singleSteps", singleSteps);
    }

    @Override
    public void setBreakpoints(Breakpoints places) {
        breakpoints = places;
        outside.setBreakpoints(places);
        cache.setBreakpoints(places);
    }

    @Override
    public void step() {
        reference.step();
    }

    @Override
    public void run(long limit) {
        runUntilMark(limit, limit);
    }

    /**
     * As {@link #run}, but may return earlier, between two blocks: when {@code pause} is reached,
     * or a block is that was marked by {@link #mark}. The first block is executed in any case.
     */
    public void runUntilMark(long limit, long pause) {
        hart.yield = false;
        int unlinked = 0;
        int generation = 0;
        boolean first = true;
        while (hart.cycle < limit && !hart.yield) {
            int block = find(hart.pc);
            int cycles = cache.cycles(block);
            if (!first && (hart.cycle >= pause || cache.isMarked(block)
                    || pause < limit && cycles > pause - hart.cycle)) {
                return;
            }
            first = false;
            if (block == 0 || cycles > limit - hart.cycle) {
                singleStep();
                unlinked = 0;
            } else {
                if (unlinked != 0 && generation == cache.generation()) {
                    cache.link(unlinked, block);
                }
                generation = cache.generation();
                unlinked = execute(block, Math.min(limit, Math.max(pause, hart.cycle + cycles)));
            }
        }
    }

    /** Lets {@link #runUntilMark} stop before the instruction at {@code offset} of memory. */
    public void mark(int offset) {
        cache.mark(offset);
    }

    /** Takes {@link #mark} back. */
    public void unmark(int offset) {
        cache.unmark(offset);
    }

    /** Executes from the block on; the link that has to be made, or 0. */
    private int execute(int block, long limit) {
        ledger.begin(limit);
        int at = loop.run(block + 1);
        while (!BlockLoop.hasLeft(at)) {
            if (!goOutside(~at)) {
                return 0;
            }
            at = loop.run(~at + 1);
        }
        ledger.settle();
        return at - BlockLoop.LEFT;
    }

    /** Does what the loop cannot, with the hart brought up to date; whether the block goes on. */
    private boolean goOutside(int index) {
        outsides++;
        int place = cache.place()[index];
        int next = cache.place()[index + 1];
        ledger.settleAt(place);
        int page = hart.pc & -PhysicalMemory.PAGE_SIZE;
        return outside.execute(cache.code()[index], page + Place.offset(next),
                Place.cycles(next) - Place.cycles(place));
    }

    private void singleStep() {
        singleSteps++;
        if (breakpoints.contains(hart.pc)) {
            hart.yield = true;
        } else {
            reference.step();
        }
    }

    /** The block at {@code pc}, or 0 when the instruction there must be executed by a step. */
    private int find(int pc) {
        int entry = mmu.fetchEntries()[pc >>> 12];
        if (entry < 0) {
            // A walk is charged with the instruction it was made for, which a block cannot do.
            if (!walksAreFree || mmu.fetch(pc) < 0) {
                return 0;
            }
            mmu.takePteReads();
            entry = mmu.fetchEntries()[pc >>> 12];
        }
        return entry < 0 ? 0 : cache.find(entry, pc & 0xfff);
    }
}
