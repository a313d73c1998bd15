package cleave.toolchain.compiler.backend.machine;

import cleave.toolchain.compiler.ir.Position;
import cleave.toolchain.isa.Instruction;
import cleave.toolchain.isa.Register;

/**
 * An instruction, or a few that belong together, over registers that are numbers: below {@link
 * MachineCode#FIRST_VIRTUAL} those of the machine, from there on virtual ones. After allocation all
 * are the machine's, and in a {@link Kind#MOVES} a negative number {@code ~n} is slot n.
 */
public final class Insn {
    /** What it is, and what {@link #aux} means. */
    public enum Kind {
        /** One instruction; {@code aux} is a {@code SymbolAddress} whose low part is immediate. */
        PLAIN,
        /** All at once, {@code def(i)} gets {@code use(i)}. */
        MOVES,
        /** A constant: the immediate. */
        CONSTANT,
        /** The upper part of {@code aux}, a {@code SymbolAddress}, for a low part to be added. */
        UPPER,
        /** The address {@code aux}, a {@code SymbolAddress}. */
        ADDRESS,
        /** The upper part of the address of the jump table {@code aux}, as {@link #UPPER}. */
        TABLE_UPPER,
        /** Loads word {@code immediate} of the arguments that the caller has on the stack. */
        LOAD_ARGUMENT,
        /** Stores to byte {@code immediate} above sp: an argument of a call. */
        STORE_ARGUMENT,
        /** Loads slot {@code immediate}. */
        LOAD_SLOT,
        /** Stores to slot {@code immediate}. */
        STORE_SLOT,
        /** Calls {@code aux}, a {@code Symbol}; changes all registers the convention lets it. */
        CALL,
        /** As {@link #CALL}, the address in the first register used. */
        CALL_REGISTER,
        /** {@code aux} is a {@code MachineOperation}; one without operands differs. */
        MACHINE,
        ECALL,
        /** The branch goes to a panic: {@code aux} is a {@link Check}. */
        CHECK,
        /** The local variable {@code aux} is in the registers {@link #marked} from here on. */
        MARK,
        /** To the block's successor. */
        JUMP,
        /** To the first successor if the branch is taken, else to the second. */
        BRANCH,
        /** To the address in the register, one of the jump table {@code aux}. */
        TABLE,
        RETURN,
        /** Panics with the message {@code aux}. */
        PANIC,
        /** Never reached. */
        TRAP
    }

    /**
     * A check: what the panic says, and whether the registers are an index and a length.
     */
    public record Check(String message, boolean indexed) {
    }

    /** A word of a variable that is no register but a constant. */
    public record Known(int value) {
    }

    private static final int[] NONE = {};

    private final Kind kind;
    private Instruction instruction;
    private int[] defs = NONE;
    private int[] uses = NONE;
    private int immediate;
    private Object aux;
    private Position position;
    private boolean mayFault;
    private Object[] marked;

    private Insn(Kind kind) {
        this.kind = kind;
    }

    public static Insn of(Kind kind, Object aux) {
        Insn insn = new Insn(kind);
        insn.aux = aux;
        return insn;
    }

    public static Insn plain(Instruction instruction, int immediate) {
        Insn insn = new Insn(Kind.PLAIN);
        insn.instruction = instruction;
        insn.immediate = immediate;
        return insn;
    }

    public static Insn branch(Instruction instruction, int left, int right) {
        Insn insn = new Insn(Kind.BRANCH);
        insn.instruction = instruction;
        return insn.using(left, right);
    }

    public static Insn moves(int[] to, int[] from) {
        return new Insn(Kind.MOVES).defining(to).using(from);
    }

    // ---- making ----

    public Insn defining(int... registers) {
        defs = registers;
        return this;
    }

    public Insn using(int... registers) {
        uses = registers;
        return this;
    }

    public Insn with(Instruction newInstruction) {
        instruction = newInstruction;
        return this;
    }

    public Insn withImmediate(int value) {
        immediate = value;
        return this;
    }

    public Insn withAux(Object value) {
        aux = value;
        return this;
    }

    public Insn at(Position line) {
        position = line;
        return this;
    }

    public Insn faulting() {
        mayFault = true;
        return this;
    }

    /** Each word is a register, as Integer, or {@link Known}; none when the value is lost. */
    public Insn marking(Object... words) {
        marked = words;
        return this;
    }

    /** The same for another register: what makes a constant may be repeated elsewhere. */
    public Insn repeatedFor(int register) {
        Insn copy = new Insn(kind);
        copy.aux = aux;
        copy.immediate = immediate;
        copy.position = position;
        return copy.defining(register);
    }

    // ---- asking ----

    public Kind kind() {
        return kind;
    }

    public Instruction instruction() {
        return instruction;
    }

    public int[] defs() {
        return defs;
    }

    public int[] uses() {
        return uses;
    }

    public int def() {
        return defs.length == 0 ? 0 : defs[0];
    }

    public int use(int i) {
        return i < uses.length ? uses[i] : 0;
    }

    public int immediate() {
        return immediate;
    }

    public Object aux() {
        return aux;
    }

    public Position position() {
        return position;
    }

    public boolean mayFault() {
        return mayFault;
    }

    public Object[] marked() {
        return marked;
    }

    /** Whether it may be left out when nobody uses what it defines. */
    public boolean isRemovable() {
        return switch (kind) {
            case CONSTANT, UPPER, ADDRESS, TABLE_UPPER, LOAD_ARGUMENT, LOAD_SLOT, MOVES -> true;
            case PLAIN -> defs.length > 0 && !mayFault;
            default -> false;
        };
    }

    /** Whether its register can be made anew by the same instruction anywhere. */
    public boolean isConstant() {
        return kind == Kind.CONSTANT || kind == Kind.UPPER || kind == Kind.ADDRESS;
    }

    public boolean isCall() {
        return kind == Kind.CALL || kind == Kind.CALL_REGISTER;
    }

    public boolean isTerminator() {
        return kind.ordinal() >= Kind.JUMP.ordinal();
    }

    /** How many instructions a constant takes. */
    public int length() {
        if (kind == Kind.ADDRESS) {
            return 2;
        }
        return kind == Kind.CONSTANT && !Instruction.ADDI.immediateFits(immediate)
                && (immediate & 0xfff) != 0 ? 2 : 1;
    }

    private static String name(int register) {
        return register < 0 ? "slot" + ~register : register < MachineCode.FIRST_VIRTUAL
                ? Register.of(register).abiName() : "r" + register;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(instruction == null
                ? kind.name().toLowerCase(java.util.Locale.ROOT) : instruction.mnemonic());
        for (int def : defs) {
            text.append(' ').append(name(def));
        }
        text.append(defs.length == 0 ? "" : " =");
        for (int use : uses) {
            text.append(' ').append(name(use));
        }
        text.append(immediate == 0 ? "" : " " + immediate);
        return text.append(aux == null ? "" : " " + aux).toString();
    }
}
