package cleave.emulator.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.emulator.debug.Explainer.Policy;
import cleave.emulator.hart.Hart;
import cleave.emulator.hart.HartOptions;
import cleave.emulator.hart.TimingModel;
import cleave.emulator.mmu.Pte;
import cleave.emulator.mmu.WalkFault;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every rule that a page walk or an access can break, in the words that people see. */
class ExplainWalkTest {
    private static final int START = Guest.START;
    private static final int CODE = 0x4000_0000;
    private static final int DATA = 0x4000_1000;
    private static final int ALL = Pte.V | Pte.R | Pte.W | Pte.X | Pte.A | Pte.D;
    private static final HartOptions SVADE =
            new HartOptions(16, false, false, TimingModel.UNIT);

    /** S-mode code at CODE that loads from and stores to DATA, whose page is as given. */
    private static Guest guest(HartOptions options, Instruction access, int dataFlags) {
        Guest guest = new Guest(options).openPmp().map(CODE, START, ALL)
                .map(DATA, START + 0x1000, dataFlags).pagingOn()
                .set(Csr.MTVEC, START + 0x800);
        guest.lui("a0", DATA);
        if (access == Instruction.LW) {
            guest.add(access, "a1", "a0", "zero", 4);
        } else if (access == Instruction.SW) {
            guest.add(access, "zero", "a0", "a1", 4);
        } else {
            guest.add(access, "ra", "a0", "zero", 4);
        }
        guest.mode(Hart.S);
        guest.hart.pc = CODE;
        return guest;
    }

    private static Guest guest(Instruction access, int dataFlags) {
        return guest(HartOptions.DEFAULT, access, dataFlags);
    }

    private static Guest user(Guest guest) {
        guest.poke(Guest.LEAVES, START >>> 2 | ALL | Pte.U);
        return guest.mode(Hart.U);
    }

    private static final Map<WalkFault, Supplier<Guest>> BROKEN = new EnumMap<>(Map.ofEntries(
            Map.entry(WalkFault.NOT_VALID, () -> guest(Instruction.LW, 0)),
            Map.entry(WalkFault.WRITABLE_NOT_READABLE,
                    () -> guest(Instruction.LW, Pte.V | Pte.W | Pte.A)),
            Map.entry(WalkFault.RESERVED_IN_POINTER, () -> guest(Instruction.LW, ALL)
                    .poke(Guest.ROOT + 0x400, Guest.LEAVES >>> 2 | Pte.V | Pte.A)),
            Map.entry(WalkFault.POINTER_AT_LAST_LEVEL, () -> guest(Instruction.LW, Pte.V)),
            Map.entry(WalkFault.MISALIGNED_MEGAPAGE, () -> guest(Instruction.LW, ALL)
                    .poke(Guest.ROOT + 0x404, START + 0x1000 >>> 2 | ALL)
                    .poke(START, Instruction.LUI.encode(10, 0, 0, DATA + 0x40_0000))),
            Map.entry(WalkFault.USER_PAGE_EXECUTED_BY_SUPERVISOR,
                    () -> guest(Instruction.JALR, ALL | Pte.U)),
            Map.entry(WalkFault.USER_PAGE_WITHOUT_SUM, () -> guest(Instruction.LW, ALL | Pte.U)),
            Map.entry(WalkFault.SUPERVISOR_PAGE, () -> user(guest(Instruction.LW, ALL))),
            Map.entry(WalkFault.NOT_EXECUTABLE,
                    () -> guest(Instruction.JALR, Pte.V | Pte.R | Pte.A)),
            Map.entry(WalkFault.NOT_READABLE,
                    () -> guest(Instruction.LW, Pte.V | Pte.X | Pte.A)),
            Map.entry(WalkFault.NOT_WRITABLE,
                    () -> guest(Instruction.SW, Pte.V | Pte.R | Pte.A | Pte.D)),
            Map.entry(WalkFault.NOT_ACCESSED,
                    () -> guest(SVADE, Instruction.LW, Pte.V | Pte.R)),
            Map.entry(WalkFault.NOT_DIRTY,
                    () -> guest(SVADE, Instruction.SW, Pte.V | Pte.R | Pte.W | Pte.A)),
            Map.entry(WalkFault.PTE_OUTSIDE_MEMORY, () -> guest(Instruction.LW, ALL)
                    .poke(Guest.ROOT + 0x404, 0x5000_0000 >>> 2 | Pte.V)
                    .poke(START, Instruction.LUI.encode(10, 0, 0, DATA + 0x40_0000))),
            Map.entry(WalkFault.PTE_FORBIDDEN_BY_PMP, () -> guest(Instruction.LW, ALL)
                    .poke(Guest.ROOT + 0x404, START + 0x4000 >>> 2 | Pte.V)
                    .poke(START, Instruction.LUI.encode(10, 0, 0, DATA + 0x40_0000))
                    .set(Csr.PMPADDR1, -1).set(Csr.PMPADDR0, START + 0x47ff >>> 2)
                    .set(Csr.PMPCFG0, 0x1f18)),
            Map.entry(WalkFault.PTE_UPDATE_FORBIDDEN, () -> guest(Instruction.LW, Pte.V | Pte.R)
                    .set(Csr.PMPADDR1, -1).set(Csr.PMPADDR0, Guest.LEAVES + 4 >>> 2)
                    .set(Csr.PMPCFG0, 0x1f11)),
            Map.entry(WalkFault.PAGE_FORBIDDEN_BY_PMP, () -> guest(Instruction.SW, ALL)
                    .set(Csr.PMPADDR1, -1).set(Csr.PMPADDR0, START + 0x17ff >>> 2)
                    .set(Csr.PMPCFG0, 0x1f19)),
            Map.entry(WalkFault.NOTHING_THERE, () -> guest(Instruction.LW, ALL)
                    .map(DATA, 0x5000_0000, ALL)),
            Map.entry(WalkFault.NO_MEMORY_FOR_MISALIGNED, () -> guest(Instruction.LW, ALL)
                    .map(DATA, 0x1000_0000, ALL)
                    .poke(START + 4, Instruction.LW.encode(11, 10, 0, 3)))));

    private static String explain(Guest guest) {
        StringBuilder text = new StringBuilder();
        guest.hart.setTrapListener(new Explainer(guest.machine,
                Guest.symbols(CODE, Guest.function("main", CODE, 0x40)), Policy.EXCEPTIONS,
                text::append));
        for (int i = 0; i < 3 && text.isEmpty(); i++) {
            guest.machine.step();
        }
        return text.toString();
    }

    @Test
    void everyRuleIsTold() {
        assertEquals(EnumSet.allOf(WalkFault.class), BROKEN.keySet());
    }

    /** The explanations in {@code explained-walks.txt}, by the rule's name. */
    private static Map<String, String> expected() throws IOException {
        try (InputStream in = ExplainWalkTest.class.getResourceAsStream("explained-walks.txt")) {
            Map<String, String> texts = new HashMap<>();
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String section : all.split("(?m)^=== ")) {
                if (!section.isEmpty()) {
                    int end = section.indexOf('\n');
                    texts.put(section.substring(0, end), section.substring(end + 1).strip());
                }
            }
            return texts;
        }
    }

    @TestFactory
    Stream<DynamicTest> ruleIsToldInWords() throws IOException {
        Map<String, String> expected = expected();
        return BROKEN.entrySet().stream().map(entry -> DynamicTest.dynamicTest(
                entry.getKey().name(), () -> {
                    Guest guest = entry.getValue().get();
                    assertEquals(expected.get(entry.getKey().name()), explain(guest).strip());
                    assertEquals(entry.getKey(), guest.hart.mmu().lastFault().why());
                }));
    }
}
