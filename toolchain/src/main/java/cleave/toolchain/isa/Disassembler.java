package cleave.toolchain.isa;

import java.util.Objects;
import java.util.function.IntFunction;

/**
 * Instructions as text, in GNU's spelling. {@link #exact} writes every instruction by its own name
 * and all its operands, as {@code objdump -M no-aliases} does; {@link #readable} prefers the
 * pseudo-instructions people write and expands compressed instructions, as {@code objdump} does by
 * default. Addresses are hexadecimal without prefix. What is no legal instruction becomes data:
 * {@code .4byte} or {@code .2byte}. Immutable.
 */
public final class Disassembler {
    private static final IntFunction<String> NO_NAMES = address -> null;

    private final boolean aliases;
    private final IntFunction<String> names;

    private Disassembler(boolean aliases, IntFunction<String> names) {
        this.aliases = aliases;
        this.names = names;
    }

    /** One name per instruction. */
    public static Disassembler exact() {
        return new Disassembler(false, NO_NAMES);
    }

    /** The spelling for people. */
    public static Disassembler readable() {
        return new Disassembler(true, NO_NAMES);
    }

    /**
     * The same, and behind the target of a jump or branch, in angle brackets, what {@code names}
     * calls that address: {@code main+0x4}, or null for nothing.
     */
    public Disassembler withNames(IntFunction<String> names) {
        return new Disassembler(aliases, Objects.requireNonNull(names));
    }

    /** An instruction's text; {@code length} is 2 or 4 bytes. */
    public record Text(String mnemonic, String operands, int length) {
        /** Mnemonic and operands separated by one space. */
        @Override
        public String toString() {
            return operands.isEmpty() ? mnemonic : mnemonic + " " + operands;
        }
    }

    /** The instruction at {@code address}; a 16-bit one is the low half of {@code word}. */
    public Text disassemble(int address, int word) {
        return Operands.isCompressed(word) ? compressed(address, word & 0xffff)
                : full(address, word);
    }

    private Text full(int address, int word) {
        Instruction instruction = Instruction.decode(word);
        if (instruction == null) {
            return new Text(".4byte", hex(word), 4);
        }
        if (aliases) {
            return readable(address, instruction, word, 4);
        }
        return new Text(instruction.mnemonic() + ordering(instruction, word),
                operands(instruction.format().syntax(), address, instruction, word), 4);
    }

    private Text readable(int address, Instruction instruction, int word, int length) {
        PseudoInstruction pseudo = PseudoInstruction.of(instruction, word);
        if (pseudo != null) {
            return new Text(pseudo.mnemonic(),
                    operands(pseudo.syntax(), address, instruction, word), length);
        }
        return new Text(instruction.mnemonic() + ordering(instruction, word),
                operands(instruction.format().syntax(), address, instruction, word), length);
    }

    private Text compressed(int address, int halfword) {
        CompressedInstruction instruction = CompressedInstruction.decode(halfword);
        if (instruction == null) {
            return halfword == 0 ? new Text(aliases ? "unimp" : "c.unimp", "", 2)
                    : new Text(".2byte", hex(halfword), 2);
        }
        int word = CompressedInstruction.expand(halfword);
        Instruction target = instruction.target();
        if (aliases) {
            return readable(address, target, word, 2);
        }
        return switch (instruction) {
            // GNU takes c.nop for an alias of c.addi, whose operand shows the HINT's number.
            case C_NOP -> new Text("c.addi",
                    operands("rd, imm", address, target, word), 2);
            case C_SLLI, C_SRLI, C_SRAI -> shift(instruction, address, word);
            default -> new Text(instruction.mnemonic(),
                    operands(instruction.syntax(), address, target, word), 2);
        };
    }

    /** A shift by zero is a HINT that goes by the name RV128 gives it, without the amount. */
    private Text shift(CompressedInstruction instruction, int address, int word) {
        boolean hint = Operands.shamt(word) == 0;
        return new Text(instruction.mnemonic() + (hint ? "64" : ""),
                operands(hint ? "rd" : instruction.syntax(), address, instruction.target(), word),
                2);
    }

    private static String ordering(Instruction instruction, int word) {
        return switch (instruction.format()) {
            case AMO, LOAD_RESERVED -> switch (Operands.aqrl(word)) {
                case 1 -> ".rl";
                case 2 -> ".aq";
                case 3 -> ".aqrl";
                default -> "";
            };
            default -> "";
        };
    }

    /** Writes the operands that {@code syntax} names, and its punctuation without spaces. */
    private String operands(String syntax, int address, Instruction instruction, int word) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < syntax.length()) {
            int end = at;
            while (end < syntax.length() && Character.isLetterOrDigit(syntax.charAt(end))) {
                end++;
            }
            if (end > at) {
                out.append(operand(syntax.substring(at, end), address, instruction, word));
                at = end;
            } else {
                if (syntax.charAt(at) != ' ') {
                    out.append(syntax.charAt(at));
                }
                at++;
            }
        }
        return out.toString();
    }

    private String operand(String name, int address, Instruction instruction, int word) {
        int immediate = instruction.format().immediate(word);
        return switch (name) {
            case "rd" -> Register.of(Operands.rd(word)).abiName();
            case "rs1" -> Register.of(Operands.rs1(word)).abiName();
            case "rs2" -> Register.of(Operands.rs2(word)).abiName();
            case "sp" -> Register.SP.abiName();
            case "imm" -> Integer.toString(immediate);
            case "shamt" -> hex(immediate);
            case "upper" -> hex(immediate >>> 12);
            case "target" -> target(address + immediate);
            case "csr" -> CsrNames.of(immediate);
            case "uimm" -> Integer.toString(Operands.rs1(word));
            case "pred" -> fenceSet(immediate >>> 4 & 15);
            case "succ" -> fenceSet(immediate & 15);
            default -> throw new IllegalStateException("syntax of " + instruction + ": " + name);
        };
    }

    private String target(int address) {
        String name = names.apply(address);
        String text = Integer.toHexString(address);
        return name == null ? text : text + " <" + name + ">";
    }

    private static String fenceSet(int set) {
        if (set == 0) {
            return "unknown";
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            if ((set & 8 >> i) != 0) {
                text.append("iorw".charAt(i));
            }
        }
        return text.toString();
    }

    private static String hex(int value) {
        return "0x" + Integer.toHexString(value);
    }
}
