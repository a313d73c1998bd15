package cleave.guestos.kernel.time;

import cleave.guestos.kernel.boot.Hardware;
import cleave.guestos.kernel.memory.DirectMap;
import cleave.magic.Offset;
import cleave.magic.Struct;

/** The Goldfish RTC: nanoseconds since 1970, the lower half first. */
public final class RealTimeClock {
    private RealTimeClock() {
    }

    /** Its registers; a load of {@code low} latches {@code high}. */
    static final class Registers extends Struct {
        @Offset(0)
        volatile int low;
        @Offset(4)
        volatile int high;
    }

    /** Sets the clock; without an RTC it stays in 1970. */
    public static void begin() {
        if (Hardware.MACHINE.rtc.isPresent()) {
            Registers registers = Struct.at(DirectMap.device(Hardware.MACHINE.rtc.base),
                    Registers.class);
            long low = registers.low & 0xffff_ffffL;
            long now = (long) registers.high << Integer.SIZE | low;
            Clock.setReal(now / Clock.NANOSECONDS_PER_SECOND,
                    (int) (now % Clock.NANOSECONDS_PER_SECOND));
        }
    }
}
