package cleave.toolchain.compiler.door;

import java.util.Arrays;
import java.util.Optional;

/** The options of {@code cleave compile}; this table makes the help page, too. */
enum Option {
    OUTPUT("-o", "FILE", "the program; a.elf unless said"),
    CLASS_PATH("-cp", "PATH", "folders and jars with classes that the sources use, as for javac"),
    ENTRY("--entry", "CLASS", "the class whose main is run, where several have one"),
    BARE("--bare", null, "for the bare machine, M-mode on virt, instead of Linux"),
    NO_DEBUG("-g0", null, "without debugging information"),
    NAIVE("--naive", null, "by the naive back end, without optimising passes"),
    NO_COMPRESSED("--no-compressed", null, "without instructions of 16 bits"),
    NULL_CHECKS("--null-checks", null, "check references before each use, instead of faulting"),
    NO_ASSERTIONS("--no-assertions", null, "leave assert out"),
    STACK_LIMIT("--stack-limit", "BYTES", "refuse entry points that may need more stack"),
    LISTING("--listing", "FILE", "write addresses, bytes and instructions there"),
    EMIT_IR("--emit-ir", "FILE", "write what the back end was given there"),
    REPORT("--report", null, "print sizes, stack depths, recursion and waived checks"),
    HELP("--help", null, "print this");

    private final String spelling;
    private final String argument;
    private final String meaning;

    Option(String spelling, String argument, String meaning) {
        this.spelling = spelling;
        this.argument = argument;
        this.meaning = meaning;
    }

    static Optional<Option> of(String word) {
        return Arrays.stream(values()).filter(option -> option.spelling.equals(word)).findFirst();
    }

    boolean takesArgument() {
        return argument != null;
    }

    String spelling() {
        return spelling;
    }

    static String help() {
        StringBuilder text = new StringBuilder("""
                cleave compile [OPTION ...] SOURCE ...

                Compiles restricted Java to a program for RV32IMAC. A SOURCE is a file, or a folder
                whose .java files are all taken. The program begins with static int main().

                """);
        for (Option option : values()) {
            String left = option.takesArgument() ? option.spelling + " " + option.argument
                    : option.spelling;
            text.append(String.format("  %-20s %s%n", left, option.meaning));
        }
        return text.append("""

                Exit codes: 0, 1 when the sources cannot be compiled, 2 for a bad command line.
                """).toString();
    }
}
