package cleave.tests.differential;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes a failing program smaller, as long as it fails: leaves out runs of chunks. */
final class Shrinker {
    /** Tries candidates; answers the index of the first that fails, or -1. */
    @FunctionalInterface
    interface Trial {
        int firstFailing(List<GuestProgram> candidates) throws IOException, InterruptedException;
    }

    private final Trial trial;

    Shrinker(Trial trial) {
        this.trial = trial;
    }

    /** Halves first, then ever shorter runs; the last chunk, which ends the program, stays. */
    GuestProgram shrink(GuestProgram program) throws IOException, InterruptedException {
        GuestProgram smallest = program;
        int length = Math.max(1, (program.chunks().size() - 1) / 2);
        while (true) {
            List<GuestProgram> candidates = new ArrayList<>();
            int removable = smallest.chunks().size() - 1;
            for (int from = 0; from < removable; from += length) {
                candidates.add(smallest.without(from, Math.min(removable, from + length)));
            }
            int failing = candidates.isEmpty() ? -1 : trial.firstFailing(candidates);
            if (failing >= 0) {
                smallest = candidates.get(failing);
            } else if (length == 1) {
                return smallest;
            } else {
                length /= 2;
            }
        }
    }
}
