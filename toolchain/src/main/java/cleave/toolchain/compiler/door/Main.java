package cleave.toolchain.compiler.door;

import java.util.List;

/** What the launcher runs for {@code cleave compile}. */
public final class Main {
    private Main() {
    }

    public static void main(String[] arguments) {
        System.exit(CompileCommand.run(List.of(arguments), System.out, System.err));
    }
}
