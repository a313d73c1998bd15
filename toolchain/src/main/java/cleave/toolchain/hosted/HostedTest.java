package cleave.toolchain.hosted;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A JUnit test class that speaks of structs, words and addresses as the code it tests does: its
 * methods run in a {@link HostedWorld} of their own, each with fresh memory and statics.
 *
 * <pre>{@code
 * @HostedTest
 * class ListTest {
 *     @Test
 *     void aFieldKeepsWhatItIsGiven() {
 *         Node node = Struct.at(Address.of(0x1000), Node.class);
 *         node.value = 3;
 *         assertEquals(3, node.value);
 *     }
 * }
 * }</pre>
 *
 * <p>CSRs, fences and calls of the environment go to a {@link RecordingMachine}. Methods for each
 * test run in the test's world; fields of the test class must not be initialised by operations of
 * {@code cleave.magic}, which JUnit would run outside of it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(HostedExtension.class)
public @interface HostedTest {
}
