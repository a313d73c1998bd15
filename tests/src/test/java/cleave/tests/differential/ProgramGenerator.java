package cleave.tests.differential;

import cleave.toolchain.isa.Csr;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes a random program from a seed: always the same from the same. */
final class ProgramGenerator {
    private static final int CHUNKS_MIN = 8;
    private static final int CHUNKS_MAX = 56;

    private static final int STATUS_BITS = 0x007e_01a2;
    /** All that can be delegated but the call from S-mode, by which S-mode traps are passed on. */
    private static final int DELEGABLE = 0xb1ff;
    private static final int SUPERVISOR_INTERRUPTS = 0x222;
    /** With Sstc it is not software's to raise. */
    private static final int TIMER = 0x020;
    private static final int[] INTERRUPTS = {0x002, TIMER, 0x200};

    private final Random random;
    private final long seed;
    private final boolean paging;
    private final boolean protection;
    /**
     * Words across two pages: not with PMP and not where a page may lead to no memory, because
     * QEMU judges both parts at once and Cleave one after the other.
     */
    private final boolean acrossPages;
    private final PageTables tables;
    /** QEMU prefers the lowest of several interrupts, so a program uses only one. */
    private final int interrupt;
    private final OperandGenerator operands;

    private ProgramGenerator(long seed) {
        this.seed = seed;
        random = new Random(seed);
        paging = random.nextInt(5) != 0;
        protection = random.nextInt(3) == 0;
        interrupt = INTERRUPTS[random.nextInt(INTERRUPTS.length)];
        acrossPages = !protection && random.nextBoolean();
        operands = new OperandGenerator(random, acrossPages);
        tables = new PageTables(random, !acrossPages);
    }

    static GuestProgram make(int number, long seed) {
        return new ProgramGenerator(seed).make(number);
    }

    private GuestProgram make(int number) {
        int mode = new int[] {0, 0, 1, 1, 3}[random.nextInt(5)];
        List<GuestProgram.Poke> pokes = tables.make();
        int[] registers = registers();
        int[] csrs = csrs();
        List<Chunk> chunks = new ArrayList<>();
        ChunkGenerator generator = new ChunkGenerator(random, operands, tables, interrupt);
        int count = CHUNKS_MIN + random.nextInt(CHUNKS_MAX - CHUNKS_MIN);
        for (int i = 0; i < count; i++) {
            chunks.add(generator.next());
        }
        chunks.add(ChunkGenerator.finish());
        int slack = Layout.CODE_SIZE - Layout.CHUNK * chunks.size();
        int bodyStart = random.nextInt(slack / 2) * 2;
        return new GuestProgram(number, seed, chunks, registers, csrs, pokes, mode, bodyStart,
                random.nextBoolean(), random.nextBoolean(), random.nextBoolean(), paging);
    }

    private int[] registers() {
        int[] registers = new int[32];
        for (int i = 1; i < 32; i++) {
            registers[i] = operands.value();
        }
        registers[1] = 0;
        for (int pointer : OperandGenerator.POINTERS) {
            int page = random.nextInt(4) * 0x1000;
            int base = paging && random.nextBoolean() ? Layout.VIRTUAL_DATA : Layout.DATA;
            registers[pointer] = base + page + random.nextInt(0x1000) / 4 * 4
                    + (acrossPages && random.nextInt(6) == 0 ? random.nextInt(4) : 0);
        }
        return registers;
    }

    private int[] csrs() {
        int[] values = new int[Setup.INITIAL.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = initial(Setup.INITIAL.get(i));
        }
        if (protection) {
            protect(values);
        }
        return values;
    }

    private int initial(Csr csr) {
        return switch (csr) {
            case MEDELEG -> random.nextInt(4) == 0 ? 0 : random.nextInt() & DELEGABLE;
            case MIDELEG -> random.nextInt() & SUPERVISOR_INTERRUPTS;
            case MIE -> random.nextBoolean() ? interrupt : 0;
            case MIP -> random.nextInt(3) == 0 ? interrupt : 0;
            case MCOUNTEREN, SCOUNTEREN -> random.nextInt(8);
            case MENVCFG, SENVCFG -> random.nextInt(2);
            case MENVCFGH -> interrupt != TIMER && random.nextInt(3) == 0 ? 1 << 31 : 0;
            case SATP -> paging ? 1 << 31 | random.nextInt(512) << 22 | Layout.ROOT >>> 12
                    : Layout.ROOT >>> 12;
            case MSTATUS -> random.nextInt() & STATUS_BITS;
            case SEPC -> random.nextInt() & ~1;
            case MCAUSE, SCAUSE, MTVAL, STVAL -> random.nextInt();
            default -> 0;
        };
    }

    /**
     * PMP entries over a page of data, or two parts of one: entry 0 is the base of a range, 1 and 2
     * are its parts, so that no byte of the page is left to entries behind them.
     */
    private void protect(int[] values) {
        int page = Layout.DATA + 0x1000 * random.nextInt(Layout.DATA_PAGES);
        int part = random.nextBoolean() ? 0x1000 : random.nextInt(0x1000) & ~3;
        values[Setup.INITIAL.indexOf(Csr.PMPADDR0)] = page >>> 2;
        values[Setup.INITIAL.indexOf(Csr.PMPADDR1)] = page + part >>> 2;
        values[Setup.INITIAL.indexOf(Csr.PMPADDR2)] = page + 0x1000 >>> 2;
        values[Setup.INITIAL.indexOf(Csr.PMPCFG0)] =
                (8 | legalRights()) << 8 | (8 | legalRights()) << 16;
    }

    private int legalRights() {
        return new int[] {0, 1, 3, 4, 5, 7}[random.nextInt(6)];
    }
}
