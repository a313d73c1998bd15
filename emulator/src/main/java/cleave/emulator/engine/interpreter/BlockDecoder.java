package cleave.emulator.engine.interpreter;

import cleave.emulator.engine.Breakpoints;
import cleave.emulator.engine.LoadUse;
import cleave.emulator.hart.TimingModel;
import cleave.emulator.memory.Bytes;
import cleave.emulator.memory.PhysicalMemory;
import cleave.toolchain.isa.CompressedInstruction;
import cleave.toolchain.isa.Effect;
import cleave.toolchain.isa.Format;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Operands;

/**
 * Decodes a block: the instructions from one place on, over branches that are not taken, up to the
 * first that always leaves, the end of the page, or {@link #MAX_INSTRUCTIONS}. Nothing in a block
 * depends on the virtual address its page has.
 *
 * <p>A transfer of control has in the arrays beside the code a <em>charge</em>, what leaving the
 * block there adds to the account of {@link Ledger}; and an <em>edge</em>, the offsets in the page
 * of where it leaves and where it goes.
 */
final class BlockDecoder {
    static final int MAX_INSTRUCTIONS = 64;
    /**
     * At most what a block takes: a word for each, and two for the way of a branch out of the page.
     */
    static final int MAX_WORDS = 3 * MAX_INSTRUCTIONS + 8;

    /** The bytes after an instruction whose decoding they influence: the load-use stall. */
    private static final int PEEK = 4;

    private final CodeCache cache;
    private final byte[] bytes;
    private final TimingModel timing;
    private Breakpoints breakpoints = Breakpoints.NONE;

    private final int[] op = new int[MAX_INSTRUCTIONS + 1];
    private final int[] rd = new int[MAX_INSTRUCTIONS + 1];
    private final int[] rs1 = new int[MAX_INSTRUCTIONS + 1];
    private final int[] rs2 = new int[MAX_INSTRUCTIONS + 1];
    private final int[] immediate = new int[MAX_INSTRUCTIONS + 1];
    private final int[] offset = new int[MAX_INSTRUCTIONS + 1];
    private final int[] length = new int[MAX_INSTRUCTIONS + 1];
    private final int[] cost = new int[MAX_INSTRUCTIONS + 1];
    private int count;
    /** Words that still await the trampoline out of the page, and where it leads. */
    private final int[] farBranch = new int[MAX_INSTRUCTIONS];
    private final int[] farFrom = new int[MAX_INSTRUCTIONS];
    private final int[] farTarget = new int[MAX_INSTRUCTIONS];
    private int farCount;

    private int page;

    BlockDecoder(CodeCache cache, byte[] bytes, TimingModel timing) {
        this.cache = cache;
        this.bytes = bytes;
        this.timing = timing;
    }

    void setBreakpoints(Breakpoints places) {
        breakpoints = places;
    }

    /** Decodes the block at {@code start} in the page at {@code pageOffset}; returns its index. */
    int decode(int pageOffset, int start) {
        page = pageOffset;
        count = 0;
        farCount = 0;
        int end = start;
        while (!ends(end)) {
            end = decodeNext(end);
        }
        if (count == 0 || !Op.endsBlock(op[count - 1])) {
            append(end < PhysicalMemory.PAGE_SIZE ? Op.NEXT : Op.NEXT_PAGE, end, 0, 0);
            immediate[count - 1] = end;
        }
        int block = cache.top();
        int cycles = emit(block);
        int covered = Math.min(end + PEEK, PhysicalMemory.PAGE_SIZE);
        cache.code()[block] = BlockHead.of(start, covered, cycles);
        return block;
    }

    private boolean ends(int end) {
        return count > 0 && Op.endsBlock(op[count - 1])
                || end == PhysicalMemory.PAGE_SIZE
                || count == MAX_INSTRUCTIONS
                || count > 0 && breakpoints.anyAtPageOffset(end);
    }

    private void append(int operation, int at, int bytesLong, int cycles) {
        op[count] = operation;
        rd[count] = 0;
        rs1[count] = 0;
        rs2[count] = 0;
        immediate[count] = 0;
        offset[count] = at;
        length[count] = bytesLong;
        cost[count] = cycles;
        count++;
    }

    /** Decodes the instruction at {@code at}; returns where the next one is. */
    private int decodeNext(int at) {
        int word = Bytes.getShort(bytes, page + at) & 0xffff;
        int size = 2;
        if (Operands.isCompressed(word)) {
            word = CompressedInstruction.expand(word);
        } else if (at + 4 > PhysicalMemory.PAGE_SIZE) {
            append(Op.STEP, at, size, 1);
            return at + size;
        } else {
            word = Bytes.getInt(bytes, page + at);
            size = 4;
        }
        Instruction instruction = Instruction.decode(word);
        if (breakpoints.anyAtPageOffset(at)) {
            append(Op.BREAKPOINT, at, size, 1);
        } else if (instruction == null) {
            append(Op.STEP, at, size, 1);
        } else {
            lower(instruction, word, at, size);
        }
        return at + size;
    }

    private void lower(Instruction instruction, int word, int at, int size) {
        Format format = instruction.format();
        append(OpTable.of(instruction), at, size, timing.cost(instruction));
        int k = count - 1;
        rd[k] = instruction.hasRd() ? Operands.rd(word) : 0;
        rs1[k] = instruction.hasRs1() ? Operands.rs1(word) : 0;
        rs2[k] = instruction.hasRs2() ? Operands.rs2(word) : 0;
        immediate[k] = Op.needsInstruction(op[k])
                ? word : format.immediate(word);
        Effect effect = instruction.effect();
        if (effect instanceof Effect.Load && timing.loadUse() != 0
                && LoadUse.stalls(bytes, page + at, size, rd[k])) {
            cost[k] += timing.loadUse();
        }
        if (effect instanceof Effect.Fence || effect instanceof Effect.FenceI) {
            rd[k] = 0;
            rs1[k] = 0;
        }
        specialise(k);
    }

    /** Chooses a cheaper operation that does the same. */
    private void specialise(int k) {
        switch (op[k]) {
            case Op.AUIPC -> immediate[k] += offset[k];
            case Op.CSR -> {
                if (OpTable.isPlain(Operands.csr(immediate[k]))) {
                    op[k] = Op.PLAIN_CSR;
                }
            }
            case Op.ADDI -> {
                if (rs1[k] == 0) {
                    op[k] = Op.LI;
                } else if (immediate[k] == 0) {
                    op[k] = Op.MV;
                }
            }
            case Op.ADD -> {
                if (rs1[k] == 0 || rs2[k] == 0) {
                    op[k] = Op.MV;
                    rs1[k] |= rs2[k];
                }
            }
            case Op.BEQ, Op.BNE -> {
                if (rs1[k] == 0 || rs2[k] == 0) {
                    op[k] = op[k] == Op.BEQ ? Op.BEQZ : Op.BNEZ;
                    rs1[k] |= rs2[k];
                }
            }
            case Op.JAL -> {
                boolean inPage = inPage(offset[k] + immediate[k]);
                op[k] = !inPage ? Op.JAL_FAR : rd[k] == 0 ? Op.J : Op.JAL;
            }
            default -> { }
        }
        avoidNotedJumps(k);
    }

    /** Jumps to the next instruction and to itself are none to the flight recorder. */
    private void avoidNotedJumps(int k) {
        boolean direct = Op.isBranch(op[k]) || op[k] == Op.J || op[k] == Op.JAL;
        if (direct && op[k] == Op.J && immediate[k] == 0) {
            op[k] = Op.NEXT;
            immediate[k] = offset[k];
        } else if (direct && (immediate[k] == length[k] || immediate[k] == 0)) {
            op[k] = Op.STEP;
        }
    }

    private static boolean inPage(int target) {
        return (target & -PhysicalMemory.PAGE_SIZE) == 0;
    }

    /** Writes the block; returns the cycles it takes when no branch is taken. */
    private int emit(int block) {
        long[] code = cache.code();
        int at = block + 1;
        int cycles = 0;
        for (int k = 0; k < count; k++) {
            cache.place()[at] = Place.of(offset[k], k, cycles);
            cycles += cost[k];
            if (Op.isTransfer(op[k])) {
                int retired = length[k] == 0 ? k : k + 1;
                int penalty = Op.isBranch(op[k]) ? timing.takenBranch() : 0;
                code[at] = transfer(k, at);
                cache.charges()[at] = ((long) retired << 32) - (cycles + penalty);
                cache.edges()[at] = edge(k);
            } else {
                code[at] = Word.of(op[k], rd[k], rs1[k], rs2[k], immediate[k]);
            }
            at++;
        }
        int last = count - 1;
        cache.place()[at] = Place.of(offset[last] + length[last], count, cycles);
        for (int i = 0; i < farCount; i++) {
            code[farBranch[i]] = Word.withLink(code[farBranch[i]], at);
            code[at] = 0;
            code[at + 1] = Word.farBranch(farFrom[i], farTarget[i]);
            at += 2;
        }
        cache.setTop(at);
        return cycles;
    }

    private long transfer(int k, int at) {
        int target = offset[k] + immediate[k];
        return switch (op[k]) {
            case Op.JALR -> Word.of(Op.JALR, rd[k], rs1[k], length[k], immediate[k]);
            case Op.JAL_FAR -> Word.of(Op.JAL_FAR, rd[k], length[k], 0, target);
            case Op.NEXT_PAGE -> Word.of(Op.NEXT_PAGE, 0, 0, 0, 0);
            case Op.JAL, Op.J -> linked(Word.of(op[k], rd[k], length[k], 0, 0), target);
            case Op.NEXT -> linked(Word.of(Op.NEXT, 0, 0, 0, 0), immediate[k]);
            default -> branch(k, at, target);
        };
    }

    private long branch(int k, int at, int target) {
        long word = Word.of(op[k], 0, rs1[k], rs2[k], 0);
        if (inPage(target)) {
            return linked(word, target);
        }
        farBranch[farCount] = at;
        farFrom[farCount] = offset[k];
        farTarget[farCount++] = target;
        return word;
    }

    /** Linked with the block at {@code target} in the page, if that is there already. */
    private long linked(long word, int target) {
        return Word.withLink(word, cache.blockAt(page, target));
    }

    private long edge(int k) {
        long from = (long) offset[k] << 32;
        return switch (op[k]) {
            case Op.JALR, Op.JAL_FAR -> from;
            case Op.NEXT, Op.NEXT_PAGE -> from + immediate[k];
            default -> from + offset[k] + immediate[k];
        };
    }
}
