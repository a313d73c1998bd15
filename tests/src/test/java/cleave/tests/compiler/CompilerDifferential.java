package cleave.tests.compiler;

import cleave.toolchain.asm.AssemblyException;
import cleave.toolchain.compiler.CompileException;
import cleave.toolchain.compiler.door.Executable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Runs random programs on the JVM and, compiled in every way, on Cleave and QEMU, and compares. */
final class CompilerDifferential {
    /** Programs in one image. */
    static final int BATCH = 50;

    private static final int SHRINKING_ROUNDS = 12;

    /** A program that did something else than on the JVM. */
    record Failure(SubsetProgram program, Variant variant, String place, List<String> expected,
            List<String> actual) {
        /** What must stay the same while it is made smaller. */
        String kind() {
            return variant + " " + place + (place.equals("compiler")
                    ? " " + actual.get(0).replaceAll("[0-9]+|seed \\w+", "") : "");
        }
    }

    private final Path folder;
    private final Set<Variant> variants;
    private final boolean qemu;
    private int programs;
    private int panics;

    CompilerDifferential(Path folder, Set<Variant> variants, boolean qemu) {
        this.folder = folder;
        this.variants = EnumSet.copyOf(variants);
        this.qemu = qemu;
    }

    /** How many there were: proof that the programs do something. */
    String statistics() {
        return programs + " programs, of which " + panics + " panicked";
    }

    int programs() {
        return programs;
    }

    int panics() {
        return panics;
    }

    static List<SubsetProgram> programs(long first, int count) {
        List<SubsetProgram> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(SubsetGenerator.make(first + i, "P" + (first + i)));
        }
        return made;
    }

    /** One failure for each program that has any. */
    List<Failure> run(List<SubsetProgram> batch)
            throws IOException, InterruptedException, ReflectiveOperationException {
        List<Outcome> expected = JvmRun.run(batch);
        programs += batch.size();
        panics += (int) expected.stream().filter(Outcome::panicked).count();
        Map<Long, Failure> failures = new TreeMap<>();
        List<SubsetProgram> running = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            if (expected.get(i).isRefused()) {
                refuse(batch.get(i), expected.get(i), failures);
            } else {
                running.add(batch.get(i));
                outcomes.add(expected.get(i));
            }
        }
        for (Variant variant : running.isEmpty() ? Set.<Variant>of() : variants) {
            run(running, outcomes, variant, failures);
        }
        return new ArrayList<>(failures.values());
    }

    /** An initialiser that fails on the JVM is one that the compiler cannot run at build time. */
    private void refuse(SubsetProgram program, Outcome expected, Map<Long, Failure> failures) {
        for (Variant variant : variants) {
            String compiled = "it was compiled";
            try {
                new Batch(List.of(program)).compile(variant);
            } catch (CompileException e) {
                if (e.violations().stream().allMatch(
                        violation -> violation.rule().equals("static-initialiser"))) {
                    continue;
                }
                compiled = e.getMessage();
            }
            failures.putIfAbsent(program.seed(), new Failure(program, variant, "compiler",
                    expected.lines(), compiled.lines().toList()));
        }
    }

    private void run(List<SubsetProgram> batch, List<Outcome> expected, Variant variant,
            Map<Long, Failure> failures) throws IOException, InterruptedException {
        Executable executable;
        try {
            executable = new Batch(batch).compile(variant);
        } catch (CompileException | AssemblyException e) {
            refused(batch, expected, variant, failures, e);
            return;
        } catch (RuntimeException e) {
            refused(batch, expected, variant, failures, e);
            return;
        }
        compare(batch, expected, variant, "Cleave", GuestRuns.onCleave(executable), failures);
        if (qemu) {
            compare(batch, expected, variant, "QEMU",
                    GuestRuns.onQemu(executable, folder), failures);
        }
    }

    /** Finds who of the batch it was: each program alone. */
    private void refused(List<SubsetProgram> batch, List<Outcome> expected, Variant variant,
            Map<Long, Failure> failures, RuntimeException reason)
            throws IOException, InterruptedException {
        if (batch.size() == 1) {
            SubsetProgram program = batch.get(0);
            String message = reason instanceof CompileException ? reason.getMessage()
                    : reason + " at " + reason.getStackTrace()[0];
            failures.putIfAbsent(program.seed(), new Failure(program, variant, "compiler",
                    expected.get(0).lines(), message.lines().toList()));
            return;
        }
        for (int i = 0; i < batch.size(); i++) {
            run(List.of(batch.get(i)), List.of(expected.get(i)), variant, failures);
        }
    }

    private static void compare(List<SubsetProgram> batch, List<Outcome> expected, Variant variant,
            String place, List<Outcome> actual, Map<Long, Failure> failures) {
        for (int i = 0; i < batch.size(); i++) {
            Outcome outcome = i < actual.size() ? actual.get(i) : new Outcome(List.of("nothing"));
            if (!expected.get(i).allows(outcome, variant)) {
                failures.putIfAbsent(batch.get(i).seed(), new Failure(batch.get(i), variant, place,
                        expected.get(i).lines(), outcome.lines()));
            }
        }
    }

    // ---- shrinking ----

    /** The failure with the smallest program that was found, and that program. */
    String explain(Failure failure) throws IOException, InterruptedException {
        CompilerDifferential one = new CompilerDifferential(folder, EnumSet.of(failure.variant()),
                failure.place().equals("QEMU"));
        SubsetProgram small = shrink(failure.program(), candidate -> one.fails(candidate, failure));
        Failure shown = one.failure(small);
        shown = shown == null ? failure : shown;
        return "seed " + failure.program().seed() + ", " + failure.variant() + " on "
                + failure.place() + "\n  JVM:      " + String.join(", ", shown.expected())
                + "\n  compiled: " + String.join(", ", shown.actual()) + "\n" + small.source();
    }

    private boolean fails(SubsetProgram candidate, Failure like) {
        Failure failure = failure(candidate);
        return failure != null && failure.kind().equals(like.kind());
    }

    /** Null when it does not fail, or is no Java. */
    private Failure failure(SubsetProgram candidate) {
        try {
            List<Failure> failures = run(List.of(candidate));
            return failures.isEmpty() ? null : failures.get(0);
        } catch (CompileException noJava) {
            return null;
        } catch (IOException | InterruptedException | ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Leaves out runs of pieces, long ones first, as long as {@code fails}. */
    static SubsetProgram shrink(SubsetProgram program, Predicate<SubsetProgram> fails) {
        SubsetProgram smallest = program;
        for (int round = 0; round < SHRINKING_ROUNDS; round++) {
            int before = smallest.root().removablePieces();
            for (int length = Math.max(1, before / 2); length >= 1; length /= 2) {
                smallest = shrink(smallest, length, fails);
            }
            if (smallest.root().removablePieces() == before) {
                break;
            }
        }
        return smallest;
    }

    private static SubsetProgram shrink(SubsetProgram program, int length,
            Predicate<SubsetProgram> fails) {
        SubsetProgram smallest = program;
        int from = 0;
        while (from < smallest.root().removablePieces()) {
            SubsetProgram candidate =
                    smallest.with(smallest.root().without(from, from + length));
            if (fails.test(candidate)) {
                smallest = candidate;
            } else {
                from += length;
            }
        }
        return smallest;
    }
}
