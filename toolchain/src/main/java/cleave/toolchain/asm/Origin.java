package cleave.toolchain.asm;

import java.lang.StackWalker.Option;

/**
 * The line of Java that made an instruction or bound a label.
 *
 * @param className binary name of the class
 * @param file      name of the source file, without folders
 * @param line      line number, from 1
 */
public record Origin(String className, String file, int line) {
    private static final StackWalker WALKER =
            StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);

    /** The line that called the assembler: the innermost one outside its own classes. */
    static Origin caller() {
        return WALKER.walk(frames -> frames
                .filter(frame -> !Emitter.class.isAssignableFrom(frame.getDeclaringClass())
                        && frame.getDeclaringClass() != Origin.class)
                .findFirst()
                .map(frame -> new Origin(frame.getClassName(), frame.getFileName(),
                        frame.getLineNumber()))
                .orElseThrow());
    }

    /** As in a stack trace: {@code Boot.java:34}. */
    @Override
    public String toString() {
        return file + ":" + line;
    }
}
