package cleave.tests.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is true of every source file of every module, tests included. */
class TidyTest {
    private static final Path ROOT = Path.of("..");
    private static final List<String> MODULES = List.of("toolchain", "emulator", "guest-os",
            "images", "benchmarks", "tests");
    private static final int COLUMNS = 100;
    private static final int CLASS_LINES = 500;
    private static final int METHOD_LINES = 70;
    /** Methods that are long on purpose, and the purpose. */
    private static final Map<String, String> LONG_METHODS = Map.of(
            "HotLoop.run", "HotSpot compiles the interpreter's switch as one method, or not well",
            "HotLoop.seldom", "the same switch, its rarer half");
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TODO|FIXME|XXX|HACK)\\b");

    private static List<Path> sources;

    /** Where something is not as it should be. */
    private record Finding(Path file, long line, String what) {
        @Override
        public String toString() {
            return ROOT.relativize(file) + ":" + line + ": " + what;
        }
    }

    @BeforeAll
    static void findSources() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String module : MODULES) {
            Path folder = ROOT.resolve(module).resolve("src");
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    files.filter(file -> file.toString().endsWith(".java")).sorted()
                            .forEach(found::add);
                }
            }
        }
        sources = found;
    }

    private static void assertNone(List<Finding> findings) {
        StringBuilder text = new StringBuilder();
        findings.forEach(finding -> text.append('\n').append(finding));
        assertEquals("", text.toString());
    }

    @Test
    void thereAreSources() {
        assertTrue(sources.size() > 100, "only " + sources.size() + " files");
    }

    @Test
    void linesAreShortFinishedAndWithoutTabs() throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (Path file : sources) {
            List<String> lines = Files.readAllLines(file);
            boolean textBlock = false;
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                textBlock ^= line.contains("\"\"\"");
                if (line.length() > COLUMNS && !textBlock) {
                    findings.add(new Finding(file, i + 1, line.length() + " columns"));
                }
                if (line.indexOf('\t') >= 0) {
                    findings.add(new Finding(file, i + 1, "a tab"));
                }
                if (line.endsWith(" ")) {
                    findings.add(new Finding(file, i + 1, "a space at the end"));
                }
                if (UNFINISHED.matcher(line).find() && !file.endsWith("TidyTest.java")) {
                    findings.add(new Finding(file, i + 1, "something is left to be done"));
                }
            }
        }
        assertNone(findings);
    }

    @Test
    void classesAndMethodsAreShortAndNothingIsSwallowed() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Finding> findings = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(null, files, null,
                    List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new Inspection(unit, positions, findings).scan(unit, null);
            }
        }
        assertNone(findings);
    }

    /** Goes through one file. */
    private static final class Inspection extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final LineMap lines;
        private final CharSequence text;
        private final List<Finding> findings;
        private String type = "";

        Inspection(CompilationUnitTree unit, SourcePositions positions, List<Finding> findings)
                throws IOException {
            this.unit = unit;
            this.text = unit.getSourceFile().getCharContent(true);
            this.positions = positions;
            this.lines = unit.getLineMap();
            this.findings = findings;
        }

        private long line(Tree tree) {
            return lines.getLineNumber(positions.getStartPosition(unit, tree));
        }

        private long length(Tree tree) {
            return lines.getLineNumber(positions.getEndPosition(unit, tree)) - line(tree) + 1;
        }

        private void find(Tree tree, String what) {
            findings.add(new Finding(Path.of(unit.getSourceFile().getName()), line(tree), what));
        }

        @Override
        public Void visitClass(ClassTree tree, Void unused) {
            if (length(tree) > CLASS_LINES) {
                find(tree, tree.getSimpleName() + " has " + length(tree) + " lines");
            }
            String outer = type;
            type = tree.getSimpleName().toString();
            super.visitClass(tree, unused);
            type = outer;
            return null;
        }

        @Override
        public Void visitImport(ImportTree tree, Void unused) {
            String name = tree.getQualifiedIdentifier().toString();
            String simple = name.substring(name.lastIndexOf('.') + 1);
            long uses = Pattern.compile("\\b" + Pattern.quote(simple) + "\\b")
                    .matcher(text).results().count();
            if (uses < 2 && !simple.equals("*")) {
                find(tree, name + " is imported and not used");
            }
            return super.visitImport(tree, unused);
        }

        @Override
        public Void visitMethod(MethodTree tree, Void unused) {
            BlockTree body = tree.getBody();
            String name = type + "." + tree.getName();
            if (body != null && length(body) > METHOD_LINES && !LONG_METHODS.containsKey(name)) {
                find(tree, tree.getName() + " has " + length(body) + " lines");
            }
            return super.visitMethod(tree, unused);
        }

        @Override
        public Void visitCatch(CatchTree tree, Void unused) {
            boolean says = length(tree.getBlock()) > 2;
            if (tree.getBlock().getStatements().isEmpty() && !says) {
                find(tree, "an exception is swallowed without a word why");
            }
            return super.visitCatch(tree, unused);
        }

        @Override
        public Void visitNewClass(NewClassTree tree, Void unused) {
            if (tree.getIdentifier().toString().equals("Random")
                    && tree.getArguments().isEmpty()) {
                find(tree, "random numbers without a seed");
            }
            return super.visitNewClass(tree, unused);
        }
    }
}
