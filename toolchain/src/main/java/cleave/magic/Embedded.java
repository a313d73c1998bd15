package cleave.magic;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The field is the struct itself, in place, and not a pointer to it: reading the field gives its
 * address. With {@link Inline}, an array of structs in place. Such fields are final and are never
 * assigned.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Embedded {
}
