package cleave.emulator.engine.interpreter;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HotLoopTest {
    /** HotSpot compiles no method with more bytes of bytecode ({@code HugeMethodLimit}). */
    private static final int HUGE_METHOD_LIMIT = 8000;

    @Test
    void everyMethodIsSmallEnoughForTheCompiler() throws IOException {
        Map<String, Integer> sizes = codeSizes(HotLoop.class);
        assertTrue(sizes.containsKey("run"), sizes.toString());
        sizes.forEach((name, size) -> assertTrue(size < HUGE_METHOD_LIMIT, name + " " + size));
    }

    /** Bytes of bytecode by method name, from the class file (Java VM specification, chapter 4). */
    private static Map<String, Integer> codeSizes(Class<?> type) throws IOException {
        try (DataInputStream in = new DataInputStream(
                type.getResourceAsStream(type.getSimpleName() + ".class"))) {
            in.skipNBytes(8);
            String[] names = constants(in);
            in.skipNBytes(6);
            in.skipNBytes(2L * in.readUnsignedShort());
            int fields = in.readUnsignedShort();
            for (int i = 0; i < fields; i++) {
                in.skipNBytes(6);
                attributes(in, names);
            }
            Map<String, Integer> sizes = new HashMap<>();
            int methods = in.readUnsignedShort();
            for (int i = 0; i < methods; i++) {
                in.skipNBytes(2);
                String name = names[in.readUnsignedShort()];
                in.skipNBytes(2);
                sizes.put(name, attributes(in, names));
            }
            return sizes;
        }
    }

    private static String[] constants(DataInputStream in) throws IOException {
        String[] names = new String[in.readUnsignedShort()];
        for (int i = 1; i < names.length; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> names[i] = in.readUTF();
                case 5, 6 -> {
                    in.skipNBytes(8);
                    i++;
                }
                case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                default -> in.skipNBytes(4);
            }
        }
        return names;
    }

    /** Skips attributes; returns the length of the code among them, or 0. */
    private static int attributes(DataInputStream in, String[] names) throws IOException {
        int code = 0;
        int count = in.readUnsignedShort();
        for (int i = 0; i < count; i++) {
            String name = names[in.readUnsignedShort()];
            int length = in.readInt();
            if (name.equals("Code")) {
                in.skipNBytes(4);
                code = in.readInt();
                length -= 8;
            }
            in.skipNBytes(length);
        }
        return code;
    }
}
