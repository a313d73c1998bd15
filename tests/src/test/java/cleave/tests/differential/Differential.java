package cleave.tests.differential;

import cleave.emulator.engine.EngineKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs programs on QEMU and on every engine of Cleave, and compares what they leave behind. */
final class Differential {
    /** Programs in one image, and so in one run of QEMU. */
    static final int BATCH = 250;

    /** A program that ended differently. */
    record Failure(GuestProgram program, EngineKind engine, String difference) {
        /** The first difference without its numbers. */
        String kind() {
            return difference.lines().findFirst().orElseThrow()
                    .replaceAll("0x[0-9a-f]+|[0-9]+", "");
        }
    }

    /** How often what happened: proof that the programs do something. */
    static final class Statistics {
        int programs;
        int ended;
        long traps;
        final Map<String, Integer> causes = new TreeMap<>();

        private void count(Outcome outcome) {
            programs++;
            ended += outcome.reason() == GuestRunner.ENDED ? 1 : 0;
            traps += outcome.traps();
            for (int trap = 0; trap < outcome.traps(); trap++) {
                causes.merge(Integer.toHexString(outcome.cause(trap)) + " from "
                        + "US?M".charAt(outcome.mode(trap)), 1, Integer::sum);
            }
        }

        @Override
        public String toString() {
            return programs + " programs, " + ended + " came to their end, " + traps
                    + " traps: " + causes;
        }
    }

    private final QemuRun qemu;
    private final Statistics statistics = new Statistics();

    Differential(Path folder) {
        qemu = new QemuRun(folder);
    }

    Statistics statistics() {
        return statistics;
    }

    /** The programs that are made from seeds {@code first}, {@code first + 1} and so on. */
    static List<GuestProgram> programs(long first, int count) {
        List<GuestProgram> programs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            programs.add(ProgramGenerator.make(i, first + i));
        }
        return programs;
    }

    /** All programs of a batch whose outcomes differ; one failure for each, of its first engine. */
    List<Failure> run(List<GuestProgram> programs, boolean details)
            throws IOException, InterruptedException {
        byte[] image = ImageWriter.write(programs, details);
        List<Outcome> expected = qemu.run(image, details);
        expected.forEach(statistics::count);
        Map<Integer, Failure> failures = new TreeMap<>();
        for (EngineKind engine : EngineKind.values()) {
            List<Outcome> actual = CleaveRun.run(engine, image, programs.size(), details);
            for (int i = 0; i < programs.size(); i++) {
                String difference = difference(expected, actual, i);
                if (difference != null) {
                    failures.putIfAbsent(i, new Failure(programs.get(i), engine, difference));
                }
                if (i >= expected.size() || i >= actual.size()) {
                    break;
                }
            }
        }
        return new ArrayList<>(failures.values());
    }

    private static String difference(List<Outcome> expected, List<Outcome> actual, int i) {
        if (i >= expected.size() || i >= actual.size()) {
            return i >= expected.size() && i >= actual.size() ? "  none ends\n"
                    : i >= expected.size() ? "  does not end on QEMU\n" : "  does not end here\n";
        }
        return expected.get(i).sameAs(actual.get(i)) ? null
                : expected.get(i).differenceTo(actual.get(i));
    }

    /** The smallest program, by leaving out chunks, that still fails in the same way. */
    private GuestProgram shrink(Failure failure) throws IOException, InterruptedException {
        String kind = failure.kind();
        return new Shrinker(candidates -> firstFailing(candidates, kind))
                .shrink(failure.program());
    }

    private int firstFailing(List<GuestProgram> candidates, String kind)
            throws IOException, InterruptedException {
        List<GuestProgram> numbered = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            numbered.add(candidates.get(i).withNumber(i));
        }
        return run(numbered, false).stream().filter(failure -> failure.kind().equals(kind))
                .mapToInt(failure -> failure.program().number()).findFirst().orElse(-1);
    }

    /** A failure with all that one needs to understand it. */
    String explain(Failure failure) throws IOException, InterruptedException {
        GuestProgram small = shrink(failure).withNumber(0);
        List<Failure> again = run(List.of(small), true);
        Failure shown = again.isEmpty() ? failure : again.get(0);
        return "seed " + failure.program().seed() + ", QEMU / " + failure.engine() + ":\n"
                + failure.difference() + "shrunk from " + failure.program().chunks().size()
                + " to " + small.chunks().size() + " chunks:\n" + shown.difference()
                + Listing.of(shown.program());
    }
}
