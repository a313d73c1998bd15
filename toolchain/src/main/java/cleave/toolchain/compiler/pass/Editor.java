package cleave.toolchain.compiler.pass;

import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Op;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.compiler.ir.Value;
import java.util.function.Consumer;

/** Makes values before the one that is being rewritten, at its line. */
final class Editor {
    private final Function function;
    private final Consumer<Value> made;
    private Value place;

    /** @param made told of every new value */
    Editor(Function function, Consumer<Value> made) {
        this.function = function;
        this.made = made;
    }

    /** From now on, values are made before {@code newPlace}. */
    Editor before(Value newPlace) {
        place = newPlace;
        return this;
    }

    Value make(Op op, Type type, Object aux, Value... operands) {
        Value value = function.newValue(op, type, aux, place.position(), operands);
        place.block().insertBefore(place, value);
        made.accept(value);
        return value;
    }

    Value make(Op op, Value... operands) {
        return make(op, op.result(), null, operands);
    }

    Value constant(int value) {
        return make(Op.CONST, Type.I32, value);
    }

    Value constantLong(long value) {
        return make(Op.CONST_LONG, Type.I64, value);
    }

    /** The constant of that type. */
    Value number(Type type, long value) {
        return type == Type.I64 ? constantLong(value) : constant((int) value);
    }
}
