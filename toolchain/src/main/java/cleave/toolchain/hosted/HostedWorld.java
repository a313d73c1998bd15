package cleave.toolchain.hosted;

import cleave.toolchain.compiler.ir.StructLayout;
import cleave.toolchain.compiler.layout.Annotations;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * A memory, and the rewritten classes whose structs, arrays and static fields live in it. Mapped
 * are 16 MiB from 0x1000, for tests to use, and 256 MiB from 0x20000000, where statics and what
 * {@code new} makes are put, one behind the other.
 */
public final class HostedWorld {
    private static final int FREE_BASE = SimulatedMemory.PAGE;
    private static final int FREE_BYTES = 16 << 20;
    private static final int ARENA_BASE = 0x2000_0000;
    private static final int ARENA_BYTES = 256 << 20;
    private static final int ALIGNMENT = 8;

    /** A static field in memory. */
    public record Variable(String className, String name, String descriptor, int address) {
        /** {@code Class.field}, the symbol that compiled code has. */
        public String symbol() {
            return className.substring(className.lastIndexOf('.') + 1) + "." + name;
        }

        /** Bytes in place. */
        public int size() {
            return ArrayAccess.size(descriptor.charAt(0));
        }
    }

    private final HostedClasses classes;
    private final HostedClassLoader loader;
    private final SimulatedMemory memory = new SimulatedMemory();
    private final HostedObjects objects = new HostedObjects(this);
    private final HostedFunctions functions = new HostedFunctions();
    private final Map<String, Variable> variables = new LinkedHashMap<>();
    private HostedMachine machine = new NoMachine();
    private int arenaEnd = ARENA_BASE;
    private Method allocator;
    private int allocationsLeft = -1;
    private int reservation;

    HostedWorld(HostedClasses classes) {
        this.classes = classes;
        this.loader = new HostedClassLoader(classes, this);
        memory.map(FREE_BASE, FREE_BYTES);
        memory.map(ARENA_BASE, ARENA_BYTES);
    }

    public SimulatedMemory memory() {
        return memory;
    }

    /** What answers CSR accesses, fences and calls of the environment. */
    public HostedMachine machine() {
        return machine;
    }

    public void setMachine(HostedMachine newMachine) {
        machine = newMachine;
    }

    /** The rewritten class of that name. */
    public Class<?> load(String className) throws ClassNotFoundException {
        return Class.forName(className, true, loader);
    }

    /** Takes the class's {@code @Allocator} for every {@code new} outside static initialisers. */
    public void useAllocator(String className) throws ClassNotFoundException {
        ClassNode node = classes.node(className.replace('.', '/'));
        Class<?> type = load(className);
        for (MethodNode method : node.methods) {
            if (Annotations.find(method.invisibleAnnotations, "Lcleave/magic/Allocator;") != null) {
                for (Method candidate : type.getDeclaredMethods()) {
                    if (candidate.getName().equals(method.name)
                            && Type.getMethodDescriptor(candidate).equals("(I)I")) {
                        candidate.setAccessible(true);
                        allocator = candidate;
                        return;
                    }
                }
            }
        }
        throw new UnsupportedHere(className + " has no method with @Allocator: write static"
                + " Address allocate(int bytes)");
    }

    /** After {@code count} more, every {@code new} outside static initialisers gives null. */
    public void failAllocationsAfter(int count) {
        allocationsLeft = count;
    }

    /** The static fields of all classes loaded so far, in the order of their addresses. */
    public List<Variable> variables() {
        return Collections.unmodifiableList(new ArrayList<>(variables.values()));
    }

    /** The static field {@code Class.field}. */
    public Variable variable(String symbol) {
        List<Variable> found = variables.values().stream()
                .filter(variable -> variable.symbol().equals(symbol)).toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(found.isEmpty()
                    ? "no static field " + symbol + " in memory: is its class loaded?"
                    : symbol + " is a static field of " + found.size() + " classes");
        }
        return found.get(0);
    }

    /** The bytes of a static field. */
    public byte[] image(String symbol) {
        Variable variable = variable(symbol);
        return memory.bytes(variable.address(), variable.size());
    }

    /** {@code Class.method} of a function pointer; null if it is none. */
    public String functionName(int address) {
        return functions.name(address);
    }

    /** The layout of a struct class, by internal name. */
    public StructLayout layout(String internalName) {
        return classes.layout(internalName);
    }

    /** What a {@code native} method does, as rewritten code calls it. */
    public static long routine(String symbol, long[] arguments, HostedWorld world) {
        return world.machine.routine(symbol, arguments);
    }

    HostedObjects objects() {
        return objects;
    }

    HostedFunctions functions() {
        return functions;
    }

    Variable variable(String className, String name) {
        return variables.get(className + "." + name);
    }

    /** Gives the static fields of a class their places. */
    void declare(ClassNode node) {
        String className = node.name.replace('/', '.');
        for (FieldNode field : node.fields) {
            if (classes.isInMemory(field)) {
                variables.put(className + "." + field.name, new Variable(className, field.name,
                        field.desc, fromArena(ArrayAccess.size(field.desc.charAt(0)))));
            }
        }
    }

    private int fromArena(long bytes) {
        long end = arenaEnd + (bytes + ALIGNMENT - 1 & -ALIGNMENT);
        if (end > ARENA_BASE + (long) ARENA_BYTES) {
            throw Places.here(new OutOfMemoryError(bytes + " bytes" + Places.line()));
        }
        int start = arenaEnd;
        arenaEnd = (int) end;
        return start;
    }

    /** Zeroed memory; 0 when there is none. */
    int allocate(long bytes, boolean build) {
        if (build) {
            return fromArena(bytes);
        }
        if (allocationsLeft == 0) {
            return 0;
        }
        allocationsLeft -= allocationsLeft > 0 ? 1 : 0;
        return allocator == null ? fromArena(bytes) : callAllocator(bytes);
    }

    private int callAllocator(long bytes) {
        if (bytes > Integer.MAX_VALUE) {
            return 0;
        }
        try {
            return (int) allocator.invoke(null, (int) bytes);
        } catch (InvocationTargetException e) {
            throw HostedWorld.<RuntimeException>sneak(e.getCause());
        } catch (IllegalAccessException e) {
            throw new UnsupportedHere("the allocator cannot be called: " + e.getMessage());
        }
    }

    /** What the allocator throws passes as it is. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneak(Throwable problem) throws T {
        throw (T) problem;
    }

    void reserve(int address) {
        reservation = address;
    }

    boolean takeReservation(int address) {
        boolean held = reservation == address && address != 0;
        reservation = 0;
        return held;
    }
}
