package cleave.guestos.user.init;

import cleave.guestos.abi.Errno;
import cleave.guestos.libc.Errors;
import cleave.guestos.libc.Files;
import cleave.guestos.libc.Line;
import cleave.guestos.libc.Stdio;
import cleave.guestos.libc.Stream;
import cleave.guestos.libc.Strings;
import cleave.guestos.libc.Systems;
import cleave.guestos.libc.WordList;
import cleave.magic.Address;

/** The file systems that are no disks, and how all are taken off in the end. */
final class Mounts {
    private static final int MS_REMOUNT = 32;
    private static final int MS_RDONLY = 1;
    /** Kind, then place. */
    private static final String[] TABLE = {
        "proc", "/proc",
        "devtmpfs", "/dev",
        "tmpfs", "/tmp",
        "tmpfs", "/dev/shm",
    };
    private static final int STICKY = 01777;
    private static final Line LINE = new Line();
    private static final WordList PLACES = new WordList();

    private Mounts() {
    }

    /** Mounts what the kernel has not mounted itself. */
    static void mountAll() {
        for (int i = 0; i < TABLE.length; i += 2) {
            Address kind = Address.of(TABLE[i]);
            Address place = Address.of(TABLE[i + 1]);
            if (isMounted(place)) {
                continue;
            }
            Files.mkdir(place, 0755);
            if (Systems.mount(kind, place, kind, 0, Address.of(0)) == 0) {
                if (Strings.equal(kind, "tmpfs")) {
                    Files.chmod(place, STICKY);
                }
            } else if (Errors.errno != Errno.EBUSY) {
                Errors.warnErrno(place);
            }
        }
    }

    private static boolean isMounted(Address place) {
        readPlaces();
        for (int i = 0; i < PLACES.count; i++) {
            if (Strings.equal(PLACES.get(i), place)) {
                return true;
            }
        }
        return false;
    }

    /** The second word of each line of /proc/mounts; none while there is no /proc. */
    private static void readPlaces() {
        PLACES.freeAll();
        Stream mounts = Stdio.fopen("/proc/mounts", "re");
        if (mounts == null) {
            return;
        }
        while (Stdio.getline(LINE, mounts) >= 0) {
            Address source = Strings.token(LINE.text, " \n");
            Address place = Strings.token(Address.of(0), " \n");
            if (!source.isNull() && !place.isNull()) {
                PLACES.add(Strings.duplicate(place));
            }
        }
        Stdio.fclose(mounts);
    }

    /** Takes the last mounted off first; what cannot be taken off is made read-only. */
    static void unmountAll() {
        readPlaces();
        for (int i = PLACES.count - 1; i >= 0; i--) {
            Address place = PLACES.get(i);
            if (Strings.equal(place, "/") || Systems.umount(place, 0) < 0) {
                Systems.mount(Address.of("none"), place, Address.of(0), MS_REMOUNT | MS_RDONLY,
                        Address.of(0));
            }
        }
    }
}
