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
    /**
     * Classes of the subset whose static methods stand for routines in assembly: {@code pageCopy}
     * for the one with the symbol {@code page_copy}.
     */
    Class<?>[] routines() default {};

    /** The class whose {@code @Allocator} serves {@code new}; {@code void} for the world's own. */
    Class<?> allocator() default void.class;

    /** Memory that is there beside the usual: pairs of an address and a number of bytes. */
    int[] memory() default {};
}
