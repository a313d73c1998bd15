package cleave.toolchain.disk.ext2;

/** What came of following a path. */
public sealed interface Lookup {
    /**
     * The file is there.
     *
     * @param path where it really is: absolute, without links
     */
    record Found(String path, Inode inode) implements Lookup {
    }

    /**
     * A name is not there.
     *
     * @param directory the path of the directory that should have it
     * @param inode that directory
     * @param last whether it is the last of the path, so that it could be made
     */
    record Missing(String directory, Inode inode, String name, boolean last) implements Lookup {
    }

    /**
     * The path goes on behind something that is no directory.
     *
     * @param path the thing
     */
    record NotDirectory(String path) implements Lookup {
    }

    /**
     * There are more symbolic links on the way than Linux would follow.
     *
     * @param path the last of them
     */
    record TooManyLinks(String path) implements Lookup {
    }
}
