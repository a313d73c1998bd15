package cleave.toolchain.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void registersHaveTheAbisNumbers() {
        assertEquals(2, Register.SP.number());
        assertEquals(10, Register.A0.number());
        assertEquals(18, Register.S2.number());
        assertEquals(28, Register.T3.number());
        assertEquals("x31", Register.T6.xName());
        assertSame(Register.S0, Register.byName("fp"));
        assertSame(Register.S0, Register.byName("x8"));
        assertSame(Register.TP, Register.of(4));
        assertNull(Register.byName("x32"));
    }

    @Test
    void causesAreFoundByTheirValue() {
        for (Cause cause : Cause.values()) {
            assertSame(cause, Cause.of(cause.value()));
        }
        assertNull(Cause.of(10));
        assertNull(Cause.of(16));
        assertNull(Cause.of(Cause.INTERRUPT_BIT));
        assertNull(Cause.of(-1));
        assertEquals(0x8000_0007, Cause.MACHINE_TIMER_INTERRUPT.value());
        assertEquals("store/AMO page fault", Cause.of(15).words());
    }

    @Test
    void privilegeModesAreFoundByTheirLevel() {
        for (PrivilegeMode mode : PrivilegeMode.values()) {
            assertSame(mode, PrivilegeMode.of(mode.level()));
        }
        assertNull(PrivilegeMode.of(2));
    }
}
