package cleave.toolchain.elf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A string table in the making (gABI chapter 4): each name once, the empty one at offset 0. */
final class ElfStrings {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Map<String, Integer> offsets = new HashMap<>();

    ElfStrings() {
        add("");
    }

    /** The offset of the name, which is added if it is new. */
    int add(String name) {
        return offsets.computeIfAbsent(name, this::append);
    }

    private int append(String name) {
        if (name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a name contains a zero character: "
                    + name.replace("\0", "\\0"));
        }
        int offset = bytes.size();
        bytes.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        bytes.write(0);
        return offset;
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
