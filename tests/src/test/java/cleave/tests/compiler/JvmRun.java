package cleave.tests.compiler;

import cleave.toolchain.compiler.JavaSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs programs on the JVM: the oracle. */
final class JvmRun {
    private JvmRun() {
    }

    /** The outcome of each program. */
    static List<Outcome> run(List<SubsetProgram> programs) throws ReflectiveOperationException {
        JavaSource sources = new JavaSource();
        programs.forEach(program -> sources.add(program.file(), program.jvmSource()));
        Loader loader = new Loader(sources.compile());
        List<Outcome> outcomes = new ArrayList<>();
        for (SubsetProgram program : programs) {
            outcomes.add(run(program, loader.loadClass(program.name())));
        }
        return outcomes;
    }

    private static Outcome run(SubsetProgram program, Class<?> type)
            throws ReflectiveOperationException {
        Method step = type.getDeclaredMethod("step", int.class);
        step.setAccessible(true);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < SubsetProgram.STEPS; i++) {
            try {
                lines.add(String.format("%08x", (int) step.invoke(null, i)));
            } catch (InvocationTargetException e) {
                lines.add(panic(program, e.getCause()));
                break;
            } catch (ExceptionInInitializerError e) {
                return Outcome.refused(String.valueOf(e.getCause()));
            }
        }
        return new Outcome(lines);
    }

    /** As the panic handler of {@link Batch} tells it. */
    private static String panic(SubsetProgram program, Throwable thrown) {
        int line = 0;
        for (StackTraceElement element : thrown.getStackTrace()) {
            if (program.file().equals(element.getFileName())) {
                line = element.getLineNumber();
                break;
            }
        }
        if (thrown instanceof ArithmeticException) {
            return String.format("division by zero at %08x", line);
        }
        if (thrown instanceof NullPointerException) {
            return String.format(Outcome.NULL + "%08x", line);
        }
        if (thrown instanceof ArrayIndexOutOfBoundsException) {
            String[] words = thrown.getMessage().split(" ");
            return String.format("index out of bounds at %08x: %08x %08x", line,
                    Integer.parseInt(words[1]), Integer.parseInt(words[words.length - 1]));
        }
        throw new IllegalStateException("seed " + program.seed(), thrown);
    }

    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> classes;

        Loader(Map<String, byte[]> classes) {
            super(JvmRun.class.getClassLoader());
            this.classes = classes;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = classes.get(name);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }
    }
}
