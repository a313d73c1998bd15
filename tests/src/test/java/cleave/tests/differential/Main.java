package cleave.tests.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The long run: {@code --programs N --seed S}. Prints progress, every difference with its shrunk
 * program, and what happened how often; fails when there was a difference.
 */
public final class Main {
    private static final int FAILURES_MAX = 10;

    private Main() {
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int programs = 10_000;
        long seed = 1;
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--programs" -> programs = Integer.parseInt(arguments[i + 1]);
                case "--seed" -> seed = Long.parseLong(arguments[i + 1]);
                default -> throw new IllegalArgumentException("unknown: " + arguments[i]);
            }
        }
        Path folder = Files.createTempDirectory("differential");
        Differential differential = new Differential(folder);
        int failed = 0;
        for (int done = 0; done < programs; done += Differential.BATCH) {
            int count = Math.min(Differential.BATCH, programs - done);
            List<Differential.Failure> failures =
                    differential.run(Differential.programs(seed + done, count), false);
            for (Differential.Failure failure : failures) {
                if (failed++ < FAILURES_MAX) {
                    System.out.println(differential.explain(failure));
                }
            }
            System.out.printf("seeds %d to %d done, %d differ%n", seed, seed + done + count - 1,
                    failed);
        }
        System.out.println(differential.statistics());
        if (failed > 0) {
            throw new IllegalStateException(failed + " programs ended differently");
        }
    }
}
