package cleave.guestos.libc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cleave.magic.Address;
import cleave.magic.Struct;
import cleave.toolchain.hosted.HostedTest;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

@HostedTest
class CalendarTest {
    private static final int PLACE = 0x2000;

    @Test
    void datesAreThoseOfTheJdk() {
        SplittableRandom random = new SplittableRandom(1);
        Calendar date = Struct.at(Address.of(PLACE), Calendar.class);
        for (int i = 0; i < 5000; i++) {
            long seconds = random.nextLong(-60_000_000_000L, 200_000_000_000L);
            LocalDateTime wanted = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
            Calendar.gmtime(seconds, date);
            assertEquals(wanted, LocalDateTime.of(date.year, date.month, date.day, date.hour,
                    date.minute, date.second));
            assertEquals(wanted.getDayOfYear() - 1, date.yearDay);
            assertEquals(wanted.getDayOfWeek().getValue() % 7, date.weekday);
            assertEquals(seconds, Calendar.timegm(date));
        }
    }
}
