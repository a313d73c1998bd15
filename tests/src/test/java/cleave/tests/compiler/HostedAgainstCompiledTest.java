package cleave.tests.compiler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cleave.emulator.machine.Machine;
import cleave.magic.Struct;
import cleave.tests.Peer;
import cleave.toolchain.compiler.JavaSource;
import cleave.toolchain.compiler.door.Executable;
import cleave.toolchain.hosted.HostedClasses;
import cleave.toolchain.hosted.HostedWorld;
import cleave.toolchain.hosted.PanicError;
import cleave.toolchain.hosted.RecordingMachine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same class files, on the JVM over simulated memory and compiled, do the same. */
class HostedAgainstCompiledTest {
    private static final String SORTING = """
            import cleave.magic.*;

            final class T {
                static final class Item extends Struct {
                    short key;
                    byte rank;
                    @Embedded Links links;
                    @Inline(3) int[] history;
                    boolean odd;
                    long sum;
                }

                static final class Links extends Struct {
                    Item next;
                    Item previous;
                }

                static final class Table extends Struct {
                    int count;
                    @Inline(8) Item[] buckets;
                    @Embedded @Inline(2) Links[] ends;
                }

                private static final int ITEMS = 60;

                static Table table;
                static Address free;

                /** Behind the items. */
                @Allocator
                static Address allocate(int bytes) {
                    Address made = Address.of(free.bits() + 7 & ~7);
                    free = made.plus(bytes);
                    return made;
                }

                static void fill(int[][] grid, long[][] longs) {
                    for (int i = 0; i < grid.length; i++) {
                        for (int j = 0; j < grid[i].length; j++) {
                            grid[i][j] = i * 100 + j;
                            longs[j][i] = (long) i << 40 | j;
                        }
                    }
                }

                static Item make(int key) {
                    Item item = Struct.at(free, Item.class);
                    free = free.plus(Struct.sizeOf(Item.class));
                    item.key = (short) key;
                    item.rank = (byte) (key * 3);
                    item.odd = (key & 1) != 0;
                    item.sum = (long) key << 33 | table.count;
                    for (int i = 0; i < item.history.length; i++) {
                        item.history[i] = key * i - 1;
                    }
                    table.count++;
                    return item;
                }

                /** Into the list of its bucket, in the order of keys. */
                static void insert(Item item) {
                    int bucket = item.key & 7;
                    Item before = null;
                    Item after = table.buckets[bucket];
                    while (after != null && after.key < item.key) {
                        before = after;
                        after = after.links.next;
                    }
                    item.links.next = after;
                    item.links.previous = before;
                    if (after != null) {
                        after.links.previous = item;
                        after.history[2] += item.rank;
                    }
                    if (before == null) {
                        table.buckets[bucket] = item;
                    } else {
                        before.links.next = item;
                        before.sum += item.sum;
                    }
                    table.ends[bucket & 1].previous = item;
                }

                @EntryPoint("guest_main")
                static void main() {
                    table = Struct.at(Address.of(ARENA), Table.class);
                    free = Address.of(ARENA).plus(Struct.sizeOf(Table.class) + 7 & ~7);
                    int seed = 12345;
                    for (int i = 0; i < ITEMS; i++) {
                        seed = seed * 1103515245 + 12345;
                        insert(make(seed >>> 16 & 0x7fff));
                    }
                    table.ends[0].next = table.buckets[3];
                    fill(new int[3][table.count - 56], new long[table.count - 56][3]);
                    finish();
                }

                @Symbol("guest_finish")
                static native void finish();
            }
            """.replace("ARENA", "0x" + Integer.toHexString(MagicCases.ARENA));

    @TempDir
    Path folder;

    private static Map<String, byte[]> classes(String source) {
        return new JavaSource().add("T.java", source).compile();
    }

    private static HostedWorld hosted(Map<String, byte[]> classes) {
        HostedWorld world = HostedClasses.of(classes).newWorld();
        world.memory().map(MagicCases.ARENA, MagicCases.ARENA_BYTES);
        world.memory().map(MagicCases.SOFTWARE_INTERRUPT, 4096);
        world.setMachine(new RecordingMachine().onEcall(BareRun::answer).onSbi(BareRun::sbi)
                .onRoutine("guest_finish", unused -> 0).setStackPointer(0x8000));
        return world;
    }

    private static Object call(HostedWorld world, String name) throws Throwable {
        Method method = world.load("T").getDeclaredMethod(name);
        method.setAccessible(true);
        try {
            return method.invoke(null);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static String hostedAnswers(Map<String, byte[]> classes) throws Throwable {
        HostedWorld world = hosted(classes);
        StringBuilder text = new StringBuilder();
        int number = 0;
        for (String method : MagicCases.BODIES.keySet()) {
            text.append(method).append(String.format(" %016x%n", call(world, "case" + number)));
            number++;
        }
        return text + assertThrows(PanicError.class, () -> call(world, "end")).getMessage() + "\n";
    }

    /** Puts the method's name before each line that the guest has printed. */
    private static String named(String console) {
        List<String> names = List.copyOf(MagicCases.BODIES.keySet());
        List<String> lines = console.lines().toList();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            text.append(i < names.size() ? names.get(i) + " " : "").append(lines.get(i))
                    .append('\n');
        }
        return text.toString();
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void everyMethodOfMagicAnswersAlike(Variant variant) throws Throwable {
        Map<String, byte[]> classes = classes(MagicCases.source());
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        GuestRuns.run(BareRun.compile(classes, variant), console);
        assertEquals(hostedAnswers(classes),
                named(console.toString(StandardCharsets.US_ASCII)));
    }

    @Test
    void everyMethodOfMagicAnswersAlikeOnQemu() throws Throwable {
        Map<String, byte[]> classes = classes(MagicCases.source());
        Path program = Files.write(folder.resolve("magic.elf"),
                BareRun.compile(classes, Variant.OPTIMISED).elf());
        assertEquals(hostedAnswers(classes), named(Peer.qemu(30,
                Files.writeString(folder.resolve("input"), ""), "-bios", "none", "-kernel",
                program.toString()).out()));
    }

    @Test
    void theTableHasEveryPublicMethodOfMagic() throws Exception {
        Set<String> methods = new TreeSet<>();
        for (Class<?> type : publicTypes()) {
            for (Method method : type.getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers()) && !method.isSynthetic()) {
                    methods.add(type.getSimpleName() + "." + method.getName()
                            + Stream.of(method.getParameterTypes()).map(Class::getSimpleName)
                                    .collect(Collectors.joining(",", "(", ")")));
                }
            }
        }
        assertEquals(methods, new TreeSet<>(MagicCases.BODIES.keySet()));
    }

    /** Those of {@code cleave.magic} that are no annotations, wherever they were loaded from. */
    private static List<Class<?>> publicTypes() throws Exception {
        Path place = Path.of(Struct.class.getProtectionDomain().getCodeSource().getLocation()
                .toURI());
        if (Files.isDirectory(place)) {
            return publicTypes(place.resolve("cleave/magic"));
        }
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
            return publicTypes(jar.getPath("cleave/magic"));
        }
    }

    private static List<Class<?>> publicTypes(Path magic)
            throws IOException, ClassNotFoundException {
        List<Class<?>> types = new ArrayList<>();
        try (Stream<Path> files = Files.list(magic)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString().replace(".class", "");
                if (!name.equals("package-info")) {
                    Class<?> type = Class.forName("cleave.magic." + name);
                    if (Modifier.isPublic(type.getModifiers()) && !type.isAnnotation()) {
                        types.add(type);
                    }
                }
            }
        }
        return types;
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void anAlgorithmOverStructsLeavesTheSameBytesInMemory(Variant variant) throws Throwable {
        Map<String, byte[]> classes = classes(SORTING);
        HostedWorld world = hosted(classes);
        world.useAllocator("T");
        call(world, "main");
        byte[] expected = world.memory().bytes(MagicCases.ARENA, MagicCases.ARENA_BYTES);
        Executable program = BareRun.compile(classes, variant);
        Machine machine = GuestRuns.run(program, new ByteArrayOutputStream());
        byte[] compiled = new byte[MagicCases.ARENA_BYTES];
        for (int i = 0; i < compiled.length; i++) {
            compiled[i] = (byte) machine.memory()
                    .readByte(Integer.toUnsignedLong(MagicCases.ARENA) + i);
        }
        assertArrayEquals(expected, compiled);
        assertEquals(60, world.memory().loadInt(MagicCases.ARENA));
    }
}
