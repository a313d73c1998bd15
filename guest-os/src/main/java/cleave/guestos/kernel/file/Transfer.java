package cleave.guestos.kernel.file;

import cleave.guestos.abi.Errno;
import cleave.guestos.abi.IoVector;
import cleave.guestos.kernel.memory.FailNth;
import cleave.guestos.kernel.memory.Heap;
import cleave.guestos.kernel.memory.UserMemory;
import cleave.magic.Address;
import cleave.magic.Embedded;
import cleave.magic.Inline;
import cleave.magic.Struct;

/**
 * Bytes on their way between a file and memory, of a program or of the kernel. What moves them
 * calls {@link #give} or {@link #take} until {@link #remaining} is 0 or the file has no more.
 */
public final class Transfer extends Struct {
    /** Most bytes of a call, as Linux has it. */
    public static final int MAXIMUM = 0x7fff_f000;
    /** Most pieces of memory. */
    private static final int VECTORS_MAX = 1024;
    private static final int VECTORS_AT_ONCE = 8;

    private static Transfer unused;

    /** Where in the file; advanced by {@code read} and {@code write} of the file's operations. */
    public long offset;
    /** Bytes still to move. */
    public int remaining;
    /** Where the current piece of memory goes on. */
    private int address;
    /** Bytes left in the current piece. */
    private int left;
    /** Whether addresses are the kernel's. */
    private boolean kernel;
    /** Where the next pieces are described in the program's memory, and how many there are. */
    private int vectors;
    private int vectorCount;
    /** Of the pieces here, the next one, and how many there are. */
    private int at;
    private int have;
    @Embedded
    @Inline(VECTORS_AT_ONCE)
    private IoVector[] pieces;
    private Transfer next;

    private static Transfer create() {
        Transfer transfer = unused;
        if (transfer == null) {
            transfer = new Transfer();
            if (transfer == null) {
                return null;
            }
        } else {
            if (FailNth.fires()) {
                return null;
            }
            unused = transfer.next;
        }
        transfer.vectorCount = 0;
        transfer.at = 0;
        transfer.have = 0;
        transfer.offset = 0;
        return transfer;
    }

    private static Transfer error(int result) {
        return Struct.at(Address.of(result), Transfer.class);
    }

    /** Bytes of a program; an error is {@code ENOMEM}. */
    public static Transfer user(int address, int bytes) {
        Transfer transfer = create();
        if (transfer == null) {
            return error(-Errno.ENOMEM);
        }
        transfer.kernel = false;
        transfer.address = address;
        transfer.left = Integer.compareUnsigned(bytes, MAXIMUM) > 0 ? MAXIMUM : bytes;
        transfer.remaining = transfer.left;
        return transfer;
    }

    /** Bytes of the kernel; an error is {@code ENOMEM}. */
    public static Transfer kernel(Address address, int bytes) {
        Transfer transfer = create();
        if (transfer == null) {
            return error(-Errno.ENOMEM);
        }
        transfer.kernel = true;
        transfer.address = address.bits();
        transfer.left = bytes;
        transfer.remaining = bytes;
        return transfer;
    }

    /** Pieces of a program's memory, which {@code struct iovec[]} describes; or an error. */
    public static Transfer vectors(int vectors, int count) {
        if (Integer.compareUnsigned(count, VECTORS_MAX) > 0) {
            return error(-Errno.EINVAL);
        }
        Transfer transfer = create();
        if (transfer == null) {
            return error(-Errno.ENOMEM);
        }
        transfer.kernel = false;
        transfer.vectors = vectors;
        transfer.vectorCount = count;
        transfer.left = 0;
        int result = transfer.measure();
        if (result < 0) {
            transfer.end();
            return error(result);
        }
        transfer.vectors = vectors;
        transfer.vectorCount = count;
        transfer.at = 0;
        transfer.have = 0;
        return transfer;
    }

    /** Adds up the lengths of all pieces. */
    private int measure() {
        int total = 0;
        while (vectorCount > 0) {
            int result = readPieces();
            if (result < 0) {
                return result;
            }
            for (int i = 0; i < have; i++) {
                int bytes = pieces[i].bytes;
                if (bytes < 0) {
                    return -Errno.EINVAL;
                }
                if (!UserMemory.isUser(pieces[i].address, bytes)) {
                    return -Errno.EFAULT;
                }
                total = bytes > MAXIMUM - total ? MAXIMUM : total + bytes;
            }
        }
        remaining = total;
        return 0;
    }

    /** Whether there are pieces without a byte altogether, which not even directories refuse. */
    boolean isEmptyVector() {
        return remaining == 0 && vectorCount > 0;
    }

    private int readPieces() {
        int count = Math.min(vectorCount, VECTORS_AT_ONCE);
        int bytes = count * Struct.sizeOf(IoVector.class);
        int result = UserMemory.copyIn(Address.of(pieces[0]), vectors, bytes);
        vectors += bytes;
        vectorCount -= count;
        at = 0;
        have = count;
        return result;
    }

    /** Frees those that are not in use. */
    static void shrink() {
        while (unused != null) {
            Transfer transfer = unused;
            unused = transfer.next;
            Heap.free(transfer, Struct.sizeOf(Transfer.class));
        }
    }

    /** It is over; the struct may be used again. */
    public void end() {
        next = unused;
        unused = this;
    }

    /** Moves bytes from the kernel to where they are wanted; 0 or {@code -EFAULT}. */
    public int give(Address from, int bytes) {
        return move(from, bytes, true);
    }

    /** Moves bytes to the kernel; 0 or {@code -EFAULT}. */
    public int take(Address to, int bytes) {
        return move(to, bytes, false);
    }

    private int move(Address here, int bytes, boolean out) {
        assert Integer.compareUnsigned(bytes, remaining) <= 0 : "more than the transfer has";
        Address place = here;
        int rest = bytes;
        while (rest > 0) {
            if (left == 0) {
                int result = nextPiece();
                if (result < 0) {
                    return result;
                }
                continue;
            }
            int part = Math.min(rest, left);
            int result = movePart(place, part, out);
            if (result < 0) {
                return result;
            }
            address += part;
            left -= part;
            remaining -= part;
            place = place.plus(part);
            rest -= part;
        }
        return 0;
    }

    private int movePart(Address place, int bytes, boolean out) {
        if (kernel) {
            if (out) {
                Bytes.copy(Address.of(address), place, bytes);
            } else {
                Bytes.copy(place, Address.of(address), bytes);
            }
            return 0;
        }
        return out ? UserMemory.copyOut(address, place, bytes)
                : UserMemory.copyIn(place, address, bytes);
    }

    private int nextPiece() {
        if (at == have) {
            if (vectorCount == 0) {
                return -Errno.EFAULT;
            }
            int result = readPieces();
            if (result < 0) {
                return result;
            }
        }
        address = pieces[at].address;
        left = Math.max(pieces[at].bytes, 0);
        at++;
        return 0;
    }
}
