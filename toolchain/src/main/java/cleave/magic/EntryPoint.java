package cleave.magic;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Called from outside compiled Java: the method is compiled though nothing calls it, and its symbol
 * is {@link #value}, or {@code Class.method}. Recursion and stack depth are reported from here.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface EntryPoint {
    /** The symbol; empty for {@code Class.method}. */
    String value() default "";

    /** The greatest stack depth, in bytes, that is no build error; 0 for any. */
    int stack() default 0;
}
