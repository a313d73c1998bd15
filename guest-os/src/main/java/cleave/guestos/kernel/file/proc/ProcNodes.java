package cleave.guestos.kernel.file.proc;

import cleave.guestos.abi.FileMode;
import cleave.guestos.kernel.file.FileOperations;
import cleave.guestos.kernel.memory.FailNth;
import cleave.guestos.kernel.process.Process;
import cleave.magic.Address;
import cleave.magic.Fn;
import cleave.magic.Struct;

/**
 * The table of everything in {@code /proc}: a line is a file, a directory or a link. Lines below
 * {@link #PROCESS} are there once for each process.
 */
final class ProcNodes {
    /** Makes a file's text: 0 or an error. Of the system's files, the process means nothing. */
    interface Make extends Fn {
        int make(ProcText text, Process process);
    }

    /** Takes what was written to a file, without the line feed at its end: 0 or an error. */
    interface Store extends Fn {
        int store(Process process, Address value, int length);
    }

    /** A line. */
    static final class Node extends Struct {
        String name;
        int parent;
        int mode;
        Make make;
        Store store;
        /** What can be done with it when it is open; null for a file that is text. */
        FileOperations files;

        boolean isDirectory() {
            return FileMode.isDirectory(mode);
        }
    }

    static final int ROOT = 0;
    static final int PROCESS = 1;
    static final int DESCRIPTORS = 2;
    /** Links. */
    static final int SELF = 3;
    static final int MOUNTS = 4;
    static final int CURRENT = 5;
    static final int PROGRAM = 6;
    static final int PROCESS_ROOT = 7;
    /** The threads of a process, and one of them. */
    static final int TASKS = 8;
    static final int TASK = 9;

    private static final int MAX = 64;
    private static final int FILE = FileMode.S_IFREG | 0444;
    private static final int SETTING = FileMode.S_IFREG | 0644;
    private static final int SECRET = FileMode.S_IFREG | 0400;
    private static final int LINK = FileMode.S_IFLNK | 0777;
    private static final int DIRECTORY = FileMode.S_IFDIR | 0555;

    private static final Node[] NODES = new Node[MAX];
    private static int count;

    static {
        system();
        settings();
        process();
        task();
    }

    private ProcNodes() {
    }

    static int count() {
        return count;
    }

    static Node at(int index) {
        return NODES[index];
    }

    private static int add(int parent, String name, int mode, Make make, Store store) {
        Node node = new Node();
        node.parent = parent;
        node.name = name;
        node.mode = mode;
        node.make = make;
        node.store = store;
        NODES[count] = node;
        count++;
        return count - 1;
    }

    private static void file(int parent, String name, Make make) {
        add(parent, name, FILE, make, null);
    }

    /** A file of a process that is no text. */
    private static void open(String name, int mode, FileOperations files) {
        NODES[add(PROCESS, name, mode, null, null)].files = files;
    }

    private static void system() {
        add(-1, "", DIRECTORY, null, null);
        add(-1, "", DIRECTORY, null, null);
        add(PROCESS, "fd", FileMode.S_IFDIR | 0500, null, null);
        add(ROOT, "self", LINK, null, null);
        add(ROOT, "mounts", LINK, null, null);
        add(PROCESS, "cwd", LINK, null, null);
        add(PROCESS, "exe", LINK, null, null);
        add(PROCESS, "root", LINK, null, null);
        add(PROCESS, "task", DIRECTORY, null, null);
        add(-1, "", DIRECTORY, null, null);
        file(ROOT, "cmdline", SystemTexts::commandLine);
        file(ROOT, "cpuinfo", SystemTexts::harts);
        file(ROOT, "filesystems", SystemTexts::fileSystems);
        file(ROOT, "interrupts", SystemTexts::interrupts);
        file(ROOT, "loadavg", SystemTexts::loadAverage);
        file(ROOT, "meminfo", SystemTexts::memory);
        file(ROOT, "partitions", SystemTexts::partitions);
        file(ROOT, "stat", SystemTexts::statistics);
        file(ROOT, "uptime", SystemTexts::uptime);
        file(ROOT, "version", SystemTexts::version);
        file(ROOT, "vmstat", SystemTexts::virtualMemory);
    }

    private static void settings() {
        int sys = add(ROOT, "sys", DIRECTORY, null, null);
        int kernel = add(sys, "kernel", DIRECTORY, null, null);
        file(kernel, "pid_max", Settings::pidMax);
        add(kernel, "hostname", SETTING, Settings::hostName, Settings::setHostName);
        add(kernel, "core_pattern", SETTING, Settings::corePattern, Settings::setCorePattern);
        add(kernel, "core_uses_pid", SETTING, Settings::coreUsesPid, Settings::setCoreUsesPid);
        file(kernel, "domainname", Settings::domainName);
        file(kernel, "ostype", Settings::systemType);
        file(kernel, "osrelease", Settings::release);
        file(kernel, "version", Settings::version);
        file(kernel, "threads-max", Settings::threadsMax);
        file(kernel, "ngroups_max", Settings::groupsMax);
        file(kernel, "cap_last_cap", Settings::lastCapability);
        int memory = add(sys, "vm", DIRECTORY, null, null);
        add(memory, "drop_caches", SETTING, Settings::dropCaches, Settings::setDropCaches);
        add(memory, "overcommit_memory", SETTING, Settings::overcommit, Settings::setOvercommit);
        int files = add(sys, "fs", DIRECTORY, null, null);
        file(files, "file-max", Settings::filesMax);
        int debug = add(sys, "debug", DIRECTORY, null, null);
        add(debug, "audit", SECRET, SystemTexts::audit, null);
        add(debug, "fail-allocation", FileMode.S_IFREG | 0200, Settings::nothing,
                Settings::failAllocation);
    }

    private static void process() {
        open("pagemap", SECRET, PageMap.OPERATIONS);
        if (FailNth.isThere()) {
            open("fail-nth", SETTING, FailNthFile.OPERATIONS);
        }
        add(PROCESS, "auxv", SECRET, ProcessTexts::auxiliary, null);
        file(PROCESS, "cmdline", ProcessTexts::commandLine);
        add(PROCESS, "comm", SETTING, ProcessTexts::name, ProcessTexts::setName);
        add(PROCESS, "environ", SECRET, ProcessTexts::environment, null);
        file(PROCESS, "limits", ProcessTexts::limits);
        file(PROCESS, "maps", ProcessTexts::maps);
        file(PROCESS, "mounts", SystemTexts::mounts);
        file(PROCESS, "smaps", MemoryTexts::all);
        file(PROCESS, "smaps_rollup", MemoryTexts::sum);
        file(PROCESS, "stat", StatusTexts::fields);
        file(PROCESS, "statm", ProcessTexts::memorySizes);
        file(PROCESS, "status", StatusTexts::status);
    }

    private static void task() {
        file(TASK, "cmdline", ProcessTexts::commandLine);
        add(TASK, "comm", SETTING, ProcessTexts::name, ProcessTexts::setName);
        file(TASK, "limits", ProcessTexts::limits);
        file(TASK, "maps", ProcessTexts::maps);
        file(TASK, "stat", StatusTexts::threadFields);
        file(TASK, "statm", ProcessTexts::memorySizes);
        file(TASK, "status", StatusTexts::status);
    }
}
