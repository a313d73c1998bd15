package cleave.tests.equivalence;

import cleave.emulator.hart.HartOptions;
import cleave.emulator.hart.TimingModel;
import cleave.toolchain.isa.Csr;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes random programs of scenes, most of them loops that become hot while something happens to
 * them: timer interrupts, stores into their own code, changed page tables, other modes and address
 * spaces, exceptions, and copies of them at other frames. Scenes come from {@link SceneMaker};
 * everything around them is made here.
 */
final class ProgramMaker {
    private static final int DELEGABLE = 0xb0f7;
    private static final int SUPERVISOR_INTERRUPTS = 0x222;
    private static final int ALL_INTERRUPTS = 0xaaa;
    /** MIE, SIE, MPIE, SPIE, MPRV, SUM, MXR, and not the previous modes. */
    private static final int STATUS_BITS = 0x000c_00aa;

    private final long seed;
    private final Random random;
    private final ByteBuffer ram =
            ByteBuffer.allocate(Place.END).order(ByteOrder.LITTLE_ENDIAN);

    private final boolean paging;
    private final int start;
    private final int mode;

    private ProgramMaker(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        int name = random.nextInt(4);
        paging = name != 0;
        start = Place.CODE + new int[] {Place.RAM, Place.RAM, Place.LOW, Place.MEGAPAGE}[name];
        mode = paging ? random.nextInt(2) : new int[] {0, 1, 3}[random.nextInt(3)];
    }

    /** The program of a seed, always the same. */
    static RandomProgram make(long seed) {
        return new ProgramMaker(seed).make();
    }

    private RandomProgram make() {
        TimingModel[] timings = TimingModel.values();
        HartOptions options = new HartOptions(16, random.nextInt(4) == 0, random.nextInt(4) != 0,
                timings[random.nextInt(timings.length)]);
        List<Integer> code = new SceneMaker(random).scenes();
        for (int at = Place.DATA; at < Place.DATA + Place.DATA_SIZE; at += 4) {
            ram.putInt(at, random.nextInt() >> random.nextInt(32));
        }
        fillTables();
        fillRegisters(code);
        byte[] frame = FrameCode.assemble(csrs(options), start, 1 + random.nextInt(12));
        ram.put(0, frame);
        return new RandomProgram(seed, options, ram.array(), List.copyOf(code));
    }

    private Map<Csr, Integer> csrs(HartOptions options) {
        Map<Csr, Integer> csrs = new LinkedHashMap<>();
        boolean split = random.nextInt(5) == 0;
        csrs.put(Csr.PMPADDR0, split ? Place.RAM + Place.DATA + 4 * random.nextInt(0x1000) >>> 2
                : Place.RAM >>> 2);
        csrs.put(Csr.PMPADDR1, split ? Place.RAM + Place.DATA + Place.DATA_SIZE >>> 2
                : Place.RAM >>> 2);
        csrs.put(Csr.PMPADDR2, -1);
        int between = new int[] {0x08, 0x09, 0x0b, 0x0f}[random.nextInt(4)];
        csrs.put(Csr.PMPCFG0, 0x1f << 16 | between << 8 | 0x0f);
        csrs.put(Csr.MEDELEG, random.nextInt(3) == 0 ? 0 : random.nextInt() & DELEGABLE);
        csrs.put(Csr.MIDELEG, random.nextInt() & SUPERVISOR_INTERRUPTS);
        csrs.put(Csr.MIE, random.nextInt(4) == 0 ? 0 : random.nextInt() & ALL_INTERRUPTS);
        csrs.put(Csr.MCOUNTEREN, random.nextInt(4) == 0 ? random.nextInt(8) : 7);
        csrs.put(Csr.SCOUNTEREN, random.nextInt(4) == 0 ? random.nextInt(8) : 7);
        int early = random.nextInt(5) == 0 ? 0 : 1 << 31;
        csrs.put(Csr.MENVCFGH, early | (options.hardwareAd() ? 0 : random.nextInt(2) << 29));
        csrs.put(Csr.STIMECMPH, 0);
        csrs.put(Csr.STIMECMP, 1 + random.nextInt(40));
        csrs.put(Csr.SATP, paging ? satp(Place.ROOT) : 0);
        csrs.put(Csr.MSTATUS, random.nextInt() & STATUS_BITS | mode << 11);
        return csrs;
    }

    private int satp(int root) {
        return 1 << 31 | random.nextInt(4) << 22 | Place.RAM + root >>> 12;
    }

    private void fillRegisters(List<Integer> code) {
        for (int i = 1; i < 29; i++) {
            register(i, random.nextInt() >> random.nextInt(32));
        }
        for (int pointer : SceneMaker.DATA_POINTERS) {
            int[] names = {Place.RAM, Place.RAM, Place.LOW, Place.MEGAPAGE};
            register(pointer, names[random.nextInt(4)] + Place.DATA + 0x800
                    + (random.nextInt(Place.DATA_SIZE - 0x1000) & ~3));
        }
        register(21, Place.RAM + Place.LOW_TABLE);
        register(22, satp(Place.ROOT));
        register(23, satp(Place.OTHER_ROOT));
        register(24, code.get(random.nextInt(code.size())));
        register(27, start);
    }

    private void register(int number, int value) {
        ram.putInt(Place.REGISTERS + 4 * number, value);
    }

    /** Two roots: by low addresses, the second leads to the copy of the code. */
    private void fillTables() {
        int[] roots = {Place.ROOT, Place.OTHER_ROOT};
        int[] low = {Place.LOW_TABLE, Place.OTHER_LOW_TABLE};
        for (int i = 0; i < 2; i++) {
            ram.putInt(roots[i] + 4 * (Place.LOW >>> 22), pointer(low[i]));
            ram.putInt(roots[i] + 4 * (Place.RAM >>> 22), pointer(Place.IDENTITY_TABLE));
            ram.putInt(roots[i] + 4 * (Place.MEGAPAGE >>> 22),
                    Place.RAM >>> 12 << 10 | 0xcf | user());
            for (int page = 0; page < Place.RAM_SIZE >>> 12; page++) {
                boolean moved = i == 1 && page >= Place.CODE >>> 12
                        && page < Place.CODE + Place.CODE_SIZE >>> 12;
                int frame = moved ? page + (Place.COPY - Place.CODE >>> 12) : page;
                ram.putInt(low[i] + 4 * page, leaf(frame) | rights(page));
            }
        }
        for (int page = 0; page < Place.RAM_SIZE >>> 12; page++) {
            ram.putInt(Place.IDENTITY_TABLE + 4 * page, leaf(page)
                    | (page == 0 ? 0xcb : rights(page)));
        }
    }

    private static int pointer(int table) {
        return Place.RAM + table >>> 12 << 10 | 1;
    }

    private static int leaf(int frame) {
        return (Place.RAM >>> 12) + frame << 10;
    }

    /** For the first mode mostly: code that cannot be fetched at once ends the program at once. */
    private int user() {
        return (mode == 0) != (random.nextInt(8) == 0) ? 0x10 : 0;
    }

    private int rights(int page) {
        if (page >= Place.CODE >>> 12 && page < Place.CODE + Place.CODE_SIZE >>> 12) {
            return 0xf | (random.nextInt(3) == 0 ? 0 : 0xc0) | user();
        }
        if (random.nextInt(20) == 0) {
            return random.nextInt(0x100);
        }
        return 0xf | (random.nextInt(3) == 0 ? 0 : 0xc0) | (random.nextInt(3) == 0 ? 0 : 0x10);
    }
}
