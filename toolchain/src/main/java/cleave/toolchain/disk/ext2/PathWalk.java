package cleave.toolchain.disk.ext2;

import cleave.toolchain.disk.Names;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Follows a path name by name, and symbolic links, as {@code path_resolution(7)} says. */
final class PathWalk {
    private static final int LINKS_MOST = 40;
    /** Names still to come; links could make them ever more. */
    private static final int NAMES_MOST = 4096;

    private final Ext2FileSystem files;
    private final boolean followLast;
    private final Deque<String> todo;
    private final Deque<String> done = new ArrayDeque<>();
    private int links;

    PathWalk(Ext2FileSystem files, String path, boolean followLast) {
        this.files = files;
        this.followLast = followLast;
        this.todo = new ArrayDeque<>(Names.split(path));
    }

    Lookup walk() throws IOException {
        Inode here = files.inode(Inode.ROOT);
        while (!todo.isEmpty()) {
            String name = todo.pop();
            if (!here.is(FileType.DIRECTORY)) {
                return new Lookup.NotDirectory(place());
            }
            long number = files.find(here, name);
            if (number == 0) {
                return new Lookup.Missing(place(), here, name, todo.isEmpty());
            }
            Inode next = files.inode(number);
            if (next.is(FileType.LINK) && (followLast || !todo.isEmpty())) {
                if (++links > LINKS_MOST) {
                    return new Lookup.TooManyLinks(place() + (done.isEmpty() ? "" : "/") + name);
                }
                here = follow(next, here);
            } else {
                step(name);
                here = next;
            }
        }
        return new Lookup.Found(place(), here);
    }

    private Inode follow(Inode link, Inode directory) throws IOException {
        String target = files.target(link);
        List<String> names = new ArrayList<>(Names.split(target));
        if (names.size() + todo.size() > NAMES_MOST) {
            throw files.disk().damaged("the symbolic link of inode " + link.number()
                    + " leads nowhere");
        }
        for (int i = names.size() - 1; i >= 0; i--) {
            todo.push(names.get(i));
        }
        if (target.startsWith("/")) {
            done.clear();
            return files.inode(Inode.ROOT);
        }
        return directory;
    }

    private void step(String name) {
        if (name.equals("..")) {
            done.pollLast();
        } else {
            done.addLast(name);
        }
    }

    private String place() {
        return "/" + String.join("/", done);
    }
}
