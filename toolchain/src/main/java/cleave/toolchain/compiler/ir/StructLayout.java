package cleave.toolchain.compiler.ir;

import java.util.List;

/**
 * How a struct lies in memory.
 *
 * @param name      the class's simple name, as the debugger shows it
 * @param className the class's internal name
 * @param size      bytes, a multiple of {@code alignment}
 * @param fields    in ascending order
 */
public record StructLayout(String name, String className, int size, int alignment,
        List<Field> fields) {
    /**
     * A field.
     *
     * @param descriptor the type as the class file has it
     * @param offset     bytes from the start
     * @param size       bytes in place
     * @param embedded   whether the struct (or each struct of an inline array) is in place
     * @param count      elements of an inline array; 0 for what is none
     */
    public record Field(String name, String descriptor, int offset, int size, boolean embedded,
            int count, boolean isVolatile) {
    }

    /** The field of that name; null if there is none. */
    public Field field(String fieldName) {
        return fields.stream().filter(field -> field.name().equals(fieldName)).findFirst()
                .orElse(null);
    }
}
