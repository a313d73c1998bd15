package cleave.toolchain.hosted;

import cleave.toolchain.compiler.JavaSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Compiles a class {@code demo.T} of the given members, and runs its static methods hosted. */
final class Hosted {
    final HostedWorld world;

    private Hosted(HostedWorld world) {
        this.world = world;
    }

    /** {@code members} go into class T; {@code others} are classes beside it. */
    static Hosted of(String members, String... others) {
        String text = "package demo;\nimport cleave.magic.*;\nimport java.util.*;\n"
                + "final class T {\n" + members + "\n}\n" + String.join("\n", others);
        return new Hosted(HostedClasses.of(new JavaSource().add("demo/T.java", text).compile())
                .newWorld());
    }

    /** Runs {@code body} as the body of {@code static Object run()}; it begins in line 5. */
    static Object run(String body, String... others) throws Throwable {
        return of("static Object run() {\n" + body + "\n}", others).call("run");
    }

    Object call(String name, Object... arguments) throws Throwable {
        for (Method method : world.load("demo.T").getDeclaredMethods()) {
            if (method.getName().equals(name)) {
                method.setAccessible(true);
                try {
                    return method.invoke(null, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            }
        }
        throw new NoSuchMethodException(name);
    }
}
