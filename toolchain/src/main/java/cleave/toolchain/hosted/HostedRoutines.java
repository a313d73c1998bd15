package cleave.toolchain.hosted;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Locale;

/** Static methods of a rewritten class in place of routines in assembly. */
final class HostedRoutines {
    private HostedRoutines() {
    }

    /** Every static method answers calls of the symbol that its name is in snake case. */
    static void add(RecordingMachine machine, Class<?> routines) {
        for (Method method : routines.getDeclaredMethods()) {
            if (Modifier.isStatic(method.getModifiers()) && !method.isSynthetic()) {
                method.setAccessible(true);
                machine.onRoutine(symbol(method.getName()), words -> call(method, words));
            }
        }
    }

    private static String symbol(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static long call(Method method, long... words) {
        Class<?>[] types = method.getParameterTypes();
        Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            // All that a register holds but longs are ints to rewritten code.
            arguments[i] = types[i] == long.class ? (Object) words[i] : (Object) (int) words[i];
        }
        try {
            return method.invoke(null, arguments) instanceof Number number ? number.longValue() : 0;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(method + " cannot be called", e);
        }
    }
}
