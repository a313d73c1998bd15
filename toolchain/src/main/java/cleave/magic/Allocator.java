package cleave.magic;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The static method {@code Address allocate(int bytes)} that {@code new} calls at run time. It
 * returns zeroed memory, aligned to 8 bytes. Without one, {@code new} outside static initialisers
 * is a build error.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Allocator {
}
