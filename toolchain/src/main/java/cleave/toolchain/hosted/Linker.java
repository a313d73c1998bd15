package cleave.toolchain.hosted;

import cleave.toolchain.compiler.ir.StructLayout;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** The bootstrap methods of rewritten code (JVMS 5.4.3.6): each finds the world of its class. */
public final class Linker {
    private Linker() {
    }

    private static HostedWorld world(MethodHandles.Lookup lookup) {
        return ((HostedClassLoader) lookup.lookupClass().getClassLoader()).world();
    }

    /** The world itself. */
    public static HostedWorld world(MethodHandles.Lookup lookup, String name, Class<?> type) {
        return world(lookup);
    }

    /** A field of a struct. */
    public static FieldAccess field(MethodHandles.Lookup lookup, String name, Class<?> type,
            String struct) {
        StructLayout layout = world(lookup).layout(struct);
        StructLayout.Field field = layout.field(name);
        return new FieldAccess(world(lookup), layout.name() + "." + name,
                field.descriptor().charAt(0), field.offset());
    }

    /** A static field; its class is initialised first, as Java demands (JVMS 5.5). */
    public static FieldAccess staticField(MethodHandles.Lookup lookup, String name, Class<?> type,
            Class<?> owner) throws IllegalAccessException {
        MethodHandles.privateLookupIn(owner, lookup).ensureInitialized(owner);
        HostedWorld.Variable variable = world(lookup).variable(owner.getName(), name);
        return new FieldAccess(world(lookup), name, variable.descriptor().charAt(0),
                variable.address());
    }

    /** The address of a function: what a method reference of a function type is. */
    public static CallSite function(MethodHandles.Lookup lookup, String name, MethodType type,
            MethodHandle target, String description) {
        int address = world(lookup).functions().address(target, description);
        return new ConstantCallSite(MethodHandles.constant(int.class, address));
    }

    /** A call through an address; the first argument is the address. */
    public static CallSite call(MethodHandles.Lookup lookup, String name, MethodType type)
            throws ReflectiveOperationException {
        MethodType target = type.dropParameterTypes(0, 1);
        MethodHandle find = MethodHandles.lookup().findVirtual(HostedFunctions.class, "target",
                MethodType.methodType(MethodHandle.class, int.class, MethodType.class));
        MethodHandle bound = MethodHandles.insertArguments(
                find.bindTo(world(lookup).functions()), 1, target);
        MethodHandle invoker = MethodHandles.exactInvoker(target);
        MethodHandle dropped = MethodHandles.dropArguments(invoker, 1, int.class);
        return new ConstantCallSite(MethodHandles.foldArguments(dropped,
                bound.asType(MethodType.methodType(MethodHandle.class, int.class))));
    }
}
