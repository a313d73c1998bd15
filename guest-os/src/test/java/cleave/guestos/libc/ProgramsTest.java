package cleave.guestos.libc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes, files and command lines of the library under a Linux that is not ours. */
class ProgramsTest {
    private static final String PROGRAMS = "cleave.guestos.libc.programs.";
    private static final Map<String, String> PATH = Map.of("PATH", "/nowhere:.:/bin");

    @TempDir
    Path folder;

    private GuestProgram program(String name) throws Exception {
        return GuestProgram.of(PROGRAMS + name, folder);
    }

    /** The path of a script; qemu-riscv32 hands exec to the host, which cannot run our programs. */
    private String script(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("script"), "#!/bin/sh\n" + text);
        assertTrue(file.toFile().setExecutable(true));
        return "./script";
    }

    private static String host(Path folder, String... command) throws Exception {
        Process process = new ProcessBuilder(command).directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void childrenProgramsAndSignalsDoWhatPosixSays() throws Exception {
        GuestProgram.Outcome outcome = program("ProcessProgram").with(PATH)
                .runWithInput("", script("""
                        echo "exec: $* COLOUR=$COLOUR"
                        exit 3
                        """));
        assertEquals("""
                waited for it: 1
                child: exited 66
                vfork: exited 5
                no more: -1 1
                exec: l COLOUR=blue
                exec: exited 3
                exec: le COLOUR=red
                exec: exited 3
                exec: v COLOUR=blue
                exec: exited 3
                exec: v COLOUR=red
                exec: exited 3
                exec: lp more COLOUR=blue
                exec: exited 3
                exec: v COLOUR=blue
                exec: exited 3
                exec: exited 2
                exec: v COLOUR=red
                exec: exited 3
                handled 10
                handled 10 pending 1
                suspended -1
                handled 20
                sender is me: 1
                pause -1
                handled 34
                handled 34 ignored 1
                not yet: 0
                wait: stopped 19
                wait: continued
                still there: 1 2
                wait: signal 15
                wait: signal 6
                used: 1
                twice twice at the end of 1
                """, outcome.output());
        assertEquals(7, outcome.code(), outcome.errors());
    }

    @Test
    void spawnedProgramsGetTheirFilesSignalsAndGroup() throws Exception {
        assertEquals("""
                read first
                read second
                same 1
                code 4
                group
                USR1 blocked
                HUP ignored
                group
                session
                USR2 ignored
                HUP ignored
                mask 1
                -1 1
                -1 1
                none left: -1
                [one][two] 6
                y x
                0
                from system
                9
                15
                """, program("SpawnProgram").with(PATH).runWithInput("", script("""
                        while read line; do echo read $line; done
                        [ -e /proc/self/fd/9 ] && echo open
                        read pid name state parent group session rest < /proc/$$/stat
                        [ $pid = $group ] && echo group
                        [ $pid = $session ] && echo session
                        while read field value; do case $field in
                            SigBlk:) [ $((0x$value >> 9 & 1)) = 1 ] && echo USR1 blocked;;
                            SigIgn:) [ $((0x$value >> 11 & 1)) = 1 ] && echo USR2 ignored
                                [ $((0x$value & 1)) = 1 ] && echo HUP ignored;;
                        esac; done < /proc/$$/status
                        exit 4
                        """)).output());
    }

    @Test
    void streamsReadWriteAndSeek() throws Exception {
        assertEquals("""
                at 28890
                3000 lines, 28890 bytes, end 1
                0Q 6
                line| 299|
                line 2
                failed 1
                1 No such file or directory
                -1 No space left on device
                No such file or directory|Unknown error 4444
                <a:><bc:><
                >3
                """, program("StreamProgram").runWithInput("a:bc:\n").output());
    }

    @Test
    void datesArePrintedAsTheHostPrintsThem() throws Exception {
        GuestProgram.needs("date", "coreutils");
        String letters = "a A b B C d D e F H I j k m M n p r R s S t T u U w W y Y z Z %";
        GuestProgram program = program("DateProgram");
        for (String seconds : List.of("0", "951782399", "1095379199", "4107542400", "-1",
                "1735689600", "1230768000", "86400000")) {
            List<String> words = new ArrayList<>(List.of(seconds));
            StringBuilder wanted = new StringBuilder();
            for (String letter : letters.split(" ")) {
                words.add("<%" + letter + ">");
                String line = host(folder, "env", "LC_ALL=C", "date", "-u", "-d", "@" + seconds,
                        "+<%" + letter + ">");
                wanted.append(line.length() - 1).append(' ').append(line);
            }
            assertEquals(wanted + "0\n", program.run(words.toArray(String[]::new)));
        }
    }

    @Test
    void usersAndGroupsAreThoseOfTheFiles() throws Exception {
        List<String> names = List.of("root", "daemon", "nobody", "nogroup", "tty", "no-such");
        StringBuilder wanted = new StringBuilder();
        for (String name : names) {
            for (String file : List.of("/etc/passwd", "/etc/group")) {
                Files.readAllLines(Path.of(file)).stream()
                        .filter(line -> line.startsWith(name + ":"))
                        .forEach(line -> wanted.append(line.replaceFirst(":[^:]*:", ":x:"))
                                .append('\n'));
            }
        }
        assertEquals(wanted.toString(),
                program("UsersProgram").run(names.toArray(String[]::new)));
    }

    @Test
    void patternsFindWhatTheShellFinds() throws Exception {
        for (String directory : List.of("one", "two", "two/deep", ".hidden")) {
            Files.createDirectories(folder.resolve("g").resolve(directory));
        }
        for (String file : List.of("one/a.txt", "one/b.txt", "two/a.txt", "two/deep/z", "a", "b*c",
                ".dot", "two/.dot")) {
            Files.createFile(folder.resolve("g").resolve(file));
        }
        List<String> patterns = List.of("g/*", "g/*/", "g/*/*.txt", "g/[a-o]*", "g/.*dd*",
                "g/two/*/z", "g//one/?.txt", "g/nothing*", "g/b\\*c", "*/*/a.txt", "g/*/.d*",
                "./g/[!a]", "g/*/*/*");
        StringBuilder wanted = new StringBuilder();
        for (String pattern : patterns) {
            wanted.append(host(folder, "sh", "-c", "LC_ALL=C; printf '%s ' " + pattern + "; echo"));
        }
        assertEquals(wanted.toString(),
                program("GlobProgram").run(patterns.toArray(String[]::new)));
    }

    @Test
    void optionsAreTakenAsGnuTakesThem() throws Exception {
        GuestProgram.needs("getopt", "util-linux");
        GuestProgram program = program("OptionsProgram");
        for (List<String> words : List.of(List.of("-a", "x"), List.of("x", "-a", "y", "-bz", "w"),
                List.of("-ab", "c", "d"), List.of("-c", "x", "-cx"), List.of("--", "-a"),
                List.of("x", "--", "-a"), List.of("-", "-a"), List.of("--alpha", "--beta=3", "x"),
                List.of("--beta", "4", "--gamma", "5", "--gamma=6"), List.of("--alphA"),
                List.of("--bet", "x"), List.of("--alp"), List.of("-z", "x"), List.of("-b"),
                List.of("--beta"), List.of("--alpha=2", "x"), List.of("x", "y", "-a", "z", "--beta",
                        "q", "r", "-aa"), List.<String>of())) {
            List<String> command = new ArrayList<>(List.of("getopt", "-o", "ab:c::", "-l",
                    "alpha,beta:,gamma::,alpine", "--"));
            command.addAll(words);
            GuestProgram.Outcome outcome = program.runWithInput("", words.toArray(String[]::new));
            assertEquals(host(folder, command.toArray(String[]::new)), outcome.output(),
                    words.toString());
        }
    }
}
