package cleave.toolchain.link;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ISA string of what several objects need (volume I, "ISA Extension Naming Conventions"): all
 * their extensions, each with its highest version.
 */
final class IsaStrings {
    /** The manual's order of single letters; longer names follow by their kind. */
    private static final String LETTERS = "iemafdqlcbkjtpvnhzsx";

    private static final Comparator<String> CANONICAL = Comparator
            .<String>comparingInt(name -> LETTERS.indexOf(name.charAt(0)))
            .thenComparing(Comparator.naturalOrder());

    private final Map<String, String> versions = new TreeMap<>(CANONICAL);

    /** Adds those of a string such as {@code rv32i2p1_m2p0_zicsr2p0}. */
    void add(String isaString) {
        String rest = isaString.startsWith("rv32") ? isaString.substring(4) : isaString;
        for (String extension : rest.split("_")) {
            int version = extension.length();
            while (version > 0 && "0123456789p".indexOf(extension.charAt(version - 1)) >= 0) {
                version--;
            }
            if (version > 0) {
                versions.merge(extension.substring(0, version), extension.substring(version),
                        (a, b) -> a.compareTo(b) >= 0 ? a : b);
            }
        }
    }

    boolean isEmpty() {
        return versions.isEmpty();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("rv32");
        versions.forEach((name, version) ->
                text.append(text.length() == 4 ? "" : "_").append(name).append(version));
        return text.toString();
    }
}
