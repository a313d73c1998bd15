package cleave.guestos.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.guestos.kernel.memory.DirectMap;
import cleave.guestos.kernel.memory.Frames;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.memory.PagesInJava;
import cleave.toolchain.hosted.HostedTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@HostedTest(routines = PagesInJava.class, allocator = Heap.class,
        memory = {DirectMap.KERNEL, 4 << 20})
class IdentitiesTest {
    private static final int MEBIBYTE = 1 << 20;

    @BeforeEach
    void threeMebibytesAreFree() {
        DirectMap.begin(DirectMap.RAM);
        Frames.begin(DirectMap.toVirtual(DirectMap.RAM), 4 * MEBIBYTE);
        Frames.add(DirectMap.RAM + MEBIBYTE, DirectMap.RAM + 4 * MEBIBYTE);
    }

    /** A number that a process has. */
    private static Identity take() {
        Identity identity = Identities.take();
        identity.process = new Process();
        return identity;
    }

    private static void end(Identity identity) {
        identity.process = null;
        Identities.release(identity);
    }

    @Test
    void theFirstNumberIsInitsAndTheOthersFollow() {
        assertEquals(InitialProcess.PID, take().number);
        assertEquals(2, take().number);
        assertEquals(2, Identities.last());
    }

    @Test
    void aNumberIsFoundAsLongAsSomebodyHasIt() {
        Identity identity = take();
        int number = identity.number;
        assertSame(identity, Identities.find(number));
        end(identity);
        assertNull(Identities.find(number));
    }

    @Test
    void aNumberThatIsFreeAgainIsNotGivenNext() {
        Identity identity = take();
        int number = identity.number;
        end(identity);
        assertNotEquals(number, take().number);
    }

    @Test
    void theNumberOfAGroupIsKeptWhenItsLeaderHasGone() {
        Identity identity = take();
        Process member = new Process();
        Groups.join(member, identity, identity);
        int number = identity.number;
        end(identity);
        assertSame(identity, Identities.find(number), "the group has it");
        Groups.leave(member);
        assertNull(Identities.find(number));
    }

    @Test
    void countingGoesOnAboveTheNumbersOfTheStartAndSkipsWhatIsInUse() {
        Identity first = take();
        for (int i = first.number + 1; i < Identities.MAXIMUM; i++) {
            Identity identity = Identities.take();
            assertEquals(i, identity.number);
            if (i != 300 && i != 302) {
                Identities.release(identity);
            } else {
                identity.sessionMembers = 1;
            }
        }
        assertEquals(301, take().number);
        assertEquals(303, take().number);
    }

    @Test
    void membersOfAGroupAreFoundInTheOrderOfTheListAndLeaveFromAnywhere() {
        Identity group = take();
        Process[] members = new Process[3];
        for (int i = 0; i < 3; i++) {
            members[i] = new Process();
            Groups.join(members[i], group, group);
        }
        Groups.leave(members[1]);
        assertSame(members[2], Groups.firstOf(group.number));
        assertSame(members[0], Groups.nextMember(members[2]));
        assertNull(Groups.nextMember(members[0]));
        assertEquals(group.number, Groups.sessionOf(group.number));
        assertTrue(Identities.areLeft());
        assertFalse(group.sessionMembers != 2);
    }
}
