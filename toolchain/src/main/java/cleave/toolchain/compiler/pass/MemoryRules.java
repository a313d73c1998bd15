package cleave.toolchain.compiler.pass;

import cleave.toolchain.compiler.ir.MemoryAccess;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.SymbolAddress;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;

/** Rules for accesses: constant parts of the address go into the offset, dead bits are not made. */
final class MemoryRules {
    private static final int GREATEST_OFFSET = 2047;

    private final Editor editor;
    private final Constants constants;

    MemoryRules(Editor editor, Constants constants) {
        this.editor = editor;
        this.constants = constants;
    }

    static MemoryAccess withSign(MemoryAccess access, boolean signed) {
        return new MemoryAccess(access.width(), signed, access.isVolatile(), access.offset(),
                access.alias());
    }

    Value rewrite(Value value) {
        MemoryAccess access = value.access();
        Value base = value.operand(0);
        if (base.op() == Op.ADD && base.operand(1).isConst()) {
            int offset = access.offset() + base.operand(1).constant();
            if (isNear(offset)) {
                value.setOperand(0, base.operand(0));
                value.setAux(access.withOffset(offset));
                return value;
            }
        }
        if (base.op() == Op.SYMBOL && access.offset() != 0) {
            SymbolAddress address = ((SymbolAddress) base.aux()).plus(access.offset());
            value.setOperand(0, editor.make(Op.SYMBOL, Type.I32, address));
            value.setAux(access.withOffset(0));
            return value;
        }
        if (value.op() == Op.STORE) {
            return narrow(value, access);
        }
        return value.op() == Op.LOAD && base.op() == Op.SYMBOL && !access.isVolatile()
                ? constants.load((SymbolAddress) base.aux(), access, editor) : null;
    }

    private static boolean isNear(int offset) {
        return offset >= -GREATEST_OFFSET - 1 && offset <= GREATEST_OFFSET - 4;
    }

    /** Bits that a narrow store does not store need not be right. */
    private static Value narrow(Value store, MemoryAccess access) {
        int bits = access.width().bytes() * 8;
        Value stored = store.operand(1);
        boolean same = bits < 32 && switch (stored.op()) {
            case SEXT8, ZEXT8 -> bits <= 8;
            case SEXT16, ZEXT16 -> bits <= 16;
            case AND -> stored.operand(1).isConst()
                    && (~stored.operand(1).constant() & (1 << bits) - 1) == 0;
            default -> false;
        };
        if (!same) {
            return null;
        }
        store.setOperand(1, stored.operand(0));
        return store;
    }
}
