package cleave.guestos.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.toolchain.linux.Syscall;
import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

/** The library's numbers, which must be constants of the language, against the one table. */
class SyscallNumberTest {
    @Test
    void numbersAreThoseOfTheTable() throws IllegalAccessException {
        Field[] fields = SyscallNumber.class.getFields();
        assertTrue(fields.length > 100, fields.length + " numbers");
        for (Field field : fields) {
            assertEquals(Syscall.valueOf(field.getName()).number(), field.getInt(null),
                    field.getName());
        }
    }
}
