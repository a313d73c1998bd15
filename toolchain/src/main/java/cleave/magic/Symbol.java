package cleave.magic;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The symbol of a method; for a {@code native} one, of the assembly routine that it stands for,
 * which keeps the ilp32 calling convention.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Symbol {
    String value();

    /**
     * Of an assembly routine: the bytes of stack that it uses, with all it calls. Without it they
     * are not counted, and the build report names the routine.
     */
    int stack() default UNKNOWN;

    /** The stack that a routine uses is not known. */
    int UNKNOWN = -1;
}
