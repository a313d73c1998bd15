package cleave.toolchain.compiler;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Java sources to class files in memory, by the JDK's own compiler, for {@code --release 17} and
 * with everything that debugging information is made of. Its errors become violations.
 */
public final class JavaSource {
    private final List<JavaFileObject> sources = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();
    private final List<Path> classPath = new ArrayList<>();

    /** Adds a source of that path ({@code demo/Hello.java}). */
    public JavaSource add(String path, String text) {
        sources.add(new SourceText(path, text));
        return this;
    }

    public JavaSource add(Path file) {
        files.add(file);
        return this;
    }

    /** Where classes that the sources name are found; {@code cleave.magic} always is. */
    public JavaSource classPath(List<Path> paths) {
        classPath.addAll(paths);
        return this;
    }

    /** The class files by internal name. */
    public Map<String, byte[]> compile() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw CompileException.of("java", "java", "this Java has no compiler",
                    "run with a JDK, not with a JRE");
        }
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager standard = compiler.getStandardFileManager(diagnostics,
                Locale.ROOT, StandardCharsets.UTF_8)) {
            standard.setLocationFromPaths(StandardLocation.CLASS_PATH, wholeClassPath());
            List<JavaFileObject> units = new ArrayList<>(sources);
            standard.getJavaFileObjectsFromPaths(files).forEach(units::add);
            Memory memory = new Memory(standard);
            boolean good = compiler.getTask(new StringWriter(), memory, diagnostics,
                    List.of("--release", "17", "-g", "-proc:none"),
                    null, units).call();
            if (!good) {
                throw new CompileException(violations(diagnostics));
            }
            return memory.classFiles();
        } catch (IOException e) {
            throw CompileException.of("javac", "java", String.valueOf(e.getMessage()), null);
        }
    }

    /** Before what was asked for: where the classes of {@code cleave.magic} were loaded from. */
    private List<Path> wholeClassPath() throws IOException {
        List<Path> all = new ArrayList<>();
        try {
            all.add(Path.of(cleave.magic.Struct.class.getProtectionDomain().getCodeSource()
                    .getLocation().toURI()));
        } catch (java.net.URISyntaxException e) {
            throw new IOException(e);
        }
        all.addAll(classPath);
        return all;
    }

    private static List<Violation> violations(DiagnosticCollector<JavaFileObject> diagnostics) {
        List<Violation> violations = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> diagnostic : diagnostics.getDiagnostics()) {
            if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
                violations.add(new Violation(place(diagnostic), "java",
                        diagnostic.getMessage(Locale.ROOT), null));
            }
        }
        if (violations.isEmpty()) {
            violations.add(new Violation("javac", "java", "it failed without saying why", null));
        }
        return violations;
    }

    private static String place(Diagnostic<? extends JavaFileObject> diagnostic) {
        if (diagnostic.getSource() == null) {
            return "javac";
        }
        String name = diagnostic.getSource().getName();
        return name.substring(name.lastIndexOf('/') + 1) + ":" + diagnostic.getLineNumber();
    }

    private static final class SourceText extends SimpleJavaFileObject {
        private final String text;

        SourceText(String path, String text) {
            super(URI.create("memory:///" + path), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** Keeps what javac writes. */
    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> outputs = new TreeMap<>();

        Memory(JavaFileManager standard) {
            super(standard);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location location, String className,
                JavaFileObject.Kind kind, FileObject sibling) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            outputs.put(className.replace('.', '/'), bytes);
            return new SimpleJavaFileObject(URI.create("memory:///" + className), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return bytes;
                }
            };
        }

        Map<String, byte[]> classFiles() {
            Map<String, byte[]> files = new TreeMap<>();
            outputs.forEach((name, bytes) -> files.put(name, bytes.toByteArray()));
            return files;
        }
    }
}
