package cleave.tests.differential;

import cleave.toolchain.isa.CompressedInstruction;
import cleave.toolchain.isa.Effect;
import cleave.toolchain.isa.Instruction;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** Makes random chunks of code: arithmetic, memory, atomics, branches, jumps out of the code. */
final class ChunkGenerator {
    private final Random random;
    private final OperandGenerator operands;
    private final PrivilegedChunks privileged;
    private static final List<Instruction> ARITHMETIC = where(instruction ->
            instruction.effect() instanceof Effect.Alu
                    || instruction.effect() instanceof Effect.Unary
                    || instruction.effect() instanceof Effect.Upper
                    || instruction.effect() instanceof Effect.Fence);
    private static final List<Instruction> LOADS =
            where(instruction -> instruction.effect() instanceof Effect.Load);
    private static final List<Instruction> STORES =
            where(instruction -> instruction.effect() instanceof Effect.Store);
    private static final List<Instruction> BRANCHES =
            where(instruction -> instruction.effect() instanceof Effect.Branch);
    private static final List<Instruction> AMOS =
            where(instruction -> instruction.effect() instanceof Effect.Amo);
    /** @param interrupt the one bit of {@code mip} and {@code mie} that its chunks use */
    ChunkGenerator(Random random, OperandGenerator operands, PageTables tables, int interrupt) {
        this.random = random;
        this.operands = operands;
        this.privileged = new PrivilegedChunks(random, this, tables, interrupt);
    }

    private static List<Instruction> where(Predicate<Instruction> condition) {
        return List.of(Instruction.values()).stream().filter(condition).toList();
    }

    <T> T oneOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    OperandGenerator operands() {
        return operands;
    }

    /** The chunk that ends a program. */
    static Chunk finish() {
        return new Chunk.Builder().emit(Instruction.ECALL, 0, 0, 0, 0).half(Layout.FINISH)
                .build("finish");
    }

    Chunk next() {
        int choice = random.nextInt(100);
        if (choice < 22) {
            return arithmetic();
        } else if (choice < 48) {
            return memory();
        } else if (choice < 54) {
            return shortMemory();
        } else if (choice < 62) {
            return random.nextBoolean() ? amo() : reservation();
        } else if (choice < 68) {
            return branches();
        } else if (choice < 71) {
            return jumpOut();
        }
        return privileged.next();
    }

    /** One instruction that computes. */
    void compute(Chunk.Builder code) {
        if (random.nextInt(3) == 0) {
            code.half(oneOf(ShortInstructions.ARITHMETIC));
            return;
        }
        Instruction instruction = oneOf(ARITHMETIC);
        code.emit(instruction, instruction.hasRd() ? operands.destination() : 0,
                instruction.hasRs1() ? operands.source() : 0,
                instruction.hasRs2() ? operands.source() : 0, operands.immediate(instruction));
    }

    private Chunk arithmetic() {
        Chunk.Builder code = new Chunk.Builder();
        for (int left = 4 + random.nextInt(10); left > 0; left--) {
            compute(code);
        }
        return code.build("arithmetic");
    }

    private Chunk memory() {
        Chunk.Builder code = new Chunk.Builder();
        int base = operands.scratch();
        int address = operands.dataAddress(false);
        int offset = random.nextInt(4096) - 2048;
        code.li(base, address - offset);
        access(code, base, offset);
        for (int left = random.nextInt(3); left > 0; left--) {
            compute(code);
        }
        if (random.nextInt(3) == 0) {
            int another = operands.scratch();
            code.li(another, operands.dataAddress(true));
            access(code, another, 0);
            access(code, another, 0);
        }
        return code.build("memory");
    }

    /** A load or a store, which leaves the base as it is: no store is ever at a random address. */
    private void access(Chunk.Builder code, int base, int offset) {
        if (random.nextInt(5) < 3) {
            code.emit(oneOf(LOADS), operands.scratchBut(base, base), base, 0, offset);
        } else {
            code.emit(oneOf(STORES), 0, base, operands.source(), offset);
        }
    }

    private Chunk shortMemory() {
        Chunk.Builder code = new Chunk.Builder();
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            code.half(oneOf(ShortInstructions.ACCESSES));
            compute(code);
        }
        if (random.nextInt(4) == 0) {
            int pointer = OperandGenerator.POINTERS[random.nextInt(3)];
            code.li(pointer, operands.dataAddress(random.nextInt(4) != 0));
        }
        return code.build("memory, compressed");
    }

    /**
     * An AMO on a word that can be loaded: QEMU takes another exception than the manual's on one
     * that is not there (see {@code DIFFERENCES.md}).
     */
    private Chunk amo() {
        Chunk.Builder code = new Chunk.Builder();
        int base = operands.scratch();
        loadable(code, base, random.nextInt(8) != 0);
        code.emit(oneOf(AMOS), operands.scratchBut(base, base), base, operands.source(),
                random.nextInt(4));
        code.emit(oneOf(AMOS), operands.destination(), base, operands.source(),
                random.nextInt(4));
        return code.build("amo");
    }

    private void loadable(Chunk.Builder code, int base, boolean aligned) {
        int address = random.nextInt(3) == 0 ? operands.physicalAddress(aligned)
                : operands.dataAddress(aligned);
        code.li(base, aligned ? address & ~7 : address);
        code.emit(Instruction.LW, 0, base, 0, 0);
    }

    /**
     * LR and SC, most often in pairs on the same address. An SC without a reservation follows only
     * a successful one, because QEMU does not look at the page of an SC that fails.
     */
    private Chunk reservation() {
        Chunk.Builder code = new Chunk.Builder();
        int base = operands.scratch();
        loadable(code, base, true);
        int loaded = operands.scratchBut(base, base);
        code.emit(Instruction.LR_W, loaded, base, 0, random.nextInt(4));
        int source = operands.source();
        code.emit(Instruction.SC_W, operands.scratchBut(base, base), base, source,
                random.nextInt(4));
        switch (random.nextInt(3)) {
            case 0 -> code.emit(Instruction.SC_W, operands.destination(), base, source, 0);
            case 1 -> {
                code.emit(Instruction.LR_W, operands.scratchBut(base, base), base, 0, 0);
                code.emit(Instruction.ADDI, base, base, 0, 4);
                code.emit(Instruction.SC_W, operands.destination(), base, source, 0);
            }
            default -> compute(code);
        }
        return code.build("reservation");
    }

    /** Forward branches and jumps over some instructions, each to the end of an instruction. */
    private Chunk branches() {
        Chunk.Builder code = new Chunk.Builder();
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            Chunk.Builder skipped = new Chunk.Builder();
            for (int more = 1 + random.nextInt(3); more > 0; more--) {
                compute(skipped);
            }
            if (!code.hasRoomFor(skipped.size() + 12)) {
                break;
            }
            branchOver(code, skipped.size());
            code.append(skipped);
        }
        return code.build("branches");
    }

    private void branchOver(Chunk.Builder code, int skip) {
        switch (random.nextInt(5)) {
            case 0, 1 -> code.emit(oneOf(BRANCHES), 0, operands.source(), operands.source(),
                    4 + skip);
            case 2 -> code.half(shortBranchOver(2 + skip));
            case 3 -> code.emit(Instruction.JAL, operands.destination(), 0, 0, 4 + skip);
            default -> {
                int base = operands.scratch();
                code.emit(Instruction.AUIPC, base, 0, 0, 0);
                code.emit(Instruction.JALR, operands.destination(), base, 0,
                        8 + skip + random.nextInt(2));
            }
        }
    }

    private int shortBranchOver(int offset) {
        while (true) {
            int halfword = oneOf(ShortInstructions.BRANCHES);
            int word = CompressedInstruction.expand(halfword);
            if (Instruction.decode(word).format().immediate(word) == offset) {
                return halfword;
            }
        }
    }

    /** To breakpoints, to an address without memory, into a page without the right to execute. */
    private Chunk jumpOut() {
        Chunk.Builder code = new Chunk.Builder();
        int base = operands.scratch();
        int place = switch (random.nextInt(6)) {
            case 0 -> Layout.VACANT[random.nextInt(Layout.VACANT.length)] + random.nextInt(0x1000);
            case 1 -> operands.breakpointPage() + 0xffe;
            default -> operands.breakpointPage() + random.nextInt(0x1000);
        };
        code.li(base, place);
        code.emit(Instruction.JALR, OperandGenerator.LINK, base, 0, 0);
        return code.build("jump out");
    }
}
