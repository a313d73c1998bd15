package cleave.emulator.debug;

import cleave.emulator.hart.Hart;
import cleave.emulator.hart.HartOptions;
import cleave.emulator.machine.Machine;
import cleave.toolchain.elf.ElfException;
import cleave.toolchain.elf.ElfFile;
import cleave.toolchain.elf.ElfImage;
import cleave.toolchain.elf.ElfSection;
import cleave.toolchain.elf.ElfSymbol;
import cleave.toolchain.elf.ElfWriter;
import cleave.toolchain.isa.Csr;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Register;
import java.util.ArrayList;
import java.util.List;

/** A small machine with a program of instruction words at the beginning of RAM. */
public final class Guest {
    public static final int START = 0x8000_0000;
    /** Where {@link #map} puts the root table. */
    public static final int ROOT = START + 0x8_0000;
    public static final int LEAVES = ROOT + 0x1000;

    public final Machine machine;
    public final Hart hart;
    private final List<Integer> words = new ArrayList<>();

    public Guest() {
        this(HartOptions.DEFAULT);
    }

    public Guest(HartOptions options) {
        machine = Machine.builder().memory(1 << 20).options(options).build();
        hart = machine.hart();
        machine.addBootAction(() -> hart.pc = START);
    }

    /** Adds an instruction behind the last; registers by name. */
    public Guest add(Instruction instruction, String rd, String rs1, String rs2, int immediate) {
        return word(instruction.encode(number(rd), number(rs1), number(rs2), immediate));
    }

    public Guest add(Instruction instruction) {
        return add(instruction, "zero", "zero", "zero", 0);
    }

    public Guest addi(String rd, String rs1, int immediate) {
        return add(Instruction.ADDI, rd, rs1, "zero", immediate);
    }

    public Guest lui(String rd, int upper) {
        return add(Instruction.LUI, rd, "zero", "zero", upper);
    }

    public Guest csrw(Csr csr, String rs1) {
        return add(Instruction.CSRRW, "zero", rs1, "zero", csr.number());
    }

    public Guest csrr(String rd, Csr csr) {
        return add(Instruction.CSRRS, rd, "zero", "zero", csr.number());
    }

    public Guest word(int word) {
        machine.memory().writeInt((START & 0xffff_ffffL) + 4L * words.size(), word);
        words.add(word);
        return this;
    }

    private static int number(String register) {
        return Register.byName(register).number();
    }

    public Guest set(Csr csr, int value) {
        hart.csrs().poke(csr, value);
        return this;
    }

    public Guest poke(int address, int word) {
        machine.memory().writeInt(address & 0xffff_ffffL, word);
        return this;
    }

    /** Lets every mode use all memory. */
    public Guest openPmp() {
        return set(Csr.PMPADDR0, -1).set(Csr.PMPCFG0, 0x1f);
    }

    /** Maps a page in the one leaf table there is, which serves every 4 MiB. */
    public Guest map(int va, int pa, int flags) {
        poke(ROOT + 4 * (va >>> 22), LEAVES >>> 2 | 1);
        return poke(LEAVES + 4 * (va >>> 12 & 0x3ff), pa >>> 2 | flags);
    }

    public Guest pagingOn() {
        return set(Csr.SATP, 1 << 31 | ROOT >>> 12);
    }

    public Guest mode(int mode) {
        hart.setPrivilege(mode);
        return this;
    }

    public void steps(int count) {
        for (int i = 0; i < count; i++) {
            machine.step();
        }
    }

    /** Names for the first 4 KiB, linked where they run. */
    public static Symbols symbols(ElfSymbol... symbols) {
        return symbols(START, symbols);
    }

    /** Names for 4 KiB loaded at the beginning of RAM and linked at {@code address}. */
    public static Symbols symbols(int address, ElfSymbol... symbols) {
        return symbols(address, START, symbols);
    }

    /** Names for 4 KiB loaded at a physical address and linked at {@code address}. */
    public static Symbols symbols(int address, int physical, ElfSymbol... symbols) {
        ElfSection text = ElfSection.text(".text", address, new byte[0x1000]).loadedAt(physical);
        byte[] file = ElfWriter.write(new ElfImage(address, List.of(text), List.of(symbols)));
        try {
            return new Symbols(List.of(ElfFile.read(file, "guest.elf")));
        } catch (ElfException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static ElfSymbol function(String name, int address, int size) {
        return ElfSymbol.function(name, address, size, ".text");
    }
}
