package cleave.toolchain.compiler.ir;

import static cleave.toolchain.compiler.ir.Op.Kind.BARRIER;
import static cleave.toolchain.compiler.ir.Op.Kind.CHECK;
import static cleave.toolchain.compiler.ir.Op.Kind.LEAF;
import static cleave.toolchain.compiler.ir.Op.Kind.MARK;
import static cleave.toolchain.compiler.ir.Op.Kind.PURE;
import static cleave.toolchain.compiler.ir.Op.Kind.READ;
import static cleave.toolchain.compiler.ir.Op.Kind.TERMINATOR;
import static cleave.toolchain.compiler.ir.Op.Kind.WRITE;
import static cleave.toolchain.compiler.ir.Type.I32;
import static cleave.toolchain.compiler.ir.Type.I64;
import static cleave.toolchain.compiler.ir.Type.VOID;

/**
 * The operations of the representation: result, operand types, what else an operation does, and the
 * class of its {@link Value#aux}. A null result or operand list varies; the comment says how.
 *
 * <p>32-bit operations mean what the instruction of the same name means (so {@link #DIV} by zero is
 * -1: Java's exception is a {@link #CHECK_DIVISOR} before it), shifts use the low five bits of the
 * amount, those of longs the low six bits of a 32-bit amount.
 */
public enum Op {
    /** The value is {@code aux}. */
    CONST(LEAF, I32, Integer.class),
    CONST_LONG(LEAF, I64, Long.class),
    /** The address of {@code aux} plus {@link SymbolAddress#offset}. */
    SYMBOL(LEAF, I32, SymbolAddress.class),
    /** Parameter number {@code aux}; only at the start of the entry block. Any type. */
    PARAMETER(LEAF, null, Integer.class),
    /** One operand per predecessor, in their order; only at the start of a block. Any type. */
    PHI(LEAF, null, null),

    ADD(PURE, I32, null, I32, I32),
    SUB(PURE, I32, null, I32, I32),
    AND(PURE, I32, null, I32, I32),
    OR(PURE, I32, null, I32, I32),
    XOR(PURE, I32, null, I32, I32),
    SLL(PURE, I32, null, I32, I32),
    SRL(PURE, I32, null, I32, I32),
    SRA(PURE, I32, null, I32, I32),
    MUL(PURE, I32, null, I32, I32),
    MULH(PURE, I32, null, I32, I32),
    MULHU(PURE, I32, null, I32, I32),
    MULHSU(PURE, I32, null, I32, I32),
    DIV(PURE, I32, null, I32, I32),
    DIVU(PURE, I32, null, I32, I32),
    REM(PURE, I32, null, I32, I32),
    REMU(PURE, I32, null, I32, I32),
    /** Sign and zero extension of the low 8 or 16 bits. */
    SEXT8(PURE, I32, null, I32),
    ZEXT8(PURE, I32, null, I32),
    SEXT16(PURE, I32, null, I32),
    ZEXT16(PURE, I32, null, I32),
    /** 1 if condition {@code aux} holds, else 0. */
    SET(PURE, I32, Condition.class, I32, I32),

    ADD_LONG(PURE, I64, null, I64, I64),
    SUB_LONG(PURE, I64, null, I64, I64),
    AND_LONG(PURE, I64, null, I64, I64),
    OR_LONG(PURE, I64, null, I64, I64),
    XOR_LONG(PURE, I64, null, I64, I64),
    SLL_LONG(PURE, I64, null, I64, I32),
    SRL_LONG(PURE, I64, null, I64, I32),
    SRA_LONG(PURE, I64, null, I64, I32),
    MUL_LONG(PURE, I64, null, I64, I64),
    /** By zero: -1 and the dividend, as the 32-bit operations have it. */
    DIV_LONG(PURE, I64, null, I64, I64),
    DIVU_LONG(PURE, I64, null, I64, I64),
    REM_LONG(PURE, I64, null, I64, I64),
    REMU_LONG(PURE, I64, null, I64, I64),
    SET_LONG(PURE, I32, Condition.class, I64, I64),
    /** -1, 0 or 1, as {@code lcmp} and {@code Long.compareUnsigned} have it. */
    COMPARE_LONG(PURE, I32, null, I64, I64),
    COMPAREU_LONG(PURE, I32, null, I64, I64),
    SEXT_LONG(PURE, I64, null, I32),
    ZEXT_LONG(PURE, I64, null, I32),
    LOW(PURE, I32, null, I64),
    HIGH(PURE, I32, null, I64),
    /** A long of its low and its high word. */
    PAIR(PURE, I64, null, I32, I32),

    /** From operand plus the access's offset. */
    LOAD(READ, I32, MemoryAccess.class, I32),
    LOAD_LONG(READ, I64, MemoryAccess.class, I32),
    /** The second operand to the first plus the access's offset. */
    STORE(WRITE, VOID, MemoryAccess.class, I32, I32),
    STORE_LONG(WRITE, VOID, MemoryAccess.class, I32, I64),

    /** Panics unless index (first) is below length (second), both unsigned. */
    CHECK_INDEX(CHECK, VOID, null, I32, I32),
    /** Panics if the reference is null. */
    CHECK_NULL(CHECK, VOID, null, I32),
    CHECK_DIVISOR(CHECK, VOID, null, I32),
    CHECK_DIVISOR_LONG(CHECK, VOID, null, I64),
    /** Panics if the size of a new array, the operand, is negative. */
    CHECK_SIZE(CHECK, VOID, null, I32),

    /** Calls the function {@code aux}; any operands; result any type. */
    CALL(BARRIER, null, Symbol.class),
    /** Calls the address in the first operand with the others. */
    CALL_POINTER(BARRIER, null, null),
    /** {@code ecall}: operands are (register, value) by {@code aux}; the result is a0. */
    ECALL(BARRIER, null, EcallRegisters.class),
    /** a1 after the {@link #CALL}, {@link #CALL_POINTER} or {@link #ECALL} that is the operand. */
    SECOND_RESULT(PURE, I32, null, I32),
    /** The instruction {@code aux}: operands rs1, rs2 as it has them, result rd if it has one. */
    MACHINE(BARRIER, null, MachineOperation.class),

    /**
     * From here the local variable {@code aux} has the operand's value, of any type; after longs
     * are lowered, that of low and high word; without operand, the value is no longer known.
     */
    LOCAL(MARK, VOID, LocalVariable.class),

    /** To the only successor. */
    JUMP(TERMINATOR, VOID, null),
    /** To the first successor if condition {@code aux} holds for the operands, else the second. */
    BRANCH(TERMINATOR, VOID, Condition.class, I32, I32),
    BRANCH_LONG(TERMINATOR, VOID, Condition.class, I64, I64),
    /** To the successor that {@code aux} has for the operand. */
    SWITCH(TERMINATOR, VOID, SwitchTable.class, I32),
    /** No operand or the result; after longs are lowered, low and high word. */
    RETURN(TERMINATOR, VOID, null),
    /** Panics with message {@code aux}; no successor. */
    PANIC(TERMINATOR, VOID, String.class),
    /** Behind a call that does not return; no successor. */
    UNREACHABLE(TERMINATOR, VOID, null);

    /** What an operation does besides computing its result. */
    public enum Kind {
        /** Bound to its place by its nature, without effect. */
        LEAF,
        /** Nothing: equal operands, equal result, wherever it is. */
        PURE,
        /** Looks at memory. */
        READ,
        /** Changes memory. */
        WRITE,
        /** May panic, and nothing else. */
        CHECK,
        /** Everything: memory, other state, its order among others of its kind. */
        BARRIER,
        /** Tells the debugger something; makes no code, and keeps nothing alive. */
        MARK,
        /** Ends a block. */
        TERMINATOR
    }

    private final Kind kind;
    private final Type result;
    private final Class<?> aux;
    private final Type[] operands;

    Op(Kind kind, Type result, Class<?> aux, Type... operands) {
        this.kind = kind;
        this.result = result;
        this.aux = aux;
        this.operands = operands;
    }

    public Kind kind() {
        return kind;
    }

    /** The type of the result; null where it varies. */
    public Type result() {
        return result;
    }

    /** The class of {@link Value#aux}; null where there is none. */
    public Class<?> aux() {
        return aux;
    }

    /** How many operands it has; -1 where that varies. */
    public int arity() {
        return switch (this) {
            case PHI, CALL, CALL_POINTER, ECALL, MACHINE, LOCAL, RETURN -> -1;
            default -> operands.length;
        };
    }

    /** The type operand {@code i} must have; null for any. */
    public Type operand(int i) {
        return arity() < 0 ? null : operands[i];
    }

    public boolean isTerminator() {
        return kind == TERMINATOR;
    }

    /** Whether the result may be left out when nobody uses it. */
    public boolean isRemovable() {
        return kind == PURE || kind == LEAF || kind == READ;
    }

    /** Whether the operands may be exchanged. */
    public boolean isCommutative() {
        return switch (this) {
            case ADD, AND, OR, XOR, MUL, MULH, MULHU,
                    ADD_LONG, AND_LONG, OR_LONG, XOR_LONG, MUL_LONG -> true;
            default -> false;
        };
    }
}
