package cleave.toolchain.compiler.frontend;

import cleave.toolchain.compiler.ir.Value;
import java.util.List;

/** A method that is replaced by what it does. */
@FunctionalInterface
interface Intrinsic {
    /** A call of it: the operands, a receiver first, and what is known of each. */
    record Call(Code code, Lookup lookup, List<Value> arguments, List<Shape> shapes) {
        Value argument(int i) {
            return arguments.get(i);
        }

        /** The text of an argument that must be a literal. */
        String text(int i) {
            return lookup.text(code, arguments.get(i));
        }

        /** The class that an argument, a class literal, stands for. */
        String className(int i) {
            if (code.meaning(arguments.get(i)) instanceof String name) {
                return name;
            }
            throw code.refuse("literal-class", "the class is not a literal",
                    "write it as Proc.class");
        }
    }

    /** Writes it; the result, or null if it is void. */
    Value write(Call call);
}
