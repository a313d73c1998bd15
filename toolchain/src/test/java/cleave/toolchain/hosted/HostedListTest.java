package cleave.toolchain.hosted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cleave.magic.Address;
import cleave.magic.Csr;
import cleave.magic.Struct;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A test in the words of the subset: what it says of structs is said of simulated memory. */
@HostedTest
class HostedListTest {
    private static final int MEMORY = 0x1000;

    private Node head;

    /** An element of a list. */
    static final class Node extends Struct {
        int value;
        Node next;

        static Node reversed(Node list) {
            Node result = null;
            Node rest = list;
            while (rest != null) {
                Node next = rest.next;
                rest.next = result;
                result = rest;
                rest = next;
            }
            return result;
        }
    }

    @BeforeEach
    void aListOfThree() {
        for (int i = 1; i <= 3; i++) {
            Node node = Struct.at(Address.of(MEMORY * i), Node.class);
            node.value = i;
            node.next = head;
            head = node;
        }
    }

    @Test
    void reversedTheListBeginsWithItsLastElement() {
        Node list = Node.reversed(head);
        assertEquals(1, list.value);
        assertEquals(MEMORY, Address.of(list).bits());
        assertNull(list.next.next.next);
    }

    @Test
    void fieldsLieInMemoryOneBehindTheOther() {
        assertEquals(3, Address.of(head).loadInt(0));
        assertEquals(2 * MEMORY, Address.of(head).loadInt(4));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void parametersReachTheTest(int steps) {
        Node node = head;
        for (int i = 0; i < steps; i++) {
            node = node.next;
        }
        assertEquals(3 - steps, node.value);
    }

    @Test
    void nullHasNoFields() {
        Node none = null;
        assertEquals("HostedListTest$Node.value of null",
                assertThrows(NullPointerException.class, () -> read(none)).getMessage()
                        .replaceAll(" at .*", ""));
    }

    @Test
    void registersBelongToTheMachineOfTheTest() {
        Csr.write(cleave.toolchain.isa.Csr.SSCRATCH, 5);
        assertEquals(5, Csr.read(cleave.toolchain.isa.Csr.SSCRATCH));
    }

    private static int read(Node node) {
        return node.value;
    }
}
