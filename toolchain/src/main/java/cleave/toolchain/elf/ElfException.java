package cleave.toolchain.elf;

import java.io.IOException;

/** A file is not an ELF executable that RV32 can run. The message names the file and the cure. */
public final class ElfException extends IOException {
    private static final long serialVersionUID = 1L;

    public ElfException(String message) {
        super(message);
    }
}
