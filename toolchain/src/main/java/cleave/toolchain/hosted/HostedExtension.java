package cleave.toolchain.hosted;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Runs the methods of a {@link HostedTest} on a rewritten twin of the test's object. */
final class HostedExtension implements InvocationInterceptor {
    private static final Namespace NAMESPACE = Namespace.create(HostedExtension.class);

    HostedExtension() {
    }

    @Override
    public void interceptBeforeEachMethod(Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> call, ExtensionContext test) throws Throwable {
        run(invocation, call, test);
    }

    @Override
    public void interceptTestMethod(Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> call, ExtensionContext test) throws Throwable {
        run(invocation, call, test);
    }

    @Override
    public void interceptTestTemplateMethod(Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> call, ExtensionContext test) throws Throwable {
        run(invocation, call, test);
    }

    @Override
    public void interceptAfterEachMethod(Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> call, ExtensionContext test) throws Throwable {
        run(invocation, call, test);
    }

    private static void run(Invocation<Void> invocation, ReflectiveInvocationContext<Method> call,
            ExtensionContext test) throws Throwable {
        invocation.skip();
        Object twin = test.getStore(NAMESPACE).getOrComputeIfAbsent("twin",
                key -> twin(test), Object.class);
        Method method = method(twin.getClass(), call.getExecutable());
        method.setAccessible(true);
        List<Object> arguments = call.getArguments();
        try {
            method.invoke(twin, arguments.toArray());
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Object twin(ExtensionContext test) {
        Class<?> type = test.getRequiredTestClass();
        HostedClasses classes = test.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent(
                type.getClassLoader(), HostedClasses::of, HostedClasses.class);
        HostedWorld world = classes.newWorld();
        RecordingMachine machine = new RecordingMachine();
        world.setMachine(machine);
        try {
            HostedTest wanted = type.getAnnotation(HostedTest.class);
            for (int i = 0; i < wanted.memory().length; i += 2) {
                world.memory().map(wanted.memory()[i], wanted.memory()[i + 1]);
            }
            if (wanted.allocator() != void.class) {
                world.useAllocator(wanted.allocator().getName());
            }
            for (Class<?> routines : wanted.routines()) {
                HostedRoutines.add(machine, world.load(routines.getName()));
            }
            Constructor<?> constructor = world.load(type.getName()).getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + " cannot be made: a hosted test has"
                    + " one constructor, without parameters, and is no inner class", e);
        }
    }

    /** The twin of a method: the same name and number of parameters. */
    private static Method method(Class<?> twin, Method original) {
        for (Class<?> type = twin; type != null; type = type.getSuperclass()) {
            List<Method> found = Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> method.getName().equals(original.getName())
                            && method.getParameterCount() == original.getParameterCount())
                    .toList();
            if (!found.isEmpty()) {
                return found.get(0);
            }
        }
        throw new IllegalStateException("the rewritten class has no " + original);
    }
}
