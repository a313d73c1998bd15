package cleave.guestos.build;

import cleave.toolchain.compiler.ClassSource;
import cleave.toolchain.compiler.Compiler;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a program is made of: notes every class that the compiler asks for, by its hash. */
final class Ingredients implements ClassSource {
    private static final String COMPILER = "compiler";
    private static final String NO_CLASS = "-";

    private final ClassSource classes;
    private final Map<String, String> hashes = new TreeMap<>();

    Ingredients(String compiler, ClassSource classes) {
        this.classes = classes;
        hashes.put(COMPILER, compiler);
    }

    @Override
    public ClassFile find(String name) {
        ClassFile found = classes.find(name);
        hashes.put(name, hash(found));
        return found;
    }

    /** A line for each: the name and the hash. */
    @Override
    public String toString() {
        return hashes.entrySet().stream().map(entry -> entry.getKey() + " " + entry.getValue()
                + "\n").collect(Collectors.joining());
    }

    /** Whether a file says what is so now. */
    static boolean unchanged(Path file, String compiler, ClassSource classes) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        for (String line : Files.readAllLines(file)) {
            String[] words = line.split(" ");
            String now = words[0].equals(COMPILER) ? compiler : hash(classes.find(words[0]));
            if (words.length != 2 || !words[1].equals(now)) {
                return false;
            }
        }
        return true;
    }

    private static String hash(ClassSource.ClassFile file) {
        return file == null ? NO_CLASS : HexFormat.of().formatHex(sha().digest(file.bytes()));
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The hash of the whole toolchain, a jar or a folder of classes. */
    static String ofCompiler() throws IOException {
        try {
            return ofAll(Path.of(Compiler.class.getProtectionDomain().getCodeSource()
                    .getLocation().toURI()));
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    /** The hash of a file, or of all files of a folder. */
    static String ofAll(Path place) throws IOException {
        MessageDigest digest = sha();
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                digest.update(place.relativize(file).toString().getBytes());
                digest.update(Files.readAllBytes(file));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
