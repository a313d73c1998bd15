package cleave.magic;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a method: inlined wherever it is called. On an array field of a struct: {@link #value}
 * elements in place, without the length that other arrays carry; such an array can be indexed,
 * asked for its length, walked by {@code for}, and given to {@link Address#of}, but not passed on
 * or stored.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.FIELD})
public @interface Inline {
    /** Elements of the array. */
    int value() default 0;
}
