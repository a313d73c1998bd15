package cleave.guestos.user.sh;

import cleave.guestos.libc.Strings;
import cleave.magic.Address;
import cleave.magic.Struct;

/** The paths that a name may be at, one for each directory of a list like {@code PATH}. */
final class PathSearch extends Struct {
    private static final String DEFAULT = "/bin:/usr/bin:/sbin:/usr/sbin";

    private Address at;
    private boolean done;
    private Text path;

    /** In the scratch arena; {@link #end} gives back what is not. */
    static PathSearch begin(Address list) {
        PathSearch search = Struct.at(Arena.SCRATCH.take(Struct.sizeOf(PathSearch.class)),
                PathSearch.class);
        search.at = Arena.SCRATCH.copy(list.isNull() ? Address.of(DEFAULT) : list);
        search.path = new Text();
        return search;
    }

    /** The next path, good until the one after it; null when there are no more. */
    Address next(Address name) {
        if (done) {
            return Address.of(0);
        }
        int length = Strings.spanWithout(at, Address.of(":"));
        path.clear();
        path.add(at, length);
        if (length > 0 && at.loadByte(length - 1) != '/') {
            path.add('/');
        }
        path.add(name);
        done = at.loadByte(length) == 0;
        at = at.plus(length + 1);
        return path.text();
    }

    void end() {
        path.free();
    }
}
