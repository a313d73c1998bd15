package cleave.emulator.debug;

import cleave.emulator.machine.Machine;
import cleave.toolchain.elf.dwarf.SourceLine;
import cleave.toolchain.isa.Disassembler;
import cleave.toolchain.isa.Operands;
import cleave.toolchain.isa.PrivilegeMode;

/** Disassembles the guest's code with its own names. */
public final class CodeReader {
    /** What stands for an instruction that cannot be read. */
    public static final String UNREADABLE = "(no memory)";

    private final GuestView view;
    private final Symbols symbols;
    private final Disassembler disassembler;

    public CodeReader(Machine machine, Symbols symbols) {
        this.view = new GuestView(machine);
        this.symbols = symbols;
        this.disassembler = Disassembler.readable().withNames(symbols::name);
    }

    /**
     * An instruction in memory.
     *
     * @param mode the privilege mode whose translation finds it
     * @param bits 16 or 32 of them, or {@link GuestView#NOWHERE}
     * @param length bytes, 2 or 4
     * @param text in assembly language
     */
    public record Code(int mode, int pc, long bits, int length, String text) {
        /** The bits in hexadecimal, padded to eight columns. */
        public String hex() {
            return bits < 0 ? "        "
                    : String.format(length == 2 ? "    %04x" : "%08x", bits);
        }
    }

    /** The instruction at {@code va} as a mode fetches it. */
    public Code at(int va, int mode) {
        long bits = view.instruction(va, mode);
        if (bits < 0) {
            return new Code(mode, va, bits, 2, UNREADABLE);
        }
        return new Code(mode, va, bits, Operands.isCompressed((int) bits) ? 2 : 4,
                text(va, (int) bits));
    }

    /** An instruction in words, wherever it came from. */
    public String text(int va, int bits) {
        Disassembler.Text text = disassembler.disassemble(va, bits);
        return text.operands().isEmpty() ? text.mnemonic()
                : String.format("%-8s %s", text.mnemonic(), text.operands());
    }

    /** {@code S 80000010 <main+0x4>    00150513  addi     a0,a0,1    main.c:12}. */
    public String line(Code code) {
        String name = symbols.name(code.pc());
        String place = name == null ? "" : "<" + name + ">";
        String source = symbols.line(code.pc())
                .map(line -> line.fileName() + ":" + line.line()).orElse("");
        return String.format("%s %08x %-24s %s  %-32s %s", letter(code.mode()), code.pc(), place,
                code.hex(), code.text(), source).stripTrailing();
    }

    /** The source line of an instruction in brackets, or nothing. */
    String source(int va) {
        return symbols.line(va).map(SourceLine::toString).map(s -> " (" + s + ")").orElse("");
    }

    /** U, S or M. */
    public static String letter(int mode) {
        PrivilegeMode known = PrivilegeMode.of(mode);
        return known == null ? "?" : known.letter();
    }
}
