package cleave.toolchain.compiler.ir;

/**
 * A variable of the source, for the debugger.
 *
 * @param name       as in the source
 * @param descriptor its type as a class file has it
 * @param parameter  its number among the function's parameters, or -1
 * @param scope      where it was declared, so that inlined copies are told apart
 */
public record LocalVariable(String name, String descriptor, int parameter, Position scope) {
    @Override
    public String toString() {
        return name;
    }
}
