package cleave.emulator.platform;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The flattened device tree, version 17 (Devicetree Specification 0.4, chapter 5): written without
 * memory reservations, and read with or without them.
 */
public final class FlattenedTree {
    private static final int MAGIC = 0xd00d_feed;
    private static final int VERSION = 17;
    private static final int LAST_COMPATIBLE_VERSION = 16;
    private static final int HEADER_BYTES = 40;
    private static final int RESERVATION_BYTES = 16;

    private static final int BEGIN_NODE = 1;
    private static final int END_NODE = 2;
    private static final int PROPERTY = 3;
    private static final int NOP = 4;
    private static final int END = 9;

    private FlattenedTree() {
    }

    /** The tree as bytes, with the root's {@code boot_cpuid_phys} 0. */
    public static byte[] write(DeviceTreeNode root) {
        return new Writer().write(root);
    }

    /** The structure block and the strings block as they grow. */
    private static final class Writer {
        private final ByteArrayOutputStream structure = new ByteArrayOutputStream();
        private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
        private final Map<String, Integer> stringOffsets = new LinkedHashMap<>();

        private byte[] write(DeviceTreeNode root) {
            node(root);
            putInt(END);
            int structureOffset = HEADER_BYTES + RESERVATION_BYTES;
            int stringsOffset = structureOffset + structure.size();
            int total = stringsOffset + strings.size() + 3 & ~3;
            return ByteBuffer.allocate(total)
                    .putInt(MAGIC).putInt(total).putInt(structureOffset).putInt(stringsOffset)
                    .putInt(HEADER_BYTES).putInt(VERSION).putInt(LAST_COMPATIBLE_VERSION)
                    .putInt(0).putInt(strings.size()).putInt(structure.size())
                    .putLong(0).putLong(0)
                    .put(structure.toByteArray()).put(strings.toByteArray()).array();
        }

        private void node(DeviceTreeNode node) {
            putInt(BEGIN_NODE);
            put((node.name() + "\0").getBytes(StandardCharsets.US_ASCII));
            for (String property : node.properties()) {
                byte[] value = node.value(property);
                putInt(PROPERTY);
                putInt(value.length);
                putInt(stringOffset(property));
                put(value);
            }
            for (DeviceTreeNode child : node.children()) {
                node(child);
            }
            putInt(END_NODE);
        }

        private int stringOffset(String string) {
            Integer known = stringOffsets.get(string);
            if (known != null) {
                return known;
            }
            int offset = strings.size();
            stringOffsets.put(string, offset);
            strings.writeBytes((string + "\0").getBytes(StandardCharsets.US_ASCII));
            return offset;
        }

        private void putInt(int value) {
            structure.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
        }

        private void put(byte[] bytes) {
            structure.writeBytes(bytes);
            while (structure.size() % Integer.BYTES != 0) {
                structure.write(0);
            }
        }
    }

    /**
     * Reads a tree back.
     *
     * @throws DeviceTreeException if it is none, is of another version, or is damaged
     */
    public static DeviceTreeNode read(byte[] bytes) {
        return new Reader(bytes).read();
    }

    /** A position in the structure block. */
    private static final class Reader {
        private final ByteBuffer in;
        private final byte[] bytes;
        private int stringsOffset;

        private Reader(byte[] bytes) {
            this.bytes = bytes;
            this.in = ByteBuffer.wrap(bytes);
        }

        private DeviceTreeNode read() {
            if (bytes.length < HEADER_BYTES || in.getInt(0) != MAGIC) {
                throw new DeviceTreeException("this is no flattened device tree");
            }
            int compatible = in.getInt(24);
            if (compatible > VERSION) {
                throw new DeviceTreeException("the device tree needs a reader of version "
                        + compatible + "; this one is of version " + VERSION);
            }
            try {
                in.limit(in.getInt(4));
                in.position(in.getInt(8));
                stringsOffset = in.getInt(12);
                if (token() != BEGIN_NODE) {
                    throw damaged("there is no root node");
                }
                DeviceTreeNode root = node();
                if (token() != END) {
                    throw damaged("something follows the root node");
                }
                return root;
            } catch (BufferUnderflowException | IllegalArgumentException
                    | IndexOutOfBoundsException e) {
                throw damaged("it ends too early");
            }
        }

        private DeviceTreeException damaged(String why) {
            return new DeviceTreeException("damaged device tree, byte " + in.position() + ": "
                    + why);
        }

        private int token() {
            int token = in.getInt();
            while (token == NOP) {
                token = in.getInt();
            }
            return token;
        }

        private DeviceTreeNode node() {
            DeviceTreeNode node = new DeviceTreeNode(string(in.position()));
            in.position(in.position() + node.name().length() + 1);
            align();
            while (true) {
                int token = token();
                switch (token) {
                    case PROPERTY -> property(node);
                    case BEGIN_NODE -> node.add(node());
                    case END_NODE -> {
                        return node;
                    }
                    default -> throw damaged("unknown token " + token);
                }
            }
        }

        private void property(DeviceTreeNode node) {
            int length = in.getInt();
            int name = in.getInt();
            if (length < 0 || length > in.remaining()) {
                throw damaged("a property of " + length + " bytes");
            }
            byte[] value = new byte[length];
            in.get(value);
            align();
            node.bytes(string(stringsOffset + name), value);
        }

        private String string(int offset) {
            int end = offset;
            while (bytes[end] != 0) {
                end++;
            }
            return new String(bytes, offset, end - offset, StandardCharsets.US_ASCII);
        }

        private void align() {
            in.position(in.position() + 3 & ~3);
        }
    }
}
