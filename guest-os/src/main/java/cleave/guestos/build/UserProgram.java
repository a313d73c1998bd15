package cleave.guestos.build;

import cleave.guestos.user.tools.Tool;
import cleave.guestos.user.tools.Tools;
import java.util.ArrayList;
import java.util.List;

/**
 * The programs of the guest: a class with {@code static int main(int count, Address arguments)},
 * the executable made of it, and where the file system has it. A new program is a line here; a new
 * small tool is a line of {@link Tools#TABLE} instead.
 */
public enum UserProgram {
    INIT("cleave/guestos/user/init/Init", "init", "/sbin/init", "/bin/init"),
    SH("cleave/guestos/user/sh/Sh", "sh", "/bin/sh"),
    FORKDEMO("cleave/guestos/user/demo/ForkDemo", "forkdemo", "/bin/forkdemo"),
    COWDEMO("cleave/guestos/user/demo/CowDemo", "cowdemo", "/bin/cowdemo"),
    ZOMBIE("cleave/guestos/user/demo/Zombie", "zombie", "/bin/zombie"),
    ORPHAN("cleave/guestos/user/demo/Orphan", "orphan", "/bin/orphan"),
    FORKBOMB("cleave/guestos/user/demo/ForkBomb", "forkbomb", "/bin/forkbomb"),
    EXECDEMO("cleave/guestos/user/demo/ExecDemo", "execdemo", "/bin/execdemo"),
    PIPELINE("cleave/guestos/user/demo/Pipeline", "pipeline", "/bin/pipeline"),
    VFORKDEMO("cleave/guestos/user/demo/VforkDemo", "vforkdemo", "/bin/vforkdemo"),
    SPAWNDEMO("cleave/guestos/user/demo/SpawnDemo", "spawndemo", "/bin/spawndemo"),
    DAEMON("cleave/guestos/user/demo/Daemon", "daemon", "/bin/daemon"),
    BENCH("cleave/guestos/user/bench/Bench", "bench", "/bin/bench", "/bin/bench-call",
            "/bin/bench-pipe", "/bin/bench-fork", "/bin/bench-exec", "/bin/bench-cow"),
    /** Without the library: it begins with its own {@code _start}. */
    BENCH_TINY("cleave/guestos/user/bench/Tiny", "bench-tiny", "/bin/bench-tiny"),
    USERTESTS("cleave/guestos/user/usertests/UserTests", "usertests", "/bin/usertests"),
    TOOLS("cleave/guestos/user/tools/Tools", "tools", toolPaths());

    private final String mainClass;
    private final String fileName;
    private final List<String> paths;

    UserProgram(String mainClass, String fileName, String... paths) {
        this(mainClass, fileName, List.of(paths));
    }

    UserProgram(String mainClass, String fileName, List<String> paths) {
        this.mainClass = mainClass;
        this.fileName = fileName;
        this.paths = paths;
    }

    /** The small tools, which share one executable; the dispatcher itself comes first. */
    private static List<String> toolPaths() {
        List<String> paths = new ArrayList<>(List.of("/bin/tools"));
        for (Tool tool : Tools.TABLE) {
            paths.add("/bin/" + tool.name);
        }
        return paths;
    }

    /** Its internal name. */
    public String mainClass() {
        return mainClass;
    }

    /** The executable, without {@code .elf}. */
    public String fileName() {
        return fileName;
    }

    /** Where the guest's file system has it: the first is the file, the others are hard links. */
    public List<String> paths() {
        return paths;
    }
}
