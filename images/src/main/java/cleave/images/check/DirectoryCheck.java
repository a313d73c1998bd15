package cleave.images.check;

import cleave.toolchain.disk.Names;
import cleave.toolchain.disk.ext2.BlockMap;
import cleave.toolchain.disk.ext2.DirectoryBlock;
import cleave.toolchain.disk.ext2.Ext2Field;
import cleave.toolchain.disk.ext2.Ext2FileSystem;
import cleave.toolchain.disk.ext2.Feature;
import cleave.toolchain.disk.ext2.FileType;
import cleave.toolchain.disk.ext2.Inode;
import cleave.toolchain.disk.ext2.Run;
import cleave.toolchain.disk.ext2.Structure;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One directory: the chain of its entries, the names, and what they refer to. An index (dir_index)
 * is not checked: it is only a hint.
 */
final class DirectoryCheck {
    private final Ext2FileSystem files;
    private final BlockUse use;
    private final InodeTable table;
    private final Report report;
    private final Inode directory;
    private final Set<String> seen = new HashSet<>();
    private final Map<String, Long> children = new LinkedHashMap<>();
    private long parent;

    DirectoryCheck(Ext2FileSystem files, BlockUse use, InodeTable table, Report report,
            Inode directory) {
        this.files = files;
        this.use = use;
        this.table = table;
        this.report = report;
        this.directory = directory;
    }

    /** Its subdirectories, by name. */
    Map<String, Long> children() {
        return children;
    }

    /** What {@code ..} says; 0 without it. */
    long parent() {
        return parent;
    }

    private void wrong(String format, Object... values) {
        report.add(directory.number(), WayOut.REPAIR, format, values);
    }

    /** @param path of the directory, for the names of what is in it */
    void run(String path) throws IOException {
        int blockSize = files.superblock().blockSize();
        BlockMap map = files.blocks(directory);
        long blocks = Math.min(directory.size() / blockSize, files.superblock().blocks());
        for (long i = 0; i < blocks; i++) {
            Run run = map.find(i);
            if (run.isHole()) {
                wrong("the directory has a hole at block %d", i);
            } else if (!use.contains(run.physical())) {
                return;
            } else {
                block(path, new DirectoryBlock(files.block(run.physical())), i);
            }
        }
    }

    private void block(String path, DirectoryBlock block, long index) {
        int at = 0;
        int position = 0;
        while (at < block.bytes().limit()) {
            Optional<String> fault = block.fault(at);
            if (fault.isPresent()) {
                wrong("the directory has %s, at byte %d of its block %d", fault.get(), at, index);
                return;
            }
            String name = Names.text(block.name(at));
            if (index == 0 && position < 2) {
                dots(block, at, position == 0 ? "." : "..", name);
            } else if (block.inode(at) != 0) {
                entry(path, block, at, name);
            }
            at += block.length(at);
            position++;
        }
    }

    private void dots(DirectoryBlock block, int at, String expected, String name) {
        long inode = block.inode(at);
        if (!name.equals(expected) || inode == 0) {
            wrong("the directory's entry for %s is called \"%s\", of inode %d", expected, name,
                    inode);
            return;
        }
        if (expected.equals(".") && inode != directory.number()) {
            wrong("the directory's . is inode %d", inode);
            return;
        }
        if (!table.contains(inode)) {
            wrong("the directory's %s is inode %d of %d", expected, inode, table.count());
            return;
        }
        parent = expected.equals("..") ? inode : parent;
        table.names[(int) inode]++;
        kind(block, at, name, FileType.DIRECTORY.entry());
    }

    private void entry(String path, DirectoryBlock block, int at, String name) {
        long inode = block.inode(at);
        String full = (path.equals("/") ? "" : path) + "/" + name;
        if (name.isEmpty() || name.contains("/") || contains(block.name(at), 0)) {
            wrong("\"%s\" is no name", name);
        }
        if (!seen.add(name) || name.equals(".") || name.equals("..")) {
            wrong("the name %s is in it twice", name);
        }
        if (!table.contains(inode)) {
            wrong("%s is inode %d, of %d", name, inode, table.count());
            return;
        }
        boolean reserved = inode < files.superblock().firstInode();
        if (reserved || !table.used.get((int) inode)) {
            wrong("%s is inode %d, which is %s", name, inode,
                    reserved ? "the file system's own" : "not in use");
            return;
        }
        table.names[(int) inode]++;
        report.name(inode, full);
        kind(block, at, name, table.kinds[(int) inode]);
        if (table.directories.get((int) inode)) {
            children.put(name, inode);
        }
    }

    private static boolean contains(byte[] name, int sought) {
        for (byte b : name) {
            if (b == sought) {
                return true;
            }
        }
        return false;
    }

    private void kind(DirectoryBlock block, int at, String name, int expected) {
        int kind = (int) Structure.get(block.bytes(), at, Ext2Field.D_FILE_TYPE);
        int right = files.superblock().has(Feature.FILETYPE) ? expected : 0;
        if (kind != right && expected != 0) {
            wrong("the entry of %s says that it is of kind %d, and its inode of kind %d", name,
                    kind, right);
        }
    }
}
