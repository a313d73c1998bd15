package cleave.toolchain.hosted;

import java.util.Arrays;

/** Makes what goes wrong look as if the program's own line had thrown it. */
final class Places {
    private static final String RUNTIME = Places.class.getPackageName() + ".";

    private Places() {
    }

    /** The same exception, without the frames of the machinery on top. */
    static <T extends Throwable> T here(T problem) {
        StackTraceElement[] trace = problem.getStackTrace();
        int top = 0;
        while (top < trace.length && isMachinery(trace[top])) {
            top++;
        }
        problem.setStackTrace(Arrays.copyOfRange(trace, top, trace.length));
        return problem;
    }

    /** {@code  at Fork.java:40 in Fork.copy}: the innermost line of the program. */
    static String line() {
        return StackWalker.getInstance().walk(frames -> frames.map(frame ->
                frame.toStackTraceElement()).filter(frame -> !isMachinery(frame)).findFirst())
                .map(frame -> " at " + frame.getFileName() + ":" + frame.getLineNumber() + " in "
                        + simple(frame.getClassName()) + "." + frame.getMethodName()).orElse("");
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    private static boolean isMachinery(StackTraceElement frame) {
        return frame.getClassLoaderName() == null
                ? frame.getClassName().startsWith("java.lang.invoke.")
                : !HostedClassLoader.NAME.equals(frame.getClassLoaderName())
                        && frame.getClassName().startsWith(RUNTIME);
    }
}
