package cleave.toolchain.hosted;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The functions that have addresses: those whose references were evaluated, in that order. */
final class HostedFunctions {
    /** Nothing is mapped there: what loads through a function pointer faults. */
    private static final int BASE = 0x7000_0000;
    private static final int STRIDE = 4;

    private record Entry(MethodHandle target, String description) {
    }

    private final Map<String, Integer> addresses = new LinkedHashMap<>();
    private final Map<Integer, Entry> entries = new HashMap<>();

    int address(MethodHandle target, String description) {
        return addresses.computeIfAbsent(description, same -> {
            int address = BASE + STRIDE * addresses.size();
            entries.put(address, new Entry(target, description));
            return address;
        });
    }

    /** {@code Class.method} of a function; null for another address. */
    String name(int address) {
        Entry entry = entries.get(address);
        return entry == null ? null
                : entry.description().substring(0, entry.description().indexOf('('));
    }

    MethodHandle target(int address, MethodType type) {
        Entry entry = entries.get(address);
        if (address == 0) {
            throw Places.here(new NullPointerException("call of a null function"
                    + Places.line()));
        }
        if (entry == null) {
            throw Places.here(new MemoryFault("call of " + SimulatedMemory.hex(address)
                    + ", where no function is" + Places.line()));
        }
        return entry.target().asType(type);
    }
}
