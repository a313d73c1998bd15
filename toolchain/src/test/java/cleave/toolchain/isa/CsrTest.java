package cleave.toolchain.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CsrTest {
    @Test
    void numbersAreUniqueAndFoundByNumberAndName() {
        Set<Integer> numbers = new HashSet<>();
        for (Csr csr : Csr.values()) {
            assertTrue(numbers.add(csr.number()), csr.assemblyName());
            assertSame(csr, Csr.of(csr.number()));
            assertSame(csr, Csr.byName(csr.assemblyName()));
        }
        assertEquals(numbers.size(), Csr.inOrder().size());
    }

    @Test
    void privilegeAndReadOnlyComeFromTheNumber() {
        assertEquals(PrivilegeMode.MACHINE, Csr.MSTATUS.minPrivilege());
        assertEquals(PrivilegeMode.SUPERVISOR, Csr.SATP.minPrivilege());
        assertEquals(PrivilegeMode.USER, Csr.CYCLE.minPrivilege());
        assertEquals(PrivilegeMode.MACHINE, Csr.minPrivilege(0x600));
        assertTrue(Csr.MHARTID.isReadOnly());
        assertTrue(Csr.TIMEH.isReadOnly());
        assertFalse(Csr.MCYCLE.isReadOnly());
    }

    @Test
    void readOnlyRegistersHaveNoWritableBits() {
        for (Csr csr : Csr.values()) {
            assertTrue(!csr.isReadOnly() || csr.writableMask() == 0, csr.assemblyName());
        }
    }

    @Test
    void supervisorViewsAreWithinTheMachinesRegisters() {
        assertEquals(0, Csr.SSTATUS.writableMask() & ~Csr.MSTATUS.writableMask());
        assertEquals(0, Csr.SIE.writableMask() & ~Csr.MIE.writableMask());
        assertEquals(0, Csr.SIP.writableMask() & ~Csr.MIP.writableMask());
    }

    @Test
    void whatFirmwareProbesForAndWeLackIsAbsent() {
        for (int number : new int[] {0x3c0, 0x3a4, 0xb20, 0xda0, 0xfb0, 0x30c, 0x10c, 0x321,
            0x001, 0x003, 0x200, 0x600, 0x7b0, 0xb01}) {
            assertNull(Csr.of(number), Integer.toHexString(number));
        }
    }

    @Test
    void familiesAreComplete() {
        for (int n = 3; n < 32; n++) {
            assertEquals(0xc00 + n, Csr.byName("hpmcounter" + n).number());
            assertEquals(0xc80 + n, Csr.byName("hpmcounter" + n + "h").number());
            assertEquals(0xb00 + n, Csr.byName("mhpmcounter" + n).number());
            assertEquals(0xb80 + n, Csr.byName("mhpmcounter" + n + "h").number());
            assertEquals(0x320 + n, Csr.byName("mhpmevent" + n).number());
        }
        for (int n = 0; n < 16; n++) {
            assertEquals(0x3b0 + n, Csr.byName("pmpaddr" + n).number());
        }
        assertEquals("high word of performance monitor 31", Csr.MHPMCOUNTER31H.meaning());
        assertEquals("event of performance monitor 3", Csr.MHPMEVENT3.meaning());
        assertEquals("low word of performance monitor 9", Csr.HPMCOUNTER9.meaning());
        assertEquals("bits 33 to 2 of the address of PMP entry 15", Csr.PMPADDR15.meaning());
    }
}
