package cleave.guestos.user.usertests;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Format;
import cleave.guestos.libc.Processes;
import cleave.guestos.user.tools.common.Tree;
import cleave.magic.Address;

/** The directory of a row, which is there as long as it runs, and files that rows make in it. */
final class Scratch {
    private static final int SIZE = 64;
    private static final byte[] PATH = new byte[SIZE];

    private Scratch() {
    }

    static void make() {
        Format.snprintf(Address.of(PATH), SIZE, "/tmp/usertests.%d", Processes.getpid());
        if (Files.mkdir(Address.of(PATH), 0755) < 0) {
            Errors.dieErrno(2, Address.of(PATH));
        }
    }

    static void enter() {
        if (Files.chdir(Address.of(PATH)) < 0) {
            Errors.dieErrno(2, Address.of(PATH));
        }
    }

    static void remove() {
        Tree.walk(Address.of(PATH), Scratch::removeOne, 0);
    }

    private static int removeOne(Tree.Node node) {
        if (node.phase == Tree.AFTER) {
            Files.rmdir(node.path);
        } else if (!node.isDirectory()) {
            Files.unlink(node.path);
        }
        return Tree.CONTINUE;
    }

    /** A file of the row with this text. */
    static void file(String name, String text, int mode) {
        int file = Files.open(name, OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC,
                mode);
        boolean written = file >= 0 && Files.write(file, text) == text.length();
        if (!written) {
            Check.that(false, "a file of the row");
            Errors.dieErrno(Child.FAILED, name);
        }
        Files.close(file);
    }
}
