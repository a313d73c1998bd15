package cleave.toolchain.compiler.debuginfo;

import java.util.LinkedHashMap;
import java.util.Map;

/** The files of a line table, numbered from 1 in the order in which they are first named. */
final class Sources {
    private final Map<String, Integer> numbers = new LinkedHashMap<>();

    int number(String path) {
        Integer number = numbers.get(path);
        if (number == null) {
            number = numbers.size() + 1;
            numbers.put(path, number);
        }
        return number;
    }

    Iterable<String> paths() {
        return numbers.keySet();
    }
}
