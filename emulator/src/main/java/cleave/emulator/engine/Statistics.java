package cleave.emulator.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the parts of a machine have counted, by name, in the order in which it is to be read. */
public final class Statistics {
    private final Map<String, Long> values = new LinkedHashMap<>();

    /** @param name of the form {@code part.whatIsCounted} */
    public Statistics put(String name, long value) {
        values.put(name, value);
        return this;
    }

    public Map<String, Long> values() {
        return Collections.unmodifiableMap(values);
    }
}
