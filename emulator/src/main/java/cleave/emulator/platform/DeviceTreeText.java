package cleave.emulator.platform;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A device tree as source text (Devicetree Specification 0.4, chapter 6), for people and for
 * {@code dtc}. Properties carry no type: what looks like text is printed as text, whole cells as
 * cells, anything else as bytes.
 */
public final class DeviceTreeText {
    private final StringBuilder out = new StringBuilder("/dts-v1/;\n\n");

    private DeviceTreeText() {
    }

    public static String print(DeviceTreeNode root) {
        DeviceTreeText text = new DeviceTreeText();
        text.node(root, "");
        return text.out.toString();
    }

    private void node(DeviceTreeNode node, String indent) {
        out.append(indent).append(node.name().isEmpty() ? "/" : node.name()).append(" {\n");
        String inner = indent + "\t";
        for (String property : node.properties()) {
            byte[] value = node.value(property);
            out.append(inner).append(property);
            if (value.length > 0) {
                out.append(" = ").append(value(node, property, value));
            }
            out.append(";\n");
        }
        boolean first = node.properties().isEmpty();
        for (DeviceTreeNode child : node.children()) {
            out.append(first ? "" : "\n");
            first = false;
            node(child, inner);
        }
        out.append(indent).append("};\n");
    }

    private static String value(DeviceTreeNode node, String property, byte[] value) {
        if (isText(value)) {
            List<String> strings = new ArrayList<>();
            for (String string : node.stringsOf(property)) {
                strings.add('"' + string.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
            }
            return String.join(", ", strings);
        }
        List<String> parts = new ArrayList<>();
        if (value.length % Integer.BYTES == 0) {
            for (int cell : node.cellsOf(property)) {
                parts.add("0x" + Integer.toHexString(cell));
            }
            return "<" + String.join(" ", parts) + ">";
        }
        for (byte octet : value) {
            parts.add(String.format("%02x", octet));
        }
        return "[" + String.join(" ", parts) + "]";
    }

    /** Printable strings, none of them empty, each with its NUL. */
    private static boolean isText(byte[] value) {
        if (value[value.length - 1] != 0) {
            return false;
        }
        String text = new String(value, StandardCharsets.ISO_8859_1);
        return text.chars().allMatch(c -> c == 0 || c >= ' ' && c <= '~')
                && text.charAt(0) != 0 && !text.contains("\0\0");
    }
}
