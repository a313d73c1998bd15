package cleave.guestos.user.sh;

import cleave.guestos.abi.OpenFlags;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.magic.Address;
import cleave.magic.Inline;
import cleave.magic.Struct;

/** Command substitution (Shell Command Language, 2.6.3): a subshell writes into a pipe. */
final class CommandSubstitution {
    private static final int PIECE = 1024;
    private static final Buffer BUFFER = new Buffer();

    /** Whether one has run since this was last set to false. */
    static boolean happened;

    /** A struct, so that it takes no room in the executable. */
    private static final class Buffer extends Struct {
        @Inline(PIECE)
        byte[] bytes;
    }

    private CommandSubstitution() {
    }

    static void expand(Part part, Output to) {
        Text text = new Text();
        run(part.command, text);
        int length = text.length;
        while (length > 0 && text.at(length - 1) == '\n') {
            length--;
        }
        text.length = length;
        if (part.quoted) {
            to.start();
        }
        to.putAll(text.text(), part.quoted);
        text.free();
    }

    /** Adds what the commands print, without zeros, and sets the status. */
    private static void run(Node command, Text to) {
        happened = true;
        if (command == null) {
            Shell.status = 0;
            return;
        }
        if (Files.pipe2(OpenFlags.O_CLOEXEC) < 0) {
            Messages.begin().put("cannot make a pipe: ").put(Errors.strerror(Errors.errno)).line();
            Control.abort();
            return;
        }
        int reading = Files.readEnd();
        int writing = Files.writeEnd();
        int process = Jobs.fork();
        if (process == 0) {
            Files.close(reading);
            Redirects.moveTo(writing, 1);
            Jobs.beginChild(null, false);
            Execution.runAndExit(command, 0);
        }
        Files.close(writing);
        if (process > 0) {
            read(reading, to);
        }
        // After an interrupt, whoever still writes must not wait for a reader.
        Files.close(reading);
        if (process > 0) {
            Shell.status = Jobs.waitFor(process);
        }
    }

    private static void read(int from, Text to) {
        Address bytes = Address.of(BUFFER.bytes);
        while (true) {
            int count = Alert.read(Traps.INTERRUPT, from, bytes, PIECE);
            if (count <= 0) {
                return;
            }
            for (int i = 0; i < count; i++) {
                if (bytes.loadByte(i) != 0) {
                    to.add(bytes.loadUnsignedByte(i));
                }
            }
        }
    }
}
