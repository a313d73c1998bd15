package cleave.toolchain.compiler.ir;

/**
 * What annotations ask of a function.
 *
 * @param inlining   by choice of the compiler, always or never
 * @param entryPoint whether code outside calls it
 * @param section    the section of its code; null for the usual one
 * @param stackLimit the greatest stack depth from this entry point, in bytes; 0 for any
 * @param recursion  how deep it may call itself; 0 when it may not
 * @param noReturn   whether it never returns
 */
public record FunctionAttributes(Inlining inlining, boolean entryPoint, String section,
        int stackLimit, int recursion, boolean noReturn) {
    public static final FunctionAttributes NONE =
            new FunctionAttributes(Inlining.CHOICE, false, null, 0, 0, false);

    /** When a call is replaced by the body. */
    public enum Inlining {
        CHOICE, ALWAYS, NEVER
    }
}
