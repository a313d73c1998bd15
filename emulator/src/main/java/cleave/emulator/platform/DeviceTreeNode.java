package cleave.emulator.platform;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A node of a device tree (Devicetree Specification 0.4, chapter 2): a name, properties and
 * children, each in the order in which they were added. The root's name is empty.
 */
public final class DeviceTreeNode {
    private final String name;
    private final Map<String, byte[]> properties = new LinkedHashMap<>();
    private final List<DeviceTreeNode> children = new ArrayList<>();

    public DeviceTreeNode(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** Adds a child and answers it. */
    public DeviceTreeNode child(String childName) {
        return add(new DeviceTreeNode(childName));
    }

    /** Adds a child and answers it. */
    DeviceTreeNode add(DeviceTreeNode child) {
        children.add(child);
        return child;
    }

    public List<DeviceTreeNode> children() {
        return Collections.unmodifiableList(children);
    }

    /** A property without a value: its presence is the value. */
    public DeviceTreeNode flag(String property) {
        return bytes(property);
    }

    /** A property of 32-bit cells. */
    public DeviceTreeNode cells(String property, int... cells) {
        ByteBuffer value = ByteBuffer.allocate(cells.length * Integer.BYTES);
        for (int cell : cells) {
            value.putInt(cell);
        }
        return bytes(property, value.array());
    }

    /** A {@code reg} of 64-bit address and 64-bit size. */
    public DeviceTreeNode reg(long address, long size) {
        return bytes("reg", ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(address).putLong(size).array());
    }

    /** A property that is a string, or a list of strings. */
    public DeviceTreeNode strings(String property, String... strings) {
        return bytes(property,
                (String.join("\0", strings) + "\0").getBytes(StandardCharsets.UTF_8));
    }

    /** A property of any value. */
    public DeviceTreeNode bytes(String property, byte... value) {
        properties.put(property, value.clone());
        return this;
    }

    /** The names of the properties, in order. */
    public List<String> properties() {
        return List.copyOf(properties.keySet());
    }

    /** The value of a property, or null. */
    public byte[] value(String property) {
        byte[] value = properties.get(property);
        return value == null ? null : value.clone();
    }

    /** A property's value as cells; a trailing piece of a cell is not among them. */
    public int[] cellsOf(String property) {
        byte[] value = value(property);
        int[] cells = new int[value.length / Integer.BYTES];
        ByteBuffer.wrap(value).order(ByteOrder.BIG_ENDIAN).asIntBuffer().get(cells);
        return cells;
    }

    /** A property's value as strings. */
    public List<String> stringsOf(String property) {
        String text = new String(value(property), StandardCharsets.UTF_8);
        return Arrays.asList(text.split("\0"));
    }

    /** The node at a path of names, {@code soc/serial@10000000}; null if there is none. */
    public DeviceTreeNode find(String path) {
        DeviceTreeNode node = this;
        for (String step : path.split("/")) {
            node = step.isEmpty() ? node : node.childNamed(step);
            if (node == null) {
                return null;
            }
        }
        return node;
    }

    private DeviceTreeNode childNamed(String childName) {
        for (DeviceTreeNode child : children) {
            if (child.name.equals(childName)) {
                return child;
            }
        }
        return null;
    }
}
