package cleave.tests.guestos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cleave.tests.Peer;
import cleave.tests.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell's corpus of scripts on our kernel, with our tools, against dash on the host. */
class ShellScriptsTest {
    private static final Path IMAGE = Path.of("../images/target/cleave.img");
    private static final Path SCRIPTS = Path.of(
            "../guest-os/src/test/resources/cleave/guestos/user/sh/scripts");
    private static final int SECONDS_MAX = 300;
    private static final String ALL = "for f in /scripts/*.sh; do n=${f##*/}; rm -rf /tmp/w;"
            + " mkdir /tmp/w; cd /tmp/w; echo \"=== $n\" >> /results;"
            + " START=/tmp/w sh $f >> /results 2>/dev/null </dev/null;"
            + " echo \"status $?\" >> /results; done; poweroff\n";

    @TempDir
    Path folder;

    private static String image(String... words) throws Exception {
        Run run = new Run.Command(SECONDS_MAX,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), "cleave.images.cli.Main")
                .with(List.of(words)).run();
        assertEquals(0, run.exitCode(), run.toString());
        return run.out();
    }

    private String onDash(Path script) throws Exception {
        Path work = Files.createDirectory(folder.resolve("work-" + script.getFileName()));
        Run run = new Run.Command(SECONDS_MAX, "env", "-i", "PATH=/usr/bin:/bin", "HOME=/root",
                "START=" + work, "sh", "-c", "cd $START; exec dash \"$0\"",
                script.toAbsolutePath().toString()).run();
        return "=== " + script.getFileName() + "\n" + run.out() + "status " + run.exitCode() + "\n";
    }

    @Test
    void scriptsDoOnCleaveWhatTheyDoUnderDash() throws Exception {
        Peer.need("dash", "dash");
        List<Path> scripts;
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            scripts = files.sorted().toList();
        }
        Path disk = Files.copy(IMAGE, folder.resolve("disk.img"));
        image("mkdir", disk.toString(), "/scripts");
        List<String> add = new ArrayList<>(List.of("add", disk.toString()));
        scripts.forEach(script -> add.add(script.toString()));
        Path all = Files.writeString(folder.resolve("all.sh"), ALL);
        add.add("/scripts");
        image(add.toArray(String[]::new));
        image("add", disk.toString(), all.toString(), "/all");
        Path typed = Files.writeString(folder.resolve("typed.expect"), "timeout " + SECONDS_MAX
                + "s\nfail \"kernel panic\"\nexpect \":/# \"\nsend \"sh /all\\n\"\nexit 0\n");
        Run run = Run.cleave(SECONDS_MAX, "boot", "--quiet", "--expect", typed.toString(),
                disk.toString());
        assertEquals(0, run.exitCode(), run.toString());
        assertTrue(scripts.size() > 10, "only " + scripts.size() + " scripts");
        StringBuilder wanted = new StringBuilder();
        for (Path script : scripts) {
            wanted.append(onDash(script));
        }
        assertEquals(wanted.toString(), image("cat", disk.toString(), "/results"));
    }
}
