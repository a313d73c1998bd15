package cleave.emulator.platform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FlattenedTreeTest {
    private static DeviceTreeNode sample() {
        DeviceTreeNode root = new DeviceTreeNode("").cells("#address-cells", 2);
        root.child("a@1").strings("compatible", "x,y", "z").flag("ranges")
                .bytes("odd", (byte) 1, (byte) 2, (byte) 3);
        root.child("b").child("c").reg(0x8000_0000L, 0x10).cells("#address-cells", 1);
        return root;
    }

    static void assertEqualTrees(DeviceTreeNode expected, DeviceTreeNode actual) {
        assertEquals(expected.name(), actual.name());
        assertEquals(expected.properties(), actual.properties(), expected.name());
        for (String property : expected.properties()) {
            assertArrayEquals(expected.value(property), actual.value(property), property);
        }
        assertEquals(names(expected), names(actual));
        for (int i = 0; i < expected.children().size(); i++) {
            assertEqualTrees(expected.children().get(i), actual.children().get(i));
        }
    }

    private static List<String> names(DeviceTreeNode node) {
        return node.children().stream().map(DeviceTreeNode::name).toList();
    }

    @Test
    void whatIsWrittenIsReadBack() {
        assertEqualTrees(sample(), FlattenedTree.read(FlattenedTree.write(sample())));
    }

    @Test
    void nodesAreFoundByPathAndTheirValuesByType() {
        DeviceTreeNode root = sample();
        assertArrayEquals(new int[] {0, 0x8000_0000, 0, 0x10}, root.find("/b/c").cellsOf("reg"));
        assertEquals(List.of("x,y", "z"), root.find("a@1").stringsOf("compatible"));
        assertNull(root.find("b/d"));
        assertNull(root.value("reg"));
    }

    @Test
    void textLooksLikeTextAndCellsLikeCells() {
        String text = DeviceTreeText.print(sample());
        assertTrue(text.contains("compatible = \"x,y\", \"z\";"), text);
        assertTrue(text.contains("odd = [01 02 03];"), text);
        assertTrue(text.contains("\t\t\treg = <0x0 0x80000000 0x0 0x10>;\n"), text);
        assertTrue(text.contains("\t\tranges;\n"), text);
    }

    @Test
    void otherBytesAreRefused() {
        assertThrows(DeviceTreeException.class, () -> FlattenedTree.read(new byte[100]));
        assertThrows(DeviceTreeException.class, () -> FlattenedTree.read(new byte[3]));
        byte[] newer = FlattenedTree.write(sample());
        newer[27] = 18;
        String message = assertThrows(DeviceTreeException.class,
                () -> FlattenedTree.read(newer)).getMessage();
        assertTrue(message.contains("version 18"), message);
    }

    @Test
    void damagedTreesAreRefusedOrReadButNeverCrashTheReader() {
        byte[] whole = FlattenedTree.write(sample());
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(DeviceTreeException.class, () -> FlattenedTree.read(cut));
        }
        Random random = new Random(11);
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                FlattenedTree.read(damaged);
            } catch (DeviceTreeException e) {
                refused++;
            }
        }
        assertTrue(refused > 300, "refused " + refused);
    }
}
