package cleave.toolchain.isa;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;

/**
 * The static method that says what an instruction computes. By name, for code generators that call
 * it; as a function, for interpreters and constant folders. The function is made when it is first
 * asked for: making one for each instruction would take longer than starting the machine.
 *
 * @param <F> the functional interface whose shape the method has
 */
public final class Meaning<F> {
    private final Class<?> owner;
    private final String method;
    private final Class<F> shape;
    private F function;

    private Meaning(Class<?> owner, String method, Class<F> shape) {
        this.owner = owner;
        this.method = method;
        this.shape = shape;
    }

    static Meaning<IntBinaryOperator> binary(Class<?> owner, String method) {
        return new Meaning<>(owner, method, IntBinaryOperator.class);
    }

    static Meaning<IntUnaryOperator> unary(String method) {
        return new Meaning<>(Alu.class, method, IntUnaryOperator.class);
    }

    static Meaning<IntCondition> condition(String method) {
        return new Meaning<>(Condition.class, method, IntCondition.class);
    }

    /** The class that declares the method. */
    public Class<?> owner() {
        return owner;
    }

    /** The method's name; its parameters and result are those of the function. */
    public String method() {
        return method;
    }

    /** The method as a function. Threads that ask at the same time may get equal ones. */
    public F function() {
        F linked = function;
        if (linked == null) {
            linked = link();
            function = linked;
        }
        return linked;
    }

    private F link() {
        Method only = Arrays.stream(shape.getMethods())
                .filter(candidate -> Modifier.isAbstract(candidate.getModifiers()))
                .findFirst().orElseThrow();
        MethodType type = MethodType.methodType(only.getReturnType(), only.getParameterTypes());
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            MethodHandle target = lookup.findStatic(owner, method, type);
            return shape.cast(LambdaMetafactory.metafactory(lookup, only.getName(),
                    MethodType.methodType(shape), type, target, type).getTarget().invoke());
        } catch (Throwable missing) {
            throw new IllegalStateException(this + " is no static method " + type, missing);
        }
    }

    @Override
    public String toString() {
        return owner.getSimpleName() + "." + method;
    }
}
