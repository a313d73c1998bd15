package cleave.guestos.kernel.process;

import cleave.guestos.kernel.file.Inode;
import cleave.guestos.kernel.memory.Heap;
import cleave.magic.Embedded;
import cleave.magic.Struct;

/**
 * Where a process is in the tree of files: what {@code CLONE_FS} lets others have in common, and
 * what is copied else, but only when it is changed, by {@link #own}.
 */
public final class FileView extends Struct {
    @Embedded
    private Sharing sharing;
    public Inode root;
    public Inode directory;
    public int umask;

    /** One for a process, which takes over the references; null when memory is full. */
    public static FileView create(Inode root, Inode directory) {
        FileView view = new FileView();
        if (view != null) {
            view.sharing.begin();
            view.root = root;
            view.directory = directory;
        }
        return view;
    }

    private FileView copy() {
        FileView copy = create(root, directory);
        if (copy != null) {
            root.retain();
            directory.retain();
            copy.umask = umask;
        }
        return copy;
    }

    /** What a new process gets; null when memory is full. */
    FileView fork() {
        if (sharing.isCommon()) {
            return copy();
        }
        sharing.add();
        return this;
    }

    /** A process's view, for another to have in common with it; null when memory is full. */
    static FileView share(Process process) {
        FileView own = own(process);
        if (own != null) {
            own.sharing.makeCommon();
            own.sharing.add();
        }
        return own;
    }

    /** A process's view, so that it can be changed; null when memory is full. */
    public static FileView own(Process process) {
        FileView shared = process.view;
        if (shared.sharing.mayChange()) {
            return shared;
        }
        FileView own = shared.copy();
        if (own != null) {
            shared.sharing.drop();
            process.view = own;
        }
        return own;
    }

    void release() {
        if (sharing.drop()) {
            root.release();
            directory.release();
            Heap.free(this, Struct.sizeOf(FileView.class));
        }
    }
}
