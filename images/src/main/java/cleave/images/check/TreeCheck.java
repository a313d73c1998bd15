package cleave.images.check;

import cleave.toolchain.disk.ext2.Ext2FileSystem;
import cleave.toolchain.disk.ext2.Inode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Map;

/** All directories, from the root on and then those that it does not lead to; names and links. */
final class TreeCheck {
    private final Ext2FileSystem files;
    private final BlockUse use;
    private final InodeTable table;
    private final Report report;
    private final BitSet seen = new BitSet();
    private final Deque<Place> waiting = new ArrayDeque<>();

    /** @param parent the directory it was found in; 0 for one that is in none */
    private record Place(String path, long inode, long parent) {
    }

    TreeCheck(Ext2FileSystem files, BlockUse use, InodeTable table, Report report) {
        this.files = files;
        this.use = use;
        this.table = table;
        this.report = report;
    }

    void run() throws IOException {
        if (table.directories.get(Inode.ROOT)) {
            walk(new Place("/", Inode.ROOT, Inode.ROOT));
        }
        // The tops of lost trees first, so that what is below them gets its names from them.
        for (boolean top : new boolean[] {true, false}) {
            BitSet lost = (BitSet) table.directories.clone();
            lost.andNot(seen);
            BitSet below = top ? below(lost) : new BitSet();
            for (int number = lost.nextSetBit(0); number >= 0;
                    number = lost.nextSetBit(number + 1)) {
                if (!below.get(number) && !seen.get(number)) {
                    report.add(number, WayOut.FIND, "no path leads to the directory");
                    walk(new Place("lost directory " + number, number, 0));
                }
            }
        }
        links();
    }

    /** Those of the lost directories that another of them has in it. */
    private BitSet below(BitSet lost) throws IOException {
        BitSet below = new BitSet();
        Report unread = new Report("", 0);
        InodeTable copy = table.forReading();
        for (int number = lost.nextSetBit(0); number >= 0; number = lost.nextSetBit(number + 1)) {
            DirectoryCheck check = new DirectoryCheck(files, use, copy, unread,
                    files.inode(number));
            check.run("");
            check.children().values().forEach(child -> below.set(child.intValue()));
        }
        return below;
    }

    private void walk(Place start) throws IOException {
        waiting.add(start);
        seen.set((int) start.inode);
        while (!waiting.isEmpty()) {
            Place place = waiting.remove();
            report.name(place.inode, place.path);
            DirectoryCheck check = new DirectoryCheck(files, use, table, report,
                    files.inode(place.inode));
            check.run(place.path);
            if (place.parent != 0 && check.parent() != place.parent) {
                report.add(place.inode, WayOut.REPAIR, "the directory is in inode %d, and its .. "
                        + "is inode %d", place.parent, check.parent());
            }
            for (Map.Entry<String, Long> child : check.children().entrySet()) {
                String path = (place.path.equals("/") ? "" : place.path) + "/" + child.getKey();
                long inode = child.getValue();
                if (seen.get((int) inode)) {
                    report.add(inode, WayOut.REPAIR, "the directory has one more name, %s: it can "
                            + "have one", path);
                } else {
                    seen.set((int) inode);
                    waiting.add(new Place(path, inode, place.inode));
                }
            }
        }
    }

    private void links() {
        for (int number = table.used.nextSetBit(Inode.ROOT); number >= 0;
                number = table.used.nextSetBit(number + 1)) {
            boolean reserved = number < files.superblock().firstInode() && number != Inode.ROOT;
            int names = table.names[number];
            if (reserved || names == table.links[number]) {
                continue;
            }
            if (names == 0) {
                report.add(number, WayOut.FIND, "it has no name, and counts %d",
                        table.links[number]);
            } else {
                report.add(number, WayOut.COUNT_AGAIN, "it counts %d links, and has %d",
                        table.links[number], names);
            }
        }
    }
}
