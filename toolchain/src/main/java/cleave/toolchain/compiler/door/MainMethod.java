package cleave.toolchain.compiler.door;

import cleave.toolchain.asm.Assembler;
import cleave.toolchain.compiler.CompileException;
import cleave.toolchain.compiler.Violation;
import cleave.toolchain.compiler.ir.Function;
import cleave.toolchain.compiler.ir.Program;
import cleave.toolchain.compiler.ir.Type;
import cleave.toolchain.isa.Register;
import java.util.List;

/**
 * The method that a program begins with: {@code static void main()} or {@code static int main()},
 * whose result is the exit code; under Linux also with {@code (int count, Address arguments)}.
 *
 * @param symbol         its name in the assembler
 * @param takesArguments whether it is given argc and argv
 * @param returnsCode    whether its result is the exit code
 */
record MainMethod(String symbol, boolean takesArguments, boolean returnsCode) {
    private static final List<Type> ARGUMENTS = List.of(Type.I32, Type.I32);

    /** The one of the class with that internal name. */
    static MainMethod of(Program program, String className, ProgramKind kind) {
        String simpleName = className.substring(className.lastIndexOf('/') + 1);
        List<Function> found = program.functions().stream()
                .filter(function -> function.method().equals(simpleName + ".main"))
                .filter(function -> function.attributes().entryPoint()).toList();
        if (found.size() != 1) {
            throw CompileException.of(className.replace('/', '.'), "main-method",
                    found.isEmpty() ? "it has no static method main"
                            : "it has several methods main",
                    "declare one, as static int main()");
        }
        Function main = found.get(0);
        boolean arguments = main.parameters().equals(ARGUMENTS) && kind == ProgramKind.USER;
        boolean code = main.result() == Type.I32;
        if (!main.parameters().isEmpty() && !arguments || main.result() == Type.I64) {
            throw new CompileException(List.of(Violation.at(main.position(), "main-method",
                    "a program cannot begin with these parameters or this result",
                    kind == ProgramKind.USER
                            ? "declare static int main(), or main(int count, Address arguments)"
                            : "declare static int main()")));
        }
        return new MainMethod(main.symbol().name(), arguments, code);
    }

    /** Calls it, and leaves the exit code in a0. */
    void writeCall(Assembler a) {
        a.call(symbol);
        if (!returnsCode) {
            a.li(Register.A0, 0);
        }
    }
}
