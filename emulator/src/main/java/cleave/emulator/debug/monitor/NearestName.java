package cleave.emulator.debug.monitor;

import java.util.Collection;
import java.util.Optional;

/** Finds the name somebody probably meant, by the number of letters that differ. */
public final class NearestName {
    private NearestName() {
    }

    /** The most similar of {@code names}, when at most a third of its letters differ, or two. */
    public static Optional<String> of(String word, Collection<String> names) {
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (String name : names) {
            int distance = distance(word, name);
            if (distance < bestDistance) {
                best = name;
                bestDistance = distance;
            }
        }
        return best != null && bestDistance <= Math.max(2, best.length() / 3)
                && bestDistance < best.length() ? Optional.of(best) : Optional.empty();
    }

    /** Insertions, deletions and substitutions that turn one word into the other. */
    static int distance(String first, String second) {
        int[] row = new int[second.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= first.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int substituted = diagonal
                        + (first.charAt(i - 1) == second.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[second.length()];
    }
}
