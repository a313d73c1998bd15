package cleave.emulator.engine;

import cleave.toolchain.isa.CompressedInstruction;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Effect;
import cleave.toolchain.isa.Instruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random instructions that go on for a while: bases of loads and stores are mostly registers that
 * hold good addresses and are rarely written, branches are short, CSR accesses mean something.
 */
final class RandomCode {
    /** Registers that hold good addresses of data, code and page tables. */
    static final int[] POINTERS = {2, 8, 9, 20, 21};
    /** Registers that hold values for satp. */
    static final int[] ROOTS = {22, 23};

    private static final Csr[] CSRS = {
        Csr.SSTATUS, Csr.SIE, Csr.SIP, Csr.STVEC, Csr.SCOUNTEREN, Csr.SSCRATCH, Csr.SEPC,
        Csr.SCAUSE, Csr.STVAL, Csr.STIMECMP, Csr.SATP, Csr.MSTATUS, Csr.MEDELEG, Csr.MIDELEG,
        Csr.MIE, Csr.MIP,
        Csr.MCOUNTEREN, Csr.MENVCFGH, Csr.MCOUNTINHIBIT, Csr.MSCRATCH, Csr.MEPC, Csr.MCAUSE,
        Csr.MTVAL, Csr.CYCLE, Csr.TIME, Csr.INSTRET, Csr.MCYCLE, Csr.MINSTRET, Csr.MINSTRETH,
        Csr.PMPCFG0, Csr.PMPADDR0, Csr.PMPADDR1, Csr.PMPADDR2, Csr.MISA, Csr.MVENDORID};
    private static final Csr[] HARMLESS = {
        Csr.SSCRATCH, Csr.MSCRATCH, Csr.CYCLE, Csr.TIME, Csr.INSTRET, Csr.MCYCLE, Csr.MINSTRET,
        Csr.SCAUSE, Csr.STVAL, Csr.MCAUSE, Csr.MTVAL, Csr.MSTATUS, Csr.SIE, Csr.MIP};

    private final Random random;
    private final List<Instruction> plain = new ArrayList<>();
    private final List<Instruction> loads = new ArrayList<>();
    private final List<Instruction> stores = new ArrayList<>();
    private final List<Instruction> branches = new ArrayList<>();
    private final List<Instruction> atomics = new ArrayList<>();
    private final List<Instruction> accesses = new ArrayList<>();
    private final List<Instruction> privileged = new ArrayList<>();

    RandomCode(Random random) {
        this.random = random;
        for (Instruction instruction : Instruction.values()) {
            Effect effect = instruction.effect();
            if (effect instanceof Effect.Load) {
                loads.add(instruction);
            } else if (effect instanceof Effect.Store) {
                stores.add(instruction);
            } else if (effect instanceof Effect.Branch || effect instanceof Effect.Jump) {
                branches.add(instruction);
            } else if (effect instanceof Effect.Amo || effect instanceof Effect.LoadReserved
                    || effect instanceof Effect.StoreConditional) {
                atomics.add(instruction);
            } else if (effect instanceof Effect.CsrAccess) {
                accesses.add(instruction);
            } else if (effect instanceof Effect.Environment) {
                privileged.add(instruction);
            } else {
                plain.add(instruction);
            }
        }
    }

    private <T> T oneOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private int oneOf(int[] numbers) {
        return numbers[random.nextInt(numbers.length)];
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    /** A register to write: seldom one of those that others rely on. */
    private int destination() {
        if (oneIn(200)) {
            return random.nextInt(32);
        }
        int[] scratch = {0, 1, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 24, 25, 26};
        return oneOf(scratch);
    }

    private int base() {
        return oneIn(40) ? random.nextInt(32) : oneOf(POINTERS);
    }

    private int immediate(Instruction instruction) {
        int step = 1;
        while (!instruction.immediateFits(instruction.immediateMinimum() + step)) {
            step *= 2;
        }
        long range = (long) instruction.immediateMaximum() - instruction.immediateMinimum() + 1;
        long steps = range / step;
        return instruction.immediateMinimum() + (int) (Math.floorMod(random.nextLong(), steps))
                * step;
    }

    /** One instruction of two or four bytes; the low halfword of a compressed one. */
    int next() {
        int kind = random.nextInt(100);
        if (kind < 28) {
            return compressed();
        } else if (kind < 52) {
            return plainInstruction();
        } else if (kind < 66) {
            return memory(oneOf(loads), false);
        } else if (kind < 78) {
            return memory(oneOf(stores), true);
        } else if (kind < 90) {
            return branch(oneOf(branches));
        } else if (kind < 94) {
            return oneOf(atomics).encode(destination(), base(), 0, 0)
                    | atomicSource();
        } else if (kind < 97) {
            return csr(oneOf(accesses));
        } else if (kind < 99) {
            return environment(oneOf(privileged));
        }
        return oneIn(4) ? random.nextInt() : plainInstruction();
    }

    /** Might turn an LR into an illegal instruction, which is welcome once in a while. */
    private int atomicSource() {
        return oneIn(20) ? random.nextInt(32) << 20 : 0;
    }

    private int compressed() {
        while (true) {
            int halfword = random.nextInt(0x10000);
            CompressedInstruction instruction = CompressedInstruction.decode(halfword);
            if (instruction == null) {
                continue;
            }
            int word = CompressedInstruction.expand(halfword);
            Instruction target = Instruction.decode(word);
            boolean writesPointer = target.hasRd() && isPrecious(word >>> 7 & 31);
            boolean indirect = target == Instruction.JALR || target == Instruction.EBREAK;
            if (writesPointer && !oneIn(300) || indirect && !oneIn(20)) {
                continue;
            }
            return halfword;
        }
    }

    private static boolean isPrecious(int register) {
        for (int pointer : POINTERS) {
            if (register == pointer) {
                return true;
            }
        }
        return register >= 20 && register <= 23 || register >= 27;
    }

    private int plainInstruction() {
        Instruction instruction = oneOf(plain);
        int value = instruction.hasImmediate() ? immediate(instruction) : 0;
        if (instruction.effect() instanceof Effect.Upper && oneIn(2)) {
            value &= 0x3000;
        }
        return instruction.encode(instruction.hasRd() ? destination() : 0,
                instruction.hasRs1() ? random.nextInt(32) : 0,
                instruction.hasRs2() ? random.nextInt(32) : 0, value);
    }

    private int memory(Instruction instruction, boolean store) {
        int offset = random.nextInt(4096) - 2048;
        if (!oneIn(12)) {
            offset &= ~3;
        }
        return store ? instruction.encode(0, base(), random.nextInt(32), offset)
                : instruction.encode(destination(), base(), 0, offset);
    }

    private int branch(Instruction instruction) {
        int offset = (random.nextInt(80) - 30) * 2;
        if (oneIn(20)) {
            offset = (random.nextInt(2000) - 1000) * 2;
        }
        if (instruction == Instruction.JALR) {
            return instruction.encode(destination(), oneIn(3) ? 1 : oneOf(new int[] {20, 21}), 0,
                    random.nextInt(2000) - 1000);
        }
        if (instruction == Instruction.JAL) {
            return instruction.encode(oneIn(2) ? 1 : 0, 0, 0, offset);
        }
        return instruction.encode(0, random.nextInt(32), random.nextInt(32), offset);
    }

    private int csr(Instruction instruction) {
        boolean readOnly = oneIn(2);
        Csr csr = readOnly ? HARMLESS[random.nextInt(HARMLESS.length)]
                : CSRS[random.nextInt(CSRS.length)];
        int source = random.nextInt(32);
        if (readOnly && instruction != Instruction.CSRRW && instruction != Instruction.CSRRWI) {
            source = oneIn(3) ? source : 0;
        }
        if (csr == Csr.SATP) {
            source = oneOf(ROOTS);
            return Instruction.CSRRW.encode(destination(), source, 0, csr.number());
        }
        boolean vital = csr == Csr.STVEC || csr == Csr.MEDELEG || csr == Csr.MIDELEG;
        if (vital && !oneIn(8)) {
            source = 0;
            return Instruction.CSRRS.encode(destination(), source, 0, csr.number());
        }
        return instruction.encode(destination(), source, 0, csr.number());
    }

    private int environment(Instruction instruction) {
        if (instruction == Instruction.SFENCE_VMA) {
            return instruction.encode(0, oneIn(2) ? 0 : base(),
                    oneIn(2) ? 0 : random.nextInt(32), 0);
        }
        return instruction.encode(0, 0, 0, 0);
    }
}
