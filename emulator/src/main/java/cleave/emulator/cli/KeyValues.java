package cleave.emulator.cli;

import cleave.toolchain.text.Nearest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An option's value in QEMU's form {@code word,key=value,key=value}: two commas stand for one in a
 * value, and a key without a value is switched on.
 */
final class KeyValues {
    private final String option;
    private final String text;
    private final Map<String, String> values = new LinkedHashMap<>();

    /**
     * @param option its name, for messages
     * @param text its value
     * @param implied the key of the first word when it has none; null when it must have one
     */
    KeyValues(String option, String text, String implied) throws UsageException {
        this.option = option;
        this.text = text;
        String key = implied;
        for (String part : text.replace(",,", "\0").split(",")) {
            String plain = part.replace('\0', ',');
            int equals = plain.indexOf('=');
            if (equals > 0) {
                values.put(plain.substring(0, equals), plain.substring(equals + 1));
            } else if (plain.isEmpty()) {
                throw problem("it has an empty part between commas");
            } else if (key != null) {
                values.put(key, plain);
            } else {
                values.put(plain, "on");
            }
            key = null;
        }
    }

    /** A usage error about this option. */
    UsageException problem(String what) {
        return new UsageException(option + " " + text + ": " + what);
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    String require(String key) throws UsageException {
        if (!values.containsKey(key)) {
            throw problem("it lacks " + key + "=...");
        }
        return values.get(key);
    }

    /** A switch: on, off, and the other words QEMU knows. */
    boolean isOn(String key, boolean otherwise) throws UsageException {
        String value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        return switch (value) {
            case "on", "yes", "true" -> true;
            case "off", "no", "false" -> false;
            default -> throw problem(key + " is on or off");
        };
    }

    /** A whole number, decimal or hexadecimal. */
    long number(String key) throws UsageException {
        String value = require(key);
        try {
            return Long.decode(value);
        } catch (NumberFormatException e) {
            throw problem(key + " is a number, such as 42 or 0x80000000");
        }
    }

    /** All pairs, in their order. */
    Map<String, String> all() {
        return values;
    }

    /** Refuses keys that are not known. */
    void allow(String... keys) throws UsageException {
        List<String> known = Arrays.asList(keys);
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                throw problem("there is no " + key + Nearest.to(key, known)
                        .map(n -> ": did you mean " + n + "?")
                        .orElse("; known are " + String.join(", ", known)));
            }
        }
    }
}
