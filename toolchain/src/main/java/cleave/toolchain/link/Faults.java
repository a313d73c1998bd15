package cleave.toolchain.link;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What is wrong with a link, collected so that all of it is told at once. */
final class Faults {
    private static final int SHOWN_MAX = 50;

    private final Set<String> faults = new LinkedHashSet<>();

    void add(String fault) {
        faults.add(fault);
    }

    void throwIfAny() {
        if (faults.isEmpty()) {
            return;
        }
        List<String> shown = faults.stream().limit(SHOWN_MAX)
                .collect(Collectors.toList());
        if (faults.size() > SHOWN_MAX) {
            shown.add("and " + (faults.size() - SHOWN_MAX) + " more");
        }
        throw new LinkException(shown);
    }
}
