package cleave.tests.compiler;

import java.io.IOException;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The long run: {@code --programs N --seed S}, {@code --no-qemu}, {@code --variant NAME}, {@code
 * --show}. Prints progress and every difference with its shrunk program; fails when there was one.
 */
public final class Main {
    private static final int FAILURES_MAX = 5;

    private Main() {
    }

    public static void main(String[] arguments)
            throws IOException, InterruptedException, ReflectiveOperationException {
        int programs = 20_000;
        long seed = 1;
        boolean qemu = true;
        Set<Variant> variants = EnumSet.allOf(Variant.class);
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--programs" -> programs = Integer.parseInt(arguments[++i]);
                case "--seed" -> seed = Long.parseLong(arguments[++i]);
                case "--no-qemu" -> qemu = false;
                case "--variant" -> variants = EnumSet.of(Variant.valueOf(arguments[++i]));
                case "--show" -> {
                    System.out.print(SubsetGenerator.make(seed, "P" + seed).source());
                    return;
                }
                default -> throw new IllegalArgumentException("unknown: " + arguments[i]);
            }
        }
        run(new CompilerDifferential(Files.createTempDirectory("compiler"), variants, qemu), seed,
                programs);
    }

    private static void run(CompilerDifferential differential, long seed, int programs)
            throws IOException, InterruptedException, ReflectiveOperationException {
        int failed = 0;
        for (int done = 0; done < programs; done += CompilerDifferential.BATCH) {
            int count = Math.min(CompilerDifferential.BATCH, programs - done);
            List<CompilerDifferential.Failure> failures =
                    differential.run(CompilerDifferential.programs(seed + done, count));
            for (CompilerDifferential.Failure failure : failures) {
                if (failed++ < FAILURES_MAX) {
                    System.out.println(differential.explain(failure));
                }
            }
            System.out.printf("seeds %d to %d done, %d differ%n", seed + done,
                    seed + done + count - 1, failed);
        }
        System.out.println(differential.statistics());
        if (failed > 0) {
            throw new IllegalStateException(failed + " programs ended differently");
        }
    }
}
