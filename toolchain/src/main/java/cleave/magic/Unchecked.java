package cleave.magic;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Waives the checks of array bounds, null and division in a method or class. The build report lists
 * every one of them with its reason.
 */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Unchecked {
    /** Why nothing can go wrong. */
    String value();
}
