package cleave.guestos.build;

import cleave.toolchain.compiler.ClassSource;
import cleave.toolchain.compiler.CompilerOptions;
import cleave.toolchain.compiler.door.Executable;
import cleave.toolchain.compiler.door.ProgramKind;

/** Compiles the greeting, a program for the bare machine. */
public final class GreetingProgram {
    private static final String MAIN = "cleave/guestos/greeting/Greeting";
    /** Of the repository: where a debugger that is started there finds the source. */
    private static final String SOURCES = "guest-os/src/main/java";

    private GreetingProgram() {
    }

    /** The program at its addresses, from the start of RAM. */
    public static Executable build() {
        return Executable.build(ClassSource.of(GreetingProgram.class.getClassLoader()),
                CompilerOptions.of(MAIN), MAIN, ProgramKind.BARE, true, SOURCES);
    }
}
