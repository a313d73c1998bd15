package cleave.images.cli;

import cleave.images.ext2.Tree;
import cleave.toolchain.disk.ext2.DirectoryEntry;
import cleave.toolchain.disk.ext2.Ext2Field;
import cleave.toolchain.disk.ext2.FileType;
import cleave.toolchain.disk.ext2.Inode;
import cleave.toolchain.disk.ext2.Lookup;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code cleave image ls}, in the manner of {@code ls}; times are UTC. */
final class Listing {
    private static final String RIGHTS = "rwxrwxrwx";

    private final Tree tree;
    private final PrintStream out;
    private final boolean detailed;
    private final boolean recursive;
    private final Set<Long> seen = new HashSet<>();

    Listing(Tree tree, PrintStream out, boolean detailed, boolean recursive) {
        this.tree = tree;
        this.out = out;
        this.detailed = detailed;
        this.recursive = recursive;
    }

    void list(String path) throws IOException {
        Lookup.Found found = tree.find(path, !detailed);
        if (found.inode().is(FileType.DIRECTORY)) {
            directory(found.path(), found.inode());
        } else {
            line(path, found.inode());
        }
    }

    private void directory(String path, Inode directory) throws IOException {
        if (!seen.add(directory.number())) {
            throw tree.files().disk().damaged("the directory " + path + " has two names");
        }
        if (recursive) {
            out.println((seen.size() > 1 ? "\n" : "") + path + ":");
        }
        List<DirectoryEntry> entries = Commands.sorted(tree.files(), directory);
        for (DirectoryEntry entry : entries) {
            line(entry.name(), tree.files().inode(entry.inode()));
        }
        for (DirectoryEntry entry : entries) {
            Inode inode = tree.files().inode(entry.inode());
            if (recursive && inode.is(FileType.DIRECTORY)) {
                directory((path.equals("/") ? "" : path) + "/" + entry.name(), inode);
            }
        }
    }

    private void line(String name, Inode inode) throws IOException {
        if (!detailed) {
            out.println(name);
            return;
        }
        boolean device = inode.type().map(FileType::isDevice).orElse(false);
        String size = device ? inode.major() + ", " + inode.minor()
                : Long.toString(inode.size());
        String target = inode.is(FileType.LINK) ? " -> " + tree.files().target(inode) : "";
        String time = Instant.ofEpochSecond((int) inode.get(Ext2Field.I_MTIME)).toString()
                .replace('T', ' ').substring(0, 16);
        out.printf("%s %3d %5d %5d %10s %s %s%s%n", rights(inode), inode.links(), inode.uid(),
                inode.gid(), size, time, name, target);
    }

    private static String rights(Inode inode) {
        StringBuilder text = new StringBuilder();
        text.append(inode.type().map(FileType::letter).orElse('?'));
        for (int i = 0; i < RIGHTS.length(); i++) {
            text.append((inode.mode() & 0x100 >> i) != 0 ? RIGHTS.charAt(i) : '-');
        }
        special(text, inode.mode() & 0x800, 3, "sS");
        special(text, inode.mode() & 0x400, 6, "sS");
        special(text, inode.mode() & 0x200, 9, "tT");
        return text.toString();
    }

    private static void special(StringBuilder text, int bit, int at, String letters) {
        if (bit != 0) {
            text.setCharAt(at, letters.charAt(text.charAt(at) == 'x' ? 0 : 1));
        }
    }
}
