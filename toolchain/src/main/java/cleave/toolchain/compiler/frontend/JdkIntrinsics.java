package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.ir.Condition;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Value;
import java.util.Map;

/**
 * The JDK's methods over numbers that are one or a few instructions; the others of the whitelist
 * are Java, in {@code cleave.toolchain.compiler.runtime}.
 */
final class JdkIntrinsics {
    private static final String INTEGER = "java/lang/Integer.";
    private static final String LONG = "java/lang/Long.";
    private static final int WORD_BITS = 32;
    private static final int LONG_BITS = 64;

    private JdkIntrinsics() {
    }

    static void addTo(Map<String, Intrinsic> table) {
        table.put(INTEGER + "compareUnsigned(II)I", call -> call.code().compareUnsigned(
                call.argument(0), call.argument(1)));
        table.put(LONG + "compareUnsigned(JJ)I", call -> call.code().compareUnsigned(
                call.argument(0), call.argument(1)));
        table.put(INTEGER + "compare(II)I", call -> call.code().compare(call.argument(0),
                call.argument(1)));
        table.put(LONG + "compare(JJ)I", call -> call.code().compare(call.argument(0),
                call.argument(1)));
        table.put(INTEGER + "divideUnsigned(II)I", call -> divide(call, Op.DIVU));
        table.put(INTEGER + "remainderUnsigned(II)I", call -> divide(call, Op.REMU));
        table.put(LONG + "divideUnsigned(JJ)J", call -> divide(call, Op.DIVU_LONG));
        table.put(LONG + "remainderUnsigned(JJ)J", call -> divide(call, Op.REMU_LONG));
        table.put(INTEGER + "toUnsignedLong(I)J", call -> call.code().emit(Op.ZEXT_LONG,
                call.argument(0)));
        table.put("java/lang/Byte.toUnsignedInt(B)I", call -> call.code().emit(Op.ZEXT8,
                call.argument(0)));
        table.put("java/lang/Short.toUnsignedInt(S)I", call -> call.code().emit(Op.ZEXT16,
                call.argument(0)));
        table.put("java/lang/Byte.toUnsignedLong(B)J", call -> call.code().emit(Op.ZEXT_LONG,
                call.code().emit(Op.ZEXT8, call.argument(0))));
        table.put("java/lang/Short.toUnsignedLong(S)J", call -> call.code().emit(Op.ZEXT_LONG,
                call.code().emit(Op.ZEXT16, call.argument(0))));
        addRotations(table);
        addMultiplications(table);
    }

    private static Value divide(Intrinsic.Call call, Op op) {
        call.code().checkDivisor(call.argument(1));
        return call.code().emit(op, call.argument(0), call.argument(1));
    }

    private static void addRotations(Map<String, Intrinsic> table) {
        table.put(INTEGER + "rotateLeft(II)I", call -> rotate(call, Op.SLL, Op.SRL, Op.OR,
                WORD_BITS));
        table.put(INTEGER + "rotateRight(II)I", call -> rotate(call, Op.SRL, Op.SLL, Op.OR,
                WORD_BITS));
        table.put(LONG + "rotateLeft(JI)J", call -> rotate(call, Op.SLL_LONG, Op.SRL_LONG,
                Op.OR_LONG, LONG_BITS));
        table.put(LONG + "rotateRight(JI)J", call -> rotate(call, Op.SRL_LONG, Op.SLL_LONG,
                Op.OR_LONG, LONG_BITS));
    }

    /** Shifts look at the low bits of the amount only, so that the other way is its negative. */
    private static Value rotate(Intrinsic.Call call, Op there, Op back, Op or, int bits) {
        Code code = call.code();
        Value amount = call.argument(1);
        Value rest = amount.isConst() ? code.constant(-amount.constant() & bits - 1)
                : code.emit(Op.SUB, code.constant(0), amount);
        return code.emit(or, code.emit(there, call.argument(0), amount),
                code.emit(back, call.argument(0), rest));
    }

    private static void addMultiplications(Map<String, Intrinsic> table) {
        table.put("java/lang/Math.multiplyFull(II)J", call -> call.code().emit(Op.MUL_LONG,
                call.code().emit(Op.SEXT_LONG, call.argument(0)),
                call.code().emit(Op.SEXT_LONG, call.argument(1))));
        table.put(INTEGER + "lowestOneBit(I)I", call -> call.code().emit(Op.AND,
                call.argument(0), call.code().emit(Op.SUB, call.code().constant(0),
                        call.argument(0))));
        table.put(LONG + "lowestOneBit(J)J", call -> call.code().emit(Op.AND_LONG,
                call.argument(0), call.code().emit(Op.SUB_LONG, call.code().constantLong(0),
                        call.argument(0))));
        table.put(INTEGER + "signum(I)I", call -> call.code().emit(Op.SUB,
                call.code().set(Condition.GT, call.argument(0), call.code().constant(0)),
                call.code().set(Condition.LT, call.argument(0), call.code().constant(0))));
        table.put(LONG + "signum(J)I", call -> call.code().emit(Op.COMPARE_LONG,
                call.argument(0), call.code().constantLong(0)));
    }
}
