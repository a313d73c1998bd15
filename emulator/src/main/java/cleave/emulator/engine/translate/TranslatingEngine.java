package cleave.emulator.engine.translate;

import cleave.emulator.engine.Breakpoints;
import cleave.emulator.engine.Engine;
import cleave.emulator.engine.Statistics;
import cleave.emulator.engine.interpreter.PredecodedInterpreter;
import cleave.emulator.hart.FlightRecorder;
import cleave.emulator.hart.Hart;
import cleave.emulator.hart.TimingModel;
import cleave.emulator.memory.Bytes;
import cleave.emulator.mmu.Mmu;
import cleave.toolchain.isa.CompressedInstruction;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Operands;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The fast engine: the interpreter, and hot code as JVM bytecode. Where code is executed is decided
 * by guest cycles alone and never changes what the guest sees: translated code is left with the
 * hart's exact state before everything that is not plain, and the interpreter does that.
 *
 * <ul>
 * <li>{@link Profile} learns from the flight recorder what is hot and which ways are taken.
 * <li>{@link RegionPlanner} chooses the instructions of a region, {@link RegionWriter} makes a
 *     hidden class of them, {@link RegionCache} keeps it while its bytes do not change.
 * <li>Breakpoints turn translation off.
 * </ul>
 */
public final class TranslatingEngine implements Engine {
    private static final int MOST_BUDGET = 1 << 30;
    /** After so many steps of the interpreter a region is judged. */
    private static final int JUDGED_STEPS = 4096;
    /** Going to and fro costs about as much as interpreting this many cycles. */
    private static final long LEAST_CYCLES = 60;

    private final Hart hart;
    private final Mmu mmu;
    private final PredecodedInterpreter interpreter;
    private final RegionCache regions;
    private final TimingModel timing;
    private final Tuning tuning;
    private final Frame frame = new Frame();
    private final Profile profile = new Profile();
    /** All contexts the hart has been in; there are not many combinations. */
    private final List<Context> known = new ArrayList<>();
    private Context context;
    private boolean off;
    private long nextSample;
    private long translatedInstructions;
    private long visits;
    private int largestMethod;
    /** Null unless somebody asked. */
    private Meter meter;

    public TranslatingEngine(Hart hart) {
        this(hart, Tuning.DEFAULT);
    }

    TranslatingEngine(Hart hart, Tuning tuning) {
        this.hart = hart;
        this.mmu = hart.mmu();
        this.interpreter = new PredecodedInterpreter(hart);
        this.regions = new RegionCache(mmu.bus().memory(), interpreter,
                tuning.mostRegions());
        this.timing = hart.options().timing();
        this.tuning = tuning;
        this.nextSample = tuning.sampleCycles();
        selectContext();
    }

    /** One that translates almost everything at first sight, in small regions: for tests. */
    public static TranslatingEngine eager(Hart hart) {
        return new TranslatingEngine(hart, Tuning.EAGER);
    }

    /** How many regions there are. */
    public int regions() {
        return regions.count();
    }

    /** The region to be entered at {@code pc} in the context the hart is in, or null. */
    Region region(int pc) {
        Entrance entrance = regions.at(pc);
        return entrance == null ? null : entrance.region();
    }

    /** Bytes of the largest method that was made. */
    int largestMethod() {
        return largestMethod;
    }

    /** Instructions that translated code has retired. */
    public long translatedInstructions() {
        return translatedInstructions;
    }

    @Override
    public String name() {
        return "translator";
    }

    @Override
    public void measure(LongSupplier nanoseconds) {
        meter = new Meter(nanoseconds);
    }

    @Override
    public void count(Statistics statistics) {
        statistics.put("instructions.translated", translatedInstructions)
                .put("instructions.interpreted", hart.retired - translatedInstructions);
        statistics.put("regions.entered", visits).put("regions.contexts", known.size());
        regions.count(statistics);
        statistics.put("regions.largestMethodBytes", largestMethod);
        if (meter != null) {
            meter.count(statistics);
        }
        interpreter.count(statistics);
    }

    @Override
    public void setBreakpoints(Breakpoints places) {
        off = !places.isEmpty();
        if (off) {
            regions.clear();
            selectContext();
        }
        interpreter.setBreakpoints(places);
    }

    @Override
    public void step() {
        interpreter.step();
    }

    private void selectContext() {
        for (Context one : known) {
            if (one.isCurrent(mmu)) {
                context = one;
                regions.select(one);
                return;
            }
        }
        context = Context.of(hart, frame);
        known.add(context);
        regions.select(context);
    }

    @Override
    public void run(long limit) {
        hart.yield = false;
        if (off) {
            interpreter.run(limit);
            return;
        }
        enter(Meter.Phase.INTERPRETED);
        while (hart.cycle < limit && !hart.yield) {
            if (!context.isCurrent(mmu)) {
                selectContext();
            }
            Entrance entrance = regions.at(hart.pc);
            if (entrance != null && entrance.need() <= limit - hart.cycle) {
                runTranslated(entrance, limit);
            } else {
                interpret(limit);
            }
        }
        enter(Meter.Phase.MACHINE);
    }

    private void enter(Meter.Phase phase) {
        if (meter != null) {
            meter.enter(phase);
        }
    }

    /** Lets the interpreter run until it comes to translated code, and looks what it did. */
    private void interpret(long limit) {
        long before = hart.cycle;
        interpreter.runUntilMark(limit, before + nextSample);
        nextSample -= hart.cycle - before;
        if (nextSample <= 0) {
            nextSample = tuning.sampleCycles();
            int hottest = profile.sample(hart.recorder());
            if (profile.arrivals(hottest) >= tuning.hot() && context.isCurrent(mmu)) {
                translate(hottest);
            }
        }
    }

    private void translate(int pc) {
        profile.forget(pc);
        if (regions.knows(pc) || regions.isBarren(pc, hart.cycle)
                || context.fetch()[pc >>> 12] < 0) {
            return;
        }
        enter(Meter.Phase.TRANSLATING);
        translateAt(pc);
        enter(Meter.Phase.INTERPRETED);
    }

    private void translateAt(int pc) {
        for (int most = tuning.mostInstructions(); most > 0; most /= 2) {
            RegionPlan plan = new RegionPlanner(context.bytes(), timing, profile, context.fetch(),
                    most, place -> regions.isBarren(place, hart.cycle)).plan(pc);
            if (plan == null) {
                return;
            }
            RegionWriter writer = new RegionWriter(plan, timing);
            Region region = writer.write(context);
            if (region != null) {
                largestMethod = Math.max(largestMethod, writer.codeSize());
                regions.add(region, writer.codeSize());
                return;
            }
        }
    }

    /** Runs translated code, from region to region, as long as it is not left. */
    private void runTranslated(Entrance first, long limit) {
        FlightRecorder recorder = hart.recorder();
        Entrance entrance = first;
        Exit exit;
        int pc;
        int given = (int) Math.min(limit - hart.cycle, MOST_BUDGET);
        int budget = given;
        int retired = 0;
        enter(Meter.Phase.TRANSLATED);
        KnownPages.forget(context.known());
        do {
            Region region = entrance.region();
            int kept = Math.max(0, budget - entrance.need() - tuning.visitCycles());
            int left = region.run(budget - kept, entrance.number()) + kept;
            region.spent += budget - left;
            region.heat += budget - left;
            budget = left;
            exit = region.exits[frame.exit];
            if (frame.path != 0) {
                recorder.path(frame.path, region.edgeBits, region.edges);
            }
            visits++;
            if (meter != null) {
                meter.exit(exit.kind());
            }
            budget -= exit.cycles();
            retired += frame.retired + exit.retired();
            pc = exit.pc();
            switch (exit.kind()) {
                case STATIC -> entrance = regions.at(pc);
                case INDIRECT -> {
                    pc = noteIndirect(pc, context);
                    entrance = regions.at(pc);
                }
                case BUDGET -> entrance = region.entrances[exit.entrance()];
                default -> {
                    entrance = null;
                    judge(region);
                }
            }
        } while (entrance != null && entrance.need() <= budget);
        hart.pc = pc;
        hart.cycle += given - budget;
        retired = timing == TimingModel.UNIT ? given - budget : retired;
        hart.retired += retired;
        translatedInstructions += retired;
        enter(Meter.Phase.INTERPRETED);
        left(exit, entrance, limit);
    }

    /** Drops a region that is too often left for the interpreter to be worth the way. */
    private void judge(Region region) {
        if (++region.steps == JUDGED_STEPS) {
            if (region.spent < JUDGED_STEPS * LEAST_CYCLES) {
                regions.retire(region, hart.cycle);
            }
            region.steps = 0;
            region.spent = 0;
        }
    }

    private int noteIndirect(int from, Context in) {
        int target = frame.target;
        int length = (in.bytes()[in.fetch()[from >>> 12] | from & 0xfff] & 3) == 3 ? 4 : 2;
        if (target != from + length) {
            hart.recorder().jump(from, target);
        }
        return target;
    }

    /** What is to be done where translated code was left for the interpreter. */
    private void left(Exit exit, Entrance next, long limit) {
        if (exit.kind() == Exit.Kind.STEP) {
            if (meter != null) {
                meter.step(instructionAt(exit.pc()));
            }
            if (hart.cycle < limit) {
                interpreter.step();
            }
            if (hart.yield || !context.isCurrent(mmu)) {
                return;
            }
        } else if (exit.kind() == Exit.Kind.BUDGET) {
            if (hart.cycle < limit) {
                interpret(limit);
            }
            return;
        }
        if (next == null && profile.note(hart.pc) >= tuning.hotExits()) {
            translate(hart.pc);
        }
    }

    /** The name of the instruction at {@code pc}, which is mapped. */
    private String instructionAt(int pc) {
        int offset = context.fetch()[pc >>> 12] | pc & 0xfff;
        int parcel = Bytes.getShort(context.bytes(), offset) & 0xffff;
        Instruction instruction = Instruction.decode(Operands.isCompressed(parcel)
                ? CompressedInstruction.expand(parcel) : Bytes.getInt(context.bytes(), offset));
        return instruction == null ? "illegal" : instruction.mnemonic();
    }
}
