package cleave.tests.equivalence;

import cleave.toolchain.isa.CompressedInstruction;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Effect;
import cleave.toolchain.isa.Instruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The code of a random program. s11 is where failed fetches go on, s9 counts the rounds of a loop,
 * s4 and s5 point to code and to a page table, s6 and s7 are values for satp, s8 is an instruction.
 */
final class SceneMaker {
    /** Registers that begin with addresses of data. */
    static final int[] DATA_POINTERS = {2, 8, 9};
    private static final int RA = 1;
    private static final int A7 = 17;
    private static final int CODE_POINTER = 20;
    private static final int TABLE_POINTER = 21;
    private static final int ROUNDS = 25;
    private static final int ESCAPE = 27;
    private static final int[] SCRATCH =
            {0, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 15, 16, 18, 19, 24, 26, 28};
    private static final Csr[] CSRS = {Csr.SSTATUS, Csr.SIE, Csr.SIP, Csr.SSCRATCH, Csr.SCAUSE,
        Csr.STVAL, Csr.MSTATUS, Csr.MIE, Csr.MIP, Csr.MCAUSE, Csr.MTVAL, Csr.MINSTRET, Csr.MCYCLE,
        Csr.MCOUNTINHIBIT, Csr.PMPADDR0, Csr.PMPADDR1, Csr.PMPCFG0};
    private static final Csr[] COUNTERS = {Csr.CYCLE, Csr.TIME, Csr.INSTRET};

    private final Random random;
    private final List<Integer> code = new ArrayList<>();
    private final List<Instruction> plain = new ArrayList<>();
    private final List<Instruction> loads = new ArrayList<>();
    private final List<Instruction> stores = new ArrayList<>();
    private final List<Instruction> branches = new ArrayList<>();
    private final List<Instruction> atomics = new ArrayList<>();

    SceneMaker(Random random) {
        this.random = random;
        for (Instruction instruction : Instruction.values()) {
            Effect effect = instruction.effect();
            if (effect instanceof Effect.Load) {
                loads.add(instruction);
            } else if (effect instanceof Effect.Store) {
                stores.add(instruction);
            } else if (effect instanceof Effect.Branch) {
                branches.add(instruction);
            } else if (effect instanceof Effect.Amo || effect instanceof Effect.LoadReserved
                    || effect instanceof Effect.StoreConditional) {
                atomics.add(instruction);
            } else if (effect instanceof Effect.Alu || effect instanceof Effect.Unary
                    || effect instanceof Effect.Upper) {
                plain.add(instruction);
            }
        }
    }

    /** A few scenes, and the end of the run. */
    List<Integer> scenes() {
        for (int scene = 4 + random.nextInt(8); scene > 0; scene--) {
            scene();
        }
        put(Instruction.ADDI, A7, 0, 0, FrameCode.FINISH);
        put(Instruction.ECALL, 0, 0, 0, 0);
        put(Instruction.JAL, 0, 0, 0, -8);
        return code;
    }

    private void put(Instruction instruction, int rd, int rs1, int rs2, int immediate) {
        code.add(instruction.encode(rd, rs1, rs2, immediate));
    }

    private int bytes(int from) {
        return code.subList(from, code.size()).stream().mapToInt(RandomProgram::length).sum();
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private <T> T oneOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private int oneOf(int... numbers) {
        return numbers[random.nextInt(numbers.length)];
    }

    private int scratch() {
        return oneOf(SCRATCH);
    }

    /** Goes to another mode or address space perhaps, and then round and round. */
    private void scene() {
        int filler = random.nextInt(3);
        for (int i = 0; i < filler; i++) {
            code.add(RandomProgram.SHORT_NOP);
        }
        int start = code.size();
        put(Instruction.AUIPC, ESCAPE, 0, 0, 0);
        code.add(RandomProgram.NOP);
        put(Instruction.AUIPC, CODE_POINTER, 0, 0, 0);
        if (oneIn(3)) {
            put(Instruction.ADDI, A7, 0, 0, oneOf(0, 1, 1, 3));
            put(Instruction.ECALL, 0, 0, 0, 0);
        }
        if (oneIn(3)) {
            put(Instruction.CSRRW, 0, oneOf(22, 23), 0, Csr.SATP.number());
        }
        put(Instruction.ADDI, ROUNDS, 0, 0, oneOf(3, 40, 300, 1500));
        int top = code.size();
        body(4 + random.nextInt(30));
        put(Instruction.ADDI, ROUNDS, ROUNDS, 0, -1);
        if (oneIn(4)) {
            put(Instruction.BLT, 0, 0, ROUNDS, -bytes(top));
        } else {
            put(Instruction.BNE, 0, ROUNDS, 0, -bytes(top));
        }
        code.set(start + 1, Instruction.ADDI.encode(ESCAPE, ESCAPE, 0, bytes(start)));
    }

    private void body(int count) {
        for (int left = count; left > 0; left--) {
            int kind = random.nextInt(100);
            if (kind < 22) {
                code.add(compressed());
            } else if (kind < 46) {
                code.add(plainInstruction());
            } else if (kind < 60) {
                put(oneOf(loads), scratch(), base(), 0, offset());
            } else if (kind < 72) {
                put(oneOf(stores), 0, base(), random.nextInt(29), offset());
            } else if (kind < 81) {
                forward();
            } else if (kind < 85) {
                put(oneOf(atomics), scratch(), oneOf(DATA_POINTERS), 0, 0);
            } else if (kind < 88) {
                call();
            } else if (kind < 91) {
                csr();
            } else if (kind < 94) {
                patch();
            } else if (kind < 97) {
                remap();
            } else {
                rare();
            }
        }
    }

    private int base() {
        return oneIn(60) ? random.nextInt(32) : oneOf(DATA_POINTERS);
    }

    /** Aligned mostly; now and then across the end of a page. */
    private int offset() {
        int offset = random.nextInt(4096) - 2048;
        return oneIn(12) ? offset : offset & ~3;
    }

    private int compressed() {
        while (true) {
            int halfword = random.nextInt(0x10000);
            if (CompressedInstruction.decode(halfword) == null) {
                continue;
            }
            Instruction target = Instruction.decode(CompressedInstruction.expand(halfword));
            int rd = CompressedInstruction.expand(halfword) >>> 7 & 31;
            boolean leaves = target.effect() instanceof Effect.Jump
                    || target.effect() instanceof Effect.Branch;
            boolean precious = target.hasRd() && (rd == 1 || rd == 2 || rd == 8 || rd == 9
                    || rd >= 20 && rd <= 25 || rd == 27 || rd >= 29);
            if (!leaves && !precious) {
                return halfword;
            }
        }
    }

    private int plainInstruction() {
        Instruction instruction = oneOf(plain);
        int immediate = 0;
        if (instruction.hasImmediate()) {
            do {
                immediate = (int) (instruction.immediateMinimum() + (random.nextLong() >>> 1)
                        % ((long) instruction.immediateMaximum()
                        - instruction.immediateMinimum() + 1));
                immediate = instruction.effect() instanceof Effect.Upper
                        ? immediate & 0xffff_f000 : immediate;
            } while (!instruction.immediateFits(immediate));
        }
        return instruction.encode(instruction.hasRd() ? scratch() : 0,
                instruction.hasRs1() ? random.nextInt(29) : 0,
                instruction.hasRs2() ? random.nextInt(29) : 0, immediate);
    }

    /** A branch over an instruction or two. */
    private void forward() {
        int at = code.size();
        code.add(RandomProgram.NOP);
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            code.add(oneIn(3) ? compressed() : plainInstruction());
        }
        code.set(at, oneOf(branches).encode(0, random.nextInt(29), random.nextInt(29), bytes(at)));
    }

    /** Over a function, and into it, from here or by one of the code's other names. */
    private void call() {
        int over = code.size();
        code.add(RandomProgram.NOP);
        int function = code.size();
        for (int i = random.nextInt(4); i > 0; i--) {
            code.add(plainInstruction());
        }
        put(Instruction.JALR, 0, RA, 0, 0);
        code.set(over, Instruction.JAL.encode(0, 0, 0, bytes(over)));
        if (oneIn(2)) {
            put(Instruction.JAL, RA, 0, 0, -bytes(function));
            return;
        }
        int distance = bytes(function);
        put(Instruction.AUIPC, 5, 0, 0, 0);
        if (oneIn(2)) {
            put(Instruction.LUI, 6, 0, 0,
                    oneOf(Place.LOW, Place.MEGAPAGE, Place.RAM) - oneOf(Place.LOW, Place.RAM));
            put(Instruction.ADD, 5, 5, 6, 0);
        }
        put(Instruction.JALR, RA, 5, 0, -distance);
    }

    private void csr() {
        if (oneIn(2)) {
            Csr counter = COUNTERS[random.nextInt(COUNTERS.length)];
            put(Instruction.CSRRS, scratch(), 0, 0, counter.number());
            return;
        }
        Instruction[] kinds = {Instruction.CSRRW, Instruction.CSRRS, Instruction.CSRRC,
            Instruction.CSRRWI, Instruction.CSRRSI, Instruction.CSRRCI};
        Csr csr = CSRS[random.nextInt(CSRS.length)];
        put(kinds[random.nextInt(kinds.length)], scratch(), oneIn(2) ? 0 : random.nextInt(29), 0,
                csr.number());
    }

    /** A store into the code of this scene or behind it, with and without {@code fence.i}. */
    private void patch() {
        if (oneIn(2)) {
            put(Instruction.LUI, 24, 0, 0, random.nextInt() & 0x000f_f000);
            put(Instruction.ADDI, 24, 24, 0, oneOf(0x13, 0x13, 0x513, 0x393));
        }
        put(oneIn(4) ? Instruction.SH : Instruction.SW, 0, CODE_POINTER, 24,
                4 * random.nextInt(40) + oneOf(0, 0, 0, 2));
        if (oneIn(2)) {
            put(Instruction.FENCE_I, 0, 0, 0, 0);
        }
    }

    /** Another page behind an address, and one of the four fences or none. */
    private void remap() {
        int page = oneOf(2, 3, 8, 9, 10, random.nextInt(64));
        int entry = (Place.RAM >>> 12) + oneOf(page, page, page + 16, random.nextInt(64)) << 10
                | oneOf(0xcf, 0xdf, 0xdf, 0x1f, 0x53, 0);
        int upper = entry + 0x800 & 0xffff_f000;
        put(Instruction.LUI, 28, 0, 0, upper);
        put(Instruction.ADDI, 28, 28, 0, entry - upper);
        put(Instruction.SW, 0, TABLE_POINTER, 28, 4 * page);
        if (!oneIn(4)) {
            put(Instruction.LUI, 28, 0, 0, Place.LOW + page * 0x1000);
            put(Instruction.SFENCE_VMA, 0, oneIn(2) ? 0 : 28, oneIn(2) ? 0 : scratch(), 0);
        }
    }

    private void rare() {
        switch (random.nextInt(7)) {
            case 0 -> put(Instruction.WFI, 0, 0, 0, 0);
            case 1 -> put(Instruction.EBREAK, 0, 0, 0, 0);
            case 2 -> put(Instruction.FENCE_I, 0, 0, 0, 0);
            case 3 -> put(Instruction.CSRRW, 0, oneOf(22, 23), 0, Csr.SATP.number());
            case 4 -> code.add(random.nextInt() | 3);
            case 5 -> {
                put(Instruction.ADDI, A7, 0, 0, oneOf(0, 1, 3));
                put(Instruction.ECALL, 0, 0, 0, 0);
            }
            default -> {
                put(Instruction.LR_W, 5, 8, 0, 0);
                put(Instruction.SC_W, 6, 8, 7, 0);
            }
        }
    }
}
